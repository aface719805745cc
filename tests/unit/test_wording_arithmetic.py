"""The arithmetic written out: it says what was judged, digit by digit, and can be computed by hand."""

import math
import re
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao import targets
from dabiao.judgement import RULES, as_of, judge, points
from dabiao.model import Status
from dabiao.periods import end_month
from dabiao.settings import Language
from dabiao.wording import arithmetic, rules
from dabiao.wording.arithmetic import Step, plain
from tests.unit.judgement_frames import NO_COMPONENTS, NOTHING, components, observed, target
from tests.unit.test_judgement_account import NATIONAL, SECTOR, strands

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def card(
    goal: pl.DataFrame,
    *figures: pl.DataFrame,
    at: str,
    parts: pl.DataFrame = NO_COMPONENTS,
    unit: str = "项",
) -> tuple[dict[str, Any], targets.Account]:
    """The status row of one target and how it came about, as pages get them."""
    stated = goal.row(0, named=True)
    published = pl.concat(figures or [NOTHING])
    judged = as_of(judge(goal, points(goal, published, parts)), end_month(at)).row(0, named=True)
    row = stated | judged
    row |= {
        "target": stated["value"],
        "stated_baseline_period": stated["baseline_period"],
        "flags": judged["flags"].split(",") if judged["flags"] else [],
        "unit": unit,
        "unit_name_en": "items",
    }
    codes = [stated["indicator_code"], *parts["component_code"].to_list()]
    seen = published.filter((pl.col("end_month") <= end_month(at)) & pl.col("indicator_code").is_in(codes))
    return row, targets.account(row, seen)


def written(row: dict[str, Any], account: targets.Account, language: Language = "en") -> dict[str, str]:
    return {step.name: step.text for step in arithmetic.steps(row, account, language)}


def computed(expression: str) -> float:
    """What an expression comes to, computed from its text alone."""
    text = expression.translate(str.maketrans({"−": "-", "×": "*", ",": None, "%": None}))
    assert re.fullmatch(r"[-+*/(). 0-9]+", text), text
    return float(eval(text, {"__builtins__": {}}))


TOTALS = {"2020-Q4": 1872, "2024-Q2": 2155}


def test_the_worked_figure_is_written_out() -> None:
    found = written(*card(target(), observed(TOTALS, "running_total"), at="2024-Q2"))
    assert found == {
        "Value": "2155 − 1872 = 283 items",
        "Attainment": "(2155 − 1872) / 400 = 70.75%",
        "Elapsed time": "14 / 20 quarters = 70%",
        "Pace gap": "70.75 − 70 = 0.75 percentage points",
        "Pace ratio": "70.75% / 70% ≈ 1.0107",
        "Distance to target": "400 − 283 = 117 items",
        "Required pace": "(400 − 283) / 6 = 19.5 items a quarter",
        "Average pace": "283 / 14 ≈ 20.21 items a quarter",
    }


def test_the_worked_figure_is_written_out_in_chinese() -> None:
    found = written(*card(target(), observed(TOTALS, "running_total"), at="2024-Q2"), "zh")
    assert found["达成率"] == "(2155 − 1872) / 400 = 70.75%"
    assert found["序时进度"] == "14 / 20 个季度 = 70%"
    assert found["剩余所需增速"] == "(400 − 283) / 6 = 19.5 项/季度"


def test_what_must_fall_is_counted_from_its_baseline() -> None:
    goal = target(basis="level", value=18.0, comparator="<=", baseline_value=24.0, baseline_period="2020")
    found = written(*card(goal, observed({"2022": 22}, "level"), at="2022"))
    assert found["Attainment"] == "(22 − 24) / (18 − 24) ≈ 33.33%"
    assert found["Pace gap"] == "33.33 − 40 ≈ −6.67 percentage points"
    assert found["Distance to target"] == "22 − 18 = 4 items"
    assert found["Average pace"] == "(22 − 24) / 8 = −0.25 items a quarter"


