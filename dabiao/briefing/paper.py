"""A .docx of contents: A4, headings, tables and charts that can be edited, page numbers, sources."""

from io import BytesIO
from itertools import count
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, nsmap, qn
from docx.shared import Mm, Pt, RGBColor
from pptx import Presentation

from dabiao.briefing import marks
from dabiao.briefing.content import Chart, Content, Cover, Section, Table
from dabiao.briefing.paper_tables import table_of
from dabiao.briefing.slide_charts import CHINESE, LATIN, add_chart
from dabiao.exports import DEMO_MARK
from dabiao.locale import catalog

WIDE: Final = 170.0
"""Millimetres between the margins of a page."""
CHART_HIGH: Final = {"bars": 9.0, "stacked": 8.0, "path": 0.0}
"""Millimetres per bar."""
PATH_HIGH: Final = 75.0
MUTED: Final = RGBColor(0x5A, 0x66, 0x75)
BODY: Final = 10.5
EMU_PER_MM: Final = 36_000
MM_PER_INCH: Final = 25.4
VML: Final = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
WATERMARK: Final = (
    '<w:pict {names}><v:shapetype id="t136" coordsize="1600,21600" o:spt="136" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t" o:connecttype="rect"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="mark{number}" type="#t136" style="position:absolute;width:380pt;height:95pt;'
    "rotation:315;z-index:-251658752;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" fillcolor="#e4e8ec" stroked="f">'
    '<v:textpath style="font-family:&quot;{font}&quot;;font-size:1pt" string="{text}"/></v:shape></w:pict>'
)


def docx(contents: list[Content], cover: Cover) -> bytes:
    """Return a paper: the cover, then of every content its findings, at the end who published the figures."""
    paper = _Paper(cover)
    paper.cover()
    for content in contents:
        paper.content(content)
    paper.sources(contents)
    file = BytesIO()
    paper.file.save(file)
    return marks.unchanging(file.getvalue(), cover.made_at)


