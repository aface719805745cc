"""Meetings: an area, a day, a title, and the publication that everything shown there is pinned to.

Until a meeting is held another publication can be frozen, openly and with a reason; afterwards never.
"""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import polars as pl

from dabiao import accounts, audit, publications, workspaces
from dabiao.meetings import errors
from dabiao.meetings.errors import MeetingError, UnknownMeetingError
from dabiao.periods import InvalidPeriodError, end_month, latest_complete_quarter
from dabiao.publications import UnknownPublicationError
from dabiao.rights import EVERYWHERE, Actor, Place, may, require
from dabiao.store import Store, Transaction
from dabiao.written import visible

LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 2000
"""Characters of a text that is written down."""

_TYPES: Final = {"previous": pl.String, "reason": pl.String, "version": pl.Int32}


@dataclass(frozen=True)
class Meeting:
    """A meeting as it stands."""

    area_code: str
    meeting_id: str
    version: int
    held_on: dt.date
    title: str
    publication: int
    """Number of the frozen publication."""
    as_of: str
    """Period up to whose end figures count."""
    previous: str | None
    """Id of the meeting of the same area before it, by day and then by when it was made."""
    made_by_name: str
    made_at: dt.datetime
    closed_by_name: str | None
    closed_at: dt.datetime | None
    cancelled_by_name: str | None
    cancelled_at: dt.datetime | None

    def is_over(self, today: dt.date) -> bool:
        """Return whether nothing of it can be prepared any more.

        Its day has passed, its minutes are closed, or it was cancelled.
        """
        return self.closed_at is not None or self.cancelled_at is not None or self.held_on < today


def make(
    store: Store,
    actor: Actor,
    *,
    title: str,
    area_code: str,
    held_on: dt.date,
    publication: int | None = None,
    as_of: str | None = None,
) -> str:
    """Make a meeting; return its id.

    Args:
        store: where meetings are kept.
        actor: who makes it.
        title: what it is called.
        area_code: the area it is about, with all below it.
        held_on: the day; of one that has passed nothing can be prepared any more.
        publication: number of the publication to freeze; the latest by default.
        as_of: period up to whose end figures count; by default the last quarter that has ended on the day.

    Raises:
        DeniedError: ``actor`` holds no meetings on this area.
        MeetingError: area, publication or period do not exist, or there is no title.
        StoreError: it is not made.
    """
    require(actor, "hold_meeting", place(store, area_code))
    named = text(title, LONGEST_TITLE, errors.NO_TITLE)
    meeting_id = secrets.token_hex(8)

    def work(tx: Transaction) -> str:
        number = checked_publication(tx, publication)
        told = {
            "area_code": area_code,
            "meeting_id": meeting_id,
            "held_on": held_on,
            "title": named,
            "publication": number,
            "as_of": checked_period(as_of or latest_complete_quarter(held_on)),
            "previous": None,
        }
        add_version(tx, actor, 1, "made", told, None)
        detail = {"title": named, "held_on": held_on.isoformat(), "publication": number, "area": area_code}
        audit.record(tx, actor, "meeting_made", subject(meeting_id), detail)
        return meeting_id

    return store.run(work)


def change(
    store: Store,
    actor: Actor,
    meeting_id: str,
    *,
    title: str,
    held_on: dt.date,
    today: dt.date | None = None,
) -> None:
    """Give a meeting that has not been held another title or day.

    Raises:
        DeniedError: ``actor`` holds no meetings on its area.
        MeetingError: there is no such meeting, it has been held, the other day has passed, or there is no
            title.
        StoreError: nothing is changed.
    """
    named = text(title, LONGEST_TITLE, errors.NO_TITLE)

    def work(tx: Transaction) -> None:
        now = before_held(tx, actor, meeting_id, today)
        if (named, held_on) == (now.title, now.held_on):
            return
        # From then on nothing could be changed, the day neither.
        if held_on < (today or workspaces.today(tx)):
            raise MeetingError(errors.PAST_DAY, date=held_on.isoformat())
        told = told_of(now) | {"title": named, "held_on": held_on}
        add_version(tx, actor, now.version + 1, "changed", told, None)
        detail = {"title": named, "held_on": held_on.isoformat()}
        audit.record(tx, actor, "meeting_changed", subject(meeting_id), detail)

    store.run(work)


def meeting(store: Store | Transaction, actor: Actor, meeting_id: str) -> Meeting:
    """Return one meeting.

    Raises:
        DeniedError: ``actor`` holds no meetings on its area.
        UnknownMeetingError: there is no such meeting.
    """
    rows = store.read("meetings", meeting_id, None)
    if rows.is_empty():
        _require_any(actor)
        raise UnknownMeetingError
    found = Meeting(**rows.row(0, named=True))
    require(actor, "hold_meeting", seat(store, found.area_code, found.publication))
    return found


def looked_up(store: Store | Transaction, actor: Actor, of: Meeting | str) -> Meeting:
    """Return a meeting that was read a moment ago as it was then, or the one with an id as it is now.

    Raises:
        as `meeting`.
    """
    if isinstance(of, str):
        return meeting(store, actor, of)
    require(actor, "hold_meeting", seat(store, of.area_code, of.publication))
    return of


