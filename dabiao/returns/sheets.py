"""A return as a workbook: the form of an area for a quarter, to be filled in away from the server.

The sheet knows what it is: its first row and first column are hidden and say which return it is, what each
column is, and for each line the indicator, the series and the version of the cell when it was downloaded.
So rows can be moved and columns be put in. Labels are locked without a password, against slips only.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from math import ceil, isfinite
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dabiao import workspaces
from dabiao.exports import DEMO_MARK, FORMULA_STARTS, letters
from dabiao.locale import catalog
from dabiao.returns import history
from dabiao.returns.amounts import number, plain
from dabiao.returns.checks import limits
from dabiao.returns.desk import Desk
from dabiao.returns.entries import LONGEST, Typed
from dabiao.returns.faults import FIELD_NAMES
from dabiao.returns.form import Cell, Form, form
from dabiao.rights import Actor
from dabiao.settings import Language
from dabiao.wording import returns as words

KIND: Final = "dabiao-return"
FORMAT: Final = 1
"""Number of the layout; a sheet of another one is not read."""
KEY: Final = "key"
"""The hidden column that names lines."""
MESSAGES: Final = "messages"
"""The column that a sheet is given when it is handed back."""
BESIDE: Final = ("indicator", "unit", "before", "year_before", "targets")
FIELDS: Final = tuple(FIELD_NAMES)
WIDTHS: Final = {
    "indicator": 30,
    "unit": 7,
    "before": 16,
    "year_before": 16,
    "targets": 24,
    "absence": 11,
    "mode": 13,
    "given": 15,
    "source": 25,
    "explanation": 34,
    MESSAGES: 50,
}
LINE_HEIGHT: Final = 15
LOWEST: Final = 30
"""Points of a line of text, and of a row at least."""
IDENTITY_ROW, TITLE_ROW, HINT_ROW, HEAD_ROW = 1, 2, 3, 4
LAST_HEAD_COLUMN: Final = 2
"""The indicators' names stay in sight."""
DIGITS: Final = 15
"""Significant digits that a spreadsheet keeps of a number."""

_LINE: Final = Side(style="thin", color="FFB8C2CC")
FRAME: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
TO_FILL: Final = PatternFill("solid", fgColor="FFFFF8DC")
LABEL: Final = PatternFill("solid", fgColor="FFEEF2F6")
_A4: Final = "9"


def workbook(actor: Actor, desk: Desk, area_code: str, quarter: str, language: Language) -> bytes:
    """Return the form of an area for a quarter as an XLSX file, with what has been typed into it so far.

    Cells that ``actor`` may type into as the return stands are open, with lists and limits; all others are
    locked. No cell holds a formula, whatever was typed.

    Raises:
        DeniedError: ``actor`` may read none of its cells.
        ReturnError: nothing is published, or the area or quarter is unknown.
    """
    shown = form(actor, desk, area_code, quarter)
    book = Workbook()
    sheet = book.active
    demo = workspaces.workspace(desk.store) == "demo"
    sheet.title = catalog(language).gettext("Return form")
    _identify(sheet, desk, shown)
    _write_head(sheet, desk, shown, language, demo=demo)
    for row, cell in enumerate(shown.cells, HEAD_ROW + 1):
        _write_line(sheet, row, cell, language)
    _add_validations(sheet, desk, shown, language)
    _lay_out(sheet, shown, demo=demo)
    book.properties.title = words.title(shown.area, quarter, language)
    book.properties.creator = "Dabiao"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def column(code: str) -> str:
    """Return the letter of a column as it is downloaded."""
    return str(get_column_letter((KEY, *BESIDE, *FIELDS, MESSAGES).index(code) + 1))


def identity(desk: Desk, area_code: str, quarter: str) -> dict[str, str | int]:
    """Return what a sheet says of itself."""
    return {
        "form": KIND,
        "format": FORMAT,
        "workspace": workspaces.workspace(desk.store),
        "area": area_code,
        "quarter": quarter,
    }


def as_written(typed: Typed) -> Typed:
    """Return what a sheet can hold of what was typed: no control characters, lines ended in one way."""
    given, explanation, source = (
        text and (sheet_text(text) or None) for text in (typed.given, typed.explanation, typed.source)
    )
    return replace(typed, given=given, explanation=explanation, source=source)


