"""Observations turned into points: what each says in the basis of the target it is judged by.

Unlike things are never divided. A figure that cannot be brought into the target's basis is no point, and a
running total without the total at the plan's start is a point without a value.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from dabiao import periods
from dabiao.judgement import combined, marks, sums
from dabiao.judgement.timing import start_month_expr, timed
from dabiao.model import ObservationBasis, ObservationStatus, TargetBasis

NEAR_MONTHS: Final = periods.MONTHS_PER_QUARTER
"""How far off the plan's start a running total may stand and still serve as its baseline."""

USABLE: Final[Mapping[TargetBasis, Sequence[ObservationBasis]]] = {
    TargetBasis.IN_PERIOD: [
        ObservationBasis.SINCE_START,
        ObservationBasis.FLOW,
        ObservationBasis.YEAR_TO_DATE,
        ObservationBasis.RUNNING_TOTAL,
    ],
    TargetBasis.TOTAL: [ObservationBasis.RUNNING_TOTAL, ObservationBasis.LEVEL],
    TargetBasis.LEVEL: [ObservationBasis.LEVEL],
}
"""What can be brought into each basis; anything else is never compared with a target of that basis."""

_CONVERTED: Final = (
    "strand",
    "end_month",
    "period",
    "period_months",
    "value",
    "marks",
    "grows",  # the value can only grow
    "zero",  # 0.0 where an increment is counted from a known start
    "base_period",  # period of the running total it is counted from
)


def points(targets: pl.DataFrame, observations: pl.DataFrame, components: pl.DataFrame) -> pl.DataFrame:
    """Return one row per target and usable period, in the order of ``targets`` and of time.

    What a row says was known when its period was the latest: it depends on no later observation. (One choice
    is made for a line as a whole: whether a target on a combined indicator has observations of its own.)

    Args:
        targets: area_code, target_id, framework_id, indicator_code, comparator, value, deadline, basis,
            series, baseline_value, baseline_period, plan_start, plan_start_status.
        observations: area_code, indicator_code, series, period, end_month, value, basis, bound, status.
        components: indicator_code, component_code.

    Returns:
        area_code, target_id, period, end_month, period_months, value (in the target's basis; null where it
        cannot be known), bound, partial (something is missing from the value), at_least (a source says "at
        least"), grows (the value can only grow), baseline, baseline_period, baseline_near.
    """
    lines = timed(targets)
    strands = _strands(lines, components)
    converted = _converted(_pieces(strands, observations))
    own = converted.filter(pl.col("strand") < lines.height).rename({"strand": "line"})
    parts = (
        converted.filter(pl.col("strand") >= lines.height)
        .join(strands.select("strand", "line"), on="strand")
        .join(own, on="line", how="anti")
    )
    if parts.height:
        own = pl.concat([own, combined.summed(parts, strands.filter("component")).select(own.columns)])
    return _with_baseline(lines, in_order(own, "line", "end_month"))


def usable(targets: pl.DataFrame, observations: pl.DataFrame, components: pl.DataFrame) -> pl.DataFrame:
    """Return the observations that the points of ``targets`` are made of, before anything is added up.

    Arguments as for `points`.

    Returns:
        line (row number of the target), component (it stands in a combined indicator), indicator_code,
        period, end_month, from_month (it covers what follows it), value (as reported), marks, basis,
        target_basis, start_month, deadline_month, grows; one row per indicator and month, in order of time.
    """
    strands = _strands(timed(targets), components)
    return _pieces(strands, observations).join(
        strands.select("strand", "line", "component", "indicator_code"), on="strand", maintain_order="left"
    )


def in_order(frame: pl.DataFrame, first: str, month: str) -> pl.DataFrame:
    """Return ``frame`` sorted by an integer column and a month; one packed key sorts three times as fast."""
    key = frame.select(pl.col(first).cast(pl.Int64) * 2**32 + pl.col(month)).to_series()
    return frame if key.is_sorted() else frame[key.arg_sort()]


def _strands(lines: pl.DataFrame, components: pl.DataFrame) -> pl.DataFrame:
    """Return what is looked up for every line: its own series (strand = line), then those of its components.

    Only increments and totals are added up from components; the sum of two rates means nothing.
    """
    own = lines.select(
        "line",
        "area_code",
        "indicator_code",
        "series",
        pl.col("basis").alias("target_basis"),
        "start_month",
        "deadline_month",
        component=False,
    )
    parts = (
        own.filter(pl.col("target_basis") != TargetBasis.LEVEL)
        .join(
            components.select(pl.col("indicator_code", "component_code").cast(pl.String)), on="indicator_code"
        )
        .select(*own.columns[:2], pl.col("component_code").alias("indicator_code"), *own.columns[3:-1])
        .with_columns(component=True)
    )
    return pl.concat([own, parts]).select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("strand"), pl.all())


