"""The page on review: what waits, each figure with what it is held against, and what is decided."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from dabiao import publications, returns
from dabiao.accounts import SignedIn
from dabiao.returns import Desk, Typed
from dabiao.returns.lines import Key
from dabiao.rights import Actor, Grant
from dabiao.store import Store
from dabiao.web import reading
from tests.etl.folders import load_own
from tests.pages.office import hire, open_page, press
from tests.pages.text import markup, page_text

PAGE = "returns/review.py"
AREA, QUARTER = "610000", "2025-Q3"
HERE = f"{AREA}.{QUARTER}"
LOCAL: Key = ("local-standards", "published")
REPORTER = Actor("u-zhang", "张", (Grant("reporter", AREA),))

pytestmark = pytest.mark.usefixtures("office")


def hand_in(actor: Actor = REPORTER, local: str = "2301", blank: int = 0, store: Store | None = None) -> Desk:
    """Hand in a return: a figure, and of the others that they are withheld, but for some left blank."""
    desk = Desk(store or reading.store())
    cells = returns.form(actor, desk, AREA, QUARTER).cells
    left = [cell.key for cell in cells if cell.key != LOCAL][:blank]
    withheld = Typed(absence="Q", explanation="待核定")
    figure = Typed(local, explanation="已与台账核对", source="陕市监〔2025〕8号")
    changes = {
        cell.key: (figure if cell.key == LOCAL else withheld, cell.version)
        for cell in cells
        if cell.key not in left
    }
    returns.save_cells(actor, desk, AREA, QUARTER, changes)
    returns.submit(actor, desk, AREA, QUARTER, client_key=local)
    return desk


def handed_in(store: Store) -> None:
    """Publish the project's own data and hand in a return."""
    load_own(store)
    hand_in(store=store)


def reviewer(name: str = "li") -> SignedIn:
    return hire(name, "李", Grant("reviewer", AREA))


def mark(app: AppTest, key: Key, decision: str, submission: int = 1) -> AppTest:
    field = f"review.{AREA}.{QUARTER}.{submission}.{key[0]}.{key[1]}"
    return (
        app.get("button_group")[[g.key for g in app.get("button_group")].index(field)]
        .set_value(decision)
        .run()
    )


def states(desk: Desk) -> dict[Key, str]:
    return {cell.key: cell.state for cell in returns.form(REPORTER, desk, AREA, QUARTER).cells}


@pytest.mark.begins(after=handed_in)
def test_queue_leads_to_the_return_with_all_it_is_held_against() -> None:
    app = open_page(reviewer(), PAGE)
    assert not app.exception
    text, html = page_text(app), markup(app)
    assert "1 return is waiting for your review." in text
    assert f"return={HERE}" in html
    assert f"history?return={HERE}&amp;figure=local-standards.published" in html
    for said in (
        "2,301 items",
        "2,155 items (Q2 2024)",
        "已与台账核对",
        "陕市监〔2025〕8号",
        "■",
        "Target",
    ):
        assert said in text, said
    assert app.query_params["return"] == HERE


def test_figures_and_what_was_not_reported_are_counted_apart() -> None:
    desk = hand_in(blank=2)
    others = len(states(desk)) - 3
    app = open_page(reviewer(), PAGE)
    said = f"1 figure, {others} not applicable or withheld, 2 not reported"
    html = markup(app)
    for heading, count in (("With a figure", 1), ("Not reported", 2)):
        assert re.search(rf'data-label="{heading}"[^>]*>\s*{count}[<\s]', html), heading
    assert said in page_text(app)
    app = press(app, f"Approve all: {said}")
    assert f"Approved and published: {said}." in page_text(app)
    chinese = page_text(open_page(reviewer("bai"), PAGE, language="zh", **{"return": HERE}))
    assert f"数据1项、不适用或不予公布{others}项、未报告2项" in chinese


