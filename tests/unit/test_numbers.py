from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabiao.numbers import NOTHING, compact, is_ahead, number, percent, points


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.7075, "70.8%"),
        (0.9996, "99.9%"),
        (0.9999999999, "99.9%"),
        (1.0, "100.0%"),
        (1.0004, "100.0%"),
        (3.15, "315.0%"),
        (-0.2889, "−28.9%"),
        (0.0, "0.0%"),
        (12.5, "1,250.0%"),
        (None, NOTHING),
    ],
)
def test_percent_rounds_but_never_up_to_a_whole(share: float | None, text: str) -> None:
    assert percent(share, "zh") == text


@given(st.floats(min_value=0, max_value=1, exclude_max=True), st.integers(0, 3))
def test_what_is_short_of_a_whole_never_reads_100(share: float, digits: int) -> None:
    assert Decimal(percent(share, "en", digits).rstrip("%")) < 100


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (2155.0, 2, "2,155"),
        (88.9, 2, "88.9"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (1.005, 2, "1.01"),
        (0.0, 2, "0"),
        (-0.001, 2, "0"),
        (None, 2, NOTHING),
    ],
)
def test_number_rounds_half_away_from_zero(value: float | None, digits: int, text: str) -> None:
    assert number(value, "zh", digits) == text
    assert number(value, "en", digits) == text


@pytest.mark.parametrize(
    ("gap", "ahead"), [(0.75, True), (0.0, True), (-0.04, True), (-0.05, False), (-7.0, False)]
)
def test_a_gap_that_rounds_to_nothing_is_not_behind(gap: float, ahead: bool) -> None:
    assert is_ahead(gap) is ahead


def test_points_have_no_sign() -> None:
    assert points(-10.25, "zh") == "10.3"
    assert points(0.75, "en") == "0.8"
    assert points(None, "en") == NOTHING


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (63_600, "6.36万", "63.6K"),
        (9_999, "9,999", "9,999"),
        (10_000, "1万", "10K"),
        (21_529, "2.15万", "21.53K"),
        (1_234_567, "123.46万", "1.23M"),
        (250_000_000, "2.5亿", "250M"),
        (-20_000, "−2万", "−20K"),
        (12.5, "12.5", "12.5"),
        (0, "0", "0"),
        (None, NOTHING, NOTHING),
    ],
)
def test_large_figures_are_read_in_the_readers_units(value: float | None, chinese: str, english: str) -> None:
    assert compact(value, "zh") == chinese
    assert compact(value, "en") == english


@given(st.floats(min_value=-1e12, max_value=1e12))
def test_a_short_figure_is_the_figure_to_three_digits(value: float) -> None:
    text = compact(value, "zh")
    scale = {"亿": 1e8, "万": 1e4}.get(text[-1], 1)
    said = float(text.rstrip("亿万").replace(",", "").replace("−", "-")) * scale
    assert abs(said - value) <= 0.005 * scale * (1 + 1e-9) + 1e-9
