"""A job that fails in the server that owns the database: its command says what it failed of."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from dabiao import handover
from dabiao.settings import ROOT, settings
from dabiao.store import ConflictError, DiskFullError, StatementError, Store
from dabiao.web import reading
from dabiao.web.routes import routes
from etl.report import IdentityError, Rows

Failing = Callable[[Exception], None]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A database that this process owns."""
    path = tmp_path / "dabiao.duckdb"
    monkeypatch.setenv("DABIAO_DATABASE", str(path))
    settings.cache_clear()
    reading.close()
    reading.store()
    yield path
    reading.close()
    settings.cache_clear()


@pytest.fixture
def jobs_fail(database: Path) -> Iterator[Failing]:
    """Lets every job that is handed over to this process fail of an error."""
    errors: list[Exception] = []

    def job(store: Store, arguments: Mapping[str, Any], report: Callable[[handover.Event], None]) -> Any:
        raise errors[0]

    doors: list[handover.Door] = []
    app = Starlette(routes=routes({"build": job, "status": job}, doors))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        doors.append(handover.open_door(str(database), "127.0.0.1", listening.getsockname()[1]))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield errors.append
        server.should_exit = True
        thread.join(20)
    handover.close_door(str(database))


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command, "--language", "en"],
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


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
    [(StatementError("no such table"), "no such table\n"), (KeyError("area"), "KeyError: 'area'\n")],
)
def test_status_says_what_it_failed_of_in_the_server(jobs_fail: Failing, error: Exception, said: str) -> None:
    jobs_fail(error)
    answer = run("dabiao", "status")
    assert answer.returncode == 2
    assert answer.stderr == said
