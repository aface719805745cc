"""Mixtures of good and broken rows: none is lost, none counted twice, and a second run changes nothing."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dabiao import publications
from dabiao.store import open_store
from etl.build import run
from tests.etl.folders import GOOD, PRESS, RETURNS

HEADER = (
    "area_code,indicator_code,series,period,value,unit,basis,bound,status,confidence,"
    "publisher,source_title,source_date,source_url,note_zh,note_en"
)
COLUMNS = HEADER.split(",")

FAULTS = {
    "": {},
    "unknown-area": {"area_code": "999999"},
    "unknown-indicator": {"indicator_code": "nothing"},
    "required": {"series": ""},
    "not-a-period": {"period": "2024-13"},
    "not-a-number": {"value": "many"},
    "thousands-separator": {"value": '"1,000"'},
    "negative-count": {"value": "-3"},
    "unit-of-other-indicator": {"unit": "个月"},
    "not-allowed": {"basis": "sometimes"},
    "value-missing": {"value": "", "bound": ""},
    "not-a-date": {"source_date": "2024-02-31"},
    "not-an-address": {"source_url": "nowhere"},
    "translation-missing": {"note_zh": "备注"},
    "unprintable": {"publisher": '"某\n报"'},
}
"""What a row needs changed to break one rule."""


@st.composite
def rows(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Draw rows of a progress file, each with the rule it breaks; only repeated rows share a key."""
    drawn = []
    for number in range(draw(st.integers(0, 25))):
        fault = draw(st.sampled_from([*FAULTS, "", "", "field-count", "duplicate-key"]))
        series = f"s{number}"
        row = {
            "area_code": draw(st.sampled_from(["100000", "420000", "610102"])),
            "indicator_code": "local-standards",
            "series": series,
            "period": draw(st.sampled_from(["2021", "2021-S1", "2021-Q3", "2021-06"])),
            "value": str(draw(st.integers(0, 10**9))),
            "unit": draw(st.sampled_from(["项", "万项"])),
            "basis": "flow",
            "bound": draw(st.sampled_from(["", "=", ">=", "~"])),
            "confidence": "low",
            "publisher": "某报",
            "source_title": "某文",
        } | FAULTS.get(fault, {})
        text = ",".join(row.get(column, "") for column in COLUMNS)
        if fault == "field-count":
            text += ","
        drawn.append(("" if fault == "duplicate-key" else fault, text))
        if fault == "duplicate-key":
            drawn.append((fault, text))
    return drawn


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose progress is still to be written."""
    copy = tmp_path / "data"
    shutil.copytree(GOOD, copy)
    for file in (PRESS, RETURNS):
        (copy / file).unlink()
    return copy


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=rows(), second=rows())
def test_no_row_is_lost(
    data: Path, database: str, first: list[tuple[str, str]], second: list[tuple[str, str]]
) -> None:
    # The second file's keys are its own: those of the first have the same series numbers.
    others = {"local-standards": "group-standards", ",nothing,": ",nothing-else,"}
    for own, other in others.items():
        second = [(fault, text.replace(own, other)) for fault, text in second]
    for name, drawn in (("first", first), ("second", second)):
        text = "\n".join([HEADER, *(text for _, text in drawn), ""])
        (data / "progress" / f"{name}.csv").write_text(text, encoding="utf-8")
    faults = [fault for fault, _ in first + second if fault]
    good = len(first) + len(second) - len(faults)

    store = open_store(database)
    report = run(store, data)
    again = run(store, data)
    published = publications.current(store, "observation")
    store.close()

    counted = report.tables["observation"]
    assert counted.read == len(first) + len(second)
    assert counted.read == counted.new + counted.changed + counted.unchanged + counted.rejected
    assert counted.rejected == len(faults)
    assert sorted(report.rejected["rule"]) == sorted(faults)
    accepted = {tuple(text.split(",")[:6]) for fault, text in first + second if not fault}
    kept = set(published.select(*COLUMNS[:4], "value_reported", "unit").iter_rows())
    assert accepted <= kept
    if not faults:
        assert accepted == kept

    assert again.publication is None
    assert again.tables["observation"].unchanged == good
    assert again.tables["observation"].rejected == len(faults)
    assert again.rejected.equals(report.rejected)
