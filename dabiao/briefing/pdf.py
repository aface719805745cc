"""A .pdf of contents: A4, page numbers, letters and charts as vectors, its fonts embedded."""

import datetime as dt
import json
from pathlib import Path
from typing import Any, Final

from dabiao.briefing import fitting, fonts, marks
from dabiao.briefing.content import Content, Cover, Section, Table
from dabiao.briefing.pdf_charts import drawn
from dabiao.exports import DEMO_MARK
from dabiao.locale import catalog
from dabiao.settings import settings

LAYOUT: Final = Path(__file__).with_name("briefing.typ")
WIDE: Final = 6.69
"""Inches between the margins of a page."""
SIZES: Final = (8.0, 7.0)
"""Points of type of tables: smaller where a wide one would break its texts otherwise."""
INSET: Final = 0.09
"""Inches beside the text of a cell."""
LEADING: Final = 1.75
"""Height of a line beside the size of its type."""
TALLEST: Final = 600.0
"""Points of a row that stands on one page, under its heading."""


def pdf(contents: list[Content], cover: Cover) -> bytes:
    """Return a paper for print; the same contents give the same file.

    Raises:
        NoFontError: this machine has no font with Chinese characters.
    """
    import typst

    held, families, latin = fonts.found(settings().fonts)
    told = json.dumps(_told(contents, cover, families, latin), ensure_ascii=False)
    compiler = typst.Compiler(str(LAYOUT), font_paths=held, sys_inputs={"told": told})
    written = compiler.compile(format="pdf", timestamp=int(cover.made_at.astimezone(dt.UTC).timestamp()))
    assert isinstance(written, bytes)
    return written


def _told(contents: list[Content], cover: Cover, families: tuple[str, ...], latin: str) -> dict[str, Any]:
    _ = catalog(cover.language).gettext
    facts = []
    if cover.number:
        facts.append(_("Document No. {number}").format(number=cover.number))
    if cover.digest:
        facts.append(f"SHA-256 {cover.digest}")
    if cover.verify:
        facts.append(_("Verify at {address}").format(address=cover.verify))
    return {
        "title": cover.title,
        "issuer": cover.issuer,
        "line": f"{cover.date.isoformat()} · {cover.issuer}",
        "language": cover.language,
        "fonts": families,
        "signs": latin if cover.language == "en" else "",
        "head": " · ".join(part for part in (cover.title, cover.number) if part),
        "mark": DEMO_MARK if cover.workspace == "demo" else "",
        "facts": facts,
        "qr": marks.qr_drawing(cover.verify) if cover.verify else "",
        "qr_alt": _("QR code of the address at which this document is verified"),
        "contents": [_content(content, cover) for content in contents],
    }


def _content(content: Content, cover: Cover) -> dict[str, Any]:
    _ = catalog(cover.language).gettext
    return {
        "title": content.title,
        "lead": content.lead,
        "provenance": content.provenance,
        "sections": [_section(section, cover) for section in content.sections],
        "sources_title": _("Sources of the figures: {title}").format(title=content.title),
        "sources": [f"[{number}] {source}" for number, source in enumerate(content.sources, start=1)],
    }


def _section(section: Section, cover: Cover) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "tiles": [
            {"name": tile.name, "value": str(tile.value), "colour": tile.colour} for tile in section.tiles
        ],
        "sentences": section.sentences,
        "chart": None if section.chart is None else drawn(section.chart, cover.language),
        "table": None if section.table is None else _table(section.table, cover),
    }


def _table(table: Table, cover: Cover) -> dict[str, Any]:
    size = fitting.size(table, WIDE, SIZES)
    widths = fitting.widths(table, WIDE, size)
    lines = fitting.row_lines(table, widths, size, INSET)
    return {
        "size": size,
        "widths": widths,
        "whole": [LEADING * size * count < TALLEST for count in lines],
        "right": [column.kind != "text" for column in table.columns],
        "heads": [column.name for column in table.columns],
        "cells": [[cell.text for cell in row] for row in table.rows],
        "more": marks.left_out(table.left_out, cover.language) if table.left_out else "",
    }
