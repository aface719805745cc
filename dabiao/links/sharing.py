"""Making links and what their makers do with them: look at the register, revoke, change the secret."""

import datetime as dt
import secrets
import unicodedata
from typing import Any, Final

import polars as pl

from dabiao import accounts, audit, publications
from dabiao.accounts import passwords, people
from dabiao.accounts.tokens import Token
from dabiao.links import errors
from dabiao.links.errors import LinkError
from dabiao.links.standing import state
from dabiao.rights import EVERYWHERE, Actor, holds, require
from dabiao.store import Store, Transaction
from dabiao.views import SavedView

VALID_FOR: Final = dt.timedelta(days=30)
"""Unless its maker says otherwise."""
LONGEST: Final = dt.timedelta(days=366)
LONGEST_LABEL: Final = 120
OPENINGS: Final = 200
"""Openings of a link that are told, the latest."""


def share(
    store: Store,
    actor: Actor,
    view: SavedView,
    *,
    label: str,
    expires_at: dt.datetime | None = None,
    password: str | None = None,
    opens_at: dt.datetime | None = None,
    now: dt.datetime | None = None,
) -> tuple[str, Token]:
    """Make a link to a view; return its id and the secret that its address holds, which is kept nowhere.

    Args:
        store: where links are.
        actor: who makes it; it ends with their account.
        view: what it shows, and all it ever shows.
        label: what it is for, told in the register and to those who open it.
        expires_at: with zone; after `VALID_FOR` by default.
        password: that opening it asks for; None for none.
        opens_at: with zone, before which it cannot be opened; at once by default.
        now: with zone; the present by default.

    Raises:
        DeniedError: ``actor`` may make none.
        WeakPasswordError: the password is not accepted.
        LinkError: there is no such publication, or the label or the times are unfit.
    """
    require(actor, "share", EVERYWHERE)
    now = now or dt.datetime.now(dt.UTC)
    begins = opens_at or now
    ends = expires_at or begins + VALID_FOR
    named = _label(label)
    if ends <= max(begins, now) or ends > max(begins, now) + LONGEST:
        raise LinkError(errors.BAD_TIMES, days=LONGEST.days)
    if password is not None:
        passwords.check_strength(password, "")
    kept = None if password is None else passwords.hashed(password)
    token, link_id = Token(), secrets.token_hex(8)
    row = {
        "link_id": link_id,
        "token_digest": token.digest,
        "label": named,
        "saved_view": view.as_text(),
        "password_hash": kept,
        "opens_at": begins,
        "expires_at": ends,
        "made_at": now,
        "made_by": actor.user_id,
        "made_by_name": actor.name,
    }

    def work(tx: Transaction) -> None:
        newest = publications.latest(tx)
        pinned = 1 if view.publication is None else view.publication
        if newest is None or not 1 <= pinned <= newest:
            raise LinkError(errors.NO_PUBLICATION, number=pinned)
        tx.insert("link", pl.DataFrame([row], schema_overrides={"password_hash": pl.String}))
        detail = {"page": view.page, "publication": view.publication, "expires_at": ends.isoformat()}
        audit.record(tx, actor, "link_shared", _subject(link_id), detail)

    store.run(work)
    return link_id, token


def revoke(store: Store, actor: Actor, link_id: str, now: dt.datetime | None = None) -> None:
    """End a link for good: nobody opens it any more, and who is looking sees nothing further.

    Raises:
        DeniedError: it is neither the actor's own nor made by an account they administer.
        LinkError: there is no such link.
    """
    now = now or dt.datetime.now(dt.UTC)

    def work(tx: Transaction) -> None:
        if _held(tx, actor, link_id)["revoked_at"] is not None:
            return
        tx.execute("revoke_link", link_id, now, actor.user_id or actor.name)
        tx.execute("end_link_sessions", None, link_id, None)
        audit.record(tx, actor, "link_revoked", _subject(link_id), {})

    store.run(work)


def rotate(store: Store, actor: Actor, link_id: str, now: dt.datetime | None = None) -> Token:
    """Give a link another secret; the address so far leads nowhere, and who is looking sees nothing further.

    Raises:
        DeniedError: as `revoke`.
        LinkError: there is no such link, or it was revoked.
    """
    now = now or dt.datetime.now(dt.UTC)
    token = Token()

    def work(tx: Transaction) -> None:
        if _held(tx, actor, link_id)["revoked_at"] is not None:
            raise LinkError(errors.REVOKED)
        tx.execute("rotate_link", link_id, token.digest, now)
        tx.execute("end_link_sessions", None, link_id, None)
        audit.record(tx, actor, "link_rotated", _subject(link_id), {})

    store.run(work)
    return token


def register(store: Store, actor: Actor, now: dt.datetime | None = None) -> pl.DataFrame:
    """Return the links that ``actor`` made and those made by accounts they administer, the newest first.

    Columns: link_id, label, saved_view (JSON), has_password, opens_at, expires_at, made_at (UTC), made_by,
    made_by_name, rotated_at, revoked_at, maker_disabled_at, openings, last_opened_at, last_publication,
    state (`dabiao.links.State`).

    Raises:
        DeniedError: ``actor`` has no links and sees to none.
    """
    require(actor, "share", EVERYWHERE)
    now = now or dt.datetime.now(dt.UTC)
    makers = {actor.user_id or ""}
    if holds(actor, "administer"):
        makers |= {account.user_id for account in accounts.accounts(store, actor)}
    rows = store.read("links", None, sorted(makers))
    held = people.grants_of_all(store)
    states = [state(row, held.get(row["made_by"], ()), now) for row in rows.to_dicts()]
    return rows.with_columns(pl.Series("state", states, pl.String))


def openings(store: Store, actor: Actor, link_id: str) -> pl.DataFrame:
    """Return the latest openings of a link: opened_at (UTC), publication that was seen, visitor.

    Visitors are numbered as they first came, over all openings: one number is one network address.

    Raises:
        DeniedError: as `revoke`.
        LinkError: there is no such link.
    """
    _held(store, actor, link_id)
    return store.read("link_openings", link_id, OPENINGS)


def _held(store: Store | Transaction, actor: Actor, link_id: str) -> dict[str, Any]:
    """Return a link that ``actor`` may see to."""
    require(actor, "share", EVERYWHERE)
    row = next(iter(store.read("links", link_id, None).to_dicts()), None)
    if row is None:
        raise LinkError(errors.NO_LINK)
    if row["made_by"] != actor.user_id:
        people.require_over(store, actor, row["made_by"])
    return row


def _label(text: str) -> str:
    """Return a label in one line, without characters that nobody sees: some turn what stands around them."""
    visible = "".join(" " if one.isspace() else one for one in text if one.isspace() or one.isprintable())
    told = " ".join(unicodedata.normalize("NFC", visible).split())
    if not 1 <= len(told) <= LONGEST_LABEL:
        raise LinkError(errors.NO_LABEL, longest=LONGEST_LABEL)
    return told


def _subject(link_id: str) -> str:
    return f"link:{link_id}"
