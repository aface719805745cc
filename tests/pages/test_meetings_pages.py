"""Meetings on the pages: made, prepared, held against figures as they stood, and followed up."""

import datetime as dt

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dabiao import links, meetings, publications
from dabiao.accounts import SignedIn
from dabiao.periods import CHINA
from dabiao.rights import Grant
from dabiao.views import SavedView
from dabiao.web import reading
from dabiao.web.meetings import minutes, papers
from dabiao.web.meetings.agenda import named
from dabiao.workspaces import today
from tests.pages.office import enter, hire, open_page, press, with_leader
from tests.pages.text import CHINESE, markup, page_text
from tests.store.sample import put

MEETINGS, MEETING = "meetings/meetings.py", "meetings/meeting.py"
AREA, TARGET = "610000", "shaanxi-2022-local-standards"

pytestmark = [pytest.mark.usefixtures("office"), pytest.mark.begins(after=with_leader)]


def leader() -> SignedIn:
    return enter("wu")


def days(number: int) -> dt.date:
    return today(reading.store()) + dt.timedelta(days=number)


def make(viewer: SignedIn, in_days: int = 7, title: str = "Third quarter") -> str:
    told = {"title": title, "area_code": AREA, "held_on": days(in_days)}
    return meetings.make(reading.store(), viewer.session.actor, **told)  # type: ignore[arg-type]


def ask(viewer: SignedIn, meeting_id: str, due_in: int = 30) -> int:
    told = {
        "kind": "action",
        "what": "Complete the ledger",
        "department": "省市场监管局",
        "due_on": days(due_in),
    }
    return meetings.record(
        *(reading.store(), viewer.session.actor, meeting_id),
        about=(AREA, TARGET),
        **told,  # type: ignore[arg-type]
    )


def text_of(app: AppTest) -> str:
    assert not app.exception
    return page_text(app)


def widget(app: AppTest, kind: str, label: str) -> object:
    return next(each for each in app.get(kind) if each.label == label)


def test_visitors_are_led_to_the_form_and_reporters_see_no_meeting() -> None:
    for page in (MEETINGS, MEETING):
        assert "Sign in first." in text_of(open_page(None, page))
    reporter = hire("zhang", "Zhang", Grant("reporter", AREA))
    viewer = leader()
    meeting_id = make(viewer)
    app = open_page(reporter, MEETING, meeting=meeting_id)
    assert "Your account has no right to do this here." in text_of(app)
    assert "Third quarter" not in page_text(app)
    assert "Third quarter" not in text_of(open_page(reporter, MEETINGS))
    other = hire("jiang", "Jiang", Grant("leadership", "110000"))
    app = open_page(other, MEETING, meeting=meeting_id)
    assert "Third quarter" not in text_of(app)
    assert "No meeting has been made yet." in page_text(app)


def test_a_meeting_is_made_and_prepared() -> None:
    viewer = leader()
    app = open_page(viewer, MEETINGS)
    assert "No meeting has been made yet." in text_of(app)
    app.text_input(key="meeting.title.0").input("Third quarter")
    app.selectbox(key="meeting.area.0").select(AREA)
    app = press(app, "Make the meeting")
    assert [each.value for each in app.success] == [
        "The meeting has been made. Open it to prepare its agenda."
    ]
    assert "Meetings to come" in text_of(app)
    assert app.text_input(key="meeting.title.1").value == ""

    (made,) = meetings.meetings(reading.store(), viewer.session.actor)
    app = open_page(viewer, MEETING)
    assert f"{days(7)} · Third quarter" in text_of(app)
    assert "Frozen: publication No. 1 of " in page_text(app)
    assert "Put views on the agenda to present them." in page_text(app)
    address = f"http://10.1.1.1:8501/target?area={AREA}&target={TARGET}&as_of=2025-Q2&workspace=published"
    app.text_input(key="agenda.address.0").input(address)
    app = press(app, "Put on the agenda")
    assert "Target · Shaanxi · Local standards · as of Q2 2025" in text_of(app)
    assert f"present/{made.meeting_id}?language=en" in markup(app)
    assert (
        f"target?area={AREA}&amp;as_of=2025-Q2&amp;language=en&amp;target={TARGET}&amp;publication=1"
        in markup(app)
    )
    app.text_input(key="agenda.address.1").input("accounts")
    app = press(app, "Put on the agenda")
    assert [each.value for each in app.error] == [
        "This is no address of a page of this server whose view can be kept."
    ]
    app.text_input(key="agenda.address.1").input("overview?as_of=2025-Q2")
    app.text_input(key="agenda.heading.1").input("Where we stand")
    app = press(app, "Put on the agenda")
    app = app.selectbox(key="agenda.item").select(2).run()
    heading = app.text_input(key="annotate.2.heading.2")
    assert heading.value == "Where we stand"
    heading.input("Where Shaanxi stands")
    app.text_input(key="annotate.2.note.2").input("Begin with the counties")
    app = press(app, "Change heading and note")
    assert "Begin with the counties" in text_of(app)
    app = press(app.selectbox(key="agenda.item").select(2).run(), "Up")
    assert app.selectbox(key="agenda.item").options[0].startswith("1. Where Shaanxi stands")
    app = press(app, "Take off")
    assert [
        item.view.page for item in meetings.agenda(reading.store(), viewer.session.actor, made.meeting_id)
    ] == ["target"]


