"""The list of pages: path in the address, file, title. The shell and the middleware both go by it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dabiao.rights import Action
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
    listed: bool = True
    """Whether the menu shows it; what is not listed is reached by links."""
    needs: Action | None = None
    """What one must be allowed to do somewhere for the menu to show it."""


OVERVIEW: Final = Entry("overview", ROOT / "pages" / "progress" / "overview.py", N_("Overview"))
AREA: Final = Entry("area", ROOT / "pages" / "progress" / "area.py", N_("Area"))
TARGET: Final = Entry("target", ROOT / "pages" / "progress" / "target.py", N_("Target"))
INDICATOR: Final = Entry("indicator", ROOT / "pages" / "progress" / "indicator.py", N_("Indicator"))
COMPARE: Final = Entry("compare", ROOT / "pages" / "progress" / "compare.py", N_("Compare"))
TASKS: Final = Entry("tasks", ROOT / "pages" / "progress" / "tasks.py", N_("Tasks"))
DATA: Final = Entry("data", ROOT / "pages" / "data" / "data.py", N_("Data & method"))
PUBLICATIONS: Final = Entry("publications", ROOT / "pages" / "data" / "publications.py", N_("Publications"))
SEARCH: Final = Entry("search", ROOT / "pages" / "progress" / "search.py", N_("Search"), listed=False)

RETURN: Final = Entry(
    "return", ROOT / "pages" / "returns" / "return.py", N_("Quarterly return"), needs="read_unapproved"
)
REVIEW: Final = Entry(
    "review", ROOT / "pages" / "returns" / "review.py", N_("Review of returns"), needs="review"
)
HISTORY: Final = Entry(
    "history", ROOT / "pages" / "returns" / "history.py", N_("History of figures"), needs="read_history"
)
COMPLETENESS: Final = Entry(
    "completeness", ROOT / "pages" / "returns" / "completeness.py", N_("Progress of returns"), needs="chase"
)
LINKS: Final = Entry("links", ROOT / "pages" / "meetings" / "links.py", N_("Links"), needs="share")
MEETINGS: Final = Entry(
    "meetings", ROOT / "pages" / "meetings" / "meetings.py", N_("Meetings and actions"), needs="follow_up"
)
MEETING: Final = Entry(
    "meeting", ROOT / "pages" / "meetings" / "meeting.py", N_("Meeting"), needs="hold_meeting"
)
ACCOUNTS: Final = Entry(
    "accounts", ROOT / "pages" / "admin" / "accounts.py", N_("Accounts"), needs="administer"
)

MENU: Final = (OVERVIEW, AREA, TASKS, TARGET, INDICATOR, COMPARE, DATA, PUBLICATIONS, SEARCH)
"""In the order of the menu; the first is what the bare address leads to."""

STAFF: Final = (RETURN, REVIEW, HISTORY, COMPLETENESS, MEETINGS, MEETING, LINKS, ACCOUNTS)
"""Pages behind the others in the menu, each for those who have a right to what it is for."""

PAGES: Final = (*MENU, *STAFF)
