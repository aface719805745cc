"""Meetings are prepared, frozen, held; their views stay pinned, and their history is kept."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from dabiao import audit, meetings
from dabiao.meetings import MeetingError, UnknownMeetingError, errors
from dabiao.rights import NOBODY, VISITOR, Actor, DeniedError, Grant
from dabiao.store import Store, open_store
from dabiao.views import LONGEST, SavedView
from tests.postgres import fresh_database
from tests.store.met import CITY_LEADER, FIRST_DAY, LEADER, OTHER_LEADER, SECOND_DAY, make
from tests.store.returned import ADMINISTRATOR, LI, SHAANXI, XIAN, ZHANG, put_world, world
from tests.store.sample import put

BEFORE = dt.date(2025, 10, 15)
OVERVIEW = SavedView.of("overview", {"as_of": "2025-Q2", "language": "zh"}, None)
ADDRESS = (
    "http://10.0.0.9:8501/target?area=610000&target=shaanxi-2022-local-standards&publication=9&workspace="
)


@pytest.fixture(scope="module", params=["duckdb", "postgresql"])
def held_at(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with two publications, for all tests of this file: meetings do not meet one another."""
    with ExitStack() as opened:
        database = str(tmp_path_factory.mktemp("meetings") / "dabiao.duckdb")
        if request.param == "postgresql":
            server = request.getfixturevalue("postgres_server")
            database = opened.enter_context(fresh_database(server))
        store = open_store(database)
        put_world(store)
        put(store, {"area": world()["area"].head(3)})
        yield store
        store.close()


def refused(text: str, work: object, *args: object, **more: object) -> None:
    with pytest.raises(MeetingError) as error:
        work(*args, **more)  # type: ignore[operator]
    assert error.value.text == text


def test_meeting_freezes_the_latest_publication_and_the_quarter_that_has_ended(held_at: Store) -> None:
    meeting_id = make(held_at, area_code=XIAN)
    found = meetings.meeting(held_at, LEADER, meeting_id)
    assert (found.publication, found.as_of, found.previous) == (2, "2025-Q3", None)
    assert (found.title, found.held_on, found.made_by_name) == ("三季度调度会", FIRST_DAY, "吴")
    later = make(held_at, SECOND_DAY, area_code=XIAN, publication=1, as_of="2024")
    found = meetings.meeting(held_at, LEADER, later)
    assert (found.publication, found.as_of, found.previous) == (1, "2024", meeting_id)
    listed = [one.meeting_id for one in meetings.meetings(held_at, LI)]
    assert listed.index(meeting_id) < listed.index(later)
    assert audit.verify(held_at).fault is None


def test_another_publication_is_frozen_openly_before_the_meeting_and_never_after_it(held_at: Store) -> None:
    meeting_id = make(held_at, publication=1)
    meetings.add_view(held_at, LEADER, meeting_id, OVERVIEW, today=BEFORE)
    refused(errors.NO_REASON, meetings.freeze, held_at, LEADER, meeting_id, 2, reason=" ", today=BEFORE)
    refused(
        errors.UNKNOWN_PUBLICATION, meetings.freeze, held_at, LEADER, meeting_id, 3, reason="x", today=BEFORE
    )
    meetings.freeze(held_at, LEADER, meeting_id, 2, reason="补报已核", today=FIRST_DAY)
    (item,) = meetings.agenda(held_at, LEADER, meeting_id)
    assert item.view.publication == 2
    events = meetings.versions(held_at, LEADER, meeting_id).select("event", "publication", "reason").rows()
    assert events == [("made", 1, None), ("frozen_anew", 2, "补报已核")]
    trail = audit.entries(held_at, ADMINISTRATOR, what="meeting_frozen_anew")
    assert json.loads(trail["detail"][0]) == {"as_of": "2025-Q3", "from": 1, "to": 2}
    after = {"today": FIRST_DAY + dt.timedelta(days=1)}
    refused(errors.HELD, meetings.freeze, held_at, LEADER, meeting_id, 1, reason="x", **after)
    refused(errors.HELD, meetings.change, held_at, LEADER, meeting_id, title="x", held_on=SECOND_DAY, **after)
    refused(errors.HELD, meetings.add_view, held_at, LEADER, meeting_id, OVERVIEW, **after)
    refused(errors.HELD, meetings.remove, held_at, LEADER, meeting_id, item.item, **after)


