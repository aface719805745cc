"""From the first start to a colleague's account, in a real browser, over a restart of the server."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.dashboard import OpenPage, Server, at, drawn, invited, settled
from tests.journeys.form import PASSWORD, choose_password, go_in

COLLEAGUES = "granite whisper oboe"


@pytest.fixture
def fresh(tmp_path: Path, cold_port: int) -> Iterator[Server]:
    """A server that was never started before."""
    server = Server(tmp_path, port=cold_port)
    server.start()
    yield server
    server.stop()


def set_up_link(server: Server) -> str:
    log = (server.folder / "server.log").read_text()
    return re.findall(rf"^http://localhost:{server.port}(/set-up/[\w-]+)$", log, re.MULTILINE)[-1]


def test_first_administrator_adds_a_colleague(fresh: Server, visit: OpenPage) -> None:
    page = visit(f"{fresh.address}/overview?language=zh")
    expect(settled(page).get_by_role("link", name="登录")).to_be_visible()
    expect(page.get_by_role("button", name="工作台")).to_have_count(0)

    page.goto(f"{fresh.address}{set_up_link(fresh)}")
    page.get_by_label("登录名").fill("zhao")
    page.get_by_label("显示姓名").fill("赵明")
    choose_password(page, PASSWORD)
    expect(settled(page).get_by_role("link", name="赵明 · 退出")).to_be_visible()
    assert "dabiao" not in page.evaluate("document.cookie"), "no script can read who is signed in"

    page.get_by_role("button", name="工作台").click()
    page.get_by_role("menuitem", name="账号管理").click()
    drawn(page).get_by_role("textbox", name="登录名").fill("wang.min")
    page.get_by_role("textbox", name="显示姓名").fill("王敏")
    page.get_by_role("button", name="添加账号").click()
    link = page.get_by_test_id("stCode").inner_text().strip()
    assert link.startswith(f"{fresh.address}/set-up/")

    fresh.stop()
    fresh.start()
    page.goto(fresh.url("accounts", language="zh"))
    expect(drawn(page).get_by_role("link", name="赵明 · 退出")).to_be_visible()
    expect(page.get_by_role("cell", name="尚未设置密码")).to_be_visible()

    colleague = visit(link)
    choose_password(colleague, COLLEAGUES)
    expect(settled(colleague).get_by_role("link", name="王敏 · 退出")).to_be_visible()
    colleague.get_by_role("button", name="工作台").click()
    expect(colleague.get_by_role("menuitem", name="季度填报")).to_be_visible()
    expect(colleague.get_by_role("menuitem", name="账号管理")).to_have_count(0)
    colleague.goto(fresh.url("accounts", language="zh"))
    expect(settled(colleague).get_by_text("您的账号在此处没有此项权限。")).to_be_visible()

    colleague.get_by_role("link", name="王敏 · 退出").click()
    colleague.get_by_role("button", name="退出登录").click()
    expect(colleague.get_by_role("heading", name="登录")).to_be_visible()
    colleague.go_back()
    colleague.reload()
    expect(colleague.get_by_role("heading", name="登录")).to_be_visible()


def test_page_asked_for_is_shown_after_signing_in(cold_server: Server, visit: OpenPage) -> None:
    page = go_in(visit, invited(cold_server, "wang", "leadership:610000"), cold_server.url("account"))
    page.context.clear_cookies()
    page.goto(cold_server.url("tasks", language="zh", framework="shaanxi-2022"))
    settled(page).get_by_role("link", name="登录").click()
    page.get_by_label("登录名").fill("wang")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_have_text("登录名或密码错误。")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    at(page, re.compile(r"/tasks\?.*framework=shaanxi-2022"))
    expect(settled(page).get_by_role("link", name="wang · 退出")).to_be_visible()
