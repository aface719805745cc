"""The status table rule by rule, its flags, and the selection for a moment."""

from typing import Any

import polars as pl
import pytest

from dabiao.judgement import JUDGED, as_of, judge, points
from dabiao.model import ROLL_UP, Flag, Status
from dabiao.periods import end_month
from tests.unit.judgement_frames import (
    NO_COMPONENTS,
    NOTHING,
    flags,
    judged,
    level_target,
    observed,
    quarters,
    seen,
    target,
)


def at_level(values: dict[str, float | None], at: str, **changes: Any) -> dict[str, Any]:
    return seen(level_target(**changes), observed(values, "level"), at=at)


RULES = {
    "1 deadline before t0": (Status.INVALID_TARGET, {"deadline": "2019"}, {"2023": 130}),
    "1 deadline at t0": (Status.INVALID_TARGET, {"deadline": "2020"}, {"2023": 130}),
    "1 no target value": (Status.INVALID_TARGET, {"value": None}, {"2023": 130}),
    "1 before 2: invalid without any figure": (Status.INVALID_TARGET, {"deadline": "2019"}, {}),
    "2 nothing reported": (Status.NO_DATA, {}, {}),
    "2 only later figures": (Status.NO_DATA, {}, {"2027": 130}),
    "3 a figure after the deadline, none at it": (Status.PENDING_FINAL, {}, {"2024": 140, "2026": 160}),
    "4 met at the deadline": (Status.ACHIEVED, {}, {"2025": 150}),
    "4 met at the deadline without a baseline": (Status.ACHIEVED, {"baseline_value": None}, {"2025": 151}),
    "4 met at the deadline, lost later": (Status.ACHIEVED, {}, {"2025": 150, "2026": 140}),
    "5 not met at the deadline": (Status.MISSED, {}, {"2025": 149.9}),
    "5 not met at the deadline, met later": (Status.MISSED, {}, {"2025": 149, "2026": 151}),
    "5 not met at the deadline, no baseline": (Status.MISSED, {"baseline_value": None}, {"2025": 149}),
    "6 met before the deadline": (Status.MET_EARLY, {}, {"2023": 150}),
    "6 before 7: met without a baseline": (Status.MET_EARLY, {"baseline_value": None}, {"2023": 150}),
    "6 before 8: met at t0 already": (Status.MET_EARLY, {"baseline_value": 150}, {"2020": 150}),
    "6 again after a dip": (Status.MET_EARLY, {}, {"2022": 150, "2023": 149, "2024": 150}),
    "7 no baseline": (Status.NO_BASELINE, {"baseline_value": None}, {"2023": 130}),
    "7 only an earlier figure": (Status.NO_BASELINE, {"baseline_value": None}, {"2019": 99, "2023": 130}),
    "7 before 8: before t0 without a baseline": (Status.NO_BASELINE, {"baseline_value": None}, {"2019": 90}),
    "8 at t0": (Status.TOO_EARLY, {}, {"2020": 100}),
    "8 before t0": (Status.TOO_EARLY, {}, {"2018": 90}),
    "8 at t0, baseline looked up": (Status.TOO_EARLY, {"baseline_value": None}, {"2020": 100}),
    "9 the baseline met it, the latest does not": (
        Status.MOVING_AWAY,
        {"baseline_value": 160},
        {"2023": 149},
    ),
    "10 exactly on the line": (Status.ON_TRACK, {}, {"2023": 130}),
    "10 at the cut-off": (Status.ON_TRACK, {}, {"2023": 128.5}),
    "11 just under the cut-off": (Status.LAGGING, {}, {"2023": 128.49}),
    "11 at the cut-off": (Status.LAGGING, {}, {"2023": 118}),
    "12 just under the cut-off": (Status.FAR_BEHIND, {}, {"2023": 117.99}),
    "12 no movement": (Status.FAR_BEHIND, {}, {"2023": 100}),
    "13 backwards": (Status.MOVING_AWAY, {}, {"2023": 99.99}),
}


