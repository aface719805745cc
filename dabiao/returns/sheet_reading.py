"""Reads a filled-in form back: which rows it has, what stands in their fields, and what cannot be read."""

import datetime as dt
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final, get_args

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dabiao.returns import sheet_guard
from dabiao.returns.amounts import Mode, modes
from dabiao.returns.desk import Desk
from dabiao.returns.errors import UnknownAreaError
from dabiao.returns.faults import Fault, FaultyFileError, Row, Spot
from dabiao.returns.lines import Key, Line
from dabiao.returns.sheets import FIELDS, FORMAT, KEY, KIND, identity, read_number, sheet_text
from dabiao.settings import Language
from dabiao.wording import returns as words

ROWS: Final = 2000
"""How far down rows are read."""
LOOKED_AT: Final = 50
"""Rows and columns in which the hidden row and column are looked for, should others have been put before."""
FIGURE_CHOSEN: Final = ""
"""Stands for the choice of a figure; an absence is its own code."""

_LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


@dataclass(frozen=True)
class Table:
    """Where a form stands in a workbook."""

    book: Workbook = field(repr=False)
    sheet: Worksheet = field(repr=False)
    told: Mapping[str, Any]
    """What the sheet says of itself."""
    head: int
    """The hidden row that names the columns."""
    columns: Mapping[str, int]

    def cell(self, name: str, row: int) -> SheetCell:
        """Return a cell by the name of its column."""
        return self.sheet.cell(row, self.columns[name])

    def spot(self, name: str, row: int) -> Spot:
        """Return where a cell is."""
        return Spot(row, get_column_letter(self.columns[name]), str(self.sheet.title))

    def rows(self) -> Iterator[int]:
        """Yield the numbers of the rows under the hidden one."""
        yield from range(self.head + 1, min(self.sheet.max_row, self.head + ROWS) + 1)

    def lines(self) -> Iterator[tuple[int, Key, int]]:
        """Yield row, line and version of the rows that name a line."""
        for row in self.rows():
            named = _line_of(self.cell(KEY, row).value)
            if named is not None:
                yield row, *named


def table(content: bytes) -> Table:
    """Return the form in a file.

    Raises:
        FaultyFileError: it is no workbook, is damaged, holds too much, or holds no form or two.
    """
    sheet_guard.check(content)
    try:
        book = load_workbook(BytesIO(content))
    except Exception as error:
        # Whatever a file may hold that its format does not allow: the library raises what it stumbles over.
        raise FaultyFileError("damaged") from error
    found = [one for sheet in book.worksheets if (one := _table(book, sheet)) is not None]
    if not found:
        raise FaultyFileError("no_form")
    if len(found) > 1:
        raise FaultyFileError("two_forms", one=found[0].sheet.title, other=found[1].sheet.title)
    return found[0]


def strange(found: Table, desk: Desk, area_code: str, quarter: str) -> list[Fault]:
    """Return why a form is not that of this return; nothing where it is."""
    ours = identity(desk, area_code, quarter)
    told = found.told
    if told.get("format") != FORMAT:
        return [Fault("other_format")]
    faults = [Fault("no_column", values={"column": name}) for name in FIELDS if name not in found.columns]
    if told.get("workspace") != ours["workspace"]:
        faults.append(Fault("other_workspace"))
    if told.get("area") != area_code:
        names = {language: _area_name(desk, told.get("area"), language) for language in _LANGUAGES}
        own = desk.area(area_code)
        faults.append(
            Fault(
                "other_area",
                values={"theirs": names["en"], "ours": own["name_en"]},
                chinese={"theirs": names["zh"], "ours": own["name_zh"]},
            )
        )
    if told.get("quarter") != quarter:
        theirs = sheet_text(str(told.get("quarter")))
        faults.append(Fault("other_quarter", values={"their_quarter": theirs, "our_quarter": quarter}))
    return faults


def rows(found: Table, lines: Mapping[Key, Line]) -> tuple[list[Row], list[Fault]]:
    """Return what the rows of a form say, and what of it cannot be read.

    Args:
        found: the form.
        lines: the lines that may stand in it.
    """
    if found.sheet.max_row > found.head + ROWS:
        return [], [Fault("too_many_rows", values={"count": str(found.sheet.max_row), "limit": str(ROWS)})]
    read: list[Row] = []
    faults: list[Fault] = []
    seen: dict[Key, int] = {}
    headings = _first_line(found)
    for number in found.rows():
        named = _line_of(found.cell(KEY, number).value)
        spot = found.spot("given", number)
        if named is None:
            if number >= headings and _filled(found, number):
                faults.append(Fault("no_line", spot, "given"))
            continue
        key, version = named
        if key not in lines:
            faults.append(Fault("unknown_line", spot, values={"line": sheet_text("/".join(key))}))
        elif key in seen:
            faults.append(Fault("twice", spot, key=key, values={"row": str(seen[key])}))
        else:
            seen[key] = number
            parts, wrong = _parts(found, number, lines[key])
            faults += wrong
            spots = {name: found.spot(name, number) for name in FIELDS}
            if not wrong:
                read.append(Row(key, version, parts, spots))
    return read, faults


