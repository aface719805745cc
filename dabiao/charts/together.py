"""Paths of the areas on one axis: attainment over time, or values where unit and basis are one."""

from collections.abc import Sequence
from typing import Any, Final, Literal

import polars as pl

from dabiao import wording
from dabiao.charts import theme
from dabiao.charts.lanes import width
from dabiao.charts.ranking import check_alike
from dabiao.charts.waiting import waiting
from dabiao.locale import catalog
from dabiao.periods import end_month, last_day, month_before
from dabiao.settings import Language

Measure = Literal["attainment", "value"]

SHOWN_TO: Final = 1.6
"""Attainments beyond this share leave the drawing; their label keeps the figure."""
NAMED_UP_TO: Final = 8
"""With more areas than this only those at the ends of the ranking are named, the others stay grey."""
AT_EACH_END: Final = 2
HEIGHT: Final = 420
LABEL: Final = 0.062
"""Least distance of two labels, in heights of the drawing."""
YEARS_IN_A_ROW: Final = 4


def together(
    rows: pl.DataFrame,
    points: pl.DataFrame,
    *,
    measure: Measure,
    language: Language,
    colours: theme.Palette,
    unapproved: pl.DataFrame | None = None,
) -> theme.Figure:
    """Return a line per area of one axis; the areas at the ends of the ranking are named.

    Attainments share the scale from baseline to target, with the elapsed time as expected path; values share
    it because axis and unit are one, with each area's target at the deadline.

    Args:
        rows: rows of one `dabiao.comparison.Axis`, with or without a place.
        points: their judged points with a value (`dabiao.progress.line`): area_code, target_id, end_month,
            period, attainment, value, bound.
        measure: what is drawn.
        language: of names and figures.
        colours: of the viewer's mode and colour set.
        unapproved: points of figures that wait for approval, with columns as ``points``.

    Raises:
        ValueError: the rows are not alike and may share no axis.
    """
    check_alike(rows)
    lines = _lines(rows, points, measure)
    named = _named([row for row, _ in lines])
    # What is named lies over what is grey.
    drawn = [
        *_threads([one for one in lines if _key(one[0]) not in named], measure, language, colours),
        *(_line(row, line, measure, language, colours) for row, line in lines if _key(row) in named),
    ]
    awaited = [] if unapproved is None else _lines(rows, unapproved, measure)
    published = {_key(row): line for row, line in lines}
    for row, points_of in awaited:
        drawn += _awaited(row, published.get(_key(row)), points_of, measure, language, colours)
    first = rows.row(0, named=True)
    start, deadline = month_before(first["plan_start"]), end_month(first["deadline"])
    months = [
        start,
        deadline,
        *(month for _, line in (*lines, *awaited) for month in line["end_month"].to_list()),
    ]
    ends = [(row, line.row(-1, named=True)) for row, line in lines if _key(row) in named and line.height]
    span = _span([*lines, *awaited], rows, measure)
    labels = _labels(ends, measure, span, language, colours)
    return {
        "data": [*_expected(rows, start, deadline, measure, colours), *drawn],
        "layout": theme.layout(
            colours,
            height=HEIGHT,
            margin={"l": 8, "r": _width(labels), "t": 12, "b": 28},
            xaxis=_time_axis(min(months), max(months), language, colours),
            yaxis=_height_axis(span, measure),
            annotations=labels,
        ),
    }


