"""The demonstration's data folder as it grows: the files that each publication adds or changes.

The catalog is the real one, with generated targets below those of the documents.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from dabiao import workspaces
from dabiao.publications import Kind
from etl.demo import cases, curves, figures, plan, tasks, timetable
from etl.demo.chance import keys
from etl.demo.plan import Line
from etl.files import FILES, OBSERVATIONS, TARGETS, TASK_REPORTS

SEED: Final = 20250515
"""Used unless another is asked for."""

NOT_QUOTED: Final = "（演示分解，文件无此数）"
"""Stands where a target of a document has the document's words."""
NOT_A_SECTION: Final = "（演示数据）"
NOTE: Final = (
    "演示数据：由上级目标分解生成，文件中没有这项目标。",
    "Demonstration: derived from the target of the area above; the document states no such target.",
)
LOWERED_NOTE: Final = (
    "演示数据：由上级目标分解生成，文件中没有这项目标；2025年5月调低。",
    "Demonstration: derived from the target of the area above; the document states no such target. "
    "Lowered in May 2025.",
)


@dataclass(frozen=True)
class Stage:
    """A publication to be, and the files that lead to it."""

    quarter: str
    """The latest quarter it has figures of."""
    published_at: dt.datetime
    kind: Kind
    files: dict[str, bytes]
    """Of each file that is new or changed the path within the folder and what stands in it."""


def stages(catalog: Path, seed: int = SEED) -> list[Stage]:
    """Return what leads from an empty folder to the demonstration's last publication.

    Args:
        catalog: folder of the real catalog.
        seed: of everything that is left to chance.
    """
    lines = plan.lines(catalog, seed)
    of = keys((line.key for line in lines), seed)
    found = figures.rows(lines, of, curves.gains(lines, of, timetable.ENDS))
    reported = _by_publication(found)
    told = tasks.reports(catalog, seed)
    grown: list[Stage] = []
    told_before = b""
    for number, quarter in enumerate(timetable.PUBLISHED):
        files = _catalog(catalog, lines, seed) if number == 0 else {}
        files[_progress(quarter)] = _csv(reported[quarter])
        if quarter == cases.BROKEN[0]:
            files[_progress(quarter)] = _csv(_broken(reported[quarter]))
        if quarter == cases.BROKEN[1]:
            files[_progress(cases.BROKEN[0])] = _csv(reported[cases.BROKEN[0]])
        told_now = tasks.content(told, timetable.published_at(quarter).date())
        if told_now != told_before:
            files[TASK_REPORTS.pattern] = told_before = told_now
        grown.append(Stage(quarter, timetable.published_at(quarter), "load", files))
    return [*grown, _amendment(catalog, lines, reported)]


def digest(catalog: Path, seed: int) -> str:
    """Return what the folder depends on, as a SHA-256: this program, the catalog and the seed."""
    hashed = hashlib.sha256(f"{seed}".encode())
    for path in (*sorted(Path(__file__).parent.glob("*.py")), *sorted(catalog.glob("*.csv"))):
        hashed.update(path.name.encode() + b"\0" + path.read_bytes())
    return hashed.hexdigest()


def _progress(quarter: str) -> str:
    return f"progress/{quarter}.csv"


def _catalog(catalog: Path, lines: Sequence[Line], seed: int) -> dict[str, bytes]:
    """Return the catalog, and what the folder says of itself."""
    mark = {"workspace": "demo", "seed": seed, "made_from": digest(catalog, seed)}
    copied = [file.pattern for file in FILES if file.pattern.startswith("catalog/") and file is not TARGETS]
    return {
        workspaces.MARK: (json.dumps(mark, indent=2) + "\n").encode(),
        **{name: (catalog.parent / name).read_bytes() for name in copied},
        TARGETS.pattern: _csv(_targets(catalog, lines)),
    }


def _targets(catalog: Path, lines: Sequence[Line]) -> pl.DataFrame:
    """Return the targets of the documents and those of the areas below."""
    stated = pl.read_csv(catalog.parent / TARGETS.pattern, infer_schema=False)
    derived = pl.DataFrame(
        [_target(line) for line in lines if not line.own], schema=dict.fromkeys(TARGETS.names, pl.String)
    )
    return pl.concat([stated.select(TARGETS.names), derived])


