"""Rules that several tables have in common."""

from typing import Final

import polars as pl

from dabiao.periods import MONTHS_PER_YEAR
from dabiao.terms import N_
from etl.files import UNKNOWN_PUBLISHER
from etl.rules import Rule, first_of, repeats


def month(date: str) -> pl.Expr:
    """Return the ordinal of the month of a date, as periods count them."""
    day = pl.col(f"{date}.date").dt
    return day.year().cast(pl.Int32) * MONTHS_PER_YEAR + day.month()


def translation(zh: str, en: str) -> Rule:
    """Return the rule that the columns ``zh`` and ``en`` are both given or both blank."""
    return Rule(
        "translation-missing",
        en,
        pl.col(zh).is_null() != pl.col(en).is_null(),
        N_("only one of the two languages has a text; give both or neither"),
    )


NOTES_IN_BOTH: Final = translation("note_zh", "note_en")

AREA_OF_FRAMEWORK: Final = Rule(
    "area-outside-framework",
    "area_code",
    (pl.col("area_code") != pl.col("framework_id.area_code"))
    & ~pl.col("area_code.ancestors").list.contains(pl.col("framework_id.area_code")),
    N_("{value} is not {area}, for which the framework was issued, nor an area within it"),
    {"area": pl.col("framework_id.area_code")},
)

SOURCE_RULES: Final = (
    Rule(
        "address-of-unknown-publisher",
        "source_url",
        pl.col("source_url").is_not_null() & (pl.col("publisher") == UNKNOWN_PUBLISHER),
        N_("the publisher is unknown, so that {value} can only be a copy; leave the address out"),
    ),
    Rule(
        "period-after-source",
        "period",
        pl.col("period.before") >= month("source_date"),
        N_("the period {value} begins after its source appeared ({date})"),
        {"date": pl.col("source_date")},
    ),
)
"""What a source cannot be said to have told."""


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
