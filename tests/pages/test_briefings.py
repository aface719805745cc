"""The control that makes a document of what a page shows."""

import html
from io import BytesIO

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from dabiao import documents, meetings
from dabiao.accounts import SignedIn
from dabiao.briefing import FORMATS
from dabiao.briefing.fonts import found
from dabiao.contents import ContentError
from dabiao.rights import NOBODY, VISITOR, DeniedError, Grant
from dabiao.views import SavedView
from dabiao.web import briefings, reading, sharing
from dabiao.web.meetings import papers
from dabiao.web.view import SETTLED
from dabiao.workspaces import today
from tests.pages.office import hire, open_page

pytestmark = pytest.mark.usefixtures("office")

VIEWS = [
    SavedView.of("overview", {"framework": "all", "as_of": "2024-Q2", "vintage": "latest"}, 1),
    SavedView.of("area", {"area": "610000", "as_of": "2024-Q2", "vintage": "latest"}, 1),
]


def opened(viewer: SignedIn | None = None, **choices: str) -> AppTest:
    app = open_page(viewer, "progress/area.py", area="610000", as_of="2024-Q2", language="zh", **choices)
    app.session_state["briefing.panel"] = True
    return app.run()


def test_a_page_is_made_into_a_document_that_verifies() -> None:
    app = opened(hire("li", "李", Grant("reporter", "610100")))
    app.text_input(key="briefing.title").input("陕西省季度简报").run()
    app.radio(key="briefing.format").set_value("xlsx").run()
    app.button(key="briefing.make").click().run()
    assert not app.exception
    made = app.session_state[briefings.MADE]
    assert made.name == f"{made.document.number}_publication-1_陕西省季度简报.xlsx"
    assert documents.verify(reading.store(), VISITOR, made.document.number, made.document.digest)
    book = load_workbook(BytesIO(made.file))
    told = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"陕西省季度简报", made.document.digest, 283} <= told
    labels = [button.proto.label for button in app.get("download_button")]
    assert {"下载 XLSX", "下载 ZIP"} <= set(labels)


def test_a_document_is_offered_under_what_it_was_made_of_alone() -> None:
    app = opened()
    app.radio(key="briefing.format").set_value("xlsx").run()
    app.button(key="briefing.make").click().run()
    number = app.session_state[briefings.MADE].document.number
    assert number in app.success[0].value
    app.selectbox(key="area.area").set_value("430000").run()
    assert not app.exception
    assert app.title[0].value != "陕西省"
    assert briefings.MADE not in app.session_state
    assert not [one for one in app.success if number in one.value]


@pytest.mark.parametrize("section", ["conflicts", "loads"])
def test_a_section_is_made_into_a_document_of_itself_or_into_none(section: str) -> None:
    app = open_page(None, "data/data.py", section=section, language="zh")
    app.session_state["briefing.panel"] = True
    app.run()
    view = sharing.saved(app.session_state[SETTLED], "pinned")
    offered = "briefing.make" in [one.key for one in app.button]
    assert "下载 ZIP" in [button.proto.label for button in app.get("download_button")]
    if section == "conflicts":
        assert offered
        assert briefings.told(VISITOR, [view], "zh")[0].title == "数据矛盾"
    else:
        assert not offered
        with pytest.raises(ContentError, match="no document is made"):
            briefings.told(VISITOR, [view], "zh")


@pytest.mark.parametrize(
    ("page", "choices"),
    [
        ("tasks", {}),
        ("tasks", {"area": "430000"}),
        ("tasks", {"framework": "all", "area": "430000"}),
        ("compare", {"mode": "province", "province": "610000"}),
    ],
)
def test_an_address_that_was_typed_is_told_as_its_page_shows_it(page: str, choices: dict[str, str]) -> None:
    moment = {"as_of": "2024-Q2", "vintage": "latest"}
    (told,) = briefings.told(VISITOR, [SavedView.of(page, choices | moment, 1)], "en")
    app = open_page(None, f"progress/{page}.py", **choices, **moment)
    assert told.title.split(" · ")[0] == app.title[0].value
    leads = [element.proto.body for element in app.get("html") if "db-lead" in element.proto.body]
    assert told.lead.split("(")[0] in html.unescape(leads[0])


def test_who_has_no_account_is_offered_no_title() -> None:
    app = opened()
    assert "briefing.title" not in [one.key for one in app.text_input]
    app.radio(key="briefing.format").set_value("xlsx").run()
    app.button(key="briefing.make").click().run()
    assert app.session_state[briefings.MADE].document.title == app.title[0].value


@pytest.mark.parametrize("wanted", FORMATS)
def test_several_views_are_made_into_one_document_again_and_again(wanted: briefings.Format) -> None:
    steps: list[tuple[int, int]] = []
    told = briefings.told(VISITOR, VIEWS, "zh", lambda done, all_: steps.append((done, all_)))
    assert steps == [(0, 2), (1, 2), (2, 2)]
    first = briefings.make(VISITOR, "", told, wanted)
    assert briefings.make(VISITOR, "", briefings.told(VISITOR, VIEWS, "zh"), wanted) == first
    assert first.file[:2] == (b"%P" if wanted == "pdf" else b"PK")


def test_nobody_is_made_a_document() -> None:
    with pytest.raises(DeniedError):
        briefings.told(NOBODY, VIEWS, "zh")
    with pytest.raises(DeniedError):
        briefings.make(NOBODY, "", briefings.told(VISITOR, VIEWS[:1], "zh"), "xlsx")


def test_a_server_without_a_chinese_font_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    found.cache_clear()
    monkeypatch.setattr("dabiao.briefing.fonts.CHINESE", ("No Such Font",))
    app = opened()
    app.radio(key="briefing.format").set_value("pdf").run()
    app.button(key="briefing.make").click().run()
    found.cache_clear()
    assert "fonts-noto-cjk" in app.error[0].value
    assert briefings.MADE not in app.session_state


def test_a_meeting_is_made_into_one_document() -> None:
    viewer = hire("wu", "Wu", Grant("leadership", "610000"))
    store, actor, day = reading.store(), viewer.session.actor, today(reading.store())
    meeting = meetings.make(store, actor, title="三季度调度会", area_code="610000", held_on=day)
    meetings.add_view(store, actor, meeting, VIEWS[1], "全省情况", "先看滞后项目", today=day)
    sought = SavedView.of("search", {"q": "标准"}, 1)
    meetings.add_view(store, actor, meeting, sought, "查找", today=day)
    meetings.record(store, actor, meeting, kind="decision", what="按季调度")
    app = open_page(viewer, "meetings/meeting.py", meeting=meeting, language="zh")
    app.session_state["briefing.panel"] = True
    app.run()
    app.radio(key="briefing.format").set_value("xlsx").run()
    app.button(key="briefing.make").click().run()
    assert not app.exception
    made = app.session_state[briefings.MADE]
    assert (made.document.kind, made.document.title) == ("meeting", "三季度调度会")
    book = load_workbook(BytesIO(made.file))
    told = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"全省情况", "先看滞后项目", "按季调度", made.document.digest} <= told
    assert "查找：此页只回答所输入的内容，不生成文件。" in told
    meetings.record(store, actor, meeting, kind="decision", what="按月调度")
    app.run()
    assert briefings.MADE not in app.session_state
    with pytest.raises(DeniedError):
        papers.contents_of(VISITOR, meeting, "zh")
