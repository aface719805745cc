"""The list of pages: path in the address, file, title. The shell and the middleware both go by it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dabiao.settings import ROOT
from dabiao.terms import N_


@dataclass(frozen=True)
class Entry:
    """A page of the menu."""

    path: str
    """Its path in the address, without the slash; one word, never translated."""
    file: Path
    title: str
    """English; translated where it is shown."""


OVERVIEW: Final = Entry("overview", ROOT / "pages" / "progress" / "overview.py", N_("Overview"))
AREA: Final = Entry("area", ROOT / "pages" / "progress" / "area.py", N_("Area"))

MENU: Final = (OVERVIEW, AREA)
"""In the order of the menu; the first is what the bare address leads to."""