class _Paper:
    """A paper in the making."""

    def __init__(self, cover: Cover) -> None:
        self.told = cover
        self.say = catalog(cover.language).gettext
        self.file: Any = Document()
        self.charts = count(1)
        deck: Any = Presentation()
        self.slide = deck.slides.add_slide(deck.slide_layouts[6])
        page = self.file.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(20)
        page.top_margin = page.bottom_margin = Mm(22)
        self._styles()
        self._edges(page)
        properties = self.file.core_properties
        properties.title, properties.author = cover.title, cover.issuer
        properties.subject = " ".join(part for part in (cover.number, cover.digest) if part)
        properties.comments = ""
        properties.created = properties.modified = cover.made_at.replace(tzinfo=None)
        properties.last_modified_by, properties.revision = "Dabiao", 1

    def _styles(self) -> None:
        sizes = {"Normal": BODY, "Title": 26, "Heading 1": 18, "Heading 2": 13, "List Bullet": BODY}
        for name, points in sizes.items():
            style = self.file.styles[name]
            style.font.size, style.font.name = Pt(points), LATIN
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            fonts.set(qn("w:eastAsia"), CHINESE)
            if name != "Normal" and name != "List Bullet":
                style.font.color.rgb = RGBColor(0x18, 0x21, 0x2F)
                style.font.bold = True
        self.file.styles["Normal"].paragraph_format.space_after = Pt(5)
        self.file.styles["List Bullet"].paragraph_format.space_after = Pt(3)

    def _edges(self, page: Any) -> None:
        """Let every page tell what document it is of, and its number."""
        head = page.header.paragraphs[0]
        self._run(head, " · ".join(part for part in (self.told.title, self.told.number) if part), 8.5)
        if self.told.workspace == "demo":
            names = f"{nsdecls('w')} {VML}"
            mark = WATERMARK.format(names=names, number=1, font=CHINESE, text=DEMO_MARK)
            head.add_run()._r.append(parse_xml(mark))
        foot = page.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for place, name in enumerate(("PAGE", "NUMPAGES")):
            if place:
                self._run(foot, " / ", 8.5)
            run = self._run(foot, "", 8.5)
            for kind, text in (("begin", None), (None, name), ("separate", None), (None, ""), ("end", None)):
                if kind is not None:
                    part = OxmlElement("w:fldChar")
                    part.set(qn("w:fldCharType"), kind)
                elif text:
                    part = OxmlElement("w:instrText")
                    part.text = f" {text} "
                else:
                    part = OxmlElement("w:t")
                    part.text = "1"
                run._r.append(part)

    def _run(self, line: Any, text: str, points: float, *, bold: bool = False, muted: bool = True) -> Any:
        run = line.add_run(text)
        run.font.size, run.font.bold = Pt(points), bold
        if muted:
            run.font.color.rgb = MUTED
        return run

    def cover(self) -> None:
        """Write what the document is and how it is verified."""
        told, _ = self.told, self.say
        self.file.add_paragraph(told.title, style="Title")
        line = self.file.add_paragraph()
        self._run(line, f"{told.date.isoformat()} · {told.issuer}", 12, muted=False)
        if told.number:
            self._run(self.file.add_paragraph(), _("Document No. {number}").format(number=told.number), 10.5)
        if told.digest:
            self._run(self.file.add_paragraph(), f"SHA-256 {told.digest}", 8.5)
        if told.verify:
            line = self.file.add_paragraph()
            self._run(line, _("Verify at {address}").format(address=told.verify), 8.5)
            picture = (
                self.file.add_paragraph().add_run().add_picture(BytesIO(marks.qr(told.verify)), width=Mm(28))
            )
            picture._inline.docPr.set("descr", _("QR code of the address at which this document is verified"))

    def content(self, content: Content) -> None:
        """Write one content."""
        self.file.add_heading(content.title, level=1)
        lead, provenance = self.file.add_paragraph(), self.file.add_paragraph()
        self._run(lead, content.lead, 12, bold=True, muted=False)
        self._run(provenance, content.provenance, 8.5)
        for line in (lead, provenance):
            line.paragraph_format.keep_with_next = True  # a chapter does not begin at the foot of a page
        for section in content.sections:
            self._section(section)

    def _section(self, section: Section) -> None:
        heading = self.file.add_heading(section.heading, level=2)
        heading.paragraph_format.keep_with_next = True
        lines = []
        if section.tiles:
            told = " · ".join(f"{tile.name} {tile.value}" for tile in section.tiles)
            lines.append(self.file.add_paragraph())
            self._run(lines[0], told, BODY, bold=True, muted=False)
        lines += [self.file.add_paragraph(text, style="List Bullet") for text in section.sentences]
        for line in lines if section.chart is not None else ():
            line.paragraph_format.keep_with_next = True  # the chart stands on the page of what is said of it
        if section.chart is not None:
            self._chart(section.chart, section.heading)
        if section.table is not None:
            self._table(section.table)

    def _chart(self, chart: Chart, told: str) -> None:
        """Draw a chart whose data opens in the office program: one of a presentation, moved over."""
        high = PATH_HIGH if chart.kind == "path" else 25 + CHART_HIGH[chart.kind] * len(chart.categories)
        high = min(high, 220.0)
        frame = add_chart(self.slide, chart, 0, 0, Mm(WIDE), Mm(high), Pt(9))
        number = next(self.charts)
        source, package = frame.chart.part, self.file.part.package
        book = Part(
            PackURI(f"/word/embeddings/chart{number}.xlsx"),
            CT.SML_SHEET,
            source.chart_workbook.xlsx_part.blob,
            package,
        )
        drawn = Part(PackURI(f"/word/charts/chart{number}.xml"), CT.DML_CHART, source.blob, package)
        drawn.load_rel(RT.PACKAGE, book, _data_id(source))
        own = self.file.part.relate_to(drawn, RT.CHART)
        line = self.file.add_paragraph()
        line.add_run()._r.append(_inline(own, number, WIDE, high, told))

    def _table(self, table: Table) -> None:
        end = self.file.add_paragraph()
        end._p.addprevious(table_of(table, WIDE / MM_PER_INCH))
        if table.left_out:
            self._run(end, marks.left_out(table.left_out, self.told.language), 8.5)

    def sources(self, contents: list[Content]) -> None:
        """Write who published the figures of each content."""
        for content in contents:
            if not content.sources:
                continue
            heading = self.say("Sources of the figures: {title}").format(title=content.title)
            self.file.add_heading(heading, level=2)
            for number, source in enumerate(content.sources, start=1):
                self._run(self.file.add_paragraph(), f"[{number}] {source}", 9, muted=False)


def _data_id(chart_part: Any) -> str:
    """Return the id under which a chart refers to its workbook."""
    found = chart_part._element.xpath("c:externalData/@r:id")
    return str(found[0])


def _inline(own: str, number: int, wide: float, high: float, told: str) -> Any:
    drawing = parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'r', 'c')}>"
        f'<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{int(wide * EMU_PER_MM)}" cy="{int(high * EMU_PER_MM)}"/>'
        f'<wp:docPr id="{1000 + number}" name="chart{number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{nsmap["c"]}">'
        f'<c:chart r:id="{own}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    drawing.xpath(".//wp:docPr")[0].set("descr", told)
    return drawing
