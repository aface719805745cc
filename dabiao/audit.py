"""The audit trail: who did what when to what, in a chain that shows when a row was changed or taken out.

An entry is written in the transaction of what it tells of: both are there or neither. Each carries the
SHA-256 over the digest of the entry before and its own content; the head names the last. Secrets and figures
are not for the trail: it says which figure was changed, the versions say from what to what.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import polars as pl

from dabiao import canonical
from dabiao.rights import EVERYWHERE, Actor, require
from dabiao.store import Store, Transaction

BEGINNING: Final = "0" * 64
"""Digest before the first entry."""

AT_ONCE: Final = 20_000
"""Entries read at once while the chain is walked."""

Fault = Literal["changed", "missing", "cut_off", "added", "other_head"]
"""A row whose content or link does not fit; a gap; fewer rows than the head says; rows the head does not know
of; a head noted earlier that is not in the chain."""


@dataclass(frozen=True)
class Head:
    """The last entry at some moment: printed on receipts, it fixes all that came before."""

    number: int
    digest: str

    def __str__(self) -> str:
        """Return it as `read_head` reads it."""
        return f"{self.number}:{self.digest}"


@dataclass(frozen=True)
class Entry:
    """One entry as it was recorded."""

    number: int
    recorded_at: dt.datetime
    """In UTC."""
    digest: str

    @property
    def head(self) -> Head:
        """The head of the chain when this was its last entry."""
        return Head(self.number, self.digest)


@dataclass(frozen=True)
class Verdict:
    """What walking the chain came to."""

    entries: int
    """How many entries fit, from the first on."""
    fault: Fault | None = None
    number: int | None = None
    """Of the first entry that does not fit."""


class UnreadableHeadError(ValueError):
    """A text is not the head of a chain."""


def record(tx: Transaction, actor: Actor, what: str, subject: str, detail: Mapping[str, Any]) -> Entry:
    """Add an entry in the caller's transaction.

    Of two transactions that record at once the later one ends with a `ConflictError`, upon which `Store.run`
    tries it again; so the chain never forks.

    Args:
        tx: the transaction that does what is told of.
        actor: who does it.
        what: a word for it, such as ``load``.
        subject: what it is done to, such as ``publication:7``.
        detail: what else to know, of what JSON knows; no secrets and no figures.

    Raises:
        TypeError: the detail holds something that JSON does not know.
        StoreError: as `Transaction.read`.
    """
    last = tx.read("audit_head").row(0, named=True)
    row = {
        "number": last["number"] + 1,
        "recorded_at": dt.datetime.now(dt.UTC),
        "actor_id": actor.user_id,
        "actor_name": actor.name,
        "what": what,
        "subject": subject,
        "detail": canonical.text(dict(detail)),
        "previous": last["chain_digest"],
    }
    digest = _digest(row)
    # First, so that of two at once the later one finds out before it writes.
    tx.execute("move_audit_head", row["number"], digest)
    tx.insert(
        "audit", pl.DataFrame([row | {"chain_digest": digest}], schema_overrides={"actor_id": pl.String})
    )
    return Entry(row["number"], row["recorded_at"], digest)


def head(store: Store | Transaction) -> Head:
    """Return the number and digest of the last entry; number 0 before the first."""
    row = store.read("audit_head").row(0, named=True)
    return Head(row["number"], row["chain_digest"])


def entries(
    store: Store | Transaction,
    actor: Actor,
    *,
    before: int | None = None,
    what: str | None = None,
    subject: str | None = None,
    user_id: str | None = None,
    limit: int = 200,
) -> pl.DataFrame:
    """Return entries, the latest first, to those who may read the trail: administrators of the whole server.

    Columns: number, recorded_at (UTC), actor_id, actor_name, what, subject, detail (JSON), previous,
    chain_digest.

    Args:
        store: where the trail is.
        actor: who asks.
        before: number before which to begin, None for the latest.
        what: word for what was done, None for all.
        subject: what it was done to, None for all.
        user_id: account of who did it, None for all.
        limit: how many at most.

    Raises:
        DeniedError: the trail is not for ``actor``.
    """
    require(actor, "administer", EVERYWHERE)
    return store.read("audit_entries", before, what, subject, user_id, limit)


def verify(store: Store, noted: Head | None = None) -> Verdict:
    """Walk the whole chain and return the first thing that does not fit, if any.

    Entries that are recorded meanwhile are left for the next time.

    Args:
        store: where the trail is.
        noted: a head from a receipt, to see that the chain still leads over it. Whoever can rewrite every row
            and the head leaves a chain that fits; one such number on paper gives them away.
    """
    state = store.read("audit_extent").row(0, named=True)
    digest, number = BEGINNING, 0
    if noted is not None and noted.number == 0 and noted.digest != BEGINNING:
        return Verdict(0, "other_head", 0)
    while number < state["number"]:
        rows = store.read("audit_chain", number, AT_ONCE)
        if rows.is_empty():
            return Verdict(number, "cut_off", number + 1)
        for row in rows.iter_rows(named=True):
            if row["number"] > state["number"]:
                break
            if row["number"] != number + 1:
                return Verdict(number, "missing", number + 1)
            if row["previous"] != digest or _digest(row) != row["chain_digest"]:
                return Verdict(number, "changed", row["number"])
            number, digest = row["number"], row["chain_digest"]
            if noted is not None and noted.number == number and noted.digest != digest:
                return Verdict(number - 1, "other_head", number)
    if digest != state["chain_digest"]:
        return Verdict(number, "changed", number)
    if state["last_number"] > state["number"] or state["rows_held"] != state["number"]:
        return Verdict(number, "added", state["number"] + 1)
    if noted is not None and noted.number > number:
        return Verdict(number, "cut_off", number + 1)
    return Verdict(number)


def read_head(text: str) -> Head:
    """Return the head that a receipt shows as ``text``.

    Raises:
        UnreadableHeadError: it is none.
    """
    number, _, digest = text.strip().partition(":")
    if not (
        number.isascii() and number.isdigit() and len(digest) == 64 and set(digest) <= set("0123456789abcdef")
    ):
        raise UnreadableHeadError(text)
    return Head(int(number), digest)


def _digest(row: Mapping[str, Any]) -> str:
    content = {
        "number": row["number"],
        "recorded_at": row["recorded_at"].isoformat(timespec="microseconds"),
        "actor_id": row["actor_id"],
        "actor_name": row["actor_name"],
        "what": row["what"],
        "subject": row["subject"],
        "detail": row["detail"],
    }
    return hashlib.sha256(f"{row['previous']}\n{canonical.text(content)}".encode()).hexdigest()
