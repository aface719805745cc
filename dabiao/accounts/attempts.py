"""Attempts to sign in, counted per account name and per address in the store, and slowed as they fail.

Both counters are keyed by digests: what people type for a name may be a password. A name that no account has
is counted like any other.
"""

import datetime as dt
from typing import Final

from dabiao.accounts.errors import TooOftenError
from dabiao.accounts.secret import keyed_digest
from dabiao.store import Store, Transaction

FREE: Final = {"name": 5, "address": 30}
"""Failures before the next attempt must wait; many people of one office share an address."""
FIRST_WAIT: Final = dt.timedelta(seconds=4)
"""After the first failure beyond the free ones; each further one doubles it."""
LONGEST_WAIT: Final = dt.timedelta(minutes=10)
FORGOTTEN_AFTER: Final = dt.timedelta(hours=12)


def _subjects(name: str, address: str) -> dict[str, str]:
    return {
        "name": keyed_digest("sign-in name", name),
        "address": keyed_digest("sign-in address", address),
    }


def wait_after(sort: str, failures: int) -> dt.timedelta:
    """Return how long the next attempt must wait after so many failures."""
    beyond = failures - FREE[sort]
    if beyond < 0:
        return dt.timedelta(0)
    doublings: int = 2 ** min(beyond, 20)
    return min(LONGEST_WAIT, FIRST_WAIT * doublings)


def begin(store: Store, name: str, address: str, now: dt.datetime) -> None:
    """Count an attempt as failed before it is made, so that many at once cannot slip through.

    Raises:
        TooOftenError: it must wait, and was not counted.
    """

    def work(tx: Transaction) -> None:
        subjects = _subjects(name, address)
        tx.execute("forget_failures", None, now - FORGOTTEN_AFTER)
        rows = tx.read("sign_in_failures", list(subjects.values()))
        before = {row["subject_digest"]: row for row in rows.to_dicts()}
        for sort, subject in subjects.items():
            if subject in before:
                wait = before[subject]["failed_at"] + wait_after(sort, before[subject]["failures"]) - now
                if wait > dt.timedelta(0):
                    raise TooOftenError(wait)
        for subject in subjects.values():
            failures = before[subject]["failures"] if subject in before else 0
            tx.execute("note_failure", subject, failures + 1, now)

    store.run(work)


def succeeded(tx: Transaction, name: str, address: str) -> None:
    """Forget the failures of an account that was signed in to, and take back this attempt of its address."""
    subjects = _subjects(name, address)
    tx.execute("forget_failures", subjects["name"], None)
    for row in tx.read("sign_in_failures", [subjects["address"]]).to_dicts():
        if row["failures"] <= 1:
            tx.execute("forget_failures", row["subject_digest"], None)
        else:
            tx.execute("note_failure", row["subject_digest"], row["failures"] - 1, row["failed_at"])