@pytest.mark.parametrize(("expected", "changes", "values"), RULES.values(), ids=RULES.keys())
def test_the_first_rule_that_applies_names_the_status(
    expected: Status, changes: dict[str, Any], values: dict[str, float | None]
) -> None:
    row = at_level(values, "2026", **changes)
    assert row["status"] == expected
    assert row["roll_up"] == ROLL_UP[expected]


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        (0.95, Status.ON_TRACK),
        (0.95 - 5e-10, Status.ON_TRACK),
        (0.95 - 5e-9, Status.LAGGING),
        (0.60, Status.LAGGING),
        (0.60 - 5e-10, Status.LAGGING),
        (0.60 - 5e-9, Status.FAR_BEHIND),
        (-5e-10, Status.FAR_BEHIND),
        (-5e-9, Status.MOVING_AWAY),
    ],
)
def test_cut_offs_have_a_tolerance_of_one_in_a_thousand_million(ratio: float, expected: Status) -> None:
    row = at_level({"2023": 100 + 50 * 0.6 * ratio}, "2023")
    assert row["pace_ratio"] == pytest.approx(ratio, abs=1e-12)
    assert row["status"] == expected


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6, 1e12])
def test_meeting_a_target_has_a_tolerance_that_does_not_depend_on_the_unit(scale: float) -> None:
    changes = {"value": 150 * scale, "baseline_value": 100 * scale}
    assert at_level({"2025": 150 * scale * (1 - 1e-10)}, "2025", **changes)["status"] == Status.ACHIEVED
    assert at_level({"2025": 150 * scale * (1 - 1e-8)}, "2025", **changes)["status"] == Status.MISSED


def test_a_figure_just_under_the_target_is_not_the_target() -> None:
    row = at_level({"2025": 99.96}, "2025", value=100.0, baseline_value=0.0)
    assert row["status"] == Status.MISSED
    assert row["attainment"] == pytest.approx(0.9996)
    assert row["attainment"] < 1
    assert row["distance"] == pytest.approx(0.04)


def test_all_measures_of_a_plain_line() -> None:
    row = at_level({"2023": 130}, "2023")
    assert {name: row[name] for name in ("period", "value", "bound", "baseline", "baseline_period")} == {
        "period": "2023",
        "value": 130.0,
        "bound": "=",
        "baseline": 100.0,
        "baseline_period": "2020",
    }
    assert row["attainment"] == pytest.approx(0.6)
    assert row["time_share"] == pytest.approx(0.6)
    assert row["pace_gap"] == pytest.approx(0)
    assert row["pace_ratio"] == pytest.approx(1)
    assert row["distance"] == pytest.approx(20)
    assert row["required_pace"] == pytest.approx(20 / 8)
    assert row["average_pace"] == pytest.approx(30 / 12)
    assert row["end_month"] == end_month("2023")
    assert row["deadline_month"] == end_month("2025")
    assert row["period_months"] == 12
    assert row["flags"] == ""


def test_at_most_mirrors_at_least() -> None:
    row = at_level({"2022": 22}, "2022", comparator="<=", value=18, baseline_value=24)
    assert row["attainment"] == pytest.approx(1 / 3)
    assert row["pace_ratio"] == pytest.approx(5 / 6)
    assert row["distance"] == pytest.approx(4)
    assert row["required_pace"] == pytest.approx(-4 / 12)
    assert row["status"] == Status.LAGGING
    assert at_level({"2022": 17}, "2022", comparator="<=", value=18, baseline_value=24)["distance"] == 0


