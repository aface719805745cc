"""Presenting a meeting: one document, for those who hold it, that needs nothing more once it is loaded."""

import datetime as dt
import html
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dabiao import contents, links, meetings
from dabiao.accounts import SignedIn
from dabiao.briefing.content import cited
from dabiao.rights import Grant
from dabiao.views import SavedView
from dabiao.web import deck, presenting, reading
from dabiao.web.document import Document
from dabiao.web.meetings import papers
from dabiao.web.session import Identity, cookie_name, link_cookie_name
from dabiao.workspaces import today
from tests.pages.office import enter, hire, open_page, with_leader
from tests.pages.text import CHINESE, page_text

AREA, TARGET = "610000", "shaanxi-2022-local-standards"
AS_OF = {"as_of": "2025-Q3"}
A_YEAR = dt.timedelta(days=365)

pytestmark = [pytest.mark.usefixtures("office"), pytest.mark.begins(after=with_leader)]


def present(
    viewer: SignedIn | None, meeting_id: str, cookies: Mapping[str, str] | None = None, **choices: str
) -> httpx.Response:
    app = Starlette(routes=presenting.routes(), middleware=[Middleware(Identity), Middleware(Document)])
    own = {} if viewer is None else {cookie_name(secure=False): viewer.token.text}

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://dabiao.test", cookies=own | dict(cookies or {})
        ) as client:
            return await client.get(f"/present/{meeting_id}", params={"language": "en"} | choices)

    with start_blocking_portal() as portal:
        return portal.call(answer)


def leader() -> SignedIn:
    return enter("wu")


def meet(viewer: SignedIn, *views: tuple[str, dict[str, str]], title: str = "Third quarter") -> str:
    store, actor = reading.store(), viewer.session.actor
    meeting_id = meetings.make(store, actor, title=title, area_code=AREA, held_on=today(store))
    for page, choices in views:
        meetings.add_view(store, actor, meeting_id, SavedView.of(page, AS_OF | choices, None))
    return meeting_id


def slides(answer: httpx.Response) -> list[str]:
    """Return the text of every slide."""
    assert answer.status_code == 200
    found = re.findall(r'<section class="slide.*?</section>', answer.text, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "\n", each)) for each in found]


def figures(answer: httpx.Response) -> list[Any]:
    found = re.search(r'<script type="application/json" id="figures">(.*?)</script>', answer.text, re.DOTALL)
    assert found is not None
    told: list[Any] = json.loads(found[1])
    return told


def test_every_view_is_a_slide_with_its_finding_chart_table_and_provenance() -> None:
    viewer = leader()
    views = ("overview", {}), ("area", {"area": AREA}), ("target", {"area": AREA, "target": TARGET})
    answer = present(viewer, meet(viewer, *views))
    cover, *shown = slides(answer)
    assert "Third quarter" in cover
    assert "Frozen: publication No. 1 of " in cover
    assert [each.split()[0] for each in shown] == ["1/3", "1/3", "2/3", "2/3", "3/3"]
    overview, table, *_rest, target = shown
    assert "30 targets: 3 achieved" in overview
    assert "Publication No. 1 of " in overview
    assert "as of Q3 2025" in overview
    assert "Sources: [1]" in overview.replace("\n", "")
    assert "Local standards" in table
    assert "283 items of ≥ 400 items" in target
    drawn = [place for place, pair in enumerate(figures(answer)) if pair]
    assert drawn == [5], "what would have letters too small is a list of bars"
    assert "Shaanxi · Local standards" in overview
    assert "70.8%" in overview
    assert answer.text.count('<ol class="bars">') == 2
    bright, dark = figures(answer)[5]
    assert bright["data"][0].keys() == dark["data"][0].keys()
    assert bright["layout"]["font"]["color"] != dark["layout"]["font"]["color"]


