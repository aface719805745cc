"""A database that cannot be opened: what is wrong with the place that was named, and what to do, told."""

import os
import pwd
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from dabiao import troubles
from dabiao.handover import HandoverError
from dabiao.store import (
    ConflictError,
    DiskFullError,
    Fault,
    StatementError,
    StoreError,
    StoreLockedError,
    StoreUnavailableError,
    open_store,
)
from tests.pages.text import CHINESE
from tests.postgres import UNPRIVILEGED


def refused(database: str | Path) -> StoreUnavailableError:
    with pytest.raises(StoreUnavailableError) as caught:
        open_store(database)
    return caught.value


def told(error: StoreError) -> str:
    """Return what is said in English, after a look at the Chinese."""
    chinese = troubles.message(error, "zh")
    assert CHINESE.search(chinese)
    assert "{" not in chinese
    return troubles.message(error, "en")


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Runs as somebody who may write nowhere in particular: to root everything is allowed."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(pwd.getpwnam(UNPRIVILEGED).pw_uid)
    yield
    os.seteuid(before)


def test_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "dabiao.duckdb"
    error = refused(path)
    assert error.fault == Fault.NO_FOLDER
    assert told(error).startswith(
        f"There is no folder {path.parent} for the database {path}. Make the folder"
    )
    assert list(tmp_path.iterdir()) == []


def test_folder_and_other_file_are_told_apart(tmp_path: Path) -> None:
    assert told(refused(tmp_path)) == (
        f"{tmp_path} is a folder. Name a file in it with DABIAO_DATABASE, such as {tmp_path}/dabiao.duckdb."
    )
    other = tmp_path / "letter.duckdb"
    other.write_text("not a database at all\n" * 1000)
    assert told(refused(other)).startswith(f"{other} is no DuckDB database.")


def test_place_that_may_not_be_written_is_told(tmp_path: Path, unprivileged: None) -> None:
    locked = tmp_path if os.getuid() == 0 else tmp_path / "locked"
    if locked != tmp_path:
        locked.mkdir(mode=0o500)
    error = refused(locked / "dabiao.duckdb")
    assert error.fault == Fault.NOT_ALLOWED
    assert f"may not read and write {locked / 'dabiao.duckdb'}" in told(error)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("postgresql://dabiao:s3cret@127.0.0.1:1/figures", Fault.NO_ANSWER),
        ("postgresql://dabiao:s3cret@nowhere.invalid:5432/figures", Fault.UNKNOWN_HOST),
    ],
)
def test_server_that_does_not_answer_is_named_without_its_password(address: str, fault: Fault) -> None:
    error = refused(address)
    assert error.fault == fault
    assert address.replace(":s3cret", "") in told(error)
    assert "s3cret" not in told(error) + str(error)


@pytest.mark.parametrize(
    "password", ["Zhejiang@2024", "2024/Ab77", "Ab12/xy99", "pw77%ss88", "ab12:cd34@ef56"]
)
def test_password_with_signs_left_as_they_are_is_told_without_it(password: str) -> None:
    error = refused(f"postgresql://dabiao:{password}@127.0.0.1:1/figures")
    assert error.fault == Fault.ADDRESS
    assert "@ as %40" in told(error)
    assert not [part for part in re.split("[@/%:]", password) if part in told(error) + str(error)]


def test_role_and_database_that_a_server_does_not_know_are_told(postgres_database: str) -> None:
    parts = urlsplit(postgres_database)
    nobody = urlunsplit(parts._replace(netloc=f"stranger:s3cret@{parts.netloc.rpartition('@')[2]}"))
    error = refused(nobody)
    assert error.fault == Fault.SIGN_IN
    assert "s3cret" not in told(error)
    missing = refused(postgres_database.replace("/test_", "/other_"))
    assert missing.fault == Fault.NO_DATABASE
    assert "createdb" in told(missing)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StoreLockedError(Path("/a.duckdb"), 7), "The database /a.duckdb is in use by process 7"),
        (StoreLockedError(Path("/a.duckdb"), None), "is in use by another process"),
        (StoreUnavailableError("gone"), "cannot be reached or opened: gone"),
        (HandoverError("stopped"), "whether it did what was asked for is not known"),
        (DiskFullError("No space left"), "The disk is full (No space left)"),
        (ConflictError("busy"), "Others kept writing"),
        (StatementError("no such table"), "The database refused: no such table"),
    ],
)
def test_other_troubles_are_told_in_both_languages(error: StoreError, said: str) -> None:
    assert said in told(error)
