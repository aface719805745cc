"""An .xlsx of contents: every table with typed cells, the sentences, the sources; no text is a formula."""

import re
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook

from dabiao.briefing import marks
from dabiao.briefing.content import Cell, Content, Cover, Table
from dabiao.exports import DEMO_MARK, XLSX_TEXT, letters
from dabiao.locale import catalog
from dabiao.numbers import MINUS

FIGURE: Final = re.compile(rf"[{MINUS}-]?\d[\d,]*(?:\.\d+)?")
IN_SHEET_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f']+")
LONGEST_NAME: Final = 31
WIDEST: Final = 60


def xlsx(contents: list[Content], cover: Cover) -> bytes:
    """Return a workbook: a cover, the sentences of every content, a sheet per table, the sources.

    A figure is a number, shown with the sign and the unit that its text has. An absence is a text.
    """
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        made = _Book(book, cover)
        made.cover(contents)
        for content in contents:
            made.sentences(content)
            for table in content.tables:
                made.table(content, table)
        made.sources(contents)
    return marks.unchanging(file.getvalue(), cover.made_at)


class _Book:
    """A workbook in the making."""

    def __init__(self, book: Any, cover: Cover) -> None:
        self.book, self.told = book, cover
        self.say = catalog(cover.language).gettext
        self.names: set[str] = set()
        self.formats: dict[str, Any] = {}
        self.bold = book.add_format({"bold": True})
        self.big = book.add_format({"bold": True, "font_size": 18})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        book.set_properties(
            {
                "title": cover.title,
                "author": cover.issuer,
                "subject": " ".join(part for part in (cover.number, cover.digest) if part),
                "created": cover.made_at.replace(tzinfo=None),
            }
        )

    def sheet(self, name: str) -> Any:
        """Add a sheet with a name that no other has."""
        plain = IN_SHEET_NAMES.sub(" ", name).strip() or "—"
        for place in range(1, 10_000):
            end = "" if place == 1 else f" {place}"
            told = f"{plain[: LONGEST_NAME - len(end)].strip()}{end}"
            if told.casefold() not in self.names:
                break
        self.names.add(told.casefold())
        sheet = self.book.add_worksheet(told)
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        if self.told.workspace == "demo":
            sheet.set_header(f"&C&B{DEMO_MARK}")
        return sheet

    def cover(self, contents: list[Content]) -> None:
        """Write what the document is, how it is verified, and what it holds."""
        told, _ = self.told, self.say
        sheet = self.sheet(_("Cover"))
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, told.title, self.big)
        facts = [(_("Date"), told.date.isoformat()), (_("Issuer"), told.issuer)]
        if told.number:
            facts.append((_("Document number"), told.number))
        if told.digest:
            facts.append((_("Digest (SHA-256)"), told.digest))
        if told.verify:
            facts.append((_("Verify at"), told.verify))
        if told.workspace == "demo":
            facts.append((DEMO_MARK, _("Demonstration data: generated, not reported by anyone")))
        for line, (name, text) in enumerate(facts, start=2):
            sheet.write_string(line, 0, name, self.bold)
            sheet.write_string(line, 1, text)
        line = len(facts) + 3
        for content in contents:
            sheet.write_string(line, 0, content.title, self.bold)
            sheet.write_string(line, 1, content.lead, self.wrapped)
            sheet.write_string(line + 1, 1, content.provenance)
            line += 3
        if told.verify:
            picture = {"image_data": BytesIO(marks.qr(told.verify)), "x_scale": 0.5, "y_scale": 0.5}
            picture["description"] = _("QR code of the address at which this document is verified")
            sheet.insert_image(line, 0, "qr.png", picture)

    def sentences(self, content: Content) -> None:
        """Write what is found in a content, one sentence a row."""
        sheet = self.sheet(content.title)
        sheet.set_column(0, 0, 50)
        sheet.set_column(1, 1, 110)
        self._text(sheet, 0, 0, content.title, self.big)
        self._text(sheet, 1, 0, content.provenance, None)
        line = 3
        for section in content.sections:
            self._text(sheet, line, 0, section.heading, self.wrapped)
            for tile in section.tiles:
                self._text(sheet, line, 1, tile.name, None)
                sheet.write_number(line, 2, tile.value)
                line += 1
            for text in section.sentences:
                self._text(sheet, line, 1, text, self.wrapped)
                line += 1
            line += 1

    def table(self, content: Content, table: Table) -> None:
        """Write a table with typed cells."""
        sheet = self.sheet(table.caption)
        for place, column in enumerate(table.columns):
            longest = max(letters(text) for text in (column.name, *(row[place].text for row in table.rows)))
            sheet.set_column(place, place, min(longest + 2, WIDEST))
            self._text(sheet, 0, place, column.name, self.head)
        for line, row in enumerate(table.rows, start=1):
            for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                self._cell(sheet, line, place, cell, column.kind)
        last = len(table.rows)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        if last:
            sheet.autofilter(0, 0, last, len(table.columns) - 1)
        end = [content.provenance]
        if table.left_out:
            end.insert(0, marks.left_out(table.left_out, self.told.language))
        for place, text in enumerate(end, start=last + 2):
            self._text(sheet, place, 0, text, None)

    def sources(self, contents: list[Content]) -> None:
        """Write who published the figures."""
        sheet = self.sheet(self.say("Sources"))
        sheet.set_column(0, 0, 30)
        sheet.set_column(2, 2, 90)
        line = 0
        for content in contents:
            for number, source in enumerate(content.sources, start=1):
                self._text(sheet, line, 0, content.title, None)
                self._text(sheet, line, 1, f"[{number}]", None)
                self._text(sheet, line, 2, source, None)
                line += 1

    def _cell(self, sheet: Any, line: int, place: int, cell: Cell, kind: str) -> None:
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
            shown = self._format(number_format(float(cell.value), cell.text, kind))
            sheet.write_number(line, place, cell.value, shown)
        else:
            self._text(sheet, line, place, cell.text, None)

    def _format(self, told: str) -> Any:
        if told not in self.formats:
            self.formats[told] = self.book.add_format({"num_format": told})
        return self.formats[told]

    def _text(self, sheet: Any, line: int, place: int, text: str, shown: Any) -> None:
        if text:
            sheet.write_string(line, place, text[:XLSX_TEXT], shown)


