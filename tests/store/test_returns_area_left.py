"""An area that leaves the catalog takes nothing from the others, and what was said of it stays readable."""

import datetime as dt
from collections.abc import Callable

import polars as pl
import pytest

from dabiao import returns
from dabiao.progress import rejudge
from dabiao.returns import Desk
from dabiao.rights import Actor, Grant
from dabiao.store import Store
from tests.store.returned import (
    ADMINISTRATOR,
    BEILIN,
    BEILIN_REPORTER,
    LEADER,
    LI,
    LOCAL,
    QUARTER,
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


def test_points_and_what_is_decided_are_told_of_the_others(store: Store) -> None:
    desk = desk_of(store)
    points = returns.unapproved_points(LI, desk, "2025", indicator=LOCAL[0])
    assert set(points["area_code"]) == {SHAANXI}
    assert returns.decide(LI, desk, SHAANXI, 1, approved=True) is not None
    decided = returns.proposals(LI, desk, open_only=False)
    assert decided.select("area_code", "approved").rows() == [(SHAANXI, True), (BEILIN, None)]
