"""A reporter is cut off in the middle of a figure: by the line, by the clock, by a sign-out elsewhere."""

import duckdb
from playwright.sync_api import Page, expect

from tests.journeys.dashboard import OpenPage, Server, drawn, invited
from tests.journeys.form import ACKNOWLEDGED, PASSWORD, figure, kill, open_return
from tests.journeys.line import Line

LOCAL, GROUP = "地方标准", "团体标准"
CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"


def sign_in_again(page: Page) -> None:
    """Sign in at the form that the page leads to."""
    page.get_by_role("link", name="登录").first.click()
    page.get_by_label("登录名").fill("sun")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(drawn(page).get_by_role("button", name="报送")).to_be_visible()


def take_back(page: Page, field: str, text: str) -> None:
    """Put what the browser has kept of a field back into it."""
    offer = page.get_by_role("region", name="以下内容曾在本浏览器填写但未保存")
    kept = offer.locator("div").filter(has_text=f"{field} · 填报数: “{text}”")
    kept.get_by_role("button", name="恢复").click()
    expect(kept).to_have_count(0)


def expire_sessions(server: Server) -> None:
    """Let the time of every session run out while the server is away."""
    with duckdb.connect(str(server.database)) as database:
        database.execute("update account_session set expires_at = now() - interval 1 second")


def test_nothing_typed_is_lost_when_one_is_cut_off(cold_server: Server, visit: OpenPage) -> None:
    page = open_return(cold_server, visit, invited(cold_server, "sun", "reporter:610000"))
    line = Line(page)
    page.reload()

    # The line goes dead while a field is left: the page comes back by itself and saves what was typed.
    line.dead = figure(drawn(page), LOCAL).is_enabled()
    figure(page, LOCAL).fill("2400")
    figure(page, LOCAL).press("Tab")
    line.cut()
    page.wait_for_function(ACKNOWLEDGED)
    assert len(line.parts) > 1, "another line was laid"
    page.reload()
    expect(figure(drawn(page), LOCAL)).to_have_value("2400")

    # The server goes, with it Streamlit's session, and the time of the account's runs out.
    line.dead = True
    figure(page, LOCAL).fill("2410")
    figure(page, LOCAL).press("Tab")
    figure(page, GROUP).fill("50")
    kill(cold_server)
    line.dead = False
    expire_sessions(cold_server)
    cold_server.start()
    expect(page.locator(CONNECTED)).to_be_visible()
    sign_in_again(page)
    expect(figure(page, LOCAL)).to_have_value("2400")
    take_back(page, LOCAL, "2410")
    take_back(page, GROUP, "50")
    page.wait_for_function(ACKNOWLEDGED)

    # Somebody signs out in another tab of the same browser.
    other = page.context.new_page()
    other.goto(f"{cold_server.address}/account?language=zh")
    other.get_by_role("button", name="退出登录", exact=True).click()
    figure(page, GROUP).fill("60")
    figure(page, GROUP).press("Tab")
    sign_in_again(page)
    expect(figure(page, GROUP)).to_have_value("50")
    take_back(page, GROUP, "60")
    page.wait_for_function(ACKNOWLEDGED)
    page.reload()
    expect(figure(drawn(page), GROUP)).to_have_value("60")
    expect(figure(page, LOCAL)).to_have_value("2410")
