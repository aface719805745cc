"""Agendas: views in an order, all of them shown as of the meeting's frozen publication."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, urlsplit

import polars as pl

from dabiao import audit, workspaces
from dabiao.meetings import errors
from dabiao.meetings.errors import MeetingError
from dabiao.meetings.planning import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Meeting,
    before_held,
    checked_period,
    looked_up,
    subject,
)
from dabiao.rights import Actor
from dabiao.store import Store, Transaction
from dabiao.views import SavedView, UnfitViewError, unknown
from dabiao.written import visible

NAMED: Final = 40
"""Characters by which something unknown in an address is named."""
MOST: Final = 40
"""Views on one agenda."""

_TYPES: Final = {
    "heading": pl.String,
    "note": pl.String,
    "item": pl.Int32,
    "version": pl.Int32,
    "position": pl.Int32,
}


@dataclass(frozen=True)
class Item:
    """A view on an agenda."""

    item: int
    """Its number within the meeting, whatever its place."""
    view: SavedView
    """Pinned to the meeting's publication."""
    heading: str | None
    """None where the view's own finding is its heading."""
    note: str | None


def agenda(store: Store | Transaction, actor: Actor, of: Meeting | str) -> list[Item]:
    """Return the views of a meeting, given or by its id, in their order, pinned to its frozen publication.

    Raises:
        DeniedError: ``actor`` holds no meetings on its area.
        MeetingError: there is no such meeting.
    """
    found = looked_up(store, actor, of)
    return [_item(row, found) for row in _rows(store, found.meeting_id) if not row["removed"]]


def view_at(store: Store | Transaction, address: str) -> SavedView:
    """Return the view that an address of this server shows, as people copy it from their browser.

    Raises:
        MeetingError: it is no address of a page whose views are kept, holds what the page does not know, or
            is of a server with other figures.
    """
    try:
        parts = urlsplit(address.strip())
        choices = dict(parse_qsl(parts.query, keep_blank_values=True))
    except ValueError as error:
        raise MeetingError(errors.NO_VIEW) from error
    own = workspaces.workspace(store)
    if choices.get("workspace", own) != own:
        raise MeetingError(errors.OTHER_WORKSPACE)
    page = parts.path.rstrip("/").rpartition("/")[2]
    if strange := unknown(page, choices):
        raise MeetingError(errors.UNKNOWN_CHOICE, names=", ".join(name[:NAMED] for name in strange))
    try:
        return SavedView.of(page, choices, None)
    except UnfitViewError as error:
        raise MeetingError(errors.NO_VIEW) from error


def add_view(
    store: Store,
    actor: Actor,
    meeting_id: str,
    view: SavedView,
    heading: str = "",
    note: str = "",
    *,
    today: dt.date | None = None,
) -> int:
    """Put a view at the end of an agenda; return its number within the meeting.

    The publication that the view is pinned to makes no difference: a meeting has one for all.

    Raises:
        DeniedError: ``actor`` holds no meetings on its area.
        MeetingError: there is no such meeting, it has been held, its agenda is full, or the view is as of no
            period or longer than what is kept.
        StoreError: the view is not added.
    """
    said = _said(heading, note)

    def work(tx: Transaction) -> int:
        now = before_held(tx, actor, meeting_id, today)
        rows = _rows(tx, meeting_id)
        if sum(not row["removed"] for row in rows) >= MOST:
            raise MeetingError(errors.FULL, most=MOST)
        item = max((row["item"] for row in rows), default=0) + 1
        kept = _dated(view, now)
        told = {
            "item": item,
            "version": 0,
            "position": max((row["position"] for row in rows), default=0) + 1,
            "saved_view": kept.as_text(),
            "removed": False,
        }
        _add_versions(tx, actor, now, [told | said])
        _record(tx, actor, meeting_id, item, "added")
        return item

    return store.run(work)


def annotate(
    store: Store,
    actor: Actor,
    meeting_id: str,
    item: int,
    *,
    heading: str,
    note: str,
    today: dt.date | None = None,
) -> None:
    """Give a view on an agenda another heading and note.

    Raises:
        as `add_view`.
    """
    said = _said(heading, note)

    def work(tx: Transaction) -> None:
        now = before_held(tx, actor, meeting_id, today)
        row = _one(_rows(tx, meeting_id), item)
        if any(row[name] != value for name, value in said.items()):
            _add_versions(tx, actor, now, [row | said])
            _record(tx, actor, meeting_id, item, "annotated")

    store.run(work)