def test_views_as_of_the_meeting_follow_another_as_of_and_others_keep_theirs(held_at: Store) -> None:
    meeting_id = make(held_at)
    open_one = SavedView.of("overview", {}, None)
    for view in (open_one, OVERVIEW, open_one):
        meetings.add_view(held_at, LEADER, meeting_id, view, today=BEFORE)
    meetings.remove(held_at, LEADER, meeting_id, 3, today=BEFORE)
    told = {"reason": "三季度未齐", "today": BEFORE}
    meetings.freeze(held_at, LEADER, meeting_id, 2, as_of="2025-Q1", **told)  # type: ignore[arg-type]
    items = meetings.agenda(held_at, LEADER, meeting_id)
    assert [item.view.choice("as_of") for item in items] == ["2025-Q1", "2025-Q2"]
    meetings.freeze(held_at, LEADER, meeting_id, 2, as_of="2025-Q2", **told)  # type: ignore[arg-type]
    meetings.freeze(held_at, LEADER, meeting_id, 1, as_of="2024", **told)  # type: ignore[arg-type]
    items = meetings.agenda(held_at, LEADER, meeting_id)
    assert [(item.item, item.view.choice("as_of"), item.view.publication) for item in items] == [
        (1, "2024", 1),
        (2, "2024", 1),
    ]


def test_a_view_is_compared_with_nothing_that_is_not_before_the_meeting(held_at: Store) -> None:
    meeting_id = make(held_at)
    for since in ("2", "1", "2025-01-01", "9"):
        view = SavedView.of("overview", {"since": since}, 9)
        meetings.add_view(held_at, LEADER, meeting_id, view, today=BEFORE)

    def since() -> list[str | None]:
        return [item.view.choice("since") for item in meetings.agenda(held_at, LEADER, meeting_id)]

    assert since() == ["1", "1", "2025-01-01", "1"]
    meetings.freeze(held_at, LEADER, meeting_id, 1, reason="x", today=BEFORE)
    assert since() == [None, None, "2025-01-01", None]


def test_closed_minutes_end_a_meeting_before_its_day_is_over(held_at: Store) -> None:
    meeting_id = make(held_at)
    for _ in range(2):
        meetings.close(held_at, LEADER, meeting_id)
    found = meetings.meeting(held_at, LEADER, meeting_id)
    assert (found.closed_by_name, found.version) == ("吴", 2)
    refused(errors.HELD, meetings.freeze, held_at, LEADER, meeting_id, 1, reason="x", today=BEFORE)
    refused(errors.CLOSED, meetings.record, held_at, LEADER, meeting_id, kind="decision", what="x")


def test_a_day_that_has_passed_and_a_day_to_come_are_no_slips_that_last(held_at: Store) -> None:
    meeting_id, now = make(held_at, dt.date(2031, 10, 30)), dt.date(2031, 10, 1)
    slip = {"title": "十月会", "held_on": dt.date(2030, 10, 30), "today": now}
    refused(errors.PAST_DAY, meetings.change, held_at, LEADER, meeting_id, **slip)
    refused(errors.TO_COME, meetings.close, held_at, LEADER, meeting_id, today=now)
    meetings.change(held_at, LEADER, meeting_id, title="十月会", held_on=now, today=now)
    assert meetings.meeting(held_at, LEADER, meeting_id).closed_at is None


