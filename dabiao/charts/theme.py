"""Colours, type and the common layout of all charts, for light and dark."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dabiao.model import RollUp, Status

Figure = dict[str, Any]

FONT: Final = (
    "'Segoe UI','Helvetica Neue',Roboto,"
    "'PingFang SC','Microsoft YaHei','Hiragino Sans GB','Noto Sans CJK SC','Source Han Sans SC',"
    "system-ui,sans-serif"
)
"""The reader's own fonts; every office computer and phone in China has one of the Chinese ones.

Latin ones stand first: Chinese fonts draw English apostrophes and quotation marks as wide as a character.
``.streamlit/config.toml`` says the same.
"""

PHONE_LINE: Final = 38
"""Characters of Latin type that fit a line on a phone; labels in Chinese are shorter."""

HOVER: Final = "<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>"
"""Name, figures and remark of a mark; the three texts of its ``customdata``."""

MARKS: Final[Mapping[Status, str]] = {
    Status.INVALID_TARGET: "x-thin",
    Status.NO_DATA: "circle-open",
    Status.PENDING_FINAL: "circle-open-dot",
    Status.ACHIEVED: "circle",
    Status.MISSED: "x",
    Status.MET_EARLY: "star",
    Status.NO_BASELINE: "diamond-open",
    Status.TOO_EARLY: "circle-dot",
    Status.ON_TRACK: "triangle-up",
    Status.LAGGING: "triangle-down-open",
    Status.FAR_BEHIND: "triangle-down",
    Status.MOVING_AWAY: "triangle-left",
}
"""Plotly's names of the shapes in `dabiao.terms.STATUS_SHAPES`."""


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

    def roll_up(self, group: str) -> str:
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


def palette(dark: bool) -> Palette:
    """Return the colours of a mode."""
    return DARK if dark else LIGHT


def broken(text: str) -> str:
    """Return a label in lines that fit a phone."""
    return "<br>".join(textwrap.wrap(text, PHONE_LINE))


def layout(colours: Palette, **more: Any) -> dict[str, Any]:
    """Return the layout every chart starts from; titles stand outside, in the page."""
    axis = {
        "gridcolor": colours.grid,
        "linecolor": colours.grid,
        "zeroline": False,
        "tickfont": {"size": 14, "color": colours.muted},
        "automargin": True,
    }
    base: dict[str, Any] = {
        "font": {"family": FONT, "size": 15, "color": colours.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "showlegend": False,
        "hoverlabel": {"font": {"family": FONT, "size": 14}, "align": "left"},
        "xaxis": dict(axis),
        "yaxis": dict(axis),
    }
    for name, value in more.items():
        base[name] = {**base[name], **value} if isinstance(base.get(name), dict) else value
    return base