def sheet_text(text: str) -> str:
    """Return a text as a sheet holds it."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def figure(given: str) -> int | float | str:
    """Return what was given as a number where a spreadsheet keeps just that, else as text."""
    amount = number(given)
    if amount is None or len(plain(amount.copy_abs()).replace(".", "").lstrip("0")) > DIGITS:
        return given
    as_number = int(amount) if amount == amount.to_integral_value() else float(amount)
    return as_number if read_number(as_number) == given else given


def read_number(value: int | float) -> str:
    """Return a number of a sheet in the digits that the sheet shows of it.

    Raises:
        ValueError: it is infinite, or none.
    """
    if isinstance(value, int):
        return str(value)
    if not isfinite(value):
        raise ValueError(f"{value} is no number")
    return plain(Decimal(f"{value:.{DIGITS}g}"))


def fit(sheet: Worksheet, row: int, lengths: Mapping[str, str]) -> None:
    """Make a row high enough for texts in some columns: few programs do when they open a file."""
    lines = (
        sum(ceil(max(letters(part), 1) / (WIDTHS[code] - 1)) for part in text.split("\n"))
        for code, text in lengths.items()
    )
    sheet.row_dimensions[row].height = max(LINE_HEIGHT * max(lines, default=1) + 4, LOWEST)


def put(cell: SheetCell, text: str) -> None:
    """Write a text that no spreadsheet takes for a formula, now or when the cell is edited."""
    cell.value = sheet_text(text) or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(tuple(FORMULA_STARTS))


def _identify(sheet: Worksheet, desk: Desk, shown: Form) -> None:
    put(sheet.cell(IDENTITY_ROW, 1), json.dumps(identity(desk, shown.area["code"], shown.quarter)))
    for place, code in enumerate((*BESIDE, *FIELDS), 2):
        put(sheet.cell(IDENTITY_ROW, place), code)


def _write_head(sheet: Worksheet, desk: Desk, shown: Form, language: Language, *, demo: bool) -> None:
    _ = catalog(language).gettext
    title = words.title(shown.area, shown.quarter, language)
    put(sheet.cell(TITLE_ROW, 2), f"{DEMO_MARK} {title}" if demo else title)
    sheet.cell(TITLE_ROW, 2).font = Font(bold=True, size=14)
    hint = _(
        "Fill in the yellow cells and hand the file back on the page it comes from. An empty figure is “not "
        "reported”; zero, not applicable and withheld are chosen. State of {moment}; due {due}."
    ).format(moment=words.moment(desk.now()), due=shown.due_on.isoformat())
    put(sheet.cell(HINT_ROW, 2), hint)
    sheet.cell(HINT_ROW, 2).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(
        start_row=HINT_ROW, end_row=HINT_ROW, start_column=2, end_column=len(BESIDE + FIELDS) + 1
    )
    sheet.row_dimensions[HINT_ROW].height = sheet.row_dimensions[HEAD_ROW].height = LOWEST
    headings = (
        _("Indicator"),
        _("Unit"),
        _("Latest before"),
        _("A year before"),
        _("Target"),
        *(_(name) for name in FIELD_NAMES.values()),
    )
    for place, heading in enumerate(headings, 2):
        cell = sheet.cell(HEAD_ROW, place)
        put(cell, heading)
        cell.font, cell.fill, cell.border = Font(bold=True), LABEL, FRAME
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")


def _write_line(sheet: Worksheet, row: int, cell: Cell, language: Language) -> None:
    line, typed = cell.line, cell.typed
    beside = (
        _named(cell, language),
        line.unit_name_zh if language == "zh" else line.unit_name_en,
        history.told(line, cell.last_quarter, language),
        history.told(line, cell.year_before, language),
        "\n".join(words.target_by(target, language) for target in cell.targets),
    )
    put(sheet.cell(row, 1), json.dumps([*line.key, cell.version], ensure_ascii=False))
    for place, text in enumerate(beside, 2):
        label = sheet.cell(row, place)
        put(label, text)
        label.fill, label.border = LABEL, FRAME
        label.alignment = Alignment(wrap_text=True, vertical="center")
    filled = {
        "absence": words.choice_name(typed.absence, language),
        "mode": words.mode_name(cell.entry.mode, line.basis, language),
        "given": figure(sheet_text(typed.given or "")),
        "source": typed.source or "",
        "explanation": typed.explanation or "",
    }
    fit(
        sheet,
        row,
        dict(zip(BESIDE, beside, strict=True)) | {name: str(value) for name, value in filled.items()},
    )
    for name, value in filled.items():
        _write_field(sheet[f"{column(name)}{row}"], name, value, cell)


def _named(cell: Cell, language: Language) -> str:
    name = cell.line.name_zh if language == "zh" else cell.line.name_en
    if cell.state == "sent_back" and cell.reason:
        text = catalog(language).gettext("{indicator}\nSent back: {reason}")
        return text.format(indicator=name, reason=cell.reason)
    return name


def _write_field(field: SheetCell, name: str, value: int | float | str, cell: Cell) -> None:
    if isinstance(value, str):
        put(field, value)
    else:
        field.value = value
    field.border = FRAME
    field.alignment = Alignment(
        wrap_text=name != "given", vertical="center", horizontal="right" if name == "given" else None
    )
    if name in ("source", "explanation"):
        field.number_format = "@"  # whatever is typed stays text
    else:
        field.number_format = "General"  # any other could hide a fraction that was typed
    if cell.editable and (name != "mode" or len(cell.modes) > 1):
        field.protection = Protection(locked=False)
        field.fill = TO_FILL
    else:
        field.fill = LABEL


def _add_validations(sheet: Worksheet, desk: Desk, shown: Form, language: Language) -> None:
    _ = catalog(language).gettext
    found: dict[tuple[str, ...], DataValidation] = {}
    choices = _listed(words.choice_name(choice, language) for choice in words.CHOICE_NAMES)
    for row, cell in enumerate(shown.cells, HEAD_ROW + 1):
        rules = {"absence": ("list", choices, ""), "given": _bounds(desk, cell)}
        if len(cell.modes) > 1:
            names = _listed(words.mode_name(mode, cell.line.basis, language) for mode in cell.modes)
            rules["mode"] = ("list", names, "")
        for name, (kind, first, second) in rules.items():
            if (name, kind, first, second) not in found:
                check = DataValidation(
                    type=kind, operator="between", formula1=first, formula2=second or None, allow_blank=True
                )
                check.showErrorMessage = True
                check.errorTitle = _(FIELD_NAMES[name])
                check.error = (
                    _("Choose from the list.")
                    if kind == "list"
                    else _("Type a number, without separators and without a unit.")
                )
                found[name, kind, first, second] = check
                sheet.add_data_validation(check)
            found[name, kind, first, second].add(f"{column(name)}{row}")
    for name in ("source", "explanation"):
        check = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(LONGEST[name]))
        check.showErrorMessage, check.errorTitle = True, _(FIELD_NAMES[name])
        check.error = _("At most {limit} characters.").format(limit=LONGEST[name])
        sheet.add_data_validation(check)
        if shown.cells:
            check.add(f"{column(name)}{HEAD_ROW + 1}:{column(name)}{HEAD_ROW + len(shown.cells)}")


def _listed(names: Iterable[str]) -> str:
    inside = ",".join(name.replace('"', '""') for name in names)
    return f'"{inside}"'


def _bounds(desk: Desk, cell: Cell) -> tuple[str, str, str]:
    """Return what the sheet lets be typed as a figure; an increment may be below what a total may not."""
    found = limits(desk.rules.checks, cell.entry)
    widest = 10**DIGITS - 1
    alone = len(cell.modes) == 1
    lowest = found.lowest if alone and found.lowest is not None else -widest
    highest = found.highest if alone and found.highest is not None else widest
    return ("whole" if found.whole else "decimal", str(lowest), str(highest))


def _lay_out(sheet: Worksheet, shown: Form, *, demo: bool) -> None:
    sheet.row_dimensions[IDENTITY_ROW].hidden = True
    sheet.column_dimensions["A"].hidden = True
    for code in (*BESIDE, *FIELDS):
        sheet.column_dimensions[column(code)].width = WIDTHS[code]
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, LAST_HEAD_COLUMN + 1)
    sheet.protection.enable()
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.formatCells = False
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", _A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.print_area = f"B{TITLE_ROW}:{column(FIELDS[-1])}{HEAD_ROW + max(len(shown.cells), 1)}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.center.text = "&P / &N"
    if demo:
        sheet.oddHeader.center.text = DEMO_MARK
