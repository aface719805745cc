"""Opening links, and the sessions of those who did: each may read the one view that its link is to."""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from dabiao import audit, publications
from dabiao.accounts import attempts, passwords, people
from dabiao.accounts.secret import keyed_digest
from dabiao.accounts.tokens import Token, digest
from dabiao.links import errors
from dabiao.links.errors import PasswordNeededError, UnusableLinkError
from dabiao.links.standing import state
from dabiao.rights import Actor
from dabiao.store import Store, Transaction
from dabiao.views import SavedView

NOTED_AGAIN: Final = dt.timedelta(hours=1)
"""After which the register and the audit trail tell once more that a visitor opened a link."""


@dataclass(frozen=True)
class LinkSession:
    """Somebody who opened a link that is in force."""

    token_digest: str
    link_id: str
    actor: Actor
    view: SavedView
    label: str
    made_by_name: str
    expires_at: dt.datetime
    """In UTC."""
    publication: int
    """The newest that was shown in it."""


@dataclass(frozen=True)
class Opened:
    """A session just begun, with the token that the browser gets and nobody keeps."""

    token: Token
    session: LinkSession


def open_link(
    store: Store, token: str, password: str | None, *, address: str, now: dt.datetime | None = None
) -> Opened:
    """Begin a session for someone who has a link, and note that it was opened.

    Args:
        store: where links are.
        token: the secret of the link's address.
        password: as typed; None where none was asked for yet.
        address: of the network, that attempts are counted for.
        now: with zone; the present by default.

    Raises:
        TooOftenError: the attempt must wait.
        PasswordNeededError: the password is missing or wrong.
        UnusableLinkError: no link in force has this secret; why is not told.
        StoreError: as `Store.run`.
    """
    now = now or dt.datetime.now(dt.UTC)
    unknown = attempts.at_unknown_link(address)
    # First, so that nothing is learned from an attempt that must wait.
    attempts.require_free(store, unknown, now)
    row = _in_force(store, store.read("link_of_token", digest(token)), now)
    if row is None:
        attempts.begin(store, unknown, now)
        raise UnusableLinkError
    subjects: tuple[attempts.Subject, ...] = ()
    if row["password_hash"] is not None:
        if not password:
            raise PasswordNeededError(errors.PASSWORD_NEEDED)
        subjects = attempts.at_link(row["link_id"], address)
        attempts.begin(store, subjects, now)
        if not passwords.matches(password, row["password_hash"]):
            raise PasswordNeededError(errors.WRONG_PASSWORD)
    attempts.begin(store, attempts.at_opened_link(row["link_id"], address), now)

    def work(tx: Transaction) -> Opened:
        valid = _in_force(tx, tx.read("link_of_token", digest(token)), now)
        newest = publications.latest(tx)
        if valid is None or newest is None:
            raise UnusableLinkError
        if subjects:
            attempts.succeeded(tx, subjects)
        tx.execute("end_link_sessions", None, None, now)
        fresh = Token()
        seen = SavedView.of_text(valid["saved_view"]).publication or newest
        visitor = keyed_digest("link visitor", address)
        begun = {
            "token_digest": fresh.digest,
            "link_id": valid["link_id"],
            "begun_at": now,
            "publication": seen,
            "visitor_digest": visitor,
        }
        tx.insert("link_session", pl.DataFrame([begun]))
        session = _session(begun | valid)
        _note(tx, session, seen, visitor, now)
        return Opened(fresh, session)

    return store.run(work)


def of_token(store: Store, token: str, now: dt.datetime | None = None) -> LinkSession | None:
    """Return the session that a browser's token stands for; None if there is none in force."""
    return of_digest(store, digest(token), now)


def of_digest(store: Store, token_digest: str, now: dt.datetime | None = None) -> LinkSession | None:
    """Return the session with this digest; None if none is in force, as when its link is over."""
    now = now or dt.datetime.now(dt.UTC)
    row = _in_force(store, store.read("link_session_holder", token_digest), now)
    return None if row is None else _session(row)


def note_seen(store: Store, session: LinkSession, publication: int, now: dt.datetime | None = None) -> None:
    """Note that a session was shown a newer publication, as one with a link to always the newest is."""
    if publication <= session.publication:
        return
    now = now or dt.datetime.now(dt.UTC)

    def work(tx: Transaction) -> None:
        row = next(iter(tx.read("link_session_holder", session.token_digest).to_dicts()), None)
        if row is None or publication <= row["publication"]:
            return
        tx.execute("note_link_session", session.token_digest, publication)
        _note(tx, session, publication, row["visitor_digest"], now)

    store.run(work)


def leave(store: Store, session: LinkSession) -> None:
    """End a session."""
    store.run(lambda tx: tx.execute("end_link_sessions", session.token_digest, None, None))


def _in_force(store: Store | Transaction, found: pl.DataFrame, now: dt.datetime) -> dict[str, Any] | None:
    """Return the row of a link if it can be used now."""
    row = next(iter(found.to_dicts()), None)
    if row is None:
        return None
    return row if state(row, people.grants_of(store, row["made_by"]), now) == "open" else None


def _session(row: dict[str, Any]) -> LinkSession:
    view = SavedView.of_text(row["saved_view"])
    return LinkSession(
        row["token_digest"],
        row["link_id"],
        Actor(None, "", kind="link", view=view),
        view,
        row["label"],
        row["made_by_name"],
        row["expires_at"],
        row["publication"],
    )


def _note(tx: Transaction, session: LinkSession, publication: int, visitor: str, now: dt.datetime) -> None:
    """Note that a visitor saw a publication, unless that was noted a short while ago.

    What is opened again and again must not fill the register and the trail, which nobody may shorten.
    """
    noted = tx.read("link_openings_of", session.link_id, visitor, publication, now - NOTED_AGAIN).item()
    if noted:
        return
    opening = {
        "link_id": session.link_id,
        "opening_id": secrets.token_hex(8),
        "opened_at": now,
        "publication": publication,
        "visitor_digest": visitor,
    }
    tx.insert("link_opening", pl.DataFrame([opening]))
    audit.record(tx, session.actor, "link_opened", f"link:{session.link_id}", {"publication": publication})
