"""How a CSV file's bytes fall into records and fields, counted without building a single row.

Polars reads a regular file ten times faster than Python can, but fills short rows up in silence. The counts
made here tell whether every record has its fields, so that only irregular files go the slow, exact way.
"""

from collections.abc import Iterator
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
AT_ONCE: Final = 1 << 20
"""Quoted bytes whose positions are held together, for the same reason."""


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
    line_feeds, commas = data.count(b"\n"), data.count(b",")
    returns = data.count(b"\r")
    lone_returns = returns - (data.count(b"\r\n") if returns else 0)
    inside_line_feeds, regular = 0, True
    if b'"' in data:
        octets = np.frombuffer(data, np.uint8)
        quotes = _positions(octets, QUOTE)
        # What stands before the end counts as if a line feed followed.
        lone_returns -= data.endswith(b"\r")
        for positions in _inside(quotes, len(octets)):
            cells = octets[positions]
            commas -= int(np.count_nonzero(cells == COMMA))
            inside_line_feeds += int(np.count_nonzero(cells == LINE_FEED))
            if returns:
                following = _neighbour(octets, positions[cells == RETURN] + 1)
                lone_returns -= int(np.count_nonzero(following != LINE_FEED))
        regular = _quotes_are_regular(octets, quotes)
    return Structure(
        records=line_feeds - inside_line_feeds + (not data.endswith(b"\n")),
        commas=commas,
        lone_returns=lone_returns,
        lines_in_cells=inside_line_feeds > 0,
        regular=regular,
    )


def _positions(octets: npt.NDArray[np.uint8], octet: int) -> npt.NDArray[np.intp]:
    parts = range(0, len(octets), STEP)
    return np.concatenate([part + np.flatnonzero(octets[part : part + STEP] == octet) for part in parts])


def _inside(quotes: npt.NDArray[np.intp], end: int) -> Iterator[npt.NDArray[np.intp]]:
    """Yield the positions from every opening quote up to its closing one, about `AT_ONCE` at a time."""
    opening, closing = quotes[0::2], quotes[1::2]
    if len(closing) < len(opening):
        closing = np.append(closing, end)
    lengths = closing - opening
    ends = np.cumsum(lengths)
    cuts = np.searchsorted(ends, np.arange(AT_ONCE, ends[-1], AT_ONCE))
    for part, from_ in zip(np.split(lengths, cuts), np.split(opening, cuts), strict=True):
        before = np.cumsum(part) - part
        yield np.arange(part.sum()) + np.repeat(from_ - before, part)


def _quotes_are_regular(octets: npt.NDArray[np.uint8], quotes: npt.NDArray[np.intp]) -> bool:
    if len(quotes) % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    escaped = closing[:-1] + 1 == opening[1:]
    before, after = _neighbour(octets, opening - 1), _neighbour(octets, closing + 1)
    opens = (before == COMMA) | (before == LINE_FEED)
    closes = (after == COMMA) | (after == LINE_FEED) | (after == RETURN)
    opens[1:] |= escaped
    closes[:-1] |= escaped
    return bool(opens.all() and closes.all())


def _neighbour(octets: npt.NDArray[np.uint8], positions: npt.NDArray[np.intp]) -> npt.NDArray[np.uint8]:
    """Return the bytes at ``positions``; before the start and behind the end stands a line feed."""
    there = (positions >= 0) & (positions < len(octets))
    found = np.full(len(positions), LINE_FEED, np.uint8)
    found[there] = octets[positions[there]]
    return found
