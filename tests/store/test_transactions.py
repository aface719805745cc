"""What a transaction shows and keeps, alone and among others."""

import threading
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import psycopg
import pytest

from dabiao import publications
from dabiao.store import (
    ConflictError,
    StatementError,
    Store,
    Transaction,
    UnknownQueryError,
    open_store,
)
from dabiao.store.tables import TABLES, VERSIONING
from tests.store.sample import content, load_of, put, rejected, rows

THREADS = 8


def publication(number: int, **more: object) -> pl.DataFrame:
    row = {
        "number": number,
        "published_at": "2026-01-05T01:30:00Z",
        "published_by": "etl",
        "kind": "load",
        "summary": "{}",
        "digest": "",
        "rules": 1,
    }
    return pl.DataFrame([row | more]).with_columns(pl.col("published_at").str.to_datetime(time_zone="UTC"))


def unit(name: str) -> pl.DataFrame:
    row = {"unit": name, "name_zh": name, "name_en": name, "base_unit": name, "factor": 1.0}
    return rows("unit", row).with_columns(version=1, publication=1, withdrawn=False)


def units(store: Store | Transaction) -> list[str]:
    return store.read("newest_unit", None)["unit"].to_list()


def test_error_leaves_nothing(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.insert("unit", unit("项"))
        tx.insert("publication", publication(1))
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        store.run(work)
    assert units(store) == []
    assert publications.latest(store) is None


def test_own_writes_show_inside_at_once_and_outside_after_the_end(store: Store) -> None:
    with store.transaction() as tx:
        tx.insert("unit", unit("项"))
        tx.insert("unit", unit("天"))
        assert units(tx) == ["天", "项"]
        assert units(store) == []
    assert units(store) == ["天", "项"]


def test_statement_that_failed_undoes_all_even_if_its_error_is_swallowed(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.insert("unit", unit("项"))
        with pytest.raises(StatementError):
            tx.insert("unit", unit("天").with_columns(factor=pl.lit(-1.0)))

    with pytest.raises(StatementError):
        store.run(work)
    assert units(store) == []
    with store.transaction() as tx:
        tx.insert("unit", unit("周"))
    assert units(store) == ["周"]


def test_statement_after_a_failed_one_is_refused(store: Store) -> None:
    def work(tx: Transaction) -> None:
        with pytest.raises(StatementError, match=r"(?i)check"):
            tx.insert("unit", unit("天").with_columns(factor=pl.lit(-1.0)))
        with pytest.raises(StatementError, match=r"(?i)check"):
            tx.insert("unit", unit("项"))
        raise UnicodeError

    with pytest.raises(UnicodeError):
        store.run(work)
    assert units(store) == []


def test_transaction_inside_a_transaction_is_refused(store: Store) -> None:
    with (
        pytest.raises(RuntimeError, match="in a transaction already"),
        store.transaction(),
        store.transaction(),
    ):
        pass
    store.run(lambda tx: tx.insert("unit", unit("项")))
    assert units(store) == ["项"]


def test_query_that_is_not_there_is_named(store: Store) -> None:
    for name in ("no_such_query", "../migrations/001_published_data", "Newest_unit", ""):
        with pytest.raises(UnknownQueryError, match="no query"):
            store.read(name)
    with pytest.raises(UnknownQueryError), store.transaction() as tx:
        tx.execute("no_such_statement")


@pytest.mark.parametrize("parameters", [(), (1, 2)])
def test_wrong_number_of_parameters_is_refused(store: Store, parameters: tuple[int, ...]) -> None:
    with pytest.raises(StatementError, match="takes 1 parameters"):
        store.read("newest_unit", *parameters)
    assert units(store) == []


def test_insert_puts_columns_by_name_and_leaves_missing_ones_null(store: Store) -> None:
    framework = rows(
        "task", {"framework_id": "a", "task_id": "t", "kind": "goal", "position": 7, "chapter": "一"}
    )
    whole = framework.with_columns(label=pl.lit(""), title_zh=pl.lit("标题"), title_en=pl.lit("Title"))
    given = whole.drop("section", "horizon").with_columns(version=1, publication=1, withdrawn=False)
    shuffled = given.select(sorted(given.columns, reverse=True)).cast({"position": pl.Int64})
    store.run(lambda tx: tx.insert("task", shuffled))
    assert publications.current(store, "task").equals(whole)


@pytest.mark.parametrize(
    ("frame", "error"),
    [
        (unit("项").with_columns(colour=pl.lit("red")), ValueError),
        (unit("项").drop("name_zh"), StatementError),
        (unit("项").with_columns(factor=pl.lit(0.0)), StatementError),
        (unit("项").with_columns(version=pl.lit(2**40)), pl.exceptions.InvalidOperationError),
        (pl.concat([unit("项")] * 2), ConflictError),
    ],
)
def test_insert_of_rows_that_do_not_fit_is_refused(
    store: Store, frame: pl.DataFrame, error: type[Exception]
) -> None:
    with pytest.raises(error), store.transaction() as tx:
        tx.insert("unit", frame)
    assert units(store) == []


def test_insert_of_no_rows_changes_nothing(store: Store) -> None:
    store.run(lambda tx: tx.insert("unit", unit("项").clear()))
    assert units(store) == []


def test_table_that_is_no_name_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="not the name of a table"), store.transaction() as tx:
        tx.insert('unit" select 1; --', unit("项"))


def test_text_sorts_by_code_point_whatever_the_language_of_the_database(store: Store) -> None:
    names = ["B", "a", "a-b", "ab", "z", "é", "一", "万项", "乙", "项"]
    for name in reversed(names):
        store.run(lambda tx, name=name: tx.insert("unit", unit(name)))  # type: ignore[misc]
    assert units(store) == names == sorted(names)


def test_types_are_those_the_tables_declare(store: Store) -> None:
    put(store, content(), load=load_of(content()))
    for name, table in TABLES.items():
        assert dict(store.read(f"newest_{name}", None).schema) == {**table.columns, **VERSIONING}
    listed = store.read("publications")
    assert dict(listed.schema) == {
        "number": pl.Int64,
        "published_at": pl.Datetime("us", "UTC"),
        "published_by": pl.String,
        "kind": pl.String,
        "summary": pl.String,
        "digest": pl.String,
        "rules": pl.Int32,
    }


def test_concurrent_writers_all_succeed(store: Store) -> None:
    def write(writer: int) -> None:
        for step in range(4):

            def work(tx: Transaction) -> None:
                number = (publications.latest(tx) or 0) + 1
                tx.insert("publication", publication(number, published_by=f"{writer}/{step}"))  # noqa: B023

            store.run(work)

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(write, writer) for writer in range(THREADS)]:
            done.result()
    written = store.read("publications")
    assert written["number"].to_list() == list(range(4 * THREADS, 0, -1))
    assert set(written["published_by"]) == {
        f"{writer}/{step}" for writer in range(THREADS) for step in range(4)
    }


