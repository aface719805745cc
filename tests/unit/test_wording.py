"""Sentences in both languages: exact figures, right direction, nothing claimed that is not known."""

from dataclasses import dataclass

import polars as pl
import pytest

from dabiao import wording
from dabiao.model import NoInterval, RollUp, Verdict
from dabiao.periods import end_month
from dabiao.settings import Language
from dabiao.wording.figures import span
from tests.unit.test_charts import row

WITH_PACE = {"distance": 117.0, "required_pace": 19.5, "average_pace": 283 / 14}


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("2024", "2024年", "2024"),
        ("2024-Q2", "2024年第2季度", "Q2 2024"),
        ("2024-S1", "2024年上半年", "first half of 2024"),
        ("2024-06", "2024年06月", "2024-06"),
        (None, "—", "—"),
    ],
)
def test_periods_are_said_as_people_say_them(code: str | None, zh: str, en: str) -> None:
    assert wording.period(code, "zh") == zh
    assert wording.period(code, "en") == en


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        ("2021", "2025", "2021–2025年", "2021–2025"),
        ("2021", "2021", "2021年", "2021"),
        ("2021-Q3", "2025", "2021年第3季度–2025年", "Q3 2021–2025"),
        ("2021", "2025-06", "2021年–2025年06月", "2021–2025-06"),
    ],
)
def test_a_plan_s_time_is_said_in_periods_not_codes(start: str, end: str, zh: str, en: str) -> None:
    assert span(start, end, "zh") == zh
    assert span(start, end, "en") == en
    plan = pl.DataFrame(
        {
            "title_zh": ["方案"],
            "title_en": ["Plan"],
            "document_number": [None],
            "issuer_zh": ["省政府"],
            "issuer_en": ["Province"],
            "issued_on": ["2021-03-01"],
            "plan_start": [start],
            "horizon": [end],
            "plan_start_status": ["stated"],
        }
    )
    assert wording.plans(plan, "zh") == [f"方案 · 省政府 · 2021-03-01 · 规划期 {zh}"]
    assert wording.plans(plan, "en") == [f"Plan · Province · 2021-03-01 · plan {en}"]


def test_the_worked_figure_reads_in_both_languages() -> None:
    assert wording.verdict(row(), "zh") == "地方标准：283项，目标≥400项，达成率 70.8%　▲ 达到序时进度"
    assert (
        wording.verdict(row(), "en")
        == "Local standards: 283 items of ≥ 400 items, attainment 70.8% — ▲ On track"
    )


def test_ahead_and_behind_are_said_by_word_not_sign() -> None:
    assert wording.pace(row(), "zh") == "超序时进度 0.8 个百分点"
    assert wording.pace(row(pace_gap=-6.667), "zh") == "滞后序时进度 6.7 个百分点"
    assert wording.pace(row(pace_gap=-6.667), "en") == "6.7 points behind the elapsed time"


def test_a_figure_from_after_the_deadline_says_nothing_of_pace() -> None:
    after = row(status="achieved", pace_gap=162.0, end_month=end_month("2026"))
    assert wording.pace(after, "en") == ""
    assert "elapsed" not in wording.shortfall(after | WITH_PACE, "en")
    assert wording.pace(row(end_month=end_month("2025")), "en") == "0.8 points ahead of the elapsed time"
    assert wording.pace(row(pace_gap=None), "en") == ""


def test_required_pace_stands_against_the_pace_so_far() -> None:
    text = wording.required(row(**WITH_PACE), "zh")
    assert text == "截至2024年第2季度还差 117项；到2025年末每季度需 19.5项，此前平均每季度 20.2项"


def test_after_the_deadline_the_required_pace_is_told_as_past() -> None:
    text = wording.required(row(**WITH_PACE, flags=["awaiting_final"]), "en")
    assert "when 19.5 items a quarter was needed" in text
    assert "the deadline 2025 has passed" in wording.shortfall(
        row(**WITH_PACE, flags=["awaiting_final"]), "en"
    )


def test_a_met_target_requires_nothing() -> None:
    assert wording.required(row(distance=0.0, required_pace=-3.0, average_pace=20.0), "en") == ""


def test_the_headline_counts_each_group_once() -> None:
    counts = {RollUp.ACHIEVED: 1, RollUp.ON_TRACK: 0, RollUp.BEHIND: 0, RollUp.NO_DATA: 0}
    assert wording.standing(counts, "en") == "1 target: 1 achieved, 0 on track, 0 behind, 0 not judged"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_area_that_reported_nothing_is_named(language: Language) -> None:
    silent = {
        "area_name_zh": "城厢区",
        "area_name_en": "Chengxiang",
        "targets": 5,
        "reported": 0,
        "newest": None,
        "oldest": None,
    }
    text = wording.completeness(silent, language)
    assert silent[f"area_name_{language}"] in text
    assert "5" in text


