"""Lines judged: kept with each publication, and made on reading for what was known at an earlier date."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import polars as pl

from dabiao import judgement
from dabiao.progress.vintage import LATEST
from dabiao.store import Store, Transaction

RULES_VERSION: Final = judgement.RULES_VERSION

IN_FORCE: Final = 2**62
"""`superseded_by` of the judgement rows that no later publication has replaced."""

END_OF_TIME: Final = 2**31 - 1
"""`until_month` of a line's last row."""

AREAS_AT_ONCE: Final = 400
"""Areas whose lines are judged together."""


def rejudge(tx: Transaction, publication: int, *, everything: bool = False) -> None:
    """Judge the lines that ``publication`` touched and put the result in force with it.

    Args:
        tx: the transaction that brought the publication's versions in.
        publication: its number.
        everything: judge every line, as when the rules have changed.
    """
    tx.insert("judgement_line", tx.read("touched_lines", publication, everything))
    tx.execute("supersede_judgement", publication)
    for rows in judged_anew(tx, publication):
        tx.insert("judgement", rows)


def judged_anew(source: Store | Transaction, publication: int) -> Iterator[pl.DataFrame]:
    """Yield what is to be kept of the lines noted as touched by ``publication``, some areas at a time.

    Columns: those of the table ``judgement``; every row is in force until further notice.
    """
    touched = source.read("targets_to_judge", publication, True)
    components = source.read("indicator_components", publication)
    for targets, rows in _judged(source, publication, touched, components, LATEST):
        yield _kept(rows, targets, publication)


def targets_of(
    store: Store,
    publication: int,
    *,
    area: str | None = None,
    framework: str | None = None,
    indicator: str | None = None,
    level: str | None = None,
    province: str | None = None,
    target: str | None = None,
    areas: Sequence[str] | None = None,
) -> pl.DataFrame:
    """Return what targets are judged by: those of all areas, frameworks … that are not named."""
    wanted = {
        "area_code": area,
        "framework_id": framework,
        "indicator_code": indicator,
        "level": level,
        "province_code": province,
        "target_id": target,
    }
    rows = _targets(store, publication)
    if areas is not None:
        rows = rows.filter(pl.col("area_code").is_in(areas))
    return rows.filter(**{name: code for name, code in wanted.items() if code is not None})


@lru_cache(maxsize=2)
def _targets(store: Store, publication: int) -> pl.DataFrame:
    return store.read("targets_to_judge", publication, False)


@lru_cache(maxsize=2)
def components_of(store: Store, publication: int) -> pl.DataFrame:
    """Return which indicators are the sum of which; of one publication that never changes."""
    return store.read("indicator_components", publication)


def judged_then(store: Store, publication: int, vintage: str, targets: pl.DataFrame) -> pl.DataFrame:
    """Return what is judged of targets from the figures known in ``vintage``, by area, target and time.

    Columns: `dabiao.judgement.JUDGED`.

    Args:
        store: where the publications are.
        publication: number of the publication to read.
        vintage: the date by which the figures' sources had been published.
        targets: rows of `targets_of`.
    """
    if targets.is_empty():
        return pl.DataFrame(schema=judgement.JUDGED)
    components = components_of(store, publication)
    parts = [rows for _, rows in _judged(store, publication, targets, components, vintage)]
    return pl.concat(parts).sort("area_code", "target_id", "end_month")


def _judged(
    source: Store | Transaction,
    publication: int,
    targets: pl.DataFrame,
    components: pl.DataFrame,
    vintage: str,
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Yield some targets at a time and `dabiao.judgement.judge` of them."""
    indicators = needed(targets, components)
    # Some areas at a time: all lines with their working columns would take gigabytes.
    parts = targets.with_columns(part=pl.col("area_code").rle_id() // AREAS_AT_ONCE)
    for part in parts.partition_by("part", include_key=False, maintain_order=True):
        areas = part["area_code"].unique().to_list()
        figures = source.read("figures_to_judge", publication, areas, indicators, [vintage])
        yield part, judgement.judge(part, judgement.points(part, figures, components))


def needed(targets: pl.DataFrame, components: pl.DataFrame) -> list[str]:
    """Return the codes of the indicators whose figures the targets can rest on."""
    own = targets.select("indicator_code").unique()
    parts = components.join(own, on="indicator_code", how="semi").get_column("component_code")
    return [*own["indicator_code"], *parts]


def _kept(rows: pl.DataFrame, targets: pl.DataFrame, publication: int) -> pl.DataFrame:
    """Return judged rows as the store keeps them: in order of ``targets`` and time, each with its span."""
    area = targets.select(
        "area_code", "target_id", "level", "province_code", "city_code", line=pl.int_range(pl.len())
    )
    ends = pl.col("line").ne_missing(pl.col("line").shift(-1))
    return (
        rows.join(area, on=["area_code", "target_id"], how="left")
        .sort(pl.col("line") * 2**32 + pl.col("end_month"))
        .with_columns(
            until_month=pl.when(ends).then(END_OF_TIME).otherwise(pl.col("end_month").shift(-1)),
            publication=pl.lit(publication, pl.Int64),
            superseded_by=pl.lit(IN_FORCE, pl.Int64),
        )
        .drop("line")
    )
