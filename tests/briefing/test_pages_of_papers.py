"""What stands together on a page of a paper or a print, and what happens where it is higher than a page."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Final

from docx import Document

from dabiao.briefing.content import Cell, Chart, Column, Content, Section, Series, Table
from dabiao.briefing.paper import docx
from dabiao.briefing.pdf import pdf
from tests.briefing.reading_back import paper, plain, read_pdf, unlike
from tests.briefing.views import cover

BARS: Final = 12
CHAPTERS: Final = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


def drawn(name: str, sentences: Sequence[str] = ()) -> Section:
    values = tuple(float(place + 1) for place in range(BARS))
    texts = tuple(f"{place + 1}项" for place in range(BARS))
    series = Series("数", values, texts=texts, colours=("#17507f",))
    names = tuple(f"{name}第{place}条" for place in range(BARS))
    return Section(f"{name}的图", tuple(sentences), chart=Chart("bars", names, (series,), "项"))


def printed(chinese: list[Content], sections: list[Section]) -> list[str]:
    content = replace(chinese[0], sections=tuple(sections), sources=())
    told = cover(content.published_at)
    pages = read_pdf(pdf([content], told))
    assert unlike(paper([content], told, "pdf"), pages) == ""
    return pages


def test_a_chart_stands_on_the_page_of_its_heading_and_its_sentences(chinese: list[Content]) -> None:
    sections = []
    for place, name in enumerate("甲乙丙丁戊己"):
        sections += [Section(f"在{name}之前", ("句",) * (7 + 4 * place)), drawn(name, [f"{name}的话"])]
    pages = printed(chinese, sections)
    assert len(pages) > 3
    for section in sections[1::2]:
        assert section.chart is not None
        told = [section.heading, *section.sentences, *section.chart.categories]
        assert sum(all(plain(text) in page for text in told) for page in pages) == 1


def test_a_paper_keeps_a_chart_with_its_heading_and_its_sentences(chinese: list[Content]) -> None:
    sections = (Section("之前", ("句",)), drawn("甲", ["甲的话", "另一句"]))
    content = replace(chinese[0], sections=sections, sources=())
    lines = Document(BytesIO(docx([content], cover(content.published_at)))).paragraphs
    kept = {line.text: line.paragraph_format.keep_with_next for line in lines}
    assert all(kept[text] for text in ("甲的图", "甲的话", "另一句"))
    assert not kept["句"]


def chapters(chinese: list[Content]) -> list[Content]:
    """Chapters that would begin at many heights of a page."""
    told = [
        (name, (Section(f"{name}节", ("句",)), Section("余下", ("句",) * (11 + place))))
        for place, name in enumerate(CHAPTERS)
    ]
    return [
        replace(
            chinese[0],
            title=f"{name}章",
            lead=f"{name}句",
            provenance=f"{name}源",
            sections=parts,
            sources=(),
        )
        for name, parts in told
    ]


def test_a_chapter_begins_on_the_page_of_its_first_section(chinese: list[Content]) -> None:
    pages = read_pdf(pdf(chapters(chinese), cover(chinese[0].published_at)))
    assert len(pages) > 8
    for name in CHAPTERS:
        begins = [f"{name}{part}" for part in "章句源节"]
        assert sum(all(plain(text) in page for text in begins) for page in pages) == 1, name


def test_a_paper_keeps_the_beginning_of_a_chapter_together(chinese: list[Content]) -> None:
    lines = Document(BytesIO(docx(chapters(chinese), cover(chinese[0].published_at)))).paragraphs
    kept = {line.text: line.paragraph_format.keep_with_next for line in lines}
    assert all(kept[text] for text in ("甲句", "甲源", "甲节"))


def test_what_is_higher_than_a_page_goes_on_on_the_next(chinese: list[Content]) -> None:
    tall = Cell("字" * 5000, "字" * 5000)
    table = Table("表", (Column("短"), Column("长")), ((Cell("一", "一"), Cell("二", "二")), (tall, tall)))
    long = drawn("甲", [f"第{place}句" for place in range(90)])
    content = replace(chinese[0], sections=(long, Section("表", table=table)), sources=())
    pages = read_pdf(pdf([content], cover(content.published_at)))
    assert len(pages) > 4
    assert sum(page.count("字") for page in pages) == 10_000
    assert all(any(plain(text) in page for page in pages) for text in (*long.sentences, "甲第11条", "12项"))
