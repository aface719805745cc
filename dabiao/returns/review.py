"""Review: what waits for whom, approval of all or part of a return, and sending it back with reasons."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from dabiao import audit
from dabiao.model import ObservationStatus
from dabiao.returns import reasons
from dabiao.returns.cells import add_versions, as_handed_in, subject
from dabiao.returns.desk import Desk, areas, chain, chain_of
from dabiao.returns.errors import (
    BaseChangedError,
    ChangedMeanwhileError,
    NothingToDecideError,
    OwnHandError,
)
from dabiao.returns.lines import Key
from dabiao.returns.publishing import observation, publish
from dabiao.returns.reading import Held, held, turn, turn_after
from dabiao.returns.receipts import number
from dabiao.rights import EVERYWHERE, Actor, Place, may, require
from dabiao.store import Transaction
from dabiao.store.tables import PolarsType

QUEUE: Final[Mapping[str, PolarsType]] = {
    "area_code": pl.String,
    "area_name_zh": pl.String,
    "area_name_en": pl.String,
    "level": pl.String,
    "quarter": pl.String,
    "due_on": pl.Date,
    "submission": pl.Int64,
    "receipt": pl.String,
    "submitted_at": pl.Datetime("us", "UTC"),
    "submitted_by_name": pl.String,
    "figures": pl.Int64,
    "absent": pl.Int64,
    "blank": pl.Int64,
    "with_rules": pl.Int64,
    "explained": pl.Int64,
    "turn": pl.String,
    "days_waiting": pl.Int64,
}
"""Columns of what `queue` returns."""

COUNTED: Final = ("figures", "absent", "blank", "with_rules", "explained")
"""Columns of that which count cells."""


@dataclass(frozen=True)
class Decision:
    """What a decision came to."""

    cells: tuple[Key, ...]
    publication: int | None
    """Number of the publication; None where nothing was published."""
    passed_to: str | None
    """Code of the area whose reviewers decide next; None where nobody does."""
    replayed: bool = False
    """Whether it had been decided so before, by the same person."""


def approve(
    actor: Actor,
    desk: Desk,
    area_code: str,
    quarter: str,
    *,
    submission: int,
    cells: Collection[Key] | None = None,
) -> Decision:
    """Approve what waits of a return, or some of its cells; the last level to decide publishes them.

    A reviewer decides for the own level and for those below it that have not decided.

    Args:
        actor: who approves.
        desk: where returns are taken in.
        area_code: the area.
        quarter: the quarter.
        submission: number of the latest hand-in that was looked at (`Form.receipt`).
        cells: which cells; None for all that wait.

    Raises:
        DeniedError: ``actor`` may not review this area, or not at the level whose turn it is.
        OwnHandError: ``actor`` typed or handed in one of the figures.
        NothingToDecideError: none of the cells waits.
        ChangedMeanwhileError: it was handed in again since.
        BaseChangedError: a total that follows from an increment is no longer what it was.
        StoreError: nothing is decided.
    """
    place = desk.place(area_code)
    require(actor, "review", place, "submitted")

    def work(tx: Transaction) -> Decision:
        now = held(desk, tx, area_code, quarter)
        try:
            waiting = _waiting(now, submission, cells)
        except NothingToDecideError:
            if (again := _again(actor, now, submission, cells)) is not None:
                return again
            raise
        _require_other_hand(tx, actor, area_code, quarter, waiting)
        levels = chain(desk, area_code)
        if (passed := _passed(actor, desk, now, waiting, levels)) is not None:
            return passed
        reached = _reached(actor, desk, now, waiting, levels)
        last = reached == len(levels) - 1
        published = None
        if last:
            _check_bases(now, waiting)
            published = _publish(tx, actor, now, waiting)
        told = {
            key: as_handed_in(now.rows[key])
            | {
                "event": "approved" if last else "passed",
                "level_area": levels[reached],
                "publication": published,
            }
            for key in waiting
        }
        add_versions(tx, actor, area_code, quarter, told, now.rows, desk.now().astimezone(dt.UTC))
        detail = {
            "receipt": number(area_code, quarter, submission),
            "cells": [f"{key[0]}/{key[1]}" for key in waiting],
            "level": levels[reached],
            "publication": published,
        }
        what = "return_approved" if last else "return_passed"
        audit.record(tx, actor, what, subject(area_code, quarter), detail)
        return Decision(tuple(waiting), published, None if last else levels[reached + 1])

    return desk.store.run(work)


def send_back(
    actor: Actor,
    desk: Desk,
    area_code: str,
    quarter: str,
    *,
    submission: int,
    reason: str = "",
    cells: Mapping[Key, str] | None = None,
) -> Decision:
    """Send back all that waits of a return, or some of its cells, with reasons.

    Args:
        actor: who sends it back.
        desk: where returns are taken in.
        area_code: the area.
        quarter: the quarter.
        submission: number of the latest hand-in that was looked at (`Form.receipt`).
        reason: for all cells that have none of their own.
        cells: which cells, with a reason or an empty text each; None for all that wait.

    Raises:
        ReasonNeededError: a cell has no reason.
        TooLongError: a reason has too many characters.
        DeniedError, NothingToDecideError, ChangedMeanwhileError, StoreError: as `approve`.
    """
    place = desk.place(area_code)
    require(actor, "review", place, "submitted")

    def work(tx: Transaction) -> Decision:
        now = held(desk, tx, area_code, quarter)
        waiting = _waiting(now, submission, cells)
        levels = chain(desk, area_code)
        reached = _reached(actor, desk, now, waiting, levels)
        of_all = reasons.kept(reason)
        why = {key: reasons.kept((cells or {}).get(key, "")) or reasons.needed(of_all) for key in waiting}
        told = {
            key: as_handed_in(now.rows[key])
            | {"event": "sent_back", "level_area": levels[reached], "reason": why[key]}
            for key in waiting
        }
        add_versions(tx, actor, area_code, quarter, told, now.rows, desk.now().astimezone(dt.UTC))
        detail = {
            "receipt": number(area_code, quarter, submission),
            "cells": [f"{key[0]}/{key[1]}" for key in waiting],
        }
        audit.record(tx, actor, "return_sent_back", subject(area_code, quarter), detail)
        return Decision(tuple(waiting), None, None)

    return desk.store.run(work)


def queue(actor: Actor, desk: Desk) -> pl.DataFrame:
    """Return what waits for a decision that ``actor`` may take, by due date and area.

    Columns: area_code, area_name_zh/en, level, quarter, due_on, submission, receipt, submitted_at (UTC),
    submitted_by_name, turn (code of the area whose turn it is), days_waiting, and how many of the cells that
    wait are figures (also nought), absent (not applicable or withheld), blank (not reported), with_rules (met
    with a rule), explained (have an explanation).

    Raises:
        DeniedError: ``actor`` reviews nothing.
    """
    if not any(grant.role == "reviewer" for grant in actor.grants):
        require(actor, "review", EVERYWHERE, "submitted")
    known = areas(desk.store, desk.publication)
    # What several hands have passed on to different levels is told together, by the level that comes first.
    turns: dict[tuple[str, str], int] = {}
    waiting = desk.store.read("returns_waiting")
    for code, quarter, passed_by in waiting.select("area_code", "quarter", "passed_by").iter_rows():
        # An area can leave the catalog, a quarter the calendar: then the figures are nobody's to decide of.
        if code in known and quarter in desk.rules.quarters:
            levels = chain_of(desk.rules, known[code])
            step = turn_after(levels, passed_by)
            turns[code, quarter] = min(step, turns.get((code, quarter), step))
    rows = []
    for (code, quarter), step in turns.items():
        area = known[code]
        next_level = chain_of(desk.rules, area)[step]
        if all(may(actor, "review", Place.of(known[each]), "submitted") for each in {code, next_level}):
            names = [area[name] for name in ("name_zh", "name_en", "level")]
            rows.append((code, quarter, *names, desk.quarter(quarter).due_on, next_level))
    columns = ("area_code", "quarter", "area_name_zh", "area_name_en", "level", "due_on", "turn")
    decidable = pl.DataFrame(rows, schema={name: QUEUE[name] for name in columns}, orient="row")
    counted = waiting.group_by("area_code", "quarter").agg(
        pl.col("submission").max(), *(pl.col(name).sum() for name in COUNTED)
    )
    days = (pl.lit(desk.now().astimezone(dt.UTC)) - pl.col("submitted_at")).dt.total_days()
    return (
        decidable.join(counted, on=["area_code", "quarter"])
        .join(desk.store.read("return_receipts", None), on=["area_code", "quarter", "submission"], how="left")
        .with_columns(days_waiting=days)
        .select(pl.col(name).cast(dtype) for name, dtype in QUEUE.items())
        .sort("due_on", "area_code", "quarter")
    )


def _waiting(now: Held, submission: int, cells: Collection[Key] | None) -> list[Key]:
    wanted = [key for key in now.rows if key in now.lines] if cells is None else list(cells)
    waiting = [
        key for key in wanted if key in now.rows and key in now.lines and now.state_of(key) == "submitted"
    ]
    if not waiting or (cells is not None and len(waiting) < len(set(cells))):
        raise NothingToDecideError
    changed = tuple(key for key in waiting if now.rows[key]["submission"] > submission)
    if changed:
        raise ChangedMeanwhileError(changed)
    return waiting


def _again(actor: Actor, now: Held, submission: int, cells: Collection[Key] | None) -> Decision | None:
    """Return the decision of the same person on the same cells, if that is what they say already."""
    own = [
        key
        for key, row in now.rows.items()
        if row["event"] == "approved" and row["submission"] <= submission and row["done_by"] == actor.user_id
    ]
    wanted = own if cells is None else list(cells)
    if not own or not set(wanted) <= set(own):
        return None
    numbers = [now.rows[key]["publication"] for key in wanted]
    latest = max((one for one in numbers if one is not None), default=None)
    return Decision(tuple(wanted), latest, None, replayed=True)


def _require_other_hand(
    tx: Transaction, actor: Actor, area_code: str, quarter: str, waiting: Collection[Key]
) -> None:
    versions = tx.read("return_cell_versions", area_code, quarter, None, None, None)
    own = versions.filter(
        pl.col("event").is_in(["saved", "submitted"]), pl.col("done_by") == actor.user_id
    ).select("indicator_code", "series")
    if set(own.iter_rows()) & set(waiting):
        raise OwnHandError


def _passed(
    actor: Actor, desk: Desk, now: Held, waiting: Collection[Key], levels: tuple[str, ...]
) -> Decision | None:
    """Return the decision of the same person who passed all these cells on and decides for no level above."""
    rows = [now.rows[key] for key in waiting]
    if any(row["event"] != "passed" or row["done_by"] != actor.user_id for row in rows):
        return None
    furthest = max(turn(levels, row) for row in rows)
    # Who was given more rights since then, or whose level is now the last one, decides anew.
    if any(at >= furthest for at in _able(actor, desk, levels)):
        return None
    return Decision(tuple(waiting), None, levels[furthest], replayed=True)


def _able(actor: Actor, desk: Desk, levels: tuple[str, ...]) -> list[int]:
    """Return for which of the levels the actor decides."""
    return [at for at, code in enumerate(levels) if may(actor, "review", desk.place(code), "submitted")]


def _reached(actor: Actor, desk: Desk, now: Held, waiting: Collection[Key], levels: tuple[str, ...]) -> int:
    """Return the highest level that the actor decides for.

    Raises:
        DeniedError: it lies below the level whose turn it is.
    """
    able = _able(actor, desk, levels)
    rows = [now.rows[key] for key in waiting]
    furthest = max(turn(levels, row) for row in rows)
    if not able or max(able) < furthest:
        require(actor, "review", desk.place(levels[furthest]), "submitted")
    return max(able)


def _check_bases(now: Held, waiting: Collection[Key]) -> None:
    """Make sure that what followed from an earlier figure still follows from it, and that it is approved."""
    for key in waiting:
        entry, row = now.entry(key).anew(), now.rows[key]
        if entry.derived and (entry.base.pending or entry.amount_text != row["amount"]):
            raise BaseChangedError(indicator_zh=entry.line.name_zh, indicator_en=entry.line.name_en)


def _publish(tx: Transaction, actor: Actor, now: Held, waiting: Collection[Key]) -> int | None:
    rows = []
    for key in waiting:
        entry, row = now.entry(key), now.rows[key]
        # An empty cell says that nothing was reported; it takes away no figure that another source gave.
        if entry.status == ObservationStatus.NOT_REPORTED and key in now.published:
            continue
        receipt = number(now.area["code"], now.quarter, row["submission"])
        rows.append(observation(now.desk, now.area, entry, row["amount"], receipt))
    return publish(tx, actor, "observation", rows, "approval") if rows else None
