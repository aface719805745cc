"""When a target's time runs: t0, the start of counting and the deadline, as ordinals of months."""

from typing import Final

import polars as pl

from dabiao import periods
from dabiao.judgement.measures import SIGNS

_TEXT: Final = (
    "area_code",
    "target_id",
    "framework_id",
    "indicator_code",
    "series",
    "basis",
    "baseline_period",
)


def baseline_month(plan_start: str, baseline_period: str | None) -> int:
    """Return t0: the end of the stated baseline period, else of the month before the plan starts.

    Raises:
        InvalidPeriodError: a text is no period.
    """
    return periods.end_month(baseline_period) if baseline_period else periods.month_before(plan_start)


def start_month_expr() -> pl.Expr:
    """Return the expression form of `dabiao.periods.month_before` for the plan's start."""
    return periods.end_month_expr("plan_start") - periods.length_months_expr("plan_start")


def timed(targets: pl.DataFrame) -> pl.DataFrame:
    """Return one line per target, in the order given, with its times as month ordinals.

    Columns: line (row number), area_code, target_id, framework_id, indicator_code, series, basis,
    target_value, sign (+1.0 for >=, -1.0 for <=), baseline_value, baseline_period, start_month (where an
    increment is counted from), t0 (where time and baseline are measured from), deadline_month, assumed_start.
    """
    return targets.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("line"),
        *(pl.col(name).cast(pl.String) for name in _TEXT),
        pl.col("value").cast(pl.Float64).fill_nan(None).alias("target_value"),
        pl.col("comparator").replace_strict(SIGNS, return_dtype=pl.Float64).alias("sign"),
        pl.col("baseline_value").cast(pl.Float64).fill_nan(None),
        start_month=start_month_expr(),
        t0=periods.end_month_expr("baseline_period"),
        deadline_month=periods.end_month_expr("deadline"),
        assumed_start=pl.col("plan_start_status") == "assumed",
    ).with_columns(t0=pl.coalesce("t0", "start_month"))
