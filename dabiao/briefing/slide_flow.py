"""What stands on a slide together: short findings below one another, in the largest type that fits."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from dabiao.briefing import fitting
from dabiao.briefing.content import Section, Table
from dabiao.briefing.slide_tables import CELL, add_table, head_height, is_whole, row_heights
from dabiao.briefing.slide_texts import Line, box, bullets_height

SUBHEAD: Final = 20
"""Points of the headings of further findings on a slide."""
TOGETHER: Final = 3
"""Findings that stand on a slide at most."""
GAP: Final = 0.25
"""Inches between two findings."""
SPREAD: Final = 1.6
"""How many times as high as they need the rows of a short table may be."""


class Type(NamedTuple):
    """Sizes of type, in points."""

    sentence: float
    cell: float


TYPES: Final = (Type(26, 20), Type(24, 18), Type(22, 16), Type(20, 16), Type(18, 14))
"""The last is what findings that share a slide have at least."""
ALONE: Final = (*TYPES, Type(16, 14), Type(16, 12.5), Type(14, 12.5), Type(14, CELL))
"""Of one finding that stands on a slide alone."""


class Flow(NamedTuple):
    """Findings that share a slide."""

    sections: tuple[Section, ...]
    type: Type


def flows(sections: Sequence[Section], width: float, room: float) -> Iterator[Section | Flow]:
    """Yield sections in their order, those that share a slide in one; charts and tiles stand alone."""
    held: tuple[Section, ...] = ()
    for section in sections:
        plain = section.chart is None and not section.tiles
        more = (*held, section)
        if plain and held and len(more) <= TOGETHER and _fits(more, width, room, TYPES[-1]):
            held = more
            continue
        if held:
            yield _sized(held, width, room)
        held = (section,) if plain else ()
        if not plain:
            yield section
    if held:
        yield _sized(held, width, room)


def _sized(sections: tuple[Section, ...], width: float, room: float) -> Section | Flow:
    """Return sections in the largest type in which they fit; one that does not fit as it is."""
    found = next((one for one in ALONE if _fits(sections, width, room, one)), None)
    return sections[0] if found is None else Flow(sections, found)


def _fits(sections: Sequence[Section], width: float, room: float, size: Type) -> bool:
    if any(section.table is not None and section.table.left_out for section in sections):
        return False
    if sum(len(section.table.rows) for section in sections if section.table is not None) > room / 0.2:
        return False  # not even in the smallest type; to count the lines of a long table takes long
    tables = [section.table for section in sections if section.table is not None]
    return (
        all(is_whole(table, width, size.cell) for table in tables) and _height(sections, width, size) <= room
    )


def _height(sections: Sequence[Section], width: float, size: Type) -> float:
    heads = sum(_subhead(section, width) for section in sections[1:])
    return heads + sum(sum(_parts(section, width, size)) for section in sections)


def _subhead(section: Section, width: float) -> float:
    return GAP + 0.4 * fitting.lines(section.heading, width, 1.08 * SUBHEAD)


def _parts(section: Section, width: float, size: Type) -> tuple[float, float]:
    """Return how high the sentences and the table of a section are."""
    said = bullets_height(section.sentences, width, size.sentence)
    return said, 0.0 if section.table is None else table_height(section.table, width, size.cell) + 0.1


def table_height(table: Table, width: float, points: float) -> float:
    """Return how high a table is, in inches."""
    return head_height(table, width, points) + sum(row_heights(table, width, points))


def add_flow(slide: Any, flow: Flow, left: float, top: float, width: float, room: float) -> list[Any]:
    """Put findings below one another, each but the first under its heading, and return their tables' shapes.

    Args:
        slide: where to; the heading of the first is its title.
        flow: what.
        left: inches from the left.
        top: inches from the top.
        width: in inches.
        room: in inches of height.
    """
    tables = [section.table for section in flow.sections if section.table is not None]
    high = sum(sum(row_heights(table, width, flow.type.cell)) for table in tables)
    free = room - _height(flow.sections, width, flow.type)
    spread = min(SPREAD, 1 + 0.9 * free / high) if high else 1.0
    shapes = []
    for place, section in enumerate(flow.sections):
        if place:
            under = _subhead(section, width)
            box(slide, left, top + GAP, width, under - GAP, [Line(section.heading, SUBHEAD, bold=True)])
            top += under
        said, tall = _parts(section, width, flow.type)
        if section.sentences:
            told = [Line(text, flow.type.sentence, bullet=True) for text in section.sentences]
            box(slide, left, top, width, said, told)
        top += said
        if section.table is not None:
            every = slice(0, len(section.table.rows))
            cell = flow.type.cell
            shapes.append(add_table(slide, section.table, every, left, top, width, cell, spread))
            top += tall + (spread - 1) * sum(row_heights(section.table, width, cell))
    return shapes
