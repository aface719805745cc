"""Every document is opened again, and every text and figure of its contents is found in it."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader
from pypdf.generic import ContentStream

from dabiao.briefing import FORMATS, Format, written
from dabiao.briefing.content import Cell, Chart, Column, Content, Section, Series, Table, Tile
from dabiao.briefing.paper import docx
from dabiao.briefing.pdf import pdf
from dabiao.briefing.slides import pptx
from dabiao.briefing.workbook import xlsx
from dabiao.exports import DEMO_MARK
from tests.briefing.views import DIGEST, NUMBER, cover


@pytest.fixture(scope="module", params=["zh", "en"])
def contents(request: pytest.FixtureRequest) -> list[Content]:
    name = {"zh": "chinese", "en": "english"}[request.param]
    held: list[Content] = request.getfixturevalue(name)
    return held


@pytest.fixture(scope="module")
def printed(contents: list[Content]) -> bytes:
    return pdf(contents, cover(contents[0].published_at, contents[0].language))


@pytest.fixture(scope="module")
def deck(contents: list[Content]) -> Any:
    return Presentation(BytesIO(pptx(contents, cover(contents[0].published_at, contents[0].language))))


def plain(text: str) -> str:
    """Return a text without what layout adds or takes: spaces, breaks of lines, hyphens at their ends."""
    return re.sub(r"[\s\x02\ufffe\u00ad-]+", "", text)


def missing(contents: list[Content], found: str) -> list[str]:
    held = plain(found)
    return [text for content in contents for text in content.texts() if plain(text) not in held]


def shapes(slides: Any) -> Iterator[Any]:
    for slide in slides:
        yield from slide.shapes


def slide_texts(deck: Any) -> Iterator[str]:
    for shape in shapes(deck.slides):
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            for row in shape.table.rows:
                yield from (cell.text for cell in row.cells)


def test_a_presentation_holds_every_text(contents: list[Content], deck: Any) -> None:
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide]
    found = "\n".join([*slide_texts(deck), *notes])
    drawn = [section for content in contents for section in content.sections if section.chart]
    shown_by_chart = {
        cell.text
        for section in drawn
        if section.table is not None
        for row in section.table.rows
        for cell in row
    }
    assert [text for text in missing(contents, found) if text not in shown_by_chart] == []
    assert NUMBER in found
    assert DIGEST in found


def test_charts_of_a_presentation_hold_the_values(contents: list[Content], deck: Any) -> None:
    drawn = [shape.chart for shape in shapes(deck.slides) if shape.has_chart]
    asked = [chart for content in contents for chart in content.charts]
    assert len(drawn) == len(asked) > 3
    for found, given in zip(drawn, asked, strict=True):
        values = [tuple(series.values) for series in found.plots[0].series]
        assert values == [series.values for series in given.series]
        assert found.part.chart_workbook.xlsx_part is not None  # opens for editing


def test_every_slide_says_what_it_rests_on(contents: list[Content], deck: Any) -> None:
    told = {content.provenance for content in contents}
    for slide in list(deck.slides)[1:]:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert any(text.startswith(one) for text in texts for one in told)


def test_a_paper_holds_every_text_and_chart(contents: list[Content]) -> None:
    paper = Document(BytesIO(docx(contents, cover(contents[0].published_at, contents[0].language))))
    texts = [line.text for line in paper.paragraphs]
    texts += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert missing(contents, "\n".join(texts)) == []
    charts = [part for part in paper.part.package.iter_parts() if part.partname.startswith("/word/charts/")]
    assert len(charts) == sum(len(content.charts) for content in contents)
    footer = paper.sections[0].footer._element.xml
    assert " PAGE " in footer
    assert " NUMPAGES " in footer


def test_a_pdf_holds_every_text(contents: list[Content], printed: bytes) -> None:
    file = pypdfium2.PdfDocument(printed)
    found = "".join(page.get_textpage().get_text_bounded() for page in file)
    # A table's row or a heading may go over a page, whose edges then stand between its letters.
    lost = [text for text in missing(contents, found) if not _in_pieces(text, plain(found))]
    assert lost == []
    assert round(file[0].get_width()), round(file[0].get_height()) == (595, 842)
    assert f"1/{len(file)}" in plain(found)


def _in_pieces(text: str, found: str) -> bool:
    held = plain(text)
    return any(held[:cut] in found and held[cut:] in found for cut in range(1, len(held)))


def test_a_pdf_embeds_its_fonts_and_lacks_no_glyph(printed: bytes) -> None:
    reader = PdfReader(BytesIO(printed))
    for page in reader.pages:
        fonts = page["/Resources"]["/Font"]
        for font in fonts.values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor), descriptor["/FontName"]
        shown = list(glyphs(page, reader))
        assert len(shown) > 40
        assert 0 not in shown, f"page {reader.get_page_number(page) + 1}"


def test_a_missing_glyph_would_be_seen(chinese: list[Content]) -> None:
    unheard = replace(chinese[0], title="\U000323b0")  # of the newest extension: no font draws it yet
    reader = PdfReader(BytesIO(pdf([unheard], cover(unheard.published_at))))
    assert any(0 in glyphs(page, reader) for page in reader.pages)


def glyphs(page: Any, reader: PdfReader) -> Iterator[int]:
    """Yield the numbers of the glyphs that a page shows: 0 stands for a character that no font has."""
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"Tj", b"TJ"):
            parts = operands[0] if isinstance(operands[0], list) else [operands[0]]
            for part in parts:
                held = getattr(part, "original_bytes", None)
                if held:
                    yield from (int.from_bytes(held[at : at + 2], "big") for at in range(0, len(held), 2))


def test_a_workbook_holds_typed_values(contents: list[Content]) -> None:
    book = load_workbook(BytesIO(xlsx(contents, cover(contents[0].published_at, contents[0].language))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    numbers = {cell.value for cell in cells if cell.data_type == "n"}
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    for content in contents:
        for table in content.tables:
            for row in table.rows:
                for cell in row:
                    if isinstance(cell.value, int | float):
                        # A sheet keeps 16 digits, one more than it shows.
                        assert float(f"{cell.value:.16g}") in numbers, (table.caption, cell)
                    else:
                        assert not cell.text or cell.text in texts, (table.caption, cell)


def test_formulas_of_texts_stay_texts(chinese: list[Content]) -> None:
    hostile = '=HYPERLINK("http://x")'
    told = cover(chinese[0].published_at)
    book = load_workbook(BytesIO(xlsx([replace(chinese[0], title=hostile)], replace(told, title=hostile))))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == hostile]
    assert found
    assert {cell.data_type for cell in found} == {"s"}


@pytest.mark.parametrize("kind", ["bars", "path"])
def test_formulas_stay_texts_in_the_workbooks_behind_charts(kind: Any, chinese: list[Content]) -> None:
    hostile = '=HYPERLINK("http://x")'
    days = tuple(dt.date(year, 12, 31) for year in (2023, 2024)) if kind == "path" else ()
    style: Any = "line" if kind == "path" else "bar"
    series = tuple(Series(hostile, (1.0, 2.0), at=days, style=style, colours=("#17507f",)) for _ in range(2))
    section = Section("图", chart=Chart(kind, (hostile, "=1+1"), series, unit="项"))
    deck = Presentation(
        BytesIO(pptx([replace(chinese[0], sections=(section,))], cover(chinese[0].published_at)))
    )
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert charts
    for chart in charts:
        book = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
        assert hostile in [cell.value for cell in cells]
        assert "f" not in {cell.data_type for cell in cells}


@pytest.mark.parametrize("write", [pptx, docx, pdf, xlsx])
def test_the_same_contents_give_the_same_file(write: Any, chinese: list[Content]) -> None:
    told = cover(chinese[0].published_at)
    assert write(chinese[:1], told) == write(chinese[:1], told)


def test_generated_figures_are_marked(chinese: list[Content]) -> None:
    told = cover(chinese[0].published_at, demo=True)
    deck = Presentation(BytesIO(pptx(chinese[:1], told)))
    for slide in deck.slides:
        assert any(shape.has_text_frame and DEMO_MARK in shape.text_frame.text for shape in slide.shapes)
    paper = Document(BytesIO(docx(chinese[:1], told)))
    assert DEMO_MARK in paper.sections[0].header._element.xml
    pages = pypdfium2.PdfDocument(pdf(chinese[:1], told))
    for page in pages:
        assert DEMO_MARK in plain(page.get_textpage().get_text_bounded())
    book = load_workbook(BytesIO(xlsx(chinese[:1], told)))
    assert all(DEMO_MARK in sheet.oddHeader.center.text for sheet in book)


@pytest.mark.parametrize("kind", FORMATS)
def test_whatever_people_type_stands_in_a_document_as_text(kind: Format, chinese: list[Content]) -> None:
    hostile = '</a:t><w:t>&lt;"\x0b\x00=cmd|\ud800 #import "x" $y$ *b* 文'
    table = Table(hostile, (Column(hostile),), ((Cell(hostile, hostile),),))
    section = Section(hostile, (hostile,), (Tile(hostile, 1, "#000000"),), table=table)
    told = replace(chinese[0], title=hostile, sections=(section, replace(section, tiles=())))
    made = written(kind, [told], replace(cover(told.published_at), title=hostile, issuer=hostile))
    wanted = plain('</a:t><w:t>&lt;"=cmd| #import "x" $y$ *b* 文')
    if kind == "pptx":
        found = "".join(slide_texts(Presentation(BytesIO(made))))
    elif kind == "docx":
        paper = Document(BytesIO(made))
        found = "".join(line.text for line in paper.paragraphs) + paper.tables[0].rows[1].cells[0].text
    elif kind == "pdf":
        pages = pypdfium2.PdfDocument(made)
        found = "".join(page.get_textpage().get_text_bounded() for page in pages)
    else:
        cells = [cell for sheet in load_workbook(BytesIO(made)) for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        found = "".join(str(cell.value) for cell in cells if cell.value is not None)
    assert plain(found).count(wanted) >= 3
