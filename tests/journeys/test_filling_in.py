"""Two people fill in a return in browsers: nothing typed is lost, whatever happens to page and server."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.dashboard import OpenPage, Server, drawn, invited
from tests.journeys.form import ACKNOWLEDGED, cell, figure, hand_in, kill, open_return
from tests.journeys.paper import A4, printed


@pytest.fixture
def office(cold_server: Server) -> dict[str, str]:
    """Links of two reporters of the same area, by their names."""
    links = {}
    for name in ("wang", "zhao"):
        links[name] = invited(cold_server, name, "reporter:610000")
    return links


def expect_paper_to_verify(server: Server, page: Page) -> None:
    """Read number and digest from the printed return, as an office does, and verify it with them."""
    sheets = printed(page)
    text = "".join(sheet.text for sheet in sheets)
    assert [sheet.size for sheet in sheets] == [A4]
    assert not any(sheet.outside for sheet in sheets)
    for said in (
        "陕西省2025年第3季度报表",
        "地方标准",
        "2400",
        "陕市监〔2025〕8号",
        "标准化人才",
        "(盖章处)",
    ):
        assert said in text
    assert "撤回" not in text
    number, digest = (
        re.search(r"回执号:([0-9]{6}-[0-9]{4}Q[0-9]-[0-9]{2})", text),
        re.search("[0-9a-f]{64}", text),
    )
    assert number
    assert digest
    form = page.context.new_page()
    form.goto(server.url("verify", language="zh"))
    form.get_by_label("回执号").fill(number[1])
    form.get_by_label("摘要值").fill(digest[0])
    form.get_by_role("button", name="核验").click()
    expect(form.get_by_role("status")).to_contain_text("✓")
    form.close()


def test_nothing_typed_is_lost(cold_server: Server, office: dict[str, str], visit: OpenPage) -> None:
    page = open_return(cold_server, visit, office["wang"])
    local, group = "地方标准", "团体标准"

    # Handed in while the last field still has the focus.
    figure(page, local).fill("2400")
    figure(page, local).press("Tab")
    source = cell(page, local).get_by_label("来源或文号")
    source.press_sequentially("陕市监〔2025〕8号")
    hand_in(page)
    receipt = page.get_by_role("region", name="回执")
    expect(receipt).to_contain_text("610000-2025Q3-01")
    expect(cell(page, local)).to_contain_text("2400")
    expect(cell(page, local)).to_contain_text("陕市监〔2025〕8号")
    page.wait_for_function(ACKNOWLEDGED)
    expect_paper_to_verify(cold_server, page)

    # By keyboard alone: taken back, a finding, and the way from the list to its field.
    page.get_by_role("button", name="撤回").press("Enter")
    other = figure(page, group).element_handle()
    figure(page, local).fill("24o0")
    figure(page, local).press("Enter")
    link = page.get_by_role("region", name="报送前须处理").get_by_role("link", name=local)
    link.press("Enter")
    expect(figure(page, local)).to_be_focused()
    expect(figure(page, local)).to_have_attribute("aria-invalid", "true")
    expect(figure(page, local)).to_have_accessible_description(re.compile("不是数字"))
    assert other.evaluate("field => field.isConnected"), "fields keep their place"

    # Saved while somebody is still in the field, and there after a reload.
    figure(page, local).fill("2410")
    page.wait_for_function(ACKNOWLEDGED)
    page.reload()
    expect(figure(drawn(page), local)).to_have_value("2410")
    expect(cell(page, local).get_by_label("来源或文号")).to_have_value("陕市监〔2025〕8号")

    # The server dies after a save was acknowledged, and in the middle of a figure.
    figure(page, local).fill("2420")
    figure(page, local).press("Enter")
    page.wait_for_function(ACKNOWLEDGED)
    figure(page, group).fill("50")
    kill(cold_server)
    page.keyboard.type("1")
    cold_server.start()
    page.reload()
    expect(figure(drawn(page), local)).to_have_value("2420")
    expect(figure(page, group)).to_have_value("")
    offer = page.get_by_role("region", name="以下内容曾在本浏览器填写但未保存")
    expect(offer).to_contain_text("团体标准 · 填报数")
    offer.get_by_role("button", name="恢复").click()
    page.wait_for_function(ACKNOWLEDGED)
    expect(offer).to_have_count(0)

    # Two people on one cell: the later one sees both and chooses.
    other = open_return(cold_server, visit, office["zhao"])
    expect(figure(other, local)).to_have_value("2420")
    typed = figure(page, group).input_value()
    assert typed in ("50", "501")
    expect(figure(other, group)).to_have_value(typed)
    figure(page, local).fill("2430")
    figure(page, local).press("Enter")
    page.wait_for_function(ACKNOWLEDGED)
    figure(other, local).fill("2440")
    figure(other, local).press("Tab")
    clash = cell(other, local).get_by_role("alert")
    expect(clash).to_contain_text("2430")
    expect(clash).to_contain_text("2440")
    other.get_by_role("button", name="改存本人填写的内容").click()
    other.wait_for_function(ACKNOWLEDGED)
    page.reload()
    expect(figure(drawn(page), local)).to_have_value("2440")
