"""How the tables come to be, once, in order, whole or not at all."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from dabiao import publications
from dabiao.progress import rejudge
from dabiao.store import ConflictError, MigrationError, open_store
from dabiao.store.schema import MIGRATIONS, read_migrations
from tests.store.met import put_meetings
from tests.store.sample import content, put

Scripts = Callable[..., Path]

NEXT = len(read_migrations()) + 1

pytestmark = pytest.mark.begins(after=None)


@pytest.fixture
def scripts(tmp_path: Path) -> Scripts:
    """Return a function that copies the product's migrations and puts or changes some."""

    def make(changed: dict[str, str]) -> Path:
        directory = tmp_path / f"scripts-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(MIGRATIONS, directory)
        for name, text in changed.items():
            (directory / name).write_text(text, encoding="utf-8")
        return directory

    return make


def test_opening_again_changes_nothing(database: str) -> None:
    store = open_store(database)
    put(store, content())
    store.close()
    for _ in range(2):
        store = open_store(database)
        assert publications.current(store, "observation").height == 6
        store.close()


def test_meetings_are_kept_when_their_table_is_made_anew(database: str, scripts: Scripts) -> None:
    directory = scripts({})
    for path in directory.glob("*.sql"):
        if path.name > "013":
            path.unlink()
    store = open_store(database, directory)
    put_meetings(store)
    before = store.read("meeting_versions", "m1")
    assert before.height == 3
    store.close()
    store = open_store(database)
    assert store.read("meeting_versions", "m1").equals(before)
    cancelled = before.head(1).with_columns(event=pl.lit("cancelled"), version=pl.lit(4, pl.Int32))
    store.run(lambda tx: tx.insert("meeting", cancelled))
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.insert("meeting", cancelled))
    store.close()


def test_script_may_hold_comments_and_texts_with_semicolons(database: str, scripts: Scripts) -> None:
    script = """
        -- one; two; 'three
        create table first_half (name varchar not null); /* ; create table no_such; */
        insert into first_half values ('a;b -- $1 %s'), ('{c}'); -- the end; really
        create table second_half as select name from first_half where name like '%;%' -- no semicolon here
    """
    directory = scripts({f"{NEXT:03}_halves.sql": script})
    open_store(database, directory).close()
    again = {
        f"{NEXT:03}_halves.sql": script,
        f"{NEXT + 1:03}_check.sql": "insert into second_half values ('x');",
    }
    open_store(database, scripts(again)).close()


def test_script_that_changed_after_it_was_applied_is_refused(database: str, scripts: Scripts) -> None:
    open_store(database).close()
    text = (MIGRATIONS / "002_judgement.sql").read_text(encoding="utf-8")
    changed = scripts({"002_judgement.sql": text + "\n-- a remark\n"})
    with pytest.raises(MigrationError, match="002_judgement has changed"):
        open_store(database, changed)
    open_store(database).close()


def test_database_that_is_newer_than_the_program_is_refused(database: str, scripts: Scripts) -> None:
    open_store(database, scripts({f"{NEXT:03}_more.sql": "create table more (n integer)"})).close()
    with pytest.raises(MigrationError, match=f"newer than this program: it has migration {NEXT:03}"):
        open_store(database)


def test_failing_script_leaves_what_was_there_before(database: str, scripts: Scripts) -> None:
    store = open_store(database)
    put(store, content())
    store.close()
    whole = "create table half (n integer); insert into half values (1);"
    broken = scripts(
        {f"{NEXT:03}_half.sql": f"{whole} delete from unit; insert into no_such_table values (1);"}
    )
    with pytest.raises(MigrationError, match=f"{NEXT:03}_half failed: (?s:.*)no_such_table") as caught:
        open_store(database, broken)
    assert caught.value.__cause__ is not None
    store = open_store(database)
    assert publications.current(store, "unit").height == 2
    store.close()
    open_store(database, scripts({f"{NEXT:03}_half.sql": whole})).close()


def test_scripts_before_the_failing_one_stay_applied(database: str, scripts: Scripts) -> None:
    good, bad = f"{NEXT:03}_good.sql", f"{NEXT + 1:03}_bad.sql"
    with pytest.raises(MigrationError, match="bad failed"):
        open_store(
            database, scripts({good: "create table good (n integer)", bad: "create table good (n integer)"})
        )
    with pytest.raises(MigrationError, match="newer"):
        open_store(database)
    mended = scripts({good: "create table good (n integer)", bad: "insert into good values (1)"})
    open_store(database, mended).close()


def test_script_of_one_database_is_noted_on_both_and_run_on_its_own(database: str, scripts: Scripts) -> None:
    here = "postgresql" if "://" in database else "duckdb"
    there = "duckdb" if "://" in database else "postgresql"
    own = {f"{NEXT:03}_own.{here}.sql": "create table own (n integer)"}
    other = {f"{NEXT + 1:03}_other.{there}.sql": "create table no_such_thing ("}
    open_store(database, scripts(own | other)).close()
    after = {f"{NEXT + 2:03}_after.sql": "insert into own values (1)"}
    open_store(database, scripts(own | other | after)).close()
    with pytest.raises(MigrationError, match="other has changed"):
        open_store(database, scripts(own | {next(iter(other)): "select 1"} | after))


def test_several_that_start_at_once_apply_every_script_once(database: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: open_store(database), range(4)))
    put(stores[0], content())
    assert [publications.latest(store) for store in stores] == [1, 1, 1, 1]
    for store in stores:
        store.close()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (["001_a.sql", "003_b.sql"], "numbered 1, 2, 3"),
        (["001_a.sql", "001_b.sql"], "numbered 1, 2, 3"),
        (["1_a.sql"], "called NNN_name"),
        (["001_A.sql"], "called NNN_name"),
        (["001_a.sqlite.sql"], "called NNN_name"),
        (["001_a.sql", "001_b.postgresql.sql"], "numbered 1, 2, 3"),
    ],
)
def test_scripts_are_numbered_without_gaps(tmp_path: Path, files: list[str], said: str) -> None:
    for name in files:
        (tmp_path / name).write_text("select 1")
    with pytest.raises(MigrationError, match=said):
        read_migrations(tmp_path)


def test_postgresql_keeps_each_version_once(postgres_database: str) -> None:
    store = open_store(postgres_database)
    put(store, content(), judge=rejudge)
    figures = store.read("newest_observation", 1)
    judged = store.read("judged_lines", 1, 99_999, None, None, None).with_columns(
        level=pl.lit("province"),
        until_month=pl.lit(99_999),
        publication=pl.lit(1),
        superseded_by=pl.lit(99),
    )
    for table, rows in (("observation", figures), ("judgement", judged)):
        with pytest.raises(ConflictError, match=f"{table}_key"), store.transaction() as tx:
            tx.insert(table, rows.head(1))
    store.close()
