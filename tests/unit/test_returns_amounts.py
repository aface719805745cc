"""An increment and its total: either is typed, the other follows exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabiao.model import ObservationBasis
from dabiao.returns.amounts import Amounts, both, kept, modes, number, plain

numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6)


@given(numbers, numbers)
def test_total_of_an_increment_gives_the_increment_back(increment: Decimal, base: Decimal) -> None:
    there = both("increment", increment, base)
    assert there.total is not None
    back = both("total", there.total, base)
    assert back == Amounts(increment, there.total)
    assert back.total == base + increment


@given(numbers, numbers)
def test_increment_of_a_total_gives_the_total_back(total: Decimal, base: Decimal) -> None:
    there = both("total", total, base)
    assert there.increment is not None
    assert both("increment", there.increment, base).total == total


@given(numbers)
def test_without_a_base_only_what_was_given_is_known(amount: Decimal) -> None:
    assert both("total", amount, None) == Amounts(None, amount)
    assert both("increment", amount, None) == Amounts(amount, None)


def test_nothing_is_rounded_however_long() -> None:
    total = both("increment", Decimal("0." + "3" * 50), Decimal("9" * 58)).total
    assert total == Decimal("9" * 58 + "." + "3" * 50) or plain(total or Decimal()).endswith("3" * 50)


@given(numbers)
def test_digits_read_back_to_the_same_number(amount: Decimal) -> None:
    text = plain(amount)
    assert Decimal(text) == amount
    assert "E" not in text.upper()
    assert number(text) == amount


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2155", "2155"),
        ("-0.50", "-0.50"),
        ("+3", "3"),
        (".5", "0.5"),
        ("2,155", None),
        ("２１５５", None),
        ("1e3", None),
        ("NaN", None),
        ("Infinity", None),
        ("3项", None),
        ("", None),
        ("5.", None),
        ("1_000", None),
        ("12\n", None),
    ],
)
def test_what_is_a_number(text: str, expected: str | None) -> None:
    assert number(text) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("amount", "text"),
    [("100", "100"), ("1E+3", "1000"), ("-0", "0"), ("0.000", "0"), ("2.50", "2.5"), ("-1200", "-1200")],
)
def test_plain_digits(amount: str, text: str) -> None:
    assert plain(Decimal(amount)) == text


def test_a_line_is_kept_in_its_basis() -> None:
    assert {basis: kept(basis) for basis in ObservationBasis} == {
        ObservationBasis.SINCE_START: "total",
        ObservationBasis.FLOW: "increment",
        ObservationBasis.YEAR_TO_DATE: "total",
        ObservationBasis.RUNNING_TOTAL: "total",
        ObservationBasis.LEVEL: "total",
    }
    assert all(modes(basis)[0] == kept(basis) for basis in ObservationBasis)
    assert modes(ObservationBasis.LEVEL) == ("total",)
