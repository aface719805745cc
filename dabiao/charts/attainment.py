"""Attainment of many targets side by side: one mark each, grouped by area."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

import polars as pl

from dabiao import wording
from dabiao.charts import theme
from dabiao.settings import Language
from dabiao.terms import status_label

SHOWN_TO: Final = 1.6
"""Attainments beyond this share are drawn at the edge with their figure; marks may clip, numbers not."""
SHOWN_FROM: Final = -0.1
LABELLED_UP_TO: Final = 24
"""With more marks than this, names would cover each other; they stand in the hover and the table instead."""
TEXT_TURNS_AT: Final = 0.65
"""Right of here a mark's name stands on its left, so that it stays inside on a phone."""
LANE_HEIGHT: Final = 34


def attainment_by_area(rows: pl.DataFrame, *, language: Language, dark: bool) -> theme.Figure:
    """Return a mark per target on a scale of attainment; each has a lane of its own while there are few.

    Args:
        rows: status rows (`dabiao.progress.status`) of which at least one has an attainment.
        language: of names and figures.
        dark: whether the page is dark.
    """
    colours = theme.palette(dark)
    known = rows.filter(pl.col("attainment").is_not_null()).sort("area_code", "attainment")
    labelled = known.height <= LABELLED_UP_TO
    data: list[dict[str, Any]] = []
    headers: list[dict[str, Any]] = []
    lane = 0
    for area, marks in _by_area(known, language):
        headers.append(_header(area, lane, colours))
        for row in marks:
            lane += 1 if labelled else 0
            data.append(_mark(row, lane, colours, language, labelled=labelled))
        lane += 1
    return {
        "data": data,
        "layout": theme.layout(
            colours,
            height=44 + LANE_HEIGHT * lane,
            margin={"l": 4, "r": 4, "t": 4, "b": 36},
            xaxis={
                "range": [SHOWN_FROM * 100 - 4, SHOWN_TO * 100 + 6],
                "tickvals": [0, 50, 100, 150],
                "ticktext": ["0%", "50%", "100%", "150%"],
                "fixedrange": True,
            },
            yaxis={"visible": False, "range": [lane - 0.5, -0.5], "fixedrange": True},
            annotations=headers,
            shapes=[_whole(colours)],
        ),
    }


def _by_area(rows: pl.DataFrame, language: Language) -> Iterator[tuple[str, list[wording.Row]]]:
    for area, marks in groupby(wording.rows(rows), lambda row: wording.name(row, "area", language)):
        yield area, list(marks)


def _header(area: str, lane: int, colours: theme.Palette) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 0,
        "y": lane,
        "xanchor": "left",
        "yanchor": "middle",
        "showarrow": False,
        "text": f"<b>{area}</b>",
        "font": {"size": 15, "color": colours.ink},
    }


def _mark(
    row: wording.Row, lane: int, colours: theme.Palette, language: Language, *, labelled: bool
) -> dict[str, Any]:
    share = row["attainment"]
    place = max(SHOWN_FROM, min(share, SHOWN_TO))
    colour = colours.status(row["status"])
    arrow = " →" if share > SHOWN_TO else ""
    name = wording.name(row, "indicator", language)
    return {
        "type": "scatter",
        "mode": "markers+text" if labelled else "markers",
        "x": [place * 100],
        "y": [lane],
        "marker": {
            "symbol": theme.MARKS[row["status"]],
            "size": 16,
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        "text": [f"  {name} <b>{wording.attainment(row, language)}</b>{arrow}  "],
        "textposition": "middle left" if place > TEXT_TURNS_AT else "middle right",
        "textfont": {"size": 14, "color": colours.ink},
        "cliponaxis": False,
        "hovertemplate": theme.HOVER,
        "customdata": [
            [
                name,
                wording.reached(row, language),
                status_label(row["status"], language),
            ]
        ],
    }


def _whole(colours: theme.Palette) -> dict[str, Any]:
    line = {"color": colours.muted, "width": 2}
    return {
        "type": "line",
        "x0": 100,
        "x1": 100,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": line,
        "layer": "below",
    }
