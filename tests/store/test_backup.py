"""Backups, made while the database is in use: what they hold, and what restoring proves and leaves alone."""

import re
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import pytest
from polars.testing import assert_frame_equal

from dabiao import audit, backup, progress, publications
from dabiao.backup import (
    DamagedError,
    OccupiedPlaceError,
    PathError,
    archive,
)
from dabiao.progress import rejudge
from dabiao.rights import COMMAND_LINE, DeniedError
from dabiao.store import MigrationError, Store, open_store
from dabiao.store.schema import read_migrations
from dabiao.workspaces import OtherWorkspaceError
from tests.store.backed_up import Change, lived, other_hash
from tests.store.child import figures
from tests.store.processes import child
from tests.store.returned import LI
from tests.store.sample import content, put


def everything(store: Store) -> dict[str, pl.DataFrame]:
    """Return all rows of the tables that are saved, but the entries about saving and restoring."""
    frames = {}
    with store.snapshot() as state:
        for table in sorted(set(state.read("table_names")["table_name"]) - archive.LEFT_OUT - {"audit_head"}):
            parts = [pl.from_arrow(batch) for batch in state.batches(table)]
            frame = pl.concat([part for part in parts if isinstance(part, pl.DataFrame)] or [pl.DataFrame()])
            if table == "audit":
                frame = frame.filter(pl.col("what") != "backup_restored")
            frames[table] = frame.sort(frame.columns) if frame.columns else frame
    return frames


