"""Attainment of many targets side by side: one mark each, grouped by area."""

import math
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

import polars as pl

from dabiao import wording
from dabiao.charts import theme
from dabiao.charts.lanes import broken
from dabiao.settings import Language
from dabiao.terms import status_label

SHOWN_TO: Final = 1.6
"""Attainments beyond this share are drawn at the edge with their figure; marks may clip, numbers not."""
SHOWN_FROM: Final = -0.1
LABELLED_UP_TO: Final = 24
"""With more marks than this, names would cover each other; they stand in the hover and the table instead."""
LANE_HEIGHT: Final = 58
TWO_LINES: Final = 74
"""Height of a lane where a name takes two lines."""
NAME_LINE: Final = 40
"""Characters of Latin type in a line of a name, as a phone has room for."""
AROUND_LANE: Final = 0.19
"""How far the mark of 100 % reaches above and below a lane that has a name, in lanes."""
CROWDED_LANE_HEIGHT: Final = 100
CROWDED: Final = 0.045
"""Marks of one lane nearer than this share of attainment would cover each other."""
LEVELS: Final = (0.0, -0.14, 0.14, -0.28, 0.28)
"""Distances from the middle, in lanes, at which such marks are drawn instead."""


def attainment_by_area(rows: pl.DataFrame, *, language: Language, colours: theme.Palette) -> theme.Figure:
    """Return a mark per target on a scale of attainment; each has a lane and a name while there are few.

    Names stand above their lane and not beside the mark: so they fit on a phone in either language.

    Args:
        rows: status rows (`dabiao.progress.status`) of which at least one has an attainment.
        language: of names and figures.
        colours: of the viewer’s mode and colour set.
    """
    known = rows.filter(pl.col("attainment").is_not_null()).sort("area_code", "attainment")
    labelled = known.height <= LABELLED_UP_TO
    data: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    tracks: list[dict[str, Any]] = []
    broken_names = any("<br>" in _label(row, language) for row in wording.rows(known))
    lane_height = (TWO_LINES if broken_names else LANE_HEIGHT) if labelled else CROWDED_LANE_HEIGHT
    lane = 0
    for area, marks in _by_area(known, language):
        texts.append(_text(f"<b>{area}</b>", lane + (0.3 if labelled else -0.24), colours))
        heights = [0.0] * len(marks) if labelled else _dodged([row["attainment"] for row in marks])
        for row, height in zip(marks, heights, strict=True):
            lane += 1 if labelled else 0
            data.append(_mark(row, lane + 0.15 + height, colours, language))
            if labelled:
                texts.append(_text(_label(row, language), lane - 0.05, colours))
                tracks += [_track(lane + 0.15, colours), _whole_of(lane + 0.15, colours)]
        if not labelled:
            tracks.append(_track(lane + 0.15, colours))
        lane += 1
    return {
        "data": data,
        "layout": theme.layout(
            colours,
            height=44 + lane_height * lane,
            margin={"l": 12, "r": 12, "t": 4, "b": 36},
            xaxis={
                "range": [SHOWN_FROM * 100, SHOWN_TO * 100 + 4],
                "tickvals": [0, 50, 100, 150],
                "ticktext": ["0%", "50%", "100%", "150%"],
                "showgrid": False,
                "fixedrange": True,
            },
            yaxis={"visible": False, "range": [lane - 0.5, -0.6], "fixedrange": True},
            annotations=texts,
            shapes=tracks if labelled else [*tracks, _whole(colours)],
        ),
    }


def _by_area(rows: pl.DataFrame, language: Language) -> Iterator[tuple[str, list[wording.Row]]]:
    for _, marks in groupby(wording.rows(rows), lambda row: row["area_code"]):
        found: list[wording.Row] = list(marks)
        yield wording.name(found[0], "area", language), found


def _label(row: wording.Row, language: Language) -> str:
    """Return name and attainment in lines; the figure stays whole."""
    share = wording.attainment(row, language).replace(" ", "\u00a0")
    return broken(f"{wording.name(row, 'indicator', language)} {share}", NAME_LINE)


def _dodged(shares: list[float]) -> list[float]:
    """Return how far each mark of a lane, in order of attainment, stands from its middle."""
    heights: list[float] = []
    latest = dict.fromkeys(LEVELS, -math.inf)
    for share in shares:
        shown = max(SHOWN_FROM, min(share, SHOWN_TO))
        free = (level for level in LEVELS if shown - latest[level] >= CROWDED)
        height = next(free, min(LEVELS, key=latest.__getitem__))
        latest[height] = shown
        heights.append(height)
    return heights


def _text(text: str, place: float, colours: theme.Palette) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 0,
        "y": place,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "align": "left",
        "text": text,
        "font": {"size": theme.TYPE, "color": colours.ink},
    }


def _mark(row: wording.Row, place: float, colours: theme.Palette, language: Language) -> dict[str, Any]:
    share = row["attainment"]
    colour = colours.status(row["status"])
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [max(SHOWN_FROM, min(share, SHOWN_TO)) * 100],
        "y": [place],
        "marker": {
            "symbol": theme.MARKS[row["status"]],
            "size": 16,
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        "text": ["→  " if share > SHOWN_TO else ""],
        "textposition": "middle left",
        "textfont": {"size": theme.TYPE, "color": colour},
        "cliponaxis": False,
        "hovertemplate": theme.HOVER,
        "customdata": [
            [
                wording.name(row, "indicator", language),
                wording.reached(row, language),
                status_label(row["status"], language),
            ]
        ],
    }


def _track(place: float, colours: theme.Palette) -> dict[str, Any]:
    line = {"color": colours.grid, "width": 4}
    return {"type": "line", "x0": 0, "x1": 100, "y0": place, "y1": place, "line": line, "layer": "below"}


def _whole_of(place: float, colours: theme.Palette) -> dict[str, Any]:
    """Return the mark of 100 % on one lane: a line through all lanes would cross their names."""
    ends = {"yref": "y", "y0": place - AROUND_LANE, "y1": place + AROUND_LANE}
    return _whole(colours) | ends


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
