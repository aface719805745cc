"""What was handed in stays what it was, whatever becomes of the quarter that it followed from."""

import json

import pytest

from dabiao import publications, returns
from dabiao.returns import Desk
from dabiao.store import Store
from tests.store.returned import (
    AFTER_APPROVAL,
    GROUP,
    LI,
    LOCAL,
    QUARTER,
    SHAANXI,
    ZHANG,
    Clock,
    desk_of,
    put_approved,
    put_world,
    typed,
)

pytestmark = pytest.mark.begins(after=put_approved)

NEXT = "2025-Q4"
INCREMENT = typed("40", "increment", explanation="新发布")


@pytest.fixture
def desk(store: Store) -> Desk:
    """A desk in the quarter after the one that has been approved with 2320, as publication 2."""
    clock = Clock(AFTER_APPROVAL)
    clock.set("2026-01-10")
    return desk_of(store, clock)


def hand_in(desk: Desk, client_key: str) -> returns.Receipt:
    return returns.submit(ZHANG, desk, SHAANXI, NEXT, client_key=client_key)


def version(desk: Desk, quarter: str) -> int:
    return returns.form(ZHANG, desk, SHAANXI, quarter).cell(LOCAL).version


def propose(desk: Desk, quarter: str, figure: returns.Typed) -> int:
    return returns.propose_figure(
        *(ZHANG, desk, SHAANXI, quarter, LOCAL, figure),
        reason="重复计数",
        expected_version=version(desk, quarter),
    )


def amend(desk: Desk, quarter: str, total: str) -> None:
    returns.decide(LI, desk, SHAANXI, propose(desk, quarter, typed(total)), approved=True)


def published(desk: Desk) -> list[float]:
    figures = publications.current(desk.store, "observation")
    return figures.filter(area_code=SHAANXI, period=NEXT, indicator_code=LOCAL[0])["value"].to_list()


def test_an_approved_total_stays_when_the_quarter_before_is_amended(desk: Desk) -> None:
    returns.save_cell(ZHANG, desk, SHAANXI, NEXT, LOCAL, INCREMENT, expected_version=0)
    hand_in(desk, "first")
    returns.send_back(LI, desk, SHAANXI, NEXT, submission=1, cells={GROUP: "请补报"})
    returns.approve(LI, desk, SHAANXI, NEXT, submission=1)
    amend(desk, QUARTER, "2300")

    entry = returns.form(ZHANG, desk, SHAANXI, NEXT).cell(LOCAL).entry
    assert (entry.amount_text, entry.other_text) == ("2360", "40")
    given = returns.form(ZHANG, desk, SHAANXI, NEXT).cell(GROUP).version
    returns.save_cell(ZHANG, desk, SHAANXI, NEXT, GROUP, typed("460"), expected_version=given)
    cells = json.loads(hand_in(desk, "second").content)["cells"]
    (proven,) = [cell for cell in cells if cell["indicator_code"] == LOCAL[0]]
    assert (proven["given"], proven["amount"], proven["other_amount"]) == ("40", "2360", "40")
    assert published(desk) == [2360.0]


def test_what_is_typed_follows_the_quarter_before_until_it_is_handed_in(desk: Desk) -> None:
    returns.save_cell(ZHANG, desk, SHAANXI, NEXT, LOCAL, INCREMENT, expected_version=0)
    amend(desk, QUARTER, "2300")
    assert returns.form(ZHANG, desk, SHAANXI, NEXT).cell(LOCAL).entry.amount_text == "2340"
    hand_in(desk, "first")
    returns.withdraw(ZHANG, desk, SHAANXI, NEXT)
    amend(desk, QUARTER, "2310")
    assert returns.form(ZHANG, desk, SHAANXI, NEXT).cell(LOCAL).entry.amount_text == "2350"


def approved(desk: Desk) -> None:
    returns.save_cell(ZHANG, desk, SHAANXI, NEXT, LOCAL, typed("2360", explanation="新"), expected_version=0)
    hand_in(desk, "first")
    returns.approve(LI, desk, SHAANXI, NEXT, submission=1)


def test_a_proposal_whose_quarter_before_has_moved_is_not_published(desk: Desk) -> None:
    approved(desk)
    proposal = propose(desk, NEXT, typed("45", "increment", explanation="新发布"))
    assert returns.to_decide(LI, desk)["amount"].to_list() == ["2365"]
    amend(desk, QUARTER, "2300")
    with pytest.raises(returns.ProposalBaseChangedError, match="proposed total of local-standards"):
        returns.decide(LI, desk, SHAANXI, proposal, approved=True)
    assert published(desk) == [2360.0]
    returns.decide(LI, desk, SHAANXI, proposal, approved=False, reason="上季度已更正")
    again = propose(desk, NEXT, typed("45", "increment", explanation="新发布"))
    returns.decide(LI, desk, SHAANXI, again, approved=True)
    assert published(desk) == [2345.0]


@pytest.mark.begins(after=put_world)
def test_a_proposal_on_a_quarter_that_waits_is_not_published(desk: Desk) -> None:
    approved(desk)
    slip = typed("9000", explanation="新发布")
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, slip, expected_version=0)
    returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="slip")
    proposal = propose(desk, NEXT, INCREMENT)
    with pytest.raises(returns.ProposalBaseChangedError):
        returns.decide(LI, desk, SHAANXI, proposal, approved=True)
    assert published(desk) == [2360.0]
    returns.send_back(LI, desk, SHAANXI, QUARTER, submission=1, reason="笔误")
    with pytest.raises(returns.ProposalBaseChangedError):
        returns.decide(LI, desk, SHAANXI, proposal, approved=True)
    assert published(desk) == [2360.0]
