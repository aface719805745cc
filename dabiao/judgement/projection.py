"""Where a line leads if the average pace since its baseline continues, and how sure that is.

Random walk with drift and a Student's t interval (Hyndman & Athanasopoulos, Forecasting: Principles and
Practice, 5.2 and 5.5). Never least squares on the cumulative series: its errors are not independent.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import polars as pl

from dabiao import periods
from dabiao.judgement import flags
from dabiao.judgement.measures import SIGNS, meets
from dabiao.judgement.timing import baseline_month
from dabiao.judgement.trend import SPACINGS
from dabiao.model import Flag, NoInterval, Verdict

MIN_INCREMENTS: Final = 4
MIN_MONTHS: Final = periods.MONTHS_PER_YEAR
ANNUAL_FROM_MONTHS: Final = 8 * periods.MONTHS_PER_QUARTER
"""Length of a line from which the spread of its years is looked at beside that of its quarters."""

UPPER: Final = 0.90
"""Quantile of an 80 % interval's upper end."""

Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Step:
    """The interval at one future month, in the indicator's unit."""

    end_month: int
    centre: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Projection:
    """What is expected at the deadline; paces are in the indicator's unit per quarter."""

    n: int
    """Increments since the baseline; 0 where the values do not stand at equal distances."""
    spacing_months: int | None
    """Months from one value to the next; None where they differ."""
    fan: tuple[Step, ...]
    """One interval per future step, the last one at the deadline; empty without an interval."""
    verdict: Verdict | None
    """None without an interval, and where the pace has changed."""
    reason: NoInterval | None
    required_pace: float | None
    average_pace: float | None
    recent_pace: float | None
    """Average of the last four quarters."""
    pace_change: bool

    @property
    def centre(self) -> float | None:
        """Expected value at the deadline; never to be shown without low and high."""
        return self.fan[-1].centre if self.fan else None

    @property
    def low(self) -> float | None:
        """Lower end of the 80 % interval at the deadline."""
        return self.fan[-1].low if self.fan else None

    @property
    def high(self) -> float | None:
        """Upper end of the 80 % interval at the deadline."""
        return self.fan[-1].high if self.fan else None


def project(
    line: pl.DataFrame,
    target: Mapping[str, Any],
    *,
    bounds: Bounds | None = None,
    growing: bool,
) -> Projection:
    """Return the projection of one target from its judged rows to its deadline.

    Args:
        line: rows of `dabiao.judgement.judging.judge` of this target up to the moment looked from, in any
            order: end_month, value, baseline, required_pace, average_pace, flags, deadline_month.
        target: comparator, value, plan_start, baseline_period.
        bounds: smallest and greatest possible value of a rate, (0.0, 100.0) for per cent.
        growing: whether the value can only grow (`dabiao.judgement.basis.grows`).
    """
    reported = line.filter(pl.col("end_month") > 0).sort("end_month")
    latest = reported.tail(1).to_dicts()[0] if reported.height else None
    t0 = baseline_month(target["plan_start"], target["baseline_period"])
    values = {
        month: value
        for month, value in reported.select("end_month", "value").iter_rows()
        if value is not None and month > t0
    }
    if latest and latest["baseline"] is not None:
        values[t0] = latest["baseline"]
    months = _equally_spaced(values, t0, latest["end_month"]) if latest else []
    reason = _no_interval(latest, target, t0, months)
    changed = latest is not None and flags.raised(Flag.PACE_CHANGE, latest["flags"])
    fan: tuple[Step, ...] = ()
    verdict = None
    if latest and not reason:
        floor = growing and not flags.raised(Flag.REVISED_DOWN, latest["flags"])
        walk = _Walk([values[month] for month in months], months[1] - months[0], bounds, floor)
        fan = _fan(walk, months, latest["deadline_month"])
        verdict = None if changed else _verdict(fan[-1], target)
    return Projection(
        n=len(months) - 1 if months else 0,
        spacing_months=months[1] - months[0] if months else None,
        fan=fan,
        verdict=verdict,
        reason=reason,
        required_pace=latest["required_pace"] if latest else None,
        average_pace=latest["average_pace"] if latest else None,
        recent_pace=_recent_pace(values, latest["end_month"]) if latest else None,
        pace_change=changed,
    )


def _equally_spaced(values: Mapping[int, float], t0: int, end: int) -> list[int]:
    """Return the months from t0 to ``end`` at the finest equal spacing that has a value at every step."""
    for spacing in SPACINGS:
        months = list(range(t0, end + 1, spacing))
        if len(months) > 1 and months[-1] == end and all(month in values for month in months):
            return months
    return []


