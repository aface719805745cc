"""The provinces on tiles, as a part of a page."""

from typing import Any

import polars as pl
import streamlit as st

from dabiao import provinces, wording
from dabiao.charts.tile_map import tile_map
from dabiao.model import RollUp
from dabiao.web import reading, ui
from dabiao.web.menu import AREA
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
    tiles, names = st.columns([3, 2], gap="large")
    with tiles:
        ui.chart(
            tile_map(standing, language=language, colours=ui.palette(view)),
            finding=finding,
            key="map",
            language=language,
            table=map_table(standing, language),
        )
    with names:
        ui.show("provinces", language, groups=_by_group(standing, view))


def _by_group(standing: pl.DataFrame, view: View) -> list[dict[str, Any]]:
    """Return the areas that have a target under the group that colours them, most targets in it first."""
    groups = []
    for group in (RollUp.BEHIND, RollUp.ON_TRACK, RollUp.ACHIEVED, RollUp.NO_DATA):
        found = standing.filter(pl.col("group") == str(group)).sort(
            str(group), "area_code", descending=[True, False]
        )
        areas = [
            {
                "name": wording.name(row, "area", view.language),
                "count": row[str(group)],
                "link": view.link(AREA, area=row["area_code"]),
            }
            for row in wording.rows(found)
        ]
        groups.append({"group": str(group), "areas": areas})
    return [one for one in groups if one["areas"]]