def test_the_document_asks_for_nothing_more() -> None:
    viewer = leader()
    answer = present(viewer, meet(viewer, ("target", {"area": AREA, "target": TARGET})))
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'nonce-")
    assert "connect-src" not in policy
    assert answer.headers["cache-control"] == "no-store"
    markup = re.sub(r"<script.*?</script>|<style.*?</style>", "", answer.text, flags=re.DOTALL)
    asked = re.findall(r'(?:src|srcset|href|action)="([^"]*)"', markup)
    assert asked == [
        "data:,",
        html.escape(f"../meeting?meeting={answer.url.path.rpartition('/')[2]}&language=en"),
    ]
    scripts = re.findall(r"<script([^>]*)>", answer.text)
    nonce = re.search(r"nonce-([\w-]+)", policy)
    assert nonce is not None
    assert [f'nonce="{nonce[1]}"' in each for each in scripts] == [False, True, True]
    assert "plotly.js v" in answer.text


def test_what_people_typed_is_text_and_never_markup() -> None:
    viewer = leader()
    meeting_id = meet(viewer, title="<script>alert(1)</script>")
    store, actor = reading.store(), viewer.session.actor
    view = SavedView.of("area", AS_OF | {"area": AREA}, None)
    meetings.add_view(store, actor, meeting_id, view, '"><img src=x onerror=alert(1)>', "</script><b>n</b>")
    answer = present(viewer, meeting_id)
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert "<b>n</b>" not in answer.text
    assert "<script>alert(1)</script>" in slides(answer)[0]


@pytest.mark.parametrize("role", [None, "reporter"])
def test_nobody_else_sees_anything(role: str | None) -> None:
    viewer = leader()
    meeting_id = meet(viewer, ("overview", {}))
    other = None if role is None else hire("zhang", "Zhang", Grant("reporter", AREA))
    for asked in (meeting_id, "none", "..%2f..%2foverview"):
        answer = present(other, asked)
        assert answer.status_code in (403, 404)
        assert "Third quarter" not in answer.text
        assert "targets" not in answer.text
    answer = present(other, meeting_id)
    assert answer.status_code == 403
    if other is None:
        assert "Sign in first." in answer.text
        assert html.escape(f"../sign-in?language=en&next=meeting%3Fmeeting%3D{meeting_id}") in answer.text
    assert present(viewer, "none").status_code == 404
    elsewhere = hire("jiang", "Jiang", Grant("leadership", "110000"))
    assert present(elsewhere, meeting_id).status_code == 403


def test_a_cancelled_meeting_is_not_presented() -> None:
    viewer = leader()
    meeting_id = meet(viewer, ("overview", {}))
    meetings.cancel(reading.store(), viewer.session.actor, meeting_id, reason="Put together with another")
    answer = present(viewer, meeting_id)
    assert answer.status_code == 404
    assert "The meeting has been cancelled." in answer.text
    assert "targets" not in answer.text


def test_a_meeting_opens_with_what_is_open_and_what_has_changed() -> None:
    viewer = leader()
    store, actor = reading.store(), viewer.session.actor
    day = today(store)
    first = meetings.make(store, actor, title="First", area_code=AREA, held_on=day - A_YEAR)
    meetings.record(
        *(store, actor, first),
        kind="action",
        what="Complete the ledger",
        about=(AREA, TARGET),
        department="Market regulation",
        due_on=day - A_YEAR,
    )
    _cover, opened, since, *_ = slides(present(viewer, meet(viewer, ("area", {"area": AREA}))))
    assert "1 action of earlier meetings is open" in opened
    assert "Complete the ledger" in opened
    assert re.search(r"! \d+ days overdue", opened)
    assert "ince the meeting of" in since


def test_page_slide_and_paper_judge_an_action_on_the_same_day_and_say_which() -> None:
    viewer = leader()
    store, actor = reading.store(), viewer.session.actor
    day = today(store)
    first, second = (
        meetings.make(store, actor, title="x", area_code=AREA, held_on=day - dt.timedelta(days=before))
        for before in (60, 20)
    )
    for meeting_id in (first, second):
        meetings.record(
            *(store, actor, meeting_id),
            kind="action",
            what="Complete the ledger",
            department="省市场监管局",
            due_on=day - dt.timedelta(days=10),
        )
    overdue, heading = "! 10 days overdue", f"Open from earlier meetings, as of {day}"
    _cover, opened, *_ = slides(present(viewer, second))
    assert heading in opened
    assert overdue in opened
    own = papers.contents_of(actor, second, "en")[0]
    told = {one.heading: one.table for one in own.sections if one.table is not None}
    for caption in (heading, f"Decisions and actions, as of {day}"):
        table = told[caption]
        assert table.rows[0][-1].text == overdue, caption
    assert page_text(open_page(viewer, "meetings/meeting.py", meeting=second)).count(overdue) >= 2


