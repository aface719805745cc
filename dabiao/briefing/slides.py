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
from dabiao.briefing.content import Content, Cover, Section, Table, Tile, cited
from dabiao.briefing.slide_charts import CHINESE, LATIN, add_chart
from dabiao.briefing.slide_parts import Slides
from dabiao.briefing.slide_tables import CELL, add_table, row_heights
from dabiao.briefing.slide_texts import MUTED, PAGE, Line, box, bullets, write
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
SENTENCE: Final = 16
"""Points of type of sentences."""
SIZES: Final = (16, 14, 12.5)
"""Larger ones for tables that fit on one slide in them."""
TABLE_SLIDES: Final = 10
"""Slides that one table may take; the workbook and the papers hold all rows."""


def pptx(contents: list[Content], cover: Cover) -> bytes:
    """Return a presentation: the cover, then of every content a slide per finding."""
    deck = _Deck(cover)
    deck.cover()
    for content in contents:
        # Of one target the first finding says all that a slide before it would.
        if len(contents) > 1 and content.page != "target":
            deck.chapter(content)
        for section in content.sections:
            deck.section(content, section)
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
        """Add the slide that opens one of several contents."""
        slide = self.slides.add()
        _bar(slide, 0, 0, 0.22, HEIGHT)
        _place(slide.shapes.title, 1.0, 2.2, 11.2, 1.2)
        _title(slide, content.title, 34, MSO_ANCHOR.BOTTOM)
        box(slide, 1.0, 3.55, 11.2, 2.0, [Line(content.lead, 20)])
        self._foot(slide, content)

    def section(self, content: Content, section: Section) -> None:
        """Add the slides of one finding."""
        sentences = list(section.sentences)
        if section.chart is not None:
            self._chart(content, section, sentences)
        elif section.tiles:
            self._tiles(content, section)
        elif sentences and section.table is None:
            self._sentences(content, section, sentences)
        elif section.table is None:
            with self._titled(content, section, section.heading):
                pass
        if section.table is not None and section.chart is None:
            self._table(content, section, section.table)

    @contextmanager
    def _titled(
        self, content: Content, section: Section, heading: str, more: Sequence[str] = ()
    ) -> Iterator[Any]:
        """Add a slide under a heading; its foot is read last, and its notes say ``more`` of what it shows."""
        slide = self.slides.add()
        points = next((size for size in (28, 24, 20) if fitting.lines(heading, 12.1, size) < 3), 17)
        _title(slide, heading, points, MSO_ANCHOR.MIDDLE)
        yield slide
        self._foot(slide, content)
        notes = [
            content.title,
            content.lead,
            content.provenance,
            *section.sentences,
            *more,
            *_sources(content, section),
        ]
        self.slides.note(slide, notes)

    def _chart(self, content: Content, section: Section, sentences: list[str]) -> None:
        assert section.chart is not None
        wide = WIDTH - 2 * EDGE
        table = section.table
        small = table if table is not None and len(table.rows) < 6 else None
        rest = [] if table is None or small is not None else _written(table)
        left = wide if not sentences else 7.7
        low = BOTTOM - (0.36 * (len(small.rows) + 1) + 0.1 if small else 0)
        with self._titled(content, section, section.heading, rest) as slide:
            frame = add_chart(slide, section.chart, *_at(EDGE, TOP, left, low - TOP))
            _describe(frame, section.heading)
            if small is not None:
                shown = add_table(slide, small, slice(0, len(small.rows)), EDGE, low + 0.05, left, CELL)
                _describe(shown, small.caption)
            if sentences:
                room = wide - left - 0.35
                bullets(slide, sentences, EDGE + left + 0.35, TOP, room, BOTTOM - TOP, SENTENCE)

    def _tiles(self, content: Content, section: Section) -> None:
        each = (WIDTH - 2 * EDGE + 0.25) / len(section.tiles)
        wide = WIDTH - 2 * EDGE
        with self._titled(content, section, section.heading) as slide:
            for place, tile in enumerate(section.tiles):
                _card(slide, tile, EDGE + place * each, each - 0.25)
            bullets(slide, section.sentences, EDGE, TOP + 1.8, wide, BOTTOM - TOP - 1.8, SENTENCE)

    def _sentences(self, content: Content, section: Section, sentences: list[str]) -> None:
        wide = WIDTH - 2 * EDGE
        heights = [0.32 * fitting.lines(text, wide - 0.3, SENTENCE + 2) + 0.14 for text in sentences]
        parts = list(fitting.pages(heights, BOTTOM - TOP))
        for place, part in enumerate(parts):
            with self._titled(content, section, _numbered(section.heading, place, len(parts))) as slide:
                bullets(slide, sentences[part], EDGE, TOP, wide, BOTTOM - TOP, SENTENCE + 2)

    def _table(self, content: Content, section: Section, table: Table) -> None:
        wide = WIDTH - 2 * EDGE
        said = section.sentences if section.chart is None and not section.tiles else ()
        above = 0.1 + sum(0.3 * fitting.lines(text, wide, SENTENCE) for text in said) if said else 0.0
        room = BOTTOM - TOP - 0.75 - above
        size = next((one for one in SIZES if sum(row_heights(table, wide, one)) <= room), CELL)
        parts = list(fitting.pages(row_heights(table, wide, size), room))
        left_out = table.left_out + sum(_rows(part) for part in parts[TABLE_SLIDES:])
        shown = parts[:TABLE_SLIDES]
        for place, part in enumerate(shown):
            with self._titled(content, section, _numbered(section.heading, place, len(shown))) as slide:
                if said:
                    box(slide, EDGE, TOP, wide, above, [Line(text, SENTENCE) for text in said])
                shape = add_table(slide, table, part, EDGE, TOP + above, wide, size)
                _describe(shape, table.caption)
                if left_out and place == len(shown) - 1:
                    rest = Line(marks.left_out(left_out, self.told.language), 11, MUTED)
                    box(slide, EDGE, BOTTOM - 0.3, wide, 0.3, [rest])

    def sources(self, contents: Sequence[Content]) -> None:
        """Add the slides that name who published the figures of every content."""
        wide = WIDTH - 2 * EDGE
        told = []
        for content in contents:
            if content.sources:
                told.append(Line(content.title, 12, bold=True))
            told += [Line(f"[{place}] {source}", 12) for place, source in enumerate(content.sources, start=1)]
        heights = [0.05 + 0.23 * fitting.lines(line.text, wide, 12) for line in told]
        heading = self.say("Sources of the figures")
        parts = list(fitting.pages(heights, BOTTOM - TOP))
        for place, part in enumerate(parts):
            section = Section(_numbered(heading, place, len(parts)))
            with self._titled(contents[0], section, section.heading) as slide:
                box(slide, EDGE, TOP, wide, BOTTOM - TOP, told[part])

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


