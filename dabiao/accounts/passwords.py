"""Passwords: what may be one, its hash, and a check that takes as long for an account that does not exist."""

import secrets
import threading
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.terms import N_

LEAST_LENGTH: Final = 12
"""Characters."""
GREATEST_LENGTH: Final = 256
"""Characters: hashing takes longer the longer it is."""
LEAST_DIFFERENT: Final = 5
"""Different characters."""

TOO_SHORT: Final = N_("A password has at least {least} characters.")
TOO_LONG: Final = N_("A password has at most {greatest} characters.")
TOO_PLAIN: Final = N_("A password has at least {different} different characters.")
TOO_COMMON: Final = N_(
    "This password is strung together from the commonest ones. Take some words that have nothing to do with "
    "one another."
)
LIKE_THE_NAME: Final = N_("A password does not hold the name of its account.")

HASHER: Final = PasswordHasher()
"""Argon2id with the parameters that RFC 9106 recommends where memory is short: 64 MiB, three passes."""

_at_once: Final = threading.BoundedSemaphore(2)
"""Each hash takes its memory: many who try at once wait for one another instead of filling the machine."""


class WeakPasswordError(ValueError):
    """A password that is not accepted; the message says why."""

    def __init__(self, text: str) -> None:
        """Say ``text``, one of this module's."""
        super().__init__(text)
        self.text: Final = text

    def message(self, language: Language) -> str:
        """Return what to tell people."""
        return (
            catalog(language)
            .gettext(self.text)
            .format(least=LEAST_LENGTH, greatest=GREATEST_LENGTH, different=LEAST_DIFFERENT)
        )


def check_strength(password: str, name: str) -> None:
    """Make sure that a password may be the one of the account ``name``.

    Raises:
        WeakPasswordError: it may not.
    """
    folded = password.casefold()
    if len(password) < LEAST_LENGTH:
        raise WeakPasswordError(TOO_SHORT)
    if len(password) > GREATEST_LENGTH:
        raise WeakPasswordError(TOO_LONG)
    if len(Counter(folded)) < LEAST_DIFFERENT:
        raise WeakPasswordError(TOO_PLAIN)
    if len(name) > 2 and name.casefold() in folded:
        raise WeakPasswordError(LIKE_THE_NAME)
    if _is_strung_together(folded):
        raise WeakPasswordError(TOO_COMMON)


def hashed(password: str) -> str:
    """Return the hash to keep of a password, with its parameters and a salt of its own."""
    with _at_once:
        return HASHER.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Return whether ``password`` is the one with the hash ``kept``; without one no takes as long."""
    with _at_once:
        of_nobody = nobodys()  # made at the first check of all, whoever it is about
        try:
            # What is too long to be anybody's is not worth hashing; it is refused after the same work.
            held = HASHER.verify(kept or of_nobody, password[: GREATEST_LENGTH + 1])
        except (VerificationError, InvalidHashError):
            return False
    return held and kept is not None


def is_outdated(kept: str) -> bool:
    """Return whether a hash was made with other parameters than are in use now."""
    return HASHER.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def nobodys() -> str:
    """Return the hash that is held against a name that no account has."""
    return HASHER.hash(secrets.token_urlsafe(32))


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """Return the commonest passwords and the pieces that longer ones are strung together from."""
    text = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines()[1:])
    return frozenset(line for line in lines if line)


def _is_strung_together(folded: str) -> bool:
    pieces = common()
    longest = max(map(len, pieces))
    reached = {0}
    for end in range(1, len(folded) + 1):
        starts = range(max(0, end - longest), end)
        if any(start in reached and folded[start:end] in pieces for start in starts):
            reached.add(end)
    return len(folded) in reached
