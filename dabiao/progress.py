"""Where every target stands: the rows of ``status``, for pages, command line and links alike.

A row is a function of (choices, publication). The rules stand in `dabiao.judgement`; here they are only
applied: after a publication to the lines it touched, and on reading to pick what was known at an as-of.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

import polars as pl

from dabiao import judgement
from dabiao.model import Flag, RollUp, Status
from dabiao.periods import end_month
from dabiao.store import Store, Transaction

RULES_VERSION: Final = judgement.RULES_VERSION

IN_FORCE: Final = 2**62
"""`superseded_by` of the judgement rows that no later publication has replaced."""

PER_CENT: Final = (0.0, 100.0)
"""Smallest and greatest possible value of a rate."""

END_OF_TIME: Final = 2**31 - 1
"""`until_month` of a line's last row."""

AREAS_AT_ONCE: Final = 400
"""Areas whose lines are judged together."""

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


def rejudge(tx: Transaction, publication: int, *, everything: bool = False) -> None:
    """Judge the lines that ``publication`` touched and put the result in force with it.

    Args:
        tx: the transaction that brought the publication's versions in.
        publication: its number.
        everything: judge every line, as when the rules have changed.
    """
    tx.execute("mark_touched_lines", publication, everything)
    tx.execute("supersede_judgement", publication)
    targets = tx.read("touched_targets", publication)
    components = tx.read("indicator_components", publication)
    # Some areas at a time: all lines with their working columns would take gigabytes.
    parts = targets.with_columns(part=pl.col("area_code").rle_id() // AREAS_AT_ONCE)
    for part in parts.partition_by("part", include_key=False, maintain_order=True):
        areas_of_part = part["area_code"].unique().to_list()
        observations = tx.read("touched_observations", publication, areas_of_part)
        rows = judgement.judge(part, judgement.points(part, observations, components))
        tx.insert("judgement", _kept(rows, part, publication))


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


def status(
    store: Store,
    publication: int,
    as_of: str,
    *,
    area: str | None = None,
    framework: str | None = None,
    level: str | None = None,
    province: str | None = None,
) -> pl.DataFrame:
    """Return one row per target: what could be said of it at ``as_of`` from what ``publication`` holds.

    Columns: area_code, area_name_zh/en, level, province_code, city_code, framework_id,
    framework_name_zh/en, indicator_code, indicator_name_zh/en, kind, target_id, comparator, target (in the
    indicator's unit), target_reported and target_unit (as the document gives it), unit, value_status,
    deadline, basis, basis_status, series, section, phrase, note_zh/en, plan_start, plan_start_status,
    end_month, period, value (in the target's basis), bound, baseline, baseline_period,
    stated_baseline_period, attainment and time_share (1 = 100 %), pace_gap (percentage points), pace_ratio,
    distance (unit), required_pace and average_pace (unit per quarter), status, roll_up, flags (list),
    deadline_month, period_months, publication. What needs attention first stands first within an area.

    Args:
        store: where the publications are.
        publication: number of the publication to read.
        as_of: period up to whose end figures count.
        area: code of one area; all by default.
        framework: id of one framework; all by default.
        level: only areas of this level.
        province: only areas in the province with this code.

    Raises:
        dabiao.periods.InvalidPeriodError: ``as_of`` is no period.
    """
    month = end_month(as_of)
    rows = store.read("status_rows", publication, month, area, framework, level, province)
    severity = pl.Enum([str(one) for one in SEVERITY])
    return (
        judgement.as_of(rows, month)
        .join(_in_full(store, publication), on=["area_code", "target_id"])
        .with_columns(
            flags=_split(pl.col("flags")),
            publication=pl.lit(publication, pl.Int64),
        )
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


def _split(flags: pl.Expr) -> pl.Expr:
    return pl.when(flags == "").then(pl.lit([], dtype=pl.List(pl.String))).otherwise(flags.str.split(","))


def history(
    store: Store,
    publication: int,
    periods: Iterable[str],
    *,
    area: str | None = None,
    framework: str | None = None,
    level: str | None = None,
) -> pl.DataFrame:
    """Return what could be said of every target at each of ``periods``: the past replayed.

    Columns: as_of (period), area_code, target_id, framework_id, indicator_code, end_month, period, value,
    bound, attainment, time_share, pace_gap, pace_ratio, status, roll_up, flags (list) … as judged then.
    """
    wanted = list(periods)
    if not wanted:
        raise ValueError("history of no period")
    last = max(end_month(period) for period in wanted)
    rows = store.read("judged_lines", publication, last, area, framework, level)
    return pl.concat(
        [
            judgement.as_of(rows, end_month(period)).with_columns(
                as_of=pl.lit(period), flags=_split(pl.col("flags"))
            )
            for period in wanted
        ]
    )


def line(store: Store, publication: int, area: str, as_of: str) -> pl.DataFrame:
    """Return the judged points of all targets of one area, by target and time, up to ``as_of``.

    Columns: target_id, end_month, period, value and baseline (in the target's basis), bound, attainment,
    status, …
    """
    rows = store.read("judged_lines", publication, end_month(as_of), area, None, None)
    return rows.filter(pl.col("end_month") > 0)


def observations(
    store: Store,
    publication: int,
    as_of: str,
    *,
    area: str | None = None,
    framework: str | None = None,
) -> pl.DataFrame:
    """Return the published figures behind targets, newest first, with their sources.

    Columns: area_code, target_id, indicator_code, indicator_name_zh/en, series, judged (its series is the
    one the target is judged by), comparable (it can count towards the target), period, end_month,
    value_reported, unit, value, basis, bound, status (SDMX), confidence, publisher, source_title,
    source_date, source_url, note_zh/en.
    """
    rows = store.read("line_observations", publication, end_month(as_of), area, framework)
    return rows.with_columns(comparable=judgement.counts())


def with_sources(rows: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Return status rows with ``sources``: who published what the judgement rests on, latest first.

    The latest figure, the baseline, and for sums of flows every figure between them.
    """
    used = (
        rows.select(
            "area_code",
            "target_id",
            "baseline_period",
            pl.col("end_month").alias("latest_month"),
        )
        .join(figures.filter("comparable"), on=["area_code", "target_id"])
        .filter(
            (pl.col("end_month") <= pl.col("latest_month"))
            & (
                (pl.col("end_month") == pl.col("latest_month"))
                | (pl.col("period") == pl.col("baseline_period"))
                | pl.col("basis").is_in(["flow", "year_to_date"])
            )
        )
        .sort("end_month", descending=True, maintain_order=True)
        .with_columns(source=pl.format("{} · {}", "publisher", "source_title"))
        .group_by("area_code", "target_id", maintain_order=True)
        .agg(sources=pl.col("source").unique(maintain_order=True))
    )
    empty = pl.lit([], dtype=pl.List(pl.String))
    return rows.join(used, on=["area_code", "target_id"], how="left", maintain_order="left").with_columns(
        pl.col("sources").fill_null(empty)
    )


def counts(rows: pl.DataFrame) -> dict[RollUp, int]:
    """Return how many targets stand in each of the four groups; groups without any have 0."""
    found = dict(rows.group_by("roll_up").len().iter_rows())
    return {group: found.get(str(group), 0) for group in RollUp}


def attained(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the status rows whose attainment says something: there is a figure later than the baseline."""
    return rows.filter(pl.col("attainment").is_not_null() & (pl.col("status") != str(Status.TOO_EARLY)))


def furthest_behind(rows: pl.DataFrame, limit: int = 5) -> pl.DataFrame:
    """Return the status rows that are behind, the largest shortfall in pace first, at most ``limit``."""
    return (
        rows.filter(pl.col("roll_up") == str(RollUp.BEHIND))
        .sort("pace_gap", "area_code", "target_id", nulls_last=True)
        .head(limit)
    )


def completeness(rows: pl.DataFrame) -> pl.DataFrame:
    """Return per area how many of its targets have a figure and how old the figures are.

    Columns: area_code, area_name_zh, area_name_en, targets, reported, stale (counts), newest and oldest
    (periods of the newest and the oldest of the latest figures, null where nothing was reported).
    """
    has_figure = pl.col("value").is_not_null()
    return (
        rows.group_by("area_code", "area_name_zh", "area_name_en", maintain_order=True)
        .agg(
            targets=pl.len(),
            reported=has_figure.sum(),
            stale=pl.col("flags").list.contains(str(Flag.STALE)).sum(),
            newest=pl.col("period").sort_by("end_month").filter(has_figure.sort_by("end_month")).last(),
            oldest=pl.col("period").sort_by("end_month").filter(has_figure.sort_by("end_month")).first(),
        )
        .sort("area_code")
    )


def areas(store: Store, publication: int) -> pl.DataFrame:
    """Return the areas that have a framework of their own, one row per framework.

    Columns: area_code, area_name_zh/en, level, province_code, framework_id, title_zh/en, short_zh/en,
    document_number, issuer_zh/en, issued_on, plan_start, plan_start_status, horizon, note_zh/en, targets
    and tasks (counts).
    """
    return store.read("areas_with_plans", publication)


def areas_with_targets(store: Store, publication: int) -> pl.DataFrame:
    """Return the areas that have a target, of their own document or of one above, by code.

    Columns: area_code, area_name_zh/en, level, province_code, city_code, targets (count).
    """
    return store.read("areas_with_targets", publication)


def start_month(row: Mapping[str, Any]) -> int:
    """Return the ordinal of the month that a status row's time is counted from: t0."""
    return judgement.baseline_month(row["plan_start"], row["stated_baseline_period"])


def projection(row: Mapping[str, Any], points: pl.DataFrame, figures: pl.DataFrame) -> judgement.Projection:
    """Return where a target leads if its average pace continues.

    Args:
        row: its status row.
        points: its judged points up to the row's as-of (rows of `line` of this target).
        figures: the published figures behind it (rows of `observations` of this target).
    """
    return judgement.project(
        points,
        {**row, "value": row["target"], "baseline_period": row["stated_baseline_period"]},
        bounds=PER_CENT if row["unit"] == "%" else None,
        growing=figures.filter("comparable").select(judgement.grows().all()).item(),
    )


def fan(projected: judgement.Projection, points: pl.DataFrame) -> pl.DataFrame | None:
    """Return a projection's interval over time, opening at the latest point; none where there is no interval.

    Columns: end_month, low, centre, high (in the target's basis and the indicator's unit).
    """
    if not projected.fan:
        return None
    latest = points.sort("end_month").row(-1, named=True)
    start = {"end_month": latest["end_month"], **dict.fromkeys(("low", "centre", "high"), latest["value"])}
    steps = [
        {"end_month": step.end_month, "low": step.low, "centre": step.centre, "high": step.high}
        for step in projected.fan
    ]
    return pl.DataFrame([start, *steps])
