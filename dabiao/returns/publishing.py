"""What is approved becomes a publication, in the transaction of the approval."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dabiao import publications, versions, workspaces
from dabiao.model import Bound, ObservationStatus
from dabiao.periods import end_month
from dabiao.progress import RULES_VERSION, rejudge
from dabiao.publications import Kind
from dabiao.returns.desk import Desk
from dabiao.returns.entries import Entry
from dabiao.rights import Actor
from dabiao.store import Transaction
from dabiao.store.tables import OBSERVATION, TABLES
from dabiao.wording.figures import period


def publish(
    tx: Transaction, actor: Actor, table: str, rows: Sequence[Mapping[str, Any]], kind: Kind
) -> int | None:
    """Publish some rows of ``observation`` or ``target``; return the number, None if nothing differs.

    The rows that are not given stay as they are.
    """
    workspaces.claim(tx, "published")
    columns = TABLES[table]
    given = versions.conforming(columns, pl.DataFrame(list(rows), schema=dict(columns.columns)))
    newest = tx.read(f"newest_{table}_of_areas", given["area_code"].unique().to_list())
    difference = versions.difference(columns, given, newest, withdraw=False)
    number = publications.bring(
        tx, {table: difference}, kind=kind, by=actor.name, judge=rejudge, rules=RULES_VERSION
    )
    if number is not None:
        publications.tell(tx, number, actor)
    return number


def observation(
    desk: Desk, area: Mapping[str, Any], entry: Entry, amount: str | None, receipt: str
) -> dict[str, Any]:
    """Return a cell as a row of ``observation``; the return is its source.

    Args:
        desk: where returns are taken in.
        area: row of the table ``area``.
        entry: the cell.
        amount: what is reported, as it stood when handed in.
        receipt: number of the receipt.
    """
    line = entry.line
    reported = entry.status == ObservationStatus.REPORTED
    title = f"{period(entry.quarter, 'zh')}报表，回执{receipt}"
    return dict.fromkeys(OBSERVATION.columns) | {
        "area_code": area["code"],
        "indicator_code": line.indicator_code,
        "series": line.series,
        "period": entry.quarter,
        "end_month": end_month(entry.quarter),
        "value_reported": amount if reported else None,
        "unit": line.unit,
        "value": float(amount) if reported and amount is not None else None,
        "basis": str(line.basis),
        "bound": str(Bound.EXACT),
        "status": str(entry.status),
        "confidence": "high",
        "publisher": area["name_zh"],
        "source_title": f"{title}：{entry.typed.source}" if entry.typed.source else title,
        "source_date": desk.today,
        "note_zh": entry.typed.explanation,
        "note_en": entry.typed.explanation,
    }
