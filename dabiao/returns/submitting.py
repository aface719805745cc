"""Handing a return in, once however often the button is pressed, and taking it back before it is decided."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

import polars as pl

from dabiao import audit
from dabiao.returns.cells import add_versions, as_handed_in, fields, subject
from dabiao.returns.desk import Desk
from dabiao.returns.errors import BlankCellsError, BlockedError, ChangedMeanwhileError, NothingToSubmitError
from dabiao.returns.lines import Key
from dabiao.returns.reading import Held, held
from dabiao.returns.receipts import Receipt, canonical, digest, number, of_row
from dabiao.returns.standing import EDITABLE
from dabiao.rights import Actor, ReturnState, require
from dabiao.store import Transaction


def submit(
    actor: Actor,
    desk: Desk,
    area_code: str,
    quarter: str,
    *,
    client_key: str,
    seen: Mapping[Key, int] | None = None,
    blank: Collection[Key] | None = None,
) -> Receipt:
    """Hand in every cell that has not been handed in or was sent back, and return the receipt.

    The same key again, and a second press that finds nothing new, return the receipt that was given.

    Args:
        actor: who hands in; somebody who may enter all figures of the area.
        desk: where returns are taken in.
        area_code: the area.
        quarter: the quarter.
        client_key: a random text made when the form was opened, the same for every press of its button.
        seen: the versions of the cells that were on the screen; None not to look.
        blank: the cells that the actor knows to be empty, to count as not reported; None not to look.

    Raises:
        DeniedError: ``actor`` may not hand this return in, or not as it stands.
        BlockedError: the rules keep it from being handed in; all findings are in it.
        ChangedMeanwhileError: a cell has another version than was seen.
        NothingToSubmitError: all cells are empty.
        BlankCellsError: a cell that must be filled in is empty and not among ``blank``.
        ReturnError: the calendar does not take it in, or the area or quarter is unknown.
        StoreError: it is not handed in.
    """
    place = desk.place(area_code)
    require(actor, "submit", place, "draft")

    def work(tx: Transaction) -> Receipt:
        given = tx.read("return_submissions", area_code, quarter, None, None).to_dicts()
        again = next((row for row in given if row["client_key"] == client_key), None)
        if again is not None:
            return of_row(again, replayed=True)
        now = held(desk, tx, area_code, quarter)
        handed = [key for key in now.lines if now.state_of(key) in EDITABLE]
        if given and not any(key in now.rows for key in handed):
            return of_row(given[-1], replayed=True)
        now.check_taken_in()
        require(actor, "submit", place, _state(now))
        _check(now, handed, seen, blank)
        submitted_at = desk.now().astimezone(dt.UTC)
        submission = len(given) + 1
        receipt = number(area_code, quarter, submission)
        told = {key: _told(now, key) | {"submission": submission} for key in handed}
        versions = add_versions(tx, actor, area_code, quarter, told, now.rows, submitted_at)
        content = canonical(_content(actor, now, receipt, submission, submitted_at, told, versions))
        detail = {
            "receipt": receipt,
            "digest": digest(content),
            "cells": {f"{key[0]}/{key[1]}": version for key, version in versions.items()},
        }
        entry = audit.record(tx, actor, "return_submitted", subject(area_code, quarter), detail)
        row = {
            "area_code": area_code,
            "quarter": quarter,
            "submission": submission,
            "receipt": receipt,
            "client_key": client_key,
            "content": content,
            "digest": digest(content),
            "audit_number": entry.number,
            "audit_digest": entry.digest,
            "submitted_by": actor.user_id,
            "submitted_by_name": actor.name,
            "submitted_at": submitted_at,
        }
        tx.insert("return_submission", pl.DataFrame([row]))
        return of_row(row)

    return desk.store.run(work)


def withdraw(actor: Actor, desk: Desk, area_code: str, quarter: str) -> int:
    """Take back what was handed in and not yet decided; return how many cells that are.

    Raises:
        DeniedError: ``actor`` may not, or nothing waits.
        ReturnError: the area or quarter is unknown.
        StoreError: it is not taken back.
    """
    place = desk.place(area_code)
    require(actor, "withdraw", place, "submitted")

    def work(tx: Transaction) -> int:
        now = held(desk, tx, area_code, quarter)
        waiting = [key for key in now.rows if now.state_of(key) == "submitted"]
        require(actor, "withdraw", place, "submitted" if waiting else now.state)
        told = {
            key: fields(now.typed(key)) | {"event": "withdrawn", "submission": now.rows[key]["submission"]}
            for key in waiting
        }
        add_versions(tx, actor, area_code, quarter, told, now.rows, desk.now().astimezone(dt.UTC))
        detail = {"cells": len(waiting)}
        audit.record(tx, actor, "return_withdrawn", subject(area_code, quarter), detail)
        return len(waiting)

    return desk.store.run(work)


def _state(now: Held) -> ReturnState:
    """Return the state that rights are asked with: what is handed in beside what waits is a draft."""
    return "draft" if now.state in ("open", "submitted") else now.state


def _check(
    now: Held, handed: list[Key], seen: Mapping[Key, int] | None, blank: Collection[Key] | None
) -> None:
    if seen is not None:
        versions = {key: now.rows[key]["version"] if key in now.rows else 0 for key in handed}
        changed = tuple(key for key in handed if versions[key] != seen.get(key, versions[key]))
        if changed:
            raise ChangedMeanwhileError(changed)
    if all(now.typed(key).empty for key in now.lines):
        raise NothingToSubmitError
    blocking = tuple(
        finding
        for finding in now.findings
        if finding.blocks and (finding.indicator_code, finding.series) in handed
    )
    if blocking:
        raise BlockedError(blocking)
    empty = tuple(key for key in handed if now.typed(key).empty)
    if blank is not None and any(now.lines[key].required and key not in blank for key in empty):
        raise BlankCellsError(empty)


def _told(now: Held, key: Key) -> dict[str, Any]:
    """Return what a cell says when it is handed in: what follows from it is fixed with it."""
    entry = now.entry(key)
    rules = [f.rule for f in now.findings if (f.indicator_code, f.series) == key]
    return fields(entry.typed) | {
        "event": "submitted",
        "amount": entry.amount_text,
        "other_amount": entry.other_text,
        "basis": str(entry.line.basis),
        "rules": ",".join(rules) or None,
    }


def _content(
    actor: Actor,
    now: Held,
    receipt: str,
    submission: int,
    submitted_at: dt.datetime,
    told: Mapping[Key, Mapping[str, Any]],
    versions: Mapping[Key, int],
) -> dict[str, Any]:
    """Return what the receipt is given for: the whole return, with what was handed in before as it stands."""
    said = {key: told[key] if key in told else as_handed_in(now.rows[key]) for key in now.lines}
    return {
        "area_code": now.area["code"],
        "quarter": now.quarter,
        "receipt": receipt,
        "submission": submission,
        "submitted_by": actor.user_id,
        "submitted_at": submitted_at.isoformat(timespec="microseconds"),
        "cells": [
            {name: value for name, value in said[key].items() if name not in ("event", "submission")}
            | {
                "indicator_code": key[0],
                "series": key[1],
                "unit": line.unit,
                "version": versions[key] if key in versions else now.rows[key]["version"],
            }
            for key, line in now.lines.items()
        ],
    }
