"""What the texts of a document must be, one after the other, and what stands in one that is opened again.

The wanted texts come from contents and cover alone; the writers are not asked.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final, Literal, NamedTuple

import pypdfium2
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table as PaperTable
from docx.text.paragraph import Paragraph
from pptx.oxml.ns import qn as named

from dabiao.briefing.content import Chart, Content, Cover, Section, Table
from dabiao.locale import catalog
from dabiao.wording import briefings

CHART: Final = "\x00chart"
"""Stands for a chart whose data opens in the office program."""
POINTS_PER_MM: Final = 72 / 25.4


SCALE: Final = re.compile(r"[\d.,%−]*")
"""What stands beside the axes of a printed path."""


class Piece(NamedTuple):
    """A text."""

    text: str
    heads: str = ""
    """Of a cell the heading of its table, which stands on every page again."""
    behind_scale: bool = False
    """Whether the numbers of a scale stand before it."""


def facts(cover: Cover) -> list[str]:
    """Return what a cover says beside its title."""
    _ = catalog(cover.language).gettext
    return [
        f"{cover.date.isoformat()} · {cover.issuer}",
        _("Document No. {number}").format(number=cover.number),
        f"SHA-256 {cover.digest}",
        _("Verify at {address}").format(address=cover.verify),
    ]


def paper(contents: Sequence[Content], cover: Cover, kind: Literal["docx", "pdf"]) -> Iterator[Piece]:
    """Yield the texts of a paper in the order of reading."""
    _ = catalog(cover.language).gettext
    yield from map(Piece, [cover.title, *facts(cover)])
    for content in contents:
        yield from map(Piece, [content.title, content.lead, content.provenance])
        for section in content.sections:
            yield from _chapter(section, cover, kind)
        if kind == "pdf":
            yield from map(Piece, sources(content, _))
    if kind == "docx":
        for content in contents:
            yield from map(Piece, sources(content, _))


def _chapter(section: Section, cover: Cover, kind: Literal["docx", "pdf"]) -> Iterator[Piece]:
    yield Piece(section.heading)
    if section.tiles and kind == "docx":
        yield Piece(" · ".join(f"{tile.name} {tile.value}" for tile in section.tiles))
    elif section.tiles:
        yield from (Piece(text) for tile in section.tiles for text in (str(tile.value), tile.name))
    yield from (Piece(f"•{text}" if kind == "pdf" else text) for text in section.sentences)
    if section.chart is not None:
        yield from [Piece(CHART)] if kind == "docx" else printed_chart(section.chart)
    if section.table is not None:
        heads = [column.name for column in section.table.columns]
        yield from map(Piece, heads)
        yield from (Piece(text, "".join(heads)) for text in cells(section.table))
        if section.table.left_out:
            yield Piece(briefings.left_out(section.table.left_out, cover.language))


def printed_chart(chart: Chart) -> Iterator[Piece]:
    """Yield the texts of a printed chart: its legend, then of each bar its name and its value."""
    if len(chart.series) > 1:
        yield from (Piece(series.name) for series in chart.series)
    if chart.kind == "path":
        told = [text for series in chart.series for text in series.texts]
        yield Piece("".join(told), behind_scale=True)
    if chart.of_attainment:
        yield Piece("100%")
    for place, name in enumerate(chart.categories):
        yield Piece(name)
        if chart.kind == "stacked":
            yield Piece(f"{sum(series.values[place] or 0 for series in chart.series):g}")
        else:
            yield from (Piece(chart.text(series, place)) for series in chart.series if series.texts)


def sources(content: Content, say: Any) -> list[str]:
    """Return who published the figures of a content, with the heading of that."""
    heading = say("Sources of the figures: {title}").format(title=content.title)
    return [heading, *numbered(content)] if content.sources else []


def numbered(content: Content) -> list[str]:
    """Return the sources of a content with their numbers."""
    return [f"[{number}] {source}" for number, source in enumerate(content.sources, start=1)]


def cells(table: Table) -> Iterator[str]:
    """Yield the texts of the cells of a table, row by row."""
    yield from (cell.text for row in table.rows for cell in row)


def read_docx(file: bytes) -> tuple[list[str], list[Any]]:
    """Return the texts of a paper in their order, empty lines left out, and its charts' parts."""
    opened: Any = Document(BytesIO(file))
    texts: list[str] = []
    charts = []
    for element in opened.element.body:
        if element.tag == qn("w:tbl"):
            table = PaperTable(element, opened)
            texts += [cell.text for row in table.rows for cell in row.cells]
        elif element.tag == qn("w:p"):
            drawn = element.findall(f".//{named('c:chart')}")
            charts += [opened.part.related_parts[one.get(qn("r:id"))] for one in drawn]
            texts += [CHART] * len(drawn) or [Paragraph(element, opened).text]
    return texts, charts


def read_pdf(file: bytes) -> list[str]:
    """Return the texts between the edges of each page, without the spaces that layout adds."""
    pages = pypdfium2.PdfDocument(file)
    return [plain(_body(page)) for page in pages]


def _body(page: Any) -> str:
    top, bottom = page.get_height() - 21 * POINTS_PER_MM, 19 * POINTS_PER_MM
    text: str = page.get_textpage().get_text_bounded(bottom=bottom, top=top)
    return text


def plain(text: str) -> str:
    """Return a text without spaces; a hyphen at the end of a line is one like any other."""
    return re.sub(r"\s+", "", re.sub("[\x02\ufffe]", "-", text))


def unlike(pieces: Iterator[Piece], pages: list[str]) -> str:
    """Return where a print says something else than it should; nothing if it says just that."""
    found, at = "\f".join(pages), 0
    for piece in pieces:
        wanted, heads = plain(piece.text), plain(piece.heads)
        if piece.behind_scale:
            start = found.find(wanted, at)
            at = start if SCALE.fullmatch(found[at:start]) else at
        for letter in wanted:
            if found.startswith("\f", at):
                at += 1
                at += len(heads) if heads and found.startswith(heads, at) else 0
            if found[at : at + 1] != letter:
                return f"{piece.text!r} wanted, {found[max(0, at - 20) : at]!r} {found[at : at + 60]!r} found"
            at += 1
    return found[at:].strip("\f")
