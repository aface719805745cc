"""Areas beside each other: places by attainment, and how attainments are spread; only among what is alike.

Rates are not averaged: quartiles say where areas stand among each other, never how a group of them stands.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

SPREAD_FROM: Final = 5
"""Areas that quartiles need at least; fewer are named one by one."""

EQUAL_DIGITS: Final = 9
"""Attainments that agree to so many decimals are equal: rounding of the last binary digits makes no place."""


def place(alike: Sequence[str]) -> pl.Expr:
    """Return the place by column attainment among the rows that agree in ``alike``: 1 for the highest.

    Equal attainments have equal places, and as many places after them stay empty (1, 2, 2, 4). Null where
    attainment is null.
    """
    return pl.col("attainment").round(EQUAL_DIGITS).rank("min", descending=True).over(alike)


def spread(rows: pl.DataFrame) -> dict[str, float] | None:
    """Return smallest, quartiles and greatest of column attainment; none with fewer than `SPREAD_FROM` rows.

    Quartiles are interpolated linearly between the two nearest rows (Hyndman and Fan's type 7), as
    spreadsheets do. Keys: low, quartile_1, median, quartile_3, high.
    """
    shares = rows["attainment"].drop_nulls()
    if shares.len() < SPREAD_FROM:
        return None
    cuts = {"low": 0.0, "quartile_1": 0.25, "median": 0.5, "quartile_3": 0.75, "high": 1.0}
    return {name: float(shares.quantile(cut, "linear") or 0.0) for name, cut in cuts.items()}