def test_one_area_is_not_named_in_its_own_finding() -> None:
    rows = pl.DataFrame([row(), row(attainment=3.15)])
    assert "Shaanxi" not in wording.attainments(rows, "en")
    both = pl.DataFrame([row(), row(attainment=3.15, area_code="420000", area_name_en="Hubei")])
    assert wording.attainments(both, "en").endswith("to Hubei Local standards 315.0%")


@dataclass(frozen=True)
class Expected:
    low: float | None = 381.2
    high: float | None = 427.3
    verdict: Verdict | None = Verdict.OPEN
    reason: NoInterval | None = None
    average_pace: float | None = 20.0
    recent_pace: float | None = 31.0


def test_a_projection_is_told_with_its_interval_and_verdict() -> None:
    first, second = wording.outlook(Expected(), row(), "zh")
    assert "381项 至 427项（80% 区间）" in first
    assert "若基期以来的平均增速延续" in first
    assert second == "区间跨目标值两侧：尚难断定。"


def test_a_changed_pace_replaces_the_verdict() -> None:
    texts = wording.outlook(Expected(verdict=None), row(), "en")
    assert texts[1] == "The pace has changed: 31 items a quarter in the last year against 20 items over all."
    least = wording.outlook(Expected(verdict=None), row(bound=">="), "en")[1]
    assert "≥ 31 items a quarter in the last year against ≥ 20 items" in least


def test_without_an_interval_the_reason_is_told_once() -> None:
    none = Expected(low=None, high=None, verdict=None, reason=NoInterval.TOO_SHORT)
    assert wording.outlook(none, row(), "en") == [
        "No projection: fewer than 4 increments, or less than 12 months."
    ]
    pending = Expected(low=None, high=None, verdict=None, reason=NoInterval.NO_BASELINE)
    assert wording.outlook(pending, row(), "en") == []


def test_a_pace_away_from_the_target_is_told_as_one() -> None:
    away = {**WITH_PACE, "average_pace": -0.26}
    assert wording.required(row(**away), "en").endswith("against −0.26 items a quarter so far")
    rising = wording.required(row(**away, comparator="<="), "en")
    assert rising.endswith("against 0.26 items a quarter so far")


RATE = {"unit": "%", "unit_name_en": "%", "distance": 7.6, "required_pace": 7.6 / 3, "average_pace": 1.0}


def test_distance_and_pace_of_a_rate_are_in_percentage_points() -> None:
    assert wording.required(row(**RATE), "zh") == (
        "截至2024年第2季度还差 7.6 个百分点；到2025年末每季度需 2.53 个百分点，此前平均每季度 1 个百分点"
    )
    assert wording.required(row(**RATE), "en") == (
        "7.6 percentage points short as of Q2 2024; 2.53 percentage points a quarter needed to the end of "
        "2025, against 1 percentage point a quarter so far"
    )


def test_what_is_computed_from_a_bound_is_one() -> None:
    least = row(**WITH_PACE, bound=">=")
    assert wording.attainment(least, "en") == "≥ 70.8%"
    assert wording.pace(least, "en") == "≥ 0.8 points ahead of the elapsed time"
    assert wording.pace(least | {"pace_gap": -6.7}, "en") == "≤ 6.7 points behind the elapsed time"
    assert wording.required(least, "zh") == (
        "截至2024年第2季度还差 ≤ 117项；到2025年末每季度需 ≤ 19.5项，此前平均每季度 ≥ 20.2项"
    )


def test_the_bound_turns_where_the_value_must_fall() -> None:
    falling = row(**WITH_PACE, bound=">=", comparator="<=")
    assert wording.attainment(falling, "en") == "≤ 70.8%"
    assert wording.required(falling, "en").startswith(
        "≥ 117 items short as of Q2 2024; ≥ 19.5 items a quarter"
    )


@pytest.mark.parametrize(
    ("named", "amount", "text"),
    [
        ("items", 1.0, "1 item"),
        ("items", 1.5, "1.5 items"),
        ("items", 11.0, "11 items"),
        ("people", 1.0, "1 person"),
        ("rank", 1.0, "1 rank"),
    ],
)
def test_one_of_a_unit_is_told_in_the_singular(named: str, amount: float, text: str) -> None:
    assert wording.value(row(unit_name_en=named), amount, "en") == text
    assert wording.value(row(unit_name_en=named), amount, "zh") == f"{amount:g}项"


def test_one_point_is_told_in_the_singular() -> None:
    assert wording.pace(row(pace_gap=-1.0), "en") == "1 point behind the elapsed time"
