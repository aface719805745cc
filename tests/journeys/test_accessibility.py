"""A page keeps nobody out: axe finds nothing serious, headings make an outline, charts have words."""

import re
from collections.abc import Iterator
from typing import Any, Final, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from dabiao.charts.theme import palette
from tests.journeys.dashboard import PAGE_NAMES, PAGES, STAFF_NAMES, STAFF_PAGES, OpenPage, Server, drawn

GRAVE: Final = {"serious", "critical"}

OF_STREAMLIT: Final[dict[tuple[str, str], str]] = {}
"""Violations that only Streamlit can mend: rule and selector → why they are left."""

CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")

HEADINGS: Final = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter(heading => heading.checkVisibility())
  .map(heading => [Number(heading.tagName[1]), heading.innerText.trim()])
"""

INK: Final = "getComputedStyle(document.documentElement).getPropertyValue('--db-ink').trim()"

SCHEMES: Final[dict[str, tuple[Literal["light", "dark"], ...]]] = {
    "en": ("light", "dark"),
    "zh": ("dark", "light"),
}
"""Both schemes of a page in either language, beginning with the one that the test before has left."""

OF_COLOURS: Final = ["color-contrast", "link-in-text-block"]

BESIDE_COLOURS: Final = """() => [...document.querySelectorAll("html, html *")]
  .filter(each => !each.closest("svg, style, script"))
  .map(each => [each.tagName, ...[...each.attributes].filter(of => !["class", "style"].includes(of.name))
    .map(of => `${of.name}=${of.value}`), each.children.length ? "" : each.textContent].join(" "))
  .join("\\n")
"""
"""All that axe judges a page by but colours: its elements, what they are, and their texts."""

CHARTS: Final = """() => [...document.querySelectorAll("[data-testid=stPlotlyChart]")].map(chart => ({
  role: chart.getAttribute("role"),
  finding: chart.getAttribute("aria-label") || "",
  tables: (chart.closest('[class*="st-key-chart-"]') || document.createElement("p"))
    .querySelectorAll("[data-testid=stExpander]").length,
}))
"""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("path", "choices"), [*PAGES, *STAFF_PAGES], ids=[*PAGE_NAMES, *STAFF_NAMES])
def test_a_page_keeps_nobody_out(opened: OpenPage, path: str, choices: dict[str, str], language: str) -> None:
    page = opened(path, **choices, language=language)
    for fold in page.locator("[data-testid=stExpander] details:not([open]) > summary").all()[:1]:
        fold.click()
    problems = [*outline(page), *unspoken(page, language)]
    first, second = SCHEMES[language]
    problems += [f"{first}: {problem}" for problem in violations(coloured(page, first))]
    judged = page.evaluate(BESIDE_COLOURS)
    same = coloured(page, second).evaluate(BESIDE_COLOURS) == judged
    problems += [f"{second}: {problem}" for problem in violations(page, colours_only=same)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_forms_before_the_dashboard_keep_nobody_out(
    staffed: Server, returning: OpenPage, language: str
) -> None:
    for path in ("sign-in", "verify", "shared"):
        page = returning(staffed.url(path, language=language))
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert not [*outline(page), *violations(page)], f"{path}, {scheme}"


def coloured(page: Page, scheme: Literal["light", "dark"]) -> Page:
    """Turn the screen light or dark and wait until the page has followed."""
    page.emulate_media(color_scheme=scheme)
    ink = palette(scheme == "dark", "safe").ink
    page.wait_for_function(f"ink => {INK} === ink", arg=ink)
    return drawn(page)


def violations(page: Page, *, colours_only: bool = False) -> Iterator[str]:
    """What axe finds that is serious or critical, besides what only Streamlit can mend.

    What depends on colours are the rules that axe puts into its category of colour (besides one that is left
    out unless it is named); all others find the same in a document that differs in nothing else.
    """
    if page.evaluate("() => !window.axe"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"]} | ({"runOnly": OF_COLOURS} if colours_only else {})
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    for violation in found["violations"]:
        for node in violation["nodes"] if violation["impact"] in GRAVE else ():
            place = " ".join(map(str, node["target"]))
            if not any(rule == violation["id"] and selector in place for rule, selector in OF_STREAMLIT):
                yield f"{violation['id']} at {place}: {node['failureSummary']}\n    {node['html'][:200]}"


def outline(page: Page) -> Iterator[str]:
    """What is wrong with the headings: one title, then no level left out."""
    headings = page.evaluate(HEADINGS)
    titles = [text for level, text in headings if level == 1]
    if len(titles) != 1:
        yield f"a page has one title, not {titles}"
    before = 0
    for level, text in headings:
        if level > before + 1:
            yield f"heading of level {level} after one of level {before}: {text}"
        if not text:
            yield f"empty heading of level {level}"
        before = level


def unspoken(page: Page, language: str) -> Iterator[str]:
    """Charts whose words do not say what they show, or that have no table beside them."""
    for chart in page.evaluate(CHARTS):
        finding = chart["finding"]
        if chart["role"] not in {"figure", "img"} or len(finding) < 10:
            yield f"a chart without words: {chart}"
        if bool(CHINESE.search(finding)) != (language == "zh"):
            yield f"a chart told in another language: {finding}"
        if not chart["tables"]:
            yield f"a chart without a table: {finding}"
