"""What holds of every line, whatever its figures."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from scipy import stats

from dabiao.judgement import as_of, judge, points
from dabiao.model import Status
from dabiao.periods import end_month_expr
from tests.unit.judgement_frames import (
    NO_COMPONENTS,
    OBSERVATION_SCHEMA,
    TARGET_SCHEMA,
    USUAL_TARGET,
    components,
    flags,
    judged,
    observations_of,
    observed,
    quarters,
    target,
)

amounts = st.integers(-10_000, 10_000)
comparators = st.sampled_from([">=", "<="])
few = settings(max_examples=40, deadline=None)

ORDER = [Status.MOVING_AWAY, Status.FAR_BEHIND, Status.LAGGING, Status.ON_TRACK, Status.MET_EARLY]


def one_figure_each(cases: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Judge levels with a stated baseline and one figure; each case gives value, baseline, figure, …"""
    rows = []
    reported = []
    for number, case in enumerate(cases):
        area = f"{number:06}"
        rows.append(
            {
                **USUAL_TARGET,
                "area_code": area,
                "basis": "level",
                "comparator": case["comparator"],
                "value": float(case["goal"]),
                "baseline_value": float(case["baseline"]),
                "baseline_period": "2020",
            }
        )
        period, value = case.get("period", "2023"), float(case["figure"])
        reported.append({"area_code": area, "period": period, "value": value, "basis": "level"})
    targets = pl.DataFrame(rows, schema=TARGET_SCHEMA)
    found = judged(targets, observations_of(reported)).filter(pl.col("end_month") > 0)
    return found.sort("area_code").to_dicts()


def ways(comparator: str, baseline: int, length: int) -> tuple[int, int]:
    """Return the target ``length`` > 0 away from the baseline on its good side, and the sign."""
    sign = 1 if comparator == ">=" else -1
    return baseline + sign * length, sign


@few
@given(st.lists(st.tuples(comparators, amounts, st.integers(1, 10_000)), min_size=1, max_size=20))
def test_the_baseline_is_nought_and_the_target_is_one(lines: list[tuple[str, int, int]]) -> None:
    cases = []
    for comparator, baseline, length in lines:
        goal, _ = ways(comparator, baseline, length)
        for figure in (baseline, goal):
            cases.append({"comparator": comparator, "baseline": baseline, "goal": goal, "figure": figure})
    found = one_figure_each(cases)
    assert {row["attainment"] for row in found[::2]} == {0.0}
    assert {row["attainment"] for row in found[1::2]} == {1.0}
    assert {row["status"] for row in found[1::2]} == {Status.MET_EARLY}
    assert {row["status"] for row in found[::2]} == {Status.FAR_BEHIND}


@few
@given(comparators, amounts, st.integers(1, 10_000), st.lists(amounts, min_size=2, max_size=20))
def test_attainment_and_status_follow_the_figure(
    comparator: str, baseline: int, length: int, figures: list[int]
) -> None:
    goal, sign = ways(comparator, baseline, length)
    figures = sorted(figures, key=lambda figure: sign * figure)
    found = one_figure_each(
        {"comparator": comparator, "baseline": baseline, "goal": goal, "figure": figure} for figure in figures
    )
    attainments = [row["attainment"] for row in found]
    assert attainments == sorted(attainments)
    ranks = [ORDER.index(Status(row["status"])) for row in found]
    assert ranks == sorted(ranks)
    gaps = [row["distance"] for row in found]
    assert gaps == sorted(gaps, reverse=True)
    assert min(gaps) >= 0


@few
@given(
    comparators,
    amounts,
    st.integers(1, 10_000),
    st.lists(st.floats(-2, 2), min_size=1, max_size=20),
    st.sampled_from(["2021", "2022-Q2", "2024-11"]),
)
def test_cut_offs_are_those_of_the_pace_ratio(
    comparator: str, baseline: int, length: int, attained: list[float], period: str
) -> None:
    goal, sign = ways(comparator, baseline, length)
    found = one_figure_each(
        {
            "comparator": comparator,
            "baseline": baseline,
            "goal": goal,
            "figure": baseline + sign * length * share,
            "period": period,
        }
        for share in attained
    )
    for row in found:
        ratio = row["pace_ratio"]
        assert ratio == pytest.approx(row["attainment"] / row["time_share"], rel=1e-12)
        assert row["pace_gap"] == pytest.approx(100 * (row["attainment"] - row["time_share"]), abs=1e-9)
        if row["status"] == Status.MET_EARLY:
            assert row["attainment"] > 1 - 1e-6
            continue
        lowest = {"on_track": 0.95, "lagging": 0.6, "far_behind": 0.0, "moving_away": -math.inf}
        below = {"on_track": math.inf, "lagging": 0.95, "far_behind": 0.6, "moving_away": 0.0}
        assert lowest[row["status"]] - 2e-9 <= ratio < below[row["status"]]


