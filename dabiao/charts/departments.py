"""Departments by the number of tasks that name them."""

from typing import Any, Final

import polars as pl

from dabiao.charts import theme
from dabiao.locale import catalog
from dabiao.settings import Language

SHOWN: Final = 15
"""Departments that are drawn; all of them stand in the table."""
BAR: Final = 16
LANE: Final = 48
LINE: Final = 20
"""Height of a further line of a name that is broken to fit a phone."""


def tasks_by_department(rows: pl.DataFrame, *, language: Language, colours: theme.Palette) -> theme.Figure:
    """Return a bar per department: the tasks that name it, of which the darker part names it first.

    Names stand above their bar, so that they fit on a phone in either language.

    Args:
        rows: `dabiao.tasks.departments` rows, those with most tasks first, at least one.
        language: of names.
        colours: of the viewer's mode and colour set.
    """
    catalogue = catalog(language)
    shown = rows.head(SHOWN)
    names = [theme.broken(name) for name in shown[f"department_{language}"]]
    lane = LANE + LINE * max(name.count("<br>") for name in names)
    places = list(range(shown.height))
    first, every = shown["named_first"].to_list(), shown["tasks"].to_list()
    told = [
        [
            name.replace("<br>", " "),
            catalogue.ngettext("named in {tasks} task", "named in {tasks} tasks", tasks).format(tasks=tasks),
            catalogue.gettext("first in {first}").format(first=ahead),
        ]
        for name, tasks, ahead in zip(names, every, first, strict=True)
    ]
    later = [tasks - ahead for tasks, ahead in zip(every, first, strict=True)]
    notes = [
        _text(f"{name}  <b>{tasks}</b>", place - 0.6 * BAR / lane, "bottom", colours.ink)
        for place, (name, tasks) in enumerate(zip(names, every, strict=True))
    ]
    if rows.height > SHOWN:
        notes.append(_more(rows.height - SHOWN, len(places), colours, language))
    lanes = len(places) + (rows.height > SHOWN)
    return {
        "data": [
            _bars(first, places, BAR / lane, told, colours.accent),
            _bars(later, places, BAR / lane, told, colours.band),
        ],
        "layout": theme.layout(
            colours,
            height=8 + lane * lanes,
            barmode="stack",
            bargap=0,
            margin={"l": 4, "r": 4, "t": 4, "b": 4},
            xaxis={"visible": False, "range": [0, max(every)], "fixedrange": True},
            yaxis={"visible": False, "range": [lanes - 1 + BAR / lane, BAR / lane - 1], "fixedrange": True},
            annotations=notes,
        ),
    }


def _bars(
    lengths: list[int], places: list[int], width: float, told: list[list[str]], colour: str
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": lengths,
        "y": places,
        "width": width,
        "marker": {"color": colour},
        "hovertemplate": theme.HOVER,
        "customdata": told,
    }


def _more(left_out: int, place: int, colours: theme.Palette, language: Language) -> dict[str, Any]:
    text = catalog(language).ngettext(
        "⋮ {count} department more, in the table", "⋮ {count} departments more, in the table", left_out
    )
    return _text(text.format(count=left_out), place, "middle", colours.muted)


def _text(text: str, place: float, anchor: str, colour: str) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 0,
        "y": place,
        "xanchor": "left",
        "yanchor": anchor,
        "showarrow": False,
        "align": "left",
        "text": text,
        "font": {"size": theme.TYPE, "color": colour},
    }
