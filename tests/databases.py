"""Databases of the tests' own, of either kind: each begins as its test wants it.

What many tests begin with is put into a database once, and every test gets a copy of its own. A marker says
what it is: ``@pytest.mark.begins(after=filling)``, where the filling is a function that is given a new store.
Tests without it begin with the tables as they are made; ``begins(after=None)`` is for tests of how those come
to be.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from dabiao.store import Store, open_store
from tests.once import once
from tests.postgres import fresh_database

DUCKDB_FILE: Final = "dabiao.duckdb"

Filling = Callable[[Store], object]
"""What is done to a new store before tests get copies of its database."""


def nothing(store: Store) -> None:
    """Leave the tables as they are made."""


class Originals:
    """Databases of one kind that nobody has open, to be copied: one for each filling."""

    def __init__(self, make: Callable[[Filling], str]) -> None:
        """Let ``make`` make a database, do the filling to it and return its address."""
        self._make = make
        self._made: dict[Filling, str] = {}

    def of(self, filling: Filling) -> str:
        """Return the address of the database that ``filling`` was done to."""
        if filling not in self._made:
            self._made[filling] = self._make(filling)
        return self._made[filling]


def _fill(database: str, filling: Filling) -> None:
    store = open_store(database)
    try:
        filling(store)
    finally:
        store.close()


@pytest.fixture(scope="session")
def duckdb_originals(tmp_path_factory: pytest.TempPathFactory) -> Originals:
    """What DuckDB files are copied from."""

    def make(filling: Filling) -> str:
        name = f"{filling.__module__}.{filling.__qualname__}"
        folder = once(tmp_path_factory, name, lambda folder: _fill(str(folder / DUCKDB_FILE), filling))
        return str(folder / DUCKDB_FILE)

    return Originals(make)


@pytest.fixture(scope="session")
def postgres_originals(postgres_server: str) -> Iterator[Originals]:
    """What PostgreSQL databases are copied from; every worker has a server of its own."""
    with ExitStack() as made:

        def make(filling: Filling) -> str:
            address = made.enter_context(fresh_database(postgres_server))
            _fill(address, filling)
            return address

        yield Originals(make)


@pytest.fixture
def filling(request: pytest.FixtureRequest) -> Filling | None:
    """What the test's database begins with; None where it is not there yet, or empty."""
    begins = request.node.get_closest_marker("begins")
    return begins.kwargs["after"] if begins else nothing


@pytest.fixture
def duckdb_database(filling: Filling | None, duckdb_originals: Originals, tmp_path: Path) -> str:
    """The path of a DuckDB file of the test's own."""
    path = tmp_path / DUCKDB_FILE
    if filling is not None:
        shutil.copyfile(duckdb_originals.of(filling), path)
    return str(path)


@pytest.fixture
def postgres_database(
    filling: Filling | None, postgres_originals: Originals, postgres_server: str
) -> Iterator[str]:
    """The address of a PostgreSQL database of the test's own."""
    original = None if filling is None else postgres_originals.of(filling)
    with fresh_database(postgres_server, original) as address:
        yield address


@pytest.fixture(params=["duckdb", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of a database of the test's own: each test runs on both kinds."""
    address: str = request.getfixturevalue(
        {"duckdb": "duckdb_database", "postgresql": "postgres_database"}[request.param]
    )
    return address
