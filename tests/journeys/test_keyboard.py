"""Without a mouse: Tab reaches all there is to use, the focus can be seen, and nothing keeps it."""

from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.journeys.dashboard import FEW_ROWS, PAGE_NAMES, PAGES, STAFF_NAMES, STAFF_PAGES, OpenPage

USABLE: Final = (
    "a[href], button, input, select, textarea, summary, [tabindex='0'], [role=combobox], [role=slider]"
)

LOOKS: Final = """
window.looks = element => {
  const seen = [];
  for (let each = element, up = 0; each && up < 4; each = each.parentElement, up++) {
    const style = getComputedStyle(each);
    seen.push(style.outline, style.boxShadow, style.borderColor, style.backgroundColor);
  }
  return seen.join("|");
};
"""

MARK: Final = """usable => {
  window.resting = new Map();
  window.walked = [];
  // A part of a group is reached with the arrow keys from the one part that Tab stops at.
  const grouped = each => each.closest("[role=radiogroup], [role=toolbar], [role=grid], [role=tablist]");
  let number = 0;
  for (const each of document.querySelectorAll(usable)) {
    if (!each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || each.disabled) continue;
    if (each.tabIndex < 0 || each.closest("[inert], [aria-hidden=true]")) continue;
    window.resting.set(each, looks(each));
    (grouped(each) || each).dataset.wanted = number++;
  }
}
"""
"""Gives everything that can be used a mark, a group one for all, and keeps what it looks like untouched."""

STEP: Final = """() => {
  const now = document.activeElement;
  // Past the last stop and before the first, and where a stop vanishes as it is left.
  if (now === document.body) return { before: null, unseen: null };
  const before = window.walked.indexOf(now);
  window.walked.push(now);
  const unseen = window.resting.get(now) === looks(now) ? now.outerHTML.slice(0, 160) : null;
  for (let each = now; each; each = each.parentElement) delete each.dataset.wanted;
  return { before: before < 0 ? null : before, unseen };
}
"""
"""Tells as which stop the focus was here before, and what looks the same with it as without."""

MISSED: Final = (
    "() => [...document.querySelectorAll('[data-wanted]')].map(each => each.outerHTML.slice(0, 160))"
)


def walk(page: Page) -> list[dict[str, Any]]:
    """Press Tab from the top of the page until the focus is where it was; return what each step showed."""
    stops = page.evaluate("usable => document.querySelectorAll(usable).length", USABLE)
    steps = []
    for _ in range(2 * stops + 20):
        page.keyboard.press("Tab")
        steps.append(page.evaluate(STEP))
        if steps[-1]["before"] is not None:
            break
    return steps


@pytest.mark.parametrize(("path", "filled"), [*PAGES, *STAFF_PAGES], ids=[*PAGE_NAMES, *STAFF_NAMES])
def test_a_page_can_be_used_without_a_mouse(opened: OpenPage, path: str, filled: dict[str, str]) -> None:
    page = opened(path, **filled, **FEW_ROWS.get(path, {}), language="en")
    page.add_style_tag(content="* { transition: none !important; animation: none !important }")
    page.evaluate("() => document.activeElement.blur()")
    page.evaluate(LOOKS)
    page.evaluate(MARK, USABLE)
    steps = walk(page)
    assert steps[-1]["before"] == 0, "the focus goes round and round before the end of the page"
    assert not page.evaluate(MISSED)
    assert not [step["unseen"] for step in steps if step["unseen"]]
