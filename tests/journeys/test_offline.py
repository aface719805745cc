"""No request leaves the machine: every page, its widgets, its files; other journeys are watched as well."""

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import profile
from tests.journeys.dashboard import PAGES, Server, Traffic, choose_another, drawn, follow, settled

LINKS_AHEAD = "link[rel~=preconnect], link[rel~=dns-prefetch], link[rel~=prefetch], link[rel~=prerender]"


def use(page: Page) -> None:
    """Use a page a little: choose, unfold, hover, save a chart or a table."""
    for widget in page.locator(".st-key-choices [data-testid=stSelectbox]").all()[:1]:
        choose_another(page, widget)
    drawn(page)
    # The fold of the briefing stays open from one page to the next, and a click there would close it.
    closed = page.locator("[data-testid=stExpander] details:not([open]) > summary")
    for left in range(count := closed.count(), max(0, count - 2), -1):
        closed.first.click()
        expect(closed).to_have_count(left - 1)
    drawn(page)
    for chart in page.locator("[data-testid=stPlotlyChart]").all()[:1]:
        chart.hover()
    for button in page.locator(".db-files button, [data-testid=stDownloadButton] button").all()[:1]:
        with page.expect_download():
            button.click()


def test_no_request_leaves_the_machine(demo: Server, browser: Browser) -> None:
    context = profile(browser)
    traffic = Traffic(context)
    page = context.new_page()
    page.goto(demo.address)
    for path, choices in PAGES:
        use(drawn(follow(settled(page), demo.url(path, **choices))))
        ahead = page.locator(LINKS_AHEAD).evaluate_all("links => links.map(link => link.href)")
        assert not [link for link in ahead if not link.startswith(demo.address)]
    context.close()
    assert len(traffic.requests) > 100
    assert traffic.sockets
    assert not traffic.strangers(demo.address)


def test_what_leaves_is_seen(demo: Server, browser: Browser) -> None:
    context = profile(browser)
    traffic = Traffic(context)
    page = context.new_page()
    page.goto(demo.url("overview"))
    settled(page)
    page.evaluate("() => fetch('http://dabiao.invalid/figures').catch(() => 0)")
    page.evaluate("() => { new WebSocket('ws://dabiao.invalid/live') }")
    page.wait_for_timeout(300)
    context.close()
    assert traffic.strangers(demo.address) == ["http://dabiao.invalid/figures", "ws://dabiao.invalid/live"]
