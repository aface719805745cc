"""How a CSV file's bytes fall into records and fields, counted without building a single row.

Polars reads a regular file ten times faster than Python can, but fills short rows up in silence. The counts
made here tell whether every record has its fields, so that only irregular files go the slow, exact way.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

COMMA: Final = ord(",")
QUOTE: Final = ord('"')
LINE_FEED: Final = ord("\n")
RETURN: Final = ord("\r")

STEP: Final = 1 << 24
"""Bytes looked at together; bounds the memory taken beside the file itself."""


@dataclass(frozen=True)
class Structure:
    """What the bytes of a file hold outside of quotes."""

    records: int
    """Header included."""
    commas: int
    lone_returns: int
    """Carriage returns that do not belong to a CRLF: the line ends of long-gone systems."""
    lines_in_cells: bool
    """Whether a quoted cell spans lines, so that records and lines do not go together."""
    regular: bool
    """Whether every quote opens, closes or escapes as RFC 4180 has it."""

    def fits(self, columns: int) -> bool:
        """Return whether the totals allow every record to have exactly ``columns`` fields."""
        return self.regular and self.commas == self.records * (columns - 1)


def structure(data: bytes) -> Structure:
    """Return the counts of ``data``, a CSV text in UTF-8 or GB18030 (both keep these bytes to themselves)."""
    if b'"' not in data:
        line_feeds = data.count(b"\n")
        return Structure(
            records=line_feeds + (not data.endswith(b"\n")),
            commas=data.count(b","),
            lone_returns=data.count(b"\r") - data.count(b"\r\n") if b"\r" in data else 0,
            lines_in_cells=False,
            regular=True,
        )
    octets = np.frombuffer(data, np.uint8)
    line_feeds = commas = lone_returns = 0
    inside = False
    for start in range(0, len(octets), STEP):
        part = octets[start : start + STEP]
        # True from an opening quote up to its closing one; an escaped quote closes and opens at once.
        quoted = np.logical_xor.accumulate(part == QUOTE) ^ inside
        inside = bool(quoted[-1])
        bare = ~quoted
        line_feeds += int(np.count_nonzero(bare & (part == LINE_FEED)))
        commas += int(np.count_nonzero(bare & (part == COMMA)))
        returns = start + np.flatnonzero(bare & (part == RETURN))
        lone_returns += int(np.count_nonzero(_neighbour(octets, returns + 1) != LINE_FEED))
    return Structure(
        records=line_feeds + (not data.endswith(b"\n")),
        commas=commas,
        lone_returns=lone_returns,
        lines_in_cells=line_feeds != data.count(b"\n"),
        regular=_quotes_are_regular(octets),
    )


def _quotes_are_regular(octets: npt.NDArray[np.uint8]) -> bool:
    quotes = np.flatnonzero(octets == QUOTE)
    if len(quotes) % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    escaped = closing[:-1] + 1 == opening[1:]
    opens = np.isin(_neighbour(octets, opening - 1), [COMMA, LINE_FEED])
    closes = np.isin(_neighbour(octets, closing + 1), [COMMA, LINE_FEED, RETURN])
    opens[1:] |= escaped
    closes[:-1] |= escaped
    return bool(opens.all() and closes.all())


def _neighbour(octets: npt.NDArray[np.uint8], positions: npt.NDArray[np.intp]) -> npt.NDArray[np.uint8]:
    """Return the bytes at ``positions``; before the start and behind the end stands a line feed."""
    there = (positions >= 0) & (positions < len(octets))
    found = np.full(len(positions), LINE_FEED, np.uint8)
    found[there] = octets[positions[there]]
    return found
