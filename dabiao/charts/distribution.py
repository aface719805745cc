"""How attainments are spread: a dot per area, the middle half and the median."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from dabiao import wording
from dabiao.charts import theme
from dabiao.charts.ranking import check_alike
from dabiao.locale import catalog
from dabiao.numbers import percent
from dabiao.settings import Language
from dabiao.terms import status_label

SHOWN_TO: Final = 1.6
"""Attainments beyond this share are drawn at the edge; the table has their figure."""
SHOWN_FROM: Final = -0.4
STEPS: Final = 60
"""Places side by side on the axis; areas at one place are stacked."""
TALLEST: Final = 9
"""Dots in a stack that keep their full distance; taller stacks are drawn closer."""


def distribution(
    rows: pl.DataFrame, cuts: Mapping[str, float], *, language: Language, colours: theme.Palette
) -> theme.Figure:
    """Return the areas of one axis as dots along their attainment, over the middle half and the median.

    Args:
        rows: ranked rows of one `dabiao.comparison.Axis`.
        cuts: their quartiles (`dabiao.comparison.Axis.spread`).
        language: of names and figures.
        colours: of the viewer's mode and colour set.

    Raises:
        ValueError: the rows are not alike and may share no axis.
    """
    check_alike(rows)
    found = wording.rows(rows)
    shares = [_drawn(row["attainment"]) for row in found]
    low, high = min([*shares, 0.0]), max([*shares, 100.0])
    middle = [_drawn(cuts[name]) for name in ("quartile_1", "median", "quartile_3")]
    return {
        "data": [_dots(found, shares, (high - low) / STEPS, language, colours)],
        "layout": theme.layout(
            colours,
            height=300,
            margin={"l": 12, "r": 12, "t": 56, "b": 76},
            xaxis={
                "range": [low - 4, high + 4],
                "ticksuffix": "%",
                "dtick": 25,
                "showgrid": True,
                "fixedrange": True,
            },
            yaxis={"visible": False, "range": [-1.15, 1.15], "fixedrange": True},
            shapes=_shapes(middle, colours),
            annotations=[
                *_notes_of_middle(cuts, middle[1], language, colours),
                *_notes_of_ends(found[0], found[-1], language, colours),
            ],
        ),
    }


def _drawn(share: float) -> float:
    """Return where a share is drawn, in per cent."""
    return max(SHOWN_FROM, min(share, SHOWN_TO)) * 100


def _dots(
    found: Sequence[wording.Row],
    shares: list[float],
    step: float,
    language: Language,
    colours: theme.Palette,
) -> dict[str, Any]:
    """Return a dot per area; those nearer than ``step`` are stacked."""
    tones = [colours.status(row["status"]) for row in found]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": shares,
        "y": _stacked(shares, step),
        "marker": {
            "symbol": [theme.MARKS[row["status"]] for row in found],
            "size": 11,
            "color": tones,
            "line": {"width": 1.5, "color": tones},
        },
        "cliponaxis": False,
        "hovertemplate": theme.HOVER,
        "customdata": [
            [
                wording.name(row, "area", language),
                wording.reached(row, language),
                status_label(row["status"], language),
            ]
            for row in found
        ],
    }


def _stacked(shares: list[float], step: float) -> list[float]:
    """Return a height per dot so that dots at one place stand over and under each other."""
    places = [round(share / step) for share in shares]
    apart = 1.0 / max(TALLEST, *Counter(places).values()) * 2
    seen: Counter[int] = Counter()
    heights = []
    for place in places:
        nth = seen[place]
        heights.append(((nth + 1) // 2) * apart * (1 if nth % 2 else -1))
        seen[place] += 1
    return heights


def _shapes(middle: list[float], colours: theme.Palette) -> list[dict[str, Any]]:
    low, median, high = middle
    box = {"type": "rect", "x0": low, "x1": high, "y0": -1.1, "y1": 1.1, "layer": "below"}
    line = {"type": "line", "y0": -1.1, "y1": 1.1, "layer": "below"}
    return [
        box | {"fillcolor": colours.band, "line": {"width": 0}},
        line | {"x0": median, "x1": median, "line": {"color": colours.ink, "width": 3}},
        line | {"x0": 100, "x1": 100, "line": {"color": colours.muted, "width": 2, "dash": "dot"}},
    ]


def _notes_of_middle(
    cuts: Mapping[str, float], median: float, language: Language, colours: theme.Palette
) -> list[dict[str, Any]]:
    """Return what the middle half and the median are, over the drawing."""
    _ = catalog(language).gettext
    half = _("middle half {low}–{high}").format(
        low=percent(cuts["quartile_1"], language), high=percent(cuts["quartile_3"], language)
    )
    texts = (
        (_("median {median}").format(median=percent(cuts["median"], language)), 24, colours.ink),
        (half, 4, colours.muted),
    )
    return [
        {
            "x": median,
            "xanchor": "left" if median < 50 else "right",
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "yshift": shift,
            "showarrow": False,
            "text": text,
            "font": {"size": theme.TYPE, "color": tone},
        }
        for text, shift, tone in texts
    ]


def _notes_of_ends(
    highest: wording.Row, lowest: wording.Row, language: Language, colours: theme.Palette
) -> list[dict[str, Any]]:
    """Return who stands at the ends, under the drawing."""
    _ = catalog(language).gettext
    ends = (
        (_("lowest: {area} {share}"), lowest, 0.0, "left", -26),
        (_("highest: {area} {share}"), highest, 1.0, "right", -48),
    )
    return [
        {
            "xref": "paper",
            "x": place,
            "xanchor": anchor,
            "yref": "paper",
            "y": 0,
            "yanchor": "top",
            "yshift": shift,
            "showarrow": False,
            "text": text.format(
                area=wording.name(row, "area", language), share=wording.attainment(row, language)
            ),
            "font": {"size": theme.TYPE, "color": colours.ink},
        }
        for text, row, place, anchor, shift in ends
    ]