def _no_interval(
    latest: Mapping[str, Any] | None, target: Mapping[str, Any], t0: int, months: list[int]
) -> NoInterval | None:
    """Return the first reason why there can be no interval, or None."""
    if latest is None:
        return NoInterval.NO_DATA
    end, deadline = latest["end_month"], latest["deadline_month"]
    too_short = len(months) <= MIN_INCREMENTS or months[-1] - months[0] < MIN_MONTHS
    reasons = (
        (target["value"] is None or deadline is None or deadline <= t0, NoInterval.INVALID_TARGET),
        (deadline is not None and end >= deadline, NoInterval.PAST_DEADLINE),
        (latest["baseline"] is None, NoInterval.NO_BASELINE),
        (end <= t0 or latest["value"] is None, NoInterval.TOO_EARLY),
        (not months, NoInterval.UNEQUAL_SPACING),
        (too_short, NoInterval.TOO_SHORT),
    )
    return next((reason for applies, reason in reasons if applies), None)


def _recent_pace(values: Mapping[int, float], end: int) -> float | None:
    """Return the average pace per quarter of the year up to ``end``, if both its ends have a value."""
    before = end - periods.MONTHS_PER_YEAR
    if before not in values or end not in values:
        return None
    return (values[end] - values[before]) * periods.MONTHS_PER_QUARTER / periods.MONTHS_PER_YEAR


def _verdict(at_deadline: Step, target: Mapping[str, Any]) -> Verdict:
    """Return what the interval says: all of it meets the target, none of it does, or neither."""
    sign = SIGNS[target["comparator"]]
    worst, best = sorted((at_deadline.low, at_deadline.high), key=lambda end: sign * end)
    if meets(worst, target["value"], sign):
        return Verdict.LIKELY
    return Verdict.OPEN if meets(best, target["value"], sign) else Verdict.UNLIKELY


def _fan(walk: "_Walk", months: list[int], deadline: int) -> tuple[Step, ...]:
    end, spacing = months[-1], months[1] - months[0]
    ahead = [*range(end + spacing, deadline, spacing), deadline]
    return tuple(Step(month, *walk.interval(month - end)) for month in ahead)


@dataclass(frozen=True, slots=True)
class _Spread:
    """Increments over one spacing: how wide the interval gets."""

    spacing_months: int
    n: int
    mean: float
    deviation: float

    @classmethod
    def of(cls, values: list[float], spacing_months: int) -> "_Spread":
        increments = [after - before for before, after in pairwise(values)]
        n = len(increments)
        mean = math.fsum(increments) / n
        squares = math.fsum((increment - mean) ** 2 for increment in increments)
        return cls(spacing_months, n, mean, math.sqrt(squares / (n - 1)))

    def half_width(self, ahead_months: float) -> float:
        """Return t(n - 1; .90) s sqrt(h (1 + h/n)), h steps ahead."""
        from scipy.special import stdtrit  # late, as in `dabiao.judgement.trend`

        h = ahead_months / self.spacing_months
        return float(stdtrit(self.n - 1, UPPER)) * self.deviation * math.sqrt(h * (1 + h / self.n))


class _Walk:
    """A random walk with drift through equally spaced values, on the scale on which it is one."""

    def __init__(self, values: list[float], spacing_months: int, bounds: Bounds | None, floor: bool) -> None:
        self._bounds = bounds
        self._logit = bounds is not None and all(bounds[0] < value < bounds[1] for value in values)
        self._least = values[-1] if floor else -math.inf
        scaled = [self._scaled(value) for value in values]
        self._latest = scaled[-1]
        self._spreads = [_Spread.of(scaled, spacing_months)]
        per_year = periods.MONTHS_PER_YEAR // spacing_months
        if per_year > 1 and (len(values) - 1) * spacing_months >= ANNUAL_FROM_MONTHS:
            self._spreads.append(_Spread.of(scaled[::-per_year][::-1], periods.MONTHS_PER_YEAR))

    def interval(self, ahead_months: int) -> tuple[float, float, float]:
        """Return centre, low and high so many months after the latest value."""
        drift = self._spreads[0].mean / self._spreads[0].spacing_months
        centre = self._latest + ahead_months * drift
        half = max(spread.half_width(ahead_months) for spread in self._spreads)
        return self._reported(centre), self._reported(centre - half), self._reported(centre + half)

    def _scaled(self, value: float) -> float:
        if not (self._logit and self._bounds):
            return value
        least, greatest = self._bounds
        return math.log((value - least) / (greatest - value))

    def _reported(self, scaled: float) -> float:
        value = scaled
        if self._bounds:
            least, greatest = self._bounds
            # The logistic function by tanh: no overflow however far the walk goes.
            share = 0.5 * (1.0 + math.tanh(scaled / 2.0))
            value = least + (greatest - least) * share if self._logit else min(max(scaled, least), greatest)
        return max(value, self._least)
