"""``python -m dabiao backup`` and ``restore``, beside the server that owns the database and without it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dabiao import audit
from dabiao.commands import backup
from dabiao.progress import rejudge
from dabiao.settings import settings
from dabiao.store import open_store
from dabiao.web import reading
from tests.serving import run, serving
from tests.store.sample import content, put


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A database that this process owns and takes jobs for."""
    path = tmp_path / "dabiao.duckdb"
    monkeypatch.setenv("DABIAO_DATABASE", str(path))
    settings.cache_clear()
    with serving(path, {"backup": backup.job}):
        put(reading.store(), content(), judge=rejudge)
        yield path
    settings.cache_clear()


def test_backup_is_made_by_the_server_and_restored_when_it_is_gone(served: Path, tmp_path: Path) -> None:
    path = tmp_path / "saved.zip"
    made = run("dabiao", "backup", str(path))
    head = audit.head(reading.store())
    assert made.returncode == 0, made.stderr
    assert f"Saved to {path}" in made.stdout
    assert f"up to publication 1, audit trail up to {head}" in made.stdout
    again = run("dabiao", "backup", str(path))
    assert (again.returncode, "overwrites nothing" in again.stderr) == (2, True)
    in_use = run("dabiao", "restore", str(path), "--replace")
    assert (in_use.returncode, "Stop the server" in in_use.stderr) == (2, True)
    reading.close()
    there = run("dabiao", "restore", str(path))
    assert (there.returncode, "With --replace" in there.stderr) == (2, True)
    done = run("dabiao", "restore", str(path), "--replace")
    assert done.returncode == 0, done.stderr
    assert "Statuses judged again and found the same" in done.stdout
    assert f"{head.number} entries, head {head}" in done.stdout
    assert f"What was there before is kept: {served}.before-restore-" in done.stdout
    store = open_store(served)
    assert audit.head(store).number == head.number + 1
    store.close()


def test_damaged_backup_and_missing_database_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "saved.zip"
    none = run("dabiao", "backup", str(path), "--database", str(tmp_path / "none.duckdb"))
    assert (none.returncode, "There is no database" in none.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"PK\x03\x04 cut off")
    damaged = run("dabiao", "restore", str(path), "--check")
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
