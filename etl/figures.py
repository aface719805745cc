"""Numbers in Chinese running text: ``400项以上`` says 400, ``2万项`` says 2 and means 20,000."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

import polars as pl

MULTIPLES: Final = {"": 1, "千": 1_000, "万": 10_000, "亿": 100_000_000}
NUMBER: Final = re.compile(r"(?<![0-9.])(?P<digits>[0-9]+(?:\.[0-9]+)?)(?P<word>[千万亿]?)")

_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True)
class Number:
    """A number as a text spells it."""

    digits: Decimal
    word: str
    """千, 万 or 亿 behind the digits, or nothing."""

    @property
    def meant(self) -> Decimal:
        """What the digits and the word behind them say together."""
        return self.digits * MULTIPLES[self.word]


def half_width(text: str) -> str:
    """Return ``text`` with full-width digits, letters and punctuation in half width, of the same length."""
    return text.translate(_HALF_WIDTH)


def numbers(text: str) -> Iterator[Number]:
    """Yield the numbers in ``text``, from left to right; digits may be of full width."""
    for match in NUMBER.finditer(half_width(text)):
        yield Number(Decimal(match["digits"]), match["word"])


def says(text: str, value: str, unit: str) -> bool:
    """Return whether ``text`` says ``value``, given in ``unit``.

    ``2万项`` says 2 of the unit 万项 and 20000 of the unit 项, but neither 2 of 项 nor 20000 of 万项.
    """
    try:
        wanted = Decimal(value)
    except InvalidOperation:
        return False
    return any(
        (number.digits if unit.startswith(number.word) else number.meant) == wanted
        for number in numbers(text)
    )


def says_expr(text: str, value: str, unit: str) -> pl.Expr:
    """Return the expression form of `says` over three columns; null where one of them is."""

    def judge(row: dict[str, str | None]) -> bool | None:
        phrase, given, counted_in = row[text], row[value], row[unit]
        if phrase is None or given is None or counted_in is None:
            return None
        return says(phrase, given, counted_in)

    return pl.struct(text, value, unit).map_elements(judge, return_dtype=pl.Boolean)
