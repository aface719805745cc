"""The plain HTTP routes beside Streamlit: health, the way in, and jobs handed over by command lines."""

import json
import secrets
import threading
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

import structlog
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from dabiao import publications
from dabiao.handover import ROUTE, Door, Event, Job, failure
from dabiao.settings import settings
from dabiao.store import StoreError
from dabiao.web import reading
from dabiao.web.menu import MENU

log = structlog.get_logger()

ASSETS: Final = Path(__file__).parent / "static"
"""Files that pages load as they are."""

LOOPBACK = frozenset({"127.0.0.1", "::1"})


def routes(jobs: Mapping[str, Job], doors: list[Door]) -> list[BaseRoute]:
    """Return the routes.

    Args:
        jobs: what a command line may hand over, by name.
        doors: holds the server's key once it is up; empty before.
    """

    async def health(request: Request) -> Response:
        number = await to_thread.run_sync(lambda: publications.latest(reading.store()))
        return JSONResponse({"status": "ready", "workspace": settings().workspace, "publication": number})

    async def way_in(request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        # Relative: a proxy may show the application under a prefix that it does not tell.
        return RedirectResponse(f"{MENU[0].path}{query}")

    async def take_job(request: Request) -> Response:
        allowed = (
            bool(doors)
            and request.client is not None
            and request.client.host in {*LOOPBACK, doors[0].host}
            and secrets.compare_digest(
                request.headers.get("authorization", "").encode(), f"Bearer {doors[0].key}".encode()
            )
        )
        job = jobs.get(request.path_params["name"])
        if not allowed or job is None:
            return PlainTextResponse("Not found", status_code=404)
        arguments = await request.json()
        return StreamingResponse(_run(job, arguments), media_type="application/x-ndjson")

    return [
        Route("/healthz", health),
        Route("/", way_in),
        Mount("/assets", StaticFiles(directory=ASSETS)),
        Route(ROUTE + "{name}", take_job, methods=["POST"]),
    ]


async def _run(job: Job, arguments: Mapping[str, Any]) -> AsyncIterator[str]:
    events: SimpleQueue[Event | None] = SimpleQueue()

    def work() -> None:
        try:
            events.put({"result": job(reading.store(), arguments, events.put)})
        except StoreError as error:
            events.put(failure(error))
        except Exception as error:
            # The caller waits for an answer; the log keeps the trace.
            log.exception("job failed")
            events.put(failure(error))
        finally:
            events.put(None)

    threading.Thread(target=work, name="job", daemon=True).start()
    while (event := await to_thread.run_sync(events.get)) is not None:
        yield json.dumps(event, ensure_ascii=False, default=str) + "\n"
