"""Accounts and their rights: made, reset, disabled and granted by administrators of the areas concerned."""

import datetime as dt
import json
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

import polars as pl

from dabiao import audit, publications
from dabiao.accounts import errors
from dabiao.accounts.errors import AccountError
from dabiao.rights import COUNTRY, EVERYWHERE, Actor, Grant, Place, Role, may, require, role_of
from dabiao.store import Store, Transaction

NAME: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


@dataclass(frozen=True)
class Account:
    """An account as administrators see it."""

    user_id: str
    name: str
    """To sign in with."""
    shown_name: str
    has_password: bool
    """Whether its holder has chosen a password yet."""
    disabled_at: dt.datetime | None
    created_at: dt.datetime
    created_by: str
    grants: tuple[Grant, ...]


def folded(name: str) -> str:
    """Return a name to sign in with as it is kept, however it was typed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def places(store: Store | Transaction, publication: int | None = None) -> Mapping[str, Place]:
    """Return the place of every area at a publication (default: the latest) and of the country, by code."""
    rows = publications.current(store, "area", publication).select("code", "province_code", "city_code")
    known = {row["code"]: Place.of(row) for row in rows.iter_rows(named=True)}
    return known | {COUNTRY: EVERYWHERE}


def grants_of(store: Store | Transaction, user_id: str) -> tuple[Grant, ...]:
    """Return the grants of an account, by area and role."""
    return granted(store.read("account_grants", user_id).to_dicts())


def grants_of_all(store: Store | Transaction) -> dict[str, tuple[Grant, ...]]:
    """Return the grants of every account that has any, by its id."""
    held: dict[str, list[Grant]] = {}
    for row in store.read("account_grants", None).to_dicts():
        held.setdefault(row["user_id"], []).append(_grant(row))
    return {user_id: tuple(grants) for user_id, grants in held.items()}


def granted(rows: Iterable[Mapping[str, Any]]) -> tuple[Grant, ...]:
    """Return the grants that rows hold: role (null: no grant), area_code, indicators (JSON, null: all)."""
    return tuple(_grant(row) for row in rows if row["role"] is not None)


def accounts(store: Store, actor: Actor) -> list[Account]:
    """Return the accounts that ``actor`` may administer, by name.

    Raises:
        DeniedError: ``actor`` administers none.
    """
    where = places(store)
    if not any(may(actor, "administer", place) for place in where.values()):
        require(actor, "administer", EVERYWHERE)
    held = grants_of_all(store)
    everyone = [
        Account(**row, grants=held.get(row["user_id"], ())) for row in store.read("accounts", None).to_dicts()
    ]
    return [each for each in everyone if _is_over(actor, each.grants, where)]


def account(store: Store | Transaction, actor: Actor, user_id: str) -> Account:
    """Return one account.

    Raises:
        DeniedError: it is not for ``actor``.
        AccountError: there is no such account.
    """
    require_over(store, actor, user_id)
    row = store.read("accounts", user_id).row(0, named=True)
    return Account(**row, grants=grants_of(store, user_id))


def id_of(store: Store | Transaction, name: str) -> str:
    """Return the id of the account with this name.

    Raises:
        AccountError: there is none.
    """
    found = store.read("account_to_sign_in", folded(name))
    if found.is_empty():
        raise AccountError(errors.NO_ACCOUNT, name=name)
    user_id: str = found.item(0, "user_id")
    return user_id


def require_over(store: Store | Transaction, actor: Actor, user_id: str) -> None:
    """Make sure that ``actor`` administers every area in which an account has rights.

    So nobody gets hold of an account that may do more than they could grant.

    Raises:
        DeniedError: they do not.
        AccountError: there is no such account.
    """
    if actor.kind in ("nobody", "visitor", "link"):
        require(actor, "administer", EVERYWHERE)
    if store.read("accounts", user_id).is_empty():
        raise AccountError(errors.NO_ACCOUNT, name=user_id)
    if not _is_over(actor, grants_of(store, user_id), places(store)):
        require(actor, "administer", EVERYWHERE)


def add(tx: Transaction, actor: Actor, name: str, shown_name: str, grants: Sequence[Grant]) -> str:
    """Make an account without a password and return its id.

    Raises:
        DeniedError: ``actor`` may not grant these rights.
        AccountError: the name is taken or unfit, or a right is about nothing there is.
    """
    now = dt.datetime.now(dt.UTC)
    known = folded(name)
    _check_grants(tx, actor, grants)
    if not grants:
        raise AccountError(errors.NO_GRANT)
    if not NAME.fullmatch(known):
        raise AccountError(errors.BAD_NAME)
    if not shown_name.strip():
        raise AccountError(errors.NO_SHOWN_NAME)
    if not tx.read("account_to_sign_in", known).is_empty():
        raise AccountError(errors.NAME_TAKEN, name=known)
    user_id = secrets.token_hex(8)
    row = {
        "user_id": user_id,
        "name": known,
        "shown_name": shown_name.strip(),
        "created_at": now,
        "created_by": actor.name,
        "changed_at": now,
    }
    tx.insert("account", pl.DataFrame([row]))
    audit.record(tx, actor, "account_added", f"account:{user_id}", {"name": known})
    for grant in grants:
        _write_grant(tx, actor, user_id, grant, now)
    return user_id


def give(store: Store, actor: Actor, user_id: str, grant: Grant) -> None:
    """Grant a role; of one that the account holds in that area already, change the indicators.

    Raises:
        DeniedError: ``actor`` does not administer the area, or the account.
        AccountError: there is no such account, area or indicator.
    """

    def work(tx: Transaction) -> None:
        require_over(tx, actor, user_id)
        _check_grants(tx, actor, [grant])
        tx.execute("take_grant", grant.area_code, user_id, grant.role)
        _write_grant(tx, actor, user_id, grant, dt.datetime.now(dt.UTC))

    store.run(work)


def take(store: Store, actor: Actor, user_id: str, grant: Grant) -> None:
    """Take a role in an area away.

    Raises:
        DeniedError: ``actor`` does not administer the account.
        AccountError: there is no such account, or it is the last administrator.
    """

    def work(tx: Transaction) -> None:
        require_over(tx, actor, user_id)
        if grant.role == "administrator" and grant.area_code == COUNTRY:
            _keep_one_administrator(tx, user_id)
        tx.execute("take_grant", grant.area_code, user_id, grant.role)
        told = {"role": grant.role, "area": grant.area_code}
        audit.record(tx, actor, "right_taken", f"account:{user_id}", told)

    store.run(work)


def disable(store: Store, actor: Actor, user_id: str) -> None:
    """Let an account sign in no more, and end its sessions.

    Raises:
        DeniedError: ``actor`` does not administer the account.
        AccountError: there is no such account, or it is the last administrator.
    """

    def work(tx: Transaction) -> None:
        require_over(tx, actor, user_id)
        _keep_one_administrator(tx, user_id)
        now = dt.datetime.now(dt.UTC)
        tx.execute("set_disabled", user_id, now, now)
        tx.execute("end_sessions", None, user_id, None, None)
        tx.execute("drop_links", user_id)
        audit.record(tx, actor, "account_disabled", f"account:{user_id}", {})

    store.run(work)


def enable(store: Store, actor: Actor, user_id: str) -> None:
    """Let a disabled account sign in again.

    Raises:
        DeniedError: ``actor`` does not administer the account.
        AccountError: there is no such account.
    """

    def work(tx: Transaction) -> None:
        require_over(tx, actor, user_id)
        tx.execute("set_disabled", user_id, None, dt.datetime.now(dt.UTC))
        audit.record(tx, actor, "account_enabled", f"account:{user_id}", {})

    store.run(work)


def has_administrator(store: Store | Transaction) -> bool:
    """Return whether somebody administers the whole server and can sign in."""
    return bool(store.read("administrators", COUNTRY)["can_sign_in"].any())


def read_grant(text: str) -> Grant:
    """Return the grant that is written ``role:area`` or ``reporter:area:indicator,indicator``.

    Raises:
        AccountError: it is written otherwise.
    """
    role, _, rest = text.partition(":")
    area, _, indicators = rest.partition(":")
    if role not in get_args(Role) or not area:
        raise AccountError(errors.BAD_GRANT, given=text)
    return Grant(role_of(role), area, frozenset(indicators.split(",")) if indicators else None)


def write_grant(grant: Grant) -> str:
    """Return a grant as `read_grant` reads it."""
    indicators = f":{','.join(sorted(grant.indicators))}" if grant.indicators is not None else ""
    return f"{grant.role}:{grant.area_code}{indicators}"


def _write_grant(tx: Transaction, actor: Actor, user_id: str, grant: Grant, now: dt.datetime) -> None:
    indicators = sorted(grant.indicators) if grant.indicators is not None else None
    row = {
        "area_code": grant.area_code,
        "user_id": user_id,
        "role": grant.role,
        "indicators": None if indicators is None else json.dumps(indicators),
        "granted_at": now,
        "granted_by": actor.name,
    }
    tx.insert("account_grant", pl.DataFrame([row], schema_overrides={"indicators": pl.String}))
    told = {"role": grant.role, "area": grant.area_code, "indicators": indicators}
    audit.record(tx, actor, "right_given", f"account:{user_id}", told)


def _grant(row: Mapping[str, Any]) -> Grant:
    indicators = None if row["indicators"] is None else frozenset(json.loads(row["indicators"]))
    return Grant(role_of(row["role"]), row["area_code"], indicators)


def _check_grants(tx: Transaction, actor: Actor, grants: Iterable[Grant]) -> None:
    where = places(tx)
    for grant in grants:
        if grant.area_code not in where:
            require(actor, "administer", EVERYWHERE)
            raise AccountError(errors.NO_AREA, code=grant.area_code)
        require(actor, "administer", where[grant.area_code])
        if grant.indicators is None:
            continue
        if grant.role != "reporter":
            raise AccountError(errors.ONLY_REPORTERS)
        known = set(publications.current(tx, "indicator")["indicator_code"])
        for code in sorted(grant.indicators - known):
            raise AccountError(errors.NO_INDICATOR, code=code)


def _is_over(actor: Actor, grants: Sequence[Grant], where: Mapping[str, Place]) -> bool:
    """Return whether ``actor`` administers all places of ``grants``; the whole server if there are none."""
    # An area that is no longer published lies nowhere but in the country.
    return all(
        may(actor, "administer", where.get(code, EVERYWHERE))
        for code in ({grant.area_code for grant in grants} or {COUNTRY})
    )


def _keep_one_administrator(tx: Transaction, user_id: str) -> None:
    rows = tx.read("administrators", COUNTRY).filter(pl.col("can_sign_in"))
    if rows["user_id"].to_list() == [user_id]:
        raise AccountError(errors.LAST_ADMINISTRATOR)
