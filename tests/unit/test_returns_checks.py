"""The rules as they come with the program: which cell meets which."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from dabiao import limits
from dabiao.model import Status
from dabiao.returns import rulebook
from dabiao.returns.checks import findings
from dabiao.returns.entries import Entry
from dabiao.returns.history import Point, base
from dabiao.returns.rulebook import RulesError
from dabiao.settings import ROOT
from tests.unit.return_lines import QUARTER, entry, line, points, sheet

RULES = rulebook.read(ROOT / "data/rules")

STEADY = points(_2024_Q2=2155, _2024_Q3=2190, _2024_Q4=2220, _2025_Q1=2255, _2025_Q2=2290)
FLOWS = points(_2024_Q4=35, _2025_Q1=35, _2025_Q2=35)
RATE = line(kind="rate", unit="%", basis="level")
GROWTH = line(kind="rate", unit="%（同比）", basis="level")
WHOLE = {"all-standards": frozenset({"local-standards", "group-standards"})}


def rules_of(*entries: Entry, parts: dict[str, frozenset[str]] | None = None) -> list[str]:
    found = findings(RULES.checks, sheet(*entries, components=parts))
    return [f"{one.indicator_code}: {one.rule}" if len(entries) > 1 else one.rule for one in found]


@pytest.mark.parametrize(
    ("cell", "met"),
    [
        (entry("2320", points=STEADY), []),
        (entry("30", "increment", points=STEADY), []),
        (entry(None), []),
        (entry(None, source=None), []),
        (entry(None, "increment", absence="zero", of=line(basis="flow")), []),
        (entry("二千"), ["not-a-number"]),
        (entry("23,20"), ["not-a-number"]),
        (entry("２，３２０"), []),
        (entry("1234567890123456"), ["too-many-digits"]),
        (entry("2320.5", points=STEADY), ["not-whole"]),
        (entry("-1", of=line(basis="flow"), mode="increment"), ["negative"]),
        (entry("-2400", "increment", points=STEADY), ["negative", "falling-total", "jump"]),
        (entry("101", of=RATE), ["over-100-percent"]),
        (entry("100", of=RATE), []),
        (entry("-0.1", of=RATE), ["negative-percentage"]),
        (entry("110.6", of=GROWTH), []),
        (entry("-5", of=GROWTH), []),
        (entry("0", of=line(kind="rank", unit="位", basis="level")), ["rank-below-one"]),
        (entry("1.5", of=line(kind="rank", unit="位", basis="level")), ["rank-not-whole"]),
        (entry("0", of=line(kind="duration", unit="个月", basis="level")), ["duration-not-positive"]),
        (entry("0.5", of=line(kind="duration", unit="个月", basis="level")), []),
        (entry("30", "increment"), ["no-base"]),
        (entry("2320"), []),
        (entry("2320", points=STEADY, source=None), ["no-source"]),
        (entry("2280", points=STEADY[-1:]), ["falling-total"]),
        (entry("2280", points=STEADY), ["falling-total", "jump"]),
        (entry("2000", points=points(_2024_Q4=2155)), ["falling-total"]),
        (entry("2000", of=line(basis="year_to_date"), points=points(_2024_Q4=2155)), []),
        (entry("20", of=line(basis="year_to_date"), points=points(_2025_Q1=30)), ["falling-year-to-date"]),
        (entry("2600", points=points(_2025_Q4=2290)), ["above-later-total"]),
        (entry("2600", of=line(basis="year_to_date"), points=points(_2026_Q1=35)), []),
        (entry("2280", points=points(_2025_Q4=2290)), []),
        (entry("3290", points=STEADY), ["jump"]),
        (entry("35", points=STEADY), ["falling-total", "jump", "looks-like-increment"]),
        (entry("2325", "increment", points=STEADY), ["jump", "looks-like-total"]),
        (entry("35", "increment", of=line(basis="flow"), points=FLOWS), ["unchanged"]),
        (entry("36", "increment", of=line(basis="flow"), points=FLOWS), []),
        (entry("50", of=RATE, points=points(_2025_Q1=50, _2025_Q2=50)), ["unchanged"]),
        (entry("50", of=RATE, points=points(_2024_Q4=50, _2025_Q2=50)), []),
        (entry(None, absence="Q"), ["absence-unexplained"]),
        (entry(None, absence="M", explanation="本地区无此项"), ["absence-unexplained"]),
    ],
)
def test_a_cell_meets_its_rules(cell: Entry, met: list[str]) -> None:
    assert rules_of(cell) == met


@pytest.mark.parametrize(
    ("kind", "unit"), [("count", "项"), ("rate", "%"), ("duration", "个月"), ("rank", "位")]
)
def test_what_a_load_rejects_is_not_handed_in(kind: str, unit: str) -> None:
    of = line(kind=kind, unit=unit, basis="level")
    row = {"indicator_code.kind": kind, "unit": unit}
    for given in ("-1", "0", "0.5", "1", "1.5", "2", "100", "100.1"):
        told = pl.DataFrame([row | {"value": given, "value.number": float(given)}])
        rejected = any(told.select(limit.bad).item() for limit in limits.ranges("value"))
        assert not rejected or rules_of(entry(given, of=of)), given


def test_part_and_whole() -> None:
    total = entry("100", of=line("all-standards"))
    local, group = entry("101"), entry("20", of=line("group-standards"))
    assert rules_of(total, local, group, parts=WHOLE) == [
        "all-standards: below-components",
        "local-standards: part-over-whole",
    ]
    assert rules_of(total, entry("60"), entry("41", of=line("group-standards")), parts=WHOLE) == [
        "all-standards: below-components"
    ]
    assert rules_of(total, entry("60"), entry("40", of=line("group-standards")), parts=WHOLE) == []
    # Nothing is added up that counts in different ways, and an empty cell is no nought.
    other = entry("500", "increment", of=line("group-standards", basis="flow"))
    assert rules_of(total, entry("60"), other, parts=WHOLE) == []
    assert rules_of(entry(None, of=line("all-standards")), local, group, parts=WHOLE) == []


def test_every_message_is_there_at_once_in_both_languages_with_its_values() -> None:
    cells = entry("35", points=STEADY, source=None), entry("x", of=line("group-standards"))
    found = findings(RULES.checks, sheet(*cells))
    assert [one.rule for one in found] == [
        *("no-source", "falling-total", "jump", "looks-like-increment"),
        "not-a-number",
    ]
    falling = found[1]
    (later,) = findings(RULES.checks, sheet(entry("2600", points=points(_2025_Q4=2290))))
    assert later.message("zh") == "累计数2600大于2025年第4季度的2290，请说明原因"
    assert later.message("en") == "The running total, 2600, is above that of Q4 2025, 2290; say why"
    assert falling.message("zh") == "累计数由2290降为35，请说明原因"
    assert falling.message("en") == "The running total falls from 2290 to 35; say why"
    assert all("{" not in one.message_zh + one.message_en for one in found)


def test_soft_finding_blocks_until_it_is_explained() -> None:
    cell = entry("2280", points=STEADY[-1:])
    (found,) = findings(RULES.checks, sheet(cell))
    assert found.blocks
    explained = replace(cell, typed=replace(cell.typed, explanation="三项标准废止"))
    (found,) = findings(RULES.checks, sheet(explained))
    assert not found.blocks
    hard = replace(entry("2320.5", points=STEADY), typed=replace(explained.typed, given="2320.5"))
    assert [one.blocks for one in findings(RULES.checks, sheet(hard))] == [True]


@pytest.mark.parametrize(
    ("basis", "plan_start", "earlier", "expected"),
    [
        ("running_total", "2021", STEADY, "2290"),
        ("running_total", "2021", points(_2025_S1=7), "7"),
        ("running_total", "2021", points(_2025_Q1=7), None),
        ("since_start", "2021", points(_2025_Q2=40), "40"),
        ("since_start", "2025-Q3", [], "0"),
        ("since_start", "2026", [], "0"),
        ("since_start", "2021", [], None),
        ("year_to_date", "2021", points(_2025_Q2=12), "12"),
        ("year_to_date", "2021", points(_2024=12), None),
        ("flow", "2021", points(_2025_Q1=3, _2025_Q2=4), "7"),
        ("flow", "2021", points(_2025_S1=9, _2025_Q2=4), "9"),
        ("flow", "2021", points(_2025_Q2=4), None),
        ("flow", "2021", points(_2024=100), None),
        ("level", "2021", STEADY, None),
    ],
)
def test_what_stood_before_the_quarter(
    basis: str, plan_start: str, earlier: list[Point], expected: str | None
) -> None:
    found = base(line(basis=basis, plan_start=plan_start), earlier, QUARTER)
    assert (None if found.amount is None else str(found.amount)) == expected


@pytest.mark.parametrize("basis", ["flow", "year_to_date"])
def test_first_quarter_of_a_year_begins_at_nought(basis: str) -> None:
    found = base(line(basis=basis), points(_2024_Q4=50), "2025-Q1")
    assert (str(found.amount), found.period) == ("0", None)


def test_a_bounded_figure_is_no_base() -> None:
    about = [replace(point, exact=False) for point in STEADY]
    assert base(line(), about, QUARTER).amount is None


def test_rules_name_no_status_of_the_method() -> None:
    """Where a target stands is for the judgement; no rule of a return says it."""
    text = (ROOT / "data/rules/checks.csv").read_text(encoding="utf-8")
    assert not [status for status in Status if f",{status}," in text]


BROKEN = {
    "checks.csv": [
        ("rule,severity,test,message_zh,message_en\nx,medium,number,中,en\n", "severity"),
        ("rule,severity,test,message_zh,message_en\nx,hard,guess,中,en\n", "test"),
        ("rule,severity,test,message_zh,message_en\nx,hard,minimum,中,en\n", "minimum needs limit"),
        ("rule,severity,test,message_zh,message_en\nx,hard,number,,en\n", "message_zh"),
        ("rule,severity,test,message_zh,message_en,extra\nx,hard,number,中,en,1\n", "extra"),
        ("rule,severity,test,message_zh,message_en\n" + "x,hard,number,中,en\n" * 2, "given twice"),
    ],
    "quarters.csv": [
        ("quarter,opens_on,due_on,locks_on\n2025,2025-01-01,2025-01-02,\n", "quarter"),
        ("quarter,opens_on,due_on,locks_on\n2025-Q1,2025-04-10,2025-04-01,\n", "in this order"),
        ("quarter,opens_on,due_on\n2025-Q1,2025-04-31,2025-05-01\n", "opens_on"),
    ],
    "review.csv": [("level,step,reviewed_by\ncounty,1,city\n", "nobody reviews")],
    "lines.csv": [
        ("area_code,indicator_code,series,owed\n61,a,press,yes\n", "area_code"),
        ("area_code,indicator_code,series,owed\n610000,a,press,maybe\n", "owed"),
    ],
}


@pytest.mark.parametrize(
    ("name", "text", "said"), [(name, *case) for name, cases in BROKEN.items() for case in cases]
)
def test_broken_rules_are_refused_with_the_place(tmp_path: Path, name: str, text: str, said: str) -> None:
    for file in (ROOT / "data/rules").glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    rulebook.read(tmp_path)
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RulesError, match=said) as refused:
        rulebook.read(tmp_path)
    assert name in str(refused.value)


def test_missing_rules_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="missing"):
        rulebook.read(tmp_path)


def test_rules_beside_the_data_come_before_those_of_the_program(tmp_path: Path) -> None:
    assert rulebook.of(tmp_path).quarters.keys() == RULES.quarters.keys()
    own = tmp_path / "own" / "rules"
    own.mkdir(parents=True)
    for file in (ROOT / "data/rules").glob("*.csv"):
        (own / file.name).write_bytes(file.read_bytes())
    (own / "quarters.csv").write_text("quarter,opens_on,due_on\n2031-Q1,2031-04-01,2031-04-15\n")
    assert list(rulebook.of(tmp_path / "own").quarters) == ["2031-Q1"]