@few
@given(
    comparators, amounts, st.integers(1, 10_000), st.lists(st.floats(0, 0.9999999), min_size=1, max_size=20)
)
def test_what_is_short_of_the_target_is_not_reached(
    comparator: str, baseline: int, length: int, attained: list[float]
) -> None:
    goal, sign = ways(comparator, baseline, length)
    found = one_figure_each(
        {
            "comparator": comparator,
            "baseline": baseline,
            "goal": goal,
            "figure": goal - sign * abs(goal or 1) * (1 - share),
            "period": "2025",
        }
        for share in attained
    )
    for row in found:
        assert row["status"] == Status.MISSED
        assert row["attainment"] < 1
        assert row["distance"] > 0


@few
@given(
    st.lists(st.tuples(comparators, amounts, amounts, amounts), min_size=1, max_size=20),
    st.sampled_from([1e-6, 0.01, 3.0, 10_000.0]),
)
def test_no_status_depends_on_the_unit(lines: list[tuple[str, int, int, int]], factor: float) -> None:
    names = ("comparator", "baseline", "goal", "figure")
    plain = [dict(zip(names, line, strict=True)) for line in lines]
    scaled = [{**case, **{name: float(case[name]) * factor for name in names[1:]}} for case in plain]
    for one, other in zip(one_figure_each(plain), one_figure_each(scaled), strict=True):
        for name in ("status", "flags", "time_share"):
            assert one[name] == other[name]
        for name in ("attainment", "pace_gap", "pace_ratio"):
            assert other[name] == (
                None if one[name] is None else pytest.approx(one[name], rel=1e-9, abs=1e-9)
            )
        for name in ("distance", "required_pace", "average_pace"):
            assert other[name] == pytest.approx(one[name] * factor, rel=1e-9, abs=1e-9 * factor)


@few
@given(st.lists(st.tuples(comparators, amounts, amounts, amounts), min_size=1, max_size=20))
def test_both_directions_mirror_each_other(lines: list[tuple[str, int, int, int]]) -> None:
    plain = [
        {"comparator": comparator, "baseline": baseline, "goal": goal, "figure": figure}
        for comparator, baseline, goal, figure in lines
    ]
    mirrored = [
        {
            "comparator": ">=" if comparator == "<=" else "<=",
            "baseline": -baseline,
            "goal": -goal,
            "figure": -figure,
        }
        for comparator, baseline, goal, figure in lines
    ]
    same = ("status", "flags", "attainment", "time_share", "pace_gap", "pace_ratio", "distance")
    for one, other in zip(one_figure_each(plain), one_figure_each(mirrored), strict=True):
        assert {name: one[name] for name in same} == {name: other[name] for name in same}


# Whole lines

PERIODS = [
    *(str(year) for year in range(2018, 2028)),
    *(f"{year}-S{half}" for year in range(2020, 2024) for half in (1, 2)),
    *(f"{year}-Q{quarter}" for year in range(2019, 2027) for quarter in (1, 2, 3, 4)),
    *(f"2021-{month:02}" for month in range(1, 13)),
]
BASES = ["since_start", "flow", "year_to_date", "running_total", "level"]


@st.composite
def series(draw: st.DrawFn, indicator: str) -> pl.DataFrame:
    """One series of any basis, with holes, overlaps, falls, bounds and absences."""
    basis = draw(st.sampled_from([*BASES, "flow and year to date"]))
    rows = draw(
        st.dictionaries(
            st.sampled_from(PERIODS),
            st.tuples(
                st.integers(0, 300),
                st.sampled_from(["=", "=", "=", ">=", "<=", "~"]),
                st.sampled_from(["A", "A", "A", "A", "O"]),
            ),
            max_size=25,
        )
    )
    bases = {"flow and year to date": ["flow", "year_to_date"]}.get(basis, [basis])
    frame = pl.DataFrame(
        [
            {
                "area_code": "610000",
                "indicator_code": indicator,
                "series": "published",
                "period": period,
                "value": float(value) if status == "A" else None,
                "basis": bases[number % len(bases)],
                "bound": bound,
                "status": status,
            }
            for number, (period, (value, bound, status)) in enumerate(rows.items())
        ],
        schema={name: dtype for name, dtype in OBSERVATION_SCHEMA.items() if name != "end_month"},
    )
    return frame.with_columns(end_month=end_month_expr("period")).select(*OBSERVATION_SCHEMA)


def _targets() -> pl.DataFrame:
    """Return targets of every basis and direction, with and without baseline, plain and combined."""
    rows = []
    for indicator in ("a", "combined"):
        for basis in ("in_period", "total", "level"):
            for comparator in (">=", "<="):
                for baseline in ((None, None), (50.0, "2020"), (400.0, "2019-Q2")):
                    for start, deadline in (("2021", "2025"), ("2020-Q3", "2022-Q4"), ("2021", "2020")):
                        rows.append(
                            {
                                **USUAL_TARGET,
                                "target_id": f"t{len(rows):03}",
                                "indicator_code": indicator,
                                "basis": basis,
                                "comparator": comparator,
                                "baseline_value": baseline[0],
                                "baseline_period": baseline[1],
                                "plan_start": start,
                                "deadline": deadline,
                                "value": 300.0,
                            }
                        )
    return pl.DataFrame(rows, schema=TARGET_SCHEMA)


