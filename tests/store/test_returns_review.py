"""From handing in to the publication: once, by two pairs of hands, level above level."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import polars as pl
import pytest

from dabiao import audit, progress, publications, returns
from dabiao.progress import rejudge
from dabiao.returns import Desk, Receipt, Saved
from dabiao.returns.lines import Key
from dabiao.rights import Actor, DeniedError, Grant
from dabiao.store import Store
from tests.store.returned import (
    BEILIN,
    BEILIN_REPORTER,
    GROUP,
    LEADER,
    LI,
    LOCAL,
    QUARTER,
    RULES,
    SHAANXI,
    SHARE,
    XIAN_REVIEWER,
    ZHANG,
    ZHAO,
    Clock,
    desk_of,
    put_world,
    typed,
    world,
)
from tests.store.sample import figure, load_of, put, rows

pytestmark = pytest.mark.begins(after=put_world)

BOTH = Actor("u-both", "两", (Grant("reporter", SHAANXI), Grant("reviewer", SHAANXI)))


def save(desk: Desk, key: Key, given: str | None, mode: str = "total", **more: str | None) -> int:
    cell = returns.form(ZHANG, desk, SHAANXI, QUARTER).cell(key)
    done = returns.save_cell(
        ZHANG, desk, SHAANXI, QUARTER, key, typed(given, mode, **more), expected_version=cell.version
    )
    assert isinstance(done, Saved)
    return done.version


def hand_in(desk: Desk, key: str = "k1") -> Receipt:
    return returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key=key)


def states(desk: Desk) -> dict[Key, str]:
    return {cell.key: cell.state for cell in returns.form(ZHANG, desk, SHAANXI, QUARTER).cells}


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store)


def test_receipt_says_what_was_handed_in_and_verifies(desk: Desk) -> None:
    save(desk, LOCAL, "30", "increment", explanation="含修订")
    save(desk, SHARE, None, absence="Q", explanation="统计口径调整")
    receipt = hand_in(desk)
    assert (receipt.number, receipt.submitted_by, receipt.replayed) == ("610000-2025Q3-01", "张", False)
    assert receipt.head == audit.head(desk.store)
    told = {(cell["indicator_code"], cell["series"]): cell for cell in receipt.cells}
    assert told.keys() == {LOCAL, GROUP, SHARE}
    local = told[LOCAL]
    assert (local["given"], local["mode"], local["amount"], local["other_amount"]) == (
        *("30", "increment"),
        *("2320", "30"),
    )
    assert (told[SHARE]["absence"], told[GROUP]["amount"]) == ("Q", None)
    assert returns.receipt(LI, desk, receipt.number) == receipt
    held = returns.verify(LEADER, desk, receipt.number, receipt.digest.upper() + " ")
    assert (held.intact, held.matches, held.superseded_by) == (True, True, None)
    assert not returns.verify(LEADER, desk, receipt.number, "0" * 64).matches
    limited = Actor("u-lin", "林", (Grant("reporter", SHAANXI, frozenset({GROUP[0]})),))
    for actor in (BEILIN_REPORTER, limited):
        held = returns.verify(actor, desk, receipt.number, receipt.digest)
        assert (held.matches, held.receipt.cells) == (True, [])
        with pytest.raises(DeniedError):
            returns.receipt(actor, desk, receipt.number)
    with pytest.raises(returns.UnknownReceiptError):
        returns.receipt(LI, desk, "610000-2025Q3-09")


def test_pressing_often_hands_in_once(desk: Desk) -> None:
    save(desk, LOCAL, "2320")
    with ThreadPoolExecutor(6) as pool:
        keys = ["same"] * 4 + ["other", "another"]
        receipts = list(pool.map(lambda key: hand_in(desk, key), keys))
    assert {one.number for one in receipts} == {"610000-2025Q3-01"}
    assert sum(not one.replayed for one in receipts) == 1
    assert desk.store.read("return_submissions", None, None, None, None).height == 1
    assert hand_in(desk, "later").replayed


def test_rules_keep_a_return_from_being_handed_in_all_at_once(desk: Desk) -> None:
    save(desk, LOCAL, "二千")
    save(desk, GROUP, "400")
    save(desk, SHARE, "150", source=None)
    with pytest.raises(returns.BlockedError) as blocked:
        hand_in(desk)
    assert {f"{one.indicator_code}: {one.rule}" for one in blocked.value.findings} == {  # type: ignore[attr-defined]
        "local-standards: not-a-number",
        "group-standards: falling-total",
        "standards-share: over-100-percent",
        "standards-share: no-source",
    }
    assert returns.form(ZHANG, desk, SHAANXI, QUARTER).blocking == blocked.value.findings
    assert states(desk) == dict.fromkeys((LOCAL, GROUP, SHARE), "draft")


def test_an_empty_return_and_one_seen_otherwise_are_not_handed_in(desk: Desk) -> None:
    with pytest.raises(returns.NothingToSubmitError):
        hand_in(desk)
    seen = {LOCAL: save(desk, LOCAL, "2310")}
    save(desk, LOCAL, "2320")
    with pytest.raises(returns.ChangedMeanwhileError) as changed:
        returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k", seen=seen)
    assert changed.value.cells == (LOCAL,)


def test_empty_cells_are_handed_in_only_by_those_who_know_them(desk: Desk) -> None:
    seen = {LOCAL: save(desk, LOCAL, "2320")}

    def press(blank: tuple[Key, ...]) -> Receipt:
        return returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k", seen=seen, blank=blank)

    for known in ((), (GROUP,)):
        with pytest.raises(returns.BlankCellsError) as left:
            press(known)
        assert set(left.value.cells) == {GROUP, SHARE}
    form = returns.form(ZHANG, desk, SHAANXI, QUARTER)
    assert ({cell.key for cell in form.blank}, form.incomplete) == ({GROUP, SHARE}, True)
    assert form.receipt is None
    receipt = press((GROUP, SHARE))
    assert press(()) == replace(receipt, replayed=True)
    assert returns.form(ZHANG, desk, SHAANXI, QUARTER).blank == ()
    returns.send_back(LI, desk, SHAANXI, QUARTER, submission=1, cells={LOCAL: "与台账不符"})
    seen = {LOCAL: save(desk, LOCAL, "2321")}
    again = returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k2", seen=seen, blank=())
    assert not again.replayed


def test_component_that_may_be_left_empty_asks_for_nothing(store: Store) -> None:
    frames = world()
    total = rows("observation", figure("2025-Q2", 2800, "all-standards"))
    frames["observation"] = frames["observation"].vstack(total)
    frames["target"] = frames["target"].filter(pl.col("indicator_code") != GROUP[0])
    put(store, frames, judge=rejudge)
    desk = Desk(store, RULES, Clock())
    for key, given in ((("all-standards", "press"), "2820"), (LOCAL, "2320"), (SHARE, "45")):
        save(desk, key, given)
    form = returns.form(ZHANG, desk, SHAANXI, QUARTER)
    assert ([cell.key for cell in form.blank], form.incomplete) == ([GROUP], False)
    receipt = returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k", blank=())
    assert receipt.submission == 1


def test_handed_in_figures_are_not_typed_over_and_can_be_taken_back(desk: Desk) -> None:
    version = save(desk, LOCAL, "2320")
    hand_in(desk)
    with pytest.raises(DeniedError):
        returns.save_cell(ZHAO, desk, SHAANXI, QUARTER, LOCAL, typed("9"), expected_version=version + 1)
    assert returns.withdraw(ZHANG, desk, SHAANXI, QUARTER) == 3
    assert returns.form(ZHANG, desk, SHAANXI, QUARTER).state == "draft"
    with pytest.raises(DeniedError):
        returns.withdraw(ZHANG, desk, SHAANXI, QUARTER)
    save(desk, LOCAL, "2321")
    assert hand_in(desk, "k2").number == "610000-2025Q3-02"


def test_approval_makes_one_publication_with_figures_and_judgement(desk: Desk) -> None:
    save(desk, LOCAL, "30", "increment", explanation="含修订")
    save(desk, SHARE, None, absence="Q", explanation="统计口径调整")
    receipt = hand_in(desk)
    before = publications.latest(desk.store)
    decision = returns.approve(LI, desk, SHAANXI, QUARTER, submission=receipt.submission)
    assert (before, decision.publication, decision.passed_to) == (1, 2, None)
    made = publications.publication(desk.store, 2)
    assert (made.kind, made.published_by) == ("approval", "李")
    assert publications.digest(desk.store, 2) == made.digest
    figures = publications.current(desk.store, "observation").filter(period=QUARTER)
    rows = {(row["indicator_code"], row["series"]): row for row in figures.to_dicts()}
    local = rows[LOCAL]
    assert (local["value"], local["value_reported"], local["basis"]) == (2320.0, "2320", "running_total")
    assert (local["publisher"], local["note_zh"], local["confidence"]) == ("地区610000", "含修订", "high")
    assert receipt.number in local["source_title"]
    assert "陕市监〔2025〕8号" in local["source_title"]
    assert (rows[SHARE]["status"], rows[SHARE]["value"]) == ("Q", None)
    assert rows[GROUP]["status"] == "O"
    judged = progress.status(desk.store, 2, QUARTER, area=SHAANXI, indicator="local-standards").to_dicts()[0]
    assert (judged["period"], judged["value"], judged["status"]) == (QUARTER, 448.0, "met_early")
    then = progress.status(desk.store, 1, QUARTER, area=SHAANXI, indicator="local-standards").to_dicts()[0]
    assert (then["period"], then["value"]) == ("2025-Q2", 418.0)
    assert returns.form(ZHANG, desk, SHAANXI, QUARTER).state == "approved"
    again = returns.approve(LI, desk, SHAANXI, QUARTER, submission=receipt.submission)
    assert (again.publication, again.replayed) == (2, True)
    assert publications.latest(desk.store) == 2


def test_a_load_leaves_what_was_approved_alone(desk: Desk) -> None:
    save(desk, LOCAL, "2320")
    hand_in(desk)
    returns.approve(LI, desk, SHAANXI, QUARTER, submission=1)
    frames = world()
    outcome = put(desk.store, frames, judge=rejudge, load=load_of(frames))
    assert outcome.publication is None
    contrary = frames["observation"].filter(period="2025-Q2", indicator_code="local-standards")
    contrary = contrary.with_columns(
        period=pl.lit(QUARTER), value=pl.lit(1.0), end_month=pl.lit(24309, pl.Int32)
    )
    frames["observation"] = pl.concat([frames["observation"], contrary])
    outcome = put(desk.store, frames, judge=rejudge, load=load_of(frames))
    assert outcome.publication is None
    assert outcome.counts["observation"].unchanged == frames["observation"].height
    held = publications.current(desk.store, "observation").filter(period=QUARTER, indicator_code=LOCAL[0])
    assert held["value"].to_list() == [2320.0]
    # The return said nothing of group standards: what a source says of them later counts.
    later = figure(QUARTER, 470, "group-standards")
    frames["observation"] = pl.concat([frames["observation"], rows("observation", later)])
    outcome = put(desk.store, frames, judge=rejudge, load=load_of(frames))
    assert (outcome.publication, outcome.counts["observation"].changed) == (3, 1)


def test_part_is_approved_and_part_sent_back_corrected_and_approved(desk: Desk) -> None:
    save(desk, LOCAL, "2320")
    save(desk, GROUP, "460")
    hand_in(desk)
    first = returns.approve(LI, desk, SHAANXI, QUARTER, submission=1, cells=[LOCAL])
    back = returns.send_back(
        LI, desk, SHAANXI, QUARTER, submission=1, reason="其余暂缓", cells={GROUP: "与公报不符", SHARE: ""}
    )
    assert (first.publication, back.publication) == (2, None)
    form = returns.form(ZHANG, desk, SHAANXI, QUARTER)
    assert form.state == "sent_back"
    assert (form.cell(GROUP).reason, form.cell(SHARE).reason) == ("与公报不符", "其余暂缓")
    assert (form.cell(GROUP).editable, form.cell(LOCAL).editable) == (True, False)
    save(desk, GROUP, "455")
    # The reviewer sees what was handed in, not what is being typed.
    seen = returns.form(LI, desk, SHAANXI, QUARTER).cell(GROUP)
    assert (seen.typed.given, seen.reason) == ("460", "与公报不符")
    assert hand_in(desk, "k2").number == "610000-2025Q3-02"
    assert states(desk) == {LOCAL: "approved", GROUP: "submitted", SHARE: "submitted"}
    with pytest.raises(returns.ChangedMeanwhileError):
        returns.approve(LI, desk, SHAANXI, QUARTER, submission=1)
    last = returns.approve(LI, desk, SHAANXI, QUARTER, submission=2)
    assert (last.publication, set(last.cells)) == (3, {GROUP, SHARE})
    events = returns.figure_history(ZHANG, desk, SHAANXI, QUARTER, GROUP)
    assert events["event"].to_list() == ["saved", "submitted", "sent_back", "saved", "submitted", "approved"]
    assert events["receipt"].to_list()[-1] == "610000-2025Q3-02"
    assert events["publication"].to_list()[-1] == 3


def test_nobody_decides_of_the_own_hand(desk: Desk) -> None:
    returns.save_cell(BOTH, desk, SHAANXI, QUARTER, LOCAL, typed("2320"), expected_version=0)
    hand_in(desk)
    with pytest.raises(returns.OwnHandError):
        returns.approve(BOTH, desk, SHAANXI, QUARTER, submission=1, cells=[LOCAL])
    assert returns.approve(BOTH, desk, SHAANXI, QUARTER, submission=1, cells=[GROUP]).publication == 2
    assert returns.approve(LI, desk, SHAANXI, QUARTER, submission=1).publication == 3


def test_decisions_need_a_reason_and_something_that_waits(desk: Desk) -> None:
    with pytest.raises(returns.NothingToDecideError):
        returns.approve(LI, desk, SHAANXI, QUARTER, submission=1)
    save(desk, LOCAL, "2320")
    hand_in(desk)
    for given, error in ((" \u200b", returns.ReasonNeededError), ("x" * 2001, returns.TooLongError)):
        for more in ({"reason": given}, {"reason": given, "cells": {LOCAL: given}}):
            with pytest.raises(error):
                returns.send_back(LI, desk, SHAANXI, QUARTER, submission=1, **more)  # type: ignore[arg-type]
    with pytest.raises(DeniedError):
        returns.approve(ZHANG, desk, SHAANXI, QUARTER, submission=1)
    with pytest.raises(DeniedError):
        returns.approve(XIAN_REVIEWER, desk, SHAANXI, QUARTER, submission=1)
    assert publications.latest(desk.store) == 1


def test_county_passes_the_city_before_the_province(desk: Desk) -> None:
    key = LOCAL
    returns.save_cell(BEILIN_REPORTER, desk, BEILIN, QUARTER, key, typed("12"), expected_version=0)
    returns.submit(BEILIN_REPORTER, desk, BEILIN, QUARTER, client_key="k")
    assert returns.queue(XIAN_REVIEWER, desk)["turn"].to_list() == ["610100"]
    passed = returns.approve(XIAN_REVIEWER, desk, BEILIN, QUARTER, submission=1)
    assert (passed.publication, passed.passed_to) == (None, SHAANXI)
    assert publications.latest(desk.store) == 1
    assert returns.queue(XIAN_REVIEWER, desk).is_empty()
    assert returns.queue(LI, desk).select("turn", "figures").row(0) == (SHAANXI, 1)
    again = returns.approve(XIAN_REVIEWER, desk, BEILIN, QUARTER, submission=1)
    assert again == replace(passed, replayed=True)
    other = replace(XIAN_REVIEWER, user_id="u-other", name="另")
    for actor, chosen in ((other, None), (XIAN_REVIEWER, [key, GROUP])):
        with pytest.raises((DeniedError, returns.NothingToDecideError)):
            returns.approve(actor, desk, BEILIN, QUARTER, submission=1, cells=chosen)
    cell = returns.form(LI, desk, BEILIN, QUARTER).cell(key)
    assert (cell.passed, cell.decidable) == ("610100", True)
    assert not returns.form(XIAN_REVIEWER, desk, BEILIN, QUARTER).cell(key).decidable
    assert returns.approve(LI, desk, BEILIN, QUARTER, submission=1).publication == 2
    events = returns.figure_history(LI, desk, BEILIN, QUARTER, key)
    assert events.select("event", "level_area").rows() == [
        ("submitted", None),
        ("passed", "610100"),
        ("approved", SHAANXI),
    ]


def test_total_that_follows_from_an_unapproved_quarter_waits_for_it(store: Store) -> None:
    clock = Clock()
    desk = desk_of(store, clock)
    clock.set("2026-01-05")
    save(desk, LOCAL, "2320")
    hand_in(desk)
    later = "2025-Q4"
    returns.save_cell(ZHANG, desk, SHAANXI, later, LOCAL, typed("30", "increment"), expected_version=0)
    cell = returns.form(ZHANG, desk, SHAANXI, later).cell(LOCAL)
    assert (cell.entry.amount_text, cell.entry.base.pending) == ("2350", True)
    returns.submit(ZHANG, desk, SHAANXI, later, client_key="k")
    with pytest.raises(returns.BaseChangedError, match="local-standards"):
        returns.approve(LI, desk, SHAANXI, later, submission=1)
    returns.approve(LI, desk, SHAANXI, QUARTER, submission=1)
    assert returns.approve(LI, desk, SHAANXI, later, submission=1).publication == 3
    held = publications.current(store, "observation").filter(period=later, indicator_code=LOCAL[0])
    assert held["value"].to_list() == [2350.0]


def test_queue_says_what_waits_by_due_date(desk: Desk) -> None:
    save(desk, LOCAL, "2280", explanation="废止")
    hand_in(desk)
    (row,) = returns.queue(LI, desk).to_dicts()
    assert (row["area_code"], row["quarter"], str(row["due_on"])) == (SHAANXI, QUARTER, "2025-10-20")
    assert (row["receipt"], row["with_rules"], row["explained"]) == ("610000-2025Q3-01", 1, 1)
    assert (row["figures"], row["absent"], row["blank"]) == (1, 0, 2)
    with pytest.raises(DeniedError):
        returns.queue(ZHANG, desk)


class Counting(Store):
    """A store that counts what it is asked."""

    asked = 0

    def read(self, name: str, *parameters: object) -> pl.DataFrame:
        self.asked += 1
        return super().read(name, *parameters)


def test_queue_asks_the_store_as_often_for_many_returns_as_for_one(desk: Desk) -> None:
    store = Counting(desk.store._engine)
    desk = replace(desk, store=store)
    needed = []
    for place, actor in ((SHAANXI, ZHANG), (BEILIN, BEILIN_REPORTER)):
        returns.save_cell(actor, desk, place, QUARTER, LOCAL, typed("2320"), expected_version=0)
        returns.submit(actor, desk, place, QUARTER, client_key="k")
        before = store.asked
        assert place in set(returns.queue(LI, desk)["area_code"])
        needed.append(store.asked - before)
    assert needed[0] == needed[1]
    steps = desk.steps
    returns.withdraw(ZHANG, desk, SHAANXI, QUARTER)
    assert desk.steps > steps
    assert returns.queue(LI, desk)["area_code"].to_list() == [BEILIN]


def test_queue_counts_figures_and_what_is_no_figure_apart(desk: Desk) -> None:
    save(desk, LOCAL, None, absence="zero", explanation="废止")
    save(desk, SHARE, None, absence="Q", explanation="统计口径调整")
    hand_in(desk)
    (row,) = returns.queue(LI, desk).to_dicts()
    assert (row["figures"], row["absent"], row["blank"]) == (1, 1, 1)
    cells = returns.form(LI, desk, SHAANXI, QUARTER).cells
    assert returns.Counts.of(cell.entry for cell in cells) == (1, 1, 1)


def test_unapproved_figures_stay_apart(desk: Desk) -> None:
    save(desk, LOCAL, "2320")
    assert returns.unapproved(LI, desk).is_empty()
    hand_in(desk)
    waiting = returns.unapproved(LEADER, desk, area_code=SHAANXI)
    assert waiting.filter(indicator_code=LOCAL[0])["amount"].to_list() == ["2320"]
    assert returns.unapproved(BEILIN_REPORTER, desk).is_empty()
    with pytest.raises(DeniedError):
        returns.unapproved(BEILIN_REPORTER, desk, area_code=SHAANXI)
    assert publications.current(desk.store, "observation").filter(period=QUARTER).is_empty()
    returns.approve(LI, desk, SHAANXI, QUARTER, submission=1)
    assert returns.unapproved(LEADER, desk).is_empty()
