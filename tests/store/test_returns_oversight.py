"""Completeness, who is to be chased, histories, and that none of it is for those who may not."""

import datetime as dt
import inspect
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from dabiao import returns
from dabiao.returns import Desk, oversight
from dabiao.rights import COMMAND_LINE, NOBODY, VISITOR, Actor, DeniedError
from dabiao.store import Store
from tests.store.returned import (
    ADMINISTRATOR,
    BEILIN,
    BEILIN_REPORTER,
    GROUP,
    LEADER,
    LI,
    LOCAL,
    QUARTER,
    SHAANXI,
    XIAN_REVIEWER,
    ZHANG,
    ZHAO,
    Clock,
    desk_of,
    put_world,
    typed,
)

pytestmark = pytest.mark.begins(after=put_world)


def matrix(actor: Actor, desk: Desk) -> dict[tuple[str, str], tuple[str, int]]:
    rows = returns.completeness(actor, desk)
    return {(row["area_code"], row["quarter"]): (row["state"], row["days_late"]) for row in rows.to_dicts()}


def test_matrix_tells_states_from_the_data(store: Store) -> None:
    clock = Clock()
    desk = desk_of(store, clock)
    clock.set("2025-10-20")
    assert matrix(LI, desk) == {
        (BEILIN, "2025-Q1"): ("open", 183),
        (BEILIN, "2025-Q2"): ("open", 92),
        (BEILIN, "2025-Q3"): ("open", 0),
        (BEILIN, "2025-Q4"): ("not_due", 0),
        (SHAANXI, "2025-Q1"): ("open", 183),
        (SHAANXI, "2025-Q2"): ("open", 92),
        (SHAANXI, "2025-Q3"): ("open", 0),
        (SHAANXI, "2025-Q4"): ("not_due", 0),
    }
    clock.set("2025-10-22")
    at = (SHAANXI, QUARTER)
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2320"), expected_version=0)
    assert matrix(LI, desk)[at] == ("draft", 2)
    receipt = returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k")
    assert matrix(LI, desk)[at] == ("submitted", 0)
    row = returns.completeness(LI, desk).filter(area_code=SHAANXI, quarter=QUARTER).to_dicts()[0]
    assert (row["receipt"], row["submitted_late"], row["late"]) == (receipt.number, True, False)
    returns.send_back(LI, desk, SHAANXI, QUARTER, submission=1, reason="核对")
    assert matrix(LI, desk)[at] == ("sent_back", 2)
    returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k2")
    returns.approve(LI, desk, SHAANXI, QUARTER, submission=2)
    assert matrix(LI, desk)[at] == ("approved", 0)


def test_everybody_sees_the_areas_they_see_to(store: Store) -> None:
    desk = desk_of(store)
    seen = {
        actor.name: {code for code, _ in matrix(actor, desk)}
        for actor in (LI, LEADER, ADMINISTRATOR, XIAN_REVIEWER, ZHANG, BEILIN_REPORTER)
    }
    assert seen == {
        "李": {SHAANXI, BEILIN},
        "吴": {SHAANXI, BEILIN},
        "郑": {SHAANXI, BEILIN},
        "周": {BEILIN},
        "张": {SHAANXI},
        "孙": {BEILIN},
    }
    assert returns.completeness(LI, desk, province="420000").is_empty()


def test_list_to_chase_has_the_longest_overdue_first(store: Store) -> None:
    clock = Clock()
    desk = desk_of(store, clock)
    clock.set("2025-10-25")
    rows = returns.to_chase(LI, desk)
    assert rows.select("area_code", "quarter", "days_late").rows() == [
        (SHAANXI, "2025-Q1", 188),
        (BEILIN, "2025-Q1", 188),
        (SHAANXI, "2025-Q2", 97),
        (BEILIN, "2025-Q2", 97),
        (SHAANXI, "2025-Q3", 5),
        (BEILIN, "2025-Q3", 5),
    ]
    assert returns.to_chase(COMMAND_LINE, desk, quarter=QUARTER).height == 2
    with pytest.raises(DeniedError):
        returns.to_chase(ZHANG, desk)


