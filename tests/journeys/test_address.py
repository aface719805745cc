"""The address is the view: it can be copied, gone back to, and says what it could not honour."""

import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.dashboard import STAFF_NAMES, STAFF_PAGES, OpenPage, Server, at, settled


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()
    settled(page)


def test_a_copied_address_shows_the_same_in_another_browser(server: Server, visit: OpenPage) -> None:
    mine = settled(visit(server.url("overview", language="en")))
    choose(mine, "Framework", "Hubei Plan 2016–2020")
    at(mine, re.compile("framework=hubei-2016"))
    yours = settled(visit(mine.url))
    lead = ".db-lead"
    assert yours.locator(lead).inner_text() == mine.locator(lead).inner_text()
    assert "12 targets" in yours.locator(lead).inner_text()
    assert yours.url == mine.url


def test_back_and_forward_follow_the_choices(server: Server, turned: OpenPage) -> None:
    page = settled(turned(server.url("overview", language="en")))
    at(page, re.compile("framework=all"))
    choose(page, "Framework", "Hubei Plan 2016–2020")
    expect(page.locator(".db-lead")).to_contain_text("12 targets")
    page.go_back()
    expect(page.locator(".db-lead")).to_contain_text("30 targets")
    page.go_forward()
    expect(page.locator(".db-lead")).to_contain_text("12 targets")


def test_the_menu_keeps_language_and_moment(server: Server, turned: OpenPage) -> None:
    page = settled(turned(server.url("overview", language="en", as_of="2023")))
    page.get_by_test_id("stTopNavLink").get_by_text("Area").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Shaanxi")
    at(page, re.compile("language=en"))
    at(page, re.compile("as_of=2023"))


def test_what_the_address_cannot_have_is_named(server: Server, returning: OpenPage) -> None:
    page = settled(returning(server.url("area", language="en", area="999999", nonsense="1")))
    expect(page.get_by_text("area=999999, which is not to be had here")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="nonsense")).to_be_visible()
    at(page, re.compile("area=610000"))
    assert "nonsense" not in page.url


def test_the_overview_leads_to_an_area_at_the_same_moment(server: Server, turned: OpenPage) -> None:
    page = settled(turned(server.url("overview", language="en", as_of="2018")))
    link = page.get_by_role("link", name="Hubei", exact=True).first
    with page.context.expect_page() as beside:
        link.click(modifiers=["Control"])
    expect(settled(beside.value).get_by_role("heading", level=1)).to_have_text("Hubei")
    beside.value.close()

    page.evaluate("() => { window.loaded = 'once' }")
    link.click()
    expect(settled(page).get_by_role("heading", level=1)).to_have_text("Hubei")
    at(page, re.compile("area=420000"))
    at(page, re.compile("as_of=2018"))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    assert page.evaluate("window.loaded") == "once", "a link turns the page, it does not load it anew"


def test_the_document_speaks_the_language_that_was_chosen(server: Server, turned: OpenPage) -> None:
    page = settled(turned(server.url("tasks", language="en")))
    page.get_by_role("radio", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("path", ["nosuchpage", "foo/bar"])
def test_an_address_that_is_no_page_says_so_and_leads_back(
    server: Server, returning: OpenPage, path: str
) -> None:
    page = returning(server.url(path, language="en"))
    expect(page.get_by_text(f"There is no page at /{path}.")).to_be_visible()
    page.get_by_role("link", name="Overview").click()
    expect(settled(page).get_by_role("heading", level=1)).to_have_text("Overview")


@pytest.mark.parametrize("path", ["overview", "area"])
def test_no_page_slides_sideways(opened: OpenPage, path: str) -> None:
    assert wider(opened(path, language="en")) == {}


@pytest.mark.parametrize(("path", "filled"), STAFF_PAGES, ids=STAFF_NAMES)
def test_no_page_for_staff_slides_sideways(opened: OpenPage, path: str, filled: dict[str, str]) -> None:
    assert wider(opened(path, **filled, language="en")) == {}


def wider(page: Page) -> dict[int, int]:
    """Return width of the screen → by how many pixels the page is wider."""
    found = {}
    for width in (390, 1024, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)  # charts follow the window a little later
        over = page.locator("[data-testid=stMain]").evaluate("main => main.scrollWidth - main.clientWidth")
        if over > 0:
            found[width] = over
    return found


@pytest.mark.parametrize(("language", "tag", "title"), [("zh", "zh-CN", "达标"), ("en", "en", "Dabiao")])
def test_the_document_names_language_and_title_before_any_script_runs(
    server: Server, language: str, tag: str, title: str
) -> None:
    headers = {"Accept": "text/html", "Accept-Encoding": "gzip"}
    request = urllib.request.Request(server.url("overview", language=language), headers=headers)
    with urllib.request.urlopen(request) as answer:
        text = answer.read().decode()
    assert f'<html lang="{tag}">' in text
    assert f"<title>{title}</title>" in text