def test_concurrent_publishers_number_their_publications_one_after_the_other(store: Store) -> None:
    tables = ["area", "framework", "unit", "indicator", "target", "task", "task_department", "observation"]
    frames = content()
    with ThreadPoolExecutor(len(tables)) as pool:
        outcomes = list(pool.map(lambda name: put(store, {name: frames[name]}), tables))
    assert sorted(outcome.publication or 0 for outcome in outcomes) == list(range(1, len(tables) + 1))
    for outcome, name in zip(outcomes, tables, strict=True):
        assert set(publications.changes(store, outcome.publication or 0)["table"]) == {name}
        assert publications.current(store, name).height == frames[name].height


def test_transaction_that_always_loses_is_given_up(store: Store) -> None:
    store.run(lambda tx: tx.insert("publication", publication(1)))
    attempts = []

    def work(tx: Transaction) -> None:
        attempts.append(1)
        tx.insert("publication", publication(1))

    with pytest.raises(ConflictError):
        store.run(work)
    assert len(attempts) == 10


def test_every_thread_gets_its_own_rows(store: Store) -> None:
    unchanged = content()
    put(store, unchanged)
    for thread in range(1, THREADS + 1):
        reasons = rejected(*((f"{thread}.csv", line, "value", "x") for line in range(thread * 50)))
        put(store, unchanged, load=load_of(unchanged, reasons))
    together = threading.Barrier(THREADS)

    def read(thread: int) -> bool:
        together.wait()
        seen = [publications.rejected_rows(store, thread) for _ in range(40)]
        return all(frame.height == thread * 50 and set(frame["file"]) == {f"{thread}.csv"} for frame in seen)

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(read, range(1, THREADS + 1)))


def test_postgres_tells_the_later_of_two_writers_to_try_again(postgres_database: str) -> None:
    first, second = open_store(postgres_database), open_store(postgres_database)

    def overtaken(one: Transaction) -> None:
        assert publications.latest(one) is None
        second.run(lambda tx: tx.insert("publication", publication(1, published_by="second")))
        assert publications.latest(one) is None, "a transaction sees one state from beginning to end"
        one.insert("publication", publication(1, published_by="first"))

    try:
        with pytest.raises(ConflictError), first.transaction() as one:
            overtaken(one)
        assert first.read("publications")["published_by"].to_list() == ["second"]
    finally:
        first.close()
        second.close()


def test_connections_that_broke_while_idle_are_replaced(postgres_database: str, postgres_server: str) -> None:
    store = open_store(postgres_database)
    try:
        for _ in range(2):
            store.run(lambda tx: tx.insert("unit", unit(f"u{len(units(tx))}")))
            assert units(store)
            with psycopg.connect(postgres_server, autocommit=True) as server:
                server.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
                    [postgres_database.partition("?")[0].rpartition("/")[2]],
                )
            assert units(store)
        assert units(store) == ["u0", "u1"]
    finally:
        store.close()
