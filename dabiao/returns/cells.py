"""Typing into a return: each change is a version of its cell, saved at once, and none overwrites another."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

import polars as pl

from dabiao import audit
from dabiao.returns.amounts import Mode
from dabiao.returns.desk import Desk
from dabiao.returns.entries import LONGEST, Chosen, Typed
from dabiao.returns.errors import TooLongError
from dabiao.returns.lines import Key
from dabiao.returns.reading import KEPT, Held, held
from dabiao.rights import Actor, require
from dabiao.store import Transaction

FIXED: Final = ("amount", "other_amount", "basis", "rules", "submission")
"""Columns that are fixed when a cell is handed in, and stay so whatever is decided."""

_TEXTS: Final = "given absence explanation source amount other_amount basis rules reason level_area"
_SCHEMA: Final = dict.fromkeys(_TEXTS.split(), pl.String) | {"submission": pl.Int32, "publication": pl.Int64}


@dataclass(frozen=True)
class Saved:
    """What was typed is in the database."""

    version: int
    """To be expected by the next change of the cell; 0 where there is nothing to save yet."""
    saved_at: dt.datetime
    """The server's time, in UTC."""


@dataclass(frozen=True)
class Version:
    """A version of a cell: what was typed, by whom and when."""

    version: int
    event: str
    typed: Typed
    done_by: str
    done_by_name: str
    done_at: dt.datetime


Way = Literal["form", "sheet", "paste"]
"""How a figure came: typed into the form, with a filled-in workbook, or as pasted rows."""


@dataclass(frozen=True)
class Conflict:
    """Somebody else changed the cell first. Neither is lost: theirs is saved, yours is here."""

    theirs: Version
    yours: Typed


def save_cell(
    actor: Actor,
    desk: Desk,
    area_code: str,
    quarter: str,
    key: Key,
    typed: Typed,
    *,
    expected_version: int,
) -> Saved | Conflict:
    """Save what was typed into a cell if nobody has changed it since; whatever was typed is kept as it is.

    What stands there already makes no other version: a change sent again after its answer was lost, or two
    people who type the same.

    Args:
        actor: who types.
        desk: where returns are taken in.
        area_code: the area.
        quarter: the quarter.
        key: indicator and series of the line.
        typed: what was typed; with an absence chosen, the figure is left out.
        expected_version: version that was changed, 0 for a cell without any.

    Raises:
        DeniedError: ``actor`` may not enter this figure, or not as the cell stands now.
        ReturnError: the area does not owe the figure, the quarter is not taken in, or the text is too long.
        StoreError: it is not saved.
    """
    return save_cells(actor, desk, area_code, quarter, {key: (typed, expected_version)})[key]


def save_cells(
    actor: Actor,
    desk: Desk,
    area_code: str,
    quarter: str,
    changes: Mapping[Key, tuple[Typed, int]],
    *,
    way: Way = "form",
) -> dict[Key, Saved | Conflict]:
    """Save what was typed into some cells as `save_cell` does, all of them or, with any conflict, none.

    Args:
        actor: who types.
        desk: where returns are taken in.
        area_code: the area.
        quarter: the quarter.
        changes: what was typed and the version that was changed, by line.
        way: how it came, for the audit trail.

    Raises:
        DeniedError: ``actor`` may not enter one of the figures, or not as its cell stands now.
        ReturnError: the area does not owe one, the quarter is not taken in, or a text is too long.
        StoreError: nothing is saved.
    """
    for key in changes:
        require(actor, "enter", desk.place(area_code, key[0]), "open")
    clean = {key: cleaned(typed) for key, (typed, _) in changes.items()}

    def work(tx: Transaction) -> dict[Key, Saved | Conflict]:
        now = held(desk, tx, area_code, quarter)
        answers: dict[Key, Saved | Conflict] = {}
        for key, typed in clean.items():
            answer = _standing(desk, now, actor, key, typed, changes[key][1])
            if answer is not None:
                answers[key] = answer
        told = {
            key: {**fields(typed), "event": "saved"} for key, typed in clean.items() if key not in answers
        }
        if not told or any(isinstance(answer, Conflict) for answer in answers.values()):
            return answers
        saved_at = desk.now().astimezone(dt.UTC)
        versions = add_versions(tx, actor, area_code, quarter, told, now.rows, saved_at)
        for key, version in versions.items():
            detail = {"version": version, "way": way}
            audit.record(tx, actor, "figure_saved", subject(area_code, quarter, key), detail)
        return answers | {key: Saved(version, saved_at) for key, version in versions.items()}

    return desk.store.run(work)