def number_format(value: float, text: str, kind: str) -> str:
    """Return the format that shows a number as its text does, with its bound and its unit."""
    if kind == "points":
        if abs(value) < 0.05:  # what rounds to nothing has no sign of its own
            return _quoted(text)
        before = _quoted(text.partition("+")[0].partition(MINUS)[0])
        return f"{before}+#,##0.0;{before}{MINUS}#,##0.0;{before}0.0"
    found = FIGURE.search(text)
    if found is None:
        return "General"
    before, after = text[: found.start()], text[found.end() :]
    decimals = len(found[0].partition(".")[2])
    if kind == "share" and after.startswith("%"):
        # Short of a whole stays short of it: 99.9 % must not turn into 100.0 %.
        while decimals < 6 and value < 1 and float(f"{value * 100:.{decimals}f}") >= 100:
            decimals += 1
    grouped = "," in found[0] or abs(value) < 1000  # as sources give figures, they are not grouped
    figure = ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "")
    if after.startswith("%"):
        # Rates are kept in per cent, shares as parts of one.
        sign = "%" if kind == "share" else '"%"'
        figure, after = f"{figure}{sign}", after[1:]
    if value < 0:  # else the minus would stand before the bound
        return f"{_quoted(before)}{figure}{_quoted(after)};{_quoted(before)}{MINUS}{figure}{_quoted(after)}"
    return f"{_quoted(before)}{figure}{_quoted(after)}"


def _quoted(text: str) -> str:
    return f'"{text}"' if (text := text.replace('"', "")) else ""