@pytest.mark.parametrize(
    ("values", "changes", "undefined"),
    [
        ({}, {}, ["attainment", "time_share", "pace_gap", "pace_ratio", "distance", "required_pace"]),
        ({"2023": 130}, {"baseline_value": None}, ["attainment", "pace_gap", "pace_ratio", "average_pace"]),
        ({"2023": 130}, {"baseline_value": 150}, ["attainment", "pace_gap", "pace_ratio"]),
        ({"2023": 130}, {"baseline_value": 170}, ["attainment", "pace_gap", "pace_ratio"]),
        ({"2020": 100}, {}, ["pace_ratio", "average_pace"]),
        ({"2026": 160}, {}, ["pace_ratio", "required_pace"]),
        ({"2025": 160}, {}, ["required_pace"]),
        ({"2023": 130}, {"deadline": "2019"}, ["time_share", "pace_gap", "pace_ratio", "required_pace"]),
        (
            {"2023": 130},
            {"value": None},
            ["attainment", "pace_gap", "pace_ratio", "distance", "required_pace"],
        ),
    ],
)
def test_a_measure_is_null_exactly_where_it_is_undefined(
    values: dict[str, float | None], changes: dict[str, Any], undefined: list[str]
) -> None:
    row = at_level(values, "2026", **changes)
    measures = [
        "attainment",
        "time_share",
        "pace_gap",
        "pace_ratio",
        "distance",
        "required_pace",
        "average_pace",
    ]
    if not values:
        undefined = measures
    assert [name for name in measures if row[name] is None] == undefined


def test_time_share_stops_at_one_while_attainment_goes_on() -> None:
    row = at_level({"2025": 140, "2027": 152}, "2027")
    assert (row["time_share"], row["attainment"]) == (1.0, 1.04)
    assert row["pace_gap"] == pytest.approx(4)


def test_time_is_counted_to_the_end_of_the_latest_period_not_to_today() -> None:
    assert at_level({"2023": 130}, "2025")["time_share"] == pytest.approx(0.6)
    assert at_level({"2024-Q2": 130}, "2025")["time_share"] == pytest.approx(0.7)


def test_compound_pace_is_used_where_it_is_defined_and_said() -> None:
    targets = pl.concat(
        [
            level_target(target_id="compound"),
            level_target(target_id="linear", baseline_value=0.0),
            level_target(target_id="none", baseline_value=150.0),
        ]
    )
    found = judge(
        targets, points(targets, observed({"2023": 118}, "level"), NO_COMPONENTS), pace="cagr"
    ).filter(pl.col("end_month") > 0)
    rows = {row["target_id"]: row for row in found.iter_rows(named=True)}
    assert rows["compound"]["pace_used"] == "cagr"
    assert rows["compound"]["pace_ratio"] == pytest.approx(
        ((118 / 100) ** (1 / 3) - 1) / ((150 / 100) ** (1 / 5) - 1), abs=1e-12
    )
    assert rows["compound"]["status"] == Status.LAGGING
    assert rows["linear"]["pace_used"] == "linear"
    assert rows["linear"]["pace_ratio"] == pytest.approx(118 / 150 / 0.6)
    assert rows["none"]["pace_used"] is None


# Flags


def test_revised_down_stays_once_a_growing_count_has_fallen() -> None:
    line = observed({"2021": 620, "2022": 580, "2023": 640}, "running_total")
    goal = target(basis="total", value=1000.0, baseline_value=600.0, baseline_period="2020")
    assert "revised_down" not in flags(seen(goal, line, at="2021"))
    assert "revised_down" in flags(seen(goal, line, at="2022"))
    assert "revised_down" in flags(seen(goal, line, at="2023"))


def test_revised_down_looks_at_the_baseline_too() -> None:
    goal = target(basis="total", value=1000.0)
    assert "revised_down" in flags(
        seen(goal, observed({"2020": 600, "2021": 580}, "running_total"), at="2021")
    )
    stated = target(basis="total", value=1000.0, baseline_value=600.0, baseline_period="2020")
    assert "revised_down" in flags(seen(stated, observed({"2021": 580}, "running_total"), at="2021"))


