"""One target over time: figures, expected path, target, and where it may end if the pace holds."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from dabiao import terms, wording
from dabiao.charts import theme
from dabiao.charts.waiting import waiting
from dabiao.locale import catalog
from dabiao.model import Absence, Bound
from dabiao.periods import last_day
from dabiao.settings import Language

LABELLED_UP_TO: Final = 5
"""With more points than this only the first and the last carry their figure."""

YEARS_ON_A_PHONE: Final = 6
"""With more years than this not every one is named: the names would cover each other."""


def trajectory(
    row: wording.Row,
    points: pl.DataFrame,
    fan: pl.DataFrame | None,
    *,
    start_month: int,
    language: Language,
    colours: theme.Palette,
    former: Sequence[wording.Row] = (),
    absences: pl.DataFrame | None = None,
    unapproved: pl.DataFrame | None = None,
    notes: Mapping[str, str] = MappingProxyType({}),
) -> theme.Figure:
    """Return the path of one target.

    Args:
        row: its status row (`dabiao.progress.status`).
        points: its judged points: end_month, period, value (in the target's basis), bound.
        fan: the projection per future month: end_month, low, centre, high; none where the method allows none.
        start_month: ordinal of the month the plan is counted from.
        language: of names and figures.
        colours: of the viewer's mode and colour set.
        former: what the target was before it was changed: comparator, target, deadline, and the unit's names.
        absences: where a figure is missing: end_month, period, absence (`dabiao.model.Absence`).
        unapproved: points of figures that wait for approval, with columns as ``points``.
        notes: what is said of the figures of a period, such as their explanation, by period.
    """
    known = points.filter(pl.col("value").is_not_null())
    data: list[dict[str, Any]] = []
    if fan is not None:
        data += _fan(fan, colours)
    if row["baseline"] is not None and row["target"] is not None:
        data.append(_expected(row, start_month, colours))
    path = _path(row, known, start_month, notes, language, colours)
    data.append(path)
    awaited = _awaited(row, known, unapproved, start_month, language, colours)
    data += awaited
    if awaited and path["textposition"]:
        path["textposition"][-1] = "top left"  # what waits goes on to the right
    targets = [one for one in (*former, row) if one["target"] is not None]
    months = known["end_month"].to_list()
    levels = [one["target"] for one in targets]
    if unapproved is not None and awaited:
        months += unapproved["end_month"].to_list()
        levels += unapproved["value"].to_list()
    values = _value_axis(row, known, fan, levels, colours)
    if absences is not None and not absences.is_empty():
        data.append(_absent(absences, values["range"][0], language, colours))
        months += absences["end_month"].to_list()
    return {
        "data": data,
        "layout": theme.layout(
            colours,
            height=360,
            margin={"l": 8, "r": 24, "t": 24, "b": 28},
            xaxis=_time_axis(row, months, start_month, language, colours),
            yaxis=values,
            shapes=[_target_line(one, colours, current=one is row) for one in targets],
            annotations=[
                _target_name(
                    one,
                    language,
                    colours,
                    current=one is row,
                    left=one is row and (len(targets) > 1 or not _met_early(row, known, start_month)),
                )
                for one in targets
            ],
        ),
    }


def _expected(row: wording.Row, start_month: int, colours: theme.Palette) -> dict[str, Any]:
    """Return the straight path from baseline to target."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [_day(start_month), _day(row["deadline_month"])],
        "y": [row["baseline"], row["target"]],
        "line": {"color": colours.muted, "width": 2, "dash": "dot"},
        "hoverinfo": "skip",
    }


def _path(
    row: wording.Row,
    known: pl.DataFrame,
    start_month: int,
    notes: Mapping[str, str],
    language: Language,
    colours: theme.Palette,
) -> dict[str, Any]:
    """Return the figures in the order of time, from the baseline on; an inexact one is an open mark."""
    _ = catalog(language).gettext
    months, amounts = known["end_month"].to_list(), known["value"].to_list()
    bounds = known["bound"].to_list()
    codes = known["period"].to_list()
    told = [[wording.period(code, language), theme.remark(notes.get(code, ""))] for code in codes]
    if row["baseline"] is not None and start_month not in months:
        months, amounts = [start_month, *months], [row["baseline"], *amounts]
        bounds, told = [None, *bounds], [[_("baseline"), ""], *told]
    labels = [
        wording.value(row, amount, language, bound) for amount, bound in zip(amounts, bounds, strict=True)
    ]
    last = len(labels) - 1
    colour = colours.status(row["status"])
    return {
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
            label if last < LABELLED_UP_TO or place in (0, last) else "" for place, label in enumerate(labels)
        ],
        "hovertext": labels,
        "textposition": _beside(amounts),
        "textfont": {"size": theme.TYPE, "color": colours.ink},
        "cliponaxis": False,
        "customdata": told,
        "hovertemplate": "%{customdata[0]}<br><b>%{hovertext}</b>%{customdata[1]}<extra></extra>",
    }


def _awaited(
    row: wording.Row,
    known: pl.DataFrame,
    unapproved: pl.DataFrame | None,
    start_month: int,
    language: Language,
    colours: theme.Palette,
) -> list[dict[str, Any]]:
    """Return the figures that wait for approval, from the last published point before them on."""
    if unapproved is None or unapproved.is_empty():
        return []
    first = int(unapproved["end_month"].to_list()[0])
    before = list(known.select("end_month", "value").filter(pl.col("end_month") < first).iter_rows())
    if row["baseline"] is not None and start_month < first:
        before.insert(0, (start_month, row["baseline"]))
    points = unapproved.select("end_month", "value", "bound").rows()
    return waiting(
        before[-1] if before else None,
        [(month, amount, wording.value(row, amount, language, bound)) for month, amount, bound in points],
        [wording.period(code, language) for code in unapproved["period"].to_list()],
        labelled=True,
        language=language,
        colours=colours,
    )


