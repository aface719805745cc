"""The page on histories: every step of a figure, one's own figures, corrections proposed and decided."""

import re
from html import unescape
from urllib.parse import parse_qsl

import pytest

from dabiao import publications, returns
from dabiao.accounts import SignedIn
from dabiao.returns import Desk, Typed
from dabiao.returns.lines import Key
from dabiao.rights import Actor, Grant
from dabiao.settings import settings
from dabiao.store import Store
from dabiao.web import reading
from tests.asked import recorded
from tests.etl.folders import load_own
from tests.pages.office import add, enter, hire, open_page, press
from tests.pages.text import markup, page_text

PAGE = "returns/history.py"
AREA, QUARTER = "610000", "2025-Q3"
LOCAL: Key = ("local-standards", "published")
HERE = {"return": f"{AREA}.{QUARTER}", "figure": ".".join(LOCAL)}
REVIEWER = Actor("u-li", "李审", (Grant("reviewer", AREA),))

pytestmark = pytest.mark.usefixtures("office")


def reporter() -> SignedIn:
    return hire("zhang", "张报", Grant("reporter", AREA))


def type_in(actor: Actor, given: str, *, version: int = 0, store: Store | None = None) -> Desk:
    desk = Desk(store or reading.store())
    typed = Typed(given, explanation="已与台账核对", source="陕市监〔2025〕8号")
    returns.save_cell(actor, desk, AREA, QUARTER, LOCAL, typed, expected_version=version)
    return desk


def approve_of(actor: Actor, store: Store | None = None) -> None:
    """Hand one figure in and have it approved."""
    desk = type_in(actor, "2301", store=store)
    cells = returns.form(actor, desk, AREA, QUARTER).cells
    withheld = Typed(absence="Q", explanation="待核定")
    others = {cell.key: (withheld, cell.version) for cell in cells if cell.key != LOCAL}
    returns.save_cells(actor, desk, AREA, QUARTER, others)
    returns.submit(actor, desk, AREA, QUARTER, client_key="k")
    returns.approve(REVIEWER, desk, AREA, QUARTER, submission=1)


def approved(store: Store) -> None:
    """Publish the project's own data, and have a figure approved that Zhang handed in."""
    load_own(store)
    approve_of(store.run(lambda tx: add(tx, "zhang", "张报", Grant("reporter", AREA))), store)


@pytest.mark.begins(after=approved)
def test_every_step_is_told_with_receipt_and_publication() -> None:
    viewer = enter("zhang")
    number = publications.latest(reading.store())
    app = open_page(viewer, PAGE, **HERE)
    assert not app.exception
    text, html = page_text(app), markup(app)
    for said in ("3 steps", "typed", "handed in", "approved", "张报", "李审", "2301", "610000-2025Q3-01"):
        assert said in text, said
    assert f"overview?publication={number}" in html
    assert "陕市监〔2025〕8号" in text


def test_own_figures_lead_to_their_history() -> None:
    viewer = reporter()
    type_in(viewer.session.actor, "2301")
    app = open_page(viewer, PAGE)
    assert not app.exception
    assert "Figures you have typed" in [each.value for each in app.header]
    assert "figure=local-standards.published" in markup(app)
    assert app.query_params["return"] == HERE["return"]


def test_what_is_being_typed_is_not_for_the_reviewer() -> None:
    type_in(reporter().session.actor, "9876543")
    app = open_page(hire("li", "李", Grant("reviewer", AREA)), PAGE, **{"return": HERE["return"]})
    assert not app.exception
    assert "9876543" not in page_text(app)


@pytest.mark.begins(after=approved)
def test_correction_is_proposed_by_one_and_approved_by_another() -> None:
    viewer = enter("zhang")
    before = publications.latest(reading.store())
    app = open_page(viewer, PAGE, **HERE)
    field = {each.label: each for each in app.text_input}
    typed_in = [each for each in (*app.text_input, *app.text_area) if each.form_id]
    assert len(typed_in) == 8
    assert all(each.max_chars for each in typed_in), "what is too long is not found out only when it is sent"
    field["Corrected figure"].input("2299")
    app = press(app, "Propose the correction")
    assert [error.value for error in app.error] == ["Give a reason."]
    field = {each.label: each for each in app.text_input}
    field["Corrected figure"].input("2299")
    app.text_area[0].input("重复计入两项")
    app = press(app, "Propose the correction")
    assert not app.exception
    assert "Proposal 1 is waiting for a decision." in page_text(app)
    assert "somebody else decides" not in page_text(app), "a reporter decides of nothing"
    decider = hire("sun", "孙", Grant("reviewer", AREA))
    for page in ("progress/overview.py", "returns/review.py"):
        shown = open_page(decider, page)
        assert "1 correction is waiting for your decision." in page_text(shown)
        link = re.search(r'href="history[?]([^"]+)"', markup(shown))
        assert link
    named = {name: value for name, value in parse_qsl(unescape(link[1])) if name != "language"}
    assert named.items() >= (HERE | {"proposal": f"{AREA}.1"}).items()
    app = open_page(decider, PAGE, **named)
    assert [each.value for each in app.header][:2] == ["Correction to decide", "Local standards, Q3 2025"]
    assert [each.label for each in app.button].count("Approve") == 1
    # By the menu the same is chosen from the list; its return and figure come with it.
    other = open_page(decider, PAGE, **{"return": "none"})
    other = other.selectbox(key="history.proposal").select(f"{AREA}.1").run()
    assert {name: other.query_params[name] for name in named} == named
    app = press(app, "Approve")
    assert not app.exception
    assert not app.info
    assert not app.warning
    number = publications.latest(reading.store())
    assert number != before
    assert "is waiting for your decision" not in page_text(open_page(decider, "progress/overview.py"))
    assert f"Publication No. {number}" in page_text(app)
    assert "It changed the figure or status of 1 target, as of Q3 2025:" in page_text(app)
    text = page_text(app)
    assert "重复计入两项" in text
    assert "amended" in text
    assert "2299" in text


