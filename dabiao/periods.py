"""SDMX time periods (2024, 2024-S1, 2024-Q3, 2024-06) and the month each of them ends in.

Time is counted in whole months: a period is placed by the ordinal of its last month, ``year * 12 + month``.
Ratios of such differences equal ratios of years or quarters exactly, so one unit serves every frequency.
"""

import datetime as dt
import re
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

CHINA: Final = ZoneInfo("Asia/Shanghai")

MONTHS_PER_QUARTER: Final = 3
MONTHS_PER_YEAR: Final = 12

PATTERN: Final = r"^(?:19|20)[0-9]{2}(?:-(?:S[12]|Q[1-4]|0[1-9]|1[0-2]))?$"
"""What a period looks like; the same pattern checks a file's column and a page's address."""

_PARTS: Final = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<part>S[12]|Q[1-4]|[0-9]{2}))?")


class InvalidPeriodError(ValueError):
    """A text that is no SDMX period of the four kinds in use."""

    def __init__(self, text: str) -> None:
        """Name the text that was refused."""
        super().__init__(f"not a period (2024, 2024-S1, 2024-Q3 or 2024-06): {text!r}")
        self.text = text


def end_month(period: str) -> int:
    """Return the ordinal of the last month of ``period``.

    Raises:
        InvalidPeriodError: the text is no period.
    """
    # fullmatch: "$" alone would let a line feed at the end pass.
    if not re.fullmatch(PATTERN, period):
        raise InvalidPeriodError(period)
    match = _PARTS.fullmatch(period)
    assert match is not None  # PATTERN is narrower than _PARTS
    year, part = int(match["year"]), match["part"]
    if part is None:
        month = MONTHS_PER_YEAR
    elif part[0] == "S":
        month = 6 * int(part[1])
    elif part[0] == "Q":
        month = MONTHS_PER_QUARTER * int(part[1])
    else:
        month = int(part)
    return year * MONTHS_PER_YEAR + month


def length_months(period: str) -> int:
    """Return how many months ``period`` spans: 12, 6, 3 or 1.

    Raises:
        InvalidPeriodError: the text is no period.
    """
    end_month(period)
    return {"": 12, "S": 6, "Q": 3}.get(period[5:6], 1)


def end_month_expr(column: str | pl.Expr) -> pl.Expr:
    """Return the expression form of `end_month`: Int32, null where the text is no period."""
    text = pl.col(column) if isinstance(column, str) else column
    year = text.str.slice(0, 4).cast(pl.Int32, strict=False)
    kind = text.str.slice(5, 1)
    number = text.str.slice(6).cast(pl.Int32, strict=False)
    month = (
        pl.when(text.str.len_chars() == 4)
        .then(MONTHS_PER_YEAR)
        .when(kind == "S")
        .then(number * 6)
        .when(kind == "Q")
        .then(number * MONTHS_PER_QUARTER)
        .otherwise(text.str.slice(5).cast(pl.Int32, strict=False))
    )
    ordinal = year * MONTHS_PER_YEAR + month
    return pl.when(text.str.contains(PATTERN)).then(ordinal).cast(pl.Int32)


def length_months_expr(column: str | pl.Expr) -> pl.Expr:
    """Return the expression form of `length_months`: Int32, null where the text is no period."""
    text = pl.col(column) if isinstance(column, str) else column
    kind = text.str.slice(5, 1)
    months = (
        pl.when(text.str.len_chars() == 4)
        .then(MONTHS_PER_YEAR)
        .when(kind == "S")
        .then(6)
        .when(kind == "Q")
        .then(MONTHS_PER_QUARTER)
        .otherwise(1)
    )
    return pl.when(text.str.contains(PATTERN)).then(months).cast(pl.Int32)


def month_before(period: str) -> int:
    """Return the ordinal of the month before ``period`` starts: t0 of a plan that starts with it."""
    return end_month(period) - length_months(period)


def following(period: str) -> str:
    """Return the period of the same length that comes after ``period``: 2025-Q1 after 2024-Q4.

    Raises:
        InvalidPeriodError: the text is no period, or the last one that can be written.
    """
    length = length_months(period)
    after = _ending(end_month(period) + length, length)
    end_month(after)
    return after


def ending(month: int) -> str:
    """Return the longest period that ends in ``month`` (an ordinal), half years left out."""
    lengths = (MONTHS_PER_YEAR, MONTHS_PER_QUARTER, 1)
    return _ending(month, next(length for length in lengths if month % length == 0))


def _ending(month: int, length: int) -> str:
    year, last = divmod(month - 1, MONTHS_PER_YEAR)
    part = last // length + 1
    return {MONTHS_PER_YEAR: f"{year}", 6: f"{year}-S{part}", MONTHS_PER_QUARTER: f"{year}-Q{part}"}.get(
        length, f"{year}-{part:02}"
    )


def quarter(month: int) -> str:
    """Return the quarter whose last month is not after ``month`` (an ordinal): the latest complete one."""
    whole = month // MONTHS_PER_QUARTER
    year, part = divmod(whole - 1, 4)
    return f"{year}-Q{part + 1}"


def latest_complete_quarter(day: dt.date | None = None) -> str:
    """Return the last quarter that had ended on ``day`` (default: today in China)."""
    day = day or dt.datetime.now(CHINA).date()
    return quarter(day.year * MONTHS_PER_YEAR + day.month - 1)


def last_day(month: int) -> dt.date:
    """Return the last day of the month with ordinal ``month``."""
    year, number = divmod(month, MONTHS_PER_YEAR)
    return dt.date(year, number + 1, 1) - dt.timedelta(days=1) if number else dt.date(year - 1, 12, 31)
