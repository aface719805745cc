"""Observations brought into the basis of their target: never divided as they stand, never counted twice."""

import polars as pl
import pytest

from dabiao.judgement import USABLE, counts, points
from dabiao.model import ObservationBasis, Status, TargetBasis
from tests.unit.judgement_frames import (
    NO_COMPONENTS,
    flags,
    level_target,
    line,
    observed,
    seen,
    target,
)

TOTAL = target(basis="total", value=1000.0)


# The worked figures on published data


def test_shaanxi_local_standards() -> None:
    row = seen(target(), observed({"2020-Q4": 1872, "2024-Q2": 2155}, "running_total"), at="2024-Q2")
    assert (row["value"], row["baseline"], row["baseline_period"]) == (283, 0, "2020-Q4")
    assert row["attainment"] == pytest.approx(0.7075, abs=1e-12)
    assert row["time_share"] == pytest.approx(0.70, abs=1e-12)
    assert row["pace_ratio"] == pytest.approx(0.7075 / 0.70, abs=1e-12)
    assert row["status"] == Status.ON_TRACK


def test_shaanxi_association_standards() -> None:
    row = seen(target(value=100.0), observed({"2020-Q4": 76, "2024-Q2": 391}, "running_total"), at="2024-Q2")
    assert row["attainment"] == pytest.approx(3.15, abs=1e-12)
    assert row["time_share"] == pytest.approx(0.70, abs=1e-12)
    assert row["pace_ratio"] == pytest.approx(4.5, abs=1e-12)
    assert row["status"] == Status.MET_EARLY


def test_national_adoption_rate() -> None:
    goal = target(basis="level", value=85.0)
    row = seen(goal, observed({"2023": 82, "2025": 88.9}, "level"), at="2025")
    assert (row["attainment"], row["time_share"], row["status"]) == (None, 1.0, Status.ACHIEVED)


def test_national_standards_cycle() -> None:
    goal = target(basis="level", value=18.0, comparator="<=")
    row = seen(goal, observed({"2020": 24, "2022": 22}, "level"), at="2026")
    assert row["attainment"] == pytest.approx(1 / 3, abs=1e-12)
    assert row["time_share"] == pytest.approx(0.40, abs=1e-12)
    assert row["pace_ratio"] == pytest.approx(5 / 6, abs=1e-12)
    assert (row["baseline_period"], row["status"]) == ("2020", Status.LAGGING)
    assert "awaiting_final" in flags(row)


def test_national_innovation_bases() -> None:
    goal = target(basis="total", value=50.0)
    row = seen(
        goal,
        observed({"2022": 30}, "level", bound="~"),
        observed({"2023": 34}, "level"),
        at="2026",
    )
    assert (row["attainment"], row["pace_ratio"], row["distance"]) == (None, None, 16)
    assert row["status"] == Status.NO_BASELINE
    assert "awaiting_final" in flags(row)


# What can be compared at all


@pytest.mark.parametrize("goal", list(TargetBasis))
@pytest.mark.parametrize("basis", list(ObservationBasis))
def test_what_cannot_be_brought_into_the_basis_is_no_point(
    goal: TargetBasis, basis: ObservationBasis
) -> None:
    found = points(target(basis=str(goal)), observed({"2020": 5, "2023": 9}, str(basis)), NO_COMPONENTS)
    assert (found.height > 0) == (basis in USABLE[goal])
    if not found.height:
        row = seen(target(basis=str(goal)), observed({"2023": 9}, str(basis)), at="2023")
        assert row["status"] == Status.NO_DATA


def test_only_the_target_s_own_series_counts() -> None:
    led = observed({"2021": 10, "2022": 20}, "since_start")
    joined = observed({"2022": 500, "2023": 900}, "since_start", series="published-joined")
    elsewhere = observed({"2024": 700}, "since_start", area_code="610100")
    assert line(target(), led, joined, elsewhere) == {"2021": 10, "2022": 20}


