"""Jobs are taken from command lines on the same machine that hold the server's key, and from nobody else."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette

from dabiao.handover import ROUTE, Door, Event
from dabiao.store import Store
from dabiao.web.routes import routes

KEY = "k" * 43
ELSEWHERE = ["192.0.2.7", "10.0.0.5", "::ffff:192.0.2.7", "2001:db8::1"]


def count(store: Store, arguments: Mapping[str, Any], report: Callable[[Event], None]) -> Any:
    report({"stage": "count", "done": 1})
    return arguments["number"] + 1


@pytest.fixture
def ask(use_database: Callable[[str], None], empty_database: str) -> Callable[..., httpx.Response]:
    use_database(empty_database)

    def post(client: str, key: str = KEY, *, name: str = "count", host: str = "127.0.0.1") -> httpx.Response:
        app = Starlette(routes=routes({"count": count}, [Door(host=host, port=8501, key=key, pid=1)]))
        transport = httpx.ASGITransport(app=app, client=(client, 50_000))

        async def answer() -> httpx.Response:
            async with httpx.AsyncClient(transport=transport, base_url="http://dabiao.test") as browser:
                headers = {"authorization": f"Bearer {KEY}"}
                return await browser.post(f"{ROUTE}{name}", json={"number": 41}, headers=headers)

        with start_blocking_portal() as portal:
            return portal.call(answer)

    return post


@pytest.mark.parametrize("client", ["127.0.0.1", "::1"])
def test_a_command_line_on_this_machine_with_the_key_is_answered(
    ask: Callable[..., httpx.Response], client: str
) -> None:
    answer = ask(client)
    assert answer.status_code == 200
    assert [json.loads(line) for line in answer.text.splitlines()] == [
        {"stage": "count", "done": 1},
        {"result": 42},
    ]


@pytest.mark.parametrize("client", ELSEWHERE)
def test_nobody_elsewhere_is_answered_even_with_the_key(
    ask: Callable[..., httpx.Response], client: str
) -> None:
    assert ask(client).status_code == 404


def test_at_an_address_of_its_own_the_machine_itself_is_answered_and_others_are_not(
    ask: Callable[..., httpx.Response],
) -> None:
    assert ask("192.0.2.7", host="192.0.2.7").status_code == 200
    assert ask("192.0.2.8", host="192.0.2.7").status_code == 404


def test_another_key_or_an_unknown_job_is_refused(ask: Callable[..., httpx.Response]) -> None:
    assert ask("127.0.0.1", "x" * 43).status_code == 404
    assert ask("127.0.0.1", name="drop").status_code == 404