@pytest.fixture
def other(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> str:
    """A database of the other kind than ``database``."""
    if "://" in database:
        return str(tmp_path / "other.duckdb")
    address: str = request.getfixturevalue("postgres_database")
    return address


@pytest.mark.begins(after=None)
def test_restored_into_the_other_kind_of_database_it_is_what_was_saved(
    database: str, other: str, tmp_path: Path
) -> None:
    store = open_store(database)
    lived(store)
    path = tmp_path / "saved.zip"
    made = backup.save(COMMAND_LINE, store, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert made.size == path.stat().st_size
    held, head = everything(store), audit.head(store)
    store.close()
    done = backup.restore(path, other, "published")
    assert done.kept is None
    restored = open_store(other)
    now = everything(restored)
    for table, frame in held.items():
        assert_frame_equal(now[table], frame, check_exact=True)
    assert audit.verify(restored, head).fault is None
    # Nobody is signed in any more, and no link that was used works again.
    for asked in (("session_holder", "s1"), ("one_time_link", "l1")):
        assert restored.read(*asked).is_empty()
    assert restored.read("account_to_sign_in", "wang")["password_hash"].to_list() == ["$argon2id$"]
    assert put(restored, content(), judge=rejudge).publication == 4
    restored.close()
    proof = done.proof
    assert (proof.publications, proof.receipts, proof.by_earlier_rules) == (3, 1, 0)
    assert proof.statuses == held["judgement"].height
    assert (proof.rows, proof.head) == (made.manifest.rows, str(head))


def test_backup_while_others_write_is_one_state(database: str, tmp_path: Path) -> None:
    store = open_store(database)
    put(store, figures(0, 300, 0.0), judge=rejudge)
    with ThreadPoolExecutor(2) as pool:
        writing = pool.submit(
            lambda: [put(store, figures(0, 300, float(step)), judge=rejudge) for step in range(1, 6)]
        )
        for number in range(2):
            backup.save(COMMAND_LINE, store, tmp_path / f"copy-{number}.zip")
        writing.result()
    store.close()
    for number in range(2):
        target = tmp_path / f"copy-{number}.duckdb"
        backup.restore(tmp_path / f"copy-{number}.zip", target, "published")
        copy = open_store(target)
        latest = publications.latest(copy)
        assert latest is not None
        assert set(publications.current(copy, "observation")["value"]) == {float(latest - 1)}
        copy.close()


def test_what_is_not_committed_is_not_saved_and_nobody_waits(tmp_path: Path) -> None:
    store = open_store(tmp_path / "dabiao.duckdb")
    put(store, content())
    with store.snapshot() as state:
        before = state.read("newest_unit", None)
        put(store, {"unit": content()["unit"].head(1)})
        assert_frame_equal(state.read("newest_unit", None), before)
    assert publications.latest(store) == 2
    store.close()


def test_backup_overwrites_nothing_and_leaves_nothing_unfinished(tmp_path: Path) -> None:
    store = open_store(tmp_path / "dabiao.duckdb")
    there = tmp_path / "saved.zip"
    there.write_text("mine")
    tmp_path.joinpath("after.zip.part").write_text("of one that was killed")
    backup.save(COMMAND_LINE, store, tmp_path / "after.zip")
    assert backup.check(tmp_path / "after.zip").proof.publications == 0
    head = audit.head(store)
    with pytest.raises(PathError, match="already"):
        backup.save(COMMAND_LINE, store, there)
    assert there.read_text() == "mine"
    assert audit.head(store) == head, "no deed is noted that was not done"
    with pytest.raises(PathError, match="cannot be written"):
        backup.save(COMMAND_LINE, store, tmp_path / "none" / "saved.zip")
    assert audit.entries(store, COMMAND_LINE)["what"][0] == "backup_failed"
    with pytest.raises(DeniedError):
        backup.save(LI, store, tmp_path / "other.zip")
    names = {path.name for path in tmp_path.iterdir()}
    assert names - {"dabiao.duckdb.wal"} == {"dabiao.duckdb", "saved.zip", "after.zip"}
    store.close()


def test_file_that_came_while_a_backup_was_written_is_left_as_it_is(tmp_path: Path) -> None:
    there = tmp_path / "saved.zip"

    def parts() -> Iterator[archive.Part]:
        there.write_text("mine")
        yield from ()

    said = {"made_at": "", "workspace": "demo", "publications": 0, "audit_head": "", "migrations": {}}
    with pytest.raises(PathError, match="already"):
        archive.write(there, parts(), said)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_backup_made_before_the_latest_migrations_is_brought_up_to_date(
    saved: Path, written: Callable[[Change], Path], tmp_path: Path
) -> None:
    newer = [migration for migration in read_migrations() if migration.number >= 9]

    def older(held: dict[str, bytes], contents: dict[str, Any]) -> None:
        for migration in newer:
            contents["migrations"].pop(f"{migration.number}")
            for table in re.findall(r"create table (\w+)", migration.script):
                contents["tables"].pop(table, None)
                held.pop(f"tables/{table}.parquet", None)

    target = tmp_path / "target.duckdb"
    backup.restore(written(older), target, "published")
    store = open_store(target)
    assert store.read("identity_of", "u1").is_empty()
    assert store.read("applied_migrations").height == len(read_migrations())
    store.close()


def test_what_earlier_rules_judged_is_counted_and_left_as_it_is(tmp_path: Path) -> None:
    store = open_store(tmp_path / "dabiao.duckdb")
    put(store, content(), judge=rejudge, rules=progress.RULES_VERSION - 1)
    before = store.read("judged_with", 1)
    put(store, content(), judge=rejudge, rules=progress.RULES_VERSION)
    backup.save(COMMAND_LINE, store, tmp_path / "saved.zip")
    store.close()
    proof = backup.restore(tmp_path / "saved.zip", tmp_path / "target.duckdb", "published").proof
    assert (proof.publications, proof.by_earlier_rules) == (2, 1)
    assert proof.statuses == before.height
    store = open_store(tmp_path / "target.duckdb")
    assert_frame_equal(store.read("judged_with", 1), before, check_exact=True)
    store.close()


def test_figures_of_another_workspace_are_refused(saved: Path, tmp_path: Path) -> None:
    with pytest.raises(OtherWorkspaceError):
        backup.restore(saved, tmp_path / "target.duckdb", "demo")
    assert not (tmp_path / "target.duckdb").exists()


def test_what_is_in_place_stays_unless_it_may_be_moved_aside(saved: Path, database: str) -> None:
    store = open_store(database)
    put(store, content())
    store.close()
    with pytest.raises(OccupiedPlaceError, match="--replace"):
        backup.restore(saved, database, "published")
    done = backup.restore(saved, database, "published", replace=True)
    store = open_store(database)
    assert publications.latest(store) == 3
    store.close()
    assert done.kept is not None
    before = done.kept
    if "://" in database:
        before = f"{database}&options=-csearch_path%3D{done.kept.rpartition(' ')[2]}"
    kept = open_store(before)
    assert publications.latest(kept) == 1
    kept.close()


def test_database_in_use_is_not_restored_into(saved: Path, database: str) -> None:
    with child("hold", database) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(OccupiedPlaceError, match="in use"):
            backup.restore(saved, database, "published", replace=True)
        holder.communicate("")


def test_database_that_nobody_has_put_anything_into_is_no_obstacle(saved: Path, database: str) -> None:
    open_store(database).close()
    assert backup.restore(saved, database, "published").kept is None
    store = open_store(database)
    assert publications.latest(store) == 3
    store.close()


def test_broken_database_is_kept_as_it_is_and_replaced(saved: Path, tmp_path: Path) -> None:
    path = tmp_path / "dabiao.duckdb"
    path.write_bytes(b"broken" * 1000)
    path.with_name("dabiao.duckdb.wal").write_bytes(b"log")
    with pytest.raises(OccupiedPlaceError):
        backup.restore(saved, path, "published")
    assert {entry.name for entry in tmp_path.iterdir()} == {"dabiao.duckdb", "dabiao.duckdb.wal"}
    done = backup.restore(saved, path, "published", replace=True)
    assert done.kept is not None
    assert Path(done.kept).read_bytes() == b"broken" * 1000
    assert Path(f"{done.kept}.wal").read_bytes() == b"log"
    store = open_store(path)
    assert publications.latest(store) == 3
    store.close()


@pytest.mark.begins(after=None)
def test_what_a_killed_restore_left_is_cleared_away(saved: Path, database: str) -> None:
    if "://" in database:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("create schema dabiao_restoring; create table dabiao_restoring.unit (x int)")
    else:
        Path(f"{database}.restoring").write_bytes(b"half")
        Path(f"{database}.restoring.wal").write_bytes(b"half")
    backup.restore(saved, database, "published")
    store = open_store(database)
    assert progress.recompute(store).fault is None
    store.close()
    if "://" not in database:
        assert not list(Path(database).parent.glob("*.restoring*"))


def test_database_of_a_newer_program_is_left_alone(saved: Path, postgres_database: str) -> None:
    open_store(postgres_database).close()
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute("insert into schema_migration values (99, 'later', 'x', now())")
    with pytest.raises(MigrationError, match="newer"):
        backup.restore(saved, postgres_database, "published", replace=True)


def test_backup_can_be_tried_without_a_database(saved: Path, written: Callable[[Change], Path]) -> None:
    assert backup.check(saved).proof.publications == 3
    with pytest.raises(DamagedError):
        backup.check(written(other_hash))
