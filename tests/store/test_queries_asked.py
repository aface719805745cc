"""What work that is done often asks of the database: what cannot have changed is not read again."""

from collections.abc import Iterator

import pytest

from dabiao import returns
from dabiao.store import Store, open_store
from tests.asked import recorded
from tests.store.returned import LOCAL, QUARTER, SHAANXI, ZHANG, desk_of, put_world, typed

pytestmark = pytest.mark.begins(after=put_world)


@pytest.fixture
def store(duckdb_database: str) -> Iterator[Store]:
    store = open_store(duckdb_database)
    yield store
    store.close()


def test_saving_a_figure_again_reads_what_can_have_changed(store: Store, duckdb_database: str) -> None:
    desk = desk_of(store)
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2300"), expected_version=0)
    with recorded(duckdb_database) as asked:
        returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2310"), expected_version=1)
        assert asked() == [
            "latest_publication",  # whose rights count where
            "latest_publication",  # and, in the transaction, what is owed
            "return_cells",
            "return_exceptions",
            "audit_head",
            "move_audit_head",
        ]


def test_opening_a_form_again_reads_what_can_have_changed(store: Store, duckdb_database: str) -> None:
    desk = desk_of(store)
    returns.form(ZHANG, desk, SHAANXI, QUARTER)
    with recorded(duckdb_database) as asked:
        returns.form(ZHANG, desk, SHAANXI, QUARTER)
        assert asked() == ["latest_publication", "return_cells", "return_exceptions", "return_submissions"]
