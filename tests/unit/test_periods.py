import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabiao import periods

KNOWN = {
    "2024": (2024 * 12 + 12, 12),
    "2024-S1": (2024 * 12 + 6, 6),
    "2024-S2": (2024 * 12 + 12, 6),
    "2024-Q1": (2024 * 12 + 3, 3),
    "2024-Q3": (2024 * 12 + 9, 3),
    "2024-Q4": (2024 * 12 + 12, 3),
    "2024-01": (2024 * 12 + 1, 1),
    "2024-10": (2024 * 12 + 10, 1),
    "2024-12": (2024 * 12 + 12, 1),
    "1999": (1999 * 12 + 12, 12),
}

NO_PERIODS = [
    "",
    "24",
    "1824",
    "2124",
    "2024-",
    "2024-Q0",
    "2024-Q5",
    "2024-S3",
    "2024-00",
    "2024-13",
    "2024-1",
    "2024Q1",
    "2024-q1",
    "2024-Q1 ",
    "2024-Q1\n",
    "２０２４",
    "20２４",
    "2024-Q１",
]

texts = st.one_of(
    st.integers(1900, 2099).map(str),
    st.tuples(st.integers(1900, 2099), st.integers(1, 2)).map(lambda part: f"{part[0]}-S{part[1]}"),
    st.tuples(st.integers(1900, 2099), st.integers(1, 4)).map(lambda part: f"{part[0]}-Q{part[1]}"),
    st.tuples(st.integers(1900, 2099), st.integers(1, 12)).map(lambda part: f"{part[0]}-{part[1]:02}"),
)


@pytest.mark.parametrize(("period", "end", "months"), [(text, *known) for text, known in KNOWN.items()])
def test_a_period_ends_in_its_last_month_and_has_a_length(period: str, end: int, months: int) -> None:
    assert periods.end_month(period) == end
    assert periods.length_months(period) == months


@pytest.mark.parametrize("text", NO_PERIODS)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(periods.InvalidPeriodError) as refused:
        periods.end_month(text)
    assert refused.value.text == text
    with pytest.raises(periods.InvalidPeriodError, match="not a period"):
        periods.length_months(text)


def test_expressions_say_the_same_of_a_column() -> None:
    frame = pl.DataFrame({"period": [*KNOWN, *NO_PERIODS, None]})
    found = frame.select(
        end=periods.end_month_expr("period"), months=periods.length_months_expr(pl.col("period"))
    )
    nothing = [None] * (len(NO_PERIODS) + 1)
    assert found["end"].to_list() == [end for end, _ in KNOWN.values()] + nothing
    assert found["months"].to_list() == [months for _, months in KNOWN.values()] + nothing
    assert found.dtypes == [pl.Int32, pl.Int32]


@given(st.lists(texts, min_size=1, max_size=50))
def test_expressions_agree_with_the_functions_on_any_period(column: list[str]) -> None:
    found = pl.DataFrame({"period": column}).select(
        end=periods.end_month_expr("period"), months=periods.length_months_expr("period")
    )
    assert found["end"].to_list() == [periods.end_month(text) for text in column]
    assert found["months"].to_list() == [periods.length_months(text) for text in column]


@pytest.mark.parametrize(
    ("start", "before"),
    [("2021", "2020-12"), ("2021-Q3", "2021-06"), ("2021-S2", "2021-06"), ("2021-01", "2020-12")],
)
def test_a_plan_is_measured_from_the_end_of_the_month_before_it_starts(start: str, before: str) -> None:
    assert periods.month_before(start) == periods.end_month(before)


@given(st.integers(1901, 2099), st.integers(1, 12))
def test_the_quarter_of_a_month_is_the_latest_one_that_is_over(year: int, month: int) -> None:
    ordinal = year * 12 + month
    quarter = periods.quarter(ordinal)
    assert ordinal - 3 < periods.end_month(quarter) <= ordinal
    assert periods.length_months(quarter) == 3


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (dt.date(2026, 1, 1), "2025-Q4"),
        (dt.date(2026, 3, 31), "2025-Q4"),
        (dt.date(2026, 4, 1), "2026-Q1"),
        (dt.date(2026, 11, 21), "2026-Q3"),
        (dt.date(2026, 12, 31), "2026-Q3"),
    ],
)
def test_the_latest_complete_quarter_had_ended_on_the_day(day: dt.date, quarter: str) -> None:
    assert periods.latest_complete_quarter(day) == quarter


def test_today_is_taken_from_the_calendar_in_china() -> None:
    before = dt.datetime.now(periods.CHINA).date()
    found = periods.latest_complete_quarter()
    after = dt.datetime.now(periods.CHINA).date()
    assert found in {periods.latest_complete_quarter(before), periods.latest_complete_quarter(after)}


@pytest.mark.parametrize(
    ("period", "after"),
    [
        ("2024", "2025"),
        ("2024-S1", "2024-S2"),
        ("2024-S2", "2025-S1"),
        ("2024-Q2", "2024-Q3"),
        ("2024-Q4", "2025-Q1"),
        ("2024-09", "2024-10"),
        ("2024-12", "2025-01"),
    ],
)
def test_the_following_period_is_as_long(period: str, after: str) -> None:
    assert periods.following(period) == after


@given(texts.filter(lambda period: not period.startswith("2099")))
def test_the_following_period_begins_where_this_one_ends(period: str) -> None:
    following = periods.following(period)
    assert periods.length_months(following) == periods.length_months(period)
    assert periods.month_before(following) == periods.end_month(period)


@given(texts)
def test_a_month_is_named_after_the_longest_period_that_ends_in_it(period: str) -> None:
    named = periods.ending(periods.end_month(period))
    assert periods.end_month(named) == periods.end_month(period)
    assert "S" not in named
    assert periods.length_months(named) >= (periods.length_months(period) if "S" not in period else 3)


@pytest.mark.parametrize("period", ["2099", "2099-S2", "2099-Q4", "2099-12"])
def test_nothing_follows_the_last_period(period: str) -> None:
    with pytest.raises(periods.InvalidPeriodError):
        periods.following(period)
