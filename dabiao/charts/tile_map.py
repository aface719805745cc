"""The province-level areas as a grid of equal tiles: who stands where, without a border drawn."""

import textwrap
from typing import Any, Final

import polars as pl

from dabiao import terms, wording
from dabiao.charts import theme
from dabiao.locale import catalog
from dabiao.model import RollUp
from dabiao.settings import Language

TILE: Final = 88
"""Height of a tile in pixels; its width follows the page."""
GAP: Final = 0.04
"""Half the space between two tiles, in tiles."""
NAME_LINE: Final = 8
"""Letters of an English name that fit a tile on a phone."""
PARTED: Final = {"Heilongjiang": "Heilong-jiang"}
"""Names of one word that are longer."""


def tile_map(rows: pl.DataFrame, *, language: Language, colours: theme.Palette) -> theme.Figure:
    """Return a tile per area: its name, how many of its targets stand in each group, the worst as its colour.

    An area without a target is an empty outline; one whose targets cannot be judged has a dashed edge.

    Args:
        rows: `dabiao.provinces.standing` rows.
        language: of names.
        colours: of the viewer’s mode and colour set.
    """
    places = wording.rows(rows)
    last_row = max((row["tile_row"] for row in places), default=0)
    last_column = max((row["tile_column"] for row in places), default=0)
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "x": rows["tile_column"].to_list(),
                "y": rows["tile_row"].to_list(),
                "marker": {"size": 44, "opacity": 0},
                "customdata": [_told(row, language) for row in places],
                "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
            }
        ],
        "layout": theme.layout(
            colours,
            height=TILE * (last_row + 1),
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            xaxis={"visible": False, "range": [-0.5, last_column + 0.5], "fixedrange": True},
            yaxis={"visible": False, "range": [last_row + 0.5, -0.5], "fixedrange": True},
            shapes=[_tile(row, colours) for row in places],
            annotations=[_label(row, language, colours) for row in places],
        ),
    }


def _tile(row: wording.Row, colours: theme.Palette) -> dict[str, Any]:
    x, y, group = row["tile_column"], row["tile_row"], row["group"]
    judged = group not in (None, RollUp.NO_DATA)
    return {
        "type": "rect",
        "x0": x - 0.5 + GAP,
        "x1": x + 0.5 - GAP,
        "y0": y - 0.5 + GAP,
        "y1": y + 0.5 - GAP,
        "fillcolor": colours.group(group) if judged else "rgba(0,0,0,0)",
        "opacity": 1,
        "layer": "below",
        "line": {
            "color": colours.grid if group is None else colours.group(group),
            "width": 1 if group is None else 2,
            "dash": "dash" if group == RollUp.NO_DATA else "solid",
        },
    }


def _label(row: wording.Row, language: Language, colours: theme.Palette) -> dict[str, Any]:
    group = row["group"]
    judged = group not in (None, RollUp.NO_DATA)
    name = wording.name(row, "area", language)
    lines = (
        [short_name(name)]
        if language == "zh"
        else textwrap.wrap(PARTED.get(name, name), NAME_LINE, break_long_words=False)
    )
    counts = [f"{terms.ROLL_UP_SHAPES[one]}{row[str(one)]}" for one in RollUp if row[str(one)]]
    lines += [f"<b>{' '.join(counts[place : place + 2])}</b>" for place in range(0, len(counts), 2)]
    ink = colours.surface if judged else colours.ink if group else colours.muted
    return {
        "x": row["tile_column"],
        "y": row["tile_row"],
        "showarrow": False,
        "text": "<br>".join(lines),
        "font": {"size": 13 if language == "zh" else 10, "color": ink},
    }


def short_name(name: str) -> str:
    """Return a province name without what all of its kind share: 陕西省 → 陕西, 内蒙古自治区 → 内蒙古."""
    for ending in ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


def _told(row: wording.Row, language: Language) -> list[str]:
    groups = "<br>".join(
        f"{terms.ROLL_UP_SHAPES[one]} {terms.roll_up_name(one, language)} {row[str(one)]}"
        for one in RollUp
        if row[str(one)]
    )
    return [wording.name(row, "area", language), groups or catalog(language).gettext("no target")]
