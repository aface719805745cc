"""An area that leaves the catalog, or a quarter the calendar, stops nothing else; what was said stays."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from dabiao import returns
from dabiao.progress import rejudge
from dabiao.returns import Desk
from dabiao.returns.rulebook import ReviewRule, Rulebook
from dabiao.rights import VISITOR, Actor, DeniedError, Grant
from dabiao.store import Store
from tests.store.returned import (
    ADMINISTRATOR,
    BEILIN,
    BEILIN_REPORTER,
    LEADER,
    LI,
    LOCAL,
    QUARTER,
    RULES,
    SHAANXI,
    XIAN_REVIEWER,
    ZHANG,
    desk_of,
    put_world,
    typed,
    world,
)
from tests.store.sample import put


def put_left(store: Store) -> None:
    """Let Shaanxi and a county type, hand in and propose, and the county leave the catalog."""
    put_world(store)
    desk = desk_of(store)
    for actor, area_code, target in (
        (ZHANG, SHAANXI, "shaanxi-2022-local-standards"),
        (BEILIN_REPORTER, BEILIN, "beilin"),
    ):
        returns.save_cell(actor, desk, area_code, QUARTER, LOCAL, typed("2320"), expected_version=0)
        returns.submit(actor, desk, area_code, QUARTER, client_key=area_code)
        returns.propose_target(actor, desk, area_code, target, value="450", source="文号", reason="调整")
        ends = dt.date(2030, 1, 1)
        returns.grant_exception(ADMINISTRATOR, desk, area_code, QUARTER, ends_on=ends, reason="机构调整")
    left = {
        "area": world()["area"].filter(pl.col("code") != BEILIN),
        "target": world()["target"].filter(pl.col("area_code") != BEILIN),
    }
    put(store, left, judge=rejudge)


pytestmark = pytest.mark.begins(after=put_left)

ELSEWHERE = Actor("u-bai", "白", (Grant("reviewer", "420000"),))
BOTH = {SHAANXI, BEILIN}


@pytest.mark.parametrize(
    ("listed", "seen"),
    [
        (returns.unapproved, {LI: BOTH, LEADER: BOTH, XIAN_REVIEWER: {BEILIN}, ZHANG: {SHAANXI}}),
        (returns.proposals, {LI: BOTH, XIAN_REVIEWER: {BEILIN}, ZHANG: {SHAANXI}}),
        (returns.exceptions, {LI: BOTH, ADMINISTRATOR: BOTH, XIAN_REVIEWER: {BEILIN}, ZHANG: {SHAANXI}}),
        (returns.own_figures, {ZHANG: {SHAANXI}}),
    ],
)
def test_lists_keep_it_for_those_it_last_lay_under(
    store: Store, listed: Callable[[Actor, Desk], pl.DataFrame], seen: dict[Actor, set[str]]
) -> None:
    desk = desk_of(store)
    everybody = seen | {BEILIN_REPORTER: {BEILIN}}
    if listed is not returns.own_figures:
        everybody[ELSEWHERE] = set()
    assert {actor: set(listed(actor, desk)["area_code"]) for actor in everybody} == everybody


def test_its_receipt_can_still_be_held_against_the_paper(store: Store) -> None:
    desk = desk_of(store)
    for area_code in BOTH:
        receipt = returns.receipt(LI, desk, f"{area_code}-2025Q3-01")
        held = returns.verify(VISITOR, desk, receipt.number, receipt.digest)
        assert (held.matches, held.intact, held.receipt.cells) == (True, True, [])
    with pytest.raises(DeniedError):
        returns.receipt(ZHANG, desk, f"{BEILIN}-2025Q3-01")


def test_a_quarter_that_the_calendar_drops_waits_for_nobody(store: Store) -> None:
    desk = desk_of(store)
    assert returns.queue(LI, desk)["quarter"].to_list() == [QUARTER]
    review = [
        ReviewRule(level=level, step=step, reviewed_by=above)
        for level, steps in RULES.review.items()
        for step, above in enumerate(steps, 1)
    ]
    others = [rule for rule in RULES.quarters.values() if rule.quarter != QUARTER]
    without = replace(desk, rules=Rulebook(others, review, RULES.lines, RULES.checks))
    assert returns.queue(LI, without).is_empty()
    assert returns.completeness(LI, without).filter(quarter=QUARTER).is_empty()


def test_points_and_what_is_decided_are_told_of_the_others(store: Store) -> None:
    desk = desk_of(store)
    points = returns.unapproved_points(LI, desk, "2025", indicator=LOCAL[0])
    assert set(points["area_code"]) == {SHAANXI}
    assert returns.decide(LI, desk, SHAANXI, 1, approved=True) is not None
    decided = returns.proposals(LI, desk, open_only=False)
    assert decided.select("area_code", "approved").rows() == [(SHAANXI, True), (BEILIN, None)]