def _time_axis(first: int, last: int, language: Language, colours: theme.Palette) -> dict[str, Any]:
    """Return the axis from the first month to the last, with ticks at ends of years."""
    years = range(last_day(first).year, last_day(last).year + 1)
    # Names take much of a phone's width; what is left holds so many years.
    ticks = years[:: 1 + (len(years) - 1) // YEARS_IN_A_ROW]
    return {
        "type": "date",
        "range": [_day(first - 2), _day(last + 2)],
        "tickvals": [f"{year}-12-31" for year in ticks],
        "ticktext": [str(year) for year in ticks],
        "tickangle": 0,
        "title": {
            "text": catalog(language).gettext("year end"),
            "font": {"size": theme.TYPE, "color": colours.muted},
            "standoff": 4,
        },
        "showgrid": False,
        "fixedrange": True,
    }


def _height_axis(span: tuple[float, float], measure: Measure) -> dict[str, Any]:
    scale = {"ticksuffix": "%"} if measure == "attainment" else {"tickformat": ",~f"}
    return {"range": list(span), "nticks": 6, "fixedrange": True, **scale}


def _lines(
    rows: pl.DataFrame, points: pl.DataFrame, measure: Measure
) -> list[tuple[dict[str, Any], pl.DataFrame]]:
    """Return the rows that have something to draw, with their points in order of time."""
    known = points.filter(pl.col(measure).is_not_null()).sort("end_month")
    parts = known.partition_by("area_code", "target_id", as_dict=True)
    return [(row, parts[_key(row)]) for row in wording.rows(rows) if _key(row) in parts]


def _key(row: wording.Row) -> tuple[str, str]:
    """Return what tells a target from others; areas may share a target's id."""
    return row["area_code"], row["target_id"]


def _named(rows: Sequence[wording.Row]) -> set[tuple[str, str]]:
    if len(rows) <= NAMED_UP_TO:
        return {_key(row) for row in rows}
    placed = [_key(row) for row in rows if row["place"] is not None]
    return {*placed[:AT_EACH_END], *placed[-AT_EACH_END:]}


def _line(
    row: wording.Row, line: pl.DataFrame, measure: Measure, language: Language, colours: theme.Palette
) -> dict[str, Any]:
    """Return the path of an area that is named, a mark at every figure."""
    colour = colours.status(row["status"])
    points = wording.rows(line)
    count = len(points)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "cliponaxis": False,
        "x": [_day(point["end_month"]) for point in points],
        "y": [_height(point, measure) for point in points],
        "line": {"color": colour, "width": 3, "dash": _dash(row)},
        "marker": {
            "size": [7] * (count - 1) + [12],
            "symbol": ["circle"] * (count - 1) + [theme.MARKS[row["status"]]],
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        "hovertemplate": theme.HOVER,
        "customdata": [
            [
                wording.name(row, "area", language),
                wording.period(point["period"], language),
                _figures(row, point, measure, language),
            ]
            for point in points
        ],
    }


def _threads(
    lines: Sequence[tuple[wording.Row, pl.DataFrame]],
    measure: Measure,
    language: Language,
    colours: theme.Palette,
) -> list[dict[str, Any]]:
    """Return the paths of the areas that are not named: thin, and together, as browsers draw them faster."""
    traces = []
    for dash in ("solid", "dash"):
        x: list[str | None] = []
        y: list[float | None] = []
        names: list[str | None] = []
        for row, line in lines:
            if _dash(row) != dash:
                continue
            points = wording.rows(line)
            last = _figures(row, points[-1], measure, language)
            x += [*(_day(point["end_month"]) for point in points), None]
            y += [*(_height(point, measure) for point in points), None]
            names += [f"<b>{wording.name(row, 'area', language)}</b><br>{last}"] * len(points) + [None]
        if x:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": x[:-1],
                    "y": y[:-1],
                    "text": names[:-1],
                    "opacity": 0.45,
                    "line": {"color": colours.muted, "width": 1.2, "dash": dash},
                    "hovertemplate": "%{text}<extra></extra>",
                }
            )
    return traces


def _awaited(
    row: wording.Row,
    line: pl.DataFrame | None,
    unapproved: pl.DataFrame,
    measure: Measure,
    language: Language,
    colours: theme.Palette,
) -> list[dict[str, Any]]:
    """Return an area's figures that wait for approval, from its last published point before them on."""
    points = wording.rows(unapproved)
    before = [] if line is None else wording.rows(line.filter(pl.col("end_month") < points[0]["end_month"]))
    area = wording.name(row, "area", language)
    return waiting(
        (before[-1]["end_month"], _height(before[-1], measure)) if before else None,
        [
            (point["end_month"], _height(point, measure), _figures(row, point, measure, language))
            for point in points
        ],
        [f"{area} · {wording.period(point['period'], language)}" for point in points],
        labelled=False,
        language=language,
        colours=colours,
    )


