"""Bullet bars: of each target the value, the target, and where it should be by now."""

from typing import Any, Final

import polars as pl

from dabiao import wording
from dabiao.charts import theme
from dabiao.numbers import percent
from dabiao.settings import Language
from dabiao.terms import status_label

SHOWN_TO: Final = 1.25
"""Bars are cut here; the label keeps the figure."""
ROW_HEIGHT: Final = 74


def bullets(rows: pl.DataFrame, *, language: Language, dark: bool) -> theme.Figure:
    """Return a bar per target on its own way from baseline (0 %) to target (100 %).

    Args:
        rows: status rows (`dabiao.progress.status`) with an attainment, the first one on top.
        language: of names and figures.
        dark: whether the page is dark.
    """
    colours = theme.palette(dark)
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    marks: list[dict[str, Any]] = []
    for place, row in enumerate(reversed(wording.rows(rows))):
        colour = colours.status(row["status"])
        share = row["attainment"]
        end = max(0.0, min(share, SHOWN_TO)) * 100
        data.append(_bar(place, 100, 0.46, colours.grid))
        bar = _bar(place, end, 0.46, colour)
        bar["hovertemplate"] = theme.HOVER
        bar["hoverinfo"] = None
        bar["customdata"] = [
            [
                wording.name(row, "indicator", language),
                wording.reached(row, language),
                wording.pace(row, language),
            ]
        ]
        data.append(bar)
        if row["time_share"] is not None:
            marks.append(_tick(row["time_share"] * 100, place, 0.34, colours.ink, 3))
        marks.append(_tick(100, place, 0.23, colours.ink, 2))
        more = " →" if share > SHOWN_TO else ""
        figures = (
            f"{wording.value(row, row['value'], language, row['bound'])} / {wording.target(row, language)}"
        )
        notes.append(
            _text(0, place, f"<b>{wording.name(row, 'indicator', language)}</b>  {figures}", "left", 15)
        )
        notes.append(
            _text(
                SHOWN_TO * 100,
                place,
                f"<b>{percent(share, language)}{more}</b>",
                "right",
                16,
                colour,
            )
        )
        notes.append(_text(0, place, status_label(row["status"], language), "left", 14, colour, below=True))
    return {
        "data": data,
        "layout": theme.layout(
            colours,
            height=30 + ROW_HEIGHT * rows.height,
            barmode="overlay",
            bargap=0,
            margin={"l": 4, "r": 4, "t": 14, "b": 14},
            xaxis={"visible": False, "range": [0, SHOWN_TO * 100]},
            yaxis={"visible": False, "range": [-0.62, rows.height - 0.38]},
            annotations=notes,
            shapes=marks,
        ),
    }


def _bar(place: int, end: float, width: float, colour: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [end],
        "y": [place],
        "width": [width * 0.5],
        "marker": {"color": colour},
        "hoverinfo": "skip",
    }


def _tick(x: float, place: int, reach: float, colour: str, width: int) -> dict[str, Any]:
    line = {"color": colour, "width": width}
    return {"type": "line", "x0": x, "x1": x, "y0": place - reach / 2, "y1": place + reach / 2, "line": line}


def _text(
    x: float,
    place: int,
    text: str,
    anchor: str,
    size: int,
    colour: str | None = None,
    *,
    below: bool = False,
) -> dict[str, Any]:
    note: dict[str, Any] = {
        "x": x,
        "y": place - 0.16 if below else place + 0.15,
        "text": text,
        "showarrow": False,
        "xanchor": anchor,
        "yanchor": "top" if below else "bottom",
        "align": anchor,
        "font": {"size": size},
    }
    if colour:
        note["font"]["color"] = colour
    return note
