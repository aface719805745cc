"""What happens when the database is held, broken, out of reach, full, or its process is killed."""

import os
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from dabiao import publications
from dabiao.store import (
    DiskFullError,
    Store,
    StoreError,
    StoreLockedError,
    StoreUnavailableError,
    open_store,
)
from tests.store.processes import child
from tests.store.sample import content, put

PRIVATE_MOUNTS = ("unshare", "--mount")
"""Runs a command whose mounts nobody else sees and that vanish with it."""


def can_mount(directory: Path) -> bool:
    """Return whether this machine lets us make a small disk of our own."""
    command = [*PRIVATE_MOUNTS, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(directory)]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def test_file_that_another_process_holds_is_locked(tmp_path: Path) -> None:
    path = tmp_path / "dabiao.duckdb"
    with child("hold", str(path)) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n", holder.stderr and holder.stderr.read()
        with pytest.raises(StoreLockedError, match="in use by process") as caught:
            open_store(path)
        assert (caught.value.path, caught.value.pid) == (path, holder.pid)
        assert isinstance(caught.value, StoreUnavailableError)
        assert caught.value.__cause__ is not None
        holder.communicate("")
    open_store(path).close()


@pytest.mark.parametrize("garbage", [b"", b"x", b"not a database at all\n" * 1000, b"PK\x03\x04" * 5000])
def test_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, garbage: bytes) -> None:
    path = tmp_path / "dabiao.duckdb"
    path.write_bytes(garbage)
    with pytest.raises(StoreUnavailableError, match="not a valid DuckDB database file"):
        open_store(path)
    assert path.read_bytes() == garbage
    assert [entry.name for entry in tmp_path.iterdir()] == ["dabiao.duckdb"]


def test_path_that_cannot_be_a_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing" / "dabiao.duckdb"):
        with pytest.raises(StoreUnavailableError, match="cannot use"):
            open_store(path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address",
    [
        "postgresql:///dabiao?host=/nowhere",
        "postgresql://dabiao:s3cret@127.0.0.1:1/dabiao",
        "postgresql://?x=y",
    ],
)
def test_server_that_cannot_be_reached_is_unavailable_and_its_password_untold(address: str) -> None:
    with pytest.raises(StoreUnavailableError) as caught:
        open_store(address)
    assert "s3cret" not in str(caught.value)


def test_database_that_does_not_exist_is_unavailable(postgres_database: str) -> None:
    with pytest.raises(StoreUnavailableError, match="does not exist"):
        open_store(postgres_database.replace("/test_", "/other_"))


def test_closed_store_is_unavailable(database: str) -> None:
    store = open_store(database)
    store.close()
    with pytest.raises(StoreError):
        store.read("publications")
    with pytest.raises(StoreError):
        store.run(lambda tx: None)
    store.close()


@pytest.mark.parametrize("disk", ["small", "limited"])
@pytest.mark.parametrize(
    "rows",
    # What is too much: many small transactions, a log, a checkpoint (DuckDB then serves nobody), a statement.
    [500, 20_000, 100_000, 150_000],
    ids=lambda rows: f"{rows} rows",
)
def test_full_disk_is_told_and_what_was_there_stays(tmp_path: Path, disk: str, rows: int) -> None:
    if disk == "small" and not can_mount(tmp_path):
        disk = "limited"  # only root may mount; a limit on the size of files fails the same writes
    prefix = PRIVATE_MOUNTS if disk == "small" else ()
    with child("fill", str(tmp_path), disk, str(rows), prefix=prefix) as filler:
        output, errors = filler.communicate()
    assert filler.returncode == 0, errors
    told, kept, reopened = output.splitlines()
    assert told == f"full no space left to write {tmp_path / 'dabiao.duckdb'}"
    number = int(kept.split()[1])
    assert kept == f"kept {number} True 10"
    assert reopened == f"reopened {number} True 10"


def test_full_disk_of_the_server_is_told(postgres_database: str) -> None:
    store = open_store(postgres_database)
    put(store, content())
    with psycopg.connect(postgres_database, autocommit=True) as server:
        # What PostgreSQL answers when its disk is full, without filling it.
        server.execute(
            """
            create function fail() returns trigger language plpgsql as $$
            begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
            create trigger full_disk before insert on observation for each row execute function fail()
            """
        )
    with pytest.raises(DiskFullError, match="could not extend file"):
        put(store, {"unit": content()["unit"].head(1), "observation": content()["observation"].head(1)})
    store.close()
    store = open_store(postgres_database)
    assert publications.latest(store) == 1
    assert publications.current(store, "unit").height == 2
    store.close()


@pytest.mark.parametrize("published", [1, 3])
def test_killed_writer_leaves_what_it_had_committed(database: str, published: int) -> None:
    with child("write", database) as writer:
        assert writer.stdout is not None
        for number in range(1, published + 1):
            assert writer.stdout.readline() == f"{number}\n", writer.stderr and writer.stderr.read()
        os.kill(writer.pid, signal.SIGKILL)
    store: Store = open_store(database)
    latest = publications.latest(store)
    assert latest is not None
    assert latest >= published
    for number in range(1, latest + 1):
        assert publications.digest(store, number) == publications.publication(store, number).digest
    assert set(publications.current(store, "observation")["value"]) == {float(latest)}
    put(store, content())
    assert publications.latest(store) == latest + 1
    store.close()
