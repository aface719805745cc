"""The cells of one return as the store holds them, put beside the lines that the area owes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

import polars as pl

from dabiao.model import ObservationBasis
from dabiao.progress.judging import components_of
from dabiao.returns import lines, standing
from dabiao.returns.amounts import Amounts, kept, modes
from dabiao.returns.checks import Finding, Sheet, findings
from dabiao.returns.desk import Desk
from dabiao.returns.entries import Entry, Typed
from dabiao.returns.errors import LockedError, NotOpenError, NotOwedError
from dabiao.returns.history import Point, points, published_amount
from dabiao.returns.lines import Key, Line
from dabiao.returns.rulebook import QuarterRule
from dabiao.rights import Place, ReturnState
from dabiao.store import Store, Transaction

KEPT: Final = ("given", "mode", "absence", "explanation", "source")
"""Columns of a cell that say what was typed."""


@dataclass(frozen=True)
class Held:
    """A return as it is held: lines, cells, calendar."""

    desk: Desk = field(repr=False)
    publication: int
    """The latest one: what is owed and what stands beside it is told from it."""
    area: Mapping[str, Any]
    rule: QuarterRule
    lines: Mapping[Key, Line]
    rows: Mapping[Key, Mapping[str, Any]]
    """Newest versions of the cells, as in the query ``return_cells``."""
    points: Mapping[Key, Sequence[Point]] = field(repr=False)
    published: Mapping[Key, Mapping[str, Any]] = field(repr=False)
    """What is published for this very quarter: rows of ``figures_in_full``."""
    exception: Mapping[str, Any] | None
    """The latest exception from the lock."""

    @property
    def quarter(self) -> str:
        """The quarter it is for."""
        return self.rule.quarter

    def place(self, key: Key | None = None) -> Place:
        """Return the area, or one of its figures, as rights see it."""
        return Place.of(self.area, key[0] if key else None)

    @property
    def begun(self) -> bool:
        """Whether the quarter is taken in already."""
        return self.desk.today >= self.rule.opens_on

    @property
    def locked_from(self) -> dt.date | None:
        """The last day on which it is taken in."""
        return standing.locked_from(self.rule, self.exception["ends_on"] if self.exception else None)

    @property
    def state(self) -> ReturnState:
        """Where the return stands."""
        return standing.of_return((self.state_of(key) for key in self.rows), self.begun)

    def state_of(self, key: Key) -> ReturnState:
        """Return where a cell stands."""
        row = self.rows.get(key)
        if row is None:
            return "open" if self.begun else "not_due"
        return standing.of_cell(row["standing"])

    def line(self, key: Key) -> Line:
        """Return a line.

        Raises:
            NotOwedError: the area does not owe it.
        """
        if key not in self.lines:
            raise NotOwedError(indicator=key[0], quarter=self.quarter)
        return self.lines[key]

    def typed(self, key: Key) -> Typed:
        """Return what was typed into a cell; before anything was, nothing in the line's usual mode."""
        row = self.rows.get(key)
        if row is None:
            return Typed(mode=modes(self.lines[key].basis)[0] if key in self.lines else "total")
        return Typed(**{name: row[name] for name in KEPT})

    def entry(self, key: Key) -> Entry:
        """Return a cell beside its line; what was handed in as it was handed in."""
        row = self.rows.get(key)
        stands = _handed_in(row) if row and self.state_of(key) in standing.HANDED_IN else None
        return Entry(self.lines[key], self.quarter, self.typed(key), self.points.get(key, ()), stands)

    @cached_property
    def sheet(self) -> Sheet:
        """All cells, to be held against each other."""
        pairs = components_of(self.desk.store, self.publication)
        parts: dict[str, set[str]] = {}
        for whole, part in pairs.select("indicator_code", "component_code").iter_rows():
            parts.setdefault(whole, set()).add(part)
        components = {whole: frozenset(codes) for whole, codes in parts.items()}
        return Sheet({key: self.entry(key) for key in self.lines}, components)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Everything the rules say of the cells."""
        return findings(self.desk.rules.checks, self.sheet)

    def check_taken_in(self, key: Key | None = None) -> None:
        """Make sure that the calendar lets the cell, or any, be changed and handed in.

        What was sent back can be corrected after the lock: the reviewer asked for it.

        Raises:
            NotOpenError: the quarter is not taken in yet.
            LockedError: it is taken in no more.
        """
        if not self.begun:
            raise NotOpenError(opens_on=self.rule.opens_on.isoformat())
        last = self.locked_from
        returned = "sent_back" in ([self.state_of(key)] if key else map(self.state_of, self.rows))
        if last is not None and self.desk.today > last and not returned:
            raise LockedError(locks_on=last.isoformat())


def held(desk: Desk, source: Store | Transaction, area_code: str, quarter: str) -> Held:
    """Read one return.

    Args:
        desk: where returns are taken in.
        source: the store, or the transaction that must see its own writes.
        area_code: the area.
        quarter: the quarter.

    Raises:
        ReturnError: nothing is published, or the area or quarter is unknown.
    """
    rule = desk.quarter(quarter)
    publication = desk.publication
    area = desk.area(area_code, publication)
    own = source.read("return_cells", area_code, None)
    rows = {
        (row["indicator_code"], row["series"]): row
        for row in own.filter(quarter=quarter).iter_rows(named=True)
    }
    pending = {
        ((row["indicator_code"], row["series"]), row["quarter"]): row["amount"]
        for row in own.filter(pl.col("quarter") != quarter).iter_rows(named=True)
        if standing.of_cell(row["standing"]) == "submitted" and row["amount"] is not None
    }
    figures = lines.published(desk.store, publication, area_code, quarter)
    this = figures.filter(period=quarter)
    exceptions = source.read("return_exceptions", area_code, quarter).to_dicts()
    return Held(
        desk,
        publication,
        area,
        rule,
        lines.owed(desk.store, desk.rules, publication, area_code, quarter),
        rows,
        points(figures.filter(pl.col("period") != quarter), pending),
        {(row["indicator_code"], row["series"]): row for row in this.iter_rows(named=True)},
        exceptions[-1] if exceptions else None,
    )


def turn(levels: Sequence[str], row: Mapping[str, Any]) -> int:
    """Return which of the levels decides next of a cell: the one above that which has passed it on."""
    return turn_after(levels, row["level_area"] if row["event"] == "passed" else None)


def turn_after(levels: Sequence[str], passed_by: str | None) -> int:
    """Return which of the levels decides after the one with the code ``passed_by``; the first without any."""
    # The last one decides itself: it can have passed something on when there were more levels.
    return 0 if passed_by not in levels else min(levels.index(passed_by) + 1, len(levels) - 1)


def _handed_in(row: Mapping[str, Any]) -> Amounts:
    """Return what a row of ``return_cells`` was handed in as."""
    amount, other = (None if text is None else Decimal(text) for text in (row["amount"], row["other_amount"]))
    is_increment = kept(ObservationBasis(row["basis"])) == "increment"
    return Amounts(amount, other) if is_increment else Amounts(other, amount)


def point_of(row: Mapping[str, Any]) -> Point | None:
    """Return a published figure as a point; None where it is an absence."""
    if row["value"] is None:
        return None
    return Point(row["period"], published_amount(row), row["bound"] == "=")
