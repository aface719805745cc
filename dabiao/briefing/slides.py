"""A .pptx of contents: one finding per slide, charts and tables that can be edited, sources in the notes."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Emu, Inches

from dabiao.briefing import fitting, marks
from dabiao.briefing.content import MARK, Content, Cover, Section, Table, Tile, cited
from dabiao.briefing.slide_charts import CHINESE, LATIN, add_chart
from dabiao.briefing.slide_flow import SPREAD, Flow, add_flow, flows, table_height
from dabiao.briefing.slide_parts import Slides
from dabiao.briefing.slide_tables import CELL, add_table, head_height, is_whole, row_heights
from dabiao.briefing.slide_texts import MUTED, PAGE, Line, box, bullets, bullets_height, write
from dabiao.exports import DEMO_MARK
from dabiao.locale import catalog

WIDTH: Final = 13.333
HEIGHT: Final = 7.5
EDGE: Final = 0.6
TOP: Final = 1.55
BOTTOM: Final = 6.75
"""Inches of the slide, of its edge, and where its content begins and ends."""
ACCENT: Final = RGBColor(0x17, 0x50, 0x7F)
PALE: Final = RGBColor(0xEE, 0xF2, 0xF6)
SENTENCE: Final = 18
"""Points of type of sentences beside a chart."""
LARGE: Final = 24
"""Points of sentences that have a slide for themselves, and the most they are written in anywhere."""
ABOVE: Final = 16
"""Points of sentences above a table that goes on on further slides."""
SIZES: Final = (20, 18, 16, 14, 12.5, CELL)
"""Of the type of tables that take several slides: the largest in which they take no more."""
BESIDE: Final = 5
"""Rows of a table that has room under its chart; a longer one has a slide of its own."""
LEAD: Final = 20
OUTLINE: Final = (20, 14)
"""Points of the answer of a content and, at most and at least, of what it finds, where its chapter opens."""
SOURCES: Final = (16, 14, 13, 12)
CHART_WIDE: Final = 7.7
CHART_NARROW: Final = 6.7
COLUMNS: Final = 0.35
"""Inches of a chart that has sentences beside it, and between the two."""
MUCH: Final = 14
"""Points in which sentences beside a wide chart are to fit."""
CARD: Final = 1.55
CARD_MOST: Final = 2.4
"""Inches that a figure of the headline is high, and where little is said of it."""
TABLE_SLIDES: Final = 10
"""Slides that one table may take; the workbook and the papers hold all rows."""


def pptx(contents: list[Content], cover: Cover) -> bytes:
    """Return a presentation: the cover, then of every content its findings, those that are short together."""
    deck = _Deck(cover)
    deck.cover()
    for content in contents:
        # Of one target the first finding says all that a slide before it would.
        if len(contents) > 1 and content.page != "target":
            deck.chapter(content)
        for each in flows(content.sections, WIDTH - 2 * EDGE, BOTTOM - TOP):
            if isinstance(each, Flow):
                deck.flow(content, each)
            else:
                deck.section(content, each)
    deck.sources(contents)
    return deck.saved()


class _Deck:
    """A presentation in the making."""

    def __init__(self, cover: Cover) -> None:
        self.told = cover
        self.say = catalog(cover.language).gettext
        self.file: Any = Presentation()
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        _set_theme(self.file)
        titled = self.file.slide_layouts[5]
        self.slides = Slides(self.file, titled)
        for layout in (titled, self.file.slide_master):
            for shape in layout.placeholders:
                if shape.placeholder_format.type == 1:
                    _place(shape, EDGE, 0.4, WIDTH - 2 * EDGE, 1.0)
        properties = self.file.core_properties
        properties.title, properties.author = cover.title, cover.issuer
        properties.subject = " ".join(part for part in (cover.number, cover.digest) if part)
        properties.created = properties.modified = cover.made_at.replace(tzinfo=None)
        properties.last_modified_by, properties.revision = "Dabiao", 1

    def cover(self) -> None:
        """Add the slide that says what the document is and how it is verified."""
        told, _ = self.told, self.say
        slide = self.slides.add()
        _bar(slide, 0, 0, 0.22, HEIGHT)
        _place(slide.shapes.title, 1.0, 1.7, 11.2, 1.7)
        _title(slide, told.title, 40, MSO_ANCHOR.BOTTOM)
        facts = [Line(told.date.isoformat(), 20), Line(told.issuer, 20)]
        if told.number:
            facts.append(Line(_("Document No. {number}").format(number=told.number), 16, MUTED))
        if told.digest:
            facts.append(Line(f"SHA-256 {told.digest}", 11, MUTED))
        if told.verify:
            facts.append(Line(_("Verify at {address}").format(address=told.verify), 11, MUTED))
        box(slide, 1.0, 3.55, 8.6, 2.8, facts)
        if told.verify:
            picture = slide.shapes.add_picture(BytesIO(marks.qr(told.verify)), *_at(10.4, 4.1, 1.9, 1.9))
            _describe(picture, _("QR code of the address at which this document is verified"))
        self._mark(slide)

    def chapter(self, content: Content) -> None:
        """Add the slide that opens one of several contents: what it finds, in a line each."""
        told = outline(content)
        slide = self.slides.add()
        _bar(slide, 0, 0, 0.22, HEIGHT)
        top = 0.8 if told else 2.2
        _place(slide.shapes.title, 1.0, top, 11.2, 1.2)
        _title(slide, content.title, 34, MSO_ANCHOR.BOTTOM)
        wide, high = 11.2, 0.34 * fitting.lines(content.lead, 11.2, LEAD)
        box(slide, 1.0, top + 1.35, wide, high, [Line(content.lead, LEAD)])
        if told:
            below = top + 1.35 + high + 0.3
            bullets(slide, told, 1.0, below, wide, BOTTOM - below, OUTLINE[0])
        self._foot(slide, content)

    def section(self, content: Content, section: Section) -> None:
        """Add the slides of one finding."""
        if section.chart is not None:
            self._chart(content, section)
        elif section.tiles:
            self._tiles(content, section)
        elif section.table is None:
            self._sentences(content, section, list(section.sentences))
        if section.table is not None and section.chart is None:
            self._table(content, section, section.table)

    def flow(self, content: Content, flow: Flow) -> None:
        """Add the slide of findings that share one."""
        with self._titled(content, flow.sections, flow.sections[0].heading) as slide:
            shapes = add_flow(slide, flow, EDGE, TOP, WIDTH - 2 * EDGE, BOTTOM - TOP)
            tables = [section.table for section in flow.sections if section.table is not None]
            for shape, table in zip(shapes, tables, strict=True):
                _describe(shape, table.caption)

    @contextmanager
    def _titled(self, content: Content, sections: Sequence[Section], heading: str) -> Iterator[Any]:
        """Add a slide under a heading; its foot is read last, and its notes say what it rests on."""
        slide = self.slides.add()
        points = next((size for size in (28, 24, 20) if fitting.lines(heading, 12.1, size) < 3), 17)
        _title(slide, heading, points, MSO_ANCHOR.MIDDLE)
        yield slide
        self._foot(slide, content)
        notes = [content.title, content.lead, content.provenance]
        for section in sections:
            notes += [*section.sentences, *_sources(content, section)]
        self.slides.note(slide, notes)

    def _chart(self, content: Content, section: Section) -> None:
        assert section.chart is not None
        wide, table, sentences = WIDTH - 2 * EDGE, section.table, section.sentences
        small = table if table is not None and len(table.rows) <= BESIDE else None
        left = _beside(sentences, wide)
        low = BOTTOM - (table_height(small, left, CELL) + 0.1 if small else 0)
        further = [] if table is None or small is not None else self._table_parts(table, 0.0)[1]
        heading = _numbered(section.heading, 0, 1 + len(further))
        with self._titled(content, [section], heading) as slide:
            frame = add_chart(slide, section.chart, *_at(EDGE, TOP, left, low - TOP))
            _describe(frame, section.heading)
            if small is not None:
                every = slice(0, len(small.rows))
                shown = add_table(slide, small, every, EDGE, low + 0.05, left, CELL)
                _describe(shown, small.caption)
            if sentences:
                room = wide - left - COLUMNS
                bullets(slide, sentences, EDGE + left + COLUMNS, TOP, room, BOTTOM - TOP, SENTENCE)
        if table is not None and further:
            self._table(content, section, table, before=1)

    def _tiles(self, content: Content, section: Section) -> None:
        each = (WIDTH - 2 * EDGE + 0.25) / len(section.tiles)
        wide = WIDTH - 2 * EDGE
        said = bullets_height(section.sentences, wide, LARGE)
        high = min(CARD_MOST, max(CARD, BOTTOM - TOP - 0.35 - said))
        with self._titled(content, [section], section.heading) as slide:
            for place, tile in enumerate(section.tiles):
                _card(slide, tile, EDGE + place * each, each - 0.25, high)
            below = TOP + high + 0.3
            bullets(slide, section.sentences, EDGE, below, wide, BOTTOM - below, LARGE)

    def _sentences(self, content: Content, section: Section, sentences: list[str]) -> None:
        wide = WIDTH - 2 * EDGE
        heights = [bullets_height([text], wide, SENTENCE) for text in sentences]
        parts = fitting.even_pages(heights, BOTTOM - TOP)
        for place, part in enumerate(parts):
            with self._titled(content, [section], _numbered(section.heading, place, len(parts))) as slide:
                bullets(slide, sentences[part], EDGE, TOP, wide, BOTTOM - TOP, LARGE)

    def _table_parts(self, table: Table, above: float) -> tuple[float, list[slice], int]:
        """Return the type of a table of several slides, its rows on each, and how many are left out."""
        wide = WIDTH - 2 * EDGE
        room = BOTTOM - TOP - above - (0.3 if table.left_out else 0)

        def cut(size: float) -> list[slice]:
            free = room - head_height(table, wide, size)
            return fitting.even_pages(row_heights(table, wide, size), free)

        parts, points = cut(CELL), float(CELL)
        if len(parts) <= TABLE_SLIDES:
            for size in SIZES:
                if is_whole(table, wide, size) and len(larger := cut(size)) == len(parts):
                    return size, larger, table.left_out
            return points, parts, table.left_out
        full = list(
            fitting.pages(row_heights(table, wide, CELL), room - 0.3 - head_height(table, wide, CELL))
        )
        return points, full[:TABLE_SLIDES], table.left_out + sum(map(_rows, full[TABLE_SLIDES:]))

    def _table(self, content: Content, section: Section, table: Table, before: int = 0) -> None:
        """Add the slides of a table; ``before`` counts those of its finding that stand before it."""
        wide = WIDTH - 2 * EDGE
        said = section.sentences if section.chart is None and not section.tiles else ()
        above = 0.1 + sum(0.3 * fitting.lines(text, wide, ABOVE) for text in said) if said else 0.0
        size, parts, left_out = self._table_parts(table, above)
        for place, part in enumerate(parts, start=before):
            heading = _numbered(section.heading, place, before + len(parts))
            with self._titled(content, [section], heading) as slide:
                if said:
                    box(slide, EDGE, TOP, wide, above, [Line(text, ABOVE) for text in said])
                rows = sum(row_heights(table, wide, size)[part])
                free = BOTTOM - TOP - above - head_height(table, wide, size) - rows - 0.3
                spread = max(1.0, min(SPREAD, 1 + free / rows))
                shape = add_table(slide, table, part, EDGE, TOP + above, wide, size, spread)
                _describe(shape, table.caption)
                if left_out and part == parts[-1]:
                    rest = Line(marks.left_out(left_out, self.told.language), 11, MUTED)
                    box(slide, EDGE, BOTTOM - 0.3, wide, 0.3, [rest])

    def sources(self, contents: Sequence[Content]) -> None:
        """Add the slides that name who published the figures of every content."""
        wide = WIDTH - 2 * EDGE
        texts = [
            (text, not place)
            for content in contents
            if content.sources
            for place, text in enumerate([content.title, *_numbers(content)])
        ]
        heading = self.say("Sources of the figures")

        def cut(size: float) -> list[slice]:
            heights = [0.05 + 0.0192 * size * fitting.lines(text, wide, size) for text, _bold in texts]
            return fitting.pages_of(heights, BOTTOM - TOP, [bold for _text, bold in texts])

        least = len(cut(SOURCES[-1]))
        size = next(one for one in SOURCES if len(cut(one)) == least)
        parts = cut(size)
        for place, part in enumerate(parts):
            with self._titled(contents[0], [], _numbered(heading, place, len(parts))) as slide:
                lines = [Line(text, size, bold=bold) for text, bold in texts[part]]
                box(slide, EDGE, TOP, wide, BOTTOM - TOP, lines)

    def _foot(self, slide: Any, content: Content) -> None:
        number = f" · {self.told.number}" if self.told.number else ""
        foot = Line(f"{content.provenance}{number}", 10, MUTED)
        box(slide, EDGE, 6.98, WIDTH - 2 * EDGE - 0.9, 0.3, [foot])
        box(slide, WIDTH - EDGE - 0.8, 6.98, 0.8, 0.3, [Line(PAGE, 10, MUTED, side="r")])
        self._mark(slide)

    def _mark(self, slide: Any) -> None:
        """Mark a slide of generated figures."""
        if self.told.workspace != "demo":
            return
        shape = box(slide, 3.2, 3.0, 7.0, 1.4, [Line(DEMO_MARK, 66, "E1E6EB", side="ctr")])
        shape.rotation = -18
        tree = slide.shapes._spTree
        tree.remove(shape._element)
        tree.insert(2, shape._element)

    def saved(self) -> bytes:
        """Return the file."""
        file = BytesIO()
        self.file.save(file)
        return marks.unchanging(file.getvalue(), self.told.made_at)


def outline(content: Content) -> list[str]:
    """Return what a content finds, in the order of its slides, without what its lead says.

    None where it is more than a slide holds in letters that are read.
    """
    told = dict.fromkeys(MARK.sub("", section.heading).strip() for section in content.sections)
    told.pop(content.lead, None)
    room = BOTTOM - 0.8 - 1.35 - 0.3 - 0.34 * fitting.lines(content.lead, 11.2, LEAD)
    return list(told) if bullets_height(list(told), 11.2, OUTLINE[1]) <= room else []


def _beside(sentences: Sequence[str], wide: float) -> float:
    """Return how wide a chart is beside what is said of it: narrower where that is much."""
    if not sentences:
        return wide
    few = bullets_height(sentences, wide - CHART_WIDE - COLUMNS, MUCH) <= BOTTOM - TOP
    return CHART_WIDE if few else CHART_NARROW


def _card(slide: Any, tile: Tile, left: float, wide: float, high: float) -> None:
    """Add a figure of the headline."""
    card = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_at(left, TOP, wide, high))
    card.fill.solid()
    card.fill.fore_color.rgb = PALE
    card.line.fill.background()
    card.shadow.inherit = False
    _bar(slide, left, TOP, 0.08, high, RGBColor.from_string(tile.colour[1:]))
    card.text_frame.margin_left = Inches(0.25)
    card.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    write(
        card.text_frame,
        [Line(str(tile.value), 40 if high < 2 else 54, bold=True), Line(tile.name, 18, MUTED)],
    )


def _rows(part: slice) -> int:
    return int(part.stop - part.start)


def _numbered(heading: str, place: int, total: int) -> str:
    return heading if total == 1 else f"{heading} ({place + 1}/{total})"


def _sources(content: Content, section: Section) -> list[str]:
    """Return the sources that a section refers to, each with its number."""
    texts = [section.heading, *section.sentences]
    if section.table is not None:
        texts += [cell.text for row in section.table.rows for cell in row]
    named = set(cited(texts))
    return [text for number, text in enumerate(_numbers(content), start=1) if number in named]


def _numbers(content: Content) -> list[str]:
    return [f"[{number}] {source}" for number, source in enumerate(content.sources, start=1)]


def _at(left: float, top: float, width: float, height: float) -> tuple[Emu, Emu, Emu, Emu]:
    return Inches(left), Inches(top), Inches(width), Inches(height)


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = _at(left, top, width, height)


def _bar(slide: Any, left: float, top: float, width: float, height: float, colour: Any = ACCENT) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_at(left, top, width, height))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour
    shape.line.fill.background()
    shape.shadow.inherit = False


def _title(slide: Any, text: str, points: float, anchor: Any) -> None:
    frame = slide.shapes.title.text_frame
    frame.word_wrap, frame.margin_left, frame.vertical_anchor = True, 0, anchor
    write(frame, [Line(text, points, bold=True)])


def _describe(shape: Any, text: str) -> None:
    """Give a shape the text that stands for it where it is not seen."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def _set_theme(file: Any) -> None:
    """Let the theme name fonts of both scripts."""
    part = file.slide_master.part.part_related_by(RT.THEME)
    text = part.blob.decode("utf-8")
    text = re.sub(r'<a:latin typeface="[^"]*"', f'<a:latin typeface="{LATIN}"', text)
    text = re.sub(r'<a:ea typeface="[^"]*"', f'<a:ea typeface="{CHINESE}"', text)
    text = re.sub(r'(<a:font script="Hans" typeface=")[^"]*', rf"\g<1>{CHINESE}", text)
    part._blob = text.encode("utf-8")
