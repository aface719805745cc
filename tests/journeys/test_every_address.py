"""On every page the address is the view: to be copied and gone back to."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.dashboard import (
    PAGE_NAMES,
    PAGES,
    OpenPage,
    Server,
    at,
    choose_another,
    drawn,
    expect_to_say,
    main_text,
)


def widgets(page: Page, path: str) -> dict[str, Locator]:
    """Return the widgets of a page's choices by the name of their parameter."""
    classes = page.locator(f'.st-key-choices [class*="st-key-{path}-"]').evaluate_all(
        "all => all.map(each => each.className)"
    )
    names = re.findall(rf"st-key-{path}-(\w+)", " ".join(classes))
    return {name: page.locator(f".st-key-{path}-{name}") for name in names}


@pytest.mark.parametrize(("path", "filled"), PAGES, ids=PAGE_NAMES)
def test_a_copied_address_shows_the_same_and_back_leads_back(
    demo: Server, turned: OpenPage, returning: OpenPage, path: str, filled: dict[str, str]
) -> None:
    mine = turned(demo.url(path, **filled, language="en"))
    before = main_text(mine)
    first = mine.url
    for name, widget in widgets(mine, path).items():
        listed = name not in {"language", "colours"} and widget.get_by_role("combobox").count()
        if listed and choose_another(mine, widget):
            break
    else:
        mine.get_by_role("slider").first.press("ArrowLeft")
    mine.wait_for_url(lambda address: address != first, wait_until="commit")
    after = main_text(mine)
    second = mine.url

    yours = returning(second)
    expect_to_say(yours, after)
    assert yours.url == second

    mine.go_back()
    at(mine, first)
    expect_to_say(mine, before)
    mine.go_forward()
    at(mine, second)
    expect_to_say(mine, after)


def test_back_leads_out_of_a_page(demo: Server, visit: OpenPage) -> None:
    page = drawn(visit(demo.url("area", language="en")))
    first = page.url
    for name in ("Indicator", "Overview"):
        page.get_by_test_id("stTopNavLink").get_by_text(name).click()
        at(drawn(page), re.compile(f"/{name.lower()}[?].*colours="))
    page.go_back()
    at(drawn(page), re.compile("/indicator[?].*colours="))
    page.go_back()
    at(drawn(page), first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Shaanxi")
