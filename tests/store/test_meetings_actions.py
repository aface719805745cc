"""What a meeting decided stands against the figure it saw, and is followed up until it is settled."""

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest

from dabiao import audit, meetings, progress, publications, returns
from dabiao.meetings import Action, MeetingError, errors
from dabiao.returns import Desk
from dabiao.rights import NOBODY, VISITOR, Actor, DeniedError, Grant
from dabiao.store import Store
from tests.store.met import CITY_LEADER, FIRST_DAY, LEADER, OTHER_LEADER, SECOND_DAY, TARGET, make
from tests.store.returned import (
    AFTER_APPROVAL,
    BEILIN,
    BEILIN_REPORTER,
    GROUP,
    LI,
    LOCAL,
    QUARTER,
    SHAANXI,
    XIAN,
    ZHANG,
    Clock,
    desk_of,
    put_approved,
    typed,
)
from tests.store.sample import figure, put, rows

pytestmark = pytest.mark.begins(after=put_approved)

DUE = dt.date(2025, 11, 30)
LATE = dt.date(2025, 12, 1)
TO_COME = dt.date(2099, 1, 20)
ASKED = {"kind": "action", "what": "补齐台账", "department": "省市场监管局", "due_on": DUE}
LOCAL_TARGET = (SHAANXI, TARGET)


@pytest.fixture
def desk(store: Store) -> Desk:
    """A desk where Shaanxi's return has been approved with 2320, as publication 2."""
    return desk_of(store, Clock(AFTER_APPROVAL))


def amend(desk: Desk, given: str = "2318", reason: str = "重复计数2项") -> None:
    version = returns.form(ZHANG, desk, SHAANXI, QUARTER).cell(LOCAL).version
    number = returns.propose_figure(
        *(ZHANG, desk, SHAANXI, QUARTER, LOCAL), typed(given), reason=reason, expected_version=version
    )
    returns.decide(LI, desk, SHAANXI, number, approved=True)


def record(store: Store, meeting_id: str, **more: object) -> int:
    return meetings.record(store, LEADER, meeting_id, **(ASKED | more))  # type: ignore[arg-type]


def one(store: Store, meeting_id: str, number: int = 1) -> Action:
    return next(each for each in meetings.actions(store, LEADER, meeting_id) if each.number == number)


def report(store: Store, actor: Actor, meeting_id: str, number: int = 1, **more: object) -> None:
    told = {"note": "已补120项", "expected_version": one(store, meeting_id, number).version}
    meetings.follow_up(store, actor, meeting_id, number, **(told | more))  # type: ignore[arg-type]


def refused(text: str, work: object, *args: object, **more: object) -> None:
    with pytest.raises(MeetingError) as error:
        work(*args, **more)  # type: ignore[operator]
    assert error.value.text == text


def test_action_quotes_the_figure_as_the_meeting_saw_it(desk: Desk) -> None:
    store = desk.store
    meeting_id = make(store)
    number = record(store, meeting_id, about=LOCAL_TARGET)
    amend(desk)
    action = one(store, meeting_id, number)
    assert action.figure is not None
    quoted = [
        action.figure[name] for name in ("value", "status", "publication", "as_of", "indicator_name_en")
    ]
    assert quoted == [448.0, "met_early", 2, "2025-Q3", "local-standards"]
    now = progress.status(store, 3, QUARTER, area=SHAANXI, indicator=LOCAL[0])["value"].item()
    assert now == 446.0
    assert (action.area_code, action.indicator_code, action.state) == (SHAANXI, LOCAL[0], "open")
    assert (action.meeting_title, action.written_by_name) == ("三季度调度会", "吴")
    assert audit.verify(store).fault is None


def test_what_is_missing_is_said(desk: Desk) -> None:
    store = desk.store
    meeting_id = make(store)
    for more, text in (
        ({"what": " "}, errors.NO_TEXT),
        ({"department": ""}, errors.NO_DEPARTMENT),
        ({"due_on": None}, errors.NO_DUE_DATE),
        ({"due_on": FIRST_DAY - dt.timedelta(days=1)}, errors.DUE_TOO_EARLY),
        ({"about": (SHAANXI, "none")}, errors.UNKNOWN_TARGET),
        ({"about": ("110000", "any")}, errors.UNKNOWN_TARGET),
    ):
        refused(text, record, store, meeting_id, **more)
    assert meetings.actions(store, LEADER, meeting_id) == []
    decided = {"kind": "decision", "what": "同意延期", "due_on": FIRST_DAY - dt.timedelta(days=1)}
    decision = meetings.record(store, LEADER, meeting_id, **decided)  # type: ignore[arg-type]
    found = one(store, meeting_id, decision)
    assert (found.kind, found.state, found.due_on, found.figure, found.area_code) == (
        *("decision", None, None, None),
        SHAANXI,
    )
    refused(
        errors.UNKNOWN_ACTION,
        *(meetings.follow_up, store, LEADER, meeting_id, decision),
        note="x",
        expected_version=1,
    )


