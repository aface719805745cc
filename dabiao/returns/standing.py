"""Where cells and returns stand, told from what happened to them and from the calendar."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from dabiao.periods import CHINA
from dabiao.returns.rulebook import QuarterRule
from dabiao.rights import ReturnState

BEGINNING: Final[ReturnState] = "open"

_OF_EVENT: Final[dict[str, ReturnState]] = {
    "withdrawn": "draft",
    "submitted": "submitted",
    "passed": "submitted",
    "sent_back": "sent_back",
    "approved": "approved",
    "amended": "amended",
}

_FIRST: Final[tuple[ReturnState, ...]] = ("sent_back", "submitted", "draft", "amended", "approved")

SETTLED: Final[frozenset[ReturnState]] = frozenset({"approved", "amended"})
EDITABLE: Final[frozenset[ReturnState]] = frozenset({"open", "draft", "sent_back"})
HANDED_IN: Final[frozenset[ReturnState]] = frozenset({"submitted", "approved", "amended"})


def of_cell(standing: str | None) -> ReturnState:
    """Return the state of a cell that has a version.

    Args:
        standing: the last event that was more than typing; None where there was only typing.
    """
    return _OF_EVENT[standing] if standing else "draft"


def of_return(cells: Iterable[ReturnState], begun: bool) -> ReturnState:
    """Return the state of a return from the states of those of its cells that have a version.

    What asks for somebody's hand comes first: a cell sent back before cells that wait for the reviewer, and
    these before what is typed and what is settled. A figure that came to be owed after the rest was settled
    leaves it settled as long as nothing is typed.

    Args:
        cells: the states.
        begun: whether the quarter is taken in already.
    """
    found = set(cells) - {"open"}
    for state in _FIRST:
        if state in found:
            return state
    return "open" if begun else "not_due"


def locked_from(rule: QuarterRule, exception: dt.date | None) -> dt.date | None:
    """Return the last day on which the quarter is taken in; None where it is never locked."""
    if rule.locks_on is None or exception is None:
        return rule.locks_on
    return max(rule.locks_on, exception)


def days_late(state: ReturnState, rule: QuarterRule, today: dt.date) -> int:
    """Return how many days a return is overdue that has not been handed in; 0 where it is not."""
    if state in HANDED_IN:
        return 0
    return max(0, (today - rule.due_on).days)


def handed_in_late(submitted_at: dt.datetime, rule: QuarterRule) -> bool:
    """Return whether a return was handed in after the day on which it was due."""
    return submitted_at.astimezone(CHINA).date() > rule.due_on
