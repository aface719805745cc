"""Marks that travel with a value through sums and differences, as the bits of one small integer."""

from typing import Final

import polars as pl

from dabiao.model import Bound

MAY_BE_HIGHER: Final = 1
MAY_BE_LOWER: Final = 2
AT_LEAST: Final = 4
"""A source behind the value says "at least"."""
PARTIAL: Final = 8
"""Periods or components are missing from the value."""
NEAR: Final = 16
"""The running total it is counted from stands off the plan's start, but near it."""

_EITHER: Final = MAY_BE_HIGHER | MAY_BE_LOWER
_BOUNDS: Final = pl.Series([Bound.EXACT, Bound.AT_LEAST, Bound.AT_MOST, Bound.ABOUT], dtype=pl.String)


def of_bound(bound: pl.Expr) -> pl.Expr:
    """Return the marks of a reported bound (a bound left blank is exact)."""
    return (
        pl.when(bound == Bound.AT_LEAST)
        .then(MAY_BE_HIGHER | AT_LEAST)
        .when(bound == Bound.AT_MOST)
        .then(MAY_BE_LOWER)
        .when(bound == Bound.ABOUT)
        .then(_EITHER)
        .otherwise(0)
        .cast(pl.UInt8)
    )


def subtracted(marks: pl.Expr) -> pl.Expr:
    """Return what the marks of a subtrahend do to a difference: "at least" makes it "at most"."""
    return (
        pl.when(marks & _EITHER == MAY_BE_HIGHER)
        .then(MAY_BE_LOWER)
        .when(marks & _EITHER == MAY_BE_LOWER)
        .then(MAY_BE_HIGHER)
        .otherwise(marks & _EITHER)
        .cast(pl.UInt8)
    )


def incomplete(missing: pl.Expr) -> pl.Expr:
    """Return the marks of a sum from which something is missing: it is a lower bound."""
    return pl.when(missing).then(PARTIAL | MAY_BE_HIGHER).otherwise(0).cast(pl.UInt8)


def has(mark: int) -> pl.Expr:
    """Return whether column ``marks`` holds ``mark``."""
    return pl.col("marks") & mark != 0


def bound() -> pl.Expr:
    """Return the bound that column ``marks`` amounts to; both sides open is "about"."""
    return pl.lit(_BOUNDS).gather((pl.col("marks") & _EITHER).cast(pl.UInt32))
