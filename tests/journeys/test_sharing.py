"""A view goes from one browser into another by its link: what is sent where, and where it ends."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from dabiao.web.linked import PATH
from tests.journeys.dashboard import OpenPage, Server, drawn, settled
from tests.journeys.sharing import share
from tests.journeys.test_accessibility import violations


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