@pytest.mark.parametrize("address", ["overview?as_of=2025-Q", "https://[x/overview"])
def test_a_view_that_cannot_be_shown_is_refused_on_the_page(address: str) -> None:
    viewer = leader()
    make(viewer)
    app = open_page(viewer, MEETING)
    app.text_input(key="agenda.address.0").input(address)
    app = press(app, "Put on the agenda")
    assert not app.exception
    (said,) = [each.value for each in app.error]
    assert said in (
        "“2025-Q” is no period.",
        "This is no address of a page of this server whose view can be kept.",
    )


def test_a_kept_view_is_named_by_what_can_be_said_of_it() -> None:
    view = SavedView.of("area", {"area": AREA, "as_of": "2025-Q"}, 1)
    assert named(view, 1, "en") == "Area · Shaanxi"


def test_another_publication_is_frozen_with_a_reason_until_the_meeting_is_held() -> None:
    viewer = leader()
    meeting_id = make(viewer, 0)
    for choices in ({}, {"as_of": "2024"}):
        view = SavedView.of("overview", choices, None)
        meetings.add_view(reading.store(), viewer.session.actor, meeting_id, view)
    app = open_page(viewer, MEETING, meeting=meeting_id)
    app.selectbox(key="freeze.as_of.0").select("2025-Q2")
    app = press(app, "Freeze")
    assert [each.value for each in app.error] == ["Give a reason."]
    app.selectbox(key="freeze.as_of.0").select("2025-Q2")
    app.text_input(key="freeze.reason.0").input("The third quarter is not in yet")
    app = press(app, "Freeze")
    assert "as of Q2 2025" in text_of(app)
    assert "The third quarter is not in yet" in page_text(app)
    assert page_text(app).count("another as-of than") == 1
    app = press(app, "Close the minutes")
    assert "Held; the minutes are closed." in text_of(app)
    labels = {button.label for button in app.button}
    assert not labels & {"Freeze", "Change", "Put on the agenda", "Write down", "Close the minutes"}


def test_a_meeting_to_come_is_cancelled_and_its_minutes_are_not_closed_yet() -> None:
    viewer = leader()
    make(viewer)
    app = open_page(viewer, MEETING)
    assert "Close the minutes" not in {button.label for button in app.button}
    assert "The minutes can be closed from the day of the meeting on." in page_text(app)
    app = press(app, "Cancel the meeting")
    assert [each.value for each in app.error] == ["Give a reason."]
    app.text_input(key="cancel.reason.0").input("A slip of the year")
    app = press(app, "Cancel the meeting")
    text = text_of(app)
    assert "Shaanxi · Cancelled." in text
    assert "Put views on the agenda to present them." not in text
    assert "A slip of the year" in text
    labels = {button.label for button in app.button}
    assert not labels & {"Freeze", "Change", "Put on the agenda", "Write down", "Cancel the meeting"}
    app = open_page(viewer, MEETINGS)
    assert "Meetings cancelled" in text_of(app)
    app.text_input(key="meeting.title.0").input("Third quarter")
    app.selectbox(key="meeting.area.0").select(AREA)
    app.date_input(key="meeting.held_on.0").set_value(days(-1))
    app = press(app, "Make the meeting")
    assert "Its day has passed" in app.success[0].value


