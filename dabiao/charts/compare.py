"""Areas or documents side by side: under every indicator a lane for each of them."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final, Literal

import polars as pl

from dabiao import wording
from dabiao.charts import theme
from dabiao.charts.lanes import axis, broken, lanes, names, room, width
from dabiao.model import ALIKE
from dabiao.settings import Language
from dabiao.wording.comparisons import counting

LANE: Final = 38
HEADING_LINE: Final = 44
"""Characters of Latin type in a line of a heading, as a phone has room for."""
HEADING: Final = 0.62
"""Height of a line of a heading, in lanes."""


def side_by_side(
    rows: pl.DataFrame,
    columns: Sequence[str],
    *,
    by: Literal["area", "framework"],
    language: Language,
    colours: theme.Palette,
) -> theme.Figure:
    """Return lanes of attainment by indicator; what does not count alike stands under a heading of its own.

    Args:
        rows: status rows (`dabiao.progress.status`) with an attainment, at least one.
        columns: codes of the areas or ids of the frameworks, in their order.
        by: which of both.
        language: of names and figures.
        colours: of the viewer's mode and colour set.
    """
    key = "area_code" if by == "area" else "framework_id"
    order = {column: place for place, column in enumerate(columns)}
    found = sorted(
        wording.rows(rows),
        key=lambda row: (*(str(row[name]) for name in ALIKE), order[row[key]], row["target_id"]),
    )
    places: list[float] = []
    notes: list[dict[str, Any]] = []
    told = names(found, by, language)
    left = width(told) + 12
    next_place = 0.0
    for _, group in groupby(found, key=lambda row: tuple(row[name] for name in ALIKE)):
        members = list(group)
        text = _heading(members[0], language)
        next_place += HEADING * text.count("<br>") + HEADING
        notes.append(_note(text, next_place - 0.52, left))
        places += [next_place + nth for nth in range(len(members))]
        next_place += len(members) + 0.25
    return {
        "data": lanes(found, places, language=language, colours=colours, size=13),
        "layout": theme.layout(
            colours,
            height=int(LANE * next_place) + 44,
            margin={"l": left, "r": room(found, language), "t": 30, "b": 6},
            xaxis=axis(found),
            yaxis={
                "range": [next_place - 0.2, -0.45],
                "tickvals": places,
                "ticktext": told,
                "automargin": False,
                "tickfont": {"size": theme.TYPE, "color": colours.ink},
                "showgrid": False,
                "fixedrange": True,
            },
            annotations=notes,
        ),
    }


def _heading(row: wording.Row, language: Language) -> str:
    name = broken(wording.name(row, "indicator", language), HEADING_LINE)
    return f"<b>{name}</b><br>{broken(counting(row, language), HEADING_LINE)}"


def _note(text: str, place: float, left: int) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 0,
        "xshift": 4 - left,  # over the names too: on a phone every pixel counts
        "xanchor": "left",
        "y": place,
        "yanchor": "bottom",
        "showarrow": False,
        "align": "left",
        "text": text,
        "font": {"size": theme.TYPE},
    }