def test_a_cancelled_meeting_is_kept_and_none_is_compared_with_it(held_at: Store) -> None:
    def previous(meeting_id: str) -> str | None:
        return meetings.meeting(held_at, LEADER, meeting_id).previous

    slip, right = (make(held_at, dt.date(2032, month, 30)) for month in (10, 11))
    before = previous(slip)
    assert previous(right) == slip
    refused(errors.NO_REASON, meetings.cancel, held_at, LEADER, slip, reason=" ")
    for _ in range(2):
        meetings.cancel(held_at, LEADER, slip, reason="重复创建")
    assert (previous(right), previous(slip)) == (before, before)
    found = meetings.meeting(held_at, LEADER, slip)
    assert (found.cancelled_by_name, found.version, found.is_over(BEFORE)) == ("吴", 2, True)
    assert meetings.versions(held_at, LEADER, slip)["reason"].to_list() == [None, "重复创建"]
    told = {"kind": "decision", "what": "x"}
    refused(errors.CANCELLED, meetings.record, held_at, LEADER, slip, **told)
    refused(errors.CANCELLED, meetings.close, held_at, LEADER, slip)
    refused(errors.CANCELLED, meetings.add_view, held_at, LEADER, slip, OVERVIEW, today=BEFORE)
    meetings.record(held_at, LEADER, right, **told)  # type: ignore[arg-type]
    refused(errors.WRITTEN_DOWN, meetings.cancel, held_at, LEADER, right, reason="x")


def test_what_a_closed_meeting_opened_with_and_is_compared_with_stays(held_at: Store) -> None:
    day = dt.date(2026, 5, 11)
    first, second = make(held_at, day), make(held_at, day)
    refused(errors.ONE_BEFORE, meetings.close, held_at, LEADER, second, today=day)
    told = {"kind": "action", "what": "补齐台账", "department": "x", "due_on": day}
    number = meetings.record(held_at, LEADER, first, **told)  # type: ignore[arg-type]
    for meeting_id in (first, second):
        meetings.close(held_at, LEADER, meeting_id, today=day)
    refused(errors.CLOSED, meetings.cancel, held_at, LEADER, second, reason="x")
    meetings.follow_up(held_at, LEADER, first, number, note="办结", state="done", expected_version=1)
    late = make(held_at, day - dt.timedelta(days=1))
    meetings.record(held_at, LEADER, late, **told)  # type: ignore[arg-type]
    opened = [(one.meeting_id, one.state) for one in meetings.carried_over(held_at, LEADER, second)]
    assert opened == [(first, "done")]
    next_one = make(held_at, dt.date(2098, 5, 11))
    opened = [(one.meeting_id, one.state) for one in meetings.carried_over(held_at, LEADER, next_one)]
    assert opened == [(late, "open")]


def country_meeting(store: Store, day: dt.date) -> str:
    told = {"title": "全国会", "area_code": "100000", "held_on": day}
    return meetings.make(store, ADMINISTRATOR, **told)  # type: ignore[arg-type]


def put_off(store: Store, meeting_id: str, day: dt.date) -> None:
    meetings.change(store, ADMINISTRATOR, meeting_id, title=" 四季度 ", held_on=day, today=BEFORE)


def test_title_and_day_change_and_the_meeting_before_follows(held_at: Store) -> None:
    def previous(meeting_id: str) -> str | None:
        return meetings.meeting(held_at, ADMINISTRATOR, meeting_id).previous

    first, second = (country_meeting(held_at, day) for day in (FIRST_DAY, SECOND_DAY))
    assert (previous(first), previous(second)) == (None, first)
    put_off(held_at, first, SECOND_DAY + dt.timedelta(days=7))
    assert (previous(first), previous(second)) == (second, None)
    found = meetings.meeting(held_at, ADMINISTRATOR, first)
    assert (found.title, found.version, found.made_by_name) == ("四季度", 2, "郑")
    meetings.close(held_at, ADMINISTRATOR, first)
    put_off(held_at, second, SECOND_DAY + dt.timedelta(days=14))
    assert previous(first) == second, "what a closed meeting is compared with stays"
    assert previous(second) == first


