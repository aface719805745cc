"""The form of a return as a journey uses it: who signs in, which field, and when the server has it."""

from http import HTTPStatus
from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.journeys.dashboard import OpenPage, Server, drawn

PASSWORD: Final = "kettle oblique harbour"
SHOWN: Final = {"language": "zh", "area": "610000", "quarter": "2025-Q3"}
ACKNOWLEDGED: Final = "!Object.keys(localStorage).some(key => key.startsWith('dabiao.typed'))"
"""What is typed stays in the browser's storage until the server has said that it holds just that."""


def choose_password(page: Page, password: str = PASSWORD) -> None:
    """Choose a password on the page that a one-time link leads to."""
    page.get_by_label("密码", exact=False).first.fill(password)
    page.get_by_label("再次输入密码").fill(password)
    page.get_by_role("button", name="确认设置").click()


def sign_in(visit: OpenPage, link: str) -> Page:
    """Choose a password with a one-time link; return the page one is led to."""
    page = visit(link)
    choose_password(page)
    expect(drawn(page).get_by_role("link", name="· 退出")).to_be_visible()
    return page


def go_in(visit: OpenPage, link: str, address: str) -> Page:
    """Choose a password and go to a page at once, without waiting for the one that one is led to."""
    page = visit(link)
    with page.expect_response(lambda answer: answer.status == HTTPStatus.SEE_OTHER):
        choose_password(page)
    page.goto(address)
    return page


def open_return(server: Server, visit: OpenPage, link: str) -> Page:
    """Sign in and open the form."""
    page = go_in(visit, link, server.url("return", **SHOWN))
    expect(drawn(page).get_by_role("button", name="报送")).to_be_visible()
    return page


def cell(page: Page, indicator: str) -> Locator:
    """Return the fields of an indicator."""
    return page.get_by_role("group", name=indicator)


def figure(page: Page, indicator: str) -> Locator:
    """Return the field for an indicator's figure."""
    return cell(page, indicator).get_by_label("填报数")


def hand_in(page: Page) -> None:
    """Hand in, and confirm that what is empty counts as not reported."""
    page.get_by_role("button", name="报送", exact=True).click()
    page.get_by_role("button", name="确认报送").click()


def kill(server: Server) -> None:
    """Take the server away in the middle of whatever it does."""
    assert server.process is not None
    server.process.kill()
    server.process.wait(20)
    server.process = None
