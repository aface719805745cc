"""Twenty people type into the same few cells for a minute: nothing is lost, and nobody sees any other error.

``DABIAO_CHAOS_SECONDS`` says for how long (60), ``DABIAO_CHAOS_SEED`` repeats a run's choices.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dabiao import audit
from dabiao.settings import ROOT
from dabiao.store import open_store
from tests.chaos.office import KEYS, prepare
from tests.chaos.writers import SHARED
from tests.store.returned import QUARTER

SECONDS = float(os.environ.get("DABIAO_CHAOS_SECONDS", "60"))
WRITERS = 20
PROCESSES = {"duckdb": 1, "postgresql": 4}
"""One process owns a DuckDB file; PostgreSQL is shared by several."""


@pytest.fixture
def places(tmp_path: Path, postgres_database: str) -> dict[str, str]:
    """A database of each kind, with returns to fill in."""
    given = {"duckdb": str(tmp_path / "dabiao.duckdb"), "postgresql": postgres_database}
    for database in given.values():
        prepare(database)
    return given


def begun(database: str, processes: int, seed: int) -> list[subprocess.Popen[str]]:
    each = WRITERS // processes
    return [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.chaos.writers", database),
                *(str(number) for number in (first, each, SECONDS, seed)),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for first in range(0, WRITERS, each)
    ]


def told_by(processes: list[subprocess.Popen[str]]) -> list[dict[str, Any]]:
    answers = [process.communicate(timeout=SECONDS + 120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return [told for answer in answers for told in json.loads(answer)]


def test_of_twenty_writers_at_once_nobody_loses_anything(places: dict[str, str]) -> None:
    seed = int(os.environ.get("DABIAO_CHAOS_SEED", random.randrange(10**6)))
    print(f"DABIAO_CHAOS_SEED={seed}")
    begin = {kind: begun(database, PROCESSES[kind], seed) for kind, database in places.items()}
    for kind, processes in begin.items():
        told = told_by(processes)
        assert [error for one in told for error in one["errors"]] == []
        assert all(one["saved"] for one in told)
        assert sum(one["conflicts"] for one in told) > 0
        print(kind, sum(len(one["saved"]) for one in told), "saved", sum(one["conflicts"] for one in told))
        check(places[kind], told)


def check(database: str, told: list[dict[str, Any]]) -> None:
    """Compare what is in the database with what everybody was told."""
    store = open_store(database)
    kept = store.read("return_cell_versions", None, QUARTER, None, None, None).filter(
        pl.col("area_code").is_in(SHARED)
    )
    assert sorted(kept.select("area_code", "indicator_code", "version", "given", "done_by").rows()) == sorted(
        (*saved, f"u-{one['number']}") for one in told for saved in one["saved"]
    )
    for county in SHARED:
        for indicator, _ in KEYS:
            chain = kept.filter(area_code=county, indicator_code=indicator)["version"]
            assert sorted(chain) == list(range(1, len(chain) + 1))
    assert audit.verify(store).fault is None
    recorded = store.read("audit_entries", None, "figure_saved", None, None, 10**6)
    assert recorded["actor_id"].is_in([f"u-{number}" for number in range(WRITERS)]).sum() == kept.height
    store.close()
