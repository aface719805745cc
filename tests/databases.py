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

import pytest

from dabiao.store import Store, open_store
from tests.postgres import fresh_database

Filling = Callable[[Store], object]
"""What is done to a new store before tests get copies of its database."""


def nothing(store: Store) -> None:
    """Leave the tables as they are made."""


class Originals:
    """Databases of one kind that nobody has open, to be copied: one for each filling."""

    def __init__(self, new: Callable[[], str]) -> None:
        """Let ``new`` give the address of a new database each time it is called."""
        self._new = new
        self._made: dict[Filling, str] = {}

    def of(self, filling: Filling) -> str:
        """Return the address of the database that ``filling`` was done to."""
        if filling not in self._made:
            address = self._new()
            store = open_store(address)
            try:
                filling(store)
            finally:
                store.close()
            self._made[filling] = address
        return self._made[filling]


@pytest.fixture(scope="session")
def duckdb_originals(tmp_path_factory: pytest.TempPathFactory) -> Originals:
    """What DuckDB files are copied from."""
    return Originals(lambda: str(tmp_path_factory.mktemp("original") / "dabiao.duckdb"))


@pytest.fixture(scope="session")
def postgres_originals(postgres_server: str) -> Iterator[Originals]:
    """What PostgreSQL databases are copied from."""
    with ExitStack() as made:
        yield Originals(lambda: made.enter_context(fresh_database(postgres_server)))


@pytest.fixture
def filling(request: pytest.FixtureRequest) -> Filling | None:
    """What the test's database begins with; None where it is not there yet, or empty."""
    begins = request.node.get_closest_marker("begins")
    return begins.kwargs["after"] if begins else nothing


@pytest.fixture
def duckdb_database(filling: Filling | None, duckdb_originals: Originals, tmp_path: Path) -> str:
    """The path of a DuckDB file of the test's own."""
    path = tmp_path / "dabiao.duckdb"
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