def test_a_way_back_stands_with_its_sign() -> None:
    goal = target(basis="level", value=61.0, baseline_value=40.2, baseline_period="2020")
    found = written(*card(goal, observed({"2023-Q3": 37.3}, "level"), at="2023-Q3", unit="%"))
    assert found["Attainment"] == "(37.3 − 40.2) / (61 − 40.2) ≈ −13.94%"
    assert found["Pace ratio"] == "−13.94% / 55% ≈ −0.2535"


def test_flows_stand_as_a_sum() -> None:
    row, account = card(target(), observed({"2021": 90, "2022": 85, "2023-Q1": 20}, "flow"), at="2023-Q1")
    found = written(row, account)
    assert found["Value"] == "20 + 85 + 90 = 195 items"
    assert found["Attainment"] == "(20 + 85 + 90) / 400 = 48.75%"


def test_a_long_sum_stands_once() -> None:
    months = {f"2021-{month:02}": 10.0 + month for month in range(1, 13)}
    found = written(*card(target(), observed(months, "flow"), at="2021-12"))
    assert found["Value"].count("+") == 11
    assert found["Attainment"] == "198 / 400 = 49.5%"


def test_odd_spans_are_counted_in_months() -> None:
    found = written(*card(target(), observed({"2021-02": 10}, "since_start"), at="2021-02"))
    assert found["Elapsed time"] == "2 / 60 months ≈ 3.33%"
    assert found["Average pace"] == "10 / 2 × 3 = 15 items a quarter"


def test_a_share_just_short_of_all_never_reads_as_all() -> None:
    row, account = card(target(value=1e6), observed({"2021": 999_999.0}, "since_start"), at="2021")
    assert written(row, account)["Attainment"] == "999,999 / 1,000,000 ≈ 99.99%"


def test_changes_of_a_rate_are_in_percentage_points() -> None:
    goal = target(basis="level", value=85.0, baseline_value=70.0, baseline_period="2020")
    found = written(*card(goal, observed({"2023": 80}, "level"), at="2023", unit="%"))
    assert found["Distance to target"] == "85 − 80 = 5 percentage points"
    assert found["Required pace"] == "(85 − 80) / 8 ≈ 0.63 percentage points a quarter"


UNDEFINED = {
    "a total without one at the start": (
        target(),
        observed({"2024-Q2": 2155}, "running_total"),
        "the total at the plan's start has not been published, so the increment is not known",
    ),
    "a level without one at the start": (
        target(basis="level"),
        observed({"2024": 20}, "level"),
        "the figure at the plan's start has not been published",
    ),
    "a baseline that met the target": (
        target(basis="level", baseline_value=500.0, baseline_period="2020"),
        observed({"2024": 300}, "level"),
        "the baseline met the target already, so there is no way from one to the other",
    ),
    "nothing published": (target(), NOTHING, "no figure can be compared with the target"),
}


@pytest.mark.parametrize(("goal", "figures", "reason"), UNDEFINED.values(), ids=UNDEFINED.keys())
def test_what_is_undefined_says_why(goal: pl.DataFrame, figures: pl.DataFrame, reason: str) -> None:
    row, account = card(goal, figures, at="2024")
    assert written(row, account)["Attainment"] == reason
    assert not any(char.isdigit() for char in written(row, account)["Pace ratio"])


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (2155.0, "2155"),
        (10_000.0, "10,000"),
        (2_621_816.0, "2,621,816"),
        (88.9, "88.9"),
        (-0.25, "−0.25"),
        (0.1 + 0.2, "0.3"),
        (0.0, "0"),
        (None, ""),
    ],
)
def test_figures_stand_with_every_digit(amount: float | None, text: str) -> None:
    assert plain(amount) == text


