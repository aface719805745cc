"""Status rows summed up: order, ages, sources."""

from typing import Any

import polars as pl

from dabiao import progress
from dabiao.model import RollUp
from dabiao.periods import end_month


def rows(*given: dict[str, Any]) -> pl.DataFrame:
    usual = {
        "area_code": "610000",
        "area_name_zh": "陕西省",
        "area_name_en": "Shaanxi",
        "roll_up": "behind",
        "status": "lagging",
        "pace_gap": -10.0,
        "attainment": 0.5,
        "value": 200.0,
        "period": "2024-Q2",
        "baseline_period": "2020-Q4",
        "flags": [],
    }
    frame = pl.DataFrame(
        [usual | {"target_id": f"t{number}"} | row for number, row in enumerate(given)],
        schema_overrides={"flags": pl.List(pl.String), "pace_gap": pl.Float64, "value": pl.Float64},
    )
    months = [0 if period is None else end_month(period) for period in frame["period"]]
    return frame.with_columns(end_month=pl.Series(months, dtype=pl.Int32))


def figures(*given: dict[str, Any]) -> pl.DataFrame:
    usual = {
        "area_code": "610000",
        "target_id": "t0",
        "period": "2024-Q2",
        "basis": "flow",
        "comparable": True,
        "publisher": "省市场监管局",
    }
    frame = pl.DataFrame([usual | row for row in given])
    return frame.with_columns(
        end_month=pl.Series([end_month(period) for period in frame["period"]], dtype=pl.Int32),
        source_title=pl.concat_str(pl.lit("进度表 "), "period"),
    )


def sources(standing: pl.DataFrame, behind: pl.DataFrame) -> list[str]:
    found = progress.with_sources(standing, behind)["sources"].item()
    return [source.removeprefix("省市场监管局 · 进度表 ") for source in found]


def test_the_largest_shortfall_in_pace_stands_first_and_an_unknown_one_last() -> None:
    found = progress.furthest_behind(
        rows(
            {"pace_gap": -3.0},
            {"pace_gap": None},
            {"pace_gap": -40.0, "roll_up": "on_track"},
            {"pace_gap": -20.0, "target_id": "b"},
            {"pace_gap": -20.0, "target_id": "a"},
            {"pace_gap": -20.0, "target_id": "z", "area_code": "420000"},
        )
    )
    assert found["target_id"].to_list() == ["z", "a", "b", "t0", "t1"]
    many = rows(*({"pace_gap": -float(number)} for number in range(9)))
    assert progress.furthest_behind(many)["pace_gap"].to_list() == [-8.0, -7.0, -6.0, -5.0, -4.0]
    assert progress.furthest_behind(many, 2)["target_id"].to_list() == ["t8", "t7"]


def test_the_oldest_and_the_newest_are_those_of_figures_that_are_there() -> None:
    found = progress.completeness(
        rows(
            {"period": "2023-Q4"},
            {"period": "2021", "flags": ["stale"]},
            {"period": "2024-Q2"},
            {"period": "2019", "value": None},
            {"period": "2025", "value": None},
            {"period": None, "value": None},
            {"area_code": "420000", "period": None, "value": None},
        )
    )
    columns = ("area_code", "targets", "reported", "stale", "oldest", "newest")
    assert found.select(columns).rows() == [
        ("420000", 1, 0, 0, None, None),
        ("610000", 6, 3, 1, "2021", "2024-Q2"),
    ]


def test_a_sum_rests_on_every_figure_up_to_its_latest_and_none_after() -> None:
    behind = figures({"period": "2024-Q3"}, {"period": "2024-Q2"}, {"period": "2023"}, {"period": "2022"})
    assert sources(rows({}), behind) == ["2024-Q2", "2023", "2022"]
    assert sources(rows({"period": "2023"}), behind) == ["2023", "2022"]
    assert sources(rows({"period": None}), behind) == []


def test_a_running_total_rests_on_its_latest_and_on_the_one_it_started_from() -> None:
    totals = [
        {"period": period, "basis": "running_total"} for period in ("2024-Q2", "2023", "2020-Q4", "2019")
    ]
    assert sources(rows({}), figures(*totals)) == ["2024-Q2", "2020-Q4"]


def test_what_cannot_count_is_no_source_and_one_source_is_named_once() -> None:
    behind = figures(
        {"comparable": False},
        {"target_id": "another"},
        {"area_code": "420000"},
        {"period": "2023"},
        {"period": "2023", "basis": "year_to_date"},
    )
    assert sources(rows({}), behind) == ["2023"]


def test_every_group_is_counted_also_where_there_is_none() -> None:
    assert progress.counts(rows({}, {}, {"roll_up": "on_track"})) == {
        RollUp.ACHIEVED: 0,
        RollUp.ON_TRACK: 1,
        RollUp.BEHIND: 2,
        RollUp.NO_DATA: 0,
    }


def test_an_attainment_before_anything_was_done_says_nothing() -> None:
    found = progress.attained(rows({}, {"status": "too_early", "attainment": 0.0}, {"attainment": None}))
    assert found["target_id"].to_list() == ["t0"]


def test_a_bar_is_drawn_of_what_was_attained_and_of_what_is_known_to_be_missing() -> None:
    none: dict[str, Any] = {"attainment": None, "value": None}
    found = progress.drawable(
        rows(
            {**none, "absence": "M"},
            {"absence": "zero"},
            {**none, "absence": None},
            {"attainment": None, "absence": "M"},
        )
    )
    assert found["target_id"].to_list() == ["t1", "t0"]
