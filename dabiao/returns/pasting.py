"""Rows copied out of a spreadsheet: line, figure and, if they are there, source and explanation."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Final

from dabiao.returns.amounts import Mode, modes
from dabiao.returns.faults import Fault, Row, Spot
from dabiao.returns.lines import Key, Line
from dabiao.returns.sheet_reading import FIGURE_CHOSEN, ROWS, choice, plain_name
from dabiao.returns.sheets import sheet_text

CHARACTERS: Final = 200_000
COLUMNS: Final = ("line", "given", "source", "explanation")

_HEADINGS: Final = frozenset({"indicator", "指标", "指标名称"})
"""How the first row begins where it is a heading."""


def rows(text: str, lines: Mapping[Key, Line], counted: Mode | None) -> tuple[list[Row], list[Fault]]:
    """Return what pasted rows say, and what of it cannot be read.

    A blank figure leaves the field as it is, and so does a column that is not there.

    Args:
        text: rows in lines, columns apart by tabs, as a spreadsheet copies them.
        lines: the lines of the return.
        counted: what the figures count in lines that have both; None for what the field says already.
    """
    if len(text) > CHARACTERS:
        values = {"count": str(len(text)), "limit": str(CHARACTERS)}
        return [], [Fault("too_long_paste", values=values)]
    csv.field_size_limit(CHARACTERS)
    given = list(enumerate(csv.reader(StringIO(text, newline=""), delimiter="\t"), 1))
    if len(given) > ROWS:
        return [], [Fault("too_many_rows", values={"count": str(len(given)), "limit": str(ROWS)})]
    read: list[Row] = []
    faults: list[Fault] = []
    seen: dict[Key, int] = {}
    for number, cells in given:
        texts = [sheet_text(cell) for cell in cells]
        if not any(texts) or (number == 1 and plain_name(texts[0]) in _HEADINGS):
            continue
        found = _line(texts[0], lines.values(), number)
        if isinstance(found, Fault):
            faults.append(found)
        elif found.key in seen:
            values = {"row": str(seen[found.key])}
            faults.append(Fault("twice", Spot(number, "1"), key=found.key, values=values))
        elif any(texts[len(COLUMNS) :]):
            spot = Spot(number, str(len(COLUMNS) + 1))
            faults.append(Fault("too_many_columns", spot, key=found.key, values={"count": str(len(texts))}))
        elif open_ones := [place for place, text in enumerate(texts, 1) if "\t" in text]:
            # A text that begins with a quotation mark goes on to the next one, over all rows between.
            faults.append(Fault("open_quote", Spot(number, str(open_ones[0])), key=found.key))
        else:
            seen[found.key] = number
            read.append(_row(found, texts, number, counted))
    if not read and not faults:
        faults.append(Fault("nothing_read"))
    return read, faults


def _line(text: str, lines: Iterable[Line], number: int) -> Line | Fault:
    wanted = plain_name(text)
    found = [
        line
        for line in lines
        if wanted in map(plain_name, (line.indicator_code, "/".join(line.key), line.name_zh, line.name_en))
    ]
    if len(found) == 1:
        return found[0]
    spot = Spot(number, "1")
    if not found:
        return Fault("unknown_line", spot, values={"line": text})
    codes = " / ".join("/".join(line.key) for line in found)
    return Fault("many_lines", spot, values={"line": text, "codes": codes})


def _row(line: Line, texts: list[str], number: int, counted: Mode | None) -> Row:
    told = dict(zip(COLUMNS, texts, strict=False))
    parts: dict[str, str | None] = {
        name: told[name] or None for name in ("source", "explanation") if told.get(name)
    }
    figure = told.get("given", "")
    chosen = choice(figure) if figure else FIGURE_CHOSEN
    if figure:
        parts["absence"] = chosen or None
        parts["given"] = None if chosen else figure
        if not chosen and counted in modes(line.basis):
            parts["mode"] = counted
    spots = {name: Spot(number, str(place)) for place, name in enumerate(COLUMNS, 1)}
    return Row(line.key, None, parts, spots | {"absence": spots["given"], "mode": spots["given"]})
