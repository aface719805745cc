"""What is said of targets: at one moment, at several, along their lines, and as known at several dates."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import polars as pl

from dabiao import judgement
from dabiao.model import Status
from dabiao.periods import end_month
from dabiao.progress.judging import components_of, judged_then, needed, targets_of
from dabiao.progress.summaries import attained, bound_of_attainment
from dabiao.progress.vintage import LATEST, known_by
from dabiao.store import Store

SEVERITY: Final = (
    Status.MISSED,
    Status.MOVING_AWAY,
    Status.FAR_BEHIND,
    Status.LAGGING,
    Status.ON_TRACK,
    Status.MET_EARLY,
    Status.ACHIEVED,
    Status.TOO_EARLY,
    Status.PENDING_FINAL,
    Status.NO_BASELINE,
    Status.NO_DATA,
    Status.INVALID_TARGET,
)
"""What needs attention first stands first."""


_PLAN: Final = ("area_code", "framework_id")


def status(
    store: Store,
    publication: int,
    as_of: str,
    *,
    area: str | None = None,
    framework: str | None = None,
    indicator: str | None = None,
    level: str | None = None,
    province: str | None = None,
    vintage: str = LATEST,
) -> pl.DataFrame:
    """Return one row per target: what could be said of it at ``as_of`` from what ``publication`` holds.

    Columns: area_code, area_name_zh/en, level, province_code, framework_id, framework_name_zh/en,
    indicator_code, indicator_name_zh/en, target_id, comparator, target (in the indicator's unit),
    target_reported and target_unit (as the document gives it), unit, unit_name_zh/en, value_status, deadline,
    basis, basis_status, series, section, phrase, note_zh/en, plan_start, plan_start_status, end_month,
    period, value (in the target's basis), bound, baseline, baseline_period, stated_baseline and
    stated_baseline_period (as the document gives them), attainment and time_share (1 = 100 %), pace_gap
    (percentage points), pace_ratio, distance (unit), required_pace and average_pace (unit per quarter),
    status, roll_up, flags (list), deadline_month, period_months, publication. What needs attention first
    stands first within an area.

    Args:
        store: where the publications are.
        publication: number of the publication to read.
        as_of: period up to whose end figures count.
        area: code of one area; all by default.
        framework: id of one framework; all by default.
        indicator: code of one indicator; all by default.
        level: only areas of this level.
        province: only areas in the province with this code.
        vintage: ISO date by which a figure's source was published for the figure to count; `LATEST` counts
            all, also those whose source has no date.

    Raises:
        dabiao.periods.InvalidPeriodError: ``as_of`` is no period.
        dabiao.progress.InvalidVintageError: ``vintage`` is no vintage.
    """
    month = end_month(as_of)
    if known_by(vintage) is None:
        rows = store.read("status_rows", publication, month, area, framework, indicator, level, province)
    else:
        targets = targets_of(
            store,
            publication,
            area=area,
            framework=framework,
            indicator=indicator,
            level=level,
            province=province,
        )
        rows = judged_then(store, publication, vintage, targets)
    severity = pl.Enum([str(one) for one in SEVERITY])
    return (
        _at(rows, month)
        .join(_in_full(store, publication), on=["area_code", "target_id"])
        .with_columns(publication=pl.lit(publication, pl.Int64))
        .sort(
            "area_code",
            pl.col("status").cast(severity),
            pl.col("pace_gap"),
            "target_id",
            nulls_last=True,
            maintain_order=True,
        )
    )


@lru_cache(maxsize=4)
def _in_full(store: Store, publication: int) -> pl.DataFrame:
    """Return what catalog and documents say of every target; of one publication it never changes."""
    return store.read("targets_in_full", publication)


def _at(rows: pl.DataFrame, month: int) -> pl.DataFrame:
    """Return `dabiao.judgement.as_of` with the flags as lists."""
    flags = pl.col("flags")
    none = pl.lit([], dtype=pl.List(pl.String))
    return judgement.as_of(rows, month).with_columns(
        flags=pl.when(flags == "").then(none).otherwise(flags.str.split(","))
    )


def tallies(
    store: Store,
    publication: int,
    periods: Iterable[str],
    *,
    framework: str | None = None,
    areas: Sequence[str] | None = None,
    vintage: str = LATEST,
) -> pl.DataFrame:
    """Return how many targets of every area and framework stood where at each of ``periods``.

    Columns: area_code, framework_id, as_of (period), roll_up, targets (count, more than 0), least and
    greatest (of the attainments that say something, as `attained` picks them; null where none does),
    least_bound and greatest_bound (`dabiao.model.Bound` of these two); by area and framework, in the order
    of ``periods``, by roll_up.

    Raises:
        ValueError: there is no period.
        dabiao.periods.InvalidPeriodError: one is no period.
        dabiao.progress.InvalidVintageError: ``vintage`` is no vintage.
    """
    months = _months(periods)
    if known_by(vintage) is None:
        wanted = sorted(set(months.values()))
        codes = None if areas is None else list(areas)
        tallied = store.read("status_tallies", publication, wanted, wanted[0], wanted[-1], framework, codes)
    else:
        targets = targets_of(store, publication, framework=framework, areas=areas)
        rows = judged_then(store, publication, vintage, targets)
        tallied = pl.concat([_tallied(rows, month) for month in sorted(set(months.values()))])
    order = pl.DataFrame({"as_of": list(months), "month": list(months.values())}).with_row_index("place")
    says = attained(tallied.with_columns(attainment="greatest")).select(*_PLAN, "month", "status", says=True)
    return (
        tallied.join(says, on=[*_PLAN, "month", "status"], how="left")
        .join(order.cast({"month": tallied.schema["month"]}), on="month")
        .with_columns(roll_up=judgement.roll_up())
        .pipe(_with_bounds_of_attainment, store, publication)
        .group_by(*_PLAN, "place", "as_of", "roll_up")
        .agg(
            pl.col("targets").sum(),
            pl.col("least").filter("says").min(),
            pl.col("greatest").filter("says").max(),
            pl.col("least_bound").filter("says").sort_by(pl.col("least").filter("says")).first(),
            pl.col("greatest_bound").filter("says").sort_by(pl.col("greatest").filter("says")).last(),
        )
        .sort(*_PLAN, "place", "roll_up")
        .drop("place")
    )


def _with_bounds_of_attainment(tallied: pl.DataFrame, store: Store, publication: int) -> pl.DataFrame:
    """Return tallies with bounds of attainments for those of values: what must fall turns them round."""
    comparators = _in_full(store, publication).select("area_code", "target_id", "comparator")
    for end in ("least", "greatest"):
        tallied = tallied.join(
            comparators, left_on=["area_code", f"{end}_target"], right_on=["area_code", "target_id"]
        ).with_columns(bound_of_attainment(f"{end}_bound"))
        tallied = tallied.drop("comparator", f"{end}_target")
    return tallied


def _tallied(rows: pl.DataFrame, month: int) -> pl.DataFrame:
    """Return judged rows counted as the query ``status_tallies`` does."""
    return (
        judgement.as_of(rows, month)
        .group_by(*_PLAN, "status")
        .agg(
            targets=pl.len().cast(pl.Int64),
            least=pl.col("attainment").min(),
            greatest=pl.col("attainment").max(),
            least_target=_at_end("target_id", descending=False),
            least_bound=_at_end("bound", descending=False),
            greatest_target=_at_end("target_id", descending=True),
            greatest_bound=_at_end("bound", descending=True),
        )
        .with_columns(month=pl.lit(month))
    )


def _at_end(column: str, *, descending: bool) -> pl.Expr:
    by = ("attainment", "target_id")
    return pl.col(column).sort_by(*by, descending=[descending, False], nulls_last=True).first()


def line(
    store: Store,
    publication: int,
    area: str | None,
    as_of: str,
    *,
    indicator: str | None = None,
    vintage: str = LATEST,
) -> pl.DataFrame:
    """Return the judged points of targets up to ``as_of``, by area, target and time.

    Columns: area_code, target_id, framework_id, indicator_code, end_month, period, value and baseline (in the
    target's basis), bound, attainment, status, …

    Args:
        store: where the publications are.
        publication: number of the publication to read.
        area: code of one area; None for all.
        as_of: period up to whose end figures count.
        indicator: code of one indicator; all by default.
        vintage: as for `status`.

    Raises:
        as `status`.
    """
    rows = _lines(store, publication, end_month(as_of), area, indicator, vintage)
    return rows.filter(pl.col("end_month") > 0)


def seen(
    store: Store,
    publication: int,
    area: str,
    target_id: str | None,
    vintages: Sequence[str],
    as_ofs: Sequence[str],
) -> pl.DataFrame:
    """Return what was said of one target, or of every one of an area: period judged × date judged.

    Columns: vintage, as_of, target_id, framework_id, status, roll_up, attainment, time_share, pace_gap,
    value, bound, comparator, period, flags (list), … as `status`; vintages and then periods in the
    order given, then by target. What was late when first published and was caught up later stays visible.

    Raises:
        LookupError: the publication has no such target.
        as `tallies`.
    """
    months = _months(as_ofs)
    vintages = list(dict.fromkeys(vintages))
    for vintage in vintages:
        known_by(vintage)
    target = targets_of(store, publication, area=area, target=target_id)
    if target.is_empty():
        raise LookupError(f"publication {publication} has no target {target_id} of {area}")
    components = components_of(store, publication)
    indicators = needed(target, components)
    figures = store.read("figures_to_judge", publication, [area], indicators, vintages)
    # Judged in one go, a vintage standing where the area does: lines of different areas never meet.
    then = pl.DataFrame({"vintage": vintages, "area_code": area}).join(target, on="area_code")
    then = then.with_columns(area_code="vintage")
    lines = judgement.points(then, figures.with_columns(area_code="vintage"), components)
    rows = judgement.judge(then, lines)
    return (
        pl.concat([_at(rows, month).with_columns(as_of=pl.lit(period)) for period, month in months.items()])
        .with_columns(vintage="area_code", area_code=pl.lit(area))
        .join(target.select("target_id", "comparator"), on="target_id")
        .sort(
            pl.col("vintage").cast(pl.Enum(vintages)),
            pl.col("as_of").cast(pl.Enum(list(months))),
            "target_id",
        )
        .select("vintage", "as_of", pl.exclude("vintage", "as_of"))
    )


def _months(periods: Iterable[str]) -> dict[str, int]:
    """Return the periods with the ordinal of the month each ends in."""
    months = {period: end_month(period) for period in periods}
    if not months:
        raise ValueError("no period to look from")
    return months


def _lines(
    store: Store,
    publication: int,
    last: int,
    area: str | None,
    indicator: str | None,
    vintage: str,
) -> pl.DataFrame:
    """Return judged rows up to the month ``last``, by area, target and time."""
    if known_by(vintage) is None:
        return store.read("judged_lines", publication, last, area, None, indicator)
    targets = targets_of(store, publication, area=area, indicator=indicator)
    rows = judged_then(store, publication, vintage, targets)
    return rows.filter(pl.col("end_month") <= last)
