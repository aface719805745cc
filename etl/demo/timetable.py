"""When it is in the demonstration: its quarters, the days figures are reported and published.

The demonstration ends on a fixed day: it looks the same whenever it is made.
"""

import datetime as dt
from typing import Final

import numpy as np
import numpy.typing as npt

from dabiao import periods
from dabiao.periods import CHINA, MONTHS_PER_QUARTER, MONTHS_PER_YEAR

TODAY: Final = dt.date(2025, 5, 15)
"""The day the demonstration is looked at from."""

AMENDED_ON: Final = dt.date(2025, 5, 12)
"""Day of the last publication, which corrects earlier ones."""

FIRST_QUARTER: Final = "2015-Q4"
"""The quarter before the oldest plan starts."""
LAST_QUARTER: Final = periods.latest_complete_quarter(TODAY)

FIRST_PUBLISHED: Final = "2020-Q4"
"""The first publication brings everything up to this quarter, each later one a quarter more."""

REPORTED_ON: Final = 20
"""Day of the month after a quarter on which its figures are reported; they are published the day after."""

_PUBLISHED_AT: Final = dt.time(9, tzinfo=CHINA)

ENDS: Final[npt.NDArray[np.int64]] = np.arange(
    periods.end_month(FIRST_QUARTER), periods.end_month(LAST_QUARTER) + 1, MONTHS_PER_QUARTER
)
"""Last month of every quarter of the demonstration, as ordinals of `dabiao.periods`."""


def quarters(first: str, last: str) -> list[str]:
    """Return the quarters from ``first`` through ``last``."""
    months = range(periods.end_month(first), periods.end_month(last) + 1, MONTHS_PER_QUARTER)
    return [periods.quarter(month) for month in months]


PUBLISHED: Final = tuple(quarters(FIRST_PUBLISHED, LAST_QUARTER))
"""The latest quarter of each publication but the amendment."""


def column(period: str) -> int:
    """Return the place of the quarter in which ``period`` ends among `ENDS`."""
    return (periods.end_month(period) - periods.end_month(FIRST_QUARTER)) // MONTHS_PER_QUARTER


def reported_on(end_month: int) -> dt.date:
    """Return the day on which the figures of the quarter that ends with ``end_month`` are reported."""
    year, month = divmod(end_month, MONTHS_PER_YEAR)
    return dt.date(year, month + 1, REPORTED_ON)


def published_at(quarter: str) -> dt.datetime:
    """Return when the figures of ``quarter`` are published."""
    day = reported_on(periods.end_month(quarter)) + dt.timedelta(days=1)
    return dt.datetime.combine(day, _PUBLISHED_AT)


def amended_at() -> dt.datetime:
    """Return when the amendment is published."""
    return dt.datetime.combine(AMENDED_ON, _PUBLISHED_AT)


def label(end_month: int, months: int) -> str:
    """Return the period of ``months`` months that ends with ``end_month``, in SDMX form."""
    year, month = divmod(end_month - 1, MONTHS_PER_YEAR)
    part = (month + 1) // months
    return {12: f"{year}", 6: f"{year}-S{part}", 3: f"{year}-Q{part}", 1: f"{year}-{part:02}"}[months]
