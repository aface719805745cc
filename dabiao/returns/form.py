"""A return as one person may see it: every cell with what stands beside it and what the rules say of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dabiao.periods import MONTHS_PER_YEAR, end_month
from dabiao.returns import standing
from dabiao.returns.amounts import Mode, modes
from dabiao.returns.cells import Version, version_of
from dabiao.returns.checks import Finding
from dabiao.returns.desk import Desk, chain_of
from dabiao.returns.entries import Entry, Typed
from dabiao.returns.errors import ReturnError
from dabiao.returns.history import Point
from dabiao.returns.lines import Key, Line
from dabiao.returns.reading import Held, held, point_of, turn
from dabiao.returns.receipts import Receipt, of_row
from dabiao.rights import Actor, Place, ReturnState, may, require


@dataclass(frozen=True)
class Cell:
    """One row of a form."""

    line: Line
    state: ReturnState
    version: int
    """To be expected by the next change; 0 where nothing has been saved."""
    entry: Entry
    """What was typed and what follows from it: amount, increment, total, base."""
    last: Version | None
    """Who changed it last and when."""
    reason: str | None
    """Why it was sent back, or amended."""
    last_quarter: Point | None
    year_before: Point | None
    approved: Point | None
    """What is published of this very quarter, before this return or by it."""
    findings: tuple[Finding, ...]
    editable: bool
    decidable: bool
    """Whether it waits for a decision that the reader may take, unless they typed it themselves."""
    passed: str | None
    """Code of the area whose reviewer has passed it on to the level above."""

    @property
    def key(self) -> Key:
        """Indicator and series."""
        return self.line.key

    @property
    def typed(self) -> Typed:
        """What was typed."""
        return self.entry.typed

    @property
    def modes(self) -> tuple[Mode, ...]:
        """What can be typed, the usual one first."""
        return modes(self.line.basis)

    @property
    def targets(self) -> tuple[Mapping[str, Any], ...]:
        """Rows of `dabiao.progress.status`: where the targets stand by what is published."""
        return self.line.targets


@dataclass(frozen=True)
class Form:
    """A return."""

    area: Mapping[str, Any]
    """Row of the table ``area``."""
    quarter: str
    state: ReturnState
    opens_on: dt.date
    due_on: dt.date
    locks_on: dt.date | None
    """The last day on which it is taken in, with an exception if there is one."""
    exception: Mapping[str, Any] | None
    """ends_on, reason, granted_by_name, granted_at of the latest exception."""
    days_late: int
    cells: tuple[Cell, ...]
    closed: ReturnError | None
    """Why the calendar takes nothing in; None where it does."""
    submittable: bool
    """Whether the reader may hand it in as it stands, but for what the rules say."""
    withdrawable: bool
    receipt: Receipt | None
    """Of the latest hand-in."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules say of all cells."""
        return tuple(finding for cell in self.cells for finding in cell.findings)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What keeps it from being handed in."""
        return tuple(finding for finding in self.findings if finding.blocks)

    @property
    def blank(self) -> tuple[Cell, ...]:
        """The cells that handing it in would record as not reported."""
        return tuple(cell for cell in self.cells if cell.state in standing.EDITABLE and cell.typed.empty)

    @property
    def incomplete(self) -> bool:
        """Whether any of those must be filled in: a component may be left empty."""
        return any(cell.line.required for cell in self.blank)

    @property
    def seen(self) -> dict[Key, int]:
        """Versions of the cells as shown, for `submit`."""
        return {cell.key: cell.version for cell in self.cells}

    def cell(self, key: Key) -> Cell:
        """Return one cell.

        Raises:
            KeyError: there is none for this reader.
        """
        return {cell.key: cell for cell in self.cells}[key]


def form(actor: Actor, desk: Desk, area_code: str, quarter: str) -> Form:
    """Return the return of an area for a quarter, with the cells that ``actor`` may read.

    Who may not read drafts sees of a figure that was sent back what was handed in, not what is being typed.

    Raises:
        DeniedError: ``actor`` may read none of its cells.
        ReturnError: nothing is published, or the area or quarter is unknown.
    """
    now = held(desk, desk.store, area_code, quarter)
    place = now.place()
    readable = [key for key in now.lines if may(actor, "read_unapproved", now.place(key), now.state_of(key))]
    if not readable:
        require(actor, "read_unapproved", place, now.state)
    now = without_drafts(actor, now)
    closed = _closed(now)
    submissions = desk.store.read("return_submissions", area_code, quarter, None, None).to_dicts()
    cells = tuple(_cell(actor, now, key, closed) for key in readable)
    ready = now.state in ("draft", "sent_back")
    return Form(
        area=now.area,
        quarter=quarter,
        state=now.state,
        opens_on=now.rule.opens_on,
        due_on=now.rule.due_on,
        locks_on=now.locked_from,
        exception=now.exception,
        days_late=standing.days_late(now.state, now.rule, desk.today),
        cells=cells,
        closed=closed,
        submittable=ready and closed is None and may(actor, "submit", place, now.state),
        withdrawable=may(actor, "withdraw", place, now.state),
        receipt=of_row(submissions[-1]) if submissions else None,
    )


def without_drafts(actor: Actor, now: Held) -> Held:
    """Return the return with what was handed in, for those who may not read what is being typed."""
    hidden = {
        key: row["standing_version"]
        for key, row in now.rows.items()
        if row["event"] == "saved"
        and row["standing"] == "sent_back"
        and not may(actor, "read_unapproved", now.place(key), "draft")
    }
    if not hidden:
        return now
    versions = now.desk.store.read("return_cell_versions", now.area["code"], now.quarter, None, None, None)
    shown = {
        (row["indicator_code"], row["series"]): row
        for row in versions.iter_rows(named=True)
        if hidden.get((row["indicator_code"], row["series"])) == row["version"]
    }
    rows = {
        key: {**row, **shown[key], "standing": row["standing"]} if key in shown else row
        for key, row in now.rows.items()
    }
    return replace(now, rows=rows)


def _closed(now: Held) -> ReturnError | None:
    try:
        now.check_taken_in()
    except ReturnError as error:
        return error
    return None


def _cell(actor: Actor, now: Held, key: Key, closed: ReturnError | None) -> Cell:
    place = now.place(key)
    row, state = now.rows.get(key), now.state_of(key)
    points = now.points.get(key, ())
    month = end_month(now.quarter)
    published = now.published.get(key)
    return Cell(
        line=now.lines[key],
        state=state,
        version=row["version"] if row else 0,
        entry=now.entry(key),
        last=version_of(row) if row else None,
        reason=row["reason"] if row else None,
        last_quarter=_latest(points, month - 1),
        year_before=_ending(points, month - MONTHS_PER_YEAR),
        approved=point_of(published) if published else None,
        findings=tuple(f for f in now.findings if (f.indicator_code, f.series) == key),
        editable=(closed is None or state == "sent_back") and may(actor, "enter", place, state),
        decidable=may(actor, "review", place, state) and _turn_has_come(actor, now, key),
        passed=row["level_area"] if row and row["event"] == "passed" else None,
    )


def _turn_has_come(actor: Actor, now: Held, key: Key) -> bool:
    """Return whether the level whose turn it is lies in the reader's hands."""
    levels = chain_of(now.desk.rules, now.area)
    turning = now.desk.area(levels[turn(levels, now.rows[key])], now.publication)
    return may(actor, "review", Place.of(turning), "submitted")


def _latest(points: Sequence[Point], until: int) -> Point | None:
    """Return the latest figure of a period that ended by a month; the coarser one where two end in it."""
    return next((point for point in reversed(points) if point.month <= until), None)


def _ending(points: Sequence[Point], month: int) -> Point | None:
    """Return the figure of the period that ends in a month; a quarter's own first."""
    return next((point for point in points if point.month == month), None)
