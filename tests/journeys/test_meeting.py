"""A review meeting: made, presented, shared, followed up, amended since, and taken up by the next one."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dabiao import returns
from dabiao.returns import Desk, Typed
from dabiao.store import Store, open_store
from tests.journeys import under_way
from tests.journeys.dashboard import OpenPage, Server, drawn, follow, invited, main_text
from tests.journeys.form import sign_in
from tests.journeys.sharing import scanned, share

AGREED = f"area?area={under_way.AREA}&as_of=2025-Q1"
VIEWS = (
    "overview?as_of=2025-Q1",
    AGREED,
    f"target?area={under_way.AREA}&target={under_way.TARGET}&as_of=2025-Q1",
)


@pytest.fixture
def office(tmp_path: Path, cold_port: int) -> Iterator[Server]:
    """A server where a meeting was held two months ago and a correction of a figure is proposed."""
    server = Server(tmp_path, port=cold_port)
    under_way.prepare(server.database)
    store = open_store(server.database)
    _propose(store)
    store.close()
    server.start()
    yield server
    server.stop()


def _propose(store: Store) -> None:
    where = under_way.REPORTER, Desk(store), under_way.AREA, under_way.APPROVED
    version = returns.form(*where).cell(under_way.LOCAL).version
    typed = Typed("2188", explanation="核减重复2项", source="陕市监〔2025〕8号")
    returns.propose_figure(*where, under_way.LOCAL, typed, reason="重复计数", expected_version=version)


def pick(page: Page, label: str, wanted: str) -> None:
    """Choose in a list."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(wanted)
    page.get_by_role("option", name=re.compile(wanted)).first.click()
    expect(box).to_have_value(re.compile(wanted))


def make(page: Page, title: str, day: dt.date) -> None:
    """Make a meeting on Shaanxi and turn to its page."""
    page.get_by_role("textbox", name="会议名称").fill(title)
    pick(page, "地区", under_way.AREA)
    for part, number in zip(
        page.get_by_role("spinbutton").all(), (day.year, day.month, day.day), strict=True
    ):
        part.click()
        page.keyboard.type(f"{number:02}")
    page.get_by_role("button", name="建立会议").click()
    page.get_by_role("link", name=title).click()
    expect(drawn(page).get_by_role("heading", name=title)).to_contain_text(day.isoformat())


def test_a_meeting_from_its_agenda_to_the_next_one(office: Server, visit: OpenPage) -> None:
    day = dt.date.today()
    page = sign_in(visit, invited(office, "chen", *under_way.RIGHTS))

    # What the last meeting asked for and is not done stands on the overview, the area's page and the list.
    overdue = "1 项督办事项已逾期"
    expect(page.get_by_test_id("stMain")).to_contain_text(overdue)
    follow(page, f"/area?area={under_way.AREA}")
    expect(drawn(page).get_by_test_id("stMain")).to_contain_text("补齐地方标准台账")
    follow(page, "/meetings?language=zh")
    expect(drawn(page).get_by_test_id("stMain")).to_contain_text(overdue)

    # A meeting is made; three views go on its agenda.
    make(page, "三季度调度会", day + dt.timedelta(days=8))
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("补齐地方标准台账")
    expect(main).to_contain_text("数据固定为第 2 号发布版本")
    for number, address in enumerate(VIEWS, 1):
        drawn(page).get_by_role("textbox", name="页面地址").fill(office.address + "/" + address)
        page.get_by_role("button", name="列入议程").click()
        expect(page.get_by_role("region", name="议程").get_by_role("rowheader")).to_have_count(number)

    # It is presented with the cable pulled: every slide is there, and nothing more is asked for.
    with page.expect_popup() as opened:
        page.get_by_role("link", name="开始演示").click()
    slides = opened.value
    expect(slides.locator("h1:visible")).to_have_text("三季度调度会")
    slides.context.set_offline(True)
    asked: list[str] = []
    slides.on("request", lambda request: asked.append(request.url))
    shown = []
    count = int(slides.locator("#number").inner_text().split("/")[1])
    for number in range(1, count + 1):
        expect(slides.locator("#number")).to_have_text(f"{number} / {count}")
        said, part = slides.locator(".slide:visible"), slides.locator(".slide:visible .part")
        screens = int((re.findall(r"\d+", part.inner_text()) or ["1"])[-1])
        texts = []
        for screen in range(1, screens + 1):
            expect(part).to_have_text(f" ({screen}/{screens})" if screens > 1 else "")
            texts.append(said.inner_text())
            slides.keyboard.press("PageDown" if number % 2 else "ArrowRight")
        shown.append("\n".join(texts))
    assert "补齐地方标准台账" in shown[1]
    assert [re.findall(r"\d/3", text)[:1] for text in shown if "/3" in text[:4]][-1] == ["3/3"]
    assert "318项" in shown[-1]
    assert slides.locator(".slide:visible .chart .main-svg").count()
    assert float(slides.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 21, (
        "at 1440 × 900"
    )
    slides.keyboard.press("Home")
    expect(slides.locator("#number")).to_have_text(f"1 / {count}")
    assert not asked
    slides.context.set_offline(False)
    slides.close()

    # One of its views goes to people without an account, who scan the code on the screen.
    follow(page, f"/{AGREED}&language=zh")
    drawn(page)
    address = share(page, "三季度调度会")
    assert scanned(page) == address
    stranger = visit(scanned(page))
    expect(drawn(stranger).get_by_role("heading", level=1)).to_have_text("陕西省")
    agreed = main_text(stranger)
    assert "79.5%" in agreed
    newer = stranger.get_by_text("此后已有更新的发布版本")
    expect(newer).to_have_count(0)

    # What it decides is written down against the figure as it stood.
    follow(page, "/meetings?language=zh")
    drawn(page).get_by_role("link", name="三季度调度会").click()
    page.get_by_role("textbox", name="议定内容或督办要求").fill("核实重复计数")
    pick(page, "针对的数据", "陕西省 · 地方标准")
    pick(page, "责任单位", "省市场监管局")
    page.get_by_role("button", name="记录", exact=True).click()
    written = page.get_by_role("region", name="议定与督办事项")
    expect(written).to_contain_text("318项")
    expect(written).to_contain_text("第 2 号发布版本")

    # The correction is approved: the link still shows what was agreed and says that there is something newer.
    choices = f"return={under_way.AREA}.{under_way.APPROVED}&figure={'.'.join(under_way.LOCAL)}"
    follow(page, f"/history?{choices}")
    drawn(page).get_by_role("button", name="通过", exact=True).click()
    expect(page.get_by_test_id("stMain")).to_contain_text("申请已通过")
    stranger.reload()
    expect(newer).to_be_visible()
    shown = main_text(stranger)
    assert "79.5%" in shown
    assert "79.0%" not in shown
    assert newer.first.inner_text() not in agreed
    follow(page, f"/{AGREED}&language=zh&publication=3")
    assert "79.0%" in main_text(page)

    # The next meeting shows the difference, who approved it, and what is open.
    follow(page, "/meetings?language=zh")
    make(drawn(page), "四季度调度会", day + dt.timedelta(days=97))
    for said in (
        "2,190项 → 2,188项",
        "理由：重复计数",
        "第 3 号发布版本",
        "核实重复计数",
        "补齐地方标准台账",
    ):
        expect(main).to_contain_text(said)
    quoted = page.get_by_role("region", name="以往会议未办结事项")
    expect(quoted).to_contain_text("318项")
    follow(page, "/overview?language=zh")
    expect(drawn(page).get_by_test_id("stMain")).to_contain_text(overdue)
