"""Figures of a row as people say them: periods, values with bound and unit, targets, attainment."""

import math
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import Bound, Comparator
from dabiao.numbers import MINUS, NOTHING, compact, number, percent
from dabiao.settings import Language

Row = Mapping[str, Any]
"""A row of a frame as a mapping, in most functions one of `dabiao.progress.status`."""

COMPARATOR_SIGNS: Final = {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤"}

OPPOSITE: Final = {Bound.AT_LEAST: Bound.AT_MOST, Bound.AT_MOST: Bound.AT_LEAST}
"""Bound of what falls as the bounded figure rises."""

PERSON: Final = {"people": "person"}
"""Units whose English name is no plural in -s."""


def rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as mappings, for the functions of this module."""
    return frame.to_dicts()


def name(row: Row, what: str, language: Language) -> str:
    """Return the row's name of ``what`` (area, framework, indicator …) in ``language``."""
    return str(row[f"{what}_name_{language}"])


def period(code: str | None, language: Language) -> str:
    """Return a period as people say it: 2024年第二季度, Q2 2024."""
    _ = catalog(language).gettext
    if code is None:
        return NOTHING
    year, part = code[:4], code[5:]
    if not part:
        return _("{year}").format(year=year)
    if part[0] == "Q":
        return _("Q{quarter} {year}").format(year=year, quarter=part[1])
    if part[0] == "S":
        text = _("first half of {year}") if part[1] == "1" else _("second half of {year}")
        return text.format(year=year)
    return _("{year}-{month}").format(year=year, month=part)


def span(start: str, end: str, language: Language) -> str:
    """Return a time from one period to another: 2021–2025年, 2021年第1季度–2025年; one year is said once."""
    if len(start) == len(end) == 4:
        first = "" if start == end else f"{start}–"
        return f"{first}{period(end, language)}"
    return f"{period(start, language)}–{period(end, language)}"


def unit(row: Row, language: Language, figure: str = "") -> str:
    """Return the unit as it stands after a figure: ``项``, `` standards``, ``%``; after 1 `` standard``."""
    if language == "zh" or row["unit"] == "%":
        return str(row["unit"])
    named = str(row["unit_name_en"])
    return f" {_singular(named) if is_one(figure) else named}"


def is_one(figure: str) -> bool:
    """Return whether a written figure takes the singular in English."""
    return figure.lstrip(MINUS) == "1"


def _singular(named: str) -> str:
    if named.endswith("s") and not named.endswith("ss"):
        return named[:-1]
    return PERSON.get(named, named)


def value(row: Row, amount: float | None, language: Language, bound: str | None = None) -> str:
    """Return a figure of the row's indicator with its bound and unit."""
    if amount is None:
        return NOTHING
    figure = number(amount, language)
    return f"{_sign(bound)}{figure}{unit(row, language, figure)}"


def short(row: Row, amount: float | None, language: Language, bound: str | None = None) -> str:
    """Return a figure with bound and unit in large units where those are shorter: ``6.36万项``.

    For labels only, where the exact figure (`value`) is a tap away.
    """
    if amount is None:
        return NOTHING
    figure = compact(amount, language)
    return f"{_sign(bound)}{figure}{unit(row, language, figure)}"


def _sign(bound: str | None) -> str:
    return terms.BOUND_SIGNS[Bound(bound)] if bound else ""


def estimate(row: Row, amount: float, language: Language) -> str:
    """Return a computed figure of the row's indicator with its unit, to about three digits."""
    figure = _estimated(amount, language)
    return f"{figure}{unit(row, language, figure)}"


def _estimated(amount: float, language: Language) -> str:
    digits = 2 - min(2, math.floor(math.log10(abs(amount)))) if abs(amount) >= 1 else 2
    return number(amount, language, digits)


def distance(row: Row, language: Language) -> str:
    """Return the distance to the target with its bound and unit: ``117项``, ``≤ 3 percentage points``."""
    return _change(row, number(row["distance"], language), bound_of_distance(row), language)


def pace(row: Row, amount: float, language: Language, bound: str | None = None) -> str:
    """Return a pace with its bound and unit, to about three digits; a rate changes by percentage points."""
    return _change(row, _estimated(amount, language), bound, language)


def _change(row: Row, figure: str, bound: str | None, language: Language) -> str:
    return f"{_sign(bound)}{figure}{unit_of_change(row, language, figure)}"


def unit_of_change(row: Row, language: Language, figure: str = "") -> str:
    """Return the unit of a distance or a pace as it stands after a figure; a rate's is percentage points."""
    if row["unit"] != "%":
        return unit(row, language, figure)
    count = 1 if is_one(figure) else 2
    return " " + catalog(language).ngettext("percentage point", "percentage points", count)


def bound_of_attainment(row: Row) -> Bound:
    """Return the bound of what rises as the target comes nearer: the value's, or its opposite."""
    bound = Bound(row["bound"])
    return OPPOSITE.get(bound, bound) if row["comparator"] == Comparator.AT_MOST else bound


def bound_of_distance(row: Row) -> Bound:
    """Return the bound of what falls as the target comes nearer: its distance, the pace still needed."""
    bound = bound_of_attainment(row)
    return OPPOSITE.get(bound, bound)


def towards(row: Row, pace: float) -> float:
    """Return a pace as one towards the target: what must fall comes nearer by falling."""
    return -pace if row["comparator"] == Comparator.AT_MOST else pace


def target(row: Row, language: Language) -> str:
    """Return the target with its comparator and unit: ``≥ 400 项``."""
    if row["target"] is None:
        return NOTHING
    return _compared(row, value(row, row["target"], language), language)


def short_target(row: Row, language: Language) -> str:
    """Return the target for a label, in large units where those are shorter: ``≥2万项``."""
    if row["target"] is None:
        return NOTHING
    return _compared(row, short(row, row["target"], language), language)


def _compared(row: Row, text: str, language: Language) -> str:
    space = " " if language == "en" else ""
    return f"{COMPARATOR_SIGNS[Comparator(row['comparator'])]}{space}{text}"


def attainment(row: Row, language: Language) -> str:
    """Return the attainment with the bound of the value it rests on: ``70.8%``, ``≥ 34.3%``."""
    if row["attainment"] is None:
        return NOTHING
    return f"{_sign(bound_of_attainment(row))}{percent(row['attainment'], language)}"
