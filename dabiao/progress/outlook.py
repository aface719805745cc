"""Where a target leads if its average pace continues."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from dabiao import judgement
from dabiao.judgement import Projection

__all__ = ["Projection", "fan", "projection", "start_month"]

PER_CENT: Final = (0.0, 100.0)
"""Smallest and greatest possible value of a rate."""


def start_month(row: Mapping[str, Any]) -> int:
    """Return the ordinal of the month that a status row's time is counted from: t0."""
    return judgement.baseline_month(row["plan_start"], row["stated_baseline_period"])


def projection(row: Mapping[str, Any], points: pl.DataFrame, figures: pl.DataFrame) -> Projection:
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


def fan(projected: Projection, points: pl.DataFrame) -> pl.DataFrame | None:
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