def _target(line: Line) -> dict[str, str | None]:
    unset = line.case is not None and line.case.unset
    baseline = figures.digits(line.at_start, line.counts) if line.stated_start else None
    return {
        "target_id": f"{line.framework}-{line.indicator}",
        "area_code": line.area,
        "framework_id": line.framework,
        "indicator_code": line.indicator,
        "comparator": line.comparator,
        "value": None if unset else figures.digits(line.target, line.counts or line.target % 1 == 0),
        "unit": line.unit,
        "value_status": "supplied",
        "deadline": line.deadline,
        "basis": line.basis,
        "basis_status": "assumed",
        "series": line.series,
        "baseline_value": baseline,
        "baseline_period": timetable.label(line.start, 12) if line.stated_start else None,
        "section": NOT_A_SECTION,
        "phrase": NOT_QUOTED,
        "note_zh": NOTE[0],
        "note_en": NOTE[1],
    }


def _by_publication(found: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the rows that each publication brings; what is reported after the last one is not there yet."""
    days = pl.DataFrame(
        {
            "quarter": timetable.PUBLISHED,
            "day": [timetable.published_at(q).date() for q in timetable.PUBLISHED],
        }
    )
    dated = found.sort("reported").join_asof(
        days, left_on="reported", right_on="day", strategy="forward", allow_exact_matches=False
    )
    return {
        quarter: dated.filter(pl.col("quarter") == quarter).sort(OBSERVATIONS.key).select(OBSERVATIONS.names)
        for quarter in timetable.PUBLISHED
    }


def _broken(rows: pl.DataFrame) -> pl.DataFrame:
    """Return ``rows`` with three that the checks reject: a comma, a rate above 100 %, an unknown area."""
    number = pl.col("value").cast(pl.Float64)
    comma = (number >= 1000).fill_null(False)
    high = ((pl.col("unit") == "%") & number.is_not_null()).fill_null(False)
    thousands = pl.concat_str(pl.col("value").str.slice(0, 1), pl.lit(","), pl.col("value").str.slice(1))
    return rows.with_columns(
        value=pl.when(comma & (comma.cum_sum() == 1))
        .then(thousands)
        .when(high & (high.cum_sum() == 1))
        .then(pl.lit("143.0"))
        .otherwise("value"),
        area_code=pl.when(pl.int_range(pl.len()) == pl.len() - 1)
        .then(pl.lit("619999"))
        .otherwise("area_code"),
    )


def _amendment(catalog: Path, lines: Sequence[Line], reported: dict[str, pl.DataFrame]) -> Stage:
    """Return the last publication: some figures corrected, the value of one target changed."""
    area, target_id, times = cases.LOWERED
    lowered = (pl.col("area_code") == area) & (pl.col("target_id") == target_id)
    targets = _targets(catalog, lines).with_columns(
        value=pl.when(lowered)
        .then((pl.col("value").cast(pl.Float64) * times).round().cast(pl.Int64).cast(pl.String))
        .otherwise("value"),
        note_zh=pl.when(lowered).then(pl.lit(LOWERED_NOTE[0])).otherwise("note_zh"),
        note_en=pl.when(lowered).then(pl.lit(LOWERED_NOTE[1])).otherwise("note_en"),
    )
    files = {TARGETS.pattern: _csv(targets)}
    corrected = figures.corrected(pl.concat(reported.values())).select(OBSERVATIONS.names)
    for quarter, rows in reported.items():
        there = corrected.join(rows.select(OBSERVATIONS.key), on=OBSERVATIONS.key, how="semi")
        if there.height:
            files[_progress(quarter)] = _csv(
                pl.concat([rows.join(there, on=OBSERVATIONS.key, how="anti"), there]).sort(OBSERVATIONS.key)
            )
    return Stage(timetable.LAST_QUARTER, timetable.amended_at(), "amendment", files)


def _csv(rows: pl.DataFrame) -> bytes:
    return rows.write_csv().encode()