def test_a_view_of_which_there_is_nothing_to_show_says_so() -> None:
    viewer = leader()
    answer = present(
        viewer, meet(viewer, ("target", {"area": AREA, "target": "gone"}), ("search", {"q": "x"}))
    )
    _cover, gone, search = slides(answer)
    assert "does not hold the target that the view asks for" in gone
    assert "no document is made" in search


def test_chinese_slides_are_chinese_and_english_ones_english() -> None:
    viewer = leader()
    meeting_id = meet(viewer, ("tasks", {"framework": "shaanxi-2022"}), ("overview", {}))
    chinese = present(viewer, meeting_id, language="zh", colours="festive")
    assert '<html lang="zh-CN">' in chinese.text
    assert "数据固定为第 1 号发布版本" in slides(chinese)[0]
    english = [
        re.sub(r"Sources:.*?\n(?=\n)", "", each, flags=re.DOTALL)
        for each in slides(present(viewer, meeting_id))
    ]
    assert len(english) == 4
    found = [each for slide in english for each in CHINESE.findall(slide.split("Sources")[0])]
    assert not found
    told = [each.split("来源")[0] for each in slides(chinese)]
    assert [re.findall(r"[A-Za-z]{3,}", each) for each in told] == [["Third", "quarter"], [], [], []]


def test_where_an_account_is_needed_the_way_to_the_form_is_shown(
    monkeypatch: pytest.MonkeyPatch, use_database: Callable[[str], None]
) -> None:
    meeting_id = meet(leader(), ("overview", {}))
    database = str(reading.settings().database)
    monkeypatch.setenv("DABIAO_HOST", "0.0.0.0")
    use_database(database)
    answer = present(None, meeting_id)
    assert answer.status_code == 403
    assert "Sign in first." in answer.text
    assert "Third quarter" not in answer.text


def test_who_came_by_a_link_does_not_reach_the_meeting() -> None:
    viewer = leader()
    meeting_id = meet(viewer, ("overview", {}))
    view = SavedView.of("overview", AS_OF, 1)
    store = reading.store()
    token = links.share(store, viewer.session.actor, view, label="x")[1].text
    guest = links.open_link(store, token, None, address="192.0.2.9")
    answer = present(None, meeting_id, cookies={link_cookie_name(secure=False): guest.token.text})
    assert answer.status_code == 403
    assert "Third quarter" not in answer.text


def test_a_table_of_changes_stands_under_what_they_are_since() -> None:
    viewer = leader()
    then = {"since": "2022-12-31", "vintage": "2023-12-31", "framework": "all"}
    _cover, shown = slides(present(viewer, meet(viewer, ("overview", then))))
    assert "what was known by 2022-12-31" in shown


def test_what_a_part_of_a_view_finds_is_said_as_far_as_there_is_room() -> None:
    viewer = leader()
    answer = present(viewer, meet(viewer, ("area", {"area": AREA})))
    view = SavedView.of("area", AS_OF | {"area": AREA}, 1)
    content = contents.of_view(reading.store(), viewer.session.actor, view, "en")
    (unknown,) = [one for one in content.sections if "cannot be judged" in one.heading and one.table is None]
    shown = slides(answer)[1]
    assert len(unknown.sentences) > 3
    assert all(sentence in shown for sentence in unknown.sentences[:3])


def test_the_sources_are_those_that_the_slide_refers_to() -> None:
    viewer = leader()
    answer = present(viewer, meet(viewer, ("overview", {}), ("area", {"area": "100000"})))
    told = [slide.partition("Sources:") for slide in slides(answer)[1:]]
    referring = [(cited([said]), cited([listed])) for said, _, listed in told if cited([said])]
    assert referring
    assert all(listed == referred[: deck.SOURCES] for referred, listed in referring)
