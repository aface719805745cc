"""One target over time: figures, expected path, target, and where it may end if the pace holds."""

from typing import Any, Final

import polars as pl

from dabiao import wording
from dabiao.charts import theme
from dabiao.locale import catalog
from dabiao.model import Bound
from dabiao.periods import last_day
from dabiao.settings import Language

LABELLED_UP_TO: Final = 5
"""With more points than this only the first and the last carry their figure."""


def trajectory(
    row: wording.Row,
    points: pl.DataFrame,
    fan: pl.DataFrame | None,
    *,
    start_month: int,
    language: Language,
    colours: theme.Palette,
) -> theme.Figure:
    """Return the path of one target.

    Args:
        row: its status row (`dabiao.progress.status`).
        points: its judged points: end_month, period, value (in the target's basis), bound.
        fan: the projection per future month: end_month, low, centre, high; none where the method allows none.
        start_month: ordinal of the month the plan is counted from.
        language: of names and figures.
        colours: of the viewer’s mode and colour set.
    """
    _ = catalog(language).gettext
    deadline = row["deadline_month"]
    data: list[dict[str, Any]] = []
    if fan is not None:
        data += _fan(fan, colours)
    if row["baseline"] is not None and row["target"] is not None:
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [_day(start_month), _day(deadline)],
                "y": [row["baseline"], row["target"]],
                "line": {"color": colours.muted, "width": 2, "dash": "dot"},
                "hoverinfo": "skip",
            }
        )
    known = points.filter(pl.col("value").is_not_null())
    months, amounts = known["end_month"].to_list(), known["value"].to_list()
    bounds = known["bound"].to_list()
    colour = colours.status(row["status"])
    if row["baseline"] is not None and start_month not in months:
        months, amounts, bounds = [start_month, *months], [row["baseline"], *amounts], [None, *bounds]
    periods = [wording.period(code, language) for code in known["period"].to_list()]
    if len(months) > len(periods):
        periods = [_("baseline"), *periods]
    labels = [
        wording.value(row, amount, language, bound) for amount, bound in zip(amounts, bounds, strict=True)
    ]
    data.append(
        {
            "type": "scatter",
            "mode": "lines+markers+text",
            "x": [_day(month) for month in months],
            "y": amounts,
            "line": {"color": colour, "width": 3},
            "marker": {
                "size": 11,
                "color": colour,
                "symbol": ["circle" if bound in (None, Bound.EXACT) else "circle-open" for bound in bounds],
                "line": {"width": 2, "color": colour},
            },
            "text": [
                label if len(labels) <= LABELLED_UP_TO or place in (0, len(labels) - 1) else ""
                for place, label in enumerate(labels)
            ],
            "hovertext": labels,
            "textposition": "top center",
            "textfont": {"size": 14, "color": colours.ink},
            "cliponaxis": False,
            "customdata": periods,
            "hovertemplate": "%{customdata}<br><b>%{hovertext}</b><extra></extra>",
        }
    )
    return {"data": data, "layout": _layout(row, known, fan, start_month, language, colours)}


def _fan(fan: pl.DataFrame, colours: theme.Palette) -> list[dict[str, Any]]:
    days = [_day(month) for month in fan["end_month"].to_list()]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": days + days[::-1],
            "y": fan["high"].to_list() + fan["low"].to_list()[::-1],
            "fill": "toself",
            "fillcolor": colours.band,
            "line": {"width": 0},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "lines",
            "x": days,
            "y": fan["centre"].to_list(),
            "line": {"color": colours.accent, "width": 2, "dash": "dash"},
            "hoverinfo": "skip",
        },
    ]


def _layout(
    row: wording.Row,
    points: pl.DataFrame,
    fan: pl.DataFrame | None,
    start_month: int,
    language: Language,
    colours: theme.Palette,
) -> dict[str, Any]:
    _ = catalog(language).gettext
    months = [start_month, row["deadline_month"], *points["end_month"].to_list()]
    amounts = [row["target"], row["baseline"], *points["value"].to_list()]
    if fan is not None:
        amounts += [*fan["low"].to_list(), *fan["high"].to_list()]
    known = [amount for amount in amounts if amount is not None]
    low, high = min(known), max(known)
    years = range(last_day(min(months)).year, last_day(max(months)).year + 1)
    room = (high - low) or abs(high) or 1.0
    level = row["target"]
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    if level is not None:
        shapes.append(
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": level,
                "y1": level,
                "line": {"color": colours.ink, "width": 2},
                "layer": "below",
            }
        )
        notes.append(
            {
                "xref": "paper",
                "x": 0,
                "y": level,
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
                "text": _("target {target} by {deadline}").format(
                    target=wording.target(row, language), deadline=wording.period(row["deadline"], language)
                ),
                "font": {"size": 14, "color": colours.ink},
            }
        )
    return theme.layout(
        colours,
        height=360,
        margin={"l": 8, "r": 24, "t": 24, "b": 28},
        xaxis={
            "type": "date",
            "range": [_day(min(months) - 4), _day(max(months) + 7)],
            "tickvals": [f"{year}-12-31" for year in years],
            "ticktext": [str(year) for year in years],
            "tickangle": 0,
            "title": {"text": _("year end"), "font": {"size": 13, "color": colours.muted}, "standoff": 4},
            "showgrid": False,
            "fixedrange": True,
        },
        yaxis={
            "range": [low - 0.08 * room, high + 0.22 * room],
            "nticks": 5,
            "tickformat": ",~f",
            "fixedrange": True,
        },
        shapes=shapes,
        annotations=notes,
    )


def _day(month: int) -> str:
    return last_day(month).isoformat()
