"""Rules that several tables have in common."""

import polars as pl

from dabiao.periods import MONTHS_PER_YEAR
from dabiao.terms import N_
from etl.rules import Rule, first_of, repeats


def month(date: str) -> pl.Expr:
    """Return the ordinal of the month of a date, as periods count them."""
    day = pl.col(f"{date}.date").dt
    return day.year().cast(pl.Int32) * MONTHS_PER_YEAR + day.month()


def translation(name: str) -> Rule:
    """Return the rule that ``name`` is given in both languages or in neither."""
    zh, en = pl.col(f"{name}_zh"), pl.col(f"{name}_en")
    return Rule(
        "translation-missing",
        f"{name}_en",
        zh.is_null() != en.is_null(),
        N_("{there} has a text and its other language has none; give both or neither"),
        {"there": pl.when(zh.is_null()).then(pl.lit(f"{name}_en")).otherwise(pl.lit(f"{name}_zh"))},
    )


def position_taken(*columns: str) -> Rule:
    """Return the rule that no two rows share ``columns``, the last of which is the position."""
    return Rule(
        "position-taken",
        columns[-1],
        repeats(columns),
        N_("position {value} is already taken: {first_file}, line {first_line}"),
        first_of(columns),
        compares_rows=True,
    )