def move(
    store: Store,
    actor: Actor,
    meeting_id: str,
    item: int,
    direction: Literal["up", "down"],
    *,
    today: dt.date | None = None,
) -> None:
    """Let a view and the one before or after it change places; the first stays first, the last stays last.

    Raises:
        as `add_view`.
    """

    def work(tx: Transaction) -> None:
        now = before_held(tx, actor, meeting_id, today)
        rows = [row for row in _rows(tx, meeting_id) if not row["removed"]]
        one = _one(rows, item)
        place = rows.index(one) + (-1 if direction == "up" else 1)
        if 0 <= place < len(rows):
            other = rows[place]
            changed = [one | {"position": other["position"]}, other | {"position": one["position"]}]
            _add_versions(tx, actor, now, changed)
            _record(tx, actor, meeting_id, item, f"moved_{direction}")

    store.run(work)


def remove(store: Store, actor: Actor, meeting_id: str, item: int, *, today: dt.date | None = None) -> None:
    """Take a view off an agenda.

    Raises:
        as `add_view`.
    """

    def work(tx: Transaction) -> None:
        now = before_held(tx, actor, meeting_id, today)
        row = _one([row for row in _rows(tx, meeting_id) if not row["removed"]], item)
        _add_versions(tx, actor, now, [row | {"removed": True}])
        _record(tx, actor, meeting_id, item, "removed")

    store.run(work)


def follow(tx: Transaction, actor: Actor, now: Meeting, as_of: str) -> None:
    """Let the views that are as of the meeting's as-of be as of another; the others keep theirs.

    Raises:
        MeetingError: a view is longer than what is kept with the other as-of.
    """
    moved = []
    for row in _rows(tx, now.meeting_id):
        view = SavedView.of_text(row["saved_view"])
        if not row["removed"] and view.choice("as_of") == now.as_of:
            moved.append(row | {"saved_view": _pinned(view, as_of, view.publication).as_text()})
    if moved:
        _add_versions(tx, actor, now, moved)


def _dated(view: SavedView, now: Meeting) -> SavedView:
    """Return a view at the meeting's publication that names its as-of.

    One that leaves its as-of open would show another quarter next year.
    """
    return _pinned(view, checked_period(view.choice("as_of") or now.as_of), now.publication)


def _pinned(view: SavedView, as_of: str, publication: int | None) -> SavedView:
    try:
        return SavedView.of(view.page, dict(view.choices) | {"as_of": as_of}, publication)
    except UnfitViewError as error:
        raise MeetingError(errors.NO_VIEW) from error


def _rows(store: Store | Transaction, meeting_id: str) -> list[dict[str, Any]]:
    return store.read("agenda_items", meeting_id).to_dicts()


def _one(rows: list[dict[str, Any]], item: int) -> dict[str, Any]:
    found = next((row for row in rows if row["item"] == item and not row["removed"]), None)
    if found is None:
        raise MeetingError(errors.UNKNOWN_ITEM)
    return found


def _item(row: dict[str, Any], of: Meeting) -> Item:
    view = _compared(SavedView.of_text(row["saved_view"]), of.publication)
    return Item(row["item"], view, row["heading"], row["note"])


def _compared(view: SavedView, publication: int) -> SavedView:
    """Return a view at a publication, compared with none that is not before it.

    Pages name what they compare with in their address: looked at at a later publication, that can be the
    meeting's own. It is then compared with the publication before, as the page itself does by default.
    """
    since = view.choice("since") or ""
    choices = dict(view.choices)
    if since.isascii() and since.isdigit() and not 1 <= int(since) < publication:
        del choices["since"]
        if publication > 1:
            choices["since"] = str(publication - 1)
    return replace(view, choices=tuple(sorted(choices.items())), publication=publication)


def _said(heading: str, note: str) -> dict[str, str | None]:
    kept = {"heading": visible(heading) or None, "note": visible(note) or None}
    for name, longest in (("heading", LONGEST_TITLE), ("note", LONGEST_TEXT)):
        if len(kept[name] or "") > longest:
            raise MeetingError(errors.TOO_LONG, length=len(kept[name] or ""), longest=longest)
    return kept


def _add_versions(tx: Transaction, actor: Actor, of: Meeting, rows: list[dict[str, Any]]) -> None:
    done = {
        "area_code": of.area_code,
        "meeting_id": of.meeting_id,
        "done_by": actor.user_id or actor.name,
        "done_by_name": actor.name,
        "done_at": dt.datetime.now(dt.UTC),
    }
    frame = pl.DataFrame(
        [row | done | {"version": row["version"] + 1} for row in rows], schema_overrides=_TYPES
    )
    tx.insert("agenda_item", frame)


def _record(tx: Transaction, actor: Actor, meeting_id: str, item: int, how: str) -> None:
    audit.record(tx, actor, "agenda_changed", subject(meeting_id), {"item": item, "how": how})