def meetings(store: Store | Transaction, actor: Actor) -> list[Meeting]:
    """Return the meetings on the areas that ``actor`` holds meetings on, by day.

    Raises:
        DeniedError: ``actor`` holds meetings nowhere.
    """
    _require_any(actor)
    now = places(store)
    every = [Meeting(**row) for row in store.read("meetings", None, None).to_dicts()]
    return [
        each
        for each in every
        if may(actor, "hold_meeting", seat(store, each.area_code, each.publication, now))
    ]


def versions(store: Store | Transaction, actor: Actor, of: Meeting | str) -> pl.DataFrame:
    """Return what became of a meeting, given or by its id, the first version first.

    Columns: area_code, meeting_id, version, event (made, changed, frozen_anew, closed, cancelled), held_on,
    title, publication, as_of, previous (of the one closed or cancelled), reason, done_by, done_by_name,
    done_at (UTC).

    Raises:
        as `meeting`.
    """
    return store.read("meeting_versions", looked_up(store, actor, of).meeting_id)


def before_held(store: Store | Transaction, actor: Actor, meeting_id: str, today: dt.date | None) -> Meeting:
    """Return a meeting that may still be prepared.

    Raises:
        as `meeting`.
        MeetingError: it has been held, or was cancelled.
    """
    found = meeting(store, actor, meeting_id)
    if found.cancelled_at is not None:
        raise MeetingError(errors.CANCELLED)
    if found.is_over(today or workspaces.today(store)):
        raise MeetingError(errors.HELD)
    return found


def place(store: Store | Transaction, area_code: str) -> Place:
    """Return an area as rights see it.

    Raises:
        MeetingError: there is no such area.
    """
    known = places(store)
    if area_code not in known:
        raise MeetingError(errors.UNKNOWN_AREA, code=area_code)
    return known[area_code]


def seat(
    store: Store | Transaction, area_code: str, publication: int, now: Mapping[str, Place] | None = None
) -> Place:
    """Return where the area of a meeting lies, as rights see it.

    That is where it lies now. One that is published no more lies where it lay at the meeting's publication:
    those who held the meeting keep it. One that was not published then either lies in the country alone.

    Args:
        store: where areas are published.
        area_code: of the meeting, or of a figure below it.
        publication: number of the one that the meeting is frozen at.
        now: `places` of the latest publication, where they are at hand.
    """
    now = places(store) if now is None else now
    return now[area_code] if area_code in now else places(store, publication).get(area_code, EVERYWHERE)


def places(store: Store | Transaction, publication: int | None = None) -> Mapping[str, Place]:
    """Return the place of every area at a publication (default: the latest) and of the country, by code."""
    number = publications.latest(store) if publication is None else publication
    return accounts.places(store, number) if isinstance(store, Transaction) else _places(store, number)


@lru_cache(maxsize=8)
def _places(store: Store, publication: int | None) -> Mapping[str, Place]:
    """Return the places of a publication, which never change."""
    return accounts.places(store, publication)


def text(given: str, longest: int, missing: str) -> str:
    """Return a text as it is kept.

    Raises:
        MeetingError: there is none, which ``missing`` says, or it is too long.
    """
    kept = visible(given)
    if not kept:
        raise MeetingError(missing)
    if len(kept) > longest:
        raise MeetingError(errors.TOO_LONG, length=len(kept), longest=longest)
    return kept


def subject(meeting_id: str) -> str:
    """Return what the audit trail calls a meeting."""
    return f"meeting:{meeting_id}"


def checked_publication(tx: Transaction, number: int | None) -> int:
    """Return the number of a publication; of the latest where none is given.

    Raises:
        MeetingError: there is no such publication, or none at all.
    """
    if number is None:
        number = publications.latest(tx)
        if number is None:
            raise MeetingError(errors.NOTHING_PUBLISHED)
    try:
        return publications.publication(tx, number).number
    except UnknownPublicationError as error:
        raise MeetingError(errors.UNKNOWN_PUBLICATION, number=number) from error


def checked_period(as_of: str) -> str:
    """Return a period up to whose end figures can count.

    Raises:
        MeetingError: it is none.
    """
    try:
        end_month(as_of)
    except InvalidPeriodError as error:
        raise MeetingError(errors.NO_PERIOD, given=as_of) from error
    return as_of


def told_of(now: Meeting) -> dict[str, Any]:
    """Return what the next version of a meeting says unless it is changed."""
    names = ("area_code", "meeting_id", "held_on", "title", "publication", "as_of")
    return {name: getattr(now, name) for name in names} | {"previous": None}


def add_version(
    tx: Transaction, actor: Actor, version: int, event: str, told: dict[str, Any], reason: str | None
) -> None:
    """Add a version of a meeting: what happened, what it is from then on, and why."""
    row = told | {
        "version": version,
        "event": event,
        "reason": reason,
        "done_by": actor.user_id or actor.name,
        "done_by_name": actor.name,
        "done_at": dt.datetime.now(dt.UTC),
    }
    tx.insert("meeting", pl.DataFrame([row], schema_overrides=_TYPES))


def _require_any(actor: Actor) -> None:
    """Refuse those who hold meetings nowhere before they are told what there is."""
    if not any(may(actor, "hold_meeting", Place(grant.area_code)) for grant in actor.grants):
        require(actor, "hold_meeting", EVERYWHERE)
