"""Workbooks of returns for tests: downloaded, opened, filled in."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dabiao import returns
from dabiao.returns import Desk, Intake, Typed, sheets
from dabiao.returns.lines import Key
from dabiao.settings import Language
from tests.store.returned import GROUP, LOCAL, QUARTER, SHAANXI, SHARE, ZHANG

ROWS: dict[Key, int] = {GROUP: 5, LOCAL: 6, SHARE: 7}
"""Where the lines stand in a sheet as it is downloaded."""


def downloaded(desk: Desk, language: Language = "zh") -> bytes:
    return returns.workbook(ZHANG, desk, SHAANXI, QUARTER, language)


def opened(content: bytes) -> tuple[Workbook, Worksheet]:
    book = load_workbook(BytesIO(content))
    return book, book.worksheets[0]


def kept(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def filled(content: bytes, **cells: Any) -> bytes:
    """Return a workbook with some cells filled in: ``given_6=2400``."""
    book, sheet = opened(content)
    for name, value in cells.items():
        code, _, row = name.rpartition("_")
        sheet[f"{sheets.column(code)}{row}"] = value
    return kept(book)


def looked_at(desk: Desk, content: bytes, quarter: str = QUARTER, area: str = SHAANXI) -> Intake:
    return returns.read_sheet(ZHANG, desk, area, quarter, content)


def told(intake: Intake, language: Language = "en") -> list[str]:
    return [
        f"{fault.spot.cell}: {fault.message(language)}" if fault.spot else fault.message(language)
        for fault in intake.faults
    ]


def stored(desk: Desk, key: Key) -> Typed:
    return returns.form(ZHANG, desk, SHAANXI, QUARTER).cell(key).typed


def pasted(desk: Desk, text: str, **more: Any) -> Intake:
    return returns.read_paste(ZHANG, desk, SHAANXI, QUARTER, text, **more)
