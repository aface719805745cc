"""The provinces on tiles, as a part of a page."""

import streamlit as st

from dabiao import provinces
from dabiao.charts.tile_map import tile_map
from dabiao.web import reading, ui
from dabiao.web.view import Moment, View
from dabiao.wording.provinces import map_finding, map_table


def show(view: View, moment: Moment, framework: str | None) -> None:
    """Show how the targets of every province stand.

    Args:
        view: the page's choices.
        moment: what is shown.
        framework: id of the one framework shown, None for all.
    """
    language = view.language
    standing = provinces.standing(
        reading.tiles(moment.publication), reading.provinces(moment, framework=framework)
    )
    finding = map_finding(standing, language)
    st.header(finding, anchor=False)
    ui.chart(
        tile_map(standing, language=language, colours=ui.palette(view)),
        finding=finding,
        key="map",
        language=language,
        table=map_table(standing, language),
    )
