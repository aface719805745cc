"""Attempts at secrets, counted in the store per what they are at and per address, and slowed as they fail.

All counters are keyed by digests: what people type for a name may be a password. A name that no account has
is counted like any other.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dabiao.accounts.errors import TooOftenError
from dabiao.accounts.secret import keyed_digest
from dabiao.store import Store, Transaction

FIRST_WAIT: Final = dt.timedelta(seconds=4)
"""After the first failure beyond the free ones; each further one doubles it."""
LONGEST_WAIT: Final = dt.timedelta(minutes=10)
FORGOTTEN_AFTER: Final = dt.timedelta(hours=12)
OPENINGS: Final = 300
"""Times that one address opens one link before it must wait: a full hall, each person twice."""
DOCUMENTS: Final = 100
"""Documents that one address has numbered without an account before it must wait."""


@dataclass(frozen=True)
class Subject:
    """What failures are counted for."""

    purpose: str
    text: str
    free: int
    """Failures before the next attempt must wait."""

    @property
    def digest(self) -> str:
        """Under which they are counted."""
        return keyed_digest(self.purpose, self.text)

    def wait_after(self, failures: int) -> dt.timedelta:
        """Return how long the next attempt must wait after so many failures."""
        beyond = failures - self.free
        if beyond < 0:
            return dt.timedelta(0)
        doublings: int = 2 ** min(beyond, 20)
        return min(LONGEST_WAIT, FIRST_WAIT * doublings)


def at_account(name: str, address: str) -> tuple[Subject, ...]:
    """Return what attempts to sign in are counted for; many people of one office share an address."""
    return Subject("sign-in name", name, 5), Subject("sign-in address", address, 30)


def at_receipt(number: str, address: str) -> tuple[Subject, ...]:
    """Return what attempts to verify a receipt are counted for."""
    return Subject("receipt", f"{address} {number}", 5), Subject("receipt address", address, 30)


def at_link(link_id: str, address: str) -> tuple[Subject, ...]:
    """Return what attempts at a link's password are counted for; a whole meeting may mistype the same one."""
    return Subject("link", link_id, 20), *at_unknown_link(address)


def at_unknown_link(address: str) -> tuple[Subject, ...]:
    """Return what attempts with a link that leads nowhere are counted for.

    An office shares an address, and all of it may follow a link that was revoked; no number of guesses
    comes near to one secret of 256 bits.
    """
    return (Subject("link address", address, 100),)


def at_opened_link(link_id: str, address: str) -> tuple[Subject, ...]:
    """Return what openings of a link are counted for: each leaves a session, and they do not fail."""
    return (Subject("link opening", f"{address} {link_id}", OPENINGS),)


def at_documents(address: str) -> tuple[Subject, ...]:
    """Return what documents are counted for that are numbered for those without an account."""
    return (Subject("document address", address, DOCUMENTS),)


def begin(store: Store, subjects: Sequence[Subject], now: dt.datetime) -> None:
    """Count an attempt as failed before it is made, so that many at once cannot slip through.

    Raises:
        TooOftenError: it must wait, and was not counted.
    """

    def work(tx: Transaction) -> None:
        tx.execute("forget_failures", None, now - FORGOTTEN_AFTER)
        before = _require_none_waits(tx, subjects, now)
        for subject in subjects:
            tx.execute("note_failure", subject.digest, before.get(subject.digest, 0) + 1, now)

    store.run(work)


def require_free(store: Store, subjects: Sequence[Subject], now: dt.datetime) -> None:
    """Make sure that an attempt need not wait, without counting it.

    Raises:
        TooOftenError: it must wait.
    """
    _require_none_waits(store, subjects, now)


def succeeded(tx: Transaction, subjects: Sequence[Subject]) -> None:
    """Forget the failures of the first subject, and take back this attempt of the others."""
    tx.execute("forget_failures", subjects[0].digest, None)
    for row in tx.read("sign_in_failures", [subject.digest for subject in subjects[1:]]).to_dicts():
        if row["failures"] <= 1:
            tx.execute("forget_failures", row["subject_digest"], None)
        else:
            tx.execute("note_failure", row["subject_digest"], row["failures"] - 1, row["failed_at"])


def _require_none_waits(
    store: Store | Transaction, subjects: Sequence[Subject], now: dt.datetime
) -> dict[str, int]:
    """Return how often each subject failed, by its digest.

    Raises:
        TooOftenError: one of them must wait.
    """
    rows = store.read("sign_in_failures", [subject.digest for subject in subjects])
    before = {row["subject_digest"]: row for row in rows.to_dicts()}
    for subject in subjects:
        if subject.digest in before:
            row = before[subject.digest]
            wait = row["failed_at"] + subject.wait_after(row["failures"]) - now
            if wait > dt.timedelta(0):
                raise TooOftenError(wait)
    return {digest: row["failures"] for digest, row in before.items()}