@pytest.mark.parametrize(
    ("goal", "values", "basis"),
    [
        (level_target(), {"2021": 140, "2022": 120}, "level"),
        (target(basis="total", value=1000.0), {"2020": 600, "2021": 500, "2022": 400}, "level"),
        (target(basis="total", value=1000.0), {"2018": 621, "2020": 580, "2022": 590}, "running_total"),
        (target(), {"2020": 1872, "2021": 1872, "2022": 1880}, "running_total"),
    ],
    ids=["a level", "a stock", "before the plan", "no change"],
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


# One row per target and point, and the moment looked from


def test_judging_gives_a_row_per_point_and_one_for_nothing_reported_yet() -> None:
    rows = judged(level_target(), observed({"2021": 110, "2023": 130}, "level"))
    assert rows.columns == list(JUDGED)
    assert rows.select("end_month", "period", "status").sort("end_month").rows() == [
        (0, None, "no_data"),
        (end_month("2021"), "2021", "on_track"),
        (end_month("2023"), "2023", "on_track"),
    ]


def test_any_past_month_can_be_replayed() -> None:
    rows = judged(level_target(), observed({"2021": 105, "2023": 130, "2025": 151, "2026": 149}, "level"))
    replayed = {
        at: as_of(rows, end_month(at))["status"].item()
        for at in ("2020", "2021", "2022", "2023", "2024", "2025", "2026")
    }
    assert replayed == {
        "2020": "no_data",
        "2021": "far_behind",
        "2022": "far_behind",
        "2023": "on_track",
        "2024": "on_track",
        "2025": "achieved",
        "2026": "achieved",
    }
    assert flags(as_of(rows, end_month("2025")).row(0, named=True)) == []
    assert flags(as_of(rows, end_month("2026")).row(0, named=True)) == ["later_lost"]


def test_a_selection_may_look_at_each_target_from_its_own_month() -> None:
    targets = pl.concat([level_target(target_id="a"), level_target(target_id="b")])
    rows = judged(targets, observed({"2021": 105, "2023": 130}, "level")).join(
        pl.DataFrame({"target_id": ["a", "b"], "moment": [end_month("2022"), end_month("2023")]}),
        on="target_id",
    )
    found = as_of(rows, pl.col("moment")).sort("target_id")
    assert found["status"].to_list() == ["far_behind", "on_track"]


def test_rows_read_back_in_any_order_select_the_same() -> None:
    targets = pl.concat(level_target(target_id=f"t{n}", value=140.0 + n) for n in range(5))
    rows = judged(targets, observed({"2021": 105, "2022": 120, "2023": 130}, "level"))
    expected = as_of(rows, end_month("2022")).sort("target_id")
    shuffled = rows.sample(fraction=1, shuffle=True, seed=3).with_columns(province_code=pl.lit("610000"))
    assert as_of(shuffled, end_month("2022")).drop("province_code").sort("target_id").equals(expected)


def test_flags_that_are_no_flags_are_refused() -> None:
    rows = judged(level_target(), observed({"2023": 130}, "level")).with_columns(flags=pl.lit("late"))
    with pytest.raises(pl.exceptions.InvalidOperationError):
        as_of(rows, end_month("2023"))


def test_nothing_at_all_can_be_judged() -> None:
    none = level_target().head(0)
    rows = judge(none, points(none, NOTHING, NO_COMPONENTS))
    assert rows.height == 0
    assert as_of(rows, end_month("2023")).height == 0
    assert judge(level_target(), points(none, NOTHING, NO_COMPONENTS)).height == 1


def test_targets_of_the_same_name_in_two_areas_are_two() -> None:
    targets = pl.concat([level_target(), level_target(area_code="420000", value=200.0)])
    rows = judged(
        targets,
        observed({"2023": 130}, "level"),
        observed({"2023": 130}, "level", area_code="420000"),
    )
    found = as_of(rows, end_month("2023")).sort("area_code")
    assert found["status"].to_list() == ["far_behind", "on_track"]


def test_types_are_those_of_the_table() -> None:
    schema = judged(level_target(), observed({"2023": 130}, "level")).schema
    floats = {
        "value",
        "baseline",
        "attainment",
        "time_share",
        "pace_gap",
        "pace_ratio",
        "distance",
        "required_pace",
        "average_pace",
    }
    months = {"end_month", "deadline_month", "period_months"}
    for name, dtype in schema.items():
        expected = pl.Float64 if name in floats else pl.Int32 if name in months else pl.String
        assert dtype == expected, name
