"""The projection: its formula, when there is none, and how often its interval holds."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
import pytest

from dabiao.judgement import Projection, grows, project
from dabiao.model import NoInterval, Verdict
from dabiao.periods import end_month
from tests.unit.judgement_frames import TARGET_SCHEMA, USUAL_TARGET, judged, observed, quarters, target

# Student's t, 90 % quantiles as printed in tables
T_90 = {1: 3.0776835371752527, 3: 1.6377443536962102, 5: 1.4758840488244815, 7: 1.4149239276488585}


def projected(
    goal: pl.DataFrame,
    values: dict[str, float],
    basis: str = "level",
    **options: Any,
) -> Projection:
    figures = observed(dict(values), basis)
    growing = figures.with_columns(target_basis=pl.lit(goal["basis"].item())).select(grows().all()).item()
    return project(judged(goal, figures), goal.row(0, named=True), growing=growing, **options)


def level(value: float = 150.0, **changes: Any) -> pl.DataFrame:
    usual = {"basis": "level", "value": value, "baseline_value": 100.0, "baseline_period": "2020"}
    return target(**{**usual, **changes})


def walk(*increments: float, start: float = 100.0) -> dict[str, float]:
    return quarters("2021-Q1", start + np.cumsum(increments))


def test_the_interval_is_that_of_a_random_walk_with_drift() -> None:
    found = projected(level(), walk(1, 3, 2, 4))
    mean, deviation, n, ahead = 2.5, math.sqrt(5 / 3), 4, 16
    half = T_90[3] * deviation * math.sqrt(ahead * (1 + ahead / n))
    assert (found.n, found.spacing_months, found.reason) == (4, 3, None)
    assert found.centre == pytest.approx(110 + ahead * mean)
    assert found.low == pytest.approx(150 - half)
    assert found.high == pytest.approx(150 + half)
    assert found.verdict == Verdict.OPEN


def test_from_eight_quarters_on_the_wider_of_quarters_and_years_is_shown() -> None:
    years_apart = walk(1, 1, 1, 1, 9, 9, 9, 9)
    found = projected(level(300.0), years_apart)
    of_years = T_90[1] * math.sqrt(32**2 / 2) * math.sqrt(3 * (1 + 3 / 2))
    assert found.centre == pytest.approx(140 + 12 * 5)
    assert found.high == pytest.approx(200 + of_years)
    seasons = projected(level(300.0), walk(1, 9, 1, 9, 1, 9, 1, 9))
    of_quarters = T_90[7] * math.sqrt(16 * 8 / 7) * math.sqrt(12 * (1 + 12 / 8))
    assert seasons.high == pytest.approx(200 + of_quarters)


def test_yearly_figures_are_projected_by_years() -> None:
    goal = level(deadline="2030")
    found = projected(goal, {"2021": 101, "2022": 104, "2023": 106, "2024": 110})
    assert (found.n, found.spacing_months) == (4, 12)
    deviation, ahead = math.sqrt(5 / 3), 6
    assert found.high == pytest.approx(
        110 + 2.5 * ahead + T_90[3] * deviation * math.sqrt(ahead * (1 + ahead / 4))
    )


REASONS = {
    "nothing reported": (level(), {}, NoInterval.NO_DATA),
    "no target value": (level(value=None), walk(1, 2, 3, 4), NoInterval.INVALID_TARGET),  # type: ignore[arg-type]
    "deadline before t0": (level(deadline="2019"), walk(1, 2, 3, 4), NoInterval.INVALID_TARGET),
    "at the deadline": (level(deadline="2021"), walk(1, 2, 3, 4), NoInterval.PAST_DEADLINE),
    "no baseline": (level(baseline_value=None), walk(1, 2, 3, 4), NoInterval.NO_BASELINE),
    "at t0": (level(), {"2020": 100.0}, NoInterval.TOO_EARLY),
    "a quarter is missing": (
        level(),
        {period: v for period, v in walk(1, 2, 3, 4, 5).items() if period != "2021-Q3"},
        NoInterval.UNEQUAL_SPACING,
    ),
    "three quarters": (level(), walk(1, 2, 3), NoInterval.TOO_SHORT),
    "three years": (level(), {"2021": 110, "2022": 120, "2023": 130}, NoInterval.TOO_SHORT),
    "less than a year of months": (
        level(),
        {f"2021-{month:02}": 100 + month for month in range(1, 12)},
        NoInterval.TOO_SHORT,
    ),
}


@pytest.mark.parametrize(("goal", "values", "reason"), REASONS.values(), ids=REASONS.keys())
def test_without_ground_for_one_there_is_no_interval_and_no_verdict(
    goal: pl.DataFrame, values: dict[str, float], reason: NoInterval
) -> None:
    found = projected(goal, values)
    assert (found.reason, found.verdict, found.fan) == (reason, None, ())
    assert (found.centre, found.low, found.high) == (None, None, None)


def test_the_needed_pace_stands_against_the_average_with_or_without_an_interval() -> None:
    short = projected(level(), walk(1, 2, 3))
    assert short.average_pace == pytest.approx(2)
    assert short.required_pace == pytest.approx((150 - 106) / 17)
    assert short.recent_pace is None
    longer = projected(level(), walk(1, 2, 3, 4))
    assert longer.average_pace == pytest.approx(2.5)
    assert longer.required_pace == pytest.approx(40 / 16)
    assert longer.recent_pace == pytest.approx(2.5)
    nothing = projected(level(), {})
    assert (nothing.average_pace, nothing.required_pace, nothing.recent_pace) == (None, None, None)


def test_a_change_of_pace_hides_the_verdict_and_shows_the_last_year_s_pace() -> None:
    found = projected(level(), walk(1, 2, 4, 5, 7, 8, 10, 11))
    assert found.pace_change
    assert found.verdict is None
    assert found.reason is None
    assert found.fan
    assert found.recent_pace == pytest.approx((7 + 8 + 10 + 11) / 4)
    assert found.average_pace == pytest.approx(48 / 8)


@pytest.mark.parametrize(
    ("goal", "comparator", "verdict"),
    [
        (120.0, ">=", Verdict.LIKELY),
        (200.0, ">=", Verdict.UNLIKELY),
        (141.0, ">=", Verdict.OPEN),
        (120.0, "<=", Verdict.UNLIKELY),
        (200.0, "<=", Verdict.LIKELY),
        (141.0, "<=", Verdict.OPEN),
    ],
)
def test_the_verdict_is_what_the_whole_interval_says(goal: float, comparator: str, verdict: Verdict) -> None:
    found = projected(level(goal, comparator=comparator), walk(2, 2.5, 2, 1.5, 2, 2))
    assert found.verdict == verdict
    assert found.low is not None
    assert found.high is not None
    assert found.low < 140 < found.high


def test_an_interval_that_just_reaches_the_target_meets_it() -> None:
    steady = walk(2, 2, 2, 2)
    assert projected(level(140.0), steady).verdict == Verdict.LIKELY
    assert projected(level(140.0001), steady).verdict == Verdict.UNLIKELY


def test_a_count_is_not_expected_to_fall_unless_it_was_revised_down() -> None:
    uneven = quarters("2021-Q1", np.cumsum([0, 40, 0, 0]))
    found = projected(target(), uneven, "since_start")
    assert found.low == 40
    assert all(step.low >= 40 for step in found.fan)
    falling = quarters("2021-Q1", [0, 45, 40, 40])
    assert (projected(target(), falling, "since_start").low or 0) < 40
    stock = target(basis="total", baseline_value=0.0, baseline_period="2020")
    assert (projected(stock, uneven).low or 0) < 40
    assert projected(stock, uneven, "running_total").low == 40


def test_a_rate_stays_within_its_bounds() -> None:
    goal = level(95.0, baseline_value=80.0)
    shares = walk(3, 4, 2, 5, start=80.0)
    found = projected(goal, shares, bounds=(0.0, 100.0))
    logits = [math.log(share / (100 - share)) for share in (80, 83, 87, 89, 94)]
    increments = [after - before for before, after in pairwise(logits)]
    mean = sum(increments) / 4
    deviation = math.sqrt(sum((one - mean) ** 2 for one in increments) / 3)
    half = T_90[3] * deviation * math.sqrt(16 * (1 + 16 / 4))
    assert found.centre == pytest.approx(100 / (1 + math.exp(-(logits[-1] + 16 * mean))))
    assert found.low == pytest.approx(100 / (1 + math.exp(-(logits[-1] + 16 * mean - half))))
    assert found.high is not None
    assert found.high < 100
    assert (projected(goal, shares).high or 0) > 100


def test_a_rate_on_a_bound_is_projected_straight_and_clipped() -> None:
    goal = level(95.0, baseline_value=80.0)
    found = projected(goal, walk(8, 6, 6, -5, start=80.0), bounds=(0.0, 100.0))
    plain = projected(goal, walk(8, 6, 6, -5, start=80.0))
    assert found.high == 100
    assert found.low == plain.low
    assert plain.high is not None
    assert plain.high > 100


def test_bounds_however_far_the_walk_goes() -> None:
    goal = level(50.0, baseline_value=50.0, deadline="2099")
    found = projected(goal, walk(40, 9, 0.9, 0.09, start=50.0), bounds=(0.0, 100.0))
    assert found.high == 100
    assert all(0 <= step.low <= step.centre <= step.high <= 100 for step in found.fan)


def test_the_fan_ends_at_the_deadline_and_widens() -> None:
    found = projected(level(deadline="2025-11"), walk(1, 3, 2, 4))
    assert found.fan[0].end_month == end_month("2022-Q1")
    assert found.fan[-2].end_month == end_month("2025-Q3")
    assert found.fan[-1].end_month == end_month("2025-11")
    widths = [step.high - step.low for step in found.fan]
    assert all(before < after for before, after in pairwise(widths))
    assert (found.centre, found.low, found.high) == (
        found.fan[-1].centre,
        found.fan[-1].low,
        found.fan[-1].high,
    )


def test_figures_before_the_baseline_and_after_the_moment_play_no_part() -> None:
    values = {**quarters("2019-Q1", [5, 90, 12, 70, 1, 1, 1]), **walk(1, 3, 2, 4)}
    assert projected(level(), values).fan == projected(level(), walk(1, 3, 2, 4)).fan
    goal = level()
    rows = judged(goal, observed({**walk(1, 3, 2, 4, 50, 60)}, "level"))
    known = rows.filter(pl.col("end_month") <= end_month("2021"))
    found = project(known, goal.row(0, named=True), growing=False)
    assert found.fan == projected(level(), walk(1, 3, 2, 4)).fan


def _coverage(n: int, ahead: int, lines: int) -> float:
    """Return how often the value at the deadline lay in the interval, over simulated random walks."""
    random = np.random.default_rng(20211010)
    steps = random.normal(3.0, 2.0, size=(lines, n + ahead))
    paths = steps.cumsum(axis=1)
    year, rest = divmod(n + ahead - 1, 4)
    targets = pl.DataFrame(
        [
            {
                **USUAL_TARGET,
                "area_code": f"{number:06}",
                "basis": "level",
                "baseline_value": 0.0,
                "baseline_period": "2020",
                "deadline": f"{2021 + year}-Q{rest + 1}",
            }
            for number in range(lines)
        ],
        schema=TARGET_SCHEMA,
    )
    figures = [
        observed(quarters("2021-Q1", path[:n]), "level", area_code=f"{number:06}")
        for number, path in enumerate(paths)
    ]
    rows = judged(targets, *figures).partition_by("area_code", as_dict=True)
    held = 0
    for number, row in enumerate(targets.iter_rows(named=True)):
        found = project(rows[f"{number:06}",], row, growing=False)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= paths[number, -1] <= found.high
    return held / lines


def test_an_80_per_cent_interval_holds_80_times_in_a_hundred() -> None:
    assert _coverage(n=6, ahead=6, lines=800) == pytest.approx(0.80, abs=0.045)


def test_the_wider_of_two_intervals_holds_at_least_as_often() -> None:
    assert 0.80 <= _coverage(n=12, ahead=8, lines=400) <= 0.95