def _card(slide: Any, tile: Tile, left: float, wide: float) -> None:
    """Add a figure of the headline."""
    card = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_at(left, TOP, wide, 1.55))
    card.fill.solid()
    card.fill.fore_color.rgb = PALE
    card.line.fill.background()
    card.shadow.inherit = False
    _bar(slide, left, TOP, 0.08, 1.55, RGBColor.from_string(tile.colour[1:]))
    card.text_frame.margin_left = Inches(0.25)
    card.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    write(card.text_frame, [Line(str(tile.value), 40, bold=True), Line(tile.name, 16, MUTED)])


def _written(table: Table) -> list[str]:
    """Return the rows of a table that has no room beside its chart."""
    heads = [column.name for column in table.columns]
    return [" | ".join(row) for row in (heads, *([cell.text for cell in cells] for cells in table.rows))]


def _rows(part: slice) -> int:
    return int(part.stop - part.start)


def _numbered(heading: str, place: int, total: int) -> str:
    return heading if total == 1 else f"{heading} ({place + 1}/{total})"


def _sources(content: Content, section: Section) -> list[str]:
    """Return the sources that a section refers to, each with its number."""
    texts = [section.heading, *section.sentences]
    if section.table is not None:
        texts += [cell.text for row in section.table.rows for cell in row]
    told = enumerate(content.sources, start=1)
    named = set(cited(texts))
    return [f"[{number}] {source}" for number, source in told if number in named]


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
