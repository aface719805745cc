"""Shaanxi's returns in every state, its meetings, and the rights of somebody who may do all that staff do."""

import datetime as dt
from pathlib import Path
from typing import Final

from dabiao import meetings, returns
from dabiao.returns import Desk, Typed
from dabiao.returns.lines import Key
from dabiao.rights import Actor, Grant
from dabiao.settings import ROOT
from dabiao.store import Store, open_store
from dabiao.views import SavedView
from dabiao.workspaces import today
from etl import build

AREA: Final = "610000"
LOCAL: Final[Key] = ("local-standards", "published")
TARGET: Final = "shaanxi-2022-local-standards"
RIGHTS: Final = ("administrator:100000", f"reviewer:{AREA}", f"reporter:{AREA}")

REPORTER: Final = Actor("u-zhang", "张", (Grant("reporter", AREA),))
REVIEWER: Final = Actor("u-li", "李", (Grant("reviewer", AREA),))

APPROVED, SENT_BACK, WAITING, BEGUN = "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"


def prepare(database: Path) -> None:
    """Make a database with the project's own data and four quarters of returns."""
    store = open_store(str(database))
    assert build.run(store, ROOT / "data").exit_code == 0
    desk = Desk(store)
    for quarter, given in ((APPROVED, "2190"), (SENT_BACK, "2230"), (WAITING, "2180")):
        submission = _hand_in(desk, quarter, given)
        if quarter == APPROVED:
            returns.approve(REVIEWER, desk, AREA, quarter, submission=submission)
        if quarter == SENT_BACK:
            cells = {LOCAL: "与台账不符"}
            returns.send_back(REVIEWER, desk, AREA, quarter, submission=submission, reason="", cells=cells)
    _save(desk, BEGUN, LOCAL, Typed("23o0"))
    _meet(store)
    store.close()


def _meet(store: Store) -> None:
    """Hold one meeting whose action is overdue, and prepare the next."""
    day, told = today(store), {"title": "重点指标调度会", "area_code": AREA}
    held = meetings.make(store, REVIEWER, **told, held_on=day - dt.timedelta(days=60), publication=1)
    meetings.record(
        *(store, REVIEWER, held),
        kind="action",
        what="补齐地方标准台账",
        about=(AREA, TARGET),
        department="省市场监管局",
        due_on=day - dt.timedelta(days=3),
    )
    coming = meetings.make(store, REVIEWER, **told, held_on=day + dt.timedelta(days=7))
    meetings.add_view(store, REVIEWER, coming, SavedView.of("area", {"area": AREA}, None))


def _hand_in(desk: Desk, quarter: str, given: str) -> int:
    for cell in returns.form(REPORTER, desk, AREA, quarter).cells:
        typed = Typed(absence="Q", explanation="待核定")
        if cell.key == LOCAL:
            typed = Typed(given, explanation="已与台账核对", source="陕市监〔2025〕8号")
        _save(desk, quarter, cell.key, typed)
    return returns.submit(REPORTER, desk, AREA, quarter, client_key=quarter).submission


def _save(desk: Desk, quarter: str, key: Key, typed: Typed) -> None:
    returns.save_cell(REPORTER, desk, AREA, quarter, key, typed, expected_version=0)
