"""A chart leaves the page as a file or on paper, with its finding and what it is a function of."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.dashboard import OpenPage, Server, settled

PNG = b"\x89PNG\r\n\x1a\n"
SHEET = 1050
"""Pixels across a landscape A4 sheet inside its margins, with some to spare."""


def save(page: Page, kind: str, folder: Path) -> Path:
    """Save the first chart of a page as a file; return where it is."""
    with page.expect_download() as download:
        page.locator(f".db-files button[data-format={kind}]").first.click()
    path = folder / unquote(download.value.suggested_filename)
    download.value.save_as(path)
    return path


@pytest.mark.parametrize(("language", "provenance"), [("zh", "第 1 号发布版本"), ("en", "Publication No. 1")])
def test_a_chart_is_saved_as_svg_with_finding_and_provenance(
    server: Server, visit: OpenPage, tmp_path: Path, language: str, provenance: str
) -> None:
    page = settled(visit(server.url("overview", language=language, as_of="2026-Q3")))
    finding = page.locator(".db-files").first.get_attribute("data-title") or ""
    path = save(page, "svg", tmp_path)
    assert path.name == "attainment.svg"
    drawn = path.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert finding[:12] in drawn
    assert provenance in drawn
    assert "70.8%" in drawn


def test_a_chart_is_saved_as_png_at_twice_the_pixels(server: Server, visit: OpenPage, tmp_path: Path) -> None:
    page = settled(visit(server.url("overview"), scheme="dark"))
    drawn = save(page, "png", tmp_path).read_bytes()
    assert drawn.startswith(PNG)
    width = int.from_bytes(drawn[16:20], "big")
    assert width >= 1800


def test_a_printed_page_shows_no_controls_and_cuts_no_chart(server: Server, visit: OpenPage) -> None:
    page = settled(visit(server.url("area", area="610000"), width=1920, height=1080, scheme="dark"))
    expect(page.locator(".js-plotly-plot .main-svg").last).to_be_visible()
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function(
        f"() => [...document.querySelectorAll('.js-plotly-plot .main-svg')]"
        f".every(drawn => drawn.getBoundingClientRect().width <= {SHEET})"
    )
    assert not page.locator(".st-key-choices").is_visible()
    assert not page.locator(".st-key-search").is_visible()
    assert not page.locator(".db-files").first.is_visible()
    assert "第 1 号发布版本" in page.locator(".db-provenance").inner_text()
    inks = page.evaluate(
        "() => [...document.querySelectorAll('.js-plotly-plot text, .db-lead, h2')]"
        ".filter(text => text.textContent.trim())"
        ".map(text => getComputedStyle(text)[text instanceof SVGElement ? 'fill' : 'color'])"
    )
    assert set(inks) == {"rgb(24, 33, 47)"}, "light letters on white paper cannot be read"