def test_reporter_reports_and_the_meeting_settles(desk: Desk) -> None:
    store = desk.store
    meeting_id = make(store)
    record(store, meeting_id, about=LOCAL_TARGET)
    report(store, ZHANG, meeting_id)
    assert (one(store, meeting_id).note, one(store, meeting_id).done_by_name) == ("已补120项", "张")
    for more in ({"state": "done"}, {"state": "dropped"}, {"due_on": SECOND_DAY}):
        with pytest.raises(DeniedError):
            report(store, ZHANG, meeting_id, **more)
    refused(errors.NO_NOTE, report, store, LEADER, meeting_id, note=" ")
    refused(errors.CHANGED_MEANWHILE, report, store, LEADER, meeting_id, expected_version=1)
    report(store, LEADER, meeting_id, note="同意延至一月", due_on=SECOND_DAY)
    report(store, LI, meeting_id, note="已核实", state="done")
    refused(errors.SETTLED, report, store, LEADER, meeting_id)
    told = (
        meetings.history(store, ZHANG, meeting_id, 1).select("note", "due_on", "state", "done_by_name").rows()
    )
    assert told == [
        (None, DUE, "open", "吴"),
        ("已补120项", DUE, "open", "张"),
        ("同意延至一月", SECOND_DAY, "open", "吴"),
        ("已核实", SECOND_DAY, "done", "李"),
    ]


def test_an_action_is_not_put_before_the_meeting(desk: Desk) -> None:
    store = desk.store
    meeting_id = make(store)
    record(store, meeting_id)
    early = FIRST_DAY - dt.timedelta(days=1)
    refused(errors.DUE_TOO_EARLY, report, store, LEADER, meeting_id, due_on=early)
    report(store, LEADER, meeting_id, due_on=FIRST_DAY)
    assert one(store, meeting_id).due_on == FIRST_DAY


def test_actions_are_for_those_with_rights_on_their_figure(desk: Desk) -> None:
    store = desk.store
    meeting_id = make(store)
    record(store, meeting_id, about=LOCAL_TARGET)
    record(store, meeting_id, about=(BEILIN, "beilin"))
    other = Actor("u-qian", "钱", (Grant("reporter", SHAANXI, frozenset({"group-standards"})),))
    seen = {
        "province": (LEADER, [1, 2]),
        "reviewer": (LI, [1, 2]),
        "reporter": (ZHANG, [1]),
        "city": (CITY_LEADER, [2]),
        "county": (BEILIN_REPORTER, [2]),
        "another indicator": (other, []),
        "another province": (OTHER_LEADER, []),
        "visitor": (VISITOR, []),
        "nobody": (NOBODY, []),
    }
    for name, (actor, numbers) in seen.items():
        assert [each.number for each in meetings.overdue(store, actor, today=LATE)] == numbers, name
        if 1 not in numbers:
            with pytest.raises(DeniedError):
                meetings.follow_up(store, actor, meeting_id, 1, note="x", expected_version=1)
            with pytest.raises(DeniedError):
                meetings.history(store, actor, meeting_id, 1)
    # The city sees to its county's figures; of what the province's meeting asked for, that meeting decides.
    with pytest.raises(DeniedError):
        meetings.follow_up(store, CITY_LEADER, meeting_id, 2, note="x", state="done", expected_version=1)
    meetings.follow_up(store, CITY_LEADER, meeting_id, 2, note="已督促", expected_version=1)


def test_overdue_is_what_is_open_after_its_day(desk: Desk) -> None:
    store = desk.store
    meeting_id = make(store)
    record(store, meeting_id, about=(BEILIN, "beilin"), due_on=SECOND_DAY)
    record(store, meeting_id, about=LOCAL_TARGET)
    record(store, meeting_id)
    assert meetings.overdue(store, LEADER, today=DUE) == []
    assert [each.number for each in meetings.overdue(store, LEADER, today=LATE)] == [2, 3]
    late = SECOND_DAY + dt.timedelta(days=1)
    assert [each.number for each in meetings.overdue(store, LEADER, today=late)] == [2, 3, 1]
    assert [each.number for each in meetings.overdue(store, LEADER, area_code=BEILIN, today=late)] == [1]
    report(store, LEADER, meeting_id, 2, state="dropped", note="并入三季度任务")
    assert [each.number for each in meetings.overdue(store, LEADER, today=LATE)] == [3]


