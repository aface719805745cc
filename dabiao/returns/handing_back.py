"""The user's own workbook with what there is to say of it, at the cells and in a column of its own."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import ObservationStatus
from dabiao.returns import sheet_reading
from dabiao.returns.desk import Desk
from dabiao.returns.entries import Typed
from dabiao.returns.intake import Intake, read_sheet
from dabiao.returns.sheet_reading import Table
from dabiao.returns.sheets import FIELDS, FRAME, LABEL, MESSAGES, TO_FILL, WIDTHS, fit, put
from dabiao.rights import Actor
from dabiao.settings import Language
from dabiao.wording.returns import choice_name

WRONG: Final = PatternFill("solid", fgColor="FFFFC7CE")
ASKED: Final = PatternFill("solid", fgColor="FFFFE3A8")
AUTHOR: Final = "Dabiao"
MARK: Final = "—— 达标 Dabiao ——"
"""Stands in a comment above what this program says, below what its author wrote."""
AS_THEY_ARE: Final = frozenset({"png", "jpeg", "gif"})
"""Formats of pictures that are written as they were read."""
_OURS: Final = frozenset(fill.fgColor.rgb for fill in (WRONG, ASKED))


def handed_back(
    actor: Actor, desk: Desk, area_code: str, quarter: str, content: bytes, language: Language
) -> bytes | None:
    """Return a filled-in form with all messages in it; None where it is not the form of this return.

    A message stands at its cell as a comment and a colour, and in its row in a column after the last. What
    an earlier hand-back wrote is taken out; everything else of the workbook stays, as far as the library that
    reads it knows it. Where that library reads a workbook, but cannot write it, the messages come alone.

    Raises:
        DeniedError: ``actor`` may not enter any figure of the area.
        ReturnError: nothing is published, or the area or quarter is unknown.
    """
    intake = read_sheet(actor, desk, area_code, quarter, content)
    if not intake.form:
        return None
    table = sheet_reading.table(content)
    rows = {key: row for row, key, _ in reversed(list(table.lines()))}
    _clear(table)
    told: dict[int, list[str]] = {}
    messages = list(_messages(table, intake, rows, language))
    for row, column, fill, text in messages:
        told.setdefault(row, []).append(text)
        _mark(table.sheet.cell(row, column), text, fill)
    _write_column(table, told, language)
    for sheet in table.book.worksheets:
        # Pictures of other formats would be decoded whole and turned into PNG.
        sheet._images = [picture for picture in sheet._images if picture.format in AS_THEY_ARE]
    try:
        return _written(table.book)
    except Exception:  # what was read leniently may not be written: the library raises what it stumbles over
        return _written(_alone(messages, language))


def _written(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _alone(messages: list[tuple[int, int, PatternFill, str]], language: Language) -> Workbook:
    """Return a workbook of nothing but the messages and the cells they are about."""
    _ = catalog(language).gettext
    book = Workbook()
    sheet = book.worksheets[0]
    put(
        sheet.cell(1, 1),
        _("Your file can be read, but not written again. These are the messages alone."),
    )
    for row, (line, place, fill, text) in enumerate(messages, 2):
        put(sheet.cell(row, 1), f"{get_column_letter(place)}{line}")
        put(sheet.cell(row, 2), text)
        sheet.cell(row, 2).fill = fill
        sheet.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="center")
    sheet.column_dimensions["B"].width = WIDTHS[MESSAGES]
    return book


def _messages(
    table: Table, intake: Intake, rows: dict[tuple[str, str], int], language: Language
) -> Iterator[tuple[int, int, PatternFill, str]]:
    """Yield row, column, colour and text of everything there is to say, in the order of the sheet."""
    _ = catalog(language).gettext
    columns = {get_column_letter(place): place for place in table.columns.values()}
    for fault in intake.faults:
        if fault.spot is not None:
            yield fault.spot.row, columns[fault.spot.column], WRONG, fault.message(language)
    given = table.columns["given"]
    for change in intake.conflicts:
        assert change.theirs is not None  # that is what makes it one
        text = _("{name} has filled in {figure} since the download; choose on the page.").format(
            name=change.theirs.done_by_name, figure=_figure(change.theirs.typed, language)
        )
        yield rows[change.key], given, WRONG, text
    for finding in intake.findings:
        row = rows.get((finding.indicator_code, finding.series))
        if row is not None:
            asks, said = finding.said(language)
            text = _("{asks}: {text}").format(asks=asks, text=said) if finding.blocks else f"{asks} {said}"
            yield row, given, WRONG if finding.severity == "hard" else ASKED, text


def _figure(typed: Typed, language: Language) -> str:
    if typed.absence is not None:
        return choice_name(typed.absence, language)
    return typed.given or terms.absence_label(ObservationStatus.NOT_REPORTED, language)


def _mark(cell: SheetCell, text: str, fill: PatternFill) -> None:
    if isinstance(cell, MergedCell):
        return  # it shows nothing of its own
    before = cell.comment.text if cell.comment is not None else ""
    if MARK in before:
        comment = f"{before}\n{text}"
    else:
        comment = "\n".join(part for part in (before, MARK, text) if part)
    author = cell.comment.author if cell.comment is not None else AUTHOR
    cell.comment = Comment(comment, author, width=320, height=60 + 20 * comment.count("\n"))
    if cell.fill.fgColor.rgb != WRONG.fgColor.rgb:
        cell.fill = fill


def _clear(table: Table) -> None:
    """Take out what an earlier hand-back wrote into the lines."""
    for row in table.rows():
        for name in FIELDS:
            cell = table.cell(name, row)
            if cell.comment is None or MARK not in cell.comment.text:
                continue
            own = cell.comment.text.partition(MARK)[0].strip()
            cell.comment = Comment(own, cell.comment.author) if own else None
            if cell.fill.fgColor.rgb in _OURS:
                cell.fill = LABEL if cell.protection.locked else TO_FILL


def _write_column(table: Table, told: dict[int, list[str]], language: Language) -> None:
    sheet = table.sheet
    place = table.columns.get(MESSAGES) or sheet.max_column + 1
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_col <= place <= merged.max_col:
            sheet.unmerge_cells(str(merged))  # all but the first cell of it take nothing
    put(sheet.cell(table.head, place), MESSAGES)
    named = [row for row, _, _ in table.lines()]
    for row in (*named, *told):
        sheet.cell(row, place).value = None
    for row, texts in told.items():
        cell = sheet.cell(row, place)
        put(cell, "\n".join(texts))
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        high = sheet.row_dimensions[row].height or 0
        fit(sheet, row, {MESSAGES: str(cell.value)})
        sheet.row_dimensions[row].height = max(high, sheet.row_dimensions[row].height)
    if named:
        heading = sheet.cell(min(named) - 1, place)
        if heading.value is None:
            put(heading, catalog(language).gettext("What is to be settled"))
            heading.font, heading.border = Font(bold=True), FRAME
        top = min(table.head + 1, heading.row)
        sheet.print_area = f"B{top}:{get_column_letter(place)}{max(named)}"
    sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[MESSAGES]
