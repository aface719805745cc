"""The flags that stand beside a status."""

import polars as pl
import pytest

from dabiao.model import Flag, Status
from tests.unit.judgement_frames import (
    at_level,
    flags,
    level_target,
    observed,
    quarters,
    seen,
    target,
)

STATED = target(basis="total", value=1000.0, baseline_value=600.0, baseline_period="2020")


def test_revised_down_stays_once_a_growing_count_has_fallen() -> None:
    line = observed({"2021": 620, "2022": 580, "2023": 640}, "running_total")
    assert "revised_down" not in flags(seen(STATED, line, at="2021"))
    assert "revised_down" in flags(seen(STATED, line, at="2022"))
    assert "revised_down" in flags(seen(STATED, line, at="2023"))


def test_revised_down_looks_at_the_baseline_too() -> None:
    goal = target(basis="total", value=1000.0)
    assert "revised_down" in flags(
        seen(goal, observed({"2020": 600, "2021": 580}, "running_total"), at="2021")
    )
    assert "revised_down" in flags(seen(STATED, observed({"2021": 580}, "running_total"), at="2021"))


@pytest.mark.parametrize(
    ("goal", "values", "basis"),
    [
        (level_target(), {"2021": 140, "2022": 120}, "level"),
        (target(basis="total", value=1000.0), {"2020": 600, "2021": 500, "2022": 400}, "level"),
        (target(basis="total", value=1000.0), {"2018": 621, "2020": 580, "2022": 590}, "running_total"),
        (target(), {"2020": 1872, "2021": 1872, "2022": 1880}, "running_total"),
        (STATED, {"2019": 650, "2021": 620}, "running_total"),
        (STATED, {"2019": 550}, "running_total"),
    ],
    ids=["a level", "a stock", "before the plan", "no change", "from the baseline on", "still below it"],
)
def test_what_may_fall_is_not_revised_down(
    goal: pl.DataFrame, values: dict[str, float | None], basis: str
) -> None:
    assert "revised_down" not in flags(seen(goal, observed(values, basis), at="2023"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"2025": 149}, []),
        ({"2025": 149, "2026": 149}, []),
        ({"2025": 149, "2026": 150}, ["met_late"]),
        ({"2025": 149, "2026": 150, "2027": 149}, ["met_late"]),
        ({"2025": 150, "2026": 150}, []),
        ({"2025": 150, "2026": 149}, ["later_lost"]),
        ({"2025": 150, "2026": 149, "2027": 151}, ["later_lost"]),
        ({"2024": 149, "2025": 150}, []),
        ({"2024": 150, "2026": 149}, []),
    ],
)
def test_what_happened_after_the_deadline_is_flagged_beside_the_status(
    values: dict[str, float | None], expected: list[str]
) -> None:
    assert flags(at_level(values, "2027")) == expected


@pytest.mark.parametrize(
    ("period", "at", "stale"),
    [
        ("2023", "2025", False),
        ("2023", "2026-01", True),
        ("2023-Q4", "2024-Q2", False),
        ("2023-Q4", "2024-07", True),
        ("2023-S2", "2024", False),
        ("2023-S2", "2025-01", True),
        ("2023-12", "2024-02", False),
        ("2023-12", "2024-03", True),
    ],
)
def test_a_figure_is_stale_when_older_than_two_of_its_periods(period: str, at: str, stale: bool) -> None:
    row = at_level({period: 120}, at, deadline="2030")
    assert flags(row) == (["stale"] if stale else [])


@pytest.mark.parametrize(
    ("values", "at", "awaiting"),
    [
        ({"2023": 120}, "2025-11", False),
        ({"2023": 120}, "2025", True),
        ({"2023": 160}, "2026", True),
        ({"2025": 120}, "2026", False),
        ({"2023": 120, "2026": 120}, "2026", False),
        ({}, "2026", False),
    ],
)
def test_past_the_deadline_without_its_figure_the_last_status_stays(
    values: dict[str, float | None], at: str, awaiting: bool
) -> None:
    row = at_level(values, at)
    assert ("awaiting_final" in flags(row)) == awaiting
    if awaiting:
        assert row["status"] == at_level(values, "2024")["status"]


