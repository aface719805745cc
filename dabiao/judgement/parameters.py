"""The numbers the rules run on, gathered for those who print them: nothing here is computed with."""

from dataclasses import dataclass
from typing import Final

from dabiao.judgement.basis import NEAR_MONTHS
from dabiao.judgement.judging import STALE_AFTER_PERIODS
from dabiao.judgement.measures import TOLERANCE
from dabiao.judgement.projection import ANNUAL_FROM_MONTHS, MIN_INCREMENTS, MIN_MONTHS, UPPER
from dabiao.judgement.status import LAGGING, ON_TRACK
from dabiao.judgement.trend import MIN_INCREMENTS as TREND_INCREMENTS
from dabiao.judgement.trend import ONE_SIDED
from dabiao.periods import MONTHS_PER_QUARTER


@dataclass(frozen=True)
class Parameters:
    """What a reader needs beside the formulas to get the same figures."""

    on_track: float
    """Pace ratio from which a target is on track."""
    lagging: float
    """Pace ratio from which it is only slightly behind."""
    tolerance: float
    """Of a comparison: relative for values, absolute for pace ratios."""
    near_months: int
    """How far off the plan's start a running total may serve as its baseline."""
    stale_periods: int
    """Reporting periods after which a figure is old."""
    interval: float
    """Share of cases that the interval is meant to hold."""
    interval_increments: int
    """Fewest increments for an interval."""
    interval_months: int
    """Shortest time for an interval."""
    annual_quarters: int
    """Quarters from which whole years are looked at too."""
    trend_increments: int
    """Fewest increments for a test on a change of pace."""
    trend_level: float
    """Two-sided level of that test."""


PARAMETERS: Final = Parameters(
    on_track=ON_TRACK,
    lagging=LAGGING,
    tolerance=TOLERANCE,
    near_months=NEAR_MONTHS,
    stale_periods=STALE_AFTER_PERIODS,
    interval=round(2 * UPPER - 1, 6),
    interval_increments=MIN_INCREMENTS,
    interval_months=MIN_MONTHS,
    annual_quarters=ANNUAL_FROM_MONTHS // MONTHS_PER_QUARTER,
    trend_increments=TREND_INCREMENTS,
    trend_level=round(2 * (1 - ONE_SIDED), 6),
)
