"""What meetings refuse, each with a text for people in both languages."""

from typing import Final

from dabiao.refusal import RefusalError
from dabiao.terms import N_

UNKNOWN: Final = N_("There is no such meeting.")
UNKNOWN_ITEM: Final = N_("The agenda has no such item any more.")
UNKNOWN_ACTION: Final = N_("There is no such decision or action.")
UNKNOWN_AREA: Final = N_("There is no area {code}.")
UNKNOWN_PUBLICATION: Final = N_("There is no publication {number}.")
UNKNOWN_TARGET: Final = N_("The publication of this meeting has no such target in the meeting's area.")
NOTHING_PUBLISHED: Final = N_("Nothing has been published yet, so there is nothing to meet about.")
NO_TITLE: Final = N_("Give the meeting a title.")
NO_TEXT: Final = N_("Write down what was decided.")
NO_DEPARTMENT: Final = N_("Name the department that is responsible.")
NO_DUE_DATE: Final = N_("Say by when it is to be done.")
DUE_TOO_EARLY: Final = N_("It cannot be due before the meeting.")
NO_REASON: Final = N_("Give a reason.")
NO_NOTE: Final = N_("Say what has been done, or why it is changed.")
NO_PERIOD: Final = N_("“{given}” is no period.")
TOO_LONG: Final = N_("What was typed has {length} characters; at most {longest} are kept.")
HELD: Final = N_("The meeting has been held: its date, publication and agenda stay as they were.")
CANCELLED: Final = N_("The meeting has been cancelled.")
PAST_DAY: Final = N_("{date} has passed: a meeting is not put back to it.")
TO_COME: Final = N_("The meeting is on {date}: its minutes are closed from that day on.")
ONE_BEFORE: Final = N_("Close the minutes of the meeting before it first: “{title}”.")
WRITTEN_DOWN: Final = N_("Something has been written down at this meeting: it cannot be cancelled.")
CLOSED: Final = N_("The minutes of this meeting are closed: what was decided stays as it is written.")
NO_VIEW: Final = N_("This is no address of a page of this server whose view can be kept.")
UNKNOWN_CHOICE: Final = N_("The address holds something its page does not know: {names}.")
OTHER_WORKSPACE: Final = N_("This address is of a server with other figures than these.")
FULL: Final = N_("An agenda holds at most {most} views.")
SETTLED: Final = N_("This action is settled already.")
CHANGED_MEANWHILE: Final = N_("Somebody has reported on this action meanwhile; look at it again.")


class MeetingError(RefusalError):
    """Something that was asked of a meeting cannot be done."""


class UnknownMeetingError(MeetingError, LookupError):
    """There is no such meeting."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(UNKNOWN)
