"""A quarter from the accounts to the overview: filled in, sent back, corrected, approved, published."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.dashboard import OpenPage, Server, at, drawn, follow, one_time_link
from tests.journeys.form import ACKNOWLEDGED, SHOWN, cell, figure, go_in, hand_in, kill, open_return, sign_in

LOCAL, GROUP = "地方标准", "团体标准"


def add_account(page: Page, name: str, shown_name: str, role: str) -> str:
    """Add an account for Shaanxi on the page on accounts; return its one-time link."""
    page.get_by_role("textbox", name="登录名").fill(name)
    page.get_by_role("textbox", name="显示姓名").fill(shown_name)
    for label, wanted in (("角色", role), ("地区", "610000")):
        box = page.get_by_role("combobox", name=label)
        if wanted not in (box.input_value() or ""):
            box.click()
            box.fill(wanted)
            page.get_by_role("option", name=re.compile(wanted)).first.click()
        expect(box).to_have_value(re.compile(wanted))
    page.get_by_role("button", name="添加账号").click()
    expect(page.get_by_text(f"账号{name}")).to_be_visible()
    link: str = page.get_by_test_id("stCode").inner_text().strip()
    for label in ("登录名", "显示姓名"):  # the form is empty for the next one
        expect(page.get_by_role("textbox", name=label)).to_have_value("")
    return link


def expect_receipt(page: Page, receipt: str) -> None:
    expect(page.get_by_role("region", name="回执")).to_contain_text(receipt)


def test_a_quarter_from_the_accounts_to_the_overview(cold_server: Server, visit: OpenPage) -> None:
    # The administrator adds one who reports and one who reviews.
    link = one_time_link(cold_server, "zhao", "administrator:100000")
    office = go_in(visit, link, cold_server.url("accounts", language="zh"))
    reporting = add_account(drawn(office), "wang", "王敏", "填报人员")
    reviewing = add_account(drawn(office), "li", "李审", "审核人员")
    office.close()

    # The reporter fills in two figures; between them the server is killed and started again.
    reporter = open_return(cold_server, visit, reporting)
    figure(reporter, LOCAL).fill("2300")
    cell(reporter, LOCAL).get_by_label("来源或文号").fill("陕市监〔2025〕8号")
    reporter.keyboard.press("Tab")
    reporter.wait_for_function(ACKNOWLEDGED)
    kill(cold_server)
    cold_server.start()
    reporter.reload()
    expect(figure(drawn(reporter), LOCAL)).to_have_value("2300")
    figure(reporter, GROUP).fill("520")
    cell(reporter, GROUP).get_by_label("来源或文号").fill("陕市监〔2025〕8号")
    reporter.keyboard.press("Tab")
    reporter.wait_for_function(ACKNOWLEDGED)
    hand_in(reporter)
    expect_receipt(reporter, "610000-2025Q3-01")

    # The reviewer sends one figure back, the reporter corrects it, the reviewer approves.
    reviewer = sign_in(visit, reviewing)
    follow(reviewer, cold_server.url("review", language="zh"))
    drawn(reviewer).get_by_role("radiogroup", name=f"对“{LOCAL}”的审核意见").get_by_text("退回").click()
    reviewer.get_by_label(f"“{LOCAL}”的退回原因").fill("与台账不符")
    reviewer.keyboard.press("Tab")
    reviewer.get_by_role("button", name="按所选办理").click()
    expect(reviewer.get_by_text("已退回：数据1项")).to_be_visible()

    reporter.reload()
    expect(cell(drawn(reporter), LOCAL)).to_contain_text("与台账不符")
    figure(reporter, LOCAL).fill("2290")
    reporter.keyboard.press("Tab")
    reporter.wait_for_function(ACKNOWLEDGED)
    # Nothing that was sent back is empty: one press is enough.
    reporter.get_by_role("button", name="报送").click()
    expect_receipt(reporter, "610000-2025Q3-02")

    follow(reviewer, cold_server.url("review", language="zh"))
    drawn(reviewer).get_by_role("button", name="全部通过").click()
    reviewer.get_by_role("link", name="第 2 号发布版本").click()

    # Everybody sees the new figure and its publication.
    overview = drawn(visit(cold_server.url("overview", language="zh", as_of="2025-Q3")))
    at(overview, re.compile("publication=2"))
    expect(overview.get_by_test_id("stMain")).to_contain_text("104.5%")
    at(drawn(reviewer), re.compile("/overview[?].*publication=2"))

    # The history tells every step of it.
    choices = {"return": f"{SHOWN['area']}.{SHOWN['quarter']}", "figure": "local-standards.published"}
    follow(reporter, cold_server.url("history", language="zh", **choices))
    history = drawn(reporter).get_by_test_id("stMain")
    for step in ("2300", "2290", "报送", "退回", "与台账不符", "王敏", "李审", "第 2 号"):
        expect(history).to_contain_text(step)
