"""Passwords in the tests' own process are hashed at little cost, as Argon2's library has it for tests.

The product's take a tenth of a second a hash, and hundreds are made. ``real_hashes`` is for tests of the
hashes themselves; servers and commands that tests start have the product's in any case.
"""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher, profiles

from dabiao.accounts import passwords

OF_THE_PRODUCT = passwords.HASHER


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> None:
    """Take the cheapest hashes."""
    passwords.HASHER = PasswordHasher.from_parameters(profiles.CHEAPEST)  # type: ignore[misc]


@pytest.fixture
def real_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the product's hashes, also for what is held against a name that no account has."""
    monkeypatch.setattr(passwords, "HASHER", OF_THE_PRODUCT)
    passwords.nobodys.cache_clear()
    yield
    passwords.nobodys.cache_clear()
