"""Charts of a PDF: where each mark stands, in parts of the space it is drawn in."""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any, Final

from dabiao.briefing.content import LONGEST_BAR, Chart, Series
from dabiao.numbers import number, percent
from dabiao.settings import Language

ACCENT: Final = "#17507f"
DASHES: Final = {"line": None, "solid": None, "bar": None, "dotted": "dotted", "dashed": "dashed"}
STEPS: Final = (1, 2, 2.5, 5, 10)
LEVELS: Final = 5
YEARS: Final = 7


def drawn(chart: Chart, language: Language) -> dict[str, Any]:
    """Return a chart as the layout draws it."""
    told = _path(chart, language) if chart.kind == "path" else _bars(chart, language)
    return {"kind": chart.kind, "legend": _legend(chart), **told}


def _legend(chart: Chart) -> list[dict[str, Any]]:
    if len(chart.series) < 2:
        return []
    return [
        {
            "name": series.name,
            "colour": series.colours[0] if len(series.colours) == 1 else ACCENT,
            "thick": {"bar": 7, "line": 2.4}.get(series.style, 1.3),
            "dash": DASHES[series.style],
        }
        for series in chart.series
    ]


def _bars(chart: Chart, language: Language) -> dict[str, Any]:
    stacked = chart.kind == "stacked"
    whole = {"at": 1 / LONGEST_BAR, "text": percent(1.0, language, 0)} if chart.of_attainment else None
    return {
        "thick": 9,
        "whole": whole,
        "rows": [
            {"name": name, "bars": _stacked(chart, place) if stacked else _beside(chart, place)}
            for place, name in enumerate(chart.categories)
        ],
    }


def _beside(chart: Chart, place: int) -> list[dict[str, Any]]:
    longest = max((value for one in chart.series for value in one.values if value), default=1.0)
    longest = LONGEST_BAR if chart.of_attainment else longest
    found = []
    for series in chart.series:
        value = series.values[place]
        long = 0.0 if value is None else min(1.0, max(0.0, value / longest))
        part = {"at": 0.0, "long": long, "colour": _colour(series, place)}
        text = chart.text(series, place) if series.texts else ""
        if not text and value is not None and not chart.share:
            text = f"{value:g}"
        found.append({"parts": [part] if long else [], "end": long, "text": text})
    return found


def _stacked(chart: Chart, place: int) -> list[dict[str, Any]]:
    sums = [sum(one.values[at] or 0 for one in chart.series) for at in range(len(chart.categories))]
    longest = max(sums) or 1
    parts, end = [], 0.0
    for series in chart.series:
        long = (series.values[place] or 0) / longest
        if long:
            parts.append({"at": end, "long": long, "colour": _colour(series, place)})
        end += long
    return [{"parts": parts, "end": end, "text": f"{sums[place]:g}"}]


def _colour(series: Series, place: int) -> str:
    return series.colours[place] if len(series.colours) > 1 else series.colours[0]


def _path(chart: Chart, language: Language) -> dict[str, Any]:
    days = [day for series in chart.series for day in series.at]
    values = [value for series in chart.series for value in series.values if value is not None]
    first, last = min(days), max(days)
    early = dt.date(first.year, 12, 31) if (first.month, first.day) == (12, 31) else dt.date(first.year, 1, 1)
    span = max(1, (last - early).days)
    levels = _levels(min(values), max(values))
    low, room = levels[0], levels[-1] - levels[0]

    def point(day: dt.date, value: float, text: str) -> dict[str, Any]:
        return {"x": (day - early).days / span, "y": 1 - (value - low) / room, "text": text}

    ends = [dt.date(year, 12, 31) for year in range(early.year, last.year + 1)]
    ends = [day for day in ends if early <= day <= last]
    every = math.ceil(len(ends) / YEARS) or 1
    return {
        "levels": [
            {"y": point(early, level, "")["y"], "text": _level(level, chart, language)} for level in levels
        ],
        "years": [{"x": (day - early).days / span, "text": str(day.year)} for day in ends[::every]],
        "series": [
            {
                "colour": series.colours[0],
                "thick": 2.2 if series.style == "line" else 1.2,
                "dash": DASHES[series.style],
                "marked": series.style == "line",
                "points": [
                    point(day, value, text)
                    for day, value, text in zip(
                        series.at, series.values, series.texts or [""] * len(series.at), strict=True
                    )
                    if value is not None
                ],
            }
            for series in chart.series
        ],
    }


def _level(level: float, chart: Chart, language: Language) -> str:
    return percent(level, language, 0) if chart.share else number(level, language, 2)


def _levels(low: float, high: float) -> Sequence[float]:
    """Return round numbers from below the least value to above the greatest."""
    span = (high - low) or abs(high) or 1.0
    rough = span / (LEVELS - 1)
    scale = 10 ** math.floor(math.log10(rough))
    step = next(one * scale for one in STEPS if one * scale >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(place * step, 10) for place in range(first, max(last, first + 1) + 1)]
