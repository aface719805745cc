"""Levels of review that became fewer while a return was on its way."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from dabiao import returns
from dabiao.returns import Desk
from dabiao.returns.rulebook import ReviewRule, Rulebook
from dabiao.rights import Actor, DeniedError, Grant
from dabiao.store import Store
from tests.store.returned import (
    BEILIN,
    BEILIN_REPORTER,
    LI,
    LOCAL,
    QUARTER,
    RULES,
    XIAN,
    XIAN_REVIEWER,
    desk_of,
    put_world,
    typed,
)

pytestmark = pytest.mark.begins(after=put_world)


def with_levels(desk: Desk, levels: Mapping[str, tuple[str, ...]]) -> Desk:
    """Return the same desk where other levels review."""
    review = [
        ReviewRule(level=level, step=step, reviewed_by=above)
        for level, steps in (RULES.review | levels).items()
        for step, above in enumerate(steps, 1)
    ]
    return replace(desk, rules=Rulebook(list(RULES.quarters.values()), review, RULES.lines, RULES.checks))


def test_what_the_last_level_left_had_passed_on_is_approved_by_it(store: Store) -> None:
    desk = desk_of(store)
    returns.save_cell(BEILIN_REPORTER, desk, BEILIN, QUARTER, LOCAL, typed("12"), expected_version=0)
    returns.submit(BEILIN_REPORTER, desk, BEILIN, QUARTER, client_key="k")
    returns.approve(XIAN_REVIEWER, desk, BEILIN, QUARTER, submission=1)
    fewer = with_levels(desk, {"county": ("city",)})
    assert returns.queue(XIAN_REVIEWER, fewer)["turn"].to_list() == [XIAN]
    assert returns.form(XIAN_REVIEWER, fewer, BEILIN, QUARTER).cell(LOCAL).decidable
    beside = Actor("u-beside", "旁", (Grant("reviewer", BEILIN),))
    with pytest.raises(DeniedError):
        returns.approve(beside, fewer, BEILIN, QUARTER, submission=1)
    decision = returns.approve(XIAN_REVIEWER, fewer, BEILIN, QUARTER, submission=1)
    assert (decision.publication, decision.passed_to, decision.replayed) == (2, None, False)
    assert returns.form(LI, fewer, BEILIN, QUARTER).cell(LOCAL).state == "approved"
