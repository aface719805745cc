"""A page follows the colours of the screen, whatever it is doing at that moment."""

from playwright.sync_api import Page, expect

from dabiao.charts.theme import palette
from tests.journeys.dashboard import OpenPage, Server, drawn
from tests.journeys.line import Line

APP = "[data-testid=stApp]"
SURFACE = f"getComputedStyle(document.querySelector('{APP}')).backgroundColor"
INK = "getComputedStyle(document.documentElement).getPropertyValue('--db-ink').trim()"


def test_a_page_still_running_when_the_screen_turns_dark_follows_it(server: Server, visit: OpenPage) -> None:
    page = visit(server.url("overview"))
    line = Line(page)
    page.reload()
    bright = drawn(page).evaluate(SURFACE)

    line.hold()
    page.keyboard.press("r")
    expect(page.locator(f"{APP}[data-test-script-state=rerunRequested]")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"bright => {SURFACE} !== bright", arg=bright)
    line.release()
    assert_inked(page, dark=True)

    page.emulate_media(color_scheme="light")
    assert_inked(page, dark=False)


def assert_inked(page: Page, *, dark: bool) -> None:
    page.wait_for_function(f"ink => {INK} === ink", arg=palette(dark, "safe").ink)
