"""Making a link to what a page shows, and reading its QR code as a telephone does."""

from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect


def share(page: Page, label: str) -> str:
    """Make a link to what a page shows and return its address."""
    page.get_by_role("button", name="分享").click()
    page.get_by_label("用途").fill(label)
    page.get_by_role("button", name="创建链接").click()
    expect(page.get_by_role("img", name="链接二维码")).to_be_visible()
    return page.get_by_test_id("stCode").inner_text().strip()


def scanned(page: Page) -> str:
    """Return what a telephone reads from the QR code on the screen."""
    shot = page.get_by_role("img", name="链接二维码").screenshot()
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(shot)))
    return code.text
