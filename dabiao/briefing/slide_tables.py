"""Tables of a presentation, written as they stand in the file: the library takes long over every cell."""

from functools import lru_cache
from typing import Any, Final
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from dabiao.briefing import fitting
from dabiao.briefing.content import Table

CELL: Final = 11
"""Points of the smallest type."""
INSET: Final = 0.16
"""Inches of a cell beside its text."""
INK: Final = "18212F"
HEAD: Final = "D9E3EC"
STRIPE: Final = "EEF2F6"
NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""Id of the style that draws nothing."""


def add_table(
    slide: Any,
    table: Table,
    part: slice,
    left: float,
    top: float,
    width: float,
    points: float,
    spread: float = 1.0,
) -> Any:
    """Add some rows of a table to a slide, with its heading, and return its shape.

    Args:
        slide: where to.
        table: what.
        part: the rows.
        left: inches from the left.
        top: inches from the top.
        width: in inches.
        points: size of type.
        spread: how many times as high as their texts need rows are.
    """
    rows = table.rows[part]
    at = (Inches(left), Inches(top), Inches(width), Inches(0.3 * (len(rows) + 1)))
    shape = slide.shapes.add_table(1, 1, *at)
    grid = shape._element.graphic.graphicData.find(qn("a:tbl"))
    grid.getparent().replace(grid, parse_xml(_grid(table, part, width, points, spread)))
    return shape


@lru_cache(maxsize=16)  # asked of one table for each size of type and each of its slides
def row_heights(table: Table, width: float, points: float) -> tuple[float, ...]:
    """Return how high the rows of a table are, in inches."""
    columns = fitting.widths(table, width, points)
    return tuple(_high(count, points) for count in fitting.row_lines(table, columns, points, INSET))


def is_whole(table: Table, width: float, points: float) -> bool:
    """Return whether no word of a table is broken in a size of type."""
    return points == CELL or fitting.keeps_words(table, width, points, INSET)


@lru_cache(maxsize=16)
def head_height(table: Table, width: float, points: float) -> float:
    """Return how high the headings of a table are, in inches; they are bold, and so a little wider."""
    wide = fitting.widths(table, width, points)
    told = zip(table.columns, wide, strict=True)
    return _high(max(fitting.lines(column.name, one - INSET, 1.08 * points) for column, one in told), points)


def _high(lines: int, points: float) -> float:
    return 0.09 + 0.0172 * points * lines


def _grid(table: Table, part: slice, width: float, points: float, spread: float) -> str:
    columns = "".join(f'<a:gridCol w="{Inches(one)}"/>' for one in fitting.widths(table, width, points))
    right = [column.kind != "text" for column in table.columns]
    heads = [column.name for column in table.columns]
    rows = [_row(heads, right, points, head_height(table, width, points), HEAD, bold=True)]
    heights = [spread * high for high in row_heights(table, width, points)[part]]
    for place, (row, height) in enumerate(zip(table.rows[part], heights, strict=True)):
        texts = [cell.text for cell in row]
        rows.append(_row(texts, right, points, height, STRIPE if place % 2 else None))
    return (
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1" bandRow="1">'
        f"<a:tableStyleId>{NO_STYLE}</a:tableStyleId></a:tblPr>"
        f"<a:tblGrid>{columns}</a:tblGrid>{''.join(rows)}</a:tbl>"
    )


def _row(
    texts: list[str], right: list[bool], points: float, height: float, fill: str | None, *, bold: bool = False
) -> str:
    cells = "".join(
        _cell(text, points, "r" if one else "l", fill, bold) for text, one in zip(texts, right, strict=True)
    )
    return f'<a:tr h="{Inches(height)}">{cells}</a:tr>'


def _cell(text: str, points: float, side: str, fill: str | None, bold: bool) -> str:
    painted = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>' if fill else "<a:noFill/>"
    size = f'sz="{round(points * 100)}" b="{int(bold)}"'
    ink = f'<a:solidFill><a:srgbClr val="{INK}"/></a:solidFill>'
    run = f"<a:r><a:rPr {size}>{ink}</a:rPr><a:t>{escape(text)}</a:t></a:r>" if text else ""
    return (
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{side}"/>{run}'
        f"<a:endParaRPr {size}/></a:p></a:txBody>"
        f'<a:tcPr marL="{Inches(0.07)}" marR="{Inches(0.07)}" marT="{Inches(0.03)}" marB="{Inches(0.03)}" '
        f'anchor="ctr">{painted}</a:tcPr></a:tc>'
    )
