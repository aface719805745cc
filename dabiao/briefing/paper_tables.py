"""Tables of a paper, written as they stand in the file: the library takes long over every cell."""

from typing import Any, Final
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dabiao.briefing import fitting
from dabiao.briefing.content import Table

SIZES: Final = (8.5, 7.5)
"""Points of type: smaller where a wide table would break its texts otherwise."""
TWIPS_PER_INCH: Final = 1440
LINE: Final = 'w:val="single" w:sz="4" w:space="0" w:color="B8C2CC"'
HEAD: Final = "E3EAF1"


def table_of(table: Table, width: float) -> Any:
    """Return the element of a table that is ``width`` inches wide; its heading stands on every page."""
    size = fitting.size(table, width, SIZES)
    columns = [round(inches * TWIPS_PER_INCH) for inches in fitting.widths(table, width, size)]
    right = [column.kind != "text" for column in table.columns]
    rows = [_row([column.name for column in table.columns], columns, right, size, head=True)]
    rows += [_row([cell.text for cell in row], columns, right, size) for row in table.rows]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in columns)
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders><w:top {LINE}/><w:bottom {LINE}/><w:insideH {LINE}/></w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="50" w:type="dxa"/>'
        '<w:right w:w="50" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblCaption w:val="{escape(table.caption, {chr(34): "&quot;"})}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(texts: list[str], columns: list[int], right: list[bool], size: float, *, head: bool = False) -> str:
    whole = "<w:cantSplit/><w:tblHeader/>" if head else "<w:cantSplit/>"
    cells = "".join(
        _cell(text, wide, "right" if one else "left", size, head)
        for text, wide, one in zip(texts, columns, right, strict=True)
    )
    return f"<w:tr><w:trPr>{whole}</w:trPr>{cells}</w:tr>"


def _cell(text: str, wide: int, side: str, points: float, head: bool) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD}"/>' if head else ""
    size = f'{"<w:b/>" if head else ""}<w:sz w:val="{round(points * 2)}"/>'
    told = f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:after="0"/><w:jc w:val="{side}"/></w:pPr>'
        f"<w:r><w:rPr>{size}</w:rPr>{told}</w:r></w:p></w:tc>"
    )
