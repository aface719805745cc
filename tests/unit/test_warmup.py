import threading

import anyio
from anyio.from_thread import start_blocking_portal
from starlette.types import Receive, Scope, Send

from dabiao.web.warmup import AfterWarmup, Warmup


class Passed:
    """An application that keeps what reaches it."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.kinds.append(scope["type"])


async def no_message() -> dict[str, str]:
    return {}


async def nowhere(message: object) -> None:
    pass


def test_pages_wait_for_the_warmup_and_documents_do_not() -> None:
    async def visit() -> None:
        async with anyio.create_task_group() as visitors:
            for kind in ("websocket", "http", "websocket"):
                visitors.start_soon(front, {"type": kind}, no_message, nowhere)
            await anyio.wait_all_tasks_blocked()
            before.extend(app.kinds)
            warmup.ended.set()

    app, warmup, before = Passed(), Warmup(), []  # type: ignore[var-annotated]
    front = AfterWarmup(app, warmup)
    with start_blocking_portal() as portal:
        portal.call(visit)
    assert before == ["http"]
    assert sorted(app.kinds) == ["http", "websocket", "websocket"]


def test_nobody_waits_once_it_has_ended() -> None:
    app, warmup = Passed(), Warmup()
    warmup.ended.set()
    with start_blocking_portal() as portal:
        threads = threading.active_count()
        portal.call(AfterWarmup(app, warmup), {"type": "websocket"}, no_message, nowhere)
        assert threading.active_count() == threads
    assert app.kinds == ["websocket"]
