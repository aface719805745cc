"""The demonstration, made once per session for the tests that look at it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from dabiao import workspaces
from etl.demo.making import Wanted, make
from etl.report import Report


@dataclass(frozen=True)
class Demonstration:
    """Where it is, and what came of each of its loads."""

    folder: Path
    database: str
    reports: tuple[Report, ...]


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """The demonstration as ``make demo`` makes it, to be read only: nobody has it open."""
    home = tmp_path_factory.mktemp("demonstration")
    folder, database = home / "data", str(home / "demo.duckdb")
    reports: list[Report] = []
    store = workspaces.open_workspace(database, "demo")
    make(store, folder, Wanted(), lambda stage, all_, report: reports.append(report))
    store.close()
    return Demonstration(folder, database, tuple(reports))
