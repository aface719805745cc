"""What looks at a database after a kill notices what is lost, half done or does not fit."""

from pathlib import Path

import duckdb
import pytest

from dabiao.store import open_store
from tests.chaos.office import COUNTIES, Told, prepare, unsound

SAVED = {"what": "saved", "cell": [COUNTIES[0], "local-standards", "press"], "version": 1, "given": "7"}
DAMAGE = [
    ("versions of", "delete from return_cell where version = 1 and indicator_code = 'local-standards'"),
    ("content of", "update return_submission set content = '{}'"),
    ("cells of", "update return_cell set submission = 2 where event = 'submitted'"),
    ("rows of publication 1", "delete from observation where period = '2025-Q2'"),
    ("audit trail", "delete from audit where number = 3"),
    ("statuses", "update judgement set status = 'met' where area_code = '610000'"),
    ("statuses", "update judgement set superseded_by = 5"),
    (
        "done and recorded",
        "insert into return_cell by name select * replace ('610000' as area_code) from return_cell",
    ),
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "dabiao.duckdb"
    prepare(str(path), handed_in=COUNTIES[:1])
    return path


def look(path: Path, told: list[Told]) -> str | None:
    store = open_store(path)
    try:
        return unsound(store, told, 1)
    finally:
        store.close()


def test_what_was_told_and_is_not_there_is_noticed(office: Path) -> None:
    assert look(office, [SAVED]) is None
    lost: list[Told] = [
        SAVED | {"version": 9},
        SAVED | {"given": "8"},
        {"what": "submitted", "receipt": "610110-2025Q3-01", "digest": "0" * 64},
        {"what": "sent_back", "county": COUNTIES[0], "submission": 1},
        {"what": "approved", "county": COUNTIES[0], "publication": 2},
    ]
    for one in lost:
        assert (look(office, [SAVED, one]) or "").startswith("lost: ")


@pytest.mark.parametrize(("said", "statement"), DAMAGE)
def test_what_is_half_done_or_does_not_fit_is_noticed(
    office: Path, said: str, statement: str, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.duckdb"
    path.write_bytes(office.read_bytes())
    with duckdb.connect(path) as connection:
        connection.execute(statement)
    assert (look(path, []) or "").startswith(said)