@pytest.mark.begins(after=approved)
def test_target_is_changed_the_same_way_and_refused_with_a_reason() -> None:
    viewer = enter("zhang")
    app = open_page(viewer, PAGE, **HERE)
    field = {each.label: each for each in app.text_input}
    field["New value, in the target's unit"].input("450")
    field["Document that changes the target"].input("陕政发〔2025〕1号")
    app.text_area[1].input("规划中期调整")
    app = press(app, "Propose the change")
    assert "Proposal 1 is waiting for a decision." in page_text(app)
    decider = hire("sun", "孙", Grant("reviewer", AREA))
    app = press(open_page(decider, PAGE, **HERE), "Refuse")
    assert [error.value for error in app.error] == ["Give a reason."]
    next(each for each in app.text_input if each.label.startswith("Reason, where")).input("依据不足")
    app = press(app, "Refuse")
    assert "The proposal is refused." in page_text(app)
    assert "依据不足" in page_text(app)


@pytest.mark.begins(after=approved)
def test_changed_target_is_shown_with_the_document_that_changed_it() -> None:
    desk, target = Desk(reading.store()), "shaanxi-2022-local-standards"
    proposer = enter("zhang").session.actor
    number = returns.propose_target(
        proposer, desk, AREA, target, value="450", source="陕政办〔2024〕9号", reason="中期调整"
    )
    returns.decide(REVIEWER, desk, AREA, number, approved=True)
    for language, told, heading in (
        (
            "en",
            "By 陕政办〔2024〕9号 the value was changed from 400 items to 450 items.",
            "Words of the document (not where the number comes from)",
        ),
        ("zh", "据陕政办〔2024〕9号，目标值由400项调整为450项。", "原文（数值并非出自此处）"),
    ):
        app = open_page(None, "progress/target.py", area=AREA, target=target, language=language)
        assert not app.exception
        assert told in page_text(app)
        assert heading in page_text(app)


def test_own_proposal_is_not_offered_for_decision() -> None:
    viewer = hire("zhang", "张报", Grant("reporter", AREA), Grant("reviewer", AREA))
    approve_of(viewer.session.actor)
    desk = Desk(reading.store())
    version = returns.form(viewer.session.actor, desk, AREA, QUARTER).cell(LOCAL).version
    returns.propose_figure(
        viewer.session.actor,
        desk,
        AREA,
        QUARTER,
        LOCAL,
        Typed("2299", explanation="核减", source="陕市监〔2025〕9号"),
        reason="核减",
        expected_version=version,
    )
    app = open_page(viewer, PAGE, **HERE)
    assert "somebody else decides" in page_text(app)
    assert "Refuse" not in [button.label for button in app.button]


@pytest.mark.begins(after=approved)
def test_chinese_is_complete_and_others_are_refused() -> None:
    viewer = enter("zhang")
    text = page_text(open_page(viewer, PAGE, language="zh", **HERE))
    for said in ("填报历史", "我填报的数据", "更正与目标调整", "申请更正此项数据"):
        assert said in text, said
    app = open_page(hire("gao", "高", Grant("administrator", "100000")), PAGE)
    assert [info.value for info in app.info] == ["Your account has no right to do this here."]
    assert "Sign in first." in page_text(open_page(None, PAGE))


@pytest.mark.begins(after=approved)
def test_leadership_reads_what_was_handed_in_and_types_nothing() -> None:
    app = open_page(hire("wu", "吴", Grant("leadership", "100000")), PAGE, **HERE)
    assert not app.exception
    text = page_text(app)
    assert "2 steps" in text
    assert "Figures you have typed" not in [each.value for each in app.header]
    assert "Propose the correction" not in [button.label for button in app.button]


COUNTY, CITY, PROVINCE = "350302", "350300", "350000"


def proposed_below(store: Store) -> None:
    """Publish the project's own data, with two changes of a county's targets proposed."""
    load_own(store)
    sun = store.run(lambda tx: add(tx, "sun", "孙", Grant("reporter", COUNTY)))
    for value in ("70", "80"):
        propose_below(sun, Desk(store), value)


def propose_below(actor: Actor, desk: Desk, value: str) -> None:
    target = "chengxiang-2021-international-to-local-standards"
    returns.propose_target(actor, desk, COUNTY, target, value=value, source="一号文", reason="调整")


@pytest.mark.begins(after=proposed_below)
def test_decisions_are_offered_to_those_who_can_take_them() -> None:
    for area, offered in ((CITY, 0), (PROVINCE, 2)):
        decider = hire(f"r{area}", "审", Grant("reviewer", area))
        app = open_page(decider, PAGE)
        assert not app.exception
        assert "孙" in page_text(app)
        labels = [button.label for button in app.button]
        assert (labels.count("Approve"), labels.count("Refuse")) == (offered, offered)
        assert returns.to_decide(decider.session.actor, Desk(reading.store())).height == offered
    app = press(app, "Approve")
    assert not app.exception
    assert not app.error


@pytest.mark.begins(after=proposed_below)
def test_many_proposals_ask_the_database_no_more_than_few() -> None:
    decider = hire("li", "李", Grant("reviewer", PROVINCE))
    open_page(decider, PAGE)
    with recorded(settings().database) as asked:
        open_page(decider, PAGE)
        few = asked()
        for value in ("90", "91", "92"):
            propose_below(enter("sun").session.actor, Desk(reading.store()), value)
        asked()
        assert open_page(decider, PAGE).button
        assert sorted(asked()) == sorted(few)
