"""A backup, made while the database is in use: what it holds, what is refused, and what restoring proves."""

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import pytest
from polars.testing import assert_frame_equal

from dabiao import audit, backup, progress, publications, returns
from dabiao.backup import (
    BackupError,
    DamagedError,
    ForeignError,
    NewerError,
    OccupiedPlaceError,
    PathError,
    UnprovedError,
    archive,
)
from dabiao.progress import rejudge
from dabiao.rights import COMMAND_LINE, DeniedError
from dabiao.store import MigrationError, Store, open_store
from dabiao.workspaces import OtherWorkspaceError
from tests.store.child import figures
from tests.store.processes import child
from tests.store.returned import LI, LOCAL, QUARTER, SHAANXI, ZHANG, desk_of, typed
from tests.store.sample import content, load_of, put, rejected
from tests.store.staff import put_staff

Change = Callable[[dict[str, bytes], dict[str, Any]], None]


def lived(store: Store) -> None:
    """Let a return become a publication, among people and loads."""
    desk = desk_of(store)
    put(store, {"unit": content()["unit"].reverse()}, load=load_of({"unit": content()["unit"]}, rejected()))
    put_staff(store)
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2320"), expected_version=0)
    receipt = returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k")
    returns.approve(LI, desk, SHAANXI, QUARTER, submission=receipt.submission)


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


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a database in which something of everything happened."""
    folder = tmp_path_factory.mktemp("saved")
    store = open_store(folder / "dabiao.duckdb")
    lived(store)
    backup.save(COMMAND_LINE, store, folder / "saved.zip")
    store.close()
    return folder / "saved.zip"


@pytest.fixture
def other(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> str:
    """A database of the other kind than ``database``."""
    if "://" in database:
        return str(tmp_path / "other.duckdb")
    address: str = request.getfixturevalue("postgres_database")
    return address


@pytest.fixture
def written(tmp_path: Path, saved: Path) -> Callable[[Change], Path]:
    """Writes the backup anew after a change of its parts and list of contents, sealed as if nothing were."""

    def write(change: Change) -> Path:
        with zipfile.ZipFile(saved) as parts:
            held = {name: parts.read(name) for name in parts.namelist() if name != archive.CONTENTS}
            contents = json.loads(parts.read(archive.CONTENTS))
        change(held, contents)
        path = tmp_path / "changed.zip"
        with path.open("w+b") as file:
            with zipfile.ZipFile(file, "w") as parts:
                for name, data in held.items():
                    parts.writestr(name, data)
                parts.writestr(archive.CONTENTS, json.dumps(contents))
                parts.comment = b"0" * archive.SEAL_BYTES
            archive._seal(file)
        return path

    return write


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
    with pytest.raises(DeniedError):
        backup.save(LI, store, tmp_path / "other.zip")
    names = {path.name for path in tmp_path.iterdir()}
    assert names - {"dabiao.duckdb.wal"} == {"dabiao.duckdb", "saved.zip", "after.zip"}
    store.close()


def refusal(path: Path, tmp_path: Path) -> BackupError:
    """Return why a backup is refused, after making sure that nothing came of it."""
    target = tmp_path / "target.duckdb"
    with pytest.raises(BackupError) as caught:
        backup.restore(path, target, "published")
    assert not list(tmp_path.glob("target.duckdb*"))
    assert caught.value.message("zh") != caught.value.message("en")
    return caught.value


def test_every_flipped_bit_is_found_and_the_table_named(saved: Path, tmp_path: Path) -> None:
    whole = saved.read_bytes()
    with zipfile.ZipFile(saved) as parts:
        spans = {
            entry.filename: (entry.header_offset + 200, entry.header_offset + entry.compress_size // 2 + 100)
            for entry in parts.infolist()
        }
        directory = parts.start_dir
    places = {
        **{
            f"the table {Path(name).stem}": at
            for name, span in spans.items()
            if name.startswith("tables/")
            for at in span[:1]
        },
        "list of contents": spans[archive.CONTENTS][1],
    }
    anywhere = [0, 3, 10, directory, directory + 60, len(whole) - 80, len(whole) - 64, len(whole) - 1]
    path = tmp_path / "flipped.zip"
    for said, at in [*places.items(), *((None, at) for at in anywhere)]:
        damaged = bytearray(whole)
        damaged[at] ^= 1 << at % 8
        path.write_bytes(damaged)
        error = refusal(path, tmp_path)
        assert isinstance(error, DamagedError | ForeignError), at
        assert said is None or said in error.message("en"), (said, at, error)


def test_what_is_cut_off_lengthened_or_empty_is_refused(saved: Path, tmp_path: Path) -> None:
    whole = saved.read_bytes()
    path = tmp_path / "cut.zip"
    for length in (len(whole) - 1, len(whole) - 64, len(whole) // 2, 100, 4):
        path.write_bytes(whole[:length])
        assert isinstance(refusal(path, tmp_path), DamagedError)
    path.write_bytes(whole + b"\0")
    assert isinstance(refusal(path, tmp_path), DamagedError)
    path.write_bytes(whole[64:])
    assert isinstance(refusal(path, tmp_path), DamagedError | ForeignError)


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "foreign"
    with pytest.raises(PathError, match="cannot be read"):
        backup.restore(path, tmp_path / "target.duckdb", "published")
    for garbage in (b"", b"x", b"not a backup\n" * 100, bytes(5000)):
        path.write_bytes(garbage)
        assert isinstance(refusal(path, tmp_path), ForeignError)
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("contents.txt", "of somebody else")
    assert isinstance(refusal(path, tmp_path), ForeignError)
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr(archive.CONTENTS, '{"application": "another"}')
    assert isinstance(refusal(path, tmp_path), ForeignError)
    store = open_store(path.with_suffix(".duckdb"))
    store.close()
    assert isinstance(refusal(path.with_suffix(".duckdb"), tmp_path), ForeignError)


def _without(table: str, *, listed: bool) -> Change:
    def change(held: dict[str, bytes], contents: dict[str, Any]) -> None:
        del held[f"tables/{table}.parquet"]
        if not listed:
            del contents["tables"][table]

    return change


def _saying(**what: Any) -> Change:
    def change(held: dict[str, bytes], contents: dict[str, Any]) -> None:
        contents.update(what)

    return change


def _strange(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    held["tables/more.parquet"] = b"more"


def _unknown_table(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    held["tables/more.parquet"] = held["tables/unit.parquet"]
    contents["tables"]["more"] = contents["tables"]["unit"]


def _other_hash(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    contents["tables"]["unit"]["sha256"] = "0" * 64


def _other_rows(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    contents["tables"]["unit"]["rows"] += 1


def _swapped(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    held["tables/unit.parquet"] = held["tables/area.parquet"]
    contents["tables"]["unit"] = contents["tables"]["area"]


def _newer_tables(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    contents["migrations"]["99"] = "0" * 64


def _other_tables(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    contents["migrations"]["2"] = "0" * 64


def _fewer_migrations(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    del contents["migrations"]["2"]


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        (_without("observation", listed=True), DamagedError, "table observation is missing"),
        (_without("observation", listed=False), DamagedError, "table observation is missing"),
        (_strange, DamagedError, "tables/more.parquet"),
        (_unknown_table, DamagedError, "table more"),
        (_other_hash, DamagedError, "table unit is not as it was written"),
        (_other_rows, UnprovedError, "table unit has"),
        (_swapped, DamagedError, "table unit of the backup does not fit"),
        (_saying(format=2), NewerError, "format 2"),
        (_saying(format="?"), DamagedError, "list of contents"),
        (_saying(more=1), DamagedError, "list of contents"),
        (_newer_tables, NewerError, "newer program (migration 99)"),
        (_other_tables, NewerError, "migration 2"),
        (_fewer_migrations, DamagedError, "list of contents"),
        (_saying(audit_head="1:" + "0" * 64), UnprovedError, "instead of 1:0000"),
    ],
    ids=lambda given: given.__name__.strip("_") if callable(given) else None,
)
def test_what_does_not_fit_together_is_refused(
    written: Callable[[Change], Path], change: Change, kind: type[BackupError], said: str, tmp_path: Path
) -> None:
    error = refusal(written(change), tmp_path)
    assert isinstance(error, kind)
    assert said in error.message("en")


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("observation", pl.col("value") + 1, "Publication 1 is not what its digest says"),
        ("judgement", pl.lit("met").alias("status"), "is not what the rules say"),
        ("judgement", pl.col("attainment") + 1e-6, "is not what the rules say"),
        ("judgement", pl.lit(9, pl.Int64).alias("superseded_by"), "is not what the rules say"),
        ("audit", pl.lit("{}").alias("detail"), "entry 1 does not fit"),
        ("return_submission", pl.lit("{}").alias("content"), "receipt 610000-2025Q3-01"),
    ],
)
def test_what_was_changed_with_a_digest_that_fits_is_found_by_what_it_says(
    written: Callable[[Change], Path], table: str, change: pl.Expr, said: str, tmp_path: Path
) -> None:
    def forge(held: dict[str, bytes], contents: dict[str, Any]) -> None:
        name, file = f"tables/{table}.parquet", tmp_path / "forged"
        pl.read_parquet(held[name]).with_columns(change).write_parquet(file)
        held[name] = file.read_bytes()
        contents["tables"][table]["sha256"] = hashlib.sha256(held[name]).hexdigest()

    error = refusal(written(forge), tmp_path)
    assert isinstance(error, UnprovedError)
    assert said in error.message("en")


def test_backup_made_before_the_latest_migrations_is_brought_up_to_date(
    saved: Path, written: Callable[[Change], Path], tmp_path: Path
) -> None:
    def older(held: dict[str, bytes], contents: dict[str, Any]) -> None:
        contents["migrations"].pop("9")
        contents["tables"].pop("account_identity")
        held.pop("tables/account_identity.parquet")

    target = tmp_path / "target.duckdb"
    backup.restore(written(older), target, "published")
    store = open_store(target)
    assert store.read("identity_of", "u1").is_empty()
    assert store.read("applied_migrations").height == 9
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
        backup.check(written(_other_hash))
