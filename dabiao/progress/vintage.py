"""Vintages: what had been published by a date. A figure is known from the date of its source on."""

import datetime as dt
from typing import Final

LATEST: Final = "latest"
"""The vintage that knows every figure of a publication, also those whose source has no date."""


class InvalidVintageError(ValueError):
    """A text that is neither `LATEST` nor an ISO date."""

    def __init__(self, text: str) -> None:
        """Name the text that was refused."""
        super().__init__(f"not a vintage ({LATEST} or a date like 2024-12-31): {text!r}")
        self.text = text


def known_by(vintage: str) -> str | None:
    """Return the date of a vintage as the queries take it; None where there is no limit.

    Raises:
        InvalidVintageError: the text is no vintage.
    """
    if vintage == LATEST:
        return None
    try:
        date = dt.date.fromisoformat(vintage)
    except ValueError as error:
        raise InvalidVintageError(vintage) from error
    # Basic and week dates read as well; an address should name a day in one way only.
    if date.isoformat() != vintage:
        raise InvalidVintageError(vintage)
    return vintage


def year_ends(first: dt.date, last: dt.date) -> list[str]:
    """Return the ends of the years from ``first`` to before ``last``, as ISO dates."""
    ends = (dt.date(year, 12, 31) for year in range(first.year, last.year + 1))
    return [end.isoformat() for end in ends if end < last]