def test_of_two_meetings_on_one_day_the_one_made_first_is_the_earlier(held_at: Store) -> None:
    day = dt.date(2026, 3, 2)
    made = [country_meeting(held_at, day) for _ in range(6)]
    listed = [one for one in meetings.meetings(held_at, ADMINISTRATOR) if one.held_on == day]
    assert [one.meeting_id for one in listed] == made
    assert [one.previous for one in listed][1:] == made[:-1]
    told = {"kind": "action", "what": "x", "department": "x", "due_on": day}
    meetings.record(held_at, ADMINISTRATOR, made[2], **told)  # type: ignore[arg-type]
    opened = [bool(meetings.carried_over(held_at, ADMINISTRATOR, each)) for each in made]
    assert opened == [False, False, False, True, True, True]


def test_what_cannot_be_a_meeting_is_said(held_at: Store) -> None:
    refused(errors.NO_TITLE, make, held_at, title=" ")
    refused(errors.TOO_LONG, make, held_at, title="会" * 121)
    refused(errors.NO_PERIOD, make, held_at, as_of="2025-Q5")
    told = {"title": "x", "area_code": "999999", "held_on": FIRST_DAY}
    refused(errors.UNKNOWN_AREA, meetings.make, held_at, ADMINISTRATOR, **told)


def test_meetings_are_for_those_above_their_area(held_at: Store) -> None:
    meeting_id = make(held_at)
    reporter = ZHANG
    for actor in (CITY_LEADER, OTHER_LEADER, reporter, NOBODY, VISITOR, Actor("u9", "无")):
        for read in (
            meetings.meeting,
            meetings.agenda,
            meetings.actions,
            meetings.versions,
            meetings.since_last,
        ):
            with pytest.raises(DeniedError):
                read(held_at, actor, meeting_id)
        with pytest.raises(DeniedError):
            meetings.make(held_at, actor, title="x", area_code=SHAANXI, held_on=FIRST_DAY)
        with pytest.raises(DeniedError):
            meetings.add_view(held_at, actor, meeting_id, OVERVIEW, today=BEFORE)
        with pytest.raises(DeniedError):
            meetings.close(held_at, actor, meeting_id)
    assert meeting_id not in {one.meeting_id for one in meetings.meetings(held_at, CITY_LEADER)}
    for actor in (reporter, NOBODY, VISITOR):
        with pytest.raises(DeniedError):
            meetings.meetings(held_at, actor)
        with pytest.raises(DeniedError):
            meetings.meeting(held_at, actor, "none")
    with pytest.raises(UnknownMeetingError):
        meetings.meeting(held_at, LEADER, "none")
    both = Actor("u-both", "钱", (Grant("reporter", SHAANXI), Grant("leadership", XIAN)))
    restricted = Grant("reporter", SHAANXI, frozenset({"group-standards"}))
    for actor in (both, Actor("u-some", "孙", (restricted, Grant("leadership", XIAN)))):
        with pytest.raises(UnknownMeetingError):
            meetings.meeting(held_at, actor, "none")
    city = meetings.make(held_at, CITY_LEADER, title="市调度会", area_code=XIAN, held_on=FIRST_DAY)
    assert city in {one.meeting_id for one in meetings.meetings(held_at, CITY_LEADER)}
    assert {city, meeting_id} <= {one.meeting_id for one in meetings.meetings(held_at, ADMINISTRATOR)}
    above = Actor("u8", "省", (Grant("reviewer", SHAANXI),))
    assert meetings.meeting(held_at, above, city).area_code == XIAN