def test_reporters_are_told_what_they_have_to_hand_in(store: Store) -> None:
    clock = Clock()
    desk = desk_of(store, clock)
    clock.set("2025-10-25")

    def waiting() -> list[tuple[str, str, int]]:
        return returns.to_hand_in(ZHANG, desk).select("quarter", "state", "days_late").rows()

    earlier = [("2025-Q1", "open", 188), ("2025-Q2", "open", 97)]
    assert waiting() == [*earlier, ("2025-Q3", "open", 5)]
    assert set(returns.to_hand_in(BEILIN_REPORTER, desk)["area_code"]) == {BEILIN}
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2320"), expected_version=0)
    returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k")
    assert waiting() == earlier
    returns.send_back(LI, desk, SHAANXI, QUARTER, submission=1, reason="核对")
    assert waiting() == [*earlier, ("2025-Q3", "sent_back", 5)]
    # What is locked is not asked for any more, but what was sent back can still be put right.
    clock.set("2027-07-01")
    assert waiting() == [("2025-Q3", "sent_back", 619)]
    for other in (LI, LEADER, ADMINISTRATOR):
        with pytest.raises(DeniedError):
            returns.to_hand_in(other, desk)


def test_few_areas_are_told_alike_whether_read_one_by_one_or_with_all(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(store)
    ends = dt.date(2027, 9, 30)
    for actor, area_code in ((ZHANG, SHAANXI), (BEILIN_REPORTER, BEILIN)):
        returns.save_cell(actor, desk, area_code, QUARTER, LOCAL, typed("2320"), expected_version=0)
        returns.submit(actor, desk, area_code, QUARTER, client_key="k")
        returns.grant_exception(ADMINISTRATOR, desk, area_code, QUARTER, ends_on=ends, reason="机构调整")
    both = Actor("u-qian", "钱", (*ZHANG.grants, *BEILIN_REPORTER.grants))
    asked = [(returns.completeness, actor) for actor in (both, ZHANG, ADMINISTRATOR)]
    asked += [(returns.to_hand_in, actor) for actor in (both, BEILIN_REPORTER)]
    one_by_one = [call(actor, desk) for call, actor in asked]
    assert one_by_one[0].select("receipt", "excepted").unique().drop_nulls().height == 2
    monkeypatch.setattr(oversight, "FEW", 0)
    for (call, actor), rows in zip(asked, one_by_one, strict=True):
        assert call(actor, desk).equals(rows)
        assert rows.height


def test_each_reads_the_history_of_the_own_figures(store: Store) -> None:
    desk = desk_of(store)
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2310"), expected_version=0)
    returns.save_cell(ZHAO, desk, SHAANXI, QUARTER, LOCAL, typed("2320"), expected_version=1)
    returns.save_cell(ZHAO, desk, SHAANXI, QUARTER, GROUP, typed("455"), expected_version=0)
    own = returns.own_figures(ZHANG, desk)
    assert own.select("indicator_code", "version", "given", "done_by_name").rows() == [
        (LOCAL[0], 1, "2310", "张"),
        (LOCAL[0], 2, "2320", "赵"),
    ]
    assert returns.own_figures(ZHAO, desk).height == 3
    for other in (BEILIN_REPORTER, LI, LEADER, Actor("u-zhang", "张", LI.grants)):
        none = returns.own_figures(other, desk)
        assert (none.height, none.schema) == (0, own.schema)
    with pytest.raises(DeniedError):
        returns.own_figures(ADMINISTRATOR, desk)
    with pytest.raises(DeniedError):
        returns.figure_history(LI, desk, SHAANXI, QUARTER, LOCAL)
    returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k")
    # Drafts are the reporters' own; from the hand-in on the reviewer reads along.
    seen = returns.figure_history(LI, desk, SHAANXI, QUARTER, LOCAL)
    assert seen["event"].to_list() == ["submitted"]


def test_exceptions_are_kept_with_reason_and_end(store: Store) -> None:
    desk = desk_of(store)
    ends = dt.date(2027, 9, 30)
    returns.grant_exception(ADMINISTRATOR, desk, SHAANXI, QUARTER, ends_on=ends, reason="机构调整")
    (row,) = returns.exceptions(LI, desk).to_dicts()
    assert (row["ends_on"], row["reason"], row["granted_by_name"]) == (ends, "机构调整", "郑")
    assert returns.completeness(LI, desk).filter(pl.col("excepted")).height == 1
    assert returns.exceptions(BEILIN_REPORTER, desk).is_empty()
    for area_code in (None, SHAANXI):
        assert returns.exceptions(ZHANG, desk, area_code).height == 1
    with pytest.raises(DeniedError):
        returns.exceptions(BEILIN_REPORTER, desk, SHAANXI)
    for given, error in (("\u200b", returns.ReasonNeededError), ("x" * 2001, returns.TooLongError)):
        with pytest.raises(error):
            returns.grant_exception(ADMINISTRATOR, desk, SHAANXI, QUARTER, ends_on=ends, reason=given)
    past = dt.date(2025, 1, 1)
    with pytest.raises(returns.UnfitExceptionError):
        returns.grant_exception(ADMINISTRATOR, desk, SHAANXI, QUARTER, ends_on=past, reason="x")
    with pytest.raises(DeniedError):
        returns.grant_exception(LI, desk, SHAANXI, QUARTER, ends_on=ends, reason="x")


CALLS: dict[str, Callable[[Actor, Desk], Any]] = {
    "approve": lambda actor, desk: returns.approve(actor, desk, SHAANXI, QUARTER, submission=1),
    "completeness": returns.completeness,
    "decide": lambda actor, desk: returns.decide(actor, desk, SHAANXI, 1, approved=True),
    "exceptions": returns.exceptions,
    "figure_history": lambda actor, desk: returns.figure_history(actor, desk, SHAANXI, QUARTER, LOCAL),
    "form": lambda actor, desk: returns.form(actor, desk, SHAANXI, QUARTER),
    "grant_exception": lambda actor, desk: returns.grant_exception(
        actor, desk, SHAANXI, QUARTER, ends_on=dt.date(2027, 9, 30), reason="x"
    ),
    "handed_back": lambda actor, desk: returns.handed_back(actor, desk, SHAANXI, QUARTER, b"", "en"),
    "own_figures": returns.own_figures,
    "proposals": returns.proposals,
    "propose_figure": lambda actor, desk: returns.propose_figure(
        actor, desk, SHAANXI, QUARTER, LOCAL, typed("1"), reason="x", expected_version=1
    ),
    "propose_target": lambda actor, desk: returns.propose_target(
        actor, desk, SHAANXI, "shaanxi-2022-local-standards", value="1", source="x", reason="x"
    ),
    "queue": returns.queue,
    "read_paste": lambda actor, desk: returns.read_paste(actor, desk, SHAANXI, QUARTER, "local-standards\t1"),
    "read_sheet": lambda actor, desk: returns.read_sheet(actor, desk, SHAANXI, QUARTER, b""),
    "receipt": lambda actor, desk: returns.receipt(actor, desk, "610000-2025Q3-01"),
    "save_cell": lambda actor, desk: returns.save_cell(
        actor, desk, SHAANXI, QUARTER, LOCAL, typed("1"), expected_version=0
    ),
    "save_cells": lambda actor, desk: returns.save_cells(
        actor, desk, SHAANXI, QUARTER, {LOCAL: (typed("1"), 0)}
    ),
    "send_back": lambda actor, desk: returns.send_back(
        actor, desk, SHAANXI, QUARTER, submission=1, reason="x"
    ),
    "submit": lambda actor, desk: returns.submit(actor, desk, SHAANXI, QUARTER, client_key="k"),
    "take_over": lambda actor, desk: returns.take_over(actor, desk, SHAANXI, QUARTER, returns.Intake()),
    "to_chase": returns.to_chase,
    "to_decide": returns.to_decide,
    "to_hand_in": returns.to_hand_in,
    "unapproved": returns.unapproved,
    "unapproved_points": lambda actor, desk: returns.unapproved_points(actor, desk, "2025"),
    "verify": lambda actor, desk: returns.verify(actor, desk, "610000-2025Q3-01", "0" * 64),
    "withdraw": lambda actor, desk: returns.withdraw(actor, desk, SHAANXI, QUARTER),
    "workbook": lambda actor, desk: returns.workbook(actor, desk, SHAANXI, QUARTER, "en"),
}


def test_every_public_function_takes_the_actor_first_and_is_called_here() -> None:
    public = {name for name in returns.__all__ if inspect.isfunction(getattr(returns, name))}
    assert public == CALLS.keys()
    for name in public:
        assert next(iter(inspect.signature(getattr(returns, name)).parameters)) == "actor", name


def test_nobody_is_refused_everything_and_leaves_no_trace(store: Store) -> None:
    desk = desk_of(store)
    stranger = Actor("u-new", "新")
    trail = store.read("audit_extent")
    let_in = []
    for name, call in CALLS.items():
        for actor in (NOBODY, VISITOR, stranger):
            try:
                call(actor, desk)
            except DeniedError:
                continue
            except returns.UnknownReceiptError:
                let_in.append((name, actor.kind))
            else:
                pytest.fail(f"{name} let {actor.kind} in")
    # Where anybody may read what is published, anybody may hold a paper against it.
    assert let_in == [("verify", "visitor")]
    assert store.read("audit_extent").equals(trail)