def agrees(step: Step, result: float | None, scale: float = 1.0) -> None:
    """What stands left of the equals sign comes to the judged measure; where none does, there is none."""
    if not step.expression:
        return
    assert result is not None
    assert computed(step.expression) * scale == pytest.approx(result, rel=1e-9, abs=1e-9)


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(["in_period", "total", "level"]),
    st.sampled_from([">=", "<="]),
    st.floats(1, 5000).map(lambda value: round(value, 2)),
    st.none() | st.floats(-10, 500).map(lambda value: round(value, 3)),
    st.tuples(strands("both"), strands(NATIONAL), strands(SECTOR)),
    st.sampled_from(["2021-Q1", "2021", "2022-02", "2024-Q2", "2025", "2027"]),
    st.sampled_from(LANGUAGES),
)
def test_what_is_written_comes_to_what_was_judged(
    basis: str,
    comparator: str,
    goal_value: float,
    baseline: float | None,
    figures: tuple[pl.DataFrame, ...],
    at: str,
    language: Language,
) -> None:
    goal = target(
        indicator_code="both",
        basis=basis,
        comparator=comparator,
        value=goal_value,
        baseline_value=baseline,
        baseline_period=None if baseline is None else "2020",
    )
    row, account = card(goal, *figures, at=at, parts=components("both", NATIONAL, SECTOR))
    steps = {step.name: step for step in arithmetic.steps(row, account, language)}
    names = (
        ("Value", "Attainment", "Elapsed time", "Distance to target", "Required pace", "Average pace")
        if language == "en"
        else ("实际值", "达成率", "序时进度", "距目标差距", "剩余所需增速", "平均增速")
    )
    columns = ("value", "attainment", "time_share", "distance", "required_pace", "average_pace")
    for name, column in zip(names, columns, strict=True):
        if name in steps:
            agrees(steps[name], row[column])
            if not steps[name].expression and column == "attainment":
                assert row["attainment"] is None
    if row["attainment"] is not None:
        assert steps[names[1]].expression
    whole = steps[names[1]].text.endswith(" 100%")
    assert not whole or row["attainment"] >= 1 - 1e-12


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.number))
def test_every_rule_is_worded_with_the_cut_offs_of_the_code(rule: Any, language: Language) -> None:
    text = rules.condition(rule, language)
    assert text
    assert "{" not in text
    for limit in (rule.lowest, rule.below):
        if limit:
            assert f"{limit:g}" in text


def test_a_rule_on_the_pace_tells_the_ratio_it_was_given_for() -> None:
    row, account = card(target(), observed(TOTALS, "running_total"), at="2024-Q2")
    assert row["status"] == Status.ON_TRACK
    assert rules.reason(account.rule, row, "en") == (
        "Rule 10, the first that applies: the pace ratio is 0.95 or more; here it is 1.0107."
    )
    assert math.isclose(row["pace_ratio"], 0.7075 / 0.7)


def test_what_comes_of_a_bound_is_one() -> None:
    row, account = card(target(value=19), observed({"2024": 16}, "since_start"), at="2024")
    found = written(row | {"bound": ">="}, account)
    assert found["Attainment"] == "16 / 19 ≥ 84.21%"
    assert found["Distance to target"] == "19 − 16 ≤ 3 items"
    assert found["Required pace"] == "(19 − 16) / 4 ≤ 0.75 items a quarter"
    assert found["Average pace"] == "16 / 16 ≥ 1 item a quarter"


def test_a_bound_is_rounded_the_way_it_points() -> None:
    row, account = card(target(value=3), observed({"2024": 2}, "since_start"), at="2024")
    assert written(row | {"bound": ">="}, account)["Attainment"] == "2 / 3 ≥ 66.66%"
    assert written(row | {"bound": "<="}, account)["Attainment"] == "2 / 3 ≤ 66.67%"


def test_a_bounded_sum_keeps_its_bound() -> None:
    row, account = card(target(), observed({"2021": 90, "2022": 85}, "flow", bound=">="), at="2022")
    assert written(row, account)["Value"] == "85 + 90 ≥ 175 items"
