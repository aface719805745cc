"""Colours, type and the common layout of all charts, for light and dark."""

import html
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

from dabiao.model import Absence, RollUp, Status
from dabiao.settings import Language

Figure = dict[str, Any]

FONT: Final = (
    "'Segoe UI','Helvetica Neue',Roboto,Apostrophe,"
    "'PingFang SC','Microsoft YaHei','Hiragino Sans GB','Noto Sans CJK SC','Source Han Sans SC',"
    "system-ui,sans-serif"
)
"""The reader's own fonts; every office computer and phone in China has one of the Chinese ones.

Latin ones stand first: Chinese fonts draw English apostrophes and quotation marks as wide as a character.
``Apostrophe`` is a face of the page's own style (`faces`) for where only Chinese fonts are installed.
``.streamlit/config.toml`` says the same.
"""
LATIN_SIGNS: Final[Mapping[Language, str]] = {
    "zh": "U+2019",
    "en": "U+2013-2014, U+2018-2019, U+201C-201D, U+2026",
}
"""Dashes, quotation marks and dots that no Chinese font draws; in Chinese texts they are to be wide."""

TYPE: Final = 16
"""Pixels of the letters in charts; smaller ones are not read from the back of a meeting room."""

PHONE_LINE: Final = 36
"""Characters of Latin type that fit a line on a phone; labels in Chinese are shorter."""

REMARK_LINE: Final = 20
"""Characters on a line of a remark in a hover text, which a phone must hold in Chinese too."""
REMARK_LINES: Final = 8
"""Lines after which a remark breaks off; the table of figures holds all of it."""

HOVER: Final = "<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>"
"""Name, figures and remark of a mark; the three texts of its ``customdata``."""

MARKS: Final[Mapping[Status, str]] = {
    Status.INVALID_TARGET: "x-thin",
    Status.NO_DATA: "square-open",
    Status.PENDING_FINAL: "circle-cross-open",
    Status.ACHIEVED: "circle",
    Status.MISSED: "x",
    Status.MET_EARLY: "star",
    Status.NO_BASELINE: "diamond-open",
    Status.TOO_EARLY: "triangle-right-open",
    Status.ON_TRACK: "triangle-up",
    Status.LAGGING: "triangle-down-open",
    Status.FAR_BEHIND: "triangle-down",
    Status.MOVING_AWAY: "triangle-left",
}
"""Plotly's names of the shapes in `dabiao.terms.STATUS_SHAPES`."""

ABSENCE_MARKS: Final[Mapping[Absence, str]] = {
    Absence.ZERO: "circle",
    Absence.NOT_REPORTED: "circle-open",
    Absence.NOT_DUE: "circle-open-dot",
    Absence.NOT_APPLICABLE: "line-ew",
    Absence.WITHHELD: "square",
}
"""Plotly's names of the shapes of the absences; a reported zero is drawn as the figure it is."""


@dataclass(frozen=True)
class Palette:
    """Colours of one mode; the status colours are told apart by readers with any colour vision."""

    ink: str
    muted: str
    grid: str
    surface: str
    accent: str
    band: str
    achieved: str
    on_track: str
    lagging: str
    far_behind: str
    away: str
    unknown: str

    def status(self, status: str) -> str:
        """Return the colour of a status."""
        match Status(status):
            case Status.ACHIEVED | Status.MET_EARLY:
                return self.achieved
            case Status.ON_TRACK:
                return self.on_track
            case Status.LAGGING:
                return self.lagging
            case Status.FAR_BEHIND:
                return self.far_behind
            case Status.MISSED | Status.MOVING_AWAY:
                return self.away
            case _:
                return self.unknown

    def group(self, group: str) -> str:
        """Return the colour of a group of statuses."""
        return {
            RollUp.ACHIEVED: self.achieved,
            RollUp.ON_TRACK: self.on_track,
            RollUp.BEHIND: self.far_behind,
            RollUp.NO_DATA: self.unknown,
        }[RollUp(group)]


