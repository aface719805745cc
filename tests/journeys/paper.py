"""A page on paper, read back: its sheets, and every letter with the place where it stands."""

import unicodedata
from dataclasses import dataclass
from typing import Final

import pypdfium2
from playwright.sync_api import Page

A4: Final = (842, 595)
"""Points of a sheet on its long side."""


@dataclass(frozen=True)
class Sheet:
    """One sheet."""

    size: tuple[int, int]
    """In points."""
    text: str
    """Without blanks: where a line breaks on paper says nothing."""
    outside: str
    """What stands beyond the edge of the sheet."""


def printed(page: Page) -> list[Sheet]:
    """Print a page as its style sheet says."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    sheets = []
    for one in document:
        width, height = one.get_size()
        letters = one.get_textpage()
        outside = []
        for place in range(letters.count_chars()):
            left, bottom, right, top = letters.get_charbox(place)
            if left < 0 or bottom < 0 or right > width or top > height:
                outside.append(letters.get_text_range(place, 1))
        text = unicodedata.normalize("NFKC", letters.get_text_range())
        sheets.append(Sheet((round(width), round(height)), "".join(text.split()), "".join(outside).strip()))
    document.close()
    return sheets
