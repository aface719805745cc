"""Figures that wait for approval: hollow squares at a broken line, not to be taken for published ones."""

from collections.abc import Sequence
from typing import Any, Final

from dabiao.charts import theme
from dabiao.locale import catalog
from dabiao.periods import last_day
from dabiao.settings import Language
from dabiao.wording.returns import state_label

MARK: Final = "square-open"
DASH: Final = "dash"
STATE: Final = "submitted"
"""Of the return that the figures are in."""


def waiting(
    start: tuple[int, float] | None,
    points: Sequence[tuple[int, float, str]],
    names: Sequence[str],
    *,
    labelled: bool,
    language: Language,
    colours: theme.Palette,
) -> list[dict[str, Any]]:
    """Return what is drawn of one line's figures that wait for approval; nothing where there are none.

    Args:
        start: the last published point before them, as month and height; none where there is none.
        points: month, height and figure in words of each, in order of time.
        names: what each is of, on the first line of its hover text.
        labelled: whether the figures stand beside their marks.
        language: of the texts.
        colours: of the viewer's mode.
    """
    if not points:
        return []
    days = [last_day(month).isoformat() for month, _height, _figure in points]
    heights = [height for _month, height, _figure in points]
    state = state_label(STATE, language)
    way = {
        "type": "scatter",
        "mode": "lines",
        "x": ([last_day(start[0]).isoformat()] if start else []) + days,
        "y": ([start[1]] if start else []) + heights,
        "line": {"color": colours.ink, "width": 2, "dash": DASH},
        "hoverinfo": "skip",
    }
    rising = start is None or heights[0] >= start[1]
    marks = {
        "type": "scatter",
        "mode": "markers+text" if labelled else "markers",
        "name": state,
        "x": days,
        "y": heights,
        "marker": {
            "size": 13,
            "symbol": MARK,
            "color": colours.ink,
            "line": {"width": 2, "color": colours.ink},
        },
        # Off the broken line, and away from the edge of the drawing.
        "textposition": "top left" if rising else "bottom left",
        "textfont": {"size": theme.TYPE, "color": colours.ink},
        "cliponaxis": False,
        "customdata": [
            [name, figure, state] for name, (_month, _height, figure) in zip(names, points, strict=True)
        ],
        "hovertemplate": theme.HOVER,
    }
    if labelled:
        marks["text"] = [f"{figure} {name_of(language)}" for _month, _height, figure in points]
    return [way, marks]


def name_of(language: Language) -> str:
    """Return what a figure that waits is called in a legend."""
    return catalog(language).gettext("waiting for approval")
