"""What was approved is corrected by a new version, with a reason and somebody else's approval."""

import pytest

from dabiao import audit, progress, publications, returns
from dabiao.returns import Desk
from dabiao.rights import DeniedError
from dabiao.store import Store
from tests.store.returned import (
    AFTER_APPROVAL,
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
    put_approved,
    put_world,
    typed,
    world,
)
from tests.store.sample import load_of, put

pytestmark = pytest.mark.begins(after=put_approved)

TARGET = "shaanxi-2022-local-standards"


@pytest.fixture
def desk(store: Store) -> Desk:
    """A desk where Shaanxi's return for the quarter has been approved with 2320, as publication 2."""
    return desk_of(store, Clock(AFTER_APPROVAL))


def propose(desk: Desk, given: str = "2318", reason: str = "重复计数2项", **more: str | None) -> int:
    version = returns.form(ZHANG, desk, SHAANXI, QUARTER).cell(LOCAL).version
    return returns.propose_figure(
        *(ZHANG, desk, SHAANXI, QUARTER, LOCAL),
        typed(given, **more),  # type: ignore[arg-type]
        reason=reason,
        expected_version=version,
    )


def test_amendment_is_a_new_version_and_earlier_publications_keep_theirs(desk: Desk) -> None:
    number = propose(desk)
    (waiting,) = returns.proposals(LI, desk).to_dicts()
    assert (waiting["number"], waiting["given"], waiting["reason"]) == (number, "2318", "重复计数2项")
    assert returns.to_decide(LI, desk)["number"].to_list() == [number]
    assert publications.latest(desk.store) == 2
    assert returns.decide(LI, desk, SHAANXI, number, approved=True) == 3
    assert publications.publication(desk.store, 3).kind == "amendment"
    values = [
        publications.current(desk.store, "observation", at)
        .filter(period=QUARTER, indicator_code=LOCAL[0])["value"]
        .to_list()
        for at in (1, 2, 3)
    ]
    assert values == [[], [2320.0], [2318.0]]
    form = returns.form(ZHANG, desk, SHAANXI, QUARTER)
    assert (form.state, form.cell(LOCAL).state, form.cell(LOCAL).reason) == (
        *("amended", "amended"),
        "重复计数2项",
    )
    last = returns.figure_history(LI, desk, SHAANXI, QUARTER, LOCAL).to_dicts()[-1]
    assert (last["event"], last["amount"], last["reason"], last["publication"], last["done_by_name"]) == (
        *("amended", "2318", "重复计数2项", 3),
        "李",
    )
    assert returns.proposals(LI, desk).is_empty()
    assert returns.to_decide(LI, desk).is_empty()
    done = returns.proposals(LI, desk, open_only=False).to_dicts()[0]
    assert (done["approved"], done["publication"], done["decided_by_name"]) == (True, 3, "李")
    assert audit.verify(desk.store).fault is None


def test_amended_figure_is_amended_again(desk: Desk) -> None:
    returns.decide(LI, desk, SHAANXI, propose(desk), approved=True)
    assert returns.decide(LI, desk, SHAANXI, propose(desk, "2317"), approved=True) == 4


def test_proposer_does_not_decide_and_nobody_decides_twice(desk: Desk) -> None:
    version = returns.form(LI, desk, SHAANXI, QUARTER).cell(LOCAL).version
    own = returns.propose_figure(
        LI, desk, SHAANXI, QUARTER, LOCAL, typed("2319"), reason="核减", expected_version=version
    )
    with pytest.raises(returns.OwnHandError):
        returns.decide(LI, desk, SHAANXI, own, approved=True)
    number = propose(desk)
    for actor in (ZHAO, LEADER, XIAN_REVIEWER, BEILIN_REPORTER):
        with pytest.raises(DeniedError):
            returns.decide(actor, desk, SHAANXI, number, approved=True)
    with pytest.raises(returns.ReasonNeededError):
        returns.decide(LI, desk, SHAANXI, number, approved=False)
    assert returns.decide(LI, desk, SHAANXI, number, approved=False, reason="依据不足") is None
    with pytest.raises(returns.UnknownAmendmentError):
        returns.decide(LI, desk, SHAANXI, number, approved=True)
    assert publications.latest(desk.store) == 2


def test_of_two_proposals_the_second_finds_the_figure_changed(desk: Desk) -> None:
    first, second = propose(desk), propose(desk, "2316")
    returns.decide(LI, desk, SHAANXI, first, approved=True)
    with pytest.raises(returns.ChangedMeanwhileError):
        returns.decide(LI, desk, SHAANXI, second, approved=True)
    assert publications.latest(desk.store) == 3


def test_what_is_proposed_is_held_against_the_rules(desk: Desk) -> None:
    with pytest.raises(returns.BlockedError):
        propose(desk, "2318.5")
    with pytest.raises(returns.BlockedError):
        propose(desk, "2200")
    assert propose(desk, "2200", explanation="废止90项")
    with pytest.raises(returns.UnfitAmendmentError, match="already"):
        propose(desk, "2320")
    with pytest.raises(returns.ReasonNeededError):
        propose(desk, reason=" ")
    with pytest.raises(returns.ChangedMeanwhileError):
        returns.propose_figure(
            ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("1"), reason="x", expected_version=1
        )