def test_agenda_takes_addresses_and_keeps_an_order(held_at: Store) -> None:
    meeting_id = make(held_at, publication=1)
    target = meetings.view_at(held_at, f"{ADDRESS}published")
    assert (target.page, target.choice("area"), target.publication) == ("target", SHAANXI, None)
    more = {"today": BEFORE}
    first = meetings.add_view(held_at, LEADER, meeting_id, OVERVIEW, "总体进展", **more)
    second = meetings.add_view(held_at, LEADER, meeting_id, target, **more)
    third = meetings.add_view(held_at, LEADER, meeting_id, OVERVIEW, note="先看市县", **more)
    assert (first, second, third) == (1, 2, 3)
    items = meetings.agenda(held_at, LEADER, meeting_id)
    assert [(each.view.page, each.heading, each.note) for each in items] == [
        ("overview", "总体进展", None),
        ("target", None, None),
        ("overview", None, "先看市县"),
    ]
    assert [each.view.publication for each in items] == [1, 1, 1]
    assert [each.view.choice("as_of") for each in items] == ["2025-Q2", "2025-Q3", "2025-Q2"]
    meetings.move(held_at, LEADER, meeting_id, third, "up", **more)
    meetings.move(held_at, LEADER, meeting_id, first, "up", **more)
    meetings.annotate(held_at, LEADER, meeting_id, second, heading="地方标准", note="", **more)
    assert [each.item for each in meetings.agenda(held_at, LEADER, meeting_id)] == [1, 3, 2]
    meetings.remove(held_at, LEADER, meeting_id, first, **more)
    assert [(each.item, each.heading) for each in meetings.agenda(held_at, LEADER, meeting_id)] == [
        (3, None),
        (2, "地方标准"),
    ]
    refused(errors.UNKNOWN_ITEM, meetings.move, held_at, LEADER, meeting_id, first, "down", **more)
    assert meetings.add_view(held_at, LEADER, meeting_id, OVERVIEW, **more) == 4
    assert meetings.agenda(held_at, LEADER, meeting_id)[-1].item == 4


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (f"{ADDRESS}demo", errors.OTHER_WORKSPACE),
        ("", errors.NO_VIEW),
        ("accounts?language=zh", errors.NO_VIEW),
        ("http://localhost/sign-in", errors.NO_VIEW),
        ("javascript:alert(1)", errors.NO_VIEW),
        (f"/search?q={'x' * 5000}", errors.NO_VIEW),
        ("/overview?q=x", errors.UNKNOWN_CHOICE),
        ("https://[x/overview?as_of=2025-Q2", errors.NO_VIEW),
    ],
)
def test_what_is_no_view_is_refused(address: str, text: str, held_at: Store) -> None:
    refused(text, meetings.view_at, held_at, address)


def test_views_that_could_not_be_shown_are_refused(held_at: Store) -> None:
    meeting_id = make(held_at)
    for as_of in ("2025-Q", "2025-Q5", "x"):
        view = meetings.view_at(held_at, f"overview?as_of={as_of}")
        refused(errors.NO_PERIOD, meetings.add_view, held_at, LEADER, meeting_id, view, today=BEFORE)
    room = LONGEST - len(SavedView.of("search", {"q": ""}, None).as_text())
    longest = SavedView.of("search", {"q": "x" * room}, None)
    refused(errors.NO_VIEW, meetings.add_view, held_at, LEADER, meeting_id, longest, today=BEFORE)
    open_one = meetings.view_at(held_at, "overview?as_of=")
    meetings.add_view(held_at, LEADER, meeting_id, open_one, today=BEFORE)
    (item,) = meetings.agenda(held_at, LEADER, meeting_id)
    assert item.view.choice("as_of") == "2025-Q3"


def test_characters_that_nobody_sees_are_not_kept(held_at: Store) -> None:
    meeting_id = make(held_at, title="\u202e三季度\x00调度会\u200b ")
    assert meetings.meeting(held_at, LEADER, meeting_id).title == "三季度调度会"
    refused(errors.NO_TITLE, make, held_at, title="\u200b\u202e")
    meetings.add_view(held_at, LEADER, meeting_id, OVERVIEW, "总体\x00进展", "\x07", today=BEFORE)
    (item,) = meetings.agenda(held_at, LEADER, meeting_id)
    assert (item.heading, item.note) == ("总体进展", None)


def test_headings_and_notes_have_their_lengths(held_at: Store) -> None:
    meeting_id = make(held_at)
    long = {"heading": "长" * 121, "today": BEFORE}
    refused(errors.TOO_LONG, meetings.add_view, held_at, LEADER, meeting_id, OVERVIEW, **long)
