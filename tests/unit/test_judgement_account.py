"""What a value is made of adds up to it; the rule named is the one that spoke; time is counted once."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.judgement import RULES, applied_rule, clock, judge, made_of, points
from dabiao.model import Bound, ObservationBasis, Status
from dabiao.periods import end_month
from tests.unit.judgement_frames import (
    NO_COMPONENTS,
    NOTHING,
    at_level,
    components,
    flags,
    observations_of,
    observed,
    seen,
    target,
)
from tests.unit.test_judgement_status import RULES as WORKED

NATIONAL, SECTOR = "national-standards", "sector-standards"


def made(
    goal: pl.DataFrame, *figures: pl.DataFrame, at: str, parts: pl.DataFrame = NO_COMPONENTS
) -> list[tuple[str, float]]:
    found = made_of(goal.row(0, named=True), pl.concat(figures or [NOTHING]), parts, end_month(at))
    return [(part.period, part.sign * part.value) for part in found]


def test_a_running_total_is_counted_from_the_one_at_the_start() -> None:
    totals = observed({"2018-Q1": 1240, "2020-Q4": 1872, "2024-Q2": 2155}, "running_total")
    assert made(target(), totals, at="2024-Q2") == [("2024-Q2", 2155), ("2020-Q4", -1872)]


def test_a_running_total_without_one_at_the_start_amounts_to_nothing() -> None:
    assert made(target(), observed({"2019": 1500, "2024-Q2": 2155}, "running_total"), at="2024-Q2") == []


def test_a_year_replaces_its_quarters_in_a_sum() -> None:
    flows = observed({"2021": 60, "2021-Q4": 20, "2022-Q1": 7, "2022-Q2": 9}, "flow")
    assert made(target(), flows, at="2022-Q2") == [("2022-Q2", 9), ("2022-Q1", 7), ("2021", 60)]


def test_a_flow_from_after_the_deadline_adds_nothing() -> None:
    flows = observed({"2024": 60, "2026": 20}, "flow")
    assert made(target(), flows, at="2026") == [("2024", 60)]


def test_each_component_brings_its_own_figures() -> None:
    goal = target(indicator_code="both")
    national = observed({"2020": 100, "2022": 130}, "running_total", indicator_code=NATIONAL)
    sector = observed({"2021": 4, "2022": 5}, "flow", indicator_code=SECTOR)
    parts = components("both", NATIONAL, SECTOR)
    assert sorted(made(goal, national, sector, at="2022", parts=parts)) == [
        ("2020", -100),
        ("2021", 4),
        ("2022", 5),
        ("2022", 130),
    ]


def test_a_part_keeps_its_bound_and_basis() -> None:
    (part,) = made_of(
        target().row(0, named=True),
        observed({"2021": 400}, "flow", bound=">="),
        NO_COMPONENTS,
        end_month("2021"),
    )
    assert (part.bound, part.basis) == (Bound.AT_LEAST, ObservationBasis.FLOW)


PERIODS = [
    *("2019", "2020-Q3", "2020-Q4", "2020", "2020-10", "2021-Q1", "2021-02", "2021-S1", "2021-Q3", "2021"),
    *("2021-Q4", "2022-Q2", "2022", "2023-S2", "2024-Q1", "2025", "2025-Q4", "2026", "2027-Q2"),
]
ONE_BASIS = st.sampled_from([str(basis) for basis in ObservationBasis])


@st.composite
def strands(draw: st.DrawFn, code: str) -> pl.DataFrame:
    """Figures of one indicator: of one basis or of several, some of them absent."""
    bases = draw(st.sampled_from([[draw(ONE_BASIS)], [str(basis) for basis in ObservationBasis]]))
    return observations_of(
        {
            "indicator_code": code,
            "period": period,
            "value": float(draw(st.integers(0, 5000))),
            "basis": draw(st.sampled_from(bases)),
            "bound": draw(st.sampled_from(["=", ">=", "~"])),
            "status": draw(st.sampled_from(["A", "A", "A", "O"])),
        }
        for period in draw(st.lists(st.sampled_from(PERIODS), unique=True, max_size=8))
    )


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["in_period", "total", "level"]),
    strands("both"),
    strands(NATIONAL),
    strands(SECTOR),
    st.booleans(),
)
def test_the_parts_add_up_to_every_judged_value(
    basis: str, own: pl.DataFrame, national: pl.DataFrame, sector: pl.DataFrame, with_own: bool
) -> None:
    goal = target(indicator_code="both", basis=basis)
    parts = components("both", NATIONAL, SECTOR)
    figures = pl.concat([own if with_own else NOTHING, national, sector])
    for row in judge(goal, points(goal, figures, parts)).filter(pl.col("end_month") > 0).to_dicts():
        made_up = made_of(goal.row(0, named=True), figures, parts, row["end_month"])
        if row["value"] is None:
            assert not made_up or basis == "in_period"
        else:
            assert made_up
            assert sum(part.sign * part.value for part in made_up) == pytest.approx(row["value"], abs=1e-6)


@pytest.mark.parametrize("name", WORKED)
def test_the_rule_that_spoke_is_named(name: str) -> None:
    _, changes, values = WORKED[name]
    row = at_level(values, "2026", **changes)
    t0 = clock({**row, "plan_start": "2021", "baseline_period": "2020"}).start
    rule = applied_rule(Status(row["status"]), flags(row), row["end_month"], t0)
    assert rule.number == int(name.split()[0])


def test_a_stated_baseline_older_than_the_plan_and_nothing_since_is_the_last_rule() -> None:
    goal = target(baseline_value=5.0, baseline_period="2018")
    row = seen(goal, observed({"2019": 3}, "flow"), at="2020")
    rule = applied_rule(Status(row["status"]), flags(row), row["end_month"], end_month("2018"))
    assert row["value"] is None
    assert rule.number in (7, 14)


def test_rules_are_numbered_in_the_order_they_are_tried() -> None:
    assert [rule.number for rule in RULES] == list(range(1, len(RULES) + 1))
    assert {rule.status for rule in RULES} == set(Status)


@pytest.mark.parametrize(
    ("latest", "expected"),
    [
        ("2024-Q2", (42, 42, 18)),
        ("2020", (0, 0, 60)),
        ("2019", (0, -12, 72)),
        ("2025", (60, 60, 0)),
        ("2026-Q1", (60, 63, -3)),
        (None, (None, None, None)),
    ],
)
def test_time_is_counted_in_whole_months(latest: str | None, expected: tuple[Any, ...]) -> None:
    row = {
        "plan_start": "2021",
        "baseline_period": None,
        "deadline_month": end_month("2025"),
        "end_month": end_month(latest) if latest else 0,
    }
    time = clock(row)
    assert (time.elapsed, time.since_start, time.left) == expected
    assert time.whole == 60