def counts() -> pl.Expr:
    """Return whether a published figure can count towards its target, alone or in a sum.

    Columns needed: judged (it is of the series the target is judged by), status, value, basis, period,
    end_month, and of the target target_basis, plan_start and deadline.
    """
    start, deadline = start_month_expr(), periods.end_month_expr("deadline")
    inside = (pl.col("end_month") > start) & (pl.col("end_month") <= deadline)
    counted = _reported() & _in_basis() & ~_over_start(start, deadline) & (~flow() | inside)
    return (pl.col("judged") & counted).fill_null(False)


def grows() -> pl.Expr:
    """Return whether what a figure says of its target can only grow: an increment, or a running total.

    Columns needed: target_basis and basis (of the figure).
    """
    increment = pl.col("target_basis") == TargetBasis.IN_PERIOD
    return increment | (pl.col("basis") == ObservationBasis.RUNNING_TOTAL)


def _reported() -> pl.Expr:
    return (pl.col("status") == ObservationStatus.REPORTED) & pl.col("value").is_finite()


def _in_basis() -> pl.Expr:
    """Return whether a figure can be brought into the basis of its target."""
    return pl.any_horizontal(
        (pl.col("target_basis") == target) & pl.col("basis").is_in([str(one) for one in usable])
        for target, usable in USABLE.items()
    )


def flow() -> pl.Expr:
    """Return whether a figure counts what happened in the months it covers, and no more."""
    return pl.col("basis").is_in([str(ObservationBasis.FLOW), str(ObservationBasis.YEAR_TO_DATE)])


def _covered() -> pl.Expr:
    """Return how many months a figure covers: its period, or the year up to its end."""
    months_of_year = (pl.col("end_month") - 1) % periods.MONTHS_PER_YEAR + 1
    year_to_date = pl.col("basis") == ObservationBasis.YEAR_TO_DATE
    return pl.when(year_to_date).then(months_of_year).otherwise(periods.length_months_expr("period"))


def _over_start(start: pl.Expr, deadline: pl.Expr) -> pl.Expr:
    """Return whether a figure was counted from before the plan's start to a month inside the plan.

    It says nothing of an increment since then.
    """
    end = pl.col("end_month")
    return flow() & (end - _covered() < start) & (end > start) & (end <= deadline)


def _pieces(strands: pl.DataFrame, observations: pl.DataFrame) -> pl.DataFrame:
    """Return the usable observations of every strand, in order of time, one per month a period ends in.

    Of two that end in the same month (2024 and 2024-Q4) the one that covers more counts.
    """
    pieces = (
        observations.lazy()
        .filter(_reported())
        .select(
            "area_code",
            "indicator_code",
            "series",
            "period",
            pl.col("end_month").cast(pl.Int32),
            pl.col("value").cast(pl.Float64),
            "basis",
            marks.of_bound(pl.col("bound")).alias("marks"),
        )
        .join(strands.lazy(), on=["area_code", "indicator_code", "series"])
        .filter(_in_basis())
        .drop("area_code", "indicator_code", "series", "line", "component")
        .filter(~_over_start(pl.col("start_month"), pl.col("deadline_month")))
        .with_columns(period_months=periods.length_months_expr("period"), covered=_covered(), grows=grows())
        .with_columns(
            from_month=pl.col("end_month") - pl.col("covered"),
            key=pl.col("strand").cast(pl.Int64) * 2**32
            + pl.col("end_month").cast(pl.Int64) * 2**16
            + pl.col("covered") * 2**8
            + pl.col("period_months"),
        )
        .sort("key")
        .collect()
    )
    moment = pl.col("key") // 2**16
    return pieces.filter(moment.ne_missing(moment.shift(-1))).drop("key", "covered")


def _converted(pieces: pl.DataFrame) -> pl.DataFrame:
    """Return ``pieces`` with their values in the target's basis (columns `_CONVERTED`), in order of time."""
    in_period = pl.col("target_basis") == TargetBasis.IN_PERIOD
    running_total = pl.col("basis") == ObservationBasis.RUNNING_TOTAL
    made = (
        (in_period & ~running_total & ~flow(), _from_start),
        (in_period & running_total, _since_total_at_start),
        (in_period & flow(), _flows),
        (~in_period, _as_it_stands),
    )
    parts = [(pieces.filter(which), make) for which, make in made]
    frames = [make(part) for part, make in parts if part.height] or [_as_it_stands(pieces)]
    return in_order(pl.concat(frames), "strand", "end_month")


def _as_it_stands(pieces: pl.DataFrame) -> pl.DataFrame:
    """Return totals and levels for a total, and levels for a level."""
    return pieces.with_columns(
        zero=pl.lit(None, dtype=pl.Float64),
        base_period=pl.lit(None, dtype=pl.String),
    ).select(_CONVERTED)


