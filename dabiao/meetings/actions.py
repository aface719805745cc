"""Decisions and actions: written down against a figure as it stood, followed up until they are settled.

What an action says of a figure is quoted in its row: whatever is published later, it stays what the meeting
saw. Every report adds a version. Who reports progress settles nothing: that is for those who hold the
meeting.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import polars as pl

from dabiao import audit, progress, workspaces
from dabiao.meetings import errors
from dabiao.meetings.errors import MeetingError
from dabiao.meetings.planning import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Meeting,
    looked_up,
    meeting,
    places,
    seat,
    text,
)
from dabiao.periods import CHINA
from dabiao.rights import EVERYWHERE, Actor, Place, may, require
from dabiao.store import Store, Transaction

Kind = Literal["decision", "action"]
State = Literal["open", "done", "dropped"]

QUOTED: Final = (
    "area_name_zh",
    "area_name_en",
    "indicator_name_zh",
    "indicator_name_en",
    "framework_name_zh",
    "framework_name_en",
    "unit",
    "unit_name_zh",
    "unit_name_en",
    "comparator",
    "target",
    "deadline",
    "period",
    "value",
    "bound",
    "baseline",
    "attainment",
    "pace_gap",
    "status",
    "roll_up",
)
"""What is kept of a status row: all that a sentence about the figure says."""

_TYPES: Final = dict.fromkeys(
    ("target_id", "indicator_code", "figure", "department", "state", "note"), pl.String
) | {"due_on": pl.Date, "version": pl.Int32, "number": pl.Int32}


@dataclass(frozen=True)
class Action:
    """A decision or an action as it stands."""

    area_code: str
    meeting_id: str
    number: int
    """Within the meeting."""
    version: int
    """To be expected by the next report."""
    meeting_area: str
    meeting_title: str
    held_on: dt.date
    publication: int
    """Number of the one that the meeting is frozen at."""
    kind: Kind
    what: str
    target_id: str | None
    indicator_code: str | None
    figure: Mapping[str, Any] | None
    """`QUOTED` columns of the target as it stood at the meeting, with publication and as_of."""
    department: str | None
    due_on: dt.date | None
    state: State | None
    """None for a decision."""
    note: str | None
    done_by_name: str
    done_at: dt.datetime
    written_by_name: str
    written_at: dt.datetime

    def is_overdue(self, today: dt.date) -> bool:
        """Return whether it should have been done by now."""
        return self.state == "open" and self.due_on is not None and self.due_on < today


def record(
    store: Store,
    actor: Actor,
    meeting_id: str,
    *,
    kind: Kind,
    what: str,
    about: tuple[str, str] | None = None,
    department: str = "",
    due_on: dt.date | None = None,
) -> int:
    """Write down what a meeting decided; return its number within the meeting.

    Args:
        store: where meetings are kept.
        actor: who writes it down.
        meeting_id: the meeting.
        kind: a decision, or an action that somebody is to take.
        what: what was decided, or is to be done.
        about: area and target id of the figure it is about; None for the meeting's area as a whole.
        department: who is responsible; an action needs one.
        due_on: by when it is to be done; an action needs it. Of a decision neither is kept.

    Raises:
        DeniedError: ``actor`` holds no meetings on the meeting's area.
        MeetingError: there is no such meeting or target, its minutes are closed, it was cancelled, or
            something is missing.
        StoreError: nothing is written down.
    """
    said = text(what, LONGEST_TEXT, errors.NO_TEXT)
    told: dict[str, Any] = {"department": None, "due_on": None, "state": None}
    if kind == "action":
        told["department"] = text(department, LONGEST_TITLE, errors.NO_DEPARTMENT)
        told["due_on"], told["state"] = due_on, "open"
        if due_on is None:
            raise MeetingError(errors.NO_DUE_DATE)

    def work(tx: Transaction) -> int:
        of = meeting(tx, actor, meeting_id)
        if of.closed_at is not None:
            raise MeetingError(errors.CLOSED)
        if of.cancelled_at is not None:
            raise MeetingError(errors.CANCELLED)
        if told["due_on"] is not None and told["due_on"] < of.held_on:
            raise MeetingError(errors.DUE_TOO_EARLY)
        number = tx.read("actions", meeting_id, None, False).height + 1
        row = {
            "area_code": of.area_code,
            "meeting_id": meeting_id,
            "number": number,
            "meeting_area": of.area_code,
            "kind": kind,
            "what": said,
            "target_id": None,
            "indicator_code": None,
            "figure": None,
            "note": None,
        }
        if about is not None:
            row |= _quoted(store, of, *about)
        _add_version(tx, actor, row | told, 1)
        detail = {"kind": kind, "area": row["area_code"], "target": row["target_id"]}
        audit.record(tx, actor, f"{kind}_recorded", _subject(meeting_id, number), detail)
        return number

    return store.run(work)


def follow_up(
    store: Store,
    actor: Actor,
    meeting_id: str,
    number: int,
    *,
    note: str,
    state: State = "open",
    due_on: dt.date | None = None,
    expected_version: int,
) -> None:
    """Report on an action: what has been done; that it is done, or dropped; that it is due on another day.

    Args:
        store: where meetings are kept.
        actor: who reports.
        meeting_id: the meeting that wrote it down.
        number: of the action.
        note: what has been done, or why it is changed.
        state: how it stands now.
        due_on: another day it is due on; None where it stays.
        expected_version: version that was looked at.

    Raises:
        DeniedError: ``actor`` does not follow up this action, or may only report progress.
        MeetingError: there is no such action, it is settled, there is no note, the other day is before the
            meeting, or somebody was faster.
        StoreError: nothing is reported.
    """
    said = text(note, LONGEST_TEXT, errors.NO_NOTE)

    def work(tx: Transaction) -> None:
        rows = tx.read("action_versions", meeting_id, number)
        last = rows.to_dicts()[-1] if rows.height else None
        if last is None or last["kind"] != "action":
            _require_any(actor)
            raise MeetingError(errors.UNKNOWN_ACTION)
        held = tx.read("meetings", meeting_id, None).row(0, named=True)
        publication: int = held["publication"]
        require(actor, "follow_up", _place(tx, last["area_code"], publication, last["indicator_code"]))
        if state != "open" or due_on not in (None, last["due_on"]):
            require(actor, "hold_meeting", seat(tx, last["meeting_area"], publication))
        if last["state"] != "open":
            raise MeetingError(errors.SETTLED)
        if last["version"] != expected_version:
            raise MeetingError(errors.CHANGED_MEANWHILE)
        due = due_on or last["due_on"]
        if due != last["due_on"] and due < held["held_on"]:
            raise MeetingError(errors.DUE_TOO_EARLY)
        told = {"note": said, "state": state, "due_on": due}
        _add_version(tx, actor, last | told, last["version"] + 1)
        detail = {"state": state, "due_on": due.isoformat()}
        audit.record(tx, actor, "action_followed_up", _subject(meeting_id, number), detail)

    store.run(work)


def actions(store: Store | Transaction, actor: Actor, of: Meeting | str) -> list[Action]:
    """Return what a meeting, given or by its id, wrote down, by number.

    Raises:
        DeniedError: ``actor`` holds no meetings on its area.
        MeetingError: there is no such meeting.
    """
    return _read(store.read("actions", looked_up(store, actor, of).meeting_id, None, False))


def carried_over(store: Store | Transaction, actor: Actor, of: Meeting | str) -> list[Action]:
    """Return what a meeting opens with: actions of earlier ones of its area that were not settled before.

    Each is as it stands now. One that is settled on the day of the meeting or later stays among them; what is
    written down after the minutes were closed does not come among them. Of two meetings on one day the one
    that was made first is the earlier.

    Raises:
        as `actions`.
    """
    now = looked_up(store, actor, of)
    of_area = store.read("meetings", None, now.area_code)["meeting_id"].to_list()
    if not (earlier := of_area[: of_area.index(now.meeting_id)]):
        return []
    rows = store.read("actions", None, None, False).filter(pl.col("meeting_id").is_in(earlier), kind="action")
    opened = [one for one in _read(rows) if _opens(now, one)]
    return sorted(opened, key=lambda one: (one.due_on or now.held_on, one.held_on, one.number))


def followed(store: Store | Transaction, actor: Actor, *, area_code: str | None = None) -> list[Action]:
    """Return the open actions that ``actor`` follows up, the earliest due first; none for a visitor.

    Args:
        store: where meetings are kept.
        actor: who asks.
        area_code: only those about this very area; None for all.
    """
    if not actor.grants:
        return []
    rows, now = _read(store.read("actions", None, area_code, True)), places(store)
    seen = [
        one
        for one in rows
        if may(actor, "follow_up", _place(store, one.area_code, one.publication, one.indicator_code, now))
    ]
    return sorted(seen, key=lambda one: (one.due_on or one.held_on, one.held_on, one.number))


def overdue(
    store: Store | Transaction,
    actor: Actor,
    *,
    area_code: str | None = None,
    today: dt.date | None = None,
) -> list[Action]:
    """Return those of `followed` that should have been done by ``today``: in China, unless given."""
    day = today or workspaces.today(store)
    return [one for one in followed(store, actor, area_code=area_code) if one.is_overdue(day)]


def settles(store: Store | Transaction, actor: Actor, action: Action) -> bool:
    """Return whether ``actor`` may say that an action is done or dropped, or let it be due on another day."""
    return may(actor, "hold_meeting", seat(store, action.meeting_area, action.publication))


def history(store: Store | Transaction, actor: Actor, meeting_id: str, number: int) -> pl.DataFrame:
    """Return every version of a decision or action, the first one first.

    Columns: area_code, meeting_id, number, version, meeting_area, kind, what, target_id, indicator_code,
    figure (JSON), department, due_on, state, note, done_by, done_by_name, done_at (UTC).

    Raises:
        DeniedError: ``actor`` does not follow it up.
        MeetingError: there is none.
    """
    rows = store.read("action_versions", meeting_id, number)
    if rows.is_empty():
        _require_any(actor)
        raise MeetingError(errors.UNKNOWN_ACTION)
    row = rows.row(0, named=True)
    publication = store.read("meetings", meeting_id, None)["publication"].item()
    require(actor, "follow_up", _place(store, row["area_code"], publication, row["indicator_code"]))
    return rows


def _opens(of: Meeting, one: Action) -> bool:
    """Return whether a meeting opens with an action of an earlier one."""
    begins = dt.datetime.combine(of.held_on, dt.time.min, CHINA)
    settled_before = one.state != "open" and one.done_at < begins
    return not settled_before and (of.closed_at is None or one.written_at <= of.closed_at)


def _require_any(actor: Actor) -> None:
    """Refuse those who follow up nothing anywhere before they are told what there is."""
    if not any(may(actor, "follow_up", Place(grant.area_code)) for grant in actor.grants):
        require(actor, "follow_up", EVERYWHERE)


def _quoted(store: Store, of: Meeting, area_code: str, target_id: str) -> dict[str, Any]:
    """Return the columns that tell of a target as it stands in the meeting's publication."""
    known = places(store, of.publication)
    if area_code not in known or known[area_code].seen_from(of.area_code) == "elsewhere":
        raise MeetingError(errors.UNKNOWN_TARGET)
    rows = progress.status(store, of.publication, of.as_of, area=area_code).filter(target_id=target_id)
    if rows.is_empty():
        raise MeetingError(errors.UNKNOWN_TARGET)
    row = rows.row(0, named=True)
    figure = {name: row[name] for name in QUOTED} | {"publication": of.publication, "as_of": of.as_of}
    return {
        "area_code": area_code,
        "target_id": target_id,
        "indicator_code": row["indicator_code"],
        "figure": json.dumps(figure, ensure_ascii=False, sort_keys=True, allow_nan=False),
    }


def _read(rows: pl.DataFrame) -> list[Action]:
    return [
        Action(**row | {"figure": None if row["figure"] is None else json.loads(row["figure"])})
        for row in rows.to_dicts()
    ]


def _place(
    store: Store | Transaction,
    area_code: str,
    publication: int,
    indicator: str | None,
    now: Mapping[str, Place] | None = None,
) -> Place:
    """Return where an action belongs that a meeting frozen at ``publication`` wrote down."""
    found = seat(store, area_code, publication, now)
    return Place(found.area_code, found.province_code, found.city_code, indicator)


def _add_version(tx: Transaction, actor: Actor, row: Mapping[str, Any], version: int) -> None:
    # Of two who write into one meeting at once the later one is tried again, as the audit trail has one head.
    done = {
        "version": version,
        "done_by": actor.user_id or actor.name,
        "done_by_name": actor.name,
        "done_at": dt.datetime.now(dt.UTC),
    }
    tx.insert("action", pl.DataFrame([{**row, **done}], schema_overrides=_TYPES))


def _subject(meeting_id: str, number: int) -> str:
    return f"action:{meeting_id}/{number}"
