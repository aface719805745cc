"""The status table: the first rule that applies names what can be said of a target."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from dabiao.judgement.measures import TOLERANCE, baseline_met, met
from dabiao.model import Flag, Status

ON_TRACK: Final = 0.95
LAGGING: Final = 0.60


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the status table; what its number stands for is worded in `dabiao.wording`."""

    number: int
    status: Status
    lowest: float | None = None
    """Pace ratio from which it applies, where it is one on the pace."""
    below: float | None = None
    """Pace ratio under which it applies."""


RULES: Final = (
    Rule(1, Status.INVALID_TARGET),
    Rule(2, Status.NO_DATA),
    Rule(3, Status.PENDING_FINAL),
    Rule(4, Status.ACHIEVED),
    Rule(5, Status.MISSED),
    Rule(6, Status.MET_EARLY),
    Rule(7, Status.NO_BASELINE),
    Rule(8, Status.TOO_EARLY),
    Rule(9, Status.MOVING_AWAY),
    Rule(10, Status.ON_TRACK, lowest=ON_TRACK),
    Rule(11, Status.LAGGING, lowest=LAGGING, below=ON_TRACK),
    Rule(12, Status.FAR_BEHIND, lowest=0.0, below=LAGGING),
    Rule(13, Status.MOVING_AWAY, below=0.0),
    Rule(14, Status.TOO_EARLY),
)
"""In the order in which they are tried."""


def status() -> pl.Expr:
    """Return the status of a judged point.

    Columns needed: those of `dabiao.judgement.measures` with pace_ratio, and of the line up to this point
    final_reported (there is an observation at T) and final_value (its value).
    """
    t, t0, deadline = pl.col("end_month"), pl.col("t0"), pl.col("deadline_month")
    ratio = pl.col("pace_ratio")
    final_met = met(pl.col("final_value"))
    conditions = (
        pl.col("target_value").is_null() | deadline.is_null() | (deadline <= t0),
        t == 0,
        (t > deadline) & ~pl.col("final_reported"),
        (t >= deadline) & final_met,
        (t >= deadline) & ~final_met,
        met(),
        pl.col("baseline").is_null(),
        t <= t0,
        baseline_met(),
        # Of the rules on the pace only the lower end is asked for: those before have taken what lies above.
        *(ratio >= rule.lowest - TOLERANCE for rule in RULES if rule.lowest is not None),
        ratio.is_not_null(),
        # What is left has a baseline and a date after t0 but nothing counted inside the plan yet.
        pl.lit(True),
    )
    return pl.coalesce(
        pl.when(condition).then(pl.lit(str(rule.status)))
        for condition, rule in zip(conditions, RULES, strict=True)
    )


def applied_rule(status: Status, flags: Sequence[str], end_month: int, t0: int) -> Rule:
    """Return the rule that gave a judged row its status.

    Two statuses have two rules each. A target moves away by rule 9 if its baseline met it, which a flag says;
    it is too early by rule 8 up to t0.
    """
    number = {
        Status.MOVING_AWAY: 9 if Flag.BASELINE_MEETS_TARGET in flags else 13,
        Status.TOO_EARLY: 8 if end_month <= t0 else 14,
    }.get(status)
    return next(rule for rule in RULES if number in (rule.number, None) and rule.status == status)