def _beside(amounts: Sequence[float]) -> list[str]:
    """Return where each figure's text stands: above, the first where the line does not run through it."""
    if len(amounts) < 2:
        return ["top center"] * len(amounts)
    first = "bottom right" if amounts[1] >= amounts[0] else "top right"
    return [first, *["top center"] * (len(amounts) - 1)]


def _met_early(row: wording.Row, known: pl.DataFrame, start_month: int) -> bool:
    """Return whether the path crosses the target's line in the first half of its time, and leaves it."""
    points = list(zip(known["end_month"].to_list(), known["value"].to_list(), strict=True))
    if row["baseline"] is not None:
        points.insert(0, (start_month, row["baseline"]))
    if not points:
        return False
    middle = (points[0][0] + max(points[-1][0], row["deadline_month"])) / 2
    level = row["target"]
    drawn = [level, *(amount for _month, amount in points)]
    if abs(points[-1][1] - level) < 0.2 * (max(drawn) - min(drawn)):
        return False
    return any(
        min(here, there) <= level <= max(here, there)
        and month + (level - here) / ((there - here) or 1) * (later - month) < middle
        for (month, here), (later, there) in pairwise(points)
    )


def _absent(
    absences: pl.DataFrame, floor: float, language: Language, colours: theme.Palette
) -> dict[str, Any]:
    """Return a mark on the axis of time for every absence; its word stands beside the last of a kind."""
    kinds = absences["absence"].to_list()
    labels = [terms.absence_label(kind, language) for kind in kinds]
    last = {kind: place for place, kind in enumerate(kinds)}
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [_day(month) for month in absences["end_month"].to_list()],
        "y": [floor] * len(kinds),
        "marker": {
            "size": 12,
            "color": colours.muted,
            "symbol": [theme.ABSENCE_MARKS[Absence(kind)] for kind in kinds],
            "line": {"width": 2, "color": colours.muted},
        },
        "text": [
            label.partition(" ")[2] if last[kind] == place else ""
            for place, (kind, label) in enumerate(zip(kinds, labels, strict=True))
        ],
        "textposition": "top left",
        "textfont": {"size": theme.TYPE, "color": colours.muted},
        "cliponaxis": False,
        "hovertext": labels,
        "customdata": [wording.period(code, language) for code in absences["period"].to_list()],
        "hovertemplate": "%{customdata}<br><b>%{hovertext}</b><extra></extra>",
    }


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


def _target_line(row: wording.Row, colours: theme.Palette, *, current: bool) -> dict[str, Any]:
    """Return a target as a line across the chart, a former one dashed."""
    line = (
        {"color": colours.ink, "width": 2}
        if current
        else {"color": colours.muted, "width": 2, "dash": "dash"}
    )
    level = row["target"]
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": level,
        "y1": level,
        "line": line,
        "layer": "below",
    }


def _target_name(
    row: wording.Row, language: Language, colours: theme.Palette, *, current: bool, left: bool
) -> dict[str, Any]:
    """Return what stands on a target's line, at its left or its right end."""
    _ = catalog(language).gettext
    text = _("target {target} by {deadline}") if current else _("formerly {target} by {deadline}")
    return {
        "xref": "paper",
        "x": 0 if left else 1,
        "y": row["target"],
        "xanchor": "left" if left else "right",
        "yanchor": "bottom",
        "showarrow": False,
        "text": text.format(
            target=wording.target(row, language), deadline=wording.period(row["deadline"], language)
        ),
        "font": {"size": theme.TYPE, "color": colours.ink if current else colours.muted},
    }


def _time_axis(
    row: wording.Row, drawn: Sequence[int], start_month: int, language: Language, colours: theme.Palette
) -> dict[str, Any]:
    """Return the axis of time, marked at the ends of years."""
    months = [start_month, row["deadline_month"], *drawn]
    first, last = min(months), max(months)
    every = range(last_day(first).year, last_day(last).year + 1)
    years = every[:: -(-len(every) // YEARS_ON_A_PHONE)]
    title = catalog(language).gettext("year end")
    return {
        "type": "date",
        "range": [_day(first - 4), _day(last + 7)],
        "tickvals": [f"{year}-12-31" for year in years],
        "ticktext": [str(year) for year in years],
        "tickangle": 0,
        "tickfont": {"size": theme.TYPE, "color": colours.muted},
        "title": {"text": title, "font": {"size": theme.TYPE, "color": colours.muted}, "standoff": 4},
        "showgrid": False,
        "fixedrange": True,
    }


def _value_axis(
    row: wording.Row,
    known: pl.DataFrame,
    fan: pl.DataFrame | None,
    targets: Sequence[float],
    colours: theme.Palette,
) -> dict[str, Any]:
    """Return the axis of values, with room for everything drawn and for the texts above it."""
    drawn = [*targets, *known["value"].to_list()]
    if row["baseline"] is not None:
        drawn.append(row["baseline"])
    if fan is not None:
        drawn += [*fan["low"].to_list(), *fan["high"].to_list()]
    low, high = min(drawn), max(drawn)
    room = (high - low) or abs(high) or 1.0
    return {
        "range": [low - 0.14 * room, high + 0.22 * room],
        "nticks": 5,
        "tickfont": {"size": theme.TYPE, "color": colours.muted},
        "tickformat": ",~f",
        "fixedrange": True,
    }


def _day(month: int) -> str:
    return last_day(month).isoformat()