@pytest.mark.parametrize("status", ["O", "M", "Q"])
def test_an_absence_is_no_point_and_a_reported_zero_is_one(status: str) -> None:
    held = observed({"2022": None}, "since_start", status=status)
    assert seen(target(), held, at="2022")["status"] == Status.NO_DATA
    assert line(target(), held, observed({"2021": 0}, "since_start")) == {"2021": 0}
    assert seen(target(), observed({"2021": 0}, "since_start"), at="2022")["status"] == Status.FAR_BEHIND


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_what_is_no_number_is_no_point(value: float | None) -> None:
    assert line(target(), observed({"2022": value}, "since_start")) == {}


def test_of_two_figures_for_the_same_month_the_one_that_covers_more_counts() -> None:
    year = observed({"2023": 131}, "level")
    quarter = observed({"2023-Q4": 130, "2023-12": 129}, "level")
    assert line(level_target(), quarter, year) == {"2023": 131}


@pytest.mark.parametrize("goal", list(TargetBasis))
@pytest.mark.parametrize("basis", list(ObservationBasis))
@pytest.mark.parametrize("period", ["2020", "2021", "2021-S2", "2022-Q3", "2025", "2026-Q1"])
def test_a_figure_is_said_to_count_where_it_moves_the_judgement(
    goal: TargetBasis, basis: ObservationBasis, period: str
) -> None:
    terms = {"basis": str(goal), "plan_start": "2021-Q4"}
    figure = observed({period: 7}, str(basis))
    told = figure.select("period", "end_month", "value", "status", "basis").with_columns(
        judged=pl.lit(True),
        target_basis=pl.lit(terms["basis"]),
        plan_start=pl.lit(terms["plan_start"]),
        deadline=pl.lit("2025"),
    )
    found = points(target(**terms), figure, NO_COMPONENTS)
    if basis in (ObservationBasis.FLOW, ObservationBasis.YEAR_TO_DATE):
        found = found.drop_nulls("value")
    assert told.select(counts()).item() == (found.height > 0)
    assert not told.with_columns(judged=pl.lit(False)).select(counts()).item()


# Increments since the plan's start


def test_an_increment_since_the_start_is_taken_as_it_is() -> None:
    row = seen(target(), observed({"2022": 160}, "since_start"), at="2022")
    assert (row["value"], row["baseline"], row["baseline_period"]) == (160, 0, None)
    assert row["status"] == Status.ON_TRACK


@pytest.mark.parametrize("basis", ["since_start", "flow", "year_to_date"])
def test_before_the_plan_there_is_nothing_to_compare(basis: str) -> None:
    row = seen(target(), observed({"2019": 90, "2020": 100}, basis), at="2020")
    assert (row["value"], row["baseline"], row["attainment"]) == (None, 0, None)
    assert (row["period"], row["status"]) == ("2020", Status.TOO_EARLY)
    assert row["bound"] is None


# Flows


def test_flows_are_added_up_from_the_plan_s_start() -> None:
    flows = observed({"2020": 90, "2021": 80, "2022": 100, "2023": 0}, "flow")
    assert line(target(), flows) == {"2020": None, "2021": 80, "2022": 180, "2023": 180}
    row = seen(target(), flows, at="2023")
    assert (row["bound"], flags(row)) == ("=", [])


GAPS = {
    "at the start": ({"2022": 100}, {"2022": 100}, ["2022"]),
    "in between": ({"2021": 80, "2023": 70}, {"2021": 80, "2023": 150}, ["2023"]),
    "after it the sum stays partial": (
        {"2021": 80, "2023": 70, "2024": 10},
        {"2021": 80, "2023": 150, "2024": 160},
        ["2023", "2024"],
    ),
    "one quarter": (
        {"2021-Q1": 10, "2021-Q3": 30},
        {"2021-Q1": 10, "2021-Q3": 40},
        ["2021-Q3"],
    ),
    "filled by the year's figure": (
        {"2021-Q1": 10, "2021-Q3": 30, "2021": 100},
        {"2021-Q1": 10, "2021-Q3": 40, "2021": 100},
        ["2021-Q3"],
    ),
}