def _from_start(pieces: pl.DataFrame) -> pl.DataFrame:
    """Return figures that are increments since the plan's start already; before it there are none."""
    begun = pl.col("end_month") > pl.col("start_month")
    return pieces.with_columns(
        value=pl.when(begun).then(pl.col("value")),
        zero=pl.lit(0.0),
        base_period=pl.lit(None, dtype=pl.String),
    ).select(_CONVERTED)


def _flows(pieces: pl.DataFrame) -> pl.DataFrame:
    """Return the sums of flows and year-to-date figures from the plan's start."""
    return (
        sums.since_start(pieces)
        .with_columns(zero=pl.lit(0.0), base_period=pl.lit(None, dtype=pl.String))
        .select(_CONVERTED)
    )


def _since_total_at_start(pieces: pl.DataFrame) -> pl.DataFrame:
    """Return running totals minus the one at the plan's start.

    The total at the start is the observation there, else the nearest within a quarter on either side (the
    earlier of two equally near), as far as it was known at the time. Before that there is none, and no value.
    """
    start, month = pl.col("start_month"), pl.col("end_month")
    around = pieces.filter((month - start).abs() <= NEAR_MONTHS).select(
        "strand", "period", "end_month", "value", "marks", off=month - start
    )
    nearest = (
        around.sort(pl.col("off").abs(), "off")
        .group_by("strand", maintain_order=True)
        .first()
        .rename({name: f"base_{name}" for name in ("period", "end_month", "value", "marks")})
    )
    # Until the start is reached, the latest total near it is the nearest one known: it is its own base.
    approaching = (month < start) & (month >= start - NEAR_MONTHS)
    known = approaching | (month >= start) & pl.col("base_value").is_not_null()
    base_value = pl.when(approaching).then(pl.col("value")).otherwise(pl.col("base_value"))
    base_marks = pl.when(approaching).then(pl.col("marks")).otherwise(pl.col("base_marks"))
    base_month = pl.when(approaching).then(month).otherwise(pl.col("base_end_month"))
    return (
        pieces.join(nearest, on="strand", how="left", maintain_order="left")
        .with_columns(
            value=pl.when(known).then(pl.col("value") - base_value),
            marks=pl.when(known)
            .then(
                pl.col("marks")
                | marks.subtracted(base_marks)
                | pl.when(base_month != start).then(marks.NEAR).otherwise(0).cast(pl.UInt8)
            )
            .otherwise(0)
            .cast(pl.UInt8),
            zero=pl.when(known).then(0.0),
            base_period=pl.when(known & approaching)
            .then(pl.col("period"))
            .when(known)
            .then(pl.col("base_period")),
        )
        .select(_CONVERTED)
    )


def _with_baseline(lines: pl.DataFrame, converted: pl.DataFrame) -> pl.DataFrame:
    """Return the points with the baseline each was measured from, as far as it was known at the time.

    A stated baseline comes first. Else an increment starts from zero, and a total or level from the
    observation at t0, which counts only if nothing is missing from it.
    """
    in_period = pl.col("basis") == TargetBasis.IN_PERIOD
    at_t0 = (
        converted.join(lines.select("line", "t0"), on="line")
        .filter((pl.col("end_month") == pl.col("t0")) & ~marks.has(marks.PARTIAL))
        .select("line", start_value="value", start_period="period")
    )
    found = pl.col("end_month") >= pl.col("t0")
    stated = pl.col("baseline_value").is_not_null()
    looked_up = pl.when(in_period).then(pl.col("zero")).when(found).then(pl.col("start_value"))
    looked_up_period = pl.when(in_period).then(pl.col("base_period")).when(found).then(pl.col("start_period"))
    # An increment of unknown start has no baseline either, whatever the document states.
    measurable = ~in_period | pl.col("zero").is_not_null()
    return (
        converted.join(at_t0, on="line", how="left", maintain_order="left")
        .join(
            lines.select(
                "line", "area_code", "target_id", "basis", "t0", "baseline_value", "baseline_period"
            ),
            on="line",
            how="left",
            maintain_order="left",
        )
        .select(
            "area_code",
            "target_id",
            "period",
            "end_month",
            "period_months",
            "value",
            bound=pl.when(pl.col("value").is_not_null()).then(marks.bound()),
            partial=marks.has(marks.PARTIAL),
            at_least=marks.has(marks.AT_LEAST),
            grows=pl.col("grows"),
            baseline=pl.when(measurable).then(pl.coalesce("baseline_value", looked_up)),
            baseline_period=pl.when(stated).then(pl.col("baseline_period")).otherwise(looked_up_period),
            baseline_near=marks.has(marks.NEAR),
        )
    )