def test_next_meeting_of_the_area_opens_with_what_is_open(desk: Desk) -> None:
    store = desk.store
    first, city = make(store), make(store, area_code=XIAN)
    record(store, first, about=LOCAL_TARGET)
    record(store, first)
    meetings.record(store, LEADER, first, kind="decision", what="按季调度")
    record(store, city)
    report(store, LEADER, first, 2, state="done", note="已办")
    meetings.close(store, LEADER, first)
    second = make(store, TO_COME)
    assert [(each.meeting_id, each.number) for each in meetings.carried_over(store, LEADER, second)] == [
        (first, 1)
    ]
    assert meetings.carried_over(store, LEADER, first) == []
    report(store, ZHANG, first, 1)
    assert meetings.carried_over(store, LEADER, second)[0].note == "已补120项"


def test_since_the_last_meeting_tells_what_changed_why_and_who_approved_it(desk: Desk) -> None:
    store = desk.store
    first = make(store, publication=1)
    assert meetings.since_last(store, LEADER, first) is None
    amend(desk)
    number = returns.propose_target(
        ZHANG, desk, SHAANXI, TARGET, value="500", source="陕政发〔2025〕3号", reason="中期调整"
    )
    returns.decide(LI, desk, SHAANXI, number, approved=True)
    second = make(store, SECOND_DAY, as_of=QUARTER)
    compared = meetings.since_last(store, LEADER, second)
    assert compared is not None
    assert (compared.before.publication, compared.now.publication) == (1, 4)
    of = {each.row["target_id"]: each for each in compared.differences}
    local = of[TARGET]
    assert local.change == "target_changed"
    assert (local.row["target_before"], local.row["target"]) == (400.0, 500.0)
    told = [(step.what, step.row["kind"], step.row["published_by"], step.reason) for step in local.steps]
    assert told == [
        ("figure", "approval", "李", None),
        ("figure", "amendment", "李", "重复计数2项"),
        ("target", "target_change", "李", "中期调整"),
    ]
    amended = local.steps[1]
    assert (amended.row["value_before"], amended.row["value"], amended.proposed_by) == (2320.0, 2318.0, "张")
    whole = of["shaanxi-2022-all-standards"]
    assert [step.row["indicator_code"] for step in whole.steps] == [*(GROUP[0], LOCAL[0], LOCAL[0])]


def test_changed_explanation_is_told_although_no_figure_changed(desk: Desk) -> None:
    store = desk.store
    first = make(store)
    version = returns.form(ZHANG, desk, SHAANXI, QUARTER).cell(LOCAL).version
    explained = replace(typed("2320"), explanation="含修订12项")
    number = returns.propose_figure(
        *(ZHANG, desk, SHAANXI, QUARTER, LOCAL, explained), reason="补充说明", expected_version=version
    )
    returns.decide(LI, desk, SHAANXI, number, approved=True)
    compared = meetings.since_last(store, LEADER, make(store, SECOND_DAY, as_of=QUARTER))
    assert compared is not None
    assert compared.before.meeting_id == first
    assert compared.rows.is_empty()
    names = {each.row["target_id"] for each in compared.differences}
    assert TARGET in names
    (step,) = next(each for each in compared.differences if each.row["target_id"] == TARGET).steps
    assert (step.row["note_zh_before"], step.row["note_zh"]) == (None, "含修订12项")


def test_a_meeting_on_a_city_compares_the_city_and_below(desk: Desk) -> None:
    store = desk.store
    make(store, area_code=XIAN, publication=1, as_of=QUARTER)
    amend(desk)
    county = rows("observation", figure("2025-Q2", 120, area_code=BEILIN))
    held = publications.current(store, "observation")
    put(store, {"observation": pl.concat([held, county.select(held.columns)])}, judge=progress.rejudge)
    second = meetings.make(
        store, CITY_LEADER, title="市会", area_code=XIAN, held_on=SECOND_DAY, as_of=QUARTER
    )
    compared = meetings.since_last(store, CITY_LEADER, second)
    assert compared is not None
    (changed,) = compared.differences
    assert (changed.row["area_code"], changed.row["target_id"], changed.row["value"]) == (
        *(BEILIN, "beilin"),
        120.0,
    )
    (step,) = changed.steps
    assert (step.row["area_code"], step.row["period"]) == (BEILIN, "2025-Q2")
