"""What would come of a pace: when a target would be reached, and where its value would stand at the deadline.

A straight line from the latest figure on. It is arithmetic, not a forecast: for that see
`dabiao.judgement.projection`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dabiao.judgement.measures import SIGNS, TOLERANCE, meets
from dabiao.periods import MONTHS_PER_QUARTER, MONTHS_PER_YEAR

CENTURY: Final = 100 * MONTHS_PER_YEAR
"""Months after which it no longer matters when."""

STEPS: Final = 100
"""Into how many steps a range of paces is divided at least."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a pace."""

    pace: float
    """Towards the target, in the indicator's unit per quarter."""
    month: int | None
    """Ordinal of the month by whose end the target is reached; none if it is not within a hundred years."""
    at_deadline: float | None
    """Value at the deadline; none where the latest figure is not from before it."""
    in_time: bool


@dataclass(frozen=True, slots=True)
class Range:
    """Paces worth asking about: from a standstill to about twice what is needed."""

    low: float
    high: float
    step: float
    default: float


def reached_at(row: Mapping[str, Any], pace: float) -> Outcome | None:
    """Return what comes of ``pace`` from the latest figure on; none where there is nothing to reach.

    Args:
        row: value, target (in the indicator's unit), comparator, end_month, deadline_month.
        pace: towards the target, in the indicator's unit per quarter: what a target "at most" asks to fall
            by. Not negative.

    Raises:
        ValueError: the pace is negative or no number.
    """
    if not (math.isfinite(pace) and pace >= 0):
        raise ValueError(f"no pace towards a target: {pace}")
    value, target = row["value"], row["target"]
    if value is None or target is None:
        return None
    sign = SIGNS[row["comparator"]]
    if meets(value, target, sign):
        return None
    left = row["deadline_month"] - row["end_month"]
    at_deadline = value + sign * pace * left / MONTHS_PER_QUARTER if left > 0 else None
    month = None
    if pace > 0:
        needed = MONTHS_PER_QUARTER * sign * (target - value) / pace
        if needed <= CENTURY:
            # A pace that arrives at a month's end but for the last binary digits arrives then.
            month = row["end_month"] + math.ceil(needed * (1 - TOLERANCE))
    return Outcome(
        pace=pace,
        month=month,
        at_deadline=at_deadline,
        in_time=at_deadline is not None and meets(at_deadline, target, sign),
    )


def paces(row: Mapping[str, Any]) -> Range | None:
    """Return the paces to choose from, in round numbers; none where there is nothing to reach.

    The pace that stands first is the one needed from the latest figure on or, past the deadline, the one so
    far, rounded up; with neither, what reaches the target in a year.

    Args:
        row: as for `reached_at`, with required_pace and average_pace.
    """
    if reached_at(row, 0.0) is None:
        return None
    sign = SIGNS[row["comparator"]]
    way = sign * (row["target"] - row["value"])
    # A pace that would take more than a century is as good as a standstill.
    least = way * MONTHS_PER_QUARTER / CENTURY
    known = [sign * pace for pace in (row["required_pace"], row["average_pace"]) if pace is not None]
    worth = [pace for pace in known if pace >= least]
    default = worth[0] if worth else way * MONTHS_PER_QUARTER / MONTHS_PER_YEAR
    widest = 2 * max([default, *worth])
    step = _round_step(widest / STEPS)
    return Range(0.0, _up_to(widest, step), step, _up_to(default, step))


def _up_to(amount: float, step: float) -> float:
    """Return the first multiple of ``step`` that is not below ``amount``."""
    return round(step * math.ceil(amount / step * (1 - TOLERANCE)), 9 - math.floor(math.log10(step)))


def _round_step(about: float) -> float:
    """Return the largest of 1, 2, 5, 10 … times a power of ten that is not above ``about``."""
    power = 10.0 ** math.floor(math.log10(about))
    return next(factor * power for factor in (5.0, 2.0, 1.0) if factor * power <= about * (1 + TOLERANCE))
