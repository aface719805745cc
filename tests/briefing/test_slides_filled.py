"""What stands together on a slide, where a table goes on, and what marks 100 % among bars."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.util import Inches

from dabiao.briefing import fitting
from dabiao.briefing.content import Cell, Chart, Column, Content, Section, Series, Table
from dabiao.briefing.pdf import pdf
from dabiao.briefing.slides import BESIDE, BOTTOM, pptx
from tests.briefing.reading_back import read_pdf
from tests.briefing.views import cover


def deck(chinese: list[Content], *sections: Section) -> Any:
    content = replace(chinese[0], sections=sections, sources=())
    return Presentation(BytesIO(pptx([content], cover(content.published_at))))


def listing(rows: int) -> Table:
    return Table("表", (Column("项"),), tuple((Cell(f"第{at}行", f"第{at}行"),) for at in range(rows)))


def shares(*values: float) -> Chart:
    texts = tuple(f"{value:.0%}" for value in values)
    names = tuple(f"目标{place}" for place in range(len(values)))
    series = (Series("达成率", values, texts=texts, colours=("#17507f",)),)
    return Chart("bars", names, series, "%", share=True)


def test_short_findings_share_a_slide_in_large_type(chinese: list[Content]) -> None:
    _cover, shown = deck(
        chinese, Section("甲", ("一句",)), Section("乙", ("两句",)), Section("丙", table=listing(2))
    ).slides
    texts = [shape.text_frame.text for shape in shown.shapes if shape.has_text_frame]
    assert texts[:5] == ["甲", "一句", "乙", "两句", "丙"]
    (said,) = (shape for shape in shown.shapes if shape.has_text_frame and shape.text_frame.text == "一句")
    assert said.text_frame.paragraphs[0].runs[0].font.size.pt > 20
    table = next(shape for shape in shown.shapes if shape.has_table)
    assert table.top + sum(row.height for row in table.table.rows) < Inches(BOTTOM)


def test_a_table_with_no_room_under_its_chart_follows_it(chinese: list[Content]) -> None:
    charted = Section("有图", ("一句",), chart=shares(0.5), table=listing(BESIDE + 1))
    headings = [slide.shapes.title.text_frame.text for slide in deck(chinese, charted).slides][1:]
    assert headings == ["有图 (1/2)", "有图 (2/2)"]


def test_bars_are_cut_with_an_arrow_and_their_axis_marks_100_percent(chinese: list[Content]) -> None:
    charted = Section("图", chart=shares(0.4, 3.15, -0.2))
    (drawn,) = (
        shape.chart for slide in deck(chinese, charted).slides for shape in slide.shapes if shape.has_chart
    )
    axis = drawn.value_axis
    assert (axis.maximum_scale, axis.major_unit, axis.minimum_scale) == (1.5, 1, -1)
    plot = drawn.plots[0]
    assert [
        point.data_label.text_frame.text for point in map(plot.series[0].points.__getitem__, range(3))
    ] == [
        "40%",
        "315% →",
        "-20%",
    ]
    assert list(plot.series[0].values) == [0.4, 3.15, -0.2], "the figure itself is never cut"
    content = replace(chinese[0], sections=(charted,), sources=())
    printed = "".join(read_pdf(pdf([content], cover(content.published_at))))
    assert "315%→" in printed
    assert "100%" in printed


def test_pages_are_even_and_no_heading_ends_one() -> None:
    assert [part.stop - part.start for part in fitting.even_pages([1.0] * 9, 8.0)] == [5, 4]
    begins = [True, False, False, True, False]
    parts = fitting.pages_of([1.0] * 5, 4.0, begins)
    assert [(part.start, part.stop) for part in parts] == [(0, 3), (3, 5)]
