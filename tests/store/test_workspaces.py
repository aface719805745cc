"""A database belongs to one workspace, and generated figures never meet published ones in it."""

import datetime as dt
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from dabiao import publications, workspaces
from dabiao.periods import CHINA
from dabiao.store import open_store
from dabiao.store.schema import MIGRATIONS, read_migrations
from dabiao.workspaces import OtherWorkspaceError, open_workspace
from tests.store.sample import content, put

PRETENDED = dt.datetime(2023, 4, 21, 9, tzinfo=CHINA)


pytestmark = pytest.mark.begins(after=None)


@pytest.mark.parametrize("own", ["published", "demo"])
def test_database_belongs_to_whom_it_was_first_opened_for(database: str, own: str) -> None:
    for _ in range(2):
        store = open_workspace(database, own)  # type: ignore[arg-type]
        assert workspaces.workspace(store) == own
        store.close()
    other = "demo" if own == "published" else "published"
    with pytest.raises(OtherWorkspaceError) as refused:
        open_workspace(database, other)  # type: ignore[arg-type]
    assert refused.value.own == own
    assert "DABIAO_DATABASE" in refused.value.message("zh")
    assert refused.value.message("en") == str(refused.value)
    open_workspace(database, own).close()  # type: ignore[arg-type]


def test_of_two_that_open_a_new_database_at_once_one_is_refused(database: str) -> None:
    open_store(database).close()

    def attempt(wanted: str) -> str:
        try:
            open_workspace(database, wanted).close()  # type: ignore[arg-type]
        except OtherWorkspaceError as error:
            return error.own
        return wanted

    with ThreadPoolExecutor(2) as pool:
        owners = list(pool.map(attempt, ["published", "demo"]))
    assert owners[0] == owners[1]


def test_reading_gives_a_new_database_to_nobody(database: str) -> None:
    open_workspace(database, "published", claiming=False).close()
    open_workspace(database, "demo").close()
    with pytest.raises(OtherWorkspaceError):
        open_workspace(database, "published", claiming=False)


def test_database_that_was_published_to_belongs_to_published_figures(database: str) -> None:
    store = open_store(database)
    put(store, content())
    store.close()
    with pytest.raises(OtherWorkspaceError):
        open_workspace(database, "demo")


def test_what_was_published_before_there_were_workspaces_is_published(database: str, tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    for script in read_migrations():
        if script.name == "workspace":
            break
        shutil.copy(MIGRATIONS / f"{script}.sql", before)
    store = open_store(database, before)
    record = {"number": 1, "published_at": PRETENDED, "published_by": "etl", "kind": "load"}
    with store.transaction() as tx:
        tx.insert("publication", pl.DataFrame([record | {"summary": "{}", "digest": "", "rules": 1}]))
    store.close()
    store = open_workspace(database, "published")
    assert store.read("workspace")["created_at"].to_list() == [PRETENDED]
    store.close()
    with pytest.raises(OtherWorkspaceError):
        open_workspace(database, "demo")


def test_generated_publication_may_pretend_a_time(database: str) -> None:
    store = open_workspace(database, "demo")
    put(store, content(), published_at=PRETENDED)
    assert publications.publication(store, 1).published_at == PRETENDED
    assert workspaces.today(store) == dt.date(2023, 4, 21)
    assert workspaces.latest_quarter(store) == "2023-Q1"
    store.close()


def test_published_figures_carry_the_time_they_were_published_at(database: str) -> None:
    store = open_workspace(database, "published")
    with pytest.raises(ValueError, match="generated figures"):
        put(store, content(), published_at=PRETENDED)
    assert publications.latest(store) is None
    put(store, content())
    assert workspaces.today(store) == dt.datetime.now(CHINA).date()
    store.close()


def test_folder_says_what_its_figures_are_for(tmp_path: Path) -> None:
    assert workspaces.of_folder(tmp_path) == "published"
    mark = tmp_path / workspaces.MARK
    mark.write_text('{"workspace": "demo"}', encoding="utf-8")
    assert workspaces.of_folder(tmp_path) == "demo"
    for text in ("", "[]", '{"workspace": "test"}'):
        mark.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=r"workspace|JSON|Expecting"):
            workspaces.of_folder(tmp_path)