def test_an_action_is_written_down_against_the_figure_reported_on_and_settled() -> None:
    viewer = leader()
    meeting_id = make(viewer, 0)
    app = open_page(viewer, MEETING, meeting=meeting_id)
    app = press(app, "Write down")
    assert [each.value for each in app.error] == ["Write down what was decided."]
    app.text_area(key="record.what.0").input("Complete the ledger")
    app.selectbox(key="record.about.0").select(f"{AREA}/{TARGET}")
    app.selectbox(key="record.department.0").select_index(0)
    app = press(app, "Write down")
    assert not app.error
    text = text_of(app)
    assert "Shaanxi · Local standards: " in text
    assert "(publication No. 1, as of " in text
    (action,) = meetings.actions(reading.store(), viewer.session.actor, meeting_id)
    assert action.figure is not None
    assert action.due_on == days(91)

    reporter = hire("zhang", "Zhang", Grant("reporter", AREA))
    app = open_page(reporter, MEETINGS)
    assert "Complete the ledger" in text_of(app)
    app = app.selectbox(key="follow.action.0").select(f"{meeting_id}/1").run()
    assert not any(each.label == "State" for each in app.get("button_group"))
    app.text_area(key="follow.note.0").input("120 entries added")
    app = press(app, "Report")
    assert "120 entries added" in text_of(app)

    app = open_page(viewer, MEETING, meeting=meeting_id)
    app = app.selectbox(key="follow.action.0").select(f"{meeting_id}/1").run()
    app.button_group(key="follow.state.0").set_value("done")
    app.text_area(key="follow.note.0").input("Checked")
    app = press(app, "Report")
    text = text_of(app)
    assert "● done" in text
    assert [told in text for told in ("All reports", "120 entries added", "Checked")] == [True] * 3


def test_the_next_meeting_opens_with_what_is_open_and_overdue_shows_where_it_matters() -> None:
    viewer = leader()
    store, actor = reading.store(), viewer.session.actor
    first = make(viewer, -60, "First")
    ask(viewer, first, -10)
    meetings.close(store, actor, first)
    second = make(viewer, 7, "Second")
    text = text_of(open_page(viewer, MEETING, meeting=second))
    assert "Open from earlier meetings" in text
    assert "! 10 days overdue" in text
    assert "Nothing has changed since the meeting of" in text or "Since the meeting of" in text
    for page, choices in (("progress/overview.py", {}), ("progress/area.py", {"area": AREA})):
        text = text_of(open_page(viewer, page, **choices))
        assert "1 action is overdue" in text, page
        assert "Complete the ledger" in text
        for other in (None, hire(f"j{len(page)}", "Jiang", Grant("leadership", "110000"))):
            text = text_of(open_page(other, page, **choices))
            assert "overdue" not in text, page
            assert "Complete the ledger" not in text
    assert "Complete the ledger" not in text_of(open_page(viewer, "progress/area.py", area="420000"))


@pytest.mark.parametrize("page", [MEETINGS, MEETING])
def test_both_languages_are_whole(page: str) -> None:
    viewer = leader()
    meeting_id = make(viewer, 0)
    view = SavedView.of("overview", {}, None)
    meetings.add_view(reading.store(), viewer.session.actor, meeting_id, view)
    ask(viewer, meeting_id)
    english = text_of(open_page(viewer, page))
    found = CHINESE.findall(english.replace("省市场监管局", ""))
    assert not found, found
    assert "督办" in text_of(open_page(viewer, page, language="zh"))


def test_what_a_page_shows_is_put_on_an_agenda_from_the_page() -> None:
    viewer = leader()
    held, meeting_id = make(viewer, -1, "Held"), make(viewer)
    app = open_page(viewer, "progress/overview.py", as_of="2025-Q2")
    app.session_state["share.panel"] = True
    app = app.run()
    assert app.selectbox(key="agenda.meeting").options == [f"{days(7)} Third quarter"]
    app = app.button(key="agenda.add").click().run()
    assert not app.exception
    assert "On the agenda, at the publication of the meeting." in [each.value for each in app.success]
    store, actor = reading.store(), viewer.session.actor
    (item,) = meetings.agenda(store, actor, meeting_id)
    assert (item.view.page, item.view.choice("as_of")) == ("overview", "2025-Q2")
    assert not meetings.agenda(store, actor, held)
    meetings.cancel(store, actor, meeting_id, reason="x")
    app = app.button(key="agenda.add").click().run()
    assert [each.value for each in app.error] == ["The meeting has been cancelled."]
    reporter = hire("zhang", "Zhang", Grant("reporter", AREA))
    app = open_page(reporter, "progress/overview.py")
    app.session_state["share.panel"] = True
    assert "agenda.add" not in [button.key for button in app.run().button]


