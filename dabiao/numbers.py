"""Figures as people read them: rounded only here, half away from zero, and never up to 100 %."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.numbers import NumberPattern, parse_pattern

from dabiao.settings import Language

LOCALES: Final[Mapping[Language, Locale]] = {"zh": Locale.parse("zh_CN"), "en": Locale.parse("en")}
"""Parsed once: the name of a locale takes ten times as long to understand as a number to write."""
LARGE_UNITS: Final[Mapping[Language, Sequence[tuple[int, str]]]] = {
    "zh": ((8, "亿"), (4, "万")),
    "en": ((9, "B"), (6, "M"), (3, "K")),
}
"""Power of ten and sign of the units that large counts are read in, the largest first."""
WRITTEN_OUT: Final = Decimal(10_000)
"""Figures below this are never shortened."""
MINUS: Final = "−"
"""The sign of what people read; a hyphen breaks off a line and is no sign."""
NOTHING = "—"
"""Stands where there is no figure; never a zero."""
KEPT: Final = 10_000
"""Written figures that are remembered: a page says most of its own several times, and the next page again."""


def number(value: float | None, language: Language, digits: int = 2) -> str:
    """Return ``value`` with at most ``digits`` decimals and grouped thousands; `NOTHING` for null."""
    if value is None:
        return NOTHING
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return _written(rounded, "#" * digits, language)


def compact(value: float | None, language: Language, digits: int = 2) -> str:
    """Return ``value`` in the reader's large units where that is shorter: 6.36万, 63.6K; `NOTHING` for null.

    Below ten thousand a figure is written out. The exact figure must stand a tap away.
    """
    if value is None:
        return NOTHING
    exact = Decimal(repr(value))
    for power, sign in LARGE_UNITS[language]:
        if abs(exact) >= max(Decimal(1).scaleb(power), WRITTEN_OUT):
            return f"{number(float(exact.scaleb(-power)), language, digits)}{sign}"
    return number(value, language, digits)


def percent(share: float | None, language: Language, digits: int = 1) -> str:
    """Return a share (1 = 100 %) in per cent with ``digits`` decimals; `NOTHING` for null.

    What is short of a whole stays short of it: 0.9996 reads 99.9 %.
    """
    if share is None:
        return NOTHING
    exact = Decimal(repr(share)) * 100
    step = Decimal(1).scaleb(-digits)
    rounded = exact.quantize(step, ROUND_HALF_UP)
    if exact < 100 <= rounded:
        rounded = exact.quantize(step, ROUND_DOWN)
    return f"{_written(rounded, '0' * digits, language)}%"


@lru_cache(KEPT)
def _written(rounded: Decimal, decimals: str, language: Language) -> str:
    return signed(str(_pattern(decimals).apply(rounded or abs(rounded), LOCALES[language])))


@lru_cache
def _pattern(decimals: str) -> NumberPattern:
    return parse_pattern(f"#,##0.{decimals}" if decimals else "#,##0")


def signed(figure: str) -> str:
    """Return a written figure with `MINUS` where a hyphen stands for it."""
    return figure.replace("-", MINUS)


def points(gap: float | None, language: Language) -> str:
    """Return a gap in percentage points, without its sign, with one decimal."""
    return NOTHING if gap is None else number(round_half_away(abs(gap), 1), language, 1)


def is_ahead(gap: float) -> bool:
    """Return whether a gap reads "ahead": what is rounded to nothing does so from either side."""
    return round_half_away(gap, 1) >= 0


def round_half_away(value: float, digits: int) -> float:
    """Return ``value`` rounded half away from zero, as people round."""
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def ordinal(numeral: str) -> int | None:
    """Return the number that a Chinese numeral of 1 to 99 spells, such as 二十八; None if it is none."""
    tens, ten, ones = numeral.rpartition("十")
    digits = "一二三四五六七八九"
    if len(tens) > 1 or len(ones) > 1 or not (ten or ones) or not all(each in digits for each in tens + ones):
        return None
    spelled = (digits.find(tens) + 1 if tens else 1) if ten else 0
    return spelled * 10 + (digits.find(ones) + 1 if ones else 0)
