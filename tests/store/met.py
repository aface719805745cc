"""Meetings for tests: people, days, and rows to try queries on."""

import datetime as dt
import json

import polars as pl

from dabiao import meetings
from dabiao.rights import Actor, Grant
from dabiao.store import Store, Transaction
from tests.store.returned import SHAANXI, XIAN

LEADER = Actor("u-wu", "吴", (Grant("leadership", SHAANXI),))
CITY_LEADER = Actor("u-feng", "冯", (Grant("leadership", XIAN),))
OTHER_LEADER = Actor("u-jiang", "江", (Grant("leadership", "110000"),))

FIRST_DAY, SECOND_DAY = dt.date(2025, 10, 20), dt.date(2026, 1, 20)
THEN = dt.datetime(2025, 10, 20, 2, 0, tzinfo=dt.UTC)
TARGET = "shaanxi-2022-local-standards"


def make(store: Store, held_on: dt.date = FIRST_DAY, **more: object) -> str:
    told: dict[str, object] = {"title": "三季度调度会", "area_code": SHAANXI, "held_on": held_on}
    return meetings.make(store, LEADER, **(told | more))  # type: ignore[arg-type]


def put_meetings(store: Store) -> None:
    """Add a few rows to every table of meetings."""
    done = {"done_by": "u-wu", "done_by_name": "吴", "done_at": THEN}

    def add(tx: Transaction) -> None:
        held = {
            "area_code": SHAANXI,
            "meeting_id": "m1",
            "held_on": FIRST_DAY,
            "title": "调度会",
            "as_of": "2025-Q3",
        }
        tx.insert(
            "meeting",
            pl.DataFrame(
                [
                    held | done | {"version": 1, "event": "made", "publication": 1, "reason": None},
                    held | done | {"version": 2, "event": "frozen_anew", "publication": 2, "reason": "新数"},
                    held | done | {"version": 3, "event": "closed", "publication": 2, "reason": None},
                    held
                    | done
                    | {"version": 1, "event": "made", "publication": 1, "reason": None}
                    | {"meeting_id": "m2", "area_code": XIAN},
                ],
                schema_overrides={"reason": pl.String},
            ),
        )
        item = {"area_code": SHAANXI, "meeting_id": "m1", "saved_view": "{}", "removed": False}
        tx.insert(
            "agenda_item",
            pl.DataFrame(
                [
                    item | done | {"item": 1, "version": 1, "position": 1},
                    item | done | {"item": 2, "version": 1, "position": 2},
                    item | done | {"item": 2, "version": 2, "position": 2, "removed": True},
                ]
            ),
        )
        action = {"meeting_id": "m1", "meeting_area": SHAANXI, "area_code": SHAANXI, "what": "补报"}
        asked = {"kind": "action", "department": "省市场监管局", "due_on": SECOND_DAY, "number": 1}
        decided = {"kind": "decision", "number": 2, "version": 1, "area_code": XIAN}
        figure = {"target_id": TARGET, "figure": json.dumps({"value": 1.0})}
        tx.insert(
            "action",
            pl.DataFrame(
                [
                    action | done | asked | figure | {"version": 1, "state": "open", "note": None},
                    action | done | asked | figure | {"version": 2, "state": "open", "note": "已布置"},
                    action | done | {"department": None, "due_on": None, "state": None} | decided,
                ]
            ),
        )

    store.run(add)