@pytest.mark.begins(after=handed_in)
def test_approving_all_names_the_publication_and_leads_to_the_overview() -> None:
    desk = Desk(reading.store())
    before = publications.latest(desk.store)
    app = open_page(reviewer(), PAGE)
    app = press(app, next(b.label for b in app.button if b.label.startswith("Approve all")))
    assert not app.exception
    number = publications.latest(desk.store)
    assert number != before
    assert f"Publication No. {number}" in page_text(app)
    html = markup(app)
    at = f"publication={number}&amp;as_of={QUARTER}"
    for address in (f"overview?{at}", f"area?area={AREA}&amp;{at}", f"target?area={AREA}&amp;target="):
        assert address in html, address
    text = page_text(app)
    assert "It changed the figure or status of 1 target, as of Q3 2025:" in text
    assert "Newly achieved (1)" in text
    assert "283 items, attainment 70.8%, ▲ On track → 429 items, attainment 107.3%, ★ Met early" in text
    assert (
        "All charts show it from now on. The reporters of Shaanxi find it approved on their return." in text
    )
    assert set(states(desk).values()) == {"approved"}
    assert "Publication No." not in page_text(app.run()), "it is said once"
    assert "Nothing is waiting for your review." in page_text(app)


@pytest.mark.begins(after=handed_in)
def test_one_figure_is_sent_back_with_a_reason_and_others_approved() -> None:
    desk = Desk(reading.store())
    other: Key = next(key for key in states(desk) if key != LOCAL)
    app = mark(open_page(reviewer(), PAGE), LOCAL, "send_back")
    app = mark(app, other, "approve")
    app = press(app, "Decide as marked: approve 1, send back 1")
    assert ["Give a reason." in error.value for error in app.error] == [True]
    assert set(states(desk).values()) == {"submitted"}
    field = next(f for f in app.text_input if f.key and f.key.endswith("local-standards.published.reason"))
    app = press(field.input("与台账不符").run(), "Decide as marked: approve 1, send back 1")
    assert not app.exception
    assert "Sent back: 1 figure." in page_text(app)
    assert "The reporters of Shaanxi find it on their overview, with the reason at each figure." in page_text(
        app
    )
    assert "It changed the figure or status of no target of the area, as of Q3 2025." in page_text(app)
    found = states(desk)
    assert (found[LOCAL], found[other]) == ("sent_back", "approved")
    form = returns.form(REPORTER, desk, AREA, QUARTER)
    assert form.cell(LOCAL).reason == "与台账不符"


@pytest.mark.begins(after=handed_in)
def test_whole_return_is_sent_back_only_with_a_reason() -> None:
    desk = Desk(reading.store())
    app = press(open_page(reviewer(), PAGE), "Send the whole return back")
    assert [error.value for error in app.error] == ["Give a reason."]
    app.text_area[0].input("请整表复核").run()
    app = press(app, "Send the whole return back")
    assert set(states(desk).values()) == {"sent_back"}


def test_own_hand_decides_of_nothing_and_is_told_so() -> None:
    both = hire("qian", "钱", Grant("reporter", AREA), Grant("reviewer", AREA))
    desk = hand_in(both.session.actor)
    app = open_page(both, PAGE)
    assert ["You entered or handed this in yourself" in warning.value for warning in app.warning] == [True]
    assert not [button for button in app.button if button.label.startswith("Approve")]
    assert set(states(desk).values()) == {"submitted"}


def test_what_others_typed_for_is_refused_by_the_domain_and_said() -> None:
    typist = hire("qian", "钱", Grant("reporter", AREA), Grant("reviewer", AREA))
    desk = hand_in(typist.session.actor)
    returns.withdraw(typist.session.actor, desk, AREA, QUARTER)
    returns.submit(REPORTER, desk, AREA, QUARTER, client_key="again")
    app = open_page(typist, PAGE)
    app = press(app, next(b.label for b in app.button if b.label.startswith("Approve all")))
    assert ["somebody else decides" in error.value for error in app.error] == [True]
    assert "submitted" in states(desk).values()


@pytest.mark.begins(after=handed_in)
def test_chinese_is_complete_and_others_are_refused() -> None:
    text = page_text(open_page(reviewer(), PAGE, language="zh"))
    for said in ("报表审核", "待您审核的报表 1 份", "上期数", "待审核", "不予公布"):
        assert said in text, said
    app = open_page(hire("wu", "吴", Grant("leadership", AREA)), PAGE)
    assert [info.value for info in app.info] == ["Your account has no right to do this here."]
    assert "Sign in first." in page_text(open_page(None, PAGE))


def test_empty_queue_is_said() -> None:
    app = open_page(reviewer(), PAGE)
    assert not app.exception
    assert "Nothing is waiting for your review." in page_text(app)
