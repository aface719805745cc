"""The first visitor of a fresh server who opens a deep link gets the right page, frame and menu included."""

from playwright.sync_api import Page, expect

from tests.journeys.dashboard import OpenPage, Server, settled


def has_frame(page: Page) -> None:
    menu = page.get_by_test_id("stTopNavLink")
    expect(menu.get_by_text("总览")).to_be_visible()
    expect(menu.get_by_text("地区")).to_be_visible()


def test_cold_deep_link_shows_its_page_in_the_frame(cold_server: Server, newcomer: OpenPage) -> None:
    page = settled(newcomer(cold_server.url("area", area="610000", as_of="2024-Q2")))
    expect(page.get_by_role("heading", level=1)).to_have_text("陕西省")
    has_frame(page)


def test_two_first_visitors_at_once_each_get_their_page(cold_server: Server, newcomer: OpenPage) -> None:
    # Both addresses are on their way before either page is waited for.
    area = newcomer(cold_server.url("area", area="420000"))
    overview = newcomer(cold_server.url("overview", language="zh"))
    expect(settled(area).get_by_role("heading", level=1)).to_have_text("湖北省")
    expect(settled(overview).get_by_role("heading", level=1)).to_have_text("总览")
    has_frame(area)
    has_frame(overview)


def test_the_bare_address_leads_to_the_overview(server: Server, newcomer: OpenPage) -> None:
    page = settled(newcomer(server.address))
    expect(page.get_by_role("heading", level=1)).to_have_text("总览")
    assert "/overview?" in page.url