LONG, UNSEEN = "理" * 2001, " \u200b\u2060\n"


@pytest.mark.parametrize(
    ("given", "error"),
    [(LONG, returns.TooLongError), (UNSEEN, returns.ReasonNeededError)],
    ids=["long", "unseen"],
)
def test_a_reason_is_kept_whole_and_seen_or_refused(desk: Desk, given: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        propose(desk, reason=given)
    for told in ({"source": "文号", "reason": given}, {"source": given, "reason": "调整"}):
        with pytest.raises(error):
            returns.propose_target(ZHANG, desk, SHAANXI, TARGET, value="500", **told)
    assert returns.proposals(LI, desk).is_empty()
    number = propose(desk, reason="\u200b重复\u202e计数2项\t" + "理" * 1992)
    assert returns.proposals(LI, desk)["reason"].to_list() == ["重复计数2项 " + "理" * 1992]
    with pytest.raises(error):
        returns.decide(LI, desk, SHAANXI, number, approved=False, reason=given)
    returns.decide(LI, desk, SHAANXI, number, approved=False, reason=" \u200b依据不足 ")
    (told,) = returns.proposals(LI, desk, open_only=False).to_dicts()
    assert told["decision_reason"] == "依据不足"


def test_an_approval_keeps_no_reason_that_is_too_long_or_that_nobody_sees(desk: Desk) -> None:
    number = propose(desk)
    with pytest.raises(returns.TooLongError):
        returns.decide(LI, desk, SHAANXI, number, approved=True, reason=LONG)
    returns.decide(LI, desk, SHAANXI, number, approved=True, reason=UNSEEN)
    assert returns.proposals(LI, desk, open_only=False)["decision_reason"].to_list() == [None]


def test_a_document_is_named_in_as_many_characters_as_a_source(desk: Desk) -> None:
    with pytest.raises(returns.TooLongError, match="201 characters; at most 200"):
        returns.propose_target(ZHANG, desk, SHAANXI, TARGET, value="500", source="文" * 201, reason="调整")


@pytest.mark.begins(after=put_world)
def test_only_approved_figures_are_amended(store: Store) -> None:
    desk = desk_of(store)
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, GROUP, typed("455"), expected_version=0)
    with pytest.raises(returns.NotApprovedError):
        returns.propose_figure(
            ZHANG, desk, SHAANXI, QUARTER, GROUP, typed("456"), reason="x", expected_version=1
        )


def test_target_changes_with_its_first_version_kept(desk: Desk) -> None:
    number = returns.propose_target(
        ZHANG, desk, SHAANXI, TARGET, value="500", source="陕政发〔2025〕3号", reason="中期调整"
    )
    assert returns.decide(LI, desk, SHAANXI, number, approved=True) == 3
    assert publications.publication(desk.store, 3).kind == "target_change"
    versions = publications.history_of(desk.store, "target", [SHAANXI, TARGET])
    assert versions.select("version", "publication", "value_reported", "value").rows() == [
        (2, 3, "500", 500.0),
        (1, 1, "400", 400.0),
    ]
    judged = [
        progress.status(desk.store, at, QUARTER, area=SHAANXI, indicator="local-standards").to_dicts()[0]
        for at in (2, 3)
    ]
    assert [(row["target"], row["status"]) for row in judged] == [(400.0, "met_early"), (500.0, "lagging")]
    frames = world()
    assert put(desk.store, frames, load=load_of(frames)).publication is None


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"value": "五百"}, returns.UnfitAmendmentError),
        ({"value": "400"}, returns.UnfitAmendmentError),
        ({"value": "500", "deadline": "2026-Q5"}, returns.UnfitAmendmentError),
        ({"value": "500", "reason": ""}, returns.ReasonNeededError),
        ({"value": "500", "source": ""}, returns.ReasonNeededError),
    ],
)
def test_unfit_change_of_a_target_is_refused(
    desk: Desk, told: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        returns.propose_target(ZHANG, desk, SHAANXI, TARGET, **({"source": "文号", "reason": "调整"} | told))
    with pytest.raises(returns.UnknownAmendmentError):
        returns.propose_target(ZHANG, desk, SHAANXI, "none", value="1", source="文号", reason="调整")


def test_deadline_changes_alone(desk: Desk) -> None:
    number = returns.propose_target(
        LI, desk, SHAANXI, TARGET, value="400", deadline="2025-Q2", source="文号", reason="延期"
    )
    reviewer = LI.__class__("u-other", "他", LI.grants)
    assert returns.decide(reviewer, desk, SHAANXI, number, approved=True) == 3
    assert publications.current(desk.store, "target").filter(target_id=TARGET)["deadline"].item() == "2025-Q2"
