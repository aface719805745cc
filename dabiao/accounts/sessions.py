"""Sessions: signing in and out, and who holds a token. They are in the store and survive a restart."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import polars as pl

from dabiao import audit
from dabiao.accounts import attempts, passwords, people
from dabiao.accounts.errors import WRONG, WRONG_OLD, SignInError
from dabiao.accounts.tokens import Token, digest
from dabiao.rights import NOBODY, Actor
from dabiao.store import Store, Transaction

IDLE: Final = dt.timedelta(hours=8)
"""A session that was not used for so long is over."""
LIFETIME: Final = dt.timedelta(days=5)
"""However busy it is."""
TOUCHED_EVERY: Final = dt.timedelta(minutes=1)
"""How exactly it is noted when a session was last used: not every click is a write."""
LONGEST_BROWSER: Final = 200


@dataclass(frozen=True)
class Session:
    """A session in force, and who holds it."""

    token_digest: str
    actor: Actor
    expires_at: dt.datetime
    """When it ends in any case; in UTC."""


@dataclass(frozen=True)
class SignedIn:
    """A session just begun, with the token that the browser gets and nobody keeps."""

    token: Token
    session: Session


def sign_in(
    store: Store, name: str, password: str, *, address: str, browser: str, now: dt.datetime | None = None
) -> SignedIn:
    """Begin a session for the account ``name``.

    Args:
        store: where accounts and sessions are.
        name: as typed.
        password: as typed.
        address: of the network, that attempts are counted for.
        browser: what it says of itself, shown to the account's holder.
        now: with zone; the present by default.

    Raises:
        TooOftenError: the attempt must wait.
        SignInError: no account has this name and this password, or it is disabled; which of them is not told.
        StoreError: as `Store.run`.
    """
    now = now or dt.datetime.now(dt.UTC)
    folded = people.folded(name)
    subjects = attempts.at_account(folded, address)
    attempts.begin(store, subjects, now)
    row = next(iter(store.read("account_to_sign_in", folded).to_dicts()), None)
    right = passwords.matches(password, row["password_hash"] if row else None)
    if row is None or not right or row["disabled_at"] is not None:
        # The same work for a name that no account has; that itself is not told, it may be a password.
        tried = f"account:{row['user_id'] if row else 'unknown'}"
        store.run(lambda tx: audit.record(tx, NOBODY, "sign_in_refused", tried, {}))
        raise SignInError(WRONG)
    fresh = passwords.hashed(password) if passwords.is_outdated(row["password_hash"]) else None

    def work(tx: Transaction) -> SignedIn:
        attempts.succeeded(tx, subjects)
        if fresh is not None:
            tx.execute("set_password", row["user_id"], fresh, now)
        return begin(tx, row["user_id"], row["shown_name"], address=address, browser=browser, now=now)

    return store.run(work)


def begin(
    tx: Transaction, user_id: str, shown_name: str, *, address: str, browser: str, now: dt.datetime
) -> SignedIn:
    """Begin a session for someone who has proved who they are."""
    tx.execute("end_sessions", None, None, now, now - IDLE)
    token = Token()
    expires_at = now + LIFETIME
    row = {
        "token_digest": token.digest,
        "user_id": user_id,
        "created_at": now,
        "seen_at": now,
        "expires_at": expires_at,
        "address": address,
        "browser": browser[:LONGEST_BROWSER],
    }
    tx.insert("account_session", pl.DataFrame([row]))
    actor = Actor(user_id, shown_name, people.grants_of(tx, user_id))
    _tell(tx, actor, "signed_in")
    return SignedIn(token, Session(token.digest, actor, expires_at))


def of_token(store: Store, token: str, now: dt.datetime | None = None) -> Session | None:
    """Return the session that a browser's token stands for; None if there is none in force."""
    return of_digest(store, digest(token), now)


def of_digest(store: Store, token_digest: str, now: dt.datetime | None = None) -> Session | None:
    """Return the session with this digest, with the rights its holder has now; None if none is in force.

    It is noted as in use, at most once a minute.
    """
    now = now or dt.datetime.now(dt.UTC)
    rows = store.read("session_holder", token_digest).to_dicts()
    row = next(iter(rows), None)
    if row is None or row["disabled_at"] is not None:
        return None
    if now >= row["expires_at"] or now - row["seen_at"] >= IDLE:
        return None
    if now - row["seen_at"] >= TOUCHED_EVERY:
        store.run(lambda tx: tx.execute("touch_session", token_digest, now))
    actor = Actor(row["user_id"], row["shown_name"], people.granted(rows))
    return Session(token_digest, actor, row["expires_at"])


def change_password(
    store: Store,
    session: Session,
    old: str,
    new: str,
    *,
    address: str,
    browser: str,
    now: dt.datetime | None = None,
) -> SignedIn:
    """Give an account the password that its holder has chosen; a new session takes the place of all others.

    Args:
        store: where accounts and sessions are.
        session: of the holder.
        old: the password so far, as typed; attempts at it are counted like those to sign in.
        new: as typed.
        address: of the network.
        browser: what it says of itself.
        now: with zone; the present by default.

    Raises:
        TooOftenError: the attempt must wait.
        SignInError: the old password is wrong.
        WeakPasswordError: the new one is not accepted.
        StoreError: as `Store.run`.
    """
    now = now or dt.datetime.now(dt.UTC)
    user_id = session.actor.user_id or ""
    name: str = store.read("accounts", user_id).item(0, "name")
    passwords.check_strength(new, name)
    subjects = attempts.at_account(name, address)
    attempts.begin(store, subjects, now)
    if not passwords.matches(old, store.read("account_to_sign_in", name).item(0, "password_hash")):
        raise SignInError(WRONG_OLD)
    kept = passwords.hashed(new)

    def work(tx: Transaction) -> SignedIn:
        attempts.succeeded(tx, subjects)
        tx.execute("set_password", user_id, kept, now)
        tx.execute("end_sessions", None, user_id, None, None)
        _tell(tx, session.actor, "password_chosen")
        return begin(tx, user_id, session.actor.name, address=address, browser=browser, now=now)

    return store.run(work)


def sign_out(store: Store, session: Session) -> None:
    """End a session."""

    def work(tx: Transaction) -> None:
        tx.execute("end_sessions", session.token_digest, None, None, None)
        _tell(tx, session.actor, "signed_out")

    store.run(work)


def sign_out_everywhere(store: Store, actor: Actor, user_id: str) -> None:
    """End all sessions of an account: one's own, or as its administrator.

    Raises:
        DeniedError: it is not ``actor``'s to do.
        AccountError: there is no such account.
    """

    def work(tx: Transaction) -> None:
        if actor.user_id != user_id:
            people.require_over(tx, actor, user_id)
        tx.execute("end_sessions", None, user_id, None, None)
        audit.record(tx, actor, "sessions_ended", f"account:{user_id}", {})

    store.run(work)


def sessions_of(store: Store, actor: Actor, user_id: str, now: dt.datetime | None = None) -> pl.DataFrame:
    """Return the sessions in force of an account, the last used first: one's own, or as its administrator.

    Columns: token_digest, created_at, seen_at, expires_at (UTC), address, browser.

    Raises:
        DeniedError: they are not for ``actor``.
        AccountError: there is no such account.
    """
    now = now or dt.datetime.now(dt.UTC)
    if actor.user_id != user_id:
        people.require_over(store, actor, user_id)
    return store.read("sessions_of", user_id, now, now - IDLE)


def _tell(tx: Transaction, actor: Actor, what: str) -> None:
    audit.record(tx, actor, what, f"account:{actor.user_id}", {})
