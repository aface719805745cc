"""Targets on combined indicators, judged by the sum of the components."""

from typing import Any

import polars as pl

from dabiao.model import Status
from tests.unit.judgement_frames import (
    components,
    flags,
    line,
    observed,
    seen,
    target,
)

PARTS = components("national-and-sector-standards", "national-standards", "sector-standards")


def combined(**changes: Any) -> pl.DataFrame:
    return target(indicator_code="national-and-sector-standards", **changes)


def national(values: dict[str, float | None], basis: str, **changes: Any) -> pl.DataFrame:
    return observed(values, basis, indicator_code="national-standards", **changes)


def sector(values: dict[str, float | None], basis: str, **changes: Any) -> pl.DataFrame:
    return observed(values, basis, indicator_code="sector-standards", **changes)


def test_components_are_added_up_each_in_the_target_s_basis() -> None:
    figures = (
        national({"2020": 1000, "2022": 1100}, "running_total"),
        sector({"2021": 30, "2022": 40}, "flow"),
    )
    row = seen(combined(), *figures, at="2022", parts=PARTS)
    assert (row["value"], row["baseline"], row["bound"], flags(row)) == (170, 0, "=", [])
    assert row["status"] == Status.ON_TRACK


def test_a_missing_component_leaves_a_lower_bound() -> None:
    row = seen(combined(), national({"2023": 262}, "since_start"), at="2023", parts=PARTS)
    assert (row["value"], row["bound"]) == (262, ">=")
    assert flags(row) == ["partial_coverage"]


def test_a_component_that_has_not_reported_yet_keeps_what_it_had_last() -> None:
    figures = (
        national({"2021": 50, "2022": 110, "2023": 150}, "since_start"),
        sector({"2021": 30, "2022": 40}, "flow"),
    )
    assert line(combined(), *figures, parts=PARTS) == {"2021": 80, "2022": 180, "2023": 220}
    row = seen(combined(), *figures, at="2023", parts=PARTS)
    assert (row["bound"], flags(row)) == (">=", ["partial_coverage"])
    assert flags(seen(combined(), *figures, at="2022", parts=PARTS)) == []


def test_a_stock_that_was_not_reported_is_not_carried_on() -> None:
    goal = combined(basis="total", value=1000.0)
    figures = (
        national({"2020": 500, "2021": 520, "2022": 540}, "level"),
        sector({"2020": 90, "2021": 95}, "level"),
    )
    assert line(goal, *figures, parts=PARTS) == {"2020": 590, "2021": 615, "2022": 540}
    row = seen(goal, *figures, at="2022", parts=PARTS)
    assert (row["baseline"], row["baseline_period"], row["bound"]) == (590, "2020", ">=")
    assert flags(row) == ["partial_coverage"]


def test_a_total_of_components_starts_where_all_of_them_are_known() -> None:
    goal = combined(basis="total", value=1000.0)
    figures = (national({"2020": 500, "2022": 540}, "running_total"), sector({"2022": 95}, "running_total"))
    row = seen(goal, *figures, at="2022", parts=PARTS)
    assert (row["value"], row["baseline"], row["status"]) == (635, None, Status.NO_BASELINE)


def test_a_component_of_unknown_start_is_missing_from_the_sum() -> None:
    figures = (national({"2022": 1100}, "running_total"), sector({"2021": 30, "2022": 40}, "flow"))
    row = seen(combined(), *figures, at="2022", parts=PARTS)
    assert (row["value"], row["bound"], row["baseline"]) == (70, ">=", 0)
    alone = seen(combined(), figures[0], at="2022", parts=PARTS)
    assert (alone["value"], alone["status"]) == (None, Status.NO_BASELINE)


def test_the_sum_of_nothing_is_nothing() -> None:
    row = seen(combined(), national({"2022": None}, "since_start", status="O"), at="2022", parts=PARTS)
    assert (row["value"], row["status"]) == (None, Status.NO_DATA)
    early = seen(combined(), national({"2020": 90}, "flow"), at="2020", parts=PARTS)
    assert (early["value"], early["status"], early["flags"]) == (None, Status.TOO_EARLY, "")


def test_figures_of_its_own_come_before_those_of_components() -> None:
    own = observed({"2022": 300}, "since_start", indicator_code="national-and-sector-standards")
    parts = national({"2022": 100, "2023": 120}, "since_start")
    assert line(combined(), own, parts, parts=PARTS) == {"2022": 300}
    elsewhere = own.with_columns(series=pl.lit("published-joined"))
    assert line(combined(), elsewhere, parts, parts=PARTS) == {"2022": 100, "2023": 120}


def test_rates_are_never_added_up() -> None:
    goal = combined(basis="level", value=90.0)
    rates = (national({"2022": 80}, "level"), sector({"2022": 70}, "level"))
    assert seen(goal, *rates, at="2022", parts=PARTS)["status"] == Status.NO_DATA


def test_bounds_and_periods_of_components_are_kept() -> None:
    figures = (
        national({"2022-Q4": 110}, "since_start", bound=">="),
        sector({"2022": 40}, "since_start", bound="~"),
    )
    row = seen(combined(), *figures, at="2022", parts=PARTS)
    assert (row["period"], row["period_months"], row["bound"]) == ("2022", 12, "~")
    assert flags(row) == ["lower_bound"]