def test_a_view_of_the_meeting_is_lent_around_its_day() -> None:
    viewer = leader()
    meeting_id = make(viewer)
    assert "Make the link" not in [button.label for button in open_page(viewer, MEETING).button]
    view = SavedView.of("area", {"area": AREA}, None)
    meetings.add_view(reading.store(), viewer.session.actor, meeting_id, view)
    app = press(open_page(viewer, MEETING), "Make the link")
    assert not app.exception
    token = app.code[0].value.rpartition("#")[2]
    row = links.register(reading.store(), viewer.session.actor).row(0, named=True)
    assert (row["label"], row["state"]) == (f"{days(7)} Third quarter", "not_yet")
    assert [row[end].astimezone(CHINA).date() for end in ("opens_at", "expires_at")] == [days(6), days(15)]
    with pytest.raises(links.UnusableLinkError):
        links.open_link(reading.store(), token, None, address="192.0.2.9")
    opened = links.open_link(
        reading.store(), token, None, address="192.0.2.9", now=row["opens_at"] + dt.timedelta(hours=1)
    )
    assert opened.session.view.publication == 1
    assert not app.run().code, "the address is shown once"


def test_departments_and_areas_are_named_as_in_the_publication_of_the_meeting() -> None:
    viewer = leader()
    store, meeting_id = reading.store(), make(viewer)
    rows = publications.current(store, "task_department", 1)
    column = pl.lit("Renamed afterwards").alias("department_en")
    areas = publications.current(store, "area", 1).filter(code=AREA)
    put(
        store,
        {
            "task_department": rows.filter(department="省市场监管局").with_columns(column),
            "area": areas.with_columns(name_en=pl.lit("Renamed too")),
        },
    )
    assert publications.latest(store) == 2
    ask(viewer, meeting_id)
    own = papers.contents_of(viewer.session.actor, meeting_id, "en")[0]
    said = [cell.text for one in own.sections if one.table for row in one.table.rows for cell in row]
    assert said
    assert "Renamed afterwards" not in said
    app = open_page(viewer, MEETING, meeting=meeting_id)
    assert "Renamed" not in text_of(app)
    assert "Shaanxi · To be held" in page_text(app)
    assert "Renamed afterwards" not in app.selectbox(key="record.department.0").options
    assert "Renamed afterwards" in text_of(open_page(viewer, MEETINGS))


def test_figures_that_are_not_offered_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = leader()
    meeting_id = make(viewer, 0)
    every = len(open_page(viewer, MEETING, meeting=meeting_id).selectbox(key="record.about.0").options) - 1
    monkeypatch.setattr(minutes, "OFFERED", 5)
    app = open_page(viewer, MEETING, meeting=meeting_id)
    assert len(app.selectbox(key="record.about.0").options) == 6
    left_out = f"{every - 5} targets of the areas below are left out of the figures to choose from."
    assert left_out in [each.value for each in app.caption]


def test_a_link_is_to_the_agenda_as_it_is_when_the_link_is_made() -> None:
    viewer = leader()
    store, actor, meeting_id = reading.store(), viewer.session.actor, make(viewer)
    for code in (AREA, "110000"):
        meetings.add_view(store, actor, meeting_id, SavedView.of("area", {"area": code}, None))
    app = open_page(viewer, MEETING)
    assert "a link that was made stays as it is" in text_of(app)
    # What others do while the page is open.
    meetings.freeze(store, actor, meeting_id, 1, as_of="2025-Q1", reason="x")
    meetings.change(store, actor, meeting_id, title="Third quarter", held_on=days(8))
    app = press(app, "Make the link")
    row = links.register(store, actor).row(0, named=True)
    assert SavedView.of_text(row["saved_view"]).choice("as_of") == "2025-Q1"
    assert row["opens_at"].astimezone(CHINA).date() == days(7)
    meetings.remove(store, actor, meeting_id, 1)
    app = press(app, "Make the link")
    assert [each.value for each in app.error] == ["The agenda has no such item any more."]
    assert links.register(store, actor).height == 1


def test_what_people_typed_is_text_on_the_pages_too() -> None:
    viewer = leader()
    image, tag = "![x](http://x.example/x.png)", "<img src=x onerror=alert(1)>"
    meeting_id = make(viewer, 0, image)
    store, actor = reading.store(), viewer.session.actor
    meetings.add_view(store, actor, meeting_id, SavedView.of("overview", {}, None), tag, image)
    told = {"kind": "action", "what": f"{tag} {image}", "department": tag, "due_on": days(0)}
    meetings.record(store, actor, meeting_id, **told)  # type: ignore[arg-type]
    for page in (MEETINGS, MEETING):
        app = open_page(viewer, page)
        assert not app.exception
        assert "<img" not in markup(app)
        spoken = [each.value for kind in ("header", "markdown", "caption", "info") for each in app.get(kind)]
        assert not [text for text in spoken if image in text or tag in text]
