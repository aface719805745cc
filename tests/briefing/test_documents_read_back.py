"""Every document is opened again: it says what its contents say, in their order, and nothing else."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pypdf import PdfReader
from pypdf.generic import ContentStream

from dabiao.briefing import FORMATS, Format, written
from dabiao.briefing.content import Cell, Chart, Column, Content, Section, Series, Table, Tile
from dabiao.briefing.paper import docx
from dabiao.briefing.pdf import pdf
from dabiao.briefing.slides import pptx
from dabiao.briefing.workbook import xlsx
from dabiao.exports import DEMO_MARK
from dabiao.locale import catalog
from tests.briefing.reading_back import paper, plain, read_docx, read_pdf, unlike
from tests.briefing.reading_slides import native, opened, read_slides, slides, together, told
from tests.briefing.views import cover


@pytest.fixture(scope="module", params=["zh", "en"])
def contents(request: pytest.FixtureRequest) -> list[Content]:
    name = {"zh": "chinese", "en": "english"}[request.param]
    held: list[Content] = request.getfixturevalue(name)
    return held


@pytest.fixture(scope="module")
def printed(contents: list[Content]) -> bytes:
    return pdf(contents, cover(contents[0].published_at, contents[0].language))


@pytest.fixture(scope="module")
def written_paper(contents: list[Content]) -> bytes:
    return docx(contents, cover(contents[0].published_at, contents[0].language))


@pytest.fixture(scope="module")
def deck(contents: list[Content]) -> Any:
    return Presentation(BytesIO(pptx(contents, cover(contents[0].published_at, contents[0].language))))


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


def test_a_presentation_says_what_contents_say_and_no_more(contents: list[Content], deck: Any) -> None:
    wanted = slides(contents, cover(contents[0].published_at, contents[0].language))
    for found in read_slides(deck):
        assert found == together(found, wanted)
    assert list(wanted) == []


def test_slides_have_ids_and_notes_of_their_own(deck: Any) -> None:
    every = list(deck.slides)
    assert len({slide.slide_id for slide in every}) == len(every)
    noted = [slide for slide in every if slide.has_notes_slide]
    assert len({slide.notes_slide.part.partname for slide in noted}) == len(noted) > 20
    assert all(slide.notes_slide.part.part_related_by(RT.SLIDE) is slide.part for slide in noted)


def test_charts_of_a_presentation_are_the_rows(contents: list[Content], deck: Any) -> None:
    drawn = [shape.chart for shape in shapes(deck.slides) if shape.has_chart]
    asked = [chart for content in contents for chart in content.charts]
    assert len(asked) > 3
    found = [native(chart, chart.part.chart_workbook.xlsx_part.blob) for chart in drawn]
    assert found == [told(chart) for chart in asked]


def test_a_paper_says_what_contents_say_and_no_more(contents: list[Content], written_paper: bytes) -> None:
    texts, charts = read_docx(written_paper)
    wanted = paper(contents, cover(contents[0].published_at, contents[0].language), "docx")
    assert [text for text in texts if text] == [piece.text for piece in wanted if piece.text]
    asked = [chart for content in contents for chart in content.charts]
    assert [native(*opened(part)) for part in charts] == [told(chart) for chart in asked]
    footer = Document(BytesIO(written_paper)).sections[0].footer._element.xml
    assert " PAGE " in footer
    assert " NUMPAGES " in footer


def test_a_print_says_what_contents_say_and_no_more(contents: list[Content], printed: bytes) -> None:
    wanted = paper(contents, cover(contents[0].published_at, contents[0].language), "pdf")
    assert unlike(wanted, read_pdf(printed)) == ""
    file = pypdfium2.PdfDocument(printed)
    assert (round(file[0].get_width()), round(file[0].get_height())) == (595, 842)
    assert f"1/{len(file)}" in plain(file[0].get_textpage().get_text_bounded())


def test_bars_are_the_figures_of_the_tables(contents: list[Content]) -> None:
    area = contents[1]
    chart, table = area.charts[0], area.tables[-1]
    place = {column.name: at for at, column in enumerate(table.columns)}
    names = [catalog(area.language).gettext(name) for name in ("Indicator", "Attainment", "Elapsed time")]
    rows = [[row[place[name]] for name in names] for row in table.rows]
    known = {row[0].text: row[1:] for row in rows if row[1].value is not None}
    assert [series.name for series in chart.series] == names[1:]
    assert set(chart.categories) == set(known)
    for at, name in enumerate(chart.categories):
        assert [series.values[at] for series in chart.series] == [cell.value for cell in known[name]]
        assert chart.series[0].texts[at] == known[name][0].text


def test_paths_are_the_figures_of_the_tables(contents: list[Content]) -> None:
    drawn = [section for content in contents for section in content.sections if section.table]
    paths = [(one.chart, one.table) for one in drawn if one.chart is not None and one.chart.kind == "path"]
    assert len(paths) > 3
    for chart, table in paths:
        known = [row[1] for row in table.rows if isinstance(row[1].value, float)]
        assert list(chart.series[0].values) == [cell.value for cell in known]
        assert list(chart.series[0].texts) == [cell.text for cell in known]
        assert chart.series[0].name == table.caption


def test_every_slide_says_what_it_rests_on(contents: list[Content], deck: Any) -> None:
    known = {content.provenance for content in contents}
    for slide in list(deck.slides)[1:]:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert any(text.startswith(one) for text in texts for one in known)


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
    assert DEMO_MARK in Document(BytesIO(docx(chinese[:1], told))).sections[0].header._element.xml
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
        opened_paper = Document(BytesIO(made))
        found = "".join(line.text for line in opened_paper.paragraphs)
        found += opened_paper.tables[0].rows[1].cells[0].text
    elif kind == "pdf":
        pages = pypdfium2.PdfDocument(made)
        found = "".join(page.get_textpage().get_text_bounded() for page in pages)
    else:
        cells = [cell for sheet in load_workbook(BytesIO(made)) for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        found = "".join(str(cell.value) for cell in cells if cell.value is not None)
    assert plain(found).count(wanted) >= 3
