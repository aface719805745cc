"""Lanes: one target each, from its baseline to its target, with where it should be by now."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, Literal

from dabiao import wording
from dabiao.charts import theme
from dabiao.settings import Language
from dabiao.terms import status_label

SHOWN_TO: Final = 1.25
"""Bars are cut here; the label keeps the figure."""
SHOWN_FROM: Final = -0.25
MARGIN: Final = 8
"""Room for half a mark on the left, in percentage points."""
FIGURES: Final = 6
"""Distance of the column of figures from the longest bar, in percentage points; a mark reaches that far."""
NAME_LINE: Final = 17
"""Characters of Latin type in a line of a lane's name."""

LATIN: Final = 8.7
CHINESE: Final = 16.2
"""Pixels that a character takes."""
LONG_LINE: Final = 22
"""The same where a document stands beside the area."""

Row = wording.Row


def lanes(
    rows: Sequence[Row], places: Sequence[float], *, language: Language, colours: theme.Palette, size: int
) -> list[dict[str, Any]]:
    """Return the traces that draw a lane per row: bar, tick of the elapsed time, figure, mark.

    Args:
        rows: status rows (`dabiao.progress.status`) with an attainment.
        places: heights of the lanes.
        language: of names and figures.
        colours: of the viewer's mode and colour set.
        size: of a mark.
    """
    shown = [max(SHOWN_FROM, min(row["attainment"], SHOWN_TO)) * 100 for row in rows]
    tones = [colours.status(row["status"]) for row in rows]
    return [
        _bars(shown, places, tones),
        _elapsed(rows, places, colours, size),
        _figures(rows, places, language, colours, size),
        _marks(rows, shown, places, tones, language, size),
    ]


def _bars(shown: Sequence[float], places: Sequence[float], tones: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": shown,
        "y": list(places),
        "width": [0.34] * len(shown),
        "marker": {"color": tones, "opacity": 0.38},
        "hoverinfo": "skip",
    }


def _elapsed(
    rows: Sequence[Row], places: Sequence[float], colours: theme.Palette, size: int
) -> dict[str, Any]:
    """Return the ticks at the elapsed time, where it is known."""
    elapsed = [(row["time_share"], place) for row, place in zip(rows, places, strict=True)]
    known = [(share * 100, place) for share, place in elapsed if share is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [share for share, _place in known],
        "y": [place for _share, place in known],
        "marker": {
            "symbol": "line-ns-open",
            "size": size + 4,
            "color": colours.ink,
            "line": {"width": 3, "color": colours.ink},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _figures(
    rows: Sequence[Row], places: Sequence[float], language: Language, colours: theme.Palette, size: int
) -> dict[str, Any]:
    """Return the attainments, in a column beside the longest bar."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [SHOWN_TO * 100 + FIGURES] * len(rows),
        "y": list(places),
        "text": [_figure(row, language) for row in rows],
        "textposition": "middle right",
        "textfont": {"size": theme.TYPE, "color": colours.ink},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _marks(
    rows: Sequence[Row],
    shown: Sequence[float],
    places: Sequence[float],
    tones: Sequence[str],
    language: Language,
    size: int,
) -> dict[str, Any]:
    """Return the marks of the statuses at the ends of the bars, which tell all of a lane when touched."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": shown,
        "y": list(places),
        "marker": {
            "symbol": [theme.MARKS[row["status"]] for row in rows],
            "size": size,
            "color": tones,
            "line": {"width": 2, "color": tones},
        },
        "cliponaxis": False,
        "hovertemplate": theme.HOVER,
        "customdata": [
            [
                f"{wording.name(row, 'area', language)} · {wording.name(row, 'indicator', language)}",
                wording.reached(row, language),
                status_label(row["status"], language),
            ]
            for row in rows
        ],
    }


def room(rows: Sequence[Row], language: Language) -> int:
    """Return the pixels that the figures take, which stand in the margin on the right."""
    return width([_figure(row, language) for row in rows]) + 4


def _figure(row: Row, language: Language) -> str:
    share = row["attainment"]
    arrow = "→" if share > SHOWN_TO else ""
    # A mark at the end of its bar reaches up to the text: a space keeps them apart.
    return f"\u2002{wording.attainment(row, language)}{arrow}"


def axis(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the axis of attainment that the lanes of ``rows`` lie on, the whole at 100 %."""
    lowest = min(max(SHOWN_FROM, row["attainment"]) * 100 for row in rows)
    start = SHOWN_FROM * 100 if lowest < 0 else 0.0
    return {
        "range": [start - MARGIN, SHOWN_TO * 100 + FIGURES],
        "tickvals": [0, 50, 100],
        "ticktext": ["0%", "50%", "100%"],
        "showgrid": True,
        "fixedrange": True,
        "side": "top",
    }


def names(rows: Sequence[Row], by: Literal["area", "framework"], language: Language) -> list[str]:
    """Return the names of lanes in lines that leave them their width on a phone.

    An area that has several lanes at one place is told with its documents.
    """
    own = [wording.name(row, by, language) for row in rows]
    often = Counter((row["indicator_code"], name) for row, name in zip(rows, own, strict=True))
    return [
        broken(f"{name} · {wording.name(row, 'framework', language)}", LONG_LINE)
        if by == "area" and often[row["indicator_code"], name] > 1
        else broken(name, NAME_LINE)
        for row, name in zip(rows, own, strict=True)
    ]


def width(texts: Sequence[str]) -> int:
    """Return how many pixels the widest line of some texts takes."""
    lines = [re.sub("<[^>]+>", "", line) for text in texts for line in text.split("<br>")]
    # Signs such as ≥ and → are as wide as a character in Chinese fonts.
    return int(max(sum(CHINESE if _wide(letter, "WFA") else LATIN for letter in line) for line in lines))


def _wide(letter: str, wide: str = "WF") -> bool:
    return unicodedata.east_asian_width(letter) in wide


def broken(text: str, width: int) -> str:
    """Return a text in lines of so many Latin characters; Chinese ones count as two.

    No line begins with the dot between two parts.
    """
    lines = [""]
    for word in text.replace(" · ", "\u00a0· ").split(" "):
        for part in _parts(word, width):
            joined = f"{lines[-1]} {part}" if lines[-1] else part
            if _columns(joined) <= width or not lines[-1]:
                lines[-1] = joined
            else:
                lines.append(part)
    return "<br>".join(lines)


def _parts(word: str, width: int) -> list[str]:
    """Return a word in parts that fit a line; only Chinese has words as long as that."""
    parts = [""]
    for letter in word:
        if _columns(parts[-1] + letter) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def _columns(text: str) -> int:
    return sum(2 if _wide(letter) else 1 for letter in text)
