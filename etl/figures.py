"""Numbers in Chinese running text: ``400项以上`` says 400, ``2万项`` says 2 and means 20,000."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

import polars as pl

MULTIPLES: Final = {"": 1, "千": 1_000, "万": 10_000, "亿": 100_000_000}
NUMBER: Final = re.compile(r"(?<![0-9.])(?P<digits>[0-9]+(?:\.[0-9]+)?)(?P<multiple>[千万亿]?)")

_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True)
class Number:
    """A number as a text spells it."""

    start: int
    end: int
    digits: Decimal
    multiple: int

    @property
    def meant(self) -> Decimal:
        """What the digits and the word behind them say together."""
        return self.digits * self.multiple


def half_width(text: str) -> str:
    """Return ``text`` with full-width digits, letters and punctuation in half width, of the same length."""
    return text.translate(_HALF_WIDTH)


def numbers(text: str) -> Iterator[Number]:
    """Yield the numbers in ``text``, from left to right; digits may be of full width."""
    for match in NUMBER.finditer(half_width(text)):
        yield Number(match.start(), match.end(), Decimal(match["digits"]), MULTIPLES[match["multiple"]])


def says(text: str, value: str, factor: float) -> bool:
    """Return whether ``text`` says ``value``, given in a unit that is ``factor`` times its base unit.

    The digits must be the value's (``2万项`` for 2 of the unit 万项), or mean the same number of base units
    (``2万项`` for 20000 of the unit 项).
    """
    try:
        wanted = Decimal(value)
    except InvalidOperation:
        return False
    in_base_units = wanted * Decimal(str(factor))
    return any(
        number.digits == wanted or (number.multiple > 1 and number.meant == in_base_units)
        for number in numbers(text)
    )


def says_expr(text: str, value: str, factor: str) -> pl.Expr:
    """Return the expression form of `says` over three columns; null where one of them is."""

    def judge(row: dict[str, object]) -> bool | None:
        told = row[text], row[value], row[factor]
        if any(cell is None for cell in told):
            return None
        return says(str(told[0]), str(told[1]), float(str(told[2])))

    return pl.struct(text, value, factor).map_elements(judge, return_dtype=pl.Boolean)
