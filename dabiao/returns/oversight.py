"""Oversight: how complete the returns are, who is to be chased, and how each figure came to be."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

import polars as pl

from dabiao.returns import lines, standing
from dabiao.returns.desk import Desk, areas, places
from dabiao.returns.lines import Key
from dabiao.rights import EVERYWHERE, Actor, Place, ReturnState, could, holds, may, require
from dabiao.store.tables import PolarsType

COMPLETENESS: Final[Mapping[str, PolarsType]] = {
    "area_code": pl.String,
    "area_name_zh": pl.String,
    "area_name_en": pl.String,
    "level": pl.String,
    "province_code": pl.String,
    "city_code": pl.String,
    "quarter": pl.String,
    "state": pl.String,
    "late": pl.Boolean,
    "days_late": pl.Int64,
    "due_on": pl.Date,
    "locks_on": pl.Date,
    "excepted": pl.Boolean,
    "receipt": pl.String,
    "submitted_at": pl.Datetime("us", "UTC"),
    "submitted_late": pl.Boolean,
}


FEW: Final = 8
"""Up to so many areas each is asked for by itself; of more, all areas are read at once."""


def completeness(actor: Actor, desk: Desk, *, province: str | None = None) -> pl.DataFrame:
    """Return where every return stands that is owed, told from cells and calendar, by area and quarter.

    Columns: `COMPLETENESS`: state (a `dabiao.rights.ReturnState`), late (due, and not handed in) with
    days_late, locks_on (with an exception if there is one, excepted), receipt and submitted_at of the first
    hand-in, and submitted_late (it came after the due date).

    Args:
        actor: who asks: sees the areas whose returns they see to, enter or review.
        desk: where returns are taken in.
        province: only areas in the province with this code.

    Raises:
        DeniedError: ``actor`` sees to no area.
    """
    _require_somewhere(actor)
    known, where = _known(desk)
    seen = {code: known[code] for code, place in where.items() if _sees(actor, place)}
    if province is not None:
        seen = {code: row for code, row in seen.items() if row["province_code"] == province}
    return _standing(desk, seen)


def to_hand_in(actor: Actor, desk: Desk) -> pl.DataFrame:
    """Return the returns that ``actor`` fills in, taken in now and not handed in, by due date and area.

    Columns: `COMPLETENESS`.

    Raises:
        DeniedError: ``actor`` fills in no return.
    """
    if not any(grant.role == "reporter" for grant in actor.grants):
        require(actor, "enter", EVERYWHERE, "open")
    known, where = _known(desk)
    own = {code: known[code] for code, place in where.items() if could(actor, "enter", place)}
    taken_in = pl.col("locks_on").is_null() | (pl.col("locks_on") >= desk.today)
    waits = pl.col("state").is_in(["open", "draft"]) & taken_in | (pl.col("state") == "sent_back")
    return _standing(desk, own).filter(waits).sort("due_on", "area_code")


def _known(desk: Desk) -> tuple[Mapping[str, Mapping[str, Any]], Mapping[str, Place]]:
    """Return the areas of the latest publication by code: as they stand there, and as rights see them."""
    publication = desk.publication
    return areas(desk.store, publication), places(desk.store, publication)


def _standing(desk: Desk, seen: Mapping[str, Mapping[str, Any]]) -> pl.DataFrame:
    """Return where the returns of some areas stand (rows of the table ``area`` by code)."""
    if not seen:
        return pl.DataFrame(schema=dict(COMPLETENESS))
    asked = list(seen) if len(seen) <= FEW else [None]
    found = _states(desk, asked)
    exceptions = {
        (row["area_code"], row["quarter"]): row["ends_on"]
        for code in asked
        for row in desk.store.read("return_exceptions", code, None).iter_rows(named=True)
    }
    handed = pl.concat([desk.store.read("return_receipts", code) for code in asked])
    first = handed.group_by("area_code", "quarter", maintain_order=True).first()
    receipts = {(row["area_code"], row["quarter"]): row for row in first.iter_rows(named=True)}
    today, rows = desk.today, []
    owing = lines.owing(desk)
    for code, quarter in owing.filter(pl.col("area_code").is_in(list(seen))).iter_rows():
        rule, exception = desk.rules.quarters[quarter], exceptions.get((code, quarter))
        state = standing.of_return(found.get((code, quarter), ()), today >= rule.opens_on)
        days, receipt = standing.days_late(state, rule, today), receipts.get((code, quarter))
        area = seen[code]
        rows.append(
            (
                code,
                area["name_zh"],
                area["name_en"],
                area["level"],
                area["province_code"],
                area["city_code"],
                quarter,
                state,
                days > 0,
                days,
                rule.due_on,
                standing.locked_from(rule, exception),
                exception is not None,
                receipt["receipt"] if receipt else None,
                receipt["submitted_at"] if receipt else None,
                standing.handed_in_late(receipt["submitted_at"], rule) if receipt else None,
            )
        )
    return pl.DataFrame(rows, schema=dict(COMPLETENESS), orient="row")


def to_chase(actor: Actor, desk: Desk, *, quarter: str | None = None) -> pl.DataFrame:
    """Return the returns that are due and not handed in, the longest overdue first, then by area.

    Columns: `COMPLETENESS`.

    Args:
        actor: who asks.
        desk: where returns are taken in.
        quarter: one quarter; None for all.

    Raises:
        DeniedError: ``actor`` chases nobody.
    """
    if not any(may(actor, "chase", Place(grant.area_code)) for grant in actor.grants):
        require(actor, "chase", EVERYWHERE)
    rows = completeness(actor, desk).filter("late")
    if quarter is not None:
        rows = rows.filter(pl.col("quarter") == quarter)
    where = desk.places
    chased = [code for code in rows["area_code"].unique() if may(actor, "chase", where[code])]
    return rows.filter(pl.col("area_code").is_in(chased)).sort(
        "days_late", "area_code", "quarter", descending=[True, False, False]
    )


def figure_history(actor: Actor, desk: Desk, area_code: str, quarter: str, key: Key) -> pl.DataFrame:
    """Return every version of one figure that ``actor`` may read, the first one first.

    Columns: area_code, quarter, indicator_code, series, version, event (saved, submitted, withdrawn, passed,
    sent_back, approved, amended), given, mode, absence, explanation, source, amount, other_amount, basis,
    rules, reason, level_area, submission, publication, done_by, done_by_name, done_at (UTC), receipt. Who may
    not read drafts is not told what was typed between hand-ins.

    Raises:
        DeniedError: ``actor`` may not read the history of this figure.
        ReturnError: the area or quarter is unknown.
    """
    place = desk.place(area_code, key[0])
    if not could(actor, "read_history", place):
        require(actor, "read_history", place, "approved")
    desk.quarter(quarter)
    rows = desk.store.read("return_cell_versions", area_code, quarter, *key, None)
    states = [event for event in rows["event"] if event != "saved"]
    state = standing.of_cell(states[-1] if states else None)
    if rows.is_empty():
        return rows
    require(actor, "read_history", place, state)
    return rows if may(actor, "read_history", place, "draft") else rows.filter(pl.col("event") != "saved")


def own_figures(actor: Actor, desk: Desk) -> pl.DataFrame:
    """Return every version of the figures that ``actor`` has typed a version of, by area, quarter and figure.

    Columns: as `figure_history`. Who enters no figures has none, whatever they once typed: drafts of others
    would be among them.

    Raises:
        DeniedError: ``actor`` may read no history at all.
    """
    enters = any(grant.role == "reporter" for grant in actor.grants)
    if not enters and not holds(actor, "read_history"):
        require(actor, "enter", EVERYWHERE, "open")
    rows = desk.store.read("return_cell_versions", None, None, None, None, actor.user_id)
    if not enters:
        return rows.clear()
    where = desk.places_of(rows["area_code"])
    readable = {
        (code, indicator)
        for code, indicator in rows.select("area_code", "indicator_code").unique().iter_rows()
        if could(actor, "read_history", replace(where[code], indicator=indicator))
    }
    own = pl.struct("area_code", "indicator_code").is_in(
        [{"area_code": code, "indicator_code": indicator} for code, indicator in sorted(readable)]
    )
    return rows.filter(own) if readable else rows.clear()


def unapproved(actor: Actor, desk: Desk, *, area_code: str | None = None) -> pl.DataFrame:
    """Return the figures that were handed in and wait for approval; never a part of any publication.

    Columns: area_code, quarter, indicator_code, series, amount (decimal as text), value (the same as a
    number), basis, absence, explanation, source, submission, done_by_name and done_at (of the hand-in or of
    the level that passed it on), state (always submitted).

    Args:
        actor: who asks.
        desk: where returns are taken in.
        area_code: one area; None for all that they may read.

    Raises:
        DeniedError: ``actor`` may read nothing unapproved there.
    """
    if area_code is not None or not actor.grants:
        place = desk.place(area_code) if area_code else EVERYWHERE
        if not could(actor, "read_unapproved", place):
            require(actor, "read_unapproved", place, "submitted")
    rows = desk.store.read("return_cells", area_code, None).filter(
        pl.col("standing").is_in(["submitted", "passed"]), pl.col("event") != "saved"
    )
    where = desk.places_of(rows["area_code"])
    readable = [
        may(actor, "read_unapproved", replace(where[code], indicator=indicator), "submitted")
        for code, indicator in rows.select("area_code", "indicator_code").iter_rows()
    ]
    return rows.filter(pl.Series(readable, dtype=pl.Boolean)).select(
        "area_code",
        "quarter",
        "indicator_code",
        "series",
        "amount",
        pl.col("amount").cast(pl.Float64).alias("value"),
        "basis",
        "absence",
        "explanation",
        "source",
        "submission",
        "done_by_name",
        "done_at",
        state=pl.lit("submitted"),
    )


def _require_somewhere(actor: Actor) -> None:
    """Refuse those who see to no area at all, before anything is read."""
    if not any(_sees(actor, Place(grant.area_code)) for grant in actor.grants):
        require(actor, "chase", EVERYWHERE)


def _sees(actor: Actor, place: Place) -> bool:
    return could(actor, "chase", place) or could(actor, "enter", place)


def _states(desk: Desk, asked: Iterable[str | None]) -> dict[tuple[str, str], list[ReturnState]]:
    """Return the states of the cells of every return of some areas; None stands for all."""
    found: dict[tuple[str, str], list[ReturnState]] = {}
    for asked_for in asked:
        cells = desk.store.read("return_cells", asked_for, None)
        for code, quarter, last in cells.select("area_code", "quarter", "standing").iter_rows():
            found.setdefault((code, quarter), []).append(standing.of_cell(last))
    return found
