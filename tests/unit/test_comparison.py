"""Places, ties, who has none and why, and that unlike targets never meet."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao import comparison
from dabiao.comparison import SPREAD_FROM
from dabiao.model import ALIKE, AXIS, Flag, Relation, Status, Withheld
from tests.unit.comparison_frames import figures, frame, published, silent, standing
from tests.unit.comparison_frames import standings as placed


def places(rows: pl.DataFrame) -> dict[str, int | None]:
    return dict(rows.select("area_code", "place").iter_rows())


def reasons(rows: pl.DataFrame) -> dict[str, str | None]:
    return dict(rows.select("area_code", "withheld").iter_rows())


def test_the_highest_attainment_comes_first_and_ties_share_a_place() -> None:
    rows = placed(
        standing("a", 0.2), standing("b", 1.4), standing("c", 0.7), standing("d", 0.7), standing("e", 0.1)
    )
    assert places(rows) == {"b": 1, "c": 2, "d": 2, "a": 4, "e": 5}


def test_rounding_of_the_last_digits_makes_no_place() -> None:
    rows = placed(standing("a", 0.1 + 0.2), standing("b", 0.3))
    assert places(rows) == {"a": 1, "b": 1}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (standing("a", status=Status.INVALID_TARGET), Withheld.INVALID_TARGET),
        (silent("a"), Withheld.NOT_REPORTED),
        (silent("a", plan_start="2025", deadline="2030"), Withheld.NOT_DUE),
        (standing("a", None, status=Status.PENDING_FINAL), Withheld.PENDING_FINAL),
        (standing("a", 0.9, status=Status.PENDING_FINAL), Withheld.PENDING_FINAL),
        (
            standing("a", None, status=Status.ACHIEVED, flags=[Flag.BASELINE_MEETS_TARGET]),
            Withheld.BASELINE_MEETS_TARGET,
        ),
        (standing("a", None, status=Status.ACHIEVED, baseline=None), Withheld.NO_BASELINE),
        (standing("a", None, status=Status.NO_BASELINE, baseline=None), Withheld.NO_BASELINE),
        (standing("a", 0.0, status=Status.TOO_EARLY), Withheld.TOO_EARLY),
        (standing("a", flags=[Flag.PARTIAL_COVERAGE, Flag.LOWER_BOUND]), Withheld.PARTIAL),
        (standing("a", flags=[Flag.LOWER_BOUND]), Withheld.BOUNDED),
        (standing("a", bound=">="), Withheld.BOUNDED),
        (standing("a", bound="<="), Withheld.BOUNDED),
        (standing("a", flags=[Flag.AWAITING_FINAL, Flag.STALE]), Withheld.AWAITING_FINAL),
        (standing("a", flags=[Flag.STALE]), Withheld.STALE),
        (standing("a", status=Status.ACHIEVED, flags=[Flag.STALE]), None),
        (standing("a", status=Status.MISSED, flags=[Flag.STALE]), None),
        (standing("a", bound="~"), None),
        (standing("a", flags=[Flag.REVISED_DOWN, Flag.ASSUMED_PLAN_START, Flag.BASELINE_NEAR]), None),
        (standing("a", -0.3, status=Status.MOVING_AWAY), None),
    ],
)
def test_an_incomplete_figure_has_no_place_and_the_reason_is_kept(
    row: dict[str, Any], reason: Withheld | None
) -> None:
    rows = placed(row, standing("b", 0.9))
    assert reasons(rows)["a"] == reason
    assert (places(rows)["a"] is None) == (reason is not None)


@pytest.mark.parametrize(
    ("absence", "reason"),
    [("O", Withheld.NOT_REPORTED), ("M", Withheld.NOT_APPLICABLE), ("Q", Withheld.NOT_DISCLOSED)],
)
def test_the_reason_for_silence_is_the_one_the_area_gave(absence: str, reason: Withheld) -> None:
    rows = placed(silent("a"), reported=figures(published("a", "2024-Q2", status=absence)))
    assert reasons(rows) == {"a": reason}


@pytest.mark.parametrize(
    ("period", "status", "reason"),
    [
        ("2024-Q3", Status.FAR_BEHIND, Withheld.LATER_MISSING),
        ("2024-Q2", Status.FAR_BEHIND, None),
        ("2023-Q4", Status.FAR_BEHIND, None),
        ("2024-Q4", Status.FAR_BEHIND, None),  # after the as-of: not known yet
        ("2024-Q3", Status.ACHIEVED, None),
    ],
)
def test_a_period_left_out_after_the_latest_figure_costs_the_place(
    period: str, status: Status, reason: Withheld | None
) -> None:
    rows = placed(standing("a", status=status), reported=figures(published("a", period)))
    assert reasons(rows) == {"a": reason}


def test_an_absence_in_another_series_is_none_of_the_target() -> None:
    rows = placed(standing("a"), reported=figures(published("a", "2024-Q3", series="returns")))
    assert reasons(rows) == {"a": None}


@pytest.mark.parametrize(
    "other",
    [
        {"basis": "total"},
        {"series": "published-led"},
        {"comparator": "<="},
        {"plan_start": "2016"},
        {"deadline": "2030"},
        {"level": "city"},
        {"indicator_code": "national-standards"},
    ],
)
def test_unlike_targets_are_never_ranked_together_nor_share_an_axis(other: dict[str, Any]) -> None:
    rows = placed(standing("a", 0.9), standing("b", 0.2, **other))
    assert places(rows) == {"a": 1, "b": 1}
    assert [one.rows.height for one in comparison.axes(rows)] == [1, 1]


def test_axes_hold_the_ranked_first_and_those_with_most_places_come_first() -> None:
    alone = [standing("d", 0.2, level="city"), standing("p", 0.4, level="province")]
    rows = placed(*alone, silent("b"), standing("c", 0.1), standing("a", 0.9))
    first, second, third = comparison.axes(rows)
    assert (first.level, second.level, third.level) == ("county", "province", "city")
    assert first.rows["area_code"].to_list() == ["a", "c", "b"]
    assert first.ranked["area_code"].to_list() == ["a", "c"]
    assert first.withheld["area_code"].to_list() == ["b"]
    assert len({first.key, second.key, third.key}) == 3


def test_quartiles_are_those_of_the_ranked_and_need_five_of_them() -> None:
    shares = [0.1, 0.2, 0.3, 0.4, 0.9]
    few = placed(*(standing(str(n), share) for n, share in enumerate(shares[:4])), silent("s"))
    assert comparison.axes(few)[0].spread is None
    enough = placed(*(standing(str(n), share) for n, share in enumerate(shares)), silent("s"))
    assert comparison.axes(enough)[0].spread == {
        "low": 0.1,
        "quartile_1": 0.2,
        "median": 0.3,
        "quartile_3": 0.4,
        "high": 0.9,
    }
    assert len(shares) == SPREAD_FROM


# Not any float: which of two that differ in the ninth decimal is greater is a matter of rounding.
THOUSANDTHS = st.integers(-2000, 5000).map(lambda number: number / 1000)
DIFFERENCES = st.fixed_dictionaries(
    {
        "basis": st.sampled_from(["in_period", "total", "level"]),
        "series": st.sampled_from(["published", "published-led"]),
        "comparator": st.sampled_from([">=", "<="]),
        "deadline": st.sampled_from(["2025", "2027"]),
        "level": st.sampled_from(["city", "county"]),
        "flags": st.sampled_from([[], [Flag.STALE], [Flag.LOWER_BOUND]]),
        "attainment": st.sampled_from([1 / 3, 0.5, 0.5000000001]) | THOUSANDTHS,
    }
)


@settings(deadline=None, max_examples=60)
@given(st.lists(DIFFERENCES, max_size=30), st.randoms())
def test_a_place_counts_the_better_ones_that_are_alike_and_complete(changes: list[dict], random: Any) -> None:
    given_rows = [standing(f"{n:03}", **change) for n, change in enumerate(changes)]
    rows = placed(*given_rows)
    for row in rows.to_dicts():
        if row["withheld"] is not None:
            assert row["place"] is None
            continue
        alike = [
            other
            for other in rows.to_dicts()
            if other["withheld"] is None and all(other[name] == row[name] for name in AXIS)
        ]
        better = [other for other in alike if round(other["attainment"], 9) > round(row["attainment"], 9)]
        assert row["place"] == 1 + len(better)
    for one in comparison.axes(rows):
        assert one.rows.select(AXIS).n_unique() == 1
    assert sum(one.rows.height for one in comparison.axes(rows)) == rows.height
    random.shuffle(given_rows)
    assert places(placed(*given_rows)) == places(rows)


@settings(deadline=None)
@given(st.lists(st.floats(-2, 5), min_size=5, max_size=40))
def test_quartiles_lie_in_order_between_the_extremes(shares: list[float]) -> None:
    rows = placed(*(standing(f"{n:03}", share) for n, share in enumerate(shares)))
    spread = comparison.axes(rows)[0].spread
    assert spread is not None
    assert list(spread.values()) == sorted(spread.values())
    assert (spread["low"], spread["high"]) == (min(shares), max(shares))


def test_areas_with_figures_and_no_target_are_listed_by_their_latest() -> None:
    reported = figures(
        published("a", "2023", 10),
        published("b", "2022", 20),
        published("b", "2023", 30),
        published("b", "2024-Q2"),
        published("b", "2023", 5, series="published-led"),
        published("c", "2023"),
    )
    rows = comparison.untargeted(reported, frame(standing("a")))
    assert rows.select("area_code", "series", "value").rows() == [
        ("b", "published", 30.0),
        ("b", "published-led", 5.0),
    ]


PARTS = pl.DataFrame(
    {
        "indicator_code": ["both", "both", "four", "four", "four"],
        "component_code": ["national", "sector", "national", "sector", "local"],
    }
)


@pytest.mark.parametrize(
    ("indicator", "found"),
    [
        (
            "both",
            [
                ("national", Relation.PART, ["national"]),
                ("sector", Relation.PART, ["sector"]),
                ("four", Relation.OVERLAP, ["national", "sector"]),
            ],
        ),
        ("national", [("both", Relation.WHOLE, ["national"]), ("four", Relation.WHOLE, ["national"])]),
        ("local", [("four", Relation.WHOLE, ["local"])]),
        ("other", []),
    ],
)
def test_related_are_parts_wholes_and_sums_with_a_part_in_common(indicator: str, found: list[tuple]) -> None:
    assert comparison.related(indicator, PARTS).rows() == found


def test_comparable_is_ranked_but_for_the_level() -> None:
    assert set(AXIS) - set(ALIKE) == {"level"}


def test_only_complete_figures_of_another_that_count_alike_are_held_against_each_other() -> None:
    rows = placed(
        standing("a", 0.5, level="province"),
        standing("b", 0.4, level="city"),
        standing("c", 0.3, flags=[Flag.STALE]),
        standing("d", 0.2, basis="total"),
    )
    assert comparison.alike(rows, "area_code")["area_code"].to_list() == ["a", "b"]
    assert comparison.alike(rows.filter(pl.col("area_code") == "a"), "area_code").is_empty()


def test_areas_of_one_name_are_told_apart_by_what_they_lie_in() -> None:
    names = {
        "610100": "西安市",
        "150100": "呼和浩特市",
        "610102": "新城区",
        "150102": "新城区",
        "610104": "莲湖区",
    }
    rows = frame(*(standing(code, area_name_zh=names[code]) for code in ("610102", "150102", "610104")))
    told = comparison.told_apart(rows, "zh", names)
    assert told["area_name_zh"].to_list() == ["西安市新城区", "呼和浩特市新城区", "莲湖区"]
    same = frame(standing("610102"), standing("610102", target_id="other"))
    assert comparison.told_apart(same, "en", {})["area_name_en"].to_list() == ["District 610102"] * 2