def choice(text: str) -> str | None:
    """Return the absence that a text names, `FIGURE_CHOSEN` for a figure; None where it names no choice."""
    names = {
        plain_name(name): code or FIGURE_CHOSEN
        for code in words.CHOICE_NAMES
        for name in (code or "", *(words.choice_name(code, language) for language in _LANGUAGES))
    }
    return names.get(plain_name(text))


def mode(text: str, line: Line) -> Mode | None:
    """Return what a text says that a figure counts; None where it is none of what the line has."""
    names = {
        plain_name(words.mode_name(each, line.basis, language)): each
        for each in modes(line.basis)
        for language in _LANGUAGES
    }
    return names.get(plain_name(text))


def plain_name(text: str) -> str:
    """Return a name as it is compared: without blanks at its ends, widths and capitals."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _table(book: Workbook, sheet: Worksheet) -> Table | None:
    reach = {"max_row": min(sheet.max_row, LOOKED_AT), "max_col": min(sheet.max_column, LOOKED_AT)}
    for cells in sheet.iter_rows(**reach):
        for cell in cells:
            told = _json(cell.value)
            if isinstance(told, dict) and told.get("form") == KIND:
                columns = {
                    str(each.value): each.column
                    for each in sheet[cell.row]
                    if isinstance(each.value, str) and each is not cell
                }
                return Table(book, sheet, told, cell.row, columns | {KEY: cell.column})
    return None


def _json(value: object) -> object:
    if not isinstance(value, str) or not value.startswith(("{", "[")):
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _line_of(value: object) -> tuple[Key, int] | None:
    match _json(value):
        case [str(indicator), str(series), int(version)]:
            return (indicator, series), version
    return None


def _first_line(found: Table) -> int:
    return next((number for number, _, _ in found.lines()), found.head + ROWS)


def _filled(found: Table, number: int) -> bool:
    return any(sheet_text(str(found.cell(name, number).value or "")) for name in ("absence", "given"))


def _parts(found: Table, number: int, line: Line) -> tuple[dict[str, str | None], list[Fault]]:
    """Return what the fields of a row say by name, and what of it cannot be read."""
    texts: dict[str, str] = {}
    faults = []
    for name in FIELDS:
        if name == "mode" and len(modes(line.basis)) == 1:
            continue
        answer = _read(found.cell(name, number), figure=name == "given")
        if isinstance(answer, str):
            texts[name] = answer
        else:
            rule, values = answer
            faults.append(Fault(rule, found.spot(name, number), name, line.key, values))
    parts: dict[str, str | None] = {name: texts[name] or None for name in texts}
    chosen = choice(texts.get("absence", ""))
    if chosen is None:
        listed = {language: _choices(language) for language in _LANGUAGES}
        faults.append(_unknown(found, "absence", number, line, texts["absence"], listed))
    parts["absence"] = chosen or None
    if texts.get("mode"):
        counted = mode(texts["mode"], line)
        if counted is None:
            faults.append(_unknown(found, "mode", number, line, texts["mode"], _modes(line)))
        parts["mode"] = counted
    elif "mode" in texts:
        del parts["mode"]
        if texts.get("given"):
            names = _modes(line)
            values, chinese = {"choices": names["en"]}, {"choices": names["zh"]}
            faults.append(Fault("no_mode", found.spot("mode", number), "mode", line.key, values, chinese))
    return parts, faults


def _unknown(
    found: Table, name: str, number: int, line: Line, text: str, listed: Mapping[Language, str]
) -> Fault:
    return Fault(
        "unknown_choice",
        found.spot(name, number),
        name,
        line.key,
        {"text": text, "choices": listed["en"]},
        {"choices": listed["zh"]},
    )


def _choices(language: Language) -> str:
    return " / ".join(words.choice_name(code, language) for code in words.CHOICE_NAMES)


def _modes(line: Line) -> dict[Language, str]:
    return {
        language: " / ".join(words.mode_name(each, line.basis, language) for each in modes(line.basis))
        for language in _LANGUAGES
    }


def _read(cell: SheetCell, *, figure: bool) -> str | tuple[str, dict[str, str]]:
    """Return the text of a cell, or the rule that it breaks and the rule's values."""
    if isinstance(cell, MergedCell):
        return "merged", {}  # else it would read as a field that was cleared
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return "formula", {}
    if cell.data_type == "e":
        return "cell_error", {"text": str(value)}
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return "date", {}
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return ("no_number" if figure else "no_text"), {"text": str(value)}
    if isinstance(value, str):
        return sheet_text(value)
    try:
        digits = read_number(value)
    except ValueError:
        return "no_number", {"text": str(value)}
    if figure and "%" in str(cell.number_format):
        return "per_cent", {"shown": f"{read_number(float(value) * 100)}%", "kept": digits}
    return digits


def _area_name(desk: Desk, code: object, language: Language) -> str:
    try:
        return str(desk.area(str(code))[f"name_{language}"])
    except UnknownAreaError:
        return sheet_text(str(code))
