"""Bullet bars: of each target the value, the target, and where it should be by now."""

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from dabiao import wording
from dabiao.charts import theme
from dabiao.charts.lanes import broken
from dabiao.settings import Language
from dabiao.terms import absence_label, status_label

SHOWN_TO: Final = 1.25
"""Bars are cut here; the label keeps the figure."""
BAR: Final = 22
"""Thickness of a bar, in pixels."""
LINE: Final = 22
"""Height of a line of text, in pixels."""
ROOM: Final = 62
"""Pixels of a row beside its lines of text: the bar, what stands apart from it, the space to the next row."""
PACE_LINE: Final = 26
"""Characters of Latin type of a pace that fit a phone beside the status."""


def bullets(rows: pl.DataFrame, *, language: Language, colours: theme.Palette) -> theme.Figure:
    """Return a bar per target on its own way from baseline (0 %) to target (100 %).

    Above each bar stand name, value and target, below it status and pace, so that it reads on a phone.

    Args:
        rows: status rows (`dabiao.progress.status`) with an attainment, or without a value but an absence
            (`dabiao.progress.with_absences`), which then stands where the bar would; the first one on top.
        language: of names and figures.
        colours: of the viewer’s mode and colour set.
    """
    data: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    ticks: list[dict[str, Any]] = []
    found = wording.rows(rows)
    names = [broken(wording.name(row, "indicator", language), theme.PHONE_LINE) for row in found]
    paces = [
        "" if row["attainment"] is None else broken(wording.pace(row, language), PACE_LINE) for row in found
    ]
    above = LINE * (1 + _lines(names)) + BAR
    height = ROOM + LINE * (1 + _lines(names) + _lines(paces))
    bar = BAR / height
    for place, (row, name, pace) in enumerate(zip(found, names, paces, strict=True)):
        colour = colours.status(row["status"])
        share = row["attainment"]
        data.append(_bar(place, 1.0, bar, colours.grid))
        if row.get("absence") is not None and not row["value"]:
            texts.append(_instead(place, row, language, colours))
        if share is None:
            ticks.append(_tick(place, 1.0, bar, colours.ink, 2))
            texts += [
                _text(
                    place,
                    f"<b>{name}</b>",
                    size=theme.TYPE,
                    line=2,
                ),
                _text(place, wording.short_target(row, language), size=theme.TYPE, line=1),
                _text(place, status_label(row["status"], language), size=theme.TYPE, colour=colour, line=-1),
            ]
            continue
        data.append(_bar(place, max(0.0, min(share, SHOWN_TO)), bar, colour) | _hover(row, language))
        ticks.append(_tick(place, 1.0, bar, colours.ink, 2))
        if row["time_share"] is not None:
            ticks.append(_tick(place, row["time_share"], 1.7 * bar, colours.ink, 4))
        reached = wording.short(row, row["value"], language, row["bound"])
        figures = f"{reached} / {wording.short_target(row, language)}"
        arrow = " →" if share > SHOWN_TO else ""
        share_text = f"<b>{wording.attainment(row, language)}{arrow}</b>"
        texts += [
            _text(
                place,
                f"<b>{name}</b>",
                size=theme.TYPE,
                line=2,
            ),
            _text(place, figures, size=theme.TYPE, line=1),
            _text(place, share_text, size=18, colour=colour, right=True, line=1),
            _text(place, status_label(row["status"], language), size=theme.TYPE, colour=colour, line=-1),
            _text(place, pace, size=theme.TYPE, colour=colours.muted, right=True, line=-1),
        ]
    return {
        "data": data,
        "layout": theme.layout(
            colours,
            height=12 + height * rows.height,
            barmode="overlay",
            margin={"l": 4, "r": 4, "t": 6, "b": 6},
            xaxis={"visible": False, "range": [0, SHOWN_TO * 100], "fixedrange": True},
            yaxis={
                "visible": False,
                "range": [rows.height - above / height, -above / height],
                "fixedrange": True,
            },
            annotations=[text for text in texts if text["text"]],
            shapes=ticks,
        ),
    }


def _lines(texts: Sequence[str]) -> int:
    """Return how many lines the longest of some texts has."""
    return max(text.count("<br>") + 1 for text in texts)


def _instead(place: int, row: wording.Row, language: Language, colours: theme.Palette) -> dict[str, Any]:
    """Return what stands where a target has no bar: why there is no figure, or that it is nought."""
    label = absence_label(row["absence"], language)
    text = f"{label} · {wording.period(row['absence_period'], language)}"
    middle = {"yshift": 0, "yanchor": "middle", "x": 1}
    return _text(place, text, size=theme.TYPE, line=1, colour=colours.ink) | middle


def _bar(place: int, share: float, thickness: float, colour: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [share * 100],
        "y": [place],
        "width": [thickness],
        "marker": {"color": colour},
        "hoverinfo": "skip",
    }


def _hover(row: wording.Row, language: Language) -> dict[str, Any]:
    remarks = (
        wording.name(row, "indicator", language),
        wording.reached(row, language),
        wording.pace(row, language),
    )
    return {"hovertemplate": theme.HOVER, "hoverinfo": "all", "customdata": [list(remarks)]}


def _tick(place: int, share: float, reach: float, colour: str, width: int) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": share * 100,
        "x1": share * 100,
        "y0": place - reach / 2,
        "y1": place + reach / 2,
        "line": {"color": colour, "width": width},
    }


def _text(
    place: int, text: str, *, size: int, line: int, colour: str | None = None, right: bool = False
) -> dict[str, Any]:
    """Return a text so many lines above the bar (1, 2) or below it (-1)."""
    font: dict[str, Any] = {"size": size}
    if colour is not None:
        font["color"] = colour
    above = line > 0
    return {
        "x": SHOWN_TO * 100 if right else 0,
        "y": place,
        "yshift": 0.6 * BAR + (line - 1) * LINE if above else -0.9 * BAR,
        "text": text,
        "showarrow": False,
        "align": "right" if right else "left",
        "xanchor": "right" if right else "left",
        "yanchor": "bottom" if above else "top",
        "font": font,
    }
