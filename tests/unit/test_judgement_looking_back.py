"""One row per target and point, and the selection for a moment."""

import polars as pl
import pytest

from dabiao.judgement import JUDGED, as_of, judge, points
from dabiao.periods import end_month
from tests.unit.judgement_frames import (
    NO_COMPONENTS,
    NOTHING,
    flags,
    judged,
    level_target,
    observed,
)


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


def test_a_baseline_that_was_not_known_yet_is_not_used_looking_back() -> None:
    goal = level_target(baseline_value=None, baseline_period=None)
    rows = judged(goal, observed({"2018": 90, "2020": 100, "2021": 110}, "level"))
    then = as_of(rows, end_month("2019")).row(0, named=True)
    assert (then["baseline"], then["status"]) == (None, "no_baseline")
    now = as_of(rows, end_month("2021")).row(0, named=True)
    assert (now["baseline"], now["status"]) == (100, "on_track")


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


def test_of_very_many_targets_each_is_judged_by_its_own_line() -> None:
    count = 20_000
    areas = [f"{number:06}" for number in range(count)]
    targets = level_target().drop("area_code").join(pl.DataFrame({"area_code": areas}), how="cross")
    figures = pl.concat(
        observed({period: 0.0}, "level")
        .drop("area_code", "value")
        .join(pl.DataFrame({"area_code": areas, "value": values}), how="cross")
        .select(NOTHING.columns)
        for period, values in (
            ("2021", [100.0 + number % 7 for number in range(count)]),
            ("2023", [100.0 + number % 50 for number in range(count)]),
        )
    )
    found = as_of(judged(targets, figures), end_month("2024")).sort("area_code")
    assert found["area_code"].to_list() == areas
    assert found["value"].to_list() == [100.0 + number % 50 for number in range(count)]
    some = found[8189:8196]
    alone = judged(
        targets.filter(pl.col("area_code").is_in(some["area_code"].implode())),
        figures.filter(pl.col("area_code").is_in(some["area_code"].implode())),
    )
    assert as_of(alone, end_month("2024")).sort("area_code").equals(some)


def test_types_are_those_of_the_table() -> None:
    assert dict(judged(level_target(), observed({"2023": 130}, "level")).schema) == dict(JUDGED)
