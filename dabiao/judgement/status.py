"""The status table: the first rule that applies names what can be said of a target."""

from typing import Final

import polars as pl

from dabiao.judgement.measures import TOLERANCE, baseline_met, met
from dabiao.model import Status

ON_TRACK: Final = 0.95
LAGGING: Final = 0.60

CUT_OFFS: Final = ((ON_TRACK, Status.ON_TRACK), (LAGGING, Status.LAGGING), (0.0, Status.FAR_BEHIND))
"""Lowest pace ratio of a status, best first; below the last one a target moves away."""


def status() -> pl.Expr:
    """Return the status of a judged point.

    Columns needed: those of `dabiao.judgement.measures` with pace_ratio, and of the line up to this point
    final_reported (there is an observation at T) and final_value (its value).
    """
    t, t0, deadline = pl.col("end_month"), pl.col("t0"), pl.col("deadline_month")
    ratio = pl.col("pace_ratio")
    invalid = pl.col("target_value").is_null() | deadline.is_null() | (deadline <= t0)
    final_met = met(pl.col("final_value"))
    rules = (
        (invalid, Status.INVALID_TARGET),
        (t == 0, Status.NO_DATA),
        ((t > deadline) & ~pl.col("final_reported"), Status.PENDING_FINAL),
        ((t >= deadline) & final_met, Status.ACHIEVED),
        ((t >= deadline) & ~final_met, Status.MISSED),
        (met(), Status.MET_EARLY),
        (pl.col("baseline").is_null(), Status.NO_BASELINE),
        (t <= t0, Status.TOO_EARLY),
        (baseline_met(), Status.MOVING_AWAY),
        *((ratio >= lowest - TOLERANCE, status) for lowest, status in CUT_OFFS),
        (ratio.is_not_null(), Status.MOVING_AWAY),
    )
    first = pl.coalesce(pl.when(condition).then(pl.lit(str(status))) for condition, status in rules)
    # What is left has a baseline and a date after t0 but nothing counted inside the plan yet.
    return first.fill_null(Status.TOO_EARLY)
