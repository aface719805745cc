"""Rows of texts as a table that turns into cards on a phone, with links, notes and the shapes of statuses."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import streamlit as st

from dabiao.locale import catalog
from dabiao.numbers import MINUS, NOTHING, number
from dabiao.settings import Language
from dabiao.web import ui

LIMIT: Final = 100
"""Rows shown of a long table; the download beside it holds all."""


class Cell(NamedTuple):
    """What stands in one field of a table."""

    text: str
    """Where it has several lines, so has the field."""
    note: str = ""
    """Small, under the text."""
    link: str = ""
    status: str = ""
    """A status whose shape and colour stand before the text."""
    more: str = ""
    """What a tap on the text shows."""
    whole: bool = False
    """Not broken into lines of its own, as a date or an amount."""


Row = Sequence[Cell | str]
_AMOUNT: Final = re.compile(rf"{MINUS}?[\d,.]+%?|{NOTHING}")


def show(
    caption: str,
    headings: Sequence[str],
    rows: Sequence[Row],
    language: Language,
    *,
    total: int | None = None,
) -> None:
    """Show rows under their headings.

    Args:
        caption: what the table holds, for screen readers.
        headings: of the columns; the first column names the row.
        rows: texts, or cells where there is more to show.
        language: of what is said of rows left out.
        total: how many rows there are, where not all are given.
    """
    cells = [[Cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    ui.show("records", language, caption=caption, headings=headings, rows=cells, amounts=_amounts(cells))
    if total is not None and total > len(rows):
        st.caption(
            catalog(language)
            .gettext("The first {shown} of {total} rows; the download holds all of them.")
            .format(shown=number(len(rows), language), total=number(total, language))
        )


def _amounts(rows: Sequence[Sequence[Cell]]) -> set[int]:
    """Return the places of the columns, behind the first, that hold numbers and nothing else."""
    columns = list(zip(*rows, strict=True))
    return {
        place
        for place, column in enumerate(columns)
        if place
        and all(_AMOUNT.fullmatch(cell.text) for cell in column)
        and any(cell.text != NOTHING for cell in column)
    }