@pytest.mark.parametrize(
    ("baseline", "comparator", "expected"),
    [(150, ">=", True), (151, ">=", True), (149, ">=", False), (150, "<=", True), (149, "<=", True)],
)
def test_a_baseline_that_meets_the_target_is_flagged(
    baseline: float, comparator: str, expected: bool
) -> None:
    row = at_level({"2023": 155}, "2023", baseline_value=baseline, comparator=comparator)
    assert ("baseline_meets_target" in flags(row)) == expected
    assert (row["attainment"] is None) == expected


def test_an_assumed_plan_start_is_flagged_with_and_without_figures() -> None:
    goal = target(plan_start_status="assumed")
    assert flags(seen(goal, at="2023")) == ["assumed_plan_start"]
    assert flags(seen(goal, observed({"2023": 5}, "since_start"), at="2023")) == ["assumed_plan_start"]


@pytest.mark.parametrize(("bound", "expected"), [("=", []), (">=", ["lower_bound"]), ("<=", []), ("~", [])])
def test_a_bound_is_kept_and_at_least_is_flagged(bound: str, expected: list[str]) -> None:
    row = seen(level_target(), observed({"2023": 130}, "level", bound=bound), at="2023")
    assert row["bound"] == bound
    assert flags(row) == expected
    assert row["status"] == Status.ON_TRACK


TRENDS = {
    "steady": ([10, 11, 10, 9, 10, 11], False),
    "exactly steady": ([10] * 6, False),
    "rising": ([2, 4, 7, 9, 12, 14], True),
    "exactly rising": ([1, 2, 3, 4, 5, 6], True),
    "falling": ([14, 12, 9, 7, 4, 2], True),
    "five increments": ([2, 4, 7, 9, 12], False),
}


@pytest.mark.parametrize(("increments", "expected"), TRENDS.values(), ids=TRENDS.keys())
@pytest.mark.parametrize("unit", [1.0, 0.01, 1e6])
def test_increments_with_a_slope_of_their_own_are_flagged(
    increments: list[float], expected: bool, unit: float
) -> None:
    line = quarters("2021-Q1", [unit * sum(increments[: i + 1]) for i in range(len(increments))])
    row = seen(target(value=400 * unit), observed(line, "since_start"), at="2022-Q2")
    assert ("pace_change" in flags(row)) == expected


def test_a_hole_in_the_quarters_leaves_half_years_to_judge_the_pace_by() -> None:
    rising = quarters("2021-Q1", [sum(range(step + 1)) for step in range(1, 17)])
    goal = target(value=4000.0)
    held = {period: value for period, value in rising.items() if period != "2022-Q1"}
    row = seen(goal, observed(held, "since_start"), at="2023-Q4")
    assert "pace_change" in flags(row)  # six half-years
    assert "pace_change" not in flags(seen(goal, observed(held, "since_start"), at="2023-Q3"))
    irregular = {period: value for period, value in held.items() if period not in ("2021-Q4", "2022-Q2")}
    assert "pace_change" not in flags(seen(goal, observed(irregular, "since_start"), at="2023-Q4"))


def test_the_finest_equal_spacing_decides_on_the_pace() -> None:
    halves = [
        increment for half in range(1, 7) for increment in (50 * (-1) ** half, half - 50 * (-1) ** half)
    ]
    totals = [sum(halves[: i + 1]) for i in range(len(halves))]
    goal = target(value=4000.0)
    line = quarters("2021-Q1", totals)
    assert "pace_change" not in flags(seen(goal, observed(line, "since_start"), at="2023-Q4"))
    later = {**line, "2024-Q2": totals[-1] + 7.0}
    assert "pace_change" not in flags(seen(goal, observed(later, "since_start"), at="2023-Q4"))
    assert "pace_change" in flags(seen(goal, observed(later, "since_start"), at="2024-Q2"))


def test_flags_stand_in_the_order_of_the_model() -> None:
    values = {"2020-Q3": 1872, "2021": 1900, "2022": 1890}
    row = seen(
        target(plan_start_status="assumed"),
        observed(values, "running_total", bound=">="),
        at="2026",
    )
    assert flags(row) == [
        "revised_down",
        "stale",
        "baseline_near",
        "lower_bound",
        "assumed_plan_start",
        "awaiting_final",
    ]
    order = [str(flag) for flag in Flag]
    assert flags(row) == sorted(flags(row), key=order.index)
