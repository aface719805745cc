"""Streamlit's widgets speak the language of the page, and follow it when it is changed."""

from playwright.sync_api import expect

from tests.journeys.dashboard import OpenPage, Server, settled


def test_widgets_speak_the_language_of_the_page(server: Server, visit: OpenPage) -> None:
    page = settled(visit(server.url("compare", language="zh")))
    skip = page.get_by_test_id("stSkipToContent")
    areas = page.get_by_test_id("stMultiSelect").first
    expect(skip).to_have_text("跳到正文")
    expect(areas.get_by_role("button", name="全部清除")).to_be_visible()
    areas.get_by_role("combobox").fill("Select all")
    expect(page.get_by_text("没有符合的选项")).to_be_visible()
    # What somebody has typed is nobody's word but theirs.
    expect(areas.get_by_role("combobox")).to_have_value("Select all")
    page.keyboard.press("Escape")
    page.get_by_test_id("stButtonGroup").get_by_text("English", exact=True).click()
    settled(page)
    expect(skip).to_have_text("Skip to main content")
    expect(areas.get_by_role("button", name="Clear all")).to_be_visible()
    page.get_by_test_id("stButtonGroup").get_by_text("中文", exact=True).click()
    settled(page)
    expect(skip).to_have_text("跳到正文")
    expect(areas.get_by_role("button", name="全部清除")).to_be_visible()
