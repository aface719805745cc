"""A copy of the database, made while it is in use."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from dabiao import audit, publications
from dabiao.progress import rejudge
from dabiao.store import StatementError, open_store
from dabiao.store.tables import TABLES
from tests.store.child import figures
from tests.store.sample import content, load_of, put, rejected


def test_backup_holds_what_was_committed(tmp_path: Path) -> None:
    store = open_store(tmp_path / "dabiao.duckdb")
    put(store, content(), judge=rejudge, load=load_of(content(), rejected(("a.csv", 2, "value", "x"))))
    with store.transaction() as tx:
        tx.insert("unit", store.read("newest_unit", None).head(1).with_columns(version=9))
        store.backup(tmp_path / "copy.duckdb")
    copy = open_store(tmp_path / "copy.duckdb")
    assert copy.read("newest_unit", None)["version"].to_list() == [1, 1]
    for name in TABLES.keys() - {"unit"}:
        query = f"newest_{name}"
        assert_frame_equal(copy.read(query, None), store.read(query, None), check_exact=True)
    for query, parameters in (("publications", ()), ("loads", ()), ("rejected_rows", (1,))):
        assert_frame_equal(copy.read(query, *parameters), store.read(query, *parameters), check_exact=True)
    lines = ("judged_lines", 1, 99_999, None, None, None)
    assert_frame_equal(copy.read(*lines), store.read(*lines), check_exact=True)
    assert audit.head(copy) == audit.head(store)
    assert audit.verify(copy).fault is None
    assert put(copy, {"unit": content()["unit"].head(1)}).publication == 2
    copy.close()
    store.close()


def test_backup_while_others_write_is_one_state(tmp_path: Path) -> None:
    store = open_store(tmp_path / "dabiao.duckdb")
    put(store, figures(0, 1000, 0.0))
    with ThreadPoolExecutor(2) as pool:
        writing = pool.submit(lambda: [put(store, figures(0, 1000, float(step))) for step in range(1, 8)])
        for number in range(3):
            store.backup(tmp_path / f"copy-{number}.duckdb")
        writing.result()
    for number in range(3):
        copy = open_store(tmp_path / f"copy-{number}.duckdb")
        latest = publications.latest(copy)
        assert latest is not None
        assert publications.digest(copy, latest) == publications.publication(copy, latest).digest
        assert set(publications.current(copy, "observation")["value"]) == {float(latest - 1)}
        copy.close()
    store.close()


def test_backup_overwrites_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path / "dabiao.duckdb")
    there = tmp_path / "copy.duckdb"
    there.write_text("mine")
    with pytest.raises(FileExistsError):
        store.backup(there)
    assert there.read_text() == "mine"
    store.close()


def test_backup_of_postgres_is_left_to_its_own_tool(postgres_database: str, tmp_path: Path) -> None:
    store = open_store(postgres_database)
    with pytest.raises(StatementError, match="pg_dump"):
        store.backup(tmp_path / "copy.duckdb")
    assert list(tmp_path.iterdir()) == []
    store.close()
