"""What a document leaves out of a list: it says how much, and where the whole is."""

from dataclasses import replace
from io import BytesIO
from typing import Final

from pptx import Presentation

from dabiao.briefing.content import Cell, Column, Content, Section, Table
from dabiao.briefing.paper import docx
from dabiao.briefing.pdf import pdf
from dabiao.briefing.slides import TABLE_SLIDES, pptx
from dabiao.wording import briefings
from tests.briefing.reading_back import paper, read_docx, read_pdf, unlike
from tests.briefing.reading_slides import read_slides
from tests.briefing.views import cover

ROWS: Final = 300
BESIDE: Final = 7


def listed(chinese: list[Content]) -> Content:
    rows = tuple((Cell(f"第{place}行", f"第{place}行"),) for place in range(ROWS))
    table = Table("长表", (Column("项"),), rows, left_out=BESIDE)
    return replace(chinese[0], sections=(Section("很长的表", table=table),), sources=())


def test_slides_count_the_rows_they_have_no_room_for(chinese: list[Content]) -> None:
    content = listed(chinese)
    deck = Presentation(BytesIO(pptx([content], cover(content.published_at))))
    assert len(deck.slides) == 1 + TABLE_SLIDES
    texts = list(read_slides(deck))[1].texts
    shown = [text for text in texts if text.startswith("第")]
    assert shown == [f"第{place}行" for place in range(len(shown))]
    assert texts[-1] == briefings.left_out(ROWS - len(shown) + BESIDE, "zh")


def test_papers_hold_all_rows_of_a_table_and_count_those_beside_it(chinese: list[Content]) -> None:
    content = listed(chinese)
    told = cover(content.published_at)
    wanted = [piece.text for piece in paper([content], told, "docx")]
    assert [text for text in read_docx(docx([content], told))[0] if text] == wanted
    assert unlike(paper([content], told, "pdf"), read_pdf(pdf([content], told))) == ""
    assert wanted[-1] == briefings.left_out(BESIDE, "zh")


def test_departments_that_are_not_drawn_are_counted(chinese: list[Content], english: list[Content]) -> None:
    for language, content in (("zh", chinese[5]), ("en", english[5])):
        section = next(one for one in content.sections if one.chart is not None)
        assert section.chart is not None
        assert section.chart.left_out > 0
        shown = len(section.chart.categories)
        total = shown + section.chart.left_out
        assert section.sentences[-1] == briefings.drawn(shown, total, language, in_table=False)  # type: ignore[arg-type]
