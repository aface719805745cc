"""What comes of a pace: the pace that is needed reaches the target at the deadline, exactly."""

import math
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dabiao.judgement import paces, reached_at
from dabiao.periods import end_month
from tests.unit.judgement_frames import observed, seen, target

few = settings(max_examples=60, deadline=None)

LATEST = end_month("2024-Q2")
DEADLINE = end_month("2025")


def row(**changes: Any) -> dict[str, Any]:
    return {
        "value": 283.0,
        "target": 400.0,
        "comparator": ">=",
        "end_month": LATEST,
        "deadline_month": DEADLINE,
        "required_pace": 19.5,
        "average_pace": 283 / 14,
    } | changes


def test_the_needed_pace_of_local_standards_reaches_the_target_at_the_deadline() -> None:
    outcome = reached_at(row(), 19.5)
    assert outcome is not None
    assert (outcome.month, outcome.at_deadline, outcome.in_time) == (DEADLINE, 400.0, True)


def test_a_slower_pace_arrives_later_and_short() -> None:
    outcome = reached_at(row(), 13.0)
    assert outcome is not None
    assert (outcome.month, outcome.at_deadline, outcome.in_time) == (end_month("2026-Q3"), 361.0, False)


def test_a_standstill_never_arrives() -> None:
    outcome = reached_at(row(), 0.0)
    assert outcome is not None
    assert (outcome.month, outcome.at_deadline, outcome.in_time) == (None, 283.0, False)


def test_what_must_fall_falls() -> None:
    cycle = row(value=22.0, target=18.0, comparator="<=", end_month=end_month("2022"))
    outcome = reached_at(cycle, 4 / 12)
    assert outcome is not None
    assert outcome.month == DEADLINE
    assert outcome.at_deadline == pytest.approx(18.0)
    assert outcome.in_time


def test_after_the_deadline_nothing_is_in_time() -> None:
    outcome = reached_at(row(end_month=end_month("2026-Q1"), required_pace=None), 39.0)
    assert outcome is not None
    assert (outcome.month, outcome.at_deadline, outcome.in_time) == (end_month("2026-Q4"), None, False)


@pytest.mark.parametrize("changes", [{"value": None}, {"target": None}, {"value": 400.0}, {"value": 1e6}])
def test_there_is_no_way_left_to_ask_about(changes: dict[str, Any]) -> None:
    assert reached_at(row(**changes), 10.0) is None
    assert paces(row(**changes)) is None


@pytest.mark.parametrize("pace", [-1.0, math.nan, math.inf])
def test_a_pace_away_from_the_target_is_refused(pace: float) -> None:
    with pytest.raises(ValueError, match="no pace"):
        reached_at(row(), pace)


@few
@given(
    st.sampled_from([">=", "<="]),
    st.floats(0.01, 1e6),
    st.floats(0.001, 0.99),
    st.integers(1, 19),
    st.integers(1, 19),
)
def test_the_required_pace_hits_the_deadline_exactly(
    comparator: str, way: float, done: float, quarter: int, later: int
) -> None:
    sign = 1 if comparator == ">=" else -1
    latest = end_month("2020") + 3 * quarter
    period = f"{2021 + (quarter - 1) // 4}-Q{(quarter - 1) % 4 + 1}"
    deadline = f"{2021 + (quarter + later - 1) // 4}-Q{(quarter + later - 1) % 4 + 1}"
    goal = target(
        basis="level",
        comparator=comparator,
        value=sign * way,
        baseline_value=0.0,
        baseline_period="2020",
        deadline=deadline,
    )
    judged = seen(goal, observed({period: sign * way * done}, "level"), at=period)
    assume(judged["status"] != "met_early")
    judged |= {"target": sign * way, "comparator": comparator}
    outcome = reached_at(judged, abs(judged["required_pace"]))
    assert outcome is not None
    assert judged["end_month"] == latest
    assert outcome.month == end_month(deadline)
    assert outcome.at_deadline == pytest.approx(sign * way)
    assert outcome.in_time


@few
@given(st.floats(0.01, 1e5), st.floats(0.01, 1e5))
def test_a_faster_pace_is_never_later(one: float, other: float) -> None:
    slow, fast = reached_at(row(), min(one, other)), reached_at(row(), max(one, other))
    assert slow is not None
    assert fast is not None
    assert (fast.month or 0) <= (slow.month or math.inf)
    assert (fast.at_deadline or 0) >= (slow.at_deadline or 0)


@few
@given(st.floats(1e-4, 1e7), st.none() | st.floats(-1e6, 1e6), st.none() | st.floats(-1e6, 1e6))
def test_the_paces_offered_are_round_and_hold_what_matters(
    value: float, required: float | None, average: float | None
) -> None:
    range_ = paces(row(value=-value, target=0.0, required_pace=required, average_pace=average))
    assert range_ is not None
    assert range_.low == 0 < range_.default <= range_.high
    assert range_.high >= max(required or 0, average or 0)
    assert 90 <= range_.high / range_.step <= 260
    assert float(f"{range_.step:.1g}") == pytest.approx(range_.step)
    if required and required > value / 400:
        assert range_.default >= required * (1 - 1e-9)