@pytest.mark.parametrize(("flows", "expected", "partial"), GAPS.values(), ids=GAPS.keys())
def test_a_gap_leaves_a_lower_bound_never_a_silent_zero(
    flows: dict[str, float | None], expected: dict[str, float], partial: list[str]
) -> None:
    found = points(target(), observed(flows, "flow"), NO_COMPONENTS)
    assert dict(found.select("period", "value").iter_rows()) == expected
    assert found.filter("partial")["period"].to_list() == partial
    assert found.filter(pl.col("bound") == ">=")["period"].to_list() == partial
    last = list(flows)[-1]
    assert ("partial_coverage" in flags(seen(target(), observed(flows, "flow"), at=last))) == (
        last in partial
    )


OVERLAPS = {
    "a year and its quarters": (
        {"2021-Q1": 10, "2021-Q2": 20, "2021-Q3": 30, "2021-Q4": 40, "2021": 101},
        {"2021-Q1": 10, "2021-Q2": 30, "2021-Q3": 60, "2021": 101},
    ),
    "the next quarter builds on the year": (
        {"2021": 101, "2021-Q4": 40, "2022-Q1": 9},
        {"2021": 101, "2022-Q1": 110},
    ),
    "a half-year, then quarters": (
        {"2021-Q1": 10, "2021-S1": 31, "2021-Q3": 30},
        {"2021-Q1": 10, "2021-S1": 31, "2021-Q3": 61},
    ),
    "months in a quarter": (
        {"2021-01": 3, "2021-02": 3, "2021-03": 4, "2021-Q1": 11, "2021-04": 5},
        {"2021-01": 3, "2021-02": 6, "2021-Q1": 11, "2021-04": 16},
    ),
}


@pytest.mark.parametrize(("flows", "expected"), OVERLAPS.values(), ids=OVERLAPS.keys())
def test_what_overlaps_is_counted_once_by_the_coarsest_figures(
    flows: dict[str, float | None], expected: dict[str, float]
) -> None:
    assert line(target(), observed(flows, "flow")) == expected
    assert "partial_coverage" not in flags(seen(target(), observed(flows, "flow"), at="2025"))


def test_flows_that_end_after_the_deadline_add_nothing() -> None:
    flows = {f"202{year}": 100 for year in range(1, 8)}
    row = seen(target(value=600.0), observed(flows, "flow"), at="2027")
    assert (row["period"], row["value"], row["status"]) == ("2027", 500, Status.MISSED)
    assert flags(row) == []
    early = {period: value for period, value in flows.items() if period != "2025"}
    row = seen(target(value=600.0), observed(early, "flow"), at="2027")
    assert (row["value"], row["bound"], row["status"]) == (400, ">=", Status.PENDING_FINAL)
    assert flags(row) == ["partial_coverage"]
    row = seen(target(), observed({"2026": 100}, "flow"), at="2026")
    assert (row["value"], row["status"]) == (None, Status.PENDING_FINAL)


def test_a_flow_that_began_before_the_plan_says_nothing_of_it() -> None:
    goal = target(plan_start="2021-Q3")
    flows = {"2021": 100, "2021-Q3": 20, "2022": 80}
    assert line(goal, observed(flows, "flow")) == {"2021-Q3": 20, "2022": 100}
    assert flags(seen(goal, observed(flows, "flow"), at="2022")) == ["partial_coverage"]
    assert line(goal, observed({**flows, "2021-Q4": 30}, "flow"))["2022"] == 130
    assert line(goal, observed({"2021-Q4": 50}, "year_to_date")) == {}


def test_a_flow_over_the_whole_plan_is_a_later_observation_without_a_value() -> None:
    goal = target(plan_start="2021-Q2", deadline="2021-Q3")
    row = seen(goal, observed({"2021": 100}, "flow"), at="2021")
    assert (row["period"], row["value"], row["status"]) == ("2021", None, Status.PENDING_FINAL)


# Year to date