def _dash(row: wording.Row) -> str:
    # A row without a place is drawn broken: its latest figure is not the whole of it.
    return "solid" if row["place"] is not None else "dash"


def _figures(row: wording.Row, point: wording.Row, measure: Measure, language: Language) -> str:
    figure = wording.value(row, point["value"], language, point["bound"])
    return figure if measure == "value" else f"{wording.attainment({**row, **point}, language)} ({figure})"


def _height(point: wording.Row, measure: Measure) -> float:
    return point["attainment"] * 100 if measure == "attainment" else float(point["value"])


def _expected(
    rows: pl.DataFrame, start: int, deadline: int, measure: Measure, colours: theme.Palette
) -> list[dict[str, Any]]:
    """Return the path that the elapsed time calls for, or the targets at the deadline."""
    if measure == "attainment":
        return [
            {
                "type": "scatter",
                "mode": "lines",
                "x": [_day(start), _day(deadline)],
                "y": [0, 100],
                "line": {"color": colours.ink, "width": 2, "dash": "dot"},
                "hoverinfo": "skip",
            }
        ]
    targets = rows["target"].drop_nulls().unique(maintain_order=True).to_list()
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [_day(deadline)] * len(targets),
            "y": targets,
            "marker": {
                "symbol": "line-ew-open",
                "size": 18,
                "color": colours.ink,
                "line": {"width": 3, "color": colours.ink},
            },
            "cliponaxis": False,
            "hoverinfo": "y",
        }
    ]


def _span(
    lines: Sequence[tuple[wording.Row, pl.DataFrame]], rows: pl.DataFrame, measure: Measure
) -> tuple[float, float]:
    heights = [_height(point, measure) for _, line in lines for point in wording.rows(line)]
    if measure == "attainment":
        heights = [min(height, SHOWN_TO * 100) for height in [*heights, 0.0, 100.0]]
    else:
        heights += rows["target"].drop_nulls().to_list()
    low, high = min(heights), max(heights)
    room = (high - low) or abs(high) or 1.0
    return low - 0.04 * room, high + 0.06 * room


def _labels(
    ends: Sequence[tuple[wording.Row, wording.Row]],
    measure: Measure,
    span: tuple[float, float],
    language: Language,
    colours: theme.Palette,
) -> list[dict[str, Any]]:
    """Return the names of lines beside the drawing, in the order of their ends, none over another."""
    low, high = span
    least = LABEL * (high - low)
    wanted = sorted(
        ((min(_height(last, measure), high), row, last) for row, last in ends), key=lambda one: -one[0]
    )
    heights = _apart([height for height, _, _ in wanted], least, low, high)
    return [
        {
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "y": height,
            "showarrow": False,
            "align": "left",
            "text": f"{wording.name(row, 'area', language)} {_told(row, last, measure, language)}",
            "font": {"size": theme.TYPE, "color": colours.status(row["status"])},
        }
        for height, (_, row, last) in zip(heights, wanted, strict=True)
    ]


def _apart(heights: list[float], least: float, low: float, high: float) -> list[float]:
    """Return falling ``heights`` moved so that they lie ``least`` apart and between ``low`` and ``high``."""
    moved: list[float] = []
    for height in heights:
        moved.append(min(height, moved[-1] - least if moved else high - least / 2))
    floor = low + least / 2
    for place in reversed(range(len(moved))):
        moved[place] = max(moved[place], floor)
        floor = moved[place] + least
    return moved


def _told(row: wording.Row, last: wording.Row, measure: Measure, language: Language) -> str:
    if measure == "value":
        return wording.value(row, last["value"], language, last["bound"])
    arrow = " ↑" if last["attainment"] > SHOWN_TO else ""
    return f"{wording.attainment({**row, **last}, language)}{arrow}"


def _width(labels: Sequence[dict[str, Any]]) -> int:
    return width([label["text"] for label in labels]) + 12 if labels else 12


def _day(month: int) -> str:
    return last_day(month).isoformat()
