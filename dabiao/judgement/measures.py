"""The measures: how far, how far it should be, and how fast. Full precision; null, never 0, where undefined.

Expressions over the columns of a judged point: value (y), baseline (y0), target_value (yT), sign (d), and the
month ordinals end_month (t), t0 and deadline_month (T).
"""

from collections.abc import Mapping
from typing import Any, Final, Literal, overload

import polars as pl

from dabiao.model import Comparator
from dabiao.periods import MONTHS_PER_QUARTER, MONTHS_PER_YEAR

Pace = Literal["linear", "cagr"]

TOLERANCE: Final = 1e-9

SIGNS: Final[Mapping[str, float]] = {Comparator.AT_LEAST: 1.0, Comparator.AT_MOST: -1.0}
"""d of each comparator."""

_Y: Final = pl.col("value")
_Y0: Final = pl.col("baseline")
_YT: Final = pl.col("target_value")
_T: Final = pl.col("end_month")
_T0: Final = pl.col("t0")
_DEADLINE: Final = pl.col("deadline_month")


@overload
def meets(value: float, target: float, sign: float) -> bool: ...
@overload
def meets(value: pl.Expr, target: pl.Expr, sign: pl.Expr) -> pl.Expr: ...
def meets(value: Any, target: Any, sign: Any) -> Any:
    """Return whether ``value`` is on the target's good side: d(y - yT) >= 0.

    The tolerance is relative to the two values, so that no status depends on the unit they are given in.
    """
    return sign * (value - target) >= -TOLERANCE * (abs(value) + abs(target)) / 2


def met(value: pl.Expr = _Y) -> pl.Expr:
    """Return whether a value meets the target; null without a value."""
    return meets(value, _YT, pl.col("sign"))


def baseline_met() -> pl.Expr:
    """Return whether the target was met before the plan began; null without a baseline."""
    return met(_Y0)


def attainment() -> pl.Expr:
    """Return A = (y - y0) / (yT - y0), unclipped; undefined where the baseline meets the target."""
    return pl.when(~baseline_met()).then((_Y - _Y0) / (_YT - _Y0))


def time_share() -> pl.Expr:
    """Return E = (t - t0) / (T - t0) in [0, 1]; undefined where the deadline is not after t0."""
    return pl.when(_DEADLINE > _T0, _T > 0).then(((_T - _T0) / (_DEADLINE - _T0)).clip(0.0, 1.0))


def pace_gap() -> pl.Expr:
    """Return G = 100 (A - E) in percentage points, from columns attainment and time_share."""
    return 100.0 * (pl.col("attainment") - pl.col("time_share"))


def compound_defined() -> pl.Expr:
    """Return whether the ratio of compound rates exists: a pace, and y0, y and yT all positive."""
    return _pace_defined() & (_Y > 0) & (_Y0 > 0) & (_YT > 0)


def pace_ratio(pace: Pace) -> pl.Expr:
    """Return P, from columns attainment and time_share; undefined at or before t0 and after the deadline.

    Linear: A / E. Compound (``cagr``): the yearly growth rate so far over the one that reaches the target in
    time; where that is undefined, linear. Rates are per year: their ratio depends on the unit of time.
    """
    linear = pl.when(_pace_defined()).then(pl.col("attainment") / pl.col("time_share"))
    if pace == "linear":
        return linear
    so_far = (_Y / _Y0).pow(MONTHS_PER_YEAR / (_T - _T0)) - 1.0
    needed = (_YT / _Y0).pow(MONTHS_PER_YEAR / (_DEADLINE - _T0)) - 1.0
    return pl.when(compound_defined()).then(so_far / needed).otherwise(linear)


def distance() -> pl.Expr:
    """Return D = max(0, d(yT - y)), in the indicator's unit."""
    return (pl.col("sign") * (_YT - _Y)).clip(lower_bound=0.0)


def required_pace() -> pl.Expr:
    """Return (yT - y) / (T - t) per quarter; undefined from the deadline on."""
    return pl.when(_T < _DEADLINE, _T > 0).then(MONTHS_PER_QUARTER * (_YT - _Y) / (_DEADLINE - _T))


def average_pace() -> pl.Expr:
    """Return (y - y0) / (t - t0) per quarter; undefined at or before t0."""
    return pl.when(_T > _T0).then(MONTHS_PER_QUARTER * (_Y - _Y0) / (_T - _T0))


def _pace_defined() -> pl.Expr:
    return (
        pl.col("attainment").is_not_null()
        & pl.col("time_share").is_not_null()
        & (_T > _T0)
        & (_T <= _DEADLINE)
    )
