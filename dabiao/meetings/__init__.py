"""Review meetings: prepared with an agenda of views, held as of one frozen publication, followed up.

Every function takes the store and the actor first and asks `dabiao.rights` before it reads or writes. Rows
are only added: what a meeting was to be, what it showed and what it decided can be told at any time.
"""

from dabiao.meetings.actions import (
    Action,
    Kind,
    State,
    actions,
    carried_over,
    follow_up,
    followed,
    history,
    overdue,
    record,
    settles,
)
from dabiao.meetings.agenda import MOST, Item, add_view, agenda, annotate, move, remove, view_at
from dabiao.meetings.ending import cancel, close
from dabiao.meetings.errors import MeetingError, UnknownMeetingError
from dabiao.meetings.freezing import freeze
from dabiao.meetings.planning import Meeting, change, make, meeting, meetings, places, versions
from dabiao.meetings.since import Cause, Comparison, Difference, Step, since_last

__all__ = [
    "MOST",
    "Action",
    "Cause",
    "Comparison",
    "Difference",
    "Item",
    "Kind",
    "Meeting",
    "MeetingError",
    "State",
    "Step",
    "UnknownMeetingError",
    "actions",
    "add_view",
    "agenda",
    "annotate",
    "cancel",
    "carried_over",
    "change",
    "close",
    "follow_up",
    "followed",
    "freeze",
    "history",
    "make",
    "meeting",
    "meetings",
    "move",
    "overdue",
    "places",
    "record",
    "remove",
    "settles",
    "since_last",
    "versions",
    "view_at",
]
