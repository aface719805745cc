"""An increment and its total: either is typed, the other follows exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabiao.model import ObservationBasis
from dabiao.returns.amounts import DECIMAL, Amounts, both, kept, modes, number, plain, spelled
from tests.unit.return_lines import entry, line

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
        ("2,155", "2155"),
        ("21,55", None),
        ("２１５５", "2155"),
        ("１２３，４５６．７", "123456.7"),
        ("−　５", "-5"),
        ("　７　", "7"),
        ("12。5", "12.5"),
        ("1 234", None),
        ("5%", None),
        ("1e3", None),
        ("NaN", None),
        ("Infinity", None),
        ("3项", None),
        ("", None),
        ("5.", None),
        ("0,500", None),
        ("1_000", None),
        ("12\n", "12"),
        ("1\n2", None),
    ],
)
def test_what_is_a_number(text: str, expected: str | None) -> None:
    assert number(text) == (None if expected is None else Decimal(expected))


WIDE = str.maketrans("0123456789.,+-%", "０１２３４５６７８９．，＋−％")
BLANKS = st.text("　 \u00a0", max_size=2)


@given(st.data(), numbers, st.sampled_from(["项", "%", "%（同比）"]))
def test_number_counts_the_same_however_it_is_written(
    data: st.DataObject, amount: Decimal, unit: str
) -> None:
    digits = plain(abs(amount))
    whole, dot, part = digits.partition(".")
    if data.draw(st.booleans()):
        whole = f"{int(whole):,}"
    percent = "%" if unit.startswith("%") and data.draw(st.booleans()) else ""
    sign = "-" if amount < 0 else data.draw(st.sampled_from(["", "+"]))
    pieces = [sign, data.draw(BLANKS) if sign else "", whole + dot + part, data.draw(BLANKS), percent]
    wide = data.draw(st.lists(st.booleans(), min_size=80, max_size=80))
    written = "".join(
        one.translate(WIDE) if yes else one for one, yes in zip("".join(pieces), wide, strict=False)
    )
    assert number(written, unit) == amount
    assert spelled(written, unit) == f"{sign}{digits}"
    assert spelled(spelled(written, unit), unit) == spelled(written, unit)


@given(st.text("0123456789０９.．,，。-−+%％ 　項e", max_size=12), st.sampled_from(["项", "%"]))
def test_what_spells_no_number_stays_as_it_was_typed(text: str, unit: str) -> None:
    read = spelled(text, unit)
    assert (read == text) if number(text, unit) is None else DECIMAL.fullmatch(read)


@pytest.mark.parametrize("written", ["4,400％", "４４００", " 4400.0 "])
def test_figure_of_a_return_counts_as_written(written: str) -> None:
    cell = entry(written, of=line(unit="%", kind="rate", basis="level"))
    assert (cell.number, cell.typed.given) == (Decimal(4400), written)
    assert cell.amount_text == spelled(written, "%")
    assert not written.endswith("％") or entry(written).number is None, "a count is no percentage"


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