TARGETS = _targets()
PARTS = components("combined", "b", "c")
observations = st.tuples(series("a"), series("b"), series("c")).map(pl.concat)


def judge_all(figures: pl.DataFrame, targets: pl.DataFrame = TARGETS) -> pl.DataFrame:
    return judge(targets, points(targets, figures, PARTS))


@few
@given(observations, st.integers(2018 * 12, 2028 * 12))
def test_judging_what_was_known_then_is_looking_back_now(figures: pl.DataFrame, month: int) -> None:
    known = figures.filter(pl.col("end_month") <= month)
    assert_frame_equal(
        as_of(judge_all(figures), month), as_of(judge_all(known), month), check_row_order=False
    )


@few
@given(observations, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(figures: pl.DataFrame, random: Any) -> None:
    seed = random.randrange(1000)
    shuffled = figures.sample(fraction=1, shuffle=True, seed=seed)
    targets = TARGETS.sample(fraction=1, shuffle=True, seed=seed)
    line = points(targets, shuffled, PARTS).sample(fraction=1, shuffle=True, seed=seed)
    assert_frame_equal(judge(targets, line), judge_all(figures), check_row_order=False)


@few
@given(observations)
def test_there_is_one_row_per_target_and_month_and_every_row_is_sound(figures: pl.DataFrame) -> None:
    rows = judge_all(figures)
    assert rows.select("area_code", "target_id", "end_month").is_unique().all()
    assert rows.filter(pl.col("end_month") == 0).height == TARGETS.height
    assert set(rows["status"]) <= {str(status) for status in Status}
    measures = ["attainment", "time_share", "pace_gap", "pace_ratio", "distance", "required_pace"]
    assert rows.select(pl.col(measures).is_finite().fill_null(True).all()).row(0) == (True,) * len(measures)
    assert rows["time_share"].drop_nulls().is_between(0, 1).all()
    assert (rows["distance"].drop_nulls() >= 0).all()
    needs_pace = rows.filter(pl.col("status").is_in(["on_track", "lagging", "far_behind"]))
    assert needs_pace["pace_ratio"].null_count() == 0
    unknown = rows.filter(pl.col("status") == "no_baseline")
    assert unknown["attainment"].null_count() == unknown.height
    assert rows.filter(pl.col("value").is_null())["attainment"].drop_nulls().is_empty()


@few
@given(observations, st.integers(-5_000, 5_000))
def test_an_increment_never_depends_on_how_high_a_running_total_stands(
    figures: pl.DataFrame, more: int
) -> None:
    totals = figures.with_columns(basis=pl.lit("running_total"))
    lifted = totals.with_columns(pl.col("value") + more)
    goals = TARGETS.filter(pl.col("basis") == "in_period")
    assert_frame_equal(judge_all(lifted, goals), judge_all(totals, goals))


@few
@given(st.lists(st.integers(-50, 50), min_size=6, max_size=30))
def test_a_change_of_pace_is_what_the_test_on_the_slope_says(increments: list[int]) -> None:
    totals = [sum(increments[: i + 1]) for i in range(len(increments))]
    line = observed(quarters("2021-Q1", totals), "level")
    goal = target(basis="level", baseline_value=0.0, baseline_period="2020", deadline="2040", value=1e6)
    found = judged(goal, line).filter(pl.col("end_month") > 0).sort("end_month").to_dicts()
    for n, row in enumerate(found, start=1):
        expected = False
        if n >= 6 and len(set(increments[:n])) > 1:
            test = stats.linregress(range(n), increments[:n])
            assume(abs(test.pvalue - 0.10) > 1e-6)
            expected = test.pvalue < 0.10
        assert ("pace_change" in flags(row)) == expected


@few
@given(
    st.dictionaries(
        st.sampled_from([f"{year}-Q{q}" for year in range(2021, 2025) for q in (1, 2, 3, 4)]),
        st.integers(0, 100),
        min_size=1,
    ),
)
def test_a_sum_of_quarters_adds_up_and_says_when_one_is_missing(flows: dict[str, int]) -> None:
    found = points(target(), observed(dict(flows), "flow"), NO_COMPONENTS)
    months = sorted(found["end_month"])
    every = list(quarters("2021-Q1", [0] * 16))
    for row in found.iter_rows(named=True):
        before = [period for period in every if period <= row["period"]]
        assert row["value"] == sum(flows.get(period, 0) for period in before)
        assert row["partial"] == any(period not in flows for period in before)
    assert len(months) == len(flows)
