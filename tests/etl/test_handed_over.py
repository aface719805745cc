"""A job that fails in the server that owns the database: its command says what it failed of."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dabiao import handover
from dabiao.settings import settings
from dabiao.store import ConflictError, DiskFullError, StatementError, Store
from etl.report import IdentityError, Rows
from tests.serving import run, serving

Failing = Callable[[Exception], None]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A database that this process owns."""
    path = tmp_path / "dabiao.duckdb"
    monkeypatch.setenv("DABIAO_DATABASE", str(path))
    settings.cache_clear()
    yield path
    settings.cache_clear()


@pytest.fixture
def jobs_fail(database: Path) -> Iterator[Failing]:
    """Lets every job that is handed over to this process fail of an error."""
    errors: list[Exception] = []

    def job(store: Store, arguments: Mapping[str, Any], report: Callable[[handover.Event], None]) -> Any:
        raise errors[0]

    with serving(database, {"build": job, "status": job}):
        yield errors.append


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (DiskFullError("No space left on device"), "The disk is full (No space left on device)"),
        (ConflictError("gave up"), "Others kept writing to the database at the same time"),
        (StatementError("duplicate key"), "The database refused: duplicate key"),
        (ValueError("target: sx-1 occurs twice"), "ValueError: target: sx-1 occurs twice"),
        (IdentityError("target", Rows(read=3)), "internal error in the count of target: 3 rows read"),
    ],
    ids=lambda given: type(given).__name__ if isinstance(given, Exception) else None,
)
def test_a_load_says_what_it_failed_of_in_the_server(jobs_fail: Failing, error: Exception, said: str) -> None:
    jobs_fail(error)
    answer = run("etl", "build")
    told = answer.stdout + answer.stderr
    assert answer.returncode == 2
    assert said in told
    assert "Traceback" not in told
    assert ("The database refused" in told) == isinstance(error, StatementError)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StatementError("no such table"), "The database refused: no such table\n"),
        (KeyError("area"), "KeyError: 'area'\n"),
    ],
)
def test_status_says_what_it_failed_of_in_the_server(jobs_fail: Failing, error: Exception, said: str) -> None:
    jobs_fail(error)
    answer = run("dabiao", "status")
    assert answer.returncode == 2
    assert answer.stderr == said
