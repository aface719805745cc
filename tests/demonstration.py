"""The demonstration, made once for the tests that look at it."""

import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from dabiao import workspaces
from etl.demo.making import Wanted, make
from etl.report import Report
from tests.once import once

DATABASE: Final = "demo.duckdb"
REPORTS: Final = "reports.pickle"


@dataclass(frozen=True)
class Demonstration:
    """Where it is, and what came of each of its loads."""

    folder: Path
    database: str
    reports: tuple[Report, ...]


def _make(home: Path) -> None:
    """Make the demonstration as ``make demo`` makes it."""
    reports: list[Report] = []
    store = workspaces.open_workspace(str(home / DATABASE), "demo")
    make(store, home / "data", Wanted(), lambda stage, all_, report: reports.append(report))
    store.close()
    (home / REPORTS).write_bytes(pickle.dumps(tuple(reports)))


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """The demonstration, to be read only: nobody has it open."""
    home = once(tmp_path_factory, "demonstration", _make)
    # A copy for each worker: a DuckDB database is open in one process at a time.
    own = tmp_path_factory.mktemp("demonstration") / DATABASE
    shutil.copyfile(home / DATABASE, own)
    return Demonstration(home / "data", str(own), pickle.loads((home / REPORTS).read_bytes()))
