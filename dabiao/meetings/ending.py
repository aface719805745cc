"""Ending a meeting: its minutes are closed once it has been held, or it is cancelled."""

import datetime as dt

from dabiao import audit, workspaces
from dabiao.meetings import errors
from dabiao.meetings.errors import MeetingError
from dabiao.meetings.planning import LONGEST_TEXT, add_version, meeting, subject, text, told_of
from dabiao.rights import Actor
from dabiao.store import Store, Transaction


def close(store: Store, actor: Actor, meeting_id: str, *, today: dt.date | None = None) -> None:
    """Close the minutes: nothing more is written down. A meeting whose minutes are closed has been held.

    From then on it is compared with the meeting that is before it now, whichever others move. That one must
    have been held: what it shows does not change any more either.

    Raises:
        DeniedError: ``actor`` holds no meetings on its area.
        MeetingError: there is no such meeting, it was cancelled, its day is to come, or the meeting before it
            has not been held.
        StoreError: nothing is closed.
    """

    def work(tx: Transaction) -> None:
        now, day = meeting(tx, actor, meeting_id), today or workspaces.today(tx)
        if now.closed_at is not None:
            return
        if now.cancelled_at is not None:
            raise MeetingError(errors.CANCELLED)
        if now.held_on > day:
            raise MeetingError(errors.TO_COME, date=now.held_on.isoformat())
        if now.previous is not None:
            before = meeting(tx, actor, now.previous)
            if not before.is_over(day):
                raise MeetingError(errors.ONE_BEFORE, title=before.title)
        told = told_of(now) | {"previous": now.previous}
        add_version(tx, actor, now.version + 1, "closed", told, None)
        audit.record(tx, actor, "meeting_closed", subject(meeting_id), {})

    store.run(work)


def cancel(store: Store, actor: Actor, meeting_id: str, *, reason: str) -> None:
    """Cancel a meeting that is not held, or whose day was a slip: it is kept, and no other compared with it.

    Raises:
        DeniedError: ``actor`` holds no meetings on its area.
        MeetingError: there is no such meeting, its minutes are closed, something has been written down, or
            there is no reason.
        StoreError: nothing is cancelled.
    """
    why = text(reason, LONGEST_TEXT, errors.NO_REASON)

    def work(tx: Transaction) -> None:
        now = meeting(tx, actor, meeting_id)
        if now.cancelled_at is not None:
            return
        if now.closed_at is not None:
            raise MeetingError(errors.CLOSED)
        if not tx.read("actions", meeting_id, None, False).is_empty():
            raise MeetingError(errors.WRITTEN_DOWN)
        told = told_of(now) | {"previous": now.previous}
        add_version(tx, actor, now.version + 1, "cancelled", told, why)
        audit.record(tx, actor, "meeting_cancelled", subject(meeting_id), {"reason": why})

    store.run(work)
