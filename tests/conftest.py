"""What tests of every kind share."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.demonstration", "tests.postgres", "tests.together"]


@pytest.fixture(params=["duckdb", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that is not there yet, or is empty: each test runs on both kinds."""
    if request.param == "duckdb":
        return str(tmp_path / "dabiao.duckdb")
    address: str = request.getfixturevalue("postgres_database")
    return address
