"""One-time links: the first administrator's, and those with which people choose a password of their own."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

import polars as pl

from dabiao import audit
from dabiao.accounts import errors, passwords, people, sessions
from dabiao.accounts.errors import LinkError
from dabiao.accounts.sessions import SignedIn
from dabiao.accounts.tokens import Token, digest
from dabiao.rights import COUNTRY, SET_UP_LINK, Actor, Grant
from dabiao.settings import settings
from dabiao.store import Store, Transaction

Purpose = Literal["first_administrator", "set_password"]

VALID_FOR: Final = dt.timedelta(days=3)
FIRST_VALID_FOR: Final = dt.timedelta(days=1)

PATH: Final = "set-up"
"""First part of the path of a link; the token is the second."""


def address(token: Token) -> str:
    """Return the address of a link, where the settings say people reach the server."""
    return address_of(token.text)


def address_of(token: str, base: str | None = None) -> str:
    """Return the address of the link of a token, under ``base`` if the settings do not say another."""
    chosen = settings()
    start = chosen.public_address or base or f"http://localhost:{chosen.port}"
    return f"{start.rstrip('/')}/{PATH}/{token}"


@dataclass(frozen=True)
class Link:
    """What a link that can still be used is for."""

    purpose: Purpose
    user_id: str | None
    name: str | None
    shown_name: str | None


def add_account(store: Store, actor: Actor, name: str, shown_name: str, grants: Sequence[Grant]) -> Token:
    """Make an account and return the token of the link with which its holder chooses a password.

    Raises:
        DeniedError: ``actor`` may not grant these rights.
        AccountError: the name is taken or unfit, or a right is about nothing there is.
    """

    def work(tx: Transaction) -> Token:
        user_id = people.add(tx, actor, name, shown_name, grants)
        return _make(tx, "set_password", user_id, VALID_FOR)

    return store.run(work)


def reset(store: Store, actor: Actor, user_id: str) -> Token:
    """Return the token of a new link for an account; the password holds until the link is used.

    Raises:
        DeniedError: ``actor`` does not administer the account.
        AccountError: there is no such account.
    """

    def work(tx: Transaction) -> Token:
        people.require_over(tx, actor, user_id)
        audit.record(tx, actor, "password_reset", f"account:{user_id}", {})
        return _make(tx, "set_password", user_id, VALID_FOR)

    return store.run(work)


def first_administrator(store: Store) -> Token | None:
    """Return the token of a link for the first administrator, None if there is an administrator already.

    It replaces the one that an earlier start of the server made.
    """

    def work(tx: Transaction) -> Token | None:
        if people.has_administrator(tx):
            return None
        return _make(tx, "first_administrator", None, FIRST_VALID_FOR)

    return None if people.has_administrator(store) else store.run(work)


def look_up(store: Store | Transaction, token: str, now: dt.datetime | None = None) -> Link:
    """Return what a link is for.

    Raises:
        LinkError: it has been used, has expired, was replaced, or never was.
    """
    now = now or dt.datetime.now(dt.UTC)
    row = next(iter(store.read("one_time_link", digest(token)).to_dicts()), None)
    if row is None or now >= row["expires_at"]:
        raise LinkError(errors.USED_LINK)
    return Link(cast(Purpose, row["purpose"]), row["user_id"], row["name"], row["shown_name"])


def use(
    store: Store,
    token: str,
    password: str,
    *,
    name: str = "",
    shown_name: str = "",
    address: str,
    browser: str,
    now: dt.datetime | None = None,
) -> SignedIn:
    """Give the account of a link its password, end its other sessions and sign its holder in.

    Args:
        store: where the accounts are.
        token: of the link.
        password: chosen by the holder.
        name: to sign in with, of the first administrator's account, which the link makes.
        shown_name: of the same.
        address: of the network.
        browser: what it says of itself.
        now: with zone; the present by default.

    Raises:
        LinkError: the link cannot be used any more.
        WeakPasswordError: the password is not accepted; the link stays.
        AccountError: the name is unfit; the link stays.
    """
    now = now or dt.datetime.now(dt.UTC)
    link = look_up(store, token, now)
    passwords.check_strength(password, link.name or people.folded(name))
    kept = passwords.hashed(password)

    def work(tx: Transaction) -> SignedIn:
        valid = look_up(tx, token, now)
        user_id, seen_as = valid.user_id, valid.shown_name
        if user_id is None:
            if people.has_administrator(tx):
                raise LinkError(errors.ADMINISTRATOR_EXISTS)
            user_id = people.add(tx, SET_UP_LINK, name, shown_name, [Grant("administrator", COUNTRY)])
            seen_as = shown_name.strip()
        tx.execute("set_password", user_id, kept, now)
        tx.execute("use_link", digest(token), now)
        tx.execute("end_sessions", None, user_id, None, None)
        holder = Actor(user_id, seen_as or "")
        audit.record(tx, holder, "password_chosen", f"account:{user_id}", {})
        return sessions.begin(tx, user_id, holder.name, address=address, browser=browser, now=now)

    return store.run(work)


def _make(tx: Transaction, purpose: Purpose, user_id: str | None, valid_for: dt.timedelta) -> Token:
    now = dt.datetime.now(dt.UTC)
    tx.execute("drop_links", user_id)
    token = Token()
    row = {
        "token_digest": token.digest,
        "purpose": purpose,
        "user_id": user_id,
        "created_at": now,
        "expires_at": now + valid_for,
    }
    tx.insert("one_time_link", pl.DataFrame([row], schema_overrides={"user_id": pl.String}))
    return token