LIGHT: Final = Palette(
    ink="#18212f",
    muted="#5a6675",
    grid="#e3e8ee",
    surface="#ffffff",
    accent="#17507f",
    band="rgba(23,80,127,0.14)",
    achieved="#0b6bb0",
    on_track="#0b7a53",
    lagging="#8f5f00",
    far_behind="#c9500a",
    away="#8d2465",
    unknown="#6b7684",
)
DARK: Final = Palette(
    ink="#e9eef4",
    muted="#a5b1bf",
    grid="#2c3846",
    surface="#10161e",
    accent="#7db8e8",
    band="rgba(125,184,232,0.22)",
    achieved="#5bb2f0",
    on_track="#4cc795",
    lagging="#e9b949",
    far_behind="#ff9352",
    away="#e58ac4",
    unknown="#98a4b1",
)


ColourSet = Literal["safe", "traffic", "festive"]
COLOUR_SETS: Final[tuple[ColourSet, ...]] = get_args(ColourSet)

PALETTES: Final[Mapping[tuple[ColourSet, bool], Palette]] = {
    ("safe", False): LIGHT,
    ("safe", True): DARK,
    # Green, amber and red: read at once by most, and told apart by shape and word by the others.
    ("traffic", False): replace(
        LIGHT, achieved="#17643a", on_track="#237804", lagging="#8f5f00", far_behind="#c8281e", away="#8d1b2d"
    ),
    ("traffic", True): replace(
        DARK, achieved="#4fc98a", on_track="#93d85a", lagging="#e9b949", far_behind="#ff7b6e", away="#ff9eb0"
    ),
    # Red for what is well, as on a Chinese stock board or a festive door, and green for what falls behind.
    ("festive", False): replace(
        LIGHT, achieved="#c4161c", on_track="#a6470b", lagging="#6a6a00", far_behind="#0b7a53", away="#0a5f6b"
    ),
    ("festive", True): replace(
        DARK, achieved="#ff7b6e", on_track="#ffb27a", lagging="#d6cf5c", far_behind="#4cc795", away="#63c6d6"
    ),
}
"""By set of status colours and whether the page is dark; everything but the status colours is the same."""


def faces(language: Language) -> str:
    """Return the style rule that has some signs drawn by a Latin font of the reader's machine."""
    return (
        '@font-face { font-family: Apostrophe; src: local("Arial"), local("Liberation Sans"), '
        f'local("DejaVu Sans"); unicode-range: {LATIN_SIGNS[language]}; }}'
    )


def palette(dark: bool, colours: ColourSet = "safe") -> Palette:
    """Return the colours of a mode in one of the sets a viewer can choose."""
    return PALETTES[colours, dark]


def broken(text: str) -> str:
    """Return a label in lines that fit a phone."""
    return "<br>".join(textwrap.wrap(text, PHONE_LINE))


def remark(text: str) -> str:
    """Return what somebody wrote about a figure as lines under it in a hover text; nothing for nothing.

    Plotly takes some tags for marks: none may come from outside.
    """
    lines = textwrap.wrap(text, REMARK_LINE, max_lines=REMARK_LINES, placeholder="…")
    return "".join(f"<br>{html.escape(line, quote=False)}" for line in lines)


def watermark(text: str) -> dict[str, Any]:
    """Return the annotation that marks a chart of generated data, on the screen and in its files."""
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0.5,
        "showarrow": False,
        "text": text,
        "textangle": -18,
        # Whole on a phone: the words of either language are about as long as it is wide.
        "font": {"size": min(44, 600 // len(text)), "color": "rgba(128,128,128,0.28)"},
    }


def layout(colours: Palette, **more: Any) -> dict[str, Any]:
    """Return the layout every chart starts from; titles stand outside, in the page."""
    axis = {
        "gridcolor": colours.grid,
        "linecolor": colours.grid,
        "zeroline": False,
        "tickfont": {"size": TYPE, "color": colours.muted},
        "automargin": True,
    }
    base: dict[str, Any] = {
        "font": {"family": FONT, "size": TYPE, "color": colours.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "showlegend": False,
        "hoverlabel": {"font": {"family": FONT, "size": TYPE}, "align": "left"},
        "xaxis": dict(axis),
        "yaxis": dict(axis),
    }
    for name, value in more.items():
        base[name] = {**base[name], **value} if isinstance(base.get(name), dict) else value
    return base
