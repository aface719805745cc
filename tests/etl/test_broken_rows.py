"""Every rule that a row can break: told with line, field and value in both languages, on both engines."""

from pathlib import Path

import polars as pl
import pytest

from dabiao import publications
from dabiao.store import open_store
from etl import checks
from etl.checks import check
from etl.files import FILES
from etl.readers import read
from etl.report import REJECTED
from etl.rulebook import RULES
from etl.rules import column_rules, rejected_reference
from tests.etl.broken_cells import CELLS, LAST_LINE
from tests.etl.broken_relations import RELATIONS
from tests.etl.folders import FIXTURES, PRESS, RETURNS, Edit, Reason, build, edit, folder, load_good, reasons

BROKEN = FIXTURES / "broken"
"""Good rows, and for every rule of every table a row that breaks it; its id, name or series says which."""

ROWS = CELLS | RELATIONS
"""What a single change of the good folder leads to."""


def expected() -> pl.DataFrame:
    """Return what is to be told of the folder of broken rows: the columns of `etl.report.REJECTED`."""
    rows = pl.read_csv(BROKEN / "rejected.csv", schema=REJECTED)
    return rows.with_columns(pl.col("field").fill_null(""))  # of a row whose fields cannot be told apart


def test_every_broken_row_is_reported_and_kept_in_quarantine(database: str) -> None:
    code, report = build(BROKEN, database)
    assert (code, report["publication"]) == (1, 1)
    told = pl.DataFrame(report["rejected"], schema=REJECTED, orient="row")
    assert told.rows() == expected().rows()
    rejected = told.select("file", "line").unique().height
    assert report["total"]["rejected"] == rejected
    assert report["total"]["read"] == report["total"]["new"] + rejected
    store = open_store(database)
    load = publications.loads(store).row(0, named=True)
    kept = publications.rejected_rows(store, load["load_id"])
    series = publications.current(store, "observation")["series"]
    store.close()
    assert (load["rows_read"], load["rows_rejected"]) == (report["total"]["read"], rejected)
    assert kept["position"].to_list() == list(range(kept.height))
    assert kept.select(*REJECTED).rows() == expected().rows()
    # Of the two rows with one key the first is good; the others are named after the rule they break.
    assert set(series) == {"published", "yearly", "since-2021", "duplicate-key"}


def test_the_folder_breaks_every_rule_of_every_table() -> None:
    broken = {(file, field, rule) for file, _, field, _, rule, *_ in expected().rows()}
    broken = {(file.replace("figures", "*"), field, rule) for file, field, rule in broken}
    for file in FILES:
        for rule in RULES[file.table.name]:
            assert (file.pattern, rule.column, rule.code) in broken, f"{file.pattern}: no row for {rule.code}"
    # What follows from the declaration of a column is the same rule in each column of its kind.
    forms = {rule.code for file in FILES for rule in column_rules(file)}
    forms |= {rejected_reference(file, each).code for file in FILES for each in file.columns if each.refers}
    assert forms | {"field-count"} <= {rule for _, _, rule in broken}


@pytest.mark.parametrize("few", [0, 10**6])
def test_tables_of_few_rows_and_of_many_are_told_the_same_of(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "FEW_ROWS", few)
    told = check(read(BROKEN)).violations.select(pl.col(name).cast(kind) for name, kind in REJECTED.items())
    assert told.rows() == expected().rows()


def test_the_messages_are_whole_in_both_languages() -> None:
    for zh, en in expected().select("message_zh", "message_en").rows():
        assert "{" not in zh + en
        assert zh != en


@pytest.mark.parametrize(("edits", "why"), ROWS.values(), ids=ROWS.keys())
def test_a_broken_row_is_named(tmp_path: Path, edits: list[Edit], why: list[Reason]) -> None:
    told = check(read(folder(tmp_path, *edits))).violations.with_columns(pl.col("file").cast(pl.String))
    found = told.select("file", "line", "field", "rule").rows()
    if not any(rule.startswith("rejected-") for _, _, _, rule in why):
        found = [reason for reason in found if not reason[3].startswith("rejected-")]
    assert sorted(found) == sorted(why)


def test_a_message_names_the_value_and_what_is_allowed(tmp_path: Path, database: str) -> None:
    data = folder(
        tmp_path,
        (PRESS, "1872,项,running_total,,A", "1872,项,running_total,,X"),
        (RETURNS, "", LAST_LINE),
    )
    told = build(data, database)[1]["rejected"]
    assert [row["message_en"] for row in told] == [
        "X is not allowed here; allowed are: A, O, M, Q",
        "this row is already there (100000 / adoption-rate / published / 2023): progress/press.csv, line 2; "
        "keep one of the two",
    ]
    assert [row["message_zh"] for row in told] == [
        "X 不可用；可用的值：A, O, M, Q",
        "该行已存在（100000 / adoption-rate / published / 2023）：progress/press.csv 第 2 行；请保留其一",
    ]


@pytest.mark.begins(after=load_good)
def test_rejected_rows_stay_as_they_were_published(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path)
    edit(data / PRESS, ",2155,", ",2,155,")
    edit(data / PRESS, ",1872,", ",1873,")
    edit(data / PRESS, ",82,", ",182,")
    code, report = build(data, database)
    assert code == 1
    assert reasons(report) == [
        (PRESS, 2, "value", "percentage-out-of-range"),
        (PRESS, 6, "", "field-count"),
    ]
    assert report["tables"]["observation"] == {
        "read": 13,
        "new": 0,
        "changed": 1,
        "unchanged": 10,
        "rejected": 2,
        "withdrawn": 0,
    }
    store = open_store(database)
    kept = store.read("newest_observation", None).filter(pl.col("value") == 2155)
    assert kept["version"].to_list() == [1]
    assert not kept["withdrawn"].any()
    store.close()
