"""How much text fits where: lines that a text takes, rows that a slide holds."""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from dabiao import exports
from dabiao.briefing.content import Table

LETTER: Final = 0.53
"""Width of a Latin letter beside the size of its type, a little too wide."""
NARROW: Final = 4.0
FIFTH: Final = 0.2
MARGIN: Final = 3.0
"""Latin letters: the least that a column asks for, and the space beside its text."""

BESIDE: Final = 0.5
"""Latin letters: the space that programs leave between Chinese and Latin writing."""
_CHINESE: Final = "\u2e80-\u9fff\uf900-\ufaff"
_MEETING: Final = re.compile(f"(?<=[{_CHINESE}])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[{_CHINESE}])")
_PIECE: Final = re.compile(r"[\u2e80-\uffef]\s*|[^\s\u2e80-\uffef]+\s*|\s+")
"""What a line is not broken in: a word, or one Chinese character, with the spaces after it."""


@lru_cache(maxsize=20_000)
def letters(text: str) -> float:
    """Return how many Latin letters are as wide as a text; tables repeat most of theirs."""
    shapes = sum("\u2460" <= letter <= "\u27bf" for letter in text)  # as wide as Chinese in Chinese type
    return exports.letters(text) + shapes + BESIDE * len(_MEETING.findall(text))


def lines(text: str, width: float, points: float) -> int:
    """Return how many lines a text takes in ``width`` inches at a size of type; at worst too many."""
    held = max(1.0, width * 72 / (LETTER * points))
    return sum(_lines(part, held) for part in text.split("\n"))


@lru_cache(maxsize=20_000)
def _lines(text: str, held: float) -> int:
    if letters(text) <= held:
        return 1
    count, line = 1, ""
    for piece in _PIECE.findall(text):
        if line and letters(line + piece.rstrip()) > held:
            count, line = count + 1, ""
        over = math.ceil(letters(piece.rstrip()) / held) - 1
        count, line = count + max(0, over), "" if over > 0 else line + piece
    return count


def widths(table: Table, whole: float, points: float) -> list[float]:
    """Return how wide each column is, in inches of the ``whole``, for letters of a size.

    Short texts stay on one line; the columns with long ones share what is left evenly, and the one with the
    longest has a fifth of the table at least.
    """
    needs = _needs(table)
    capacity = whole * 72 / (LETTER * points)
    held = _shared(needs, capacity)
    longest = max(range(len(needs)), key=needs.__getitem__)
    if held[longest] < min(needs[longest], FIFTH * capacity):
        rest = _shared([*needs[:longest], *needs[longest + 1 :]], (1 - FIFTH) * capacity)
        held = [*rest[:longest], FIFTH * capacity, *rest[longest:]]
    return [whole * each / sum(held) for each in held]


def keeps_words(table: Table, whole: float, points: float, inset: float) -> bool:
    """Return whether no word and no figure of a table is broken in a size of type."""
    room = ((width - inset) * 72 / (LETTER * points) for width in widths(table, whole, points))
    return all(longest <= held for longest, held in zip(_longest(table), room, strict=True))


@lru_cache(maxsize=16)
def _longest(table: Table) -> tuple[float, ...]:
    """Return how many letters wide the longest word of each column is; headings are bold."""
    return tuple(
        max([1.08 * _word(column.name), *(_word(text) for text in {row[place].text for row in table.rows})])
        for place, column in enumerate(table.columns)
    )


@lru_cache(maxsize=20_000)
def _word(text: str) -> float:
    return max((letters(word.rstrip()) for word in _PIECE.findall(text)), default=0.0)


def _shared(needs: Sequence[float], left: float) -> list[float]:
    """Return what each gets of what there is: what it needs, or an even share of what the others leave."""
    held = [0.0] * len(needs)
    waiting = sorted(range(len(needs)), key=needs.__getitem__)
    while waiting:
        place = waiting.pop(0)
        held[place] = min(needs[place], left / (len(waiting) + 1))
        left -= held[place]
    return held


def size(table: Table, whole: float, sizes: Sequence[float]) -> float:
    """Return the first of some sizes of type in which every column is as wide as it asks, else the last."""
    asked = sum(_needs(table)) * LETTER / 72
    return next((points for points in sizes if asked * points <= whole), sizes[-1])


def _needs(table: Table) -> list[float]:
    """Return how many letters each column asks for."""
    return [
        MARGIN + max([NARROW, *_heading(column.name), *(letters(row[place].text) for row in table.rows)])
        for place, column in enumerate(table.columns)
    ]


def _heading(name: str) -> Iterator[float]:
    """Yield what a heading asks for: three lines at most, and no word broken."""
    yield letters(name) / 3
    yield from (letters(word) for word in name.split() if word.isascii())


def row_lines(table: Table, columns: Sequence[float], points: float, inset: float) -> list[int]:
    """Return how many lines each row of a table takes."""
    return [
        max(
            (lines(cell.text, width - inset, points) for cell, width in zip(row, columns, strict=True)),
            default=1,
        )
        for row in table.rows
    ]


def pages(heights: Sequence[float], room: float) -> Iterator[slice]:
    """Yield which things stand together on a page with ``room``, in their order; each has one at least."""
    first, taken = 0, 0.0
    for place, height in enumerate(heights):
        if place > first and taken + height > room:
            yield slice(first, place)
            first, taken = place, 0.0
        taken += height
    if first < len(heights):
        yield slice(first, len(heights))


def pages_of(heights: Sequence[float], room: float, begins: Sequence[bool]) -> list[slice]:
    """Return the `pages` of things of which some ``begins`` what follows: none of those ends a page."""
    joined: list[float] = []
    sizes: list[int] = []
    for place, height in enumerate(heights):
        if place and begins[place - 1]:
            joined[-1], sizes[-1] = joined[-1] + height, sizes[-1] + 1
        else:
            joined.append(height)
            sizes.append(1)
    ends = [0]
    for part in pages(joined, room):
        ends.append(ends[-1] + sum(sizes[part]))
    return [slice(first, last) for first, last in pairwise(ends)]


def even_pages(heights: Sequence[float], room: float) -> list[slice]:
    """Return the `pages` of things, as many as they need, none much fuller than the others."""
    parts = list(pages(heights, room))
    if len(parts) > 1:
        least = sum(heights) / len(parts)
        for tried in (least + (room - least) * step / 8 for step in range(8)):
            even = list(pages(heights, tried))
            if len(even) == len(parts):
                return even
    return parts
