"""``python -m dabiao backup`` and ``restore``, beside the server that owns the database and without it."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from dabiao import audit, handover
from dabiao.commands import backup
from dabiao.progress import rejudge
from dabiao.settings import ROOT, settings
from dabiao.store import open_store
from dabiao.web import reading
from dabiao.web.routes import routes
from tests.store.sample import content, put


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A database that this process owns and takes jobs for."""
    path = tmp_path / "dabiao.duckdb"
    monkeypatch.setenv("DABIAO_DATABASE", str(path))
    settings.cache_clear()
    reading.close()
    put(reading.store(), content(), judge=rejudge)
    doors: list[handover.Door] = []
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=routes({"backup": backup.job}, doors)), log_level="error", ws="none")
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        doors.append(handover.open_door(str(path), "127.0.0.1", listening.getsockname()[1]))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield path
        server.should_exit = True
        thread.join(20)
    handover.close_door(str(path))
    reading.close()
    settings.cache_clear()


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dabiao", *command, "--language", "en"],
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_backup_is_made_by_the_server_and_restored_when_it_is_gone(served: Path, tmp_path: Path) -> None:
    path = tmp_path / "saved.zip"
    made = run("backup", str(path))
    head = audit.head(reading.store())
    assert made.returncode == 0, made.stderr
    assert f"Saved to {path}" in made.stdout
    assert f"up to publication 1, audit trail up to {head}" in made.stdout
    again = run("backup", str(path))
    assert (again.returncode, "overwrites nothing" in again.stderr) == (2, True)
    in_use = run("restore", str(path), "--replace")
    assert (in_use.returncode, "Stop the server" in in_use.stderr) == (2, True)
    reading.close()
    there = run("restore", str(path))
    assert (there.returncode, "With --replace" in there.stderr) == (2, True)
    done = run("restore", str(path), "--replace")
    assert done.returncode == 0, done.stderr
    assert "Statuses judged again and found the same" in done.stdout
    assert f"{head.number} entries, head {head}" in done.stdout
    assert f"What was there before is kept: {served}.before-restore-" in done.stdout
    store = open_store(served)
    assert audit.head(store).number == head.number + 1
    store.close()


def test_damaged_backup_and_missing_database_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "saved.zip"
    none = run("backup", str(path), "--database", str(tmp_path / "none.duckdb"))
    assert (none.returncode, "There is no database" in none.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"PK\x03\x04 cut off")
    damaged = run("restore", str(path), "--check")
    assert (damaged.returncode, "The backup is damaged: it is cut off" in damaged.stderr) == (2, True)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("/srv/dabiao.duckdb", "/srv/dabiao.duckdb"),
        ("/srv/a@b.duckdb", "/srv/a@b.duckdb"),
        ("postgresql://dabiao:p@ss@db.example/dabiao", "postgresql://dabiao@db.example/dabiao"),
        ("postgresql:///dabiao", "postgresql:///dabiao"),
    ],
)
def test_password_of_a_database_is_not_printed(given: str, shown: str) -> None:
    assert backup.shown(given) == shown
