"""Amendments: what stands instead of an approved figure or of a target, proposed by one, decided by another.

What was published before stays: an amendment is a new version with its reason and who approved it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import polars as pl

from dabiao import audit
from dabiao.returns import reasons, retargeting
from dabiao.returns.cells import add_versions, cleaned, fields, subject
from dabiao.returns.checks import findings
from dabiao.returns.desk import Desk, areas, chain, chain_of
from dabiao.returns.entries import LONGEST, Entry, Typed
from dabiao.returns.errors import (
    BlockedError,
    ChangedMeanwhileError,
    NotApprovedError,
    OwnHandError,
    ProposalBaseChangedError,
    UnfitAmendmentError,
    UnknownAmendmentError,
)
from dabiao.returns.lines import Key
from dabiao.returns.publishing import observation, publish
from dabiao.returns.reading import KEPT, Held, held
from dabiao.returns.receipts import number as receipt_number
from dabiao.returns.standing import SETTLED
from dabiao.rights import EVERYWHERE, Actor, could, may, require
from dabiao.store import Transaction

_OF_A_FIGURE: Final = "quarter indicator_code series mode absence amount explanation"
_OF_A_TARGET: Final = "target_id deadline"
_SCHEMA: Final = dict.fromkeys(f"{_OF_A_FIGURE} {_OF_A_TARGET} given source".split(), pl.String)


def propose_figure(
    actor: Actor,
    desk: Desk,
    area_code: str,
    quarter: str,
    key: Key,
    typed: Typed,
    *,
    reason: str,
    expected_version: int,
) -> int:
    """Propose another version of an approved figure; return the number of the proposal within its area.

    Raises:
        DeniedError: ``actor`` may not amend this figure.
        NotApprovedError: it has not been approved.
        ReasonNeededError: there is no reason.
        TooLongError: the reason or something typed has too many characters.
        ChangedMeanwhileError: the figure has another version.
        BlockedError: hard rules speak against it, or soft ones without an explanation.
        UnfitAmendmentError: it says what is said already.
        StoreError: it is not recorded.
    """
    place = desk.place(area_code, key[0])
    require(actor, "amend", place, "approved")
    clean, why = cleaned(typed), reasons.needed(reason)

    def work(tx: Transaction) -> int:
        now = held(desk, tx, area_code, quarter)
        now.line(key)
        if now.state_of(key) not in SETTLED:
            raise NotApprovedError
        row = now.rows[key]
        if row["version"] != expected_version:
            raise ChangedMeanwhileError((key,))
        if now.typed(key) == clean:
            raise UnfitAmendmentError(retargeting.SAME)
        entry = now.entry(key).anew(clean)
        _check_rules(now, key, entry)
        told = {"quarter": quarter, "indicator_code": key[0], "series": key[1], **fields(clean)}
        told["amount"] = entry.amount_text
        proposal = _propose(tx, desk, actor, area_code, "figure", row["version"], why, told)
        _record(tx, actor, "amendment_proposed", subject(area_code, quarter, key), proposal)
        return proposal

    return desk.store.run(work)


def propose_target(
    actor: Actor,
    desk: Desk,
    area_code: str,
    target_id: str,
    *,
    value: str,
    deadline: str | None = None,
    source: str,
    reason: str,
) -> int:
    """Propose another value or deadline of a target; return the number of the proposal within its area.

    Args:
        actor: who proposes.
        desk: where returns are taken in.
        area_code: area of the target.
        target_id: the target.
        value: digits in the target's unit, as the document that changes it gives them.
        deadline: another deadline; None where it stays.
        source: the document that changes it.
        reason: why it is changed.

    Raises:
        DeniedError: ``actor`` may not amend what this area is judged by.
        ReasonNeededError: reason or source are missing.
        UnknownAmendmentError: the area has no such target.
        TooLongError: the value, the reason or the source has too many characters.
        UnfitAmendmentError: value or deadline are none, are none of a target that a load would take, or are
            said already.
        StoreError: it is not recorded.
    """
    require(actor, "amend", desk.place(area_code), "approved")
    why, document = reasons.needed(reason), reasons.needed(source, LONGEST["source"])

    def work(tx: Transaction) -> int:
        row = retargeting.target(tx, area_code, target_id)
        given = retargeting.reported(value, row["unit"])
        retargeting.changed(tx, row, given, deadline, document)
        told = {"target_id": target_id, "given": given, "deadline": deadline, "source": document}
        proposal = _propose(tx, desk, actor, area_code, "target", row["version"], why, told)
        _record(tx, actor, "target_change_proposed", f"target:{area_code}/{target_id}", proposal)
        return proposal

    return desk.store.run(work)


def decide(
    actor: Actor, desk: Desk, area_code: str, proposal: int, *, approved: bool, reason: str = ""
) -> int | None:
    """Approve or refuse a proposal; return the number of the publication that approving makes.

    Raises:
        DeniedError: ``actor`` does not review this area at its highest level.
        OwnHandError: ``actor`` proposed it.
        UnknownAmendmentError: there is none with that number, or it has been decided.
        ReasonNeededError: a refusal has no reason.
        TooLongError: the reason has too many characters.
        ChangedMeanwhileError: what it was to replace has been replaced.
        BlockedError: hard rules now speak against a figure, or soft ones without an explanation.
        ProposalBaseChangedError: a total that follows from an increment is no longer what was proposed.
        UnfitAmendmentError: a load would not take the target as it is proposed.
        StoreError: nothing is decided.
    """
    require(actor, "review", desk.place(area_code), "submitted")
    require(actor, "review", desk.place(chain(desk, area_code)[-1]), "submitted")
    why = reasons.kept(reason) if approved else reasons.needed(reason)

    def work(tx: Transaction) -> int | None:
        rows = tx.read("amendments", area_code, proposal)
        if rows.is_empty() or rows["approved"].item() is not None:
            raise UnknownAmendmentError
        given = rows.row(0, named=True)
        if given["proposed_by"] == actor.user_id:
            raise OwnHandError
        published = None
        if approved:
            apply = _apply_figure if given["kind"] == "figure" else _apply_target
            published = apply(tx, actor, desk, given)
        decision = {
            "area_code": area_code,
            "number": proposal,
            "approved": approved,
            "reason": why or None,
            "publication": published,
            "decided_by": actor.user_id,
            "decided_by_name": actor.name,
            "decided_at": desk.now().astimezone(dt.UTC),
        }
        overrides = {"reason": pl.String, "publication": pl.Int64}
        tx.insert("amendment_decision", pl.DataFrame([decision], schema_overrides=overrides))
        what = "amendment_approved" if approved else "amendment_refused"
        detail = {"proposal": proposal, "publication": published}
        audit.record(tx, actor, what, f"amendment:{area_code}/{proposal}", detail)
        return published

    return desk.store.run(work)


def proposals(
    actor: Actor, desk: Desk, area_code: str | None = None, *, open_only: bool = True
) -> pl.DataFrame:
    """Return the proposals that ``actor`` may read, by area and number.

    Columns: area_code, number, kind (figure, target), quarter, indicator_code, series, target_id, replaces
    (version), given, mode, absence, amount (what follows, as it was when proposed), explanation, source,
    deadline, reason, proposed_by, proposed_by_name, proposed_at, approved (null: not decided),
    decision_reason, publication, decided_by, decided_by_name, decided_at.

    Args:
        actor: who asks.
        desk: where returns are taken in.
        area_code: one area; None for all.
        open_only: only those that have not been decided.

    Raises:
        DeniedError: ``actor`` may read none anywhere.
    """
    if area_code is not None or not actor.grants:
        require(actor, "amend", desk.place(area_code) if area_code else EVERYWHERE, "approved")
    rows = desk.store.read("amendments", area_code, None)
    if open_only:
        rows = rows.filter(pl.col("approved").is_null())
    places = desk.places_of(rows["area_code"])
    readable = [code for code, place in places.items() if could(actor, "amend", place)]
    return rows.filter(pl.col("area_code").is_in(readable))


def to_decide(actor: Actor, desk: Desk) -> pl.DataFrame:
    """Return the open proposals that ``actor`` may decide: of others, where they review at the highest level.

    Columns: as `proposals`, the first proposed first.

    Raises:
        DeniedError: ``actor`` reviews nothing.
    """
    if not any(grant.role == "reviewer" for grant in actor.grants):
        require(actor, "review", EVERYWHERE, "submitted")
    rows = desk.store.read("amendments", None, None).filter(pl.col("approved").is_null())
    others = rows.filter(pl.col("proposed_by").ne_missing(actor.user_id)).sort("proposed_at")
    places, known = desk.places, areas(desk.store, desk.publication)
    own = [
        code
        for code in others["area_code"].unique()
        if code in known
        and all(
            may(actor, "review", places[each], "submitted")
            for each in (code, chain_of(desk.rules, known[code])[-1])
        )
    ]
    return others.filter(pl.col("area_code").is_in(own))


def _check_rules(now: Held, key: Key, entry: Entry) -> None:
    """Make sure that the rules do not speak against a cell as proposed."""
    sheet = replace(now.sheet, entries={**now.sheet.entries, key: entry})
    found = findings(now.desk.rules.checks, sheet)
    blocking = tuple(f for f in found if f.blocks and (f.indicator_code, f.series) == key)
    if blocking:
        raise BlockedError(blocking)


def _check_base(entry: Entry, proposed: str | None) -> None:
    """Make sure that what is published is what was proposed, and follows from nothing that waits itself."""
    # A proposal of an earlier release does not tell what followed from it.
    moved = proposed is not None and proposed != entry.amount_text
    if entry.derived and (entry.base.pending or moved):
        raise ProposalBaseChangedError(indicator_zh=entry.line.name_zh, indicator_en=entry.line.name_en)


def _propose(
    tx: Transaction,
    desk: Desk,
    actor: Actor,
    area_code: str,
    kind: str,
    replaces: int,
    reason: str,
    told: Mapping[str, Any],
) -> int:
    number = tx.read("amendments", area_code, None).height + 1
    row = {
        "area_code": area_code,
        "number": number,
        "kind": kind,
        **told,
        "replaces": replaces,
        "reason": reason,
        "proposed_by": actor.user_id,
        "proposed_by_name": actor.name,
        "proposed_at": desk.now().astimezone(dt.UTC),
    }
    overrides = {name: dtype for name, dtype in _SCHEMA.items() if name in row}
    tx.insert("amendment", pl.DataFrame([row], schema_overrides=overrides))
    return number


def _record(tx: Transaction, actor: Actor, what: str, about: str, proposal: int) -> None:
    audit.record(tx, actor, what, about, {"proposal": proposal})


def _apply_figure(tx: Transaction, actor: Actor, desk: Desk, given: Mapping[str, Any]) -> int | None:
    area_code, quarter = given["area_code"], given["quarter"]
    key = given["indicator_code"], given["series"]
    now = held(desk, tx, area_code, quarter)
    now.line(key)
    row = now.rows.get(key)
    if row is None or row["version"] != given["replaces"]:
        raise ChangedMeanwhileError((key,))
    entry = now.entry(key).anew(Typed(**{name: given[name] for name in KEPT}))
    _check_base(entry, given["amount"])
    _check_rules(now, key, entry)
    receipt = receipt_number(area_code, quarter, row["submission"])
    published = publish(
        tx,
        actor,
        "observation",
        [observation(desk, now.area, entry, entry.amount_text, receipt)],
        "amendment",
    )
    told = fields(entry.typed) | {
        "event": "amended",
        "amount": entry.amount_text,
        "other_amount": entry.other_text,
        "basis": str(entry.line.basis),
        "reason": given["reason"],
        "level_area": row["level_area"],
        "submission": row["submission"],
        "publication": published,
    }
    add_versions(tx, actor, area_code, quarter, {key: told}, now.rows, desk.now().astimezone(dt.UTC))
    return published


def _apply_target(tx: Transaction, actor: Actor, desk: Desk, given: Mapping[str, Any]) -> int | None:
    row = retargeting.target(tx, given["area_code"], given["target_id"])
    if row["version"] != given["replaces"]:
        raise ChangedMeanwhileError
    changed = retargeting.changed(tx, row, given["given"], given["deadline"], given["source"])
    return publish(tx, actor, "target", [changed], "target_change")
