"""Freezing another publication or as-of for a meeting that has not been held, with its agenda."""

import datetime as dt

from dabiao import audit
from dabiao.meetings import errors
from dabiao.meetings.agenda import follow
from dabiao.meetings.planning import (
    LONGEST_TEXT,
    add_version,
    before_held,
    checked_period,
    checked_publication,
    subject,
    text,
    told_of,
)
from dabiao.rights import Actor
from dabiao.store import Store, Transaction


def freeze(
    store: Store,
    actor: Actor,
    meeting_id: str,
    publication: int,
    *,
    reason: str,
    as_of: str | None = None,
    today: dt.date | None = None,
) -> None:
    """Freeze another publication, or another as-of, for a meeting that has not been held.

    All its views show the other publication. Those that were as of the meeting's as-of are as of the other;
    a view with an as-of of its own keeps it.

    Raises:
        DeniedError: ``actor`` holds no meetings on its area.
        MeetingError: there is no such meeting or publication, it has been held, or there is no reason.
        StoreError: nothing is changed.
    """
    why = text(reason, LONGEST_TEXT, errors.NO_REASON)

    def work(tx: Transaction) -> None:
        now = before_held(tx, actor, meeting_id, today)
        number, period = checked_publication(tx, publication), checked_period(as_of or now.as_of)
        if (number, period) == (now.publication, now.as_of):
            return
        if period != now.as_of:
            follow(tx, actor, now, period)
        told = told_of(now) | {"publication": number, "as_of": period}
        add_version(tx, actor, now.version + 1, "frozen_anew", told, why)
        detail = {"from": now.publication, "to": number, "as_of": period}
        audit.record(tx, actor, "meeting_frozen_anew", subject(meeting_id), detail)

    store.run(work)
