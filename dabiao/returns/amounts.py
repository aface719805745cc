"""What was typed as numbers: an increment and the total it belongs to, either given, the other derived."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Final, Literal

from dabiao.model import ObservationBasis

Mode = Literal["increment", "total"]
"""What is typed: what the quarter brought, or what there is at its end."""

DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")

_WRITTEN: Final = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]*)(?P<part>\.[0-9]+)?\s*(?P<percent>%?)"
)
_HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９．。｡，﹐＋﹢－−﹣％﹪", "0123456789...,,++---%%")
"""Characters of full width as Chinese keyboards write them, and the minus sign that is no hyphen."""
PERCENT: Final = "%"

_EXACT: Final = Context(prec=400)
"""Enough for the digits that fit into a cell: no sum of two of them is rounded."""


@dataclass(frozen=True)
class Amounts:
    """An increment and its total; None where it cannot be known."""

    increment: Decimal | None = None
    total: Decimal | None = None

    def of(self, mode: Mode) -> Decimal | None:
        """Return the one of the two."""
        return self.increment if mode == "increment" else self.total


def both(mode: Mode, given: Decimal, base: Decimal | None) -> Amounts:
    """Return what was given and what follows from it: total = base + increment, without any rounding.

    Args:
        mode: which of the two was given.
        given: the number.
        base: the total before the quarter began; None where it is not known, or where there is none.
    """
    if mode == "increment":
        return Amounts(given, None if base is None else _EXACT.add(base, given))
    return Amounts(None if base is None else _EXACT.subtract(given, base), given)


def number(text: str, unit: str = "") -> Decimal | None:
    """Return the number that ``text`` spells, read as `spelled` does; None where it spells none."""
    digits = spelled(text, unit)
    return Decimal(digits) if DECIMAL.fullmatch(digits) else None


def spelled(text: str, unit: str = "") -> str:
    """Return a number in plain digits, however it was typed, pasted or written into a sheet.

    Characters of full width count as those of half width, thousands may be grouped by commas, a percent sign
    may stand behind a figure that is a percentage. What is no number even so stays as it is.

    Args:
        text: what was written.
        unit: in which the figure is reported.
    """
    found = _WRITTEN.fullmatch(text.strip().translate(_HALF_WIDTH))
    if found is None or (found["percent"] and not unit.startswith(PERCENT)):
        return text
    digits = f"{found['sign']}{found['whole'].replace(',', '')}{found['part'] or ''}"
    return digits if DECIMAL.fullmatch(digits) else text


def plain(amount: Decimal) -> str:
    """Return an amount in digits, without an exponent and without noughts at the end."""
    text = f"{amount:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def kept(basis: ObservationBasis) -> Mode:
    """Return which of the two a line of ``basis`` is kept in and published as."""
    return "increment" if basis == ObservationBasis.FLOW else "total"


def modes(basis: ObservationBasis) -> tuple[Mode, ...]:
    """Return what can be typed in a line of ``basis``: a rate or a stock has no increment."""
    if basis == ObservationBasis.LEVEL:
        return ("total",)
    return ("increment", "total") if basis == ObservationBasis.FLOW else ("total", "increment")
