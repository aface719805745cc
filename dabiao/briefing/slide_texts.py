"""Texts of a presentation, written as they stand in the file: the library takes long over every run."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from dabiao.briefing import fitting

INK: Final = "18212F"
MUTED: Final = "5A6675"
NAMES: Final = nsdecls("a", "p")
SIZES: Final = (20, 18, 16, 14, 12.5, 11, 10)
"""Points of type that sentences are tried in, after the largest that is asked for."""
INDENT: Final = 0.2
AFTER: Final = 0.45
"""Room after a sentence, beside the size of its type."""
PAGE: Final = "\x00"
"""Stands for the number of the slide: no text that people type holds this character."""


class Line(NamedTuple):
    """A paragraph."""

    text: str
    points: float
    colour: str = INK
    bold: bool = False
    side: str = "l"
    """``l``, ``r`` or ``ctr``."""
    bullet: bool = False


def write(frame: Any, lines: Sequence[Line]) -> None:
    """Put paragraphs into a text frame in place of what is in it."""
    body = frame._txBody
    for line in body.findall(qn("a:p")):
        body.remove(line)
    for line in lines:
        body.append(parse_xml(_paragraph(line)))


def paragraphs(texts: Iterable[str]) -> Any:
    """Return the body of a text frame with plain paragraphs."""
    told = "".join(f"<a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p>" for text in texts)
    return parse_xml(f"<p:txBody {NAMES}><a:bodyPr/><a:lstStyle/>{told or '<a:p/>'}</p:txBody>")


def _paragraph(line: Line) -> str:
    size = f'sz="{round(line.points * 100)}" b="{int(line.bold)}"'
    ink = f'<a:solidFill><a:srgbClr val="{line.colour}"/></a:solidFill>'
    marks = ""
    if line.bullet:
        after = f'<a:spcAft><a:spcPts val="{round(AFTER * line.points * 100)}"/></a:spcAft>'
        marks = f'{after}<a:buChar char="•"/>'
    place = f' marL="{Inches(INDENT)}" indent="-{Inches(INDENT)}"' if line.bullet else ""
    if line.text == PAGE:
        told = (
            f'<a:fld id="{{86CB4B4D-7CA3-9044-876B-883B54F8677D}}" type="slidenum">'
            f"<a:rPr {size}>{ink}</a:rPr><a:t>‹#›</a:t></a:fld>"
        )
    else:
        told = f"<a:r><a:rPr {size}>{ink}</a:rPr><a:t>{escape(line.text)}</a:t></a:r>"
    return f'<a:p {NAMES}><a:pPr algn="{line.side}"{place}>{marks}</a:pPr>{told}</a:p>'


def box(slide: Any, left: float, top: float, width: float, height: float, lines: Sequence[Line]) -> Any:
    """Add a text box at a place in inches and return its shape."""
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write(frame, lines)
    return shape


def bullets(
    slide: Any, texts: Sequence[str], left: float, top: float, width: float, height: float, points: float
) -> None:
    """Write sentences below one another in the largest type in which they fit."""
    sizes = [points, *(size for size in SIZES if size < points)]
    size = next((one for one in sizes if bullets_height(texts, width, one) <= height), sizes[-1])
    box(slide, left, top, width, height, [Line(text, size, bullet=True) for text in texts])


def bullets_height(texts: Sequence[str], width: float, points: float) -> float:
    """Return how high sentences below one another are, in inches."""
    return sum((1.22 * fitting.lines(text, width - INDENT, points) + AFTER) * points / 72 for text in texts)
