"""Every query gives the same columns, types and rows on both databases."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dabiao.progress import rejudge
from dabiao.store import Store, Transaction, open_store
from dabiao.store.texts import QUERIES
from tests.postgres import fresh_database
from tests.store.met import put_meetings
from tests.store.parameters import READS, WRITES
from tests.store.returned import put_returns
from tests.store.sample import content, figure, load_of, put, rejected, rows
from tests.store.staff import put_staff

TIMES = (
    *("published_at", "started_at", "finished_at", "created_at", "recorded_at"),
    *("chain_digest", "previous"),
)
"""Columns that say when this very test ran, or a digest over them."""

TYPES = {
    pl.String,
    pl.Int64,
    pl.Int32,
    pl.Float64,
    pl.Boolean,
    pl.Date,
    pl.Datetime("us", "UTC"),
}

Pair = tuple[Store, Store]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> Iterator[Pair]:
    """Both databases with the same three publications: all new; changes and a withdrawal; a return."""
    path: Path = tmp_path_factory.mktemp("pair") / "dabiao.duckdb"
    with fresh_database(postgres_server) as address:
        stores = open_store(path), open_store(address)
        for store in stores:
            publish_all(store)
            put_staff(store)
            put_returns(store)
            put_meetings(store)
        yield stores
        for store in stores:
            store.close()


def publish_all(store: Store) -> None:
    first = content()
    put(store, first, judge=rejudge, load=load_of(first))
    figures = rows(
        "observation",
        figure("2020-Q4", 1872),
        figure("2024-Q2", 2156, note_zh="更正"),
        figure("2024-Q4", 2300, bound="~"),
        figure("2020-Q4", 76, "group-standards"),
        figure("2024-Q2", None, "group-standards", note_en=""),
        figure("2024-Q2", 12, "group-standards", series="returns", area_code="610100"),
    )
    second = {"observation": figures, "area": first["area"].head(2), "target": first["target"].head(2)}
    reasons = rejected(("observations.csv", 7, "value", "三"), ("observations.csv", 7, "unit", None))
    put(store, second, judge=rejudge, load=load_of(second, reasons), by="王")
    third = {"area": first["area"], "target": first["target"], "unit": first["unit"].reverse()}
    put(store, third, judge=rejudge, kind="amendment")


def test_every_query_has_parameters_to_try() -> None:
    tried = {*READS, *WRITES}
    there = {path.stem for path in QUERIES.glob("*.sql")}
    assert tried == there, f"put parameters into tests/store/parameters.py: {sorted(tried ^ there)}"


@pytest.mark.parametrize(
    ("name", "parameters"), [(name, each) for name, tries in sorted(READS.items()) for each in tries]
)
def test_query_gives_the_same_rows_and_types(pair: Pair, name: str, parameters: tuple[object, ...]) -> None:
    ours, theirs = (store.read(name, *parameters) for store in pair)
    assert ours.schema == theirs.schema
    assert set(ours.dtypes) <= TYPES
    assert_frame_equal(ours.drop(TIMES, strict=False), theirs.drop(TIMES, strict=False), check_exact=True)


@pytest.mark.parametrize("name", sorted(READS))
def test_query_gives_rows_for_some_of_its_parameters(pair: Pair, name: str) -> None:
    assert any(not pair[0].read(name, *parameters).is_empty() for parameters in READS[name])


@pytest.mark.parametrize(
    ("name", "parameters", "shown_by", "asked"),
    [(name, *each) for name, tries in sorted(WRITES.items()) for each in tries],
)
def test_statement_has_the_same_effect(
    pair: Pair, name: str, parameters: tuple[object, ...], shown_by: str, asked: tuple[object, ...]
) -> None:
    class UndoneError(Exception):
        pass

    effects: list[pl.DataFrame] = []

    def work(tx: Transaction) -> None:
        tx.execute(name, *parameters)
        effects.append(tx.read(shown_by, *asked))
        raise UndoneError

    for store in pair:
        with pytest.raises(UndoneError):
            store.run(work)
    assert_frame_equal(effects[0], effects[1], check_exact=True)
