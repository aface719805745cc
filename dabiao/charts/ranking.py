"""Areas ranked by attainment: a lane each, the first one on top."""

from typing import Any, Final

import polars as pl

from dabiao import wording
from dabiao.charts import theme
from dabiao.charts.lanes import axis, broken, lanes, names, room
from dabiao.locale import catalog
from dabiao.model import AXIS
from dabiao.settings import Language

ALL_UP_TO: Final = 40
"""With more areas than this the ends are drawn and the middle is left to the table, unless all are wanted."""
ENDS: Final = 15
"""Areas at each end that are drawn then."""
LANE: Final = 40
GAP_LINE: Final = 26
"""Characters of Latin type of what stands between the ends, as a phone has room for beside the names."""
NARROW_LANE: Final = 24
"""Height of a lane when all of many areas are drawn."""


def ranking(
    rows: pl.DataFrame, *, language: Language, colours: theme.Palette, whole: bool = False
) -> theme.Figure:
    """Return the ranked areas of one axis, each with its place, attainment and elapsed time.

    Args:
        rows: ranked rows of one `dabiao.comparison.Axis`, at least one, the first place on top.
        language: of names and figures.
        colours: of the viewer's mode and colour set.
        whole: whether all areas are drawn, however many.

    Raises:
        ValueError: the rows are not alike and may share no axis.
    """
    check_alike(rows)
    shown, left_out = _ends(rows) if drawn_in_part(rows) and not whole else (rows, 0)
    found = wording.rows(shown)
    places = [float(place) for place in range(len(found))]
    if left_out:
        places[ENDS:] = [place + 1.0 for place in places[ENDS:]]
    narrow = whole and drawn_in_part(rows)
    told = [
        f"{row['place']}  {_cut(name)}" if narrow else f"<b>{row['place']}</b>  {name}"
        for row, name in zip(found, names(found, "area", language), strict=True)
    ]
    notes = [_gap(left_out, colours, language)] if left_out else []
    height = (NARROW_LANE if narrow else LANE) * (places[-1] + 1)
    return {
        "data": lanes(found, places, language=language, colours=colours, size=9 if narrow else 13),
        "layout": theme.layout(
            colours,
            height=int(height) + 40,
            margin={"l": 4, "r": room(found, language), "t": 30, "b": 6},
            xaxis=axis(found),
            yaxis={
                "range": [places[-1] + 0.6, -0.6],
                "tickvals": places,
                "ticktext": told,
                "tickfont": {"size": theme.TYPE, "color": colours.ink},
                "showgrid": False,
                "fixedrange": True,
            },
            annotations=notes,
        ),
    }


def drawn_in_part(rows: pl.DataFrame) -> bool:
    """Return whether there are so many areas that only the ends are drawn unless all are wanted."""
    return rows.height > ALL_UP_TO


def check_alike(rows: pl.DataFrame) -> None:
    """Make sure that the rows may share an axis.

    Raises:
        ValueError: they differ in level, indicator, basis, series, direction or plan period.
    """
    unlike = [name for name in AXIS if rows[name].n_unique() > 1]
    if unlike:
        raise ValueError(f"targets that differ in {', '.join(unlike)} share no axis")


def _ends(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    return pl.concat([rows.head(ENDS), rows.tail(ENDS)]), rows.height - 2 * ENDS


def _cut(name: str) -> str:
    """Return the first line of a name: a narrow lane holds no more, and the table has the whole of it."""
    first, more, _rest = name.partition("<br>")
    return f"{first} …" if more else first


def _gap(left_out: int, colours: theme.Palette, language: Language) -> dict[str, Any]:
    text = catalog(language).ngettext(
        "⋮ {count} area between, in the table", "⋮ {count} areas between, in the table", left_out
    )
    return {
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "y": ENDS,
        "showarrow": False,
        "align": "left",
        "text": broken(text.format(count=left_out), GAP_LINE),
        "font": {"size": theme.TYPE, "color": colours.muted},
    }
