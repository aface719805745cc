"""The section that offers everything at the moment chosen: figures, targets, status."""

from typing import Final

import polars as pl
import streamlit as st

from dabiao import exports
from dabiao.numbers import number
from dabiao.web import reading, ui
from dabiao.web.data import readings
from dabiao.web.data.catalogue import TARGET_COLUMNS
from dabiao.web.view import Moment, View

STATUS_COLUMNS: Final = (
    *("area_code", "area_name_zh", "area_name_en", "framework_id", "framework_name_zh", "framework_name_en"),
    *(
        "indicator_code",
        "indicator_name_zh",
        "indicator_name_en",
        "target_id",
        "comparator",
        "target",
        "unit_name_zh",
        "unit_name_en",
    ),
    *("deadline", "basis", "series", "period", "value", "bound", "baseline", "baseline_period", "attainment"),
    *("time_share", "pace_gap", "pace_ratio", "distance", "required_pace", "average_pace"),
    *("status", "roll_up", "flags"),
)
SHOWN: Final = 200
"""Rows of a file shown on the page."""


def show(view: View, moment: Moment) -> None:
    """Show the first rows of each file and offer it whole."""
    _ = view.gettext
    status = reading.status(moment)
    ui.lead(
        _("Figures, targets and status at the moment chosen above, with their types and their origin"),
        _(
            "Every file says of which publication, moment and workspace it is. In CSV an apostrophe stands "
            "before a text that a spreadsheet would take for a formula."
        ),
    )
    _file(view, moment, readings.figures(moment), _("Figures"))
    _file(view, moment, status.select(TARGET_COLUMNS), _("Numeric targets"))
    _file(view, moment, status.select(STATUS_COLUMNS), _("Status of the targets"))


def _file(view: View, moment: Moment, frame: pl.DataFrame, title: str) -> None:
    _ = view.gettext
    st.header(title, anchor=False)
    readable = exports.readable(frame.head(SHOWN), view.language)
    st.dataframe(readable, width="stretch", height=280, hide_index=True, placeholder="")
    st.caption(
        _("{shown} of {total} rows shown, {columns} columns").format(
            shown=number(readable.height, view.language),
            total=number(frame.height, view.language),
            columns=readable.width,
        )
    )
    ui.downloads(view, moment, frame, title)
