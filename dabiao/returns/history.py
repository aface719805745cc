"""The earlier figures of a line: what stood before the quarter began, and what is usual per quarter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Any, Final

import polars as pl

from dabiao import wording
from dabiao.locale import catalog
from dabiao.model import Bound, ObservationBasis, ObservationStatus
from dabiao.numbers import NOTHING
from dabiao.periods import MONTHS_PER_QUARTER, MONTHS_PER_YEAR, end_month, length_months, month_before
from dabiao.returns.amounts import plain
from dabiao.returns.lines import Key, Line
from dabiao.settings import Language

ZERO: Final = Decimal(0)


@dataclass(frozen=True)
class Point:
    """One earlier figure of a line."""

    period: str
    amount: Decimal
    exact: bool = True
    """False where the source says "at least", "at most" or "about"."""
    pending: bool = False
    """Handed in by the area itself and not yet approved."""

    @property
    def month(self) -> int:
        """Ordinal of the month its period ends in."""
        return end_month(self.period)

    @property
    def months(self) -> int:
        """How many months its period has."""
        return length_months(self.period)


@dataclass(frozen=True)
class Base:
    """What a line's total was before the quarter began."""

    amount: Decimal | None
    period: str | None = None
    """Of the figure; None where the count starts with the quarter, and where there is none."""
    pending: bool = False


@dataclass(frozen=True)
class Usual:
    """What a line has changed by per quarter so far."""

    middle: Decimal
    spread: Decimal
    """Median distance from the median."""
    changes: int


Points = Mapping[Key, Sequence[Point]]


def points(figures: pl.DataFrame, pending: Mapping[tuple[Key, str], str]) -> Points:
    """Return the reported figures of every line in order of time.

    Args:
        figures: rows of the query ``figures_in_full`` of one area.
        pending: amounts of the area's own returns that wait for approval, by line and quarter; they stand
            for what is published of the same quarter.
    """
    found: dict[Key, dict[str, Point]] = {}
    reported = figures.filter(pl.col("status") == ObservationStatus.REPORTED, pl.col("value").is_not_null())
    for row in reported.iter_rows(named=True):
        key = row["indicator_code"], row["series"]
        found.setdefault(key, {})[row["period"]] = Point(
            row["period"], published_amount(row), row["bound"] == Bound.EXACT
        )
    for (key, quarter), amount in pending.items():
        found.setdefault(key, {})[quarter] = Point(quarter, Decimal(amount), pending=True)
    return {
        key: sorted(given.values(), key=lambda point: (point.month, point.months))
        for key, given in found.items()
    }


def published_amount(row: Mapping[str, Any]) -> Decimal:
    """Return a published figure in the indicator's unit, with the digits of its source where it can be."""
    reported = row["value_reported"]
    if reported is not None and row["unit_reported"] == row["unit"]:
        return Decimal(reported)
    return Decimal(plain(Decimal(repr(row["value"]))))


def before(points: Sequence[Point], quarter: str) -> list[Point]:
    """Return the figures of periods that ended before ``quarter`` began."""
    start = month_before(quarter)
    return [point for point in points if point.month <= start]


def base(line: Line, points: Sequence[Point], quarter: str) -> Base:
    """Return the total of ``line`` when ``quarter`` began: nought where its count starts with the quarter.

    Of a flow that is what the year had brought; a bounded figure is no base.
    """
    if line.basis == ObservationBasis.LEVEL:
        return Base(None)
    start = month_before(quarter)
    begun = start - start % MONTHS_PER_YEAR
    yearly = line.basis in (ObservationBasis.FLOW, ObservationBasis.YEAR_TO_DATE)
    if yearly and start == begun:
        return Base(ZERO)
    if line.basis == ObservationBasis.FLOW:
        return _added_up(points, begun, start)
    since_start = line.basis == ObservationBasis.SINCE_START and line.plan_start is not None
    if since_start and start <= month_before(line.plan_start or quarter):
        return Base(ZERO)
    for point in reversed(points):
        if point.month == start and point.exact:
            return Base(point.amount, point.period, point.pending)
    return Base(None)


def counted_before(line: Line, points: Sequence[Point], quarter: str) -> Point | None:
    """Return the latest exact total before ``quarter`` that counts from where the line does."""
    return next((one for one in reversed(before(points, quarter)) if _counts_on(line, one, quarter)), None)


def counted_after(line: Line, points: Sequence[Point], quarter: str) -> Point | None:
    """Return the earliest exact total after ``quarter`` that counts from where the line does."""
    end = end_month(quarter)
    return next((one for one in points if one.month > end and _counts_on(line, one, quarter)), None)


def _counts_on(line: Line, point: Point, quarter: str) -> bool:
    year = (end_month(quarter) - 1) // MONTHS_PER_YEAR
    same_year = (point.month - 1) // MONTHS_PER_YEAR == year
    return point.exact and (line.basis != ObservationBasis.YEAR_TO_DATE or same_year)


def _added_up(points: Sequence[Point], begun: int, until: int) -> Base:
    """Return the sum of flows from one month to another, each month counted once; none if one is missing."""
    added, pending, period, reached = ZERO, False, None, until
    while reached > begun:
        fitting = [point for point in points if point.month == reached and reached - point.months >= begun]
        whole = max(fitting, key=lambda point: point.months, default=None)
        if whole is None or not whole.exact:
            return Base(None)
        added, pending, period = added + whole.amount, pending or whole.pending, period or whole.period
        reached -= whole.months
    return Base(added, period, pending)


def usual(line: Line, points: Sequence[Point], quarter: str) -> Usual | None:
    """Return what the line has changed by per quarter before ``quarter``; None where nothing is known."""
    earlier = [point for point in before(points, quarter) if point.exact]
    changes = list(_changes(line, earlier))
    if not changes:
        return None
    middle = median(changes)
    return Usual(middle, median(abs(change - middle) for change in changes), len(changes))


def _changes(line: Line, earlier: Sequence[Point]) -> list[Decimal]:
    if line.basis == ObservationBasis.FLOW:
        return [_per_quarter(point.amount, point.months) for point in earlier]
    changes = []
    for one, next_one in pairwise(earlier):
        months = next_one.month - one.month
        anew = line.basis == ObservationBasis.YEAR_TO_DATE and _year(one) != _year(next_one)
        if anew:
            into_year = (next_one.month - 1) % MONTHS_PER_YEAR + 1
            changes.append(_per_quarter(next_one.amount, into_year))
        elif months > 0:
            changes.append(_per_quarter(next_one.amount - one.amount, months))
    return changes


def _per_quarter(change: Decimal, months: int) -> Decimal:
    return change * MONTHS_PER_QUARTER / months


def _year(point: Point) -> str:
    return point.period[:4]


def told(line: Line, point: Point | None, language: Language) -> str:
    """Return an earlier figure of a line with its period; `NOTHING` where there is none."""
    _ = catalog(language).gettext
    if point is None:
        return NOTHING
    row = {"unit": line.unit, "unit_name_en": line.unit_name_en}
    text = _("{amount} in {period}").format(
        amount=wording.value(row, float(point.amount), language),
        period=wording.period(point.period, language),
    )
    if not point.exact:
        text = _("{figure}, not exact").format(figure=text)
    return _("{figure}, waiting for approval").format(figure=text) if point.pending else text