def test_year_to_date_is_complete_years_plus_this_year_s_figure() -> None:
    figures = {"2021-Q2": 40, "2021-Q4": 90, "2022-Q1": 20, "2022-Q3": 70, "2022-Q4": 100, "2023-Q2": 45}
    assert line(target(), observed(figures, "year_to_date")) == {
        "2021-Q2": 40,
        "2021-Q4": 90,
        "2022-Q1": 110,
        "2022-Q3": 160,
        "2022-Q4": 190,
        "2023-Q2": 235,
    }
    assert flags(seen(target(), observed(figures, "year_to_date"), at="2023-Q2")) == []


def test_year_to_date_builds_on_figures_of_whole_years() -> None:
    years = observed({"2021": 90, "2022": 100}, "flow")
    this_year = observed({"2023-Q2": 45, "2023-11": 80}, "year_to_date")
    assert line(target(), years, this_year) == {"2021": 90, "2022": 190, "2023-Q2": 235, "2023-11": 270}
    annual = observed({"2021": 90, "2022": 100}, "year_to_date")
    assert line(target(), annual, this_year)["2023-11"] == 270


def test_a_missing_year_leaves_a_lower_bound() -> None:
    figures = observed({"2021-Q4": 90, "2022-Q3": 70, "2023-Q2": 45}, "year_to_date")
    row = seen(target(), figures, at="2023-Q2")
    assert (row["value"], row["bound"]) == (205, ">=")
    assert flags(row) == ["partial_coverage"]


# Running totals


def test_a_running_total_without_a_total_at_the_start_has_no_value() -> None:
    row = seen(target(), observed({"2018-Q1": 621, "2024-Q2": 2155}, "running_total"), at="2024-Q2")
    assert row["status"] == Status.NO_BASELINE
    assert {row[name] for name in ("value", "attainment", "distance", "required_pace", "baseline")} == {None}
    assert row["time_share"] == pytest.approx(0.7)


NEAR = {
    "exact wins over near": ({"2020-Q3": 90, "2020-Q4": 100, "2021-Q1": 120}, 100, False, "2020-Q4"),
    "a quarter before": ({"2020-Q3": 90}, 90, True, "2020-Q3"),
    "a quarter after": ({"2021-Q1": 120}, 120, True, "2021-Q1"),
    "the nearest": ({"2020-10": 95, "2021-01": 105}, 105, True, "2021-01"),
    "the earlier of two as near": ({"2020-11": 95, "2021-01": 105}, 95, True, "2020-11"),
    "the last before": ({"2020-09": 90, "2020-10": 95, "2020-11": 97}, 97, True, "2020-11"),
}


@pytest.mark.parametrize(("around", "base", "near", "period"), NEAR.values(), ids=NEAR.keys())
def test_a_running_total_counts_from_the_total_at_or_near_the_start(
    around: dict[str, float | None], base: float, near: bool, period: str
) -> None:
    row = seen(target(), observed({**around, "2024-Q2": 400}, "running_total"), at="2024-Q2")
    assert (row["value"], row["baseline"], row["baseline_period"]) == (400 - base, 0, period)
    assert flags(row) == (["baseline_near"] if near else [])


@pytest.mark.parametrize("period", ["2020-08", "2020-Q2", "2021-04", "2021-S1"])
def test_a_total_further_off_than_a_quarter_is_no_baseline(period: str) -> None:
    row = seen(target(), observed({period: 90, "2024-Q2": 400}, "running_total"), at="2024-Q2")
    assert row["status"] == Status.NO_BASELINE


def test_a_baseline_is_known_from_its_own_period_on() -> None:
    totals = observed({"2019": 60, "2020-Q3": 90, "2020-Q4": 100, "2021-Q1": 120}, "running_total")
    assert line(target(), totals) == {"2019": None, "2020-Q3": 0, "2020-Q4": 0, "2021-Q1": 20}
    statuses = {
        at: seen(target(), totals, at=at)["status"] for at in ("2019", "2020-Q3", "2020-Q4", "2021-Q1")
    }
    assert list(statuses.values()) == ["no_baseline", "too_early", "too_early", "on_track"]


BOUNDS = {
    ("=", "="): "=",
    ("=", ">="): ">=",
    ("=", "<="): "<=",
    ("=", "~"): "~",
    (">=", "="): "<=",
    (">=", ">="): "~",
    (">=", "<="): "<=",
    ("<=", "="): ">=",
    ("<=", ">="): ">=",
    ("~", "="): "~",
}


