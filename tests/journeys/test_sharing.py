"""A view goes from one browser into another by its link: what is sent where, and where it ends."""

from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from dabiao.web.linked import PATH
from tests.journeys.dashboard import OpenPage, Server, drawn, one_time_link, settled
from tests.journeys.form import sign_in
from tests.journeys.test_accessibility import violations


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


def test_qr_code_on_the_screen_opens_the_view_and_keeps_its_figures_after_an_amendment(
    cold_server: Server, visit: OpenPage, changed_data: Path
) -> None:
    own = sign_in(visit, one_time_link(cold_server, "qian", "leadership:610000"))
    own.goto(cold_server.url("area", language="zh", area="610000", as_of="2024-Q2"))
    address = share(drawn(own), "二季度调度会")
    read = scanned(own)
    assert read == address

    stranger = drawn(visit(read))
    expect(stranger.get_by_role("heading", level=1)).to_have_text("陕西省")
    expect(stranger.get_by_text("70.8%").first).to_be_visible()
    newer = stranger.get_by_text("此后已有更新的发布版本")
    expect(newer).to_have_count(0)

    amended = cold_server.run("etl", "build", "--data", str(changed_data))
    assert amended.returncode == 0, amended.stdout + amended.stderr
    own.goto(cold_server.url("area", language="zh", area="610000", as_of="2024-Q2"))
    expect(drawn(own).get_by_text("95.8%").first).to_be_visible()

    stranger.reload()
    expect(drawn(stranger).get_by_text("70.8%").first).to_be_visible()
    expect(stranger.get_by_text("95.8%")).to_have_count(0)
    expect(newer).to_be_visible()


def test_link_restores_the_view_for_a_stranger_and_leaves_its_secret_nowhere(
    staffed: Server, at_work: OpenPage, visit: OpenPage
) -> None:
    own = drawn(at_work(staffed.url("area", language="zh", area="610000", as_of="2024")))
    address = share(own, "三季度调度会")
    assert not [*violations(own)], "with the panel open"
    path, secret = urlsplit(address).path, urlsplit(address).fragment
    assert path == f"/{PATH}"

    stranger = visit(staffed.url(PATH, language="en"))
    asked: list[tuple[str, str]] = []
    stranger.on("request", lambda request: asked.append((request.url, request.headers.get("referer", ""))))
    stranger.goto(address)
    expect(drawn(stranger).get_by_role("heading", level=1)).to_have_text("陕西省")
    expect(stranger.get_by_text("三季度调度会")).to_be_visible()
    assert secret not in stranger.url
    assert not [one for one in asked if secret in one[0].partition("#")[0] + one[1]]
    assert "dabiao" not in stranger.evaluate("document.cookie"), "no script can read what was opened"
    expect(stranger.get_by_label("截至")).to_have_count(0)
    expect(stranger.get_by_role("button", name="分享")).to_have_count(0)

    stranger.get_by_role("link", name="重点任务").first.click()
    expect(settled(stranger).get_by_role("heading", name="不在此链接范围内")).to_be_visible()
    stranger.get_by_role("link", name="前往分享的视图").click()
    expect(drawn(stranger).get_by_role("heading", level=1)).to_have_text("陕西省")

    stranger.go_back()
    expect(settled(stranger).get_by_role("heading", name="不在此链接范围内")).to_be_visible()
    stranger.get_by_role("link", name="前往分享的视图").click()
    drawn(stranger)

    log = (staffed.folder / "server.log").read_text()
    assert secret not in log
    register = drawn(at_work(staffed.url("links", language="zh")))
    register.get_by_role("link", name="三季度调度会").click()
    register.get_by_role("button", name="撤销链接").click()
    expect(register.get_by_text("已撤销 1")).to_be_visible()
    stranger.reload()
    expect(settled(stranger).get_by_text("三季度调度会")).to_have_count(0)
