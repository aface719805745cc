"""A filled-in sheet or a paste, looked at before it is taken over: what would change, and what is wrong.

Nothing is written until `take_over`, and then all of it in one transaction or nothing. A line that was not
changed since the download is left alone, whatever has become of it meanwhile; one that somebody else has
changed too is a conflict with both values, for a person to choose.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dabiao.returns import pasting, sheet_reading
from dabiao.returns.amounts import Mode, modes, number, spelled
from dabiao.returns.cells import Conflict, Saved, Version, Way, cleaned, save_cells, version_of
from dabiao.returns.checks import Finding, Sheet, findings
from dabiao.returns.desk import Desk
from dabiao.returns.entries import LONGEST, Typed
from dabiao.returns.errors import ChoiceNeededError, FaultsLeftError, ReturnError
from dabiao.returns.faults import Fault, FaultyFileError, Row, Spot
from dabiao.returns.form import without_drafts
from dabiao.returns.lines import Key, Line
from dabiao.returns.reading import KEPT, Held, held
from dabiao.returns.sheets import as_written
from dabiao.rights import Actor, DeniedError, could, may, require
from dabiao.wording.returns import choice_name

Choice = Literal["mine", "theirs"]


@dataclass(frozen=True)
class Change:
    """What would become of a cell."""

    line: Line
    before: Typed
    """What stands in the cell now."""
    after: Typed
    version: int
    """Of the cell now, to be expected by the save."""
    theirs: Version | None
    """What somebody else has saved since the sheet was downloaded; None where nobody has."""
    spots: Mapping[str, Spot] = field(repr=False)
    """Where the fields stand in what was handed over."""

    @property
    def key(self) -> Key:
        """Indicator and series."""
        return self.line.key


@dataclass(frozen=True)
class Intake:
    """What a sheet or a paste would do to a return."""

    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What the rules would say of all cells of the return."""
    lines: Mapping[Key, Line] = field(default_factory=dict, repr=False)
    seen: Mapping[Key, int] = field(default_factory=dict, repr=False)
    """Versions of the cells that it was held against."""
    form: bool = False
    """Whether it is the form of this return, so that messages can be written into it."""

    @property
    def conflicts(self) -> tuple[Change, ...]:
        """The changes of cells that somebody else has changed too."""
        return tuple(change for change in self.changes if change.theirs is not None)

    def of_change(self, change: Change) -> tuple[Finding, ...]:
        """Return what the rules would say of a cell."""
        return tuple(one for one in self.findings if (one.indicator_code, one.series) == change.key)


@dataclass(frozen=True)
class Taken:
    """What became of a take-over: everything is saved or, with any conflict, nothing."""

    saved: Mapping[Key, Saved]
    conflicts: Mapping[Key, Conflict]


def read_sheet(actor: Actor, desk: Desk, area_code: str, quarter: str, content: bytes) -> Intake:
    """Return what a filled-in form would change; nothing is written.

    Args:
        actor: who hands it over.
        desk: where returns are taken in.
        area_code: the area.
        quarter: the quarter.
        content: the file.

    Raises:
        DeniedError: ``actor`` may not enter any figure of the area.
        ReturnError: nothing is published, or the area or quarter is unknown.
    """
    now, lines = _admitted(actor, desk, area_code, quarter)
    try:
        table = sheet_reading.table(content)
    except FaultyFileError as error:
        return Intake(faults=(error.fault,))
    strange = sheet_reading.strange(table, desk, area_code, quarter)
    if strange:
        return Intake(faults=tuple(strange))
    rows, faults = sheet_reading.rows(table, lines)
    return replace(_outcome(actor, now, lines, rows, faults), form=True)


def read_paste(
    actor: Actor, desk: Desk, area_code: str, quarter: str, text: str, *, counted: Mode | None = None
) -> Intake:
    """Return what rows copied from a sheet would change; nothing is written.

    Args:
        actor: who pastes.
        desk: where returns are taken in.
        area_code: the area.
        quarter: the quarter.
        text: lines of name or code, figure, source, explanation, apart by tabs.
        counted: what the figures count where a line has both; None for what each field says already.

    Raises:
        DeniedError: ``actor`` may not enter any figure of the area.
        ReturnError: nothing is published, or the area or quarter is unknown.
    """
    now, lines = _admitted(actor, desk, area_code, quarter)
    rows, faults = pasting.rows(text, lines, counted)
    return _outcome(actor, now, lines, rows, faults)


def take_over(
    actor: Actor,
    desk: Desk,
    area_code: str,
    quarter: str,
    intake: Intake,
    chosen: Mapping[Key, Choice] | None = None,
) -> Taken:
    """Save what was looked at, all of it or nothing.

    Args:
        actor: who takes it over.
        desk: where returns are taken in.
        area_code: the area.
        quarter: the quarter.
        intake: what was looked at.
        chosen: what is to stand in the cells that somebody else has changed too.

    Raises:
        DeniedError: ``actor`` may not enter one of the figures, or not as its cell stands now.
        FaultsLeftError: something of it could not be read.
        ChoiceNeededError: a conflict has not been chosen.
        ReturnError: the return does not take it in.
        StoreError: nothing is saved.
    """
    _admitted(actor, desk, area_code, quarter)
    chosen = chosen or {}
    if intake.faults:
        raise FaultsLeftError(count=len(intake.faults))
    open_ones = [change for change in intake.conflicts if change.key not in chosen]
    if open_ones:
        raise ChoiceNeededError(count=len(open_ones))
    changes = {
        change.key: (change.after, change.version)
        for change in intake.changes
        if chosen.get(change.key, "mine") == "mine"
    }
    way: Way = "sheet" if intake.form else "paste"
    answers = save_cells(actor, desk, area_code, quarter, changes, way=way) if changes else {}
    return Taken(
        {key: answer for key, answer in answers.items() if isinstance(answer, Saved)},
        {key: answer for key, answer in answers.items() if isinstance(answer, Conflict)},
    )