def _standing(
    desk: Desk, now: Held, actor: Actor, key: Key, typed: Typed, expected_version: int
) -> Saved | Conflict | None:
    """Return what there is to say of a cell before it is saved; None where it is to be saved."""
    now.line(key)
    row = now.rows.get(key)
    if row is not None and row["event"] == "saved" and now.typed(key) == typed:
        return Saved(row["version"], row["done_at"])
    if row is None and typed.empty and replace(typed, mode="total") == Typed():
        return Saved(0, desk.now().astimezone(dt.UTC))
    now.check_taken_in(key)
    require(actor, "enter", now.place(key), now.state_of(key))
    if row is not None and row["version"] != expected_version:
        return Conflict(version_of(row), typed)
    return None


def cleaned(typed: Typed) -> Typed:
    """Return what is kept of what was typed: blanks around it go, nothing becomes null.

    Raises:
        TooLongError: a text has too many characters.
        ValueError: the mode or the absence is none.
    """
    texts = {name: (getattr(typed, name) or "").strip() or None for name in LONGEST}
    for name, longest in LONGEST.items():
        if len(texts[name] or "") > longest:
            raise TooLongError(length=len(texts[name] or ""), longest=longest)
    if typed.mode not in get_args(Mode) or typed.absence not in (None, *get_args(Chosen)):
        raise ValueError(f"no mode or absence of a cell: {typed.mode!r}, {typed.absence!r}")
    if typed.absence is not None:
        texts["given"] = None
    return Typed(texts["given"], typed.mode, typed.absence, texts["explanation"], texts["source"])


def fields(typed: Typed) -> dict[str, Any]:
    """Return what was typed as columns of ``return_cell``."""
    return {name: getattr(typed, name) for name in KEPT}


def as_handed_in(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of ``return_cell`` that say what a row of ``return_cells`` was handed in as."""
    return {name: row[name] for name in (*KEPT, *FIXED)}


def version_of(row: Mapping[str, Any]) -> Version:
    """Return a row of ``return_cell`` as a version."""
    return Version(
        row["version"],
        row["event"],
        Typed(**{name: row[name] for name in KEPT}),
        row["done_by"],
        row["done_by_name"],
        row["done_at"],
    )


def add_versions(
    tx: Transaction,
    actor: Actor,
    area_code: str,
    quarter: str,
    told: Mapping[Key, Mapping[str, Any]],
    rows: Mapping[Key, Mapping[str, Any]],
    done_at: dt.datetime,
) -> dict[Key, int]:
    """Add one version to each of some cells and return their numbers.

    Two transactions that add the same version collide, and the later one is tried again: so nothing is
    handed in, decided or typed over what it has not seen.

    Args:
        tx: the transaction.
        actor: who does it.
        area_code: the area.
        quarter: the quarter.
        told: columns of ``return_cell`` that the versions say, by cell.
        rows: the newest versions there are.
        done_at: when.
    """
    versions = {key: (rows[key]["version"] if key in rows else 0) + 1 for key in told}
    tx.insert(
        "return_cell",
        pl.DataFrame(
            [
                {
                    "area_code": area_code,
                    "quarter": quarter,
                    "indicator_code": key[0],
                    "series": key[1],
                    "version": versions[key],
                    **values,
                    "done_by": actor.user_id,
                    "done_by_name": actor.name,
                    "done_at": done_at,
                }
                for key, values in told.items()
            ],
            schema_overrides=_SCHEMA,
        ),
    )
    return versions


def subject(area_code: str, quarter: str, key: Key | None = None) -> str:
    """Return what the audit trail calls a return or one of its figures."""
    if key is None:
        return f"return:{area_code}/{quarter}"
    return f"figure:{area_code}/{quarter}/{key[0]}/{key[1]}"
