"""What stands on the slides of a presentation, and what a native chart of any document holds."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final, NamedTuple

from openpyxl import load_workbook
from pptx.chart.chart import Chart as NativeChart
from pptx.chart.plot import BarPlot
from pptx.oxml import parse_xml

from dabiao.briefing.content import Chart, Content, Cover, Section, cited
from dabiao.locale import catalog
from tests.briefing.reading_back import CHART, cells, facts, numbered

EPOCH: Final = dt.date(1899, 12, 30)
PART: Final = re.compile(r" \((\d+)/\d+\)$")
BESIDE: Final = 5
"""Rows of a table that has room under its chart; a longer one follows it."""


class Slide(NamedTuple):
    """What is told under one heading, on one slide or on several."""

    heading: str
    texts: list[str]
    foot: str
    notes: list[str]


def read_slides(deck: Any) -> Iterator[Slide]:
    """Yield what slides tell in the order of their shapes; those of one heading in one."""
    held: Slide | None = None
    tabled = False
    for slide in deck.slides:
        texts = [text for shape in slide.shapes for text in _texts(shape)]
        notes = slide.notes_slide.notes_text_frame.text.split("\n") if slide.has_notes_slide else []
        heading, body, foot, number = texts[0], texts[1:-2], texts[-2], texts[-1]
        if number != "‹#›":  # the cover has no foot
            body, foot = texts[1:], ""
        part = PART.search(heading)
        if held is not None and part is not None and part[1] != "1":
            assert (foot, notes) == (held.foot, held.notes)
            again = _again(slide) if tabled else 0
            tabled = True
            assert body[:again] == held.texts[:again]
            held.texts.extend(body[again:])
            continue
        if held is not None:
            yield held
        held = Slide(PART.sub("", heading), body, foot, notes)
        tabled = any(shape.has_table for shape in slide.shapes)
    assert held is not None
    yield held


def _texts(shape: Any) -> Iterator[str]:
    if shape.has_chart:
        yield CHART
    elif shape.has_table:
        yield from (cell.text for row in shape.table.rows for cell in row.cells)
    elif shape.has_text_frame and (shape.text_frame.text or shape.is_placeholder):
        yield from (line.text or "‹#›" for line in shape.text_frame.paragraphs)


def _again(slide: Any) -> int:
    """Return how many texts a further slide repeats: what stands above a table, and its heading."""
    before = 0
    for shape in list(slide.shapes)[1:]:
        if shape.has_table:
            return before + len(shape.table.columns)
        before += len(list(_texts(shape)))
    return 0


def slides(contents: Sequence[Content], cover: Cover) -> Iterator[Slide]:
    """Yield what a presentation of contents must tell."""
    yield Slide(cover.title, [text for line in facts(cover) for text in _apart(line)], "", [])
    for content in contents:
        foot = f"{content.provenance} · {cover.number}"
        if len(contents) > 1 and content.page != "target":
            yield Slide(content.title, [content.lead, *_outline(content)], foot, [])
        for section in content.sections:
            yield Slide(section.heading, list(_body(section)), foot, _notes(content, section))
    told = []
    for content in contents:
        told += [content.title, *numbered(content)] if content.sources else []
    heading = catalog(cover.language).gettext("Sources of the figures")
    first = contents[0]
    notes = [first.title, first.lead, first.provenance]
    yield Slide(heading, told, f"{first.provenance} · {cover.number}", notes)


def _outline(content: Content) -> list[str]:
    """Return what a chapter opens with: every heading that says more than its answer, without references."""
    told = [re.sub(r" ?(\[\d+\]–?)+", "", section.heading) for section in content.sections]
    return [text for text in dict.fromkeys(told) if text != content.lead]


def together(found: Slide, wanted: Iterator[Slide]) -> Slide:
    """Return the next of the slides wanted, with those after it that the one found holds too."""
    slide = next(wanted)
    while len(slide.texts) < len(found.texts):
        more = next(wanted)
        assert more.foot == slide.foot
        texts = [*slide.texts, more.heading, *more.texts]
        slide = slide._replace(texts=texts, notes=[*slide.notes, *more.notes[3:]])
    return slide


def _apart(line: str) -> list[str]:
    """Return the date and the issuer, which stand below one another on a slide."""
    return line.split(" · ", 1) if re.match(r"\d{4}-\d\d-\d\d · ", line) else [line]


def _body(section: Section) -> Iterator[str]:
    above = section.sentences if section.chart is None else ()
    for tile in section.tiles:
        yield from (str(tile.value), tile.name)
    yield from above
    if section.chart is not None:
        yield CHART
    if section.chart is not None and section.table is not None and len(section.table.rows) > BESIDE:
        yield from section.sentences
    if section.table is not None:
        yield from (column.name for column in section.table.columns)
        yield from cells(section.table)
    if section.chart is not None and (section.table is None or len(section.table.rows) <= BESIDE):
        yield from section.sentences


def _notes(content: Content, section: Section) -> list[str]:
    told = [content.title, content.lead, content.provenance, *section.sentences]
    refers = [section.heading, *section.sentences]
    if section.table is not None:
        refers += cells(section.table)
    return [*told, *(numbered(content)[number - 1] for number in cited(refers))]


def native(chart: NativeChart, workbook: bytes) -> dict[str, Any]:
    """Return what a native chart holds: what it shows, and what the workbook behind it says."""
    plot = chart.plots[0]
    bars = isinstance(plot, BarPlot)
    rows = [list(row) for row in load_workbook(BytesIO(workbook)).worksheets[0].iter_rows(values_only=True)]
    shown = []
    for series in plot.series:
        days = () if bars else tuple(EPOCH + dt.timedelta(days=int(day)) for day in _days(series))
        shown.append((series.name, tuple(series.values), days, _labels(series)))
    return {
        "categories": tuple(plot.categories) if bars else (),
        "series": shown,
        "behind": _of_bars(rows) if bars else _of_paths(rows),
    }


def opened(part: Any) -> tuple[NativeChart, bytes]:
    """Return the chart of a part of a paper and the workbook behind it."""
    (workbook,) = (relation.target_part for relation in part.rels.values())
    return NativeChart(parse_xml(part.blob), None), workbook.blob


def told(chart: Chart) -> dict[str, Any]:
    """Return what the native chart of a chart must hold."""
    series = [
        (one.name, one.values, one.at, {at: chart.text(one, at) for at, text in enumerate(one.texts) if text})
        for one in chart.series
    ]
    return {
        "categories": chart.categories,
        "series": series,
        "behind": {
            one.name: list(zip(one.at or chart.categories, one.values, strict=True)) for one in chart.series
        },
    }


def _days(series: Any) -> list[str]:
    return [str(one) for one in series._element.xpath("c:xVal//c:pt/c:v/text()")]


def _labels(series: Any) -> dict[int, str]:
    """Return what is written beside marks, by their place."""
    found = series._element.xpath("c:dLbls/c:dLbl")
    return {int(one.xpath("c:idx/@val")[0]): "".join(one.xpath(".//a:t/text()")) for one in found}


def _of_bars(rows: list[list[Any]]) -> dict[str, list[tuple[Any, Any]]]:
    heads, *each = rows
    return {name: [(row[0], row[place]) for row in each] for place, name in enumerate(heads[1:], start=1)}


def _of_paths(rows: list[list[Any]]) -> dict[str, list[tuple[Any, Any]]]:
    found: dict[str, list[tuple[Any, Any]]] = {}
    held: list[tuple[Any, Any]] = []
    for day, value in (row[:2] for row in rows):
        if isinstance(value, str):
            found[value] = held = []
        elif day is not None:
            held.append((EPOCH + dt.timedelta(days=int(day)), value))
    return found