def _admitted(actor: Actor, desk: Desk, area_code: str, quarter: str) -> tuple[Held, dict[Key, Line]]:
    """Return the return as the actor may see it, and those of its lines that they may read."""
    place = desk.place(area_code)
    if not could(actor, "enter", place):
        require(actor, "enter", place, "open")
    now = without_drafts(actor, held(desk, desk.store, area_code, quarter))
    readable = {
        key: line
        for key, line in now.lines.items()
        if may(actor, "read_unapproved", now.place(key), now.state_of(key))
    }
    return now, readable


def _outcome(actor: Actor, now: Held, lines: dict[Key, Line], rows: list[Row], faults: list[Fault]) -> Intake:
    versions = _versions(now)
    changes: list[Change] = []
    for row in rows:
        change, wrong = _change(actor, now, row, versions)
        changes += [change] if change else []
        faults = faults + wrong
    after = {change.key: change.after for change in changes}
    entries = {
        key: replace(entry, typed=after.get(key, entry.typed)) for key, entry in now.sheet.entries.items()
    }
    said = findings(now.desk.rules.checks, Sheet(entries, now.sheet.components))
    return Intake(
        tuple(changes),
        tuple(sorted(faults, key=_place)),
        tuple(one for one in said if (one.indicator_code, one.series) in lines),
        lines,
        {key: now.rows[key]["version"] if key in now.rows else 0 for key in lines},
    )


def _place(fault: Fault) -> tuple[int, str]:
    return (fault.spot.row, fault.spot.column.rjust(3)) if fault.spot else (0, "")


def _versions(now: Held) -> dict[tuple[Key, int], Mapping[str, Any]]:
    rows = now.desk.store.read("return_cell_versions", now.area["code"], now.quarter, None, None, None)
    return {
        ((row["indicator_code"], row["series"]), row["version"]): row for row in rows.iter_rows(named=True)
    }


def _change(
    actor: Actor, now: Held, row: Row, versions: Mapping[tuple[Key, int], Mapping[str, Any]]
) -> tuple[Change | None, list[Fault]]:
    """Return what a row would change, if anything, and what is wrong with it."""
    current, newest = now.typed(row.key), now.rows.get(row.key)
    start = current
    if row.version is not None and row.version != (newest["version"] if newest else 0):
        if row.version and (row.key, row.version) not in versions:
            return None, [Fault("unknown_version", row.spots["given"], key=row.key)]
        start = Typed(mode=modes(now.lines[row.key].basis)[0])
        if row.version:
            told = versions[row.key, row.version]
            start = Typed(**{name: told[name] for name in KEPT})
    written = as_written(start)
    mine = replace(written, **row.parts)  # type: ignore[arg-type]
    if mine == written:
        return None, []
    if mine.given is not None and mine.given != written.given:
        mine = replace(mine, given=spelled(mine.given, now.lines[row.key].unit))
    faults = _faults(row, mine, written, now.lines[row.key].unit)
    if faults:
        return None, faults
    after = cleaned(mine)
    if after == as_written(current):
        return None, []
    try:
        now.check_taken_in(row.key)
        require(actor, "enter", now.place(row.key), now.state_of(row.key))
    except (DeniedError, ReturnError) as error:
        return None, [Fault("refused", row.spots["given"], key=row.key, error=error)]
    changed = newest is not None and as_written(current) != written
    theirs = version_of(newest) if newest is not None and changed else None
    version = newest["version"] if newest else 0
    return Change(now.lines[row.key], current, after, version, theirs, row.spots), []


def _faults(row: Row, mine: Typed, written: Typed, unit: str) -> list[Fault]:
    """Return what cannot be kept of a row; a figure that was no number before is for the rules to say."""
    faults = []
    for name, limit in LONGEST.items():
        count = len(getattr(mine, name) or "")
        if count > limit:
            values = {"count": str(count), "limit": str(limit)}
            faults.append(Fault("too_long", row.spots[name], name, row.key, values))
    if mine.given is None:
        return faults
    amount = number(mine.given, unit)
    if amount is None and mine.given != written.given and len(mine.given) <= LONGEST["given"]:
        faults.append(Fault("no_number", row.spots["given"], "given", row.key, {"text": mine.given}))
    if mine.absence is not None and not (mine.absence == "zero" and amount == 0):
        english, chinese = (
            {"choice": choice_name(mine.absence, "en")},
            {"choice": choice_name(mine.absence, "zh")},
        )
        faults.append(Fault("choice_with_figure", row.spots["given"], "given", row.key, english, chinese))
    return faults
