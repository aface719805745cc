"""Flags as the bits of a number while they are computed, and as the comma-joined text they are stored as."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from dabiao.model import Flag

SEPARATOR: Final = ","

_BIT: Final = {flag: 1 << position for position, flag in enumerate(Flag)}
_TEXTS: Final = pl.Series(
    "flags",
    [SEPARATOR.join(flag for flag, bit in _BIT.items() if number & bit) for number in range(1 << len(_BIT))],
    dtype=pl.String,
)


def text(conditions: Mapping[Flag, pl.Expr]) -> pl.Expr:
    """Return the flags whose condition holds, comma-joined in the order of `dabiao.model.Flag`."""
    return _text(_number(conditions))


def added(conditions: Mapping[Flag, pl.Expr]) -> pl.Expr:
    """Return column ``flags`` with the flags whose condition holds put in at their places.

    Raises:
        polars.exceptions.InvalidOperationError: a text that is no list of flags in their order.
    """
    numbers = pl.Series(range(len(_TEXTS)), dtype=pl.UInt16)
    there = pl.col("flags").replace_strict(_TEXTS, numbers, return_dtype=pl.UInt16)
    return _text(there | _number(conditions))


def raised(flag: Flag, text: str) -> bool:
    """Return whether ``flag`` stands in a comma-joined text."""
    return flag in text.split(SEPARATOR)


def _number(conditions: Mapping[Flag, pl.Expr]) -> pl.Expr:
    number = pl.lit(0, dtype=pl.UInt16)
    for flag, condition in conditions.items():
        number = number | pl.when(condition).then(_BIT[flag]).otherwise(0).cast(pl.UInt16)
    return number


def _text(number: pl.Expr) -> pl.Expr:
    return pl.lit(_TEXTS).gather(number.cast(pl.UInt32))
