"""Figures that wait as points of the lines they would lengthen: for those who may, and never counted."""

import pytest

from dabiao import progress, returns
from dabiao.returns import Desk
from dabiao.rights import NOBODY, VISITOR, DeniedError
from dabiao.store import Store
from tests.store.returned import (
    BEILIN_REPORTER,
    LEADER,
    LI,
    LOCAL,
    QUARTER,
    SHAANXI,
    ZHANG,
    desk_of,
    put_world,
    typed,
)

pytestmark = pytest.mark.begins(after=put_world)


def handed_in(store: Store) -> Desk:
    desk = desk_of(store)
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2320"), expected_version=0)
    returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k")
    return desk


def test_waiting_figure_becomes_a_point_in_the_basis_of_the_target_until_it_is_approved(store: Store) -> None:
    desk = handed_in(store)
    line = progress.line(store, desk.publication, SHAANXI, "2025")
    points = returns.unapproved_points(LI, desk, "2025", area_code=SHAANXI).filter(indicator_code=LOCAL[0])
    assert points["period"].unique().to_list() == [QUARTER]
    last = line.filter(indicator_code=LOCAL[0], period="2025-Q2")
    grown = points.join(last, on="target_id", suffix="_before")
    assert (grown["value"] - grown["value_before"]).to_list() == [30.0] * last.height
    assert returns.unapproved_points(LI, desk, "2025-Q2", area_code=SHAANXI).is_empty()
    assert returns.unapproved_points(LI, desk, "2025", indicator="group-standards").is_empty()
    assert progress.line(store, desk.publication, SHAANXI, "2025").equals(line)
    returns.approve(LI, desk, SHAANXI, QUARTER, submission=1)
    assert returns.unapproved_points(LI, desk, "2025", area_code=SHAANXI).is_empty()


def test_points_are_for_those_who_may_read_what_waits(store: Store) -> None:
    desk = handed_in(store)
    seen = [
        returns.unapproved_points(actor, desk, "2025").height
        for actor in (LI, LEADER, ZHANG, BEILIN_REPORTER)
    ]
    assert seen[0] > 0
    assert seen == [seen[0], seen[0], seen[0], 0]
    for actor in (NOBODY, VISITOR, BEILIN_REPORTER):
        with pytest.raises(DeniedError):
            returns.unapproved_points(actor, desk, "2025", area_code=SHAANXI)