@pytest.mark.parametrize(("base", "latest", "expected"), [(*key, bound) for key, bound in BOUNDS.items()])
def test_a_difference_is_bounded_from_both_totals(base: str, latest: str, expected: str) -> None:
    row = seen(
        target(),
        observed({"2020": 1872}, "running_total", bound=base),
        observed({"2023": 2155}, "running_total", bound=latest),
        at="2023",
    )
    assert row["bound"] == expected
    assert ("lower_bound" in flags(row)) == (latest == ">=")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("=", ">=", ">="), (">=", "=", ">="), ("<=", "=", "<="), (">=", "<=", "~"), ("~", "=", "~")],
)
def test_a_sum_is_bounded_by_all_it_adds_up(first: str, second: str, expected: str) -> None:
    row = seen(
        target(),
        observed({"2021": 80}, "flow", bound=first),
        observed({"2022": 90}, "flow", bound=second),
        at="2022",
    )
    assert (row["value"], row["bound"]) == (170, expected)
    assert ("lower_bound" in flags(row)) == (">=" in (first, second))


# Totals and levels


@pytest.mark.parametrize("basis", ["running_total", "level"])
def test_a_total_is_measured_from_the_figure_at_the_start_exactly(basis: str) -> None:
    row = seen(TOTAL, observed({"2020": 600, "2022": 700}, basis), at="2022")
    assert (row["value"], row["baseline"], row["baseline_period"]) == (700, 600, "2020")
    assert row["attainment"] == pytest.approx(0.25)
    near = seen(TOTAL, observed({"2020-Q3": 600, "2022": 700}, basis), at="2022")
    assert (near["status"], near["distance"]) == (Status.NO_BASELINE, 300)


def test_a_stated_baseline_comes_before_a_figure_and_moves_t0() -> None:
    goal = target(basis="level", value=150.0, baseline_value=90.0, baseline_period="2019")
    row = seen(goal, observed({"2019": 95, "2020": 100, "2022": 120}, "level"), at="2022")
    assert (row["baseline"], row["baseline_period"]) == (90, "2019")
    assert row["attainment"] == pytest.approx(0.5)
    assert row["time_share"] == pytest.approx(0.5)


def test_a_baseline_period_without_a_value_says_where_to_look() -> None:
    goal = target(basis="level", value=150.0, baseline_period="2019")
    row = seen(goal, observed({"2019": 90, "2020": 100, "2022": 120}, "level"), at="2022")
    assert (row["baseline"], row["baseline_period"]) == (90, "2019")


def test_an_increment_with_a_stated_baseline_is_still_counted_from_the_plan_s_start() -> None:
    goal = target(value=400.0, baseline_value=40.0, baseline_period="2021")
    row = seen(goal, observed({"2020": 1000, "2021": 1040, "2023": 1220}, "running_total"), at="2023")
    assert (row["value"], row["baseline"]) == (220, 40)
    assert row["attainment"] == pytest.approx(0.5)
    assert row["time_share"] == pytest.approx(0.5)
    unknown = seen(goal, observed({"2023": 1220}, "running_total"), at="2023")
    assert (unknown["value"], unknown["status"]) == (None, Status.NO_BASELINE)


def test_nothing_counted_since_a_baseline_older_than_the_plan_is_too_early() -> None:
    goal = target(baseline_value=0.0, baseline_period="2018")
    row = seen(goal, observed({"2020": 90}, "flow"), at="2020")
    assert (row["value"], row["status"]) == (None, Status.TOO_EARLY)


def test_one_series_may_serve_two_targets() -> None:
    targets = pl.concat(
        [target(), target(target_id="stretch", value=800.0), TOTAL.with_columns(target_id=pl.lit("t"))]
    )
    found = points(targets, observed({"2020": 1872, "2023": 2155}, "running_total"), NO_COMPONENTS)
    assert found.filter(pl.col("period") == "2023")["value"].to_list() == [283, 283, 2155]
