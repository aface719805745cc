"""The status table rule by rule, and the measures it rests on."""

from typing import Any

import polars as pl
import pytest

from dabiao.judgement import judge, points
from dabiao.model import ROLL_UP, Status
from dabiao.periods import end_month
from tests.unit.judgement_frames import (
    NO_COMPONENTS,
    at_level,
    level_target,
    observed,
)

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
    "8 before 9: at t0, where the baseline met it": (
        Status.TOO_EARLY,
        {"baseline_value": 160},
        {"2020": 140},
    ),
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
    assert at_level({"2025": 150 * scale * (1 - 0.9e-9)}, "2025", **changes)["status"] == Status.ACHIEVED
    assert at_level({"2025": 150 * scale * (1 - 1.1e-9)}, "2025", **changes)["status"] == Status.MISSED


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
