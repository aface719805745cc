"""What the first page needs beyond its document, got ready while the browser still loads its scripts."""

import gc
import importlib
import threading
from typing import Final

import structlog
from anyio import to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from dabiao import publications, workspaces
from dabiao.web import reading
from dabiao.web.view import Moment

log = structlog.get_logger()

LATE_IMPORTS: Final = ("PIL.Image", "streamlit.emojis", "plotly.tools", "pyarrow", "pandas")
"""What Streamlit imports when the first icon, word, chart and table are shown, in this order."""


class Warmup:
    """Imports and the first reads, in a thread of their own: the server answers meanwhile."""

    def __init__(self) -> None:
        """Get ready to begin."""
        self.ended: Final = threading.Event()

    def begin(self) -> None:
        """Start the thread."""
        threading.Thread(target=self._run, name="warmup", daemon=True).start()

    def _run(self) -> None:
        try:
            for name in LATE_IMPORTS:
                importlib.import_module(name)
            number = publications.latest(reading.store())
            if number is not None:
                reading.status(Moment(number, workspaces.latest_quarter(reading.store())))
        except Exception:
            # A page that needs what failed will say so itself; nobody may wait for ever.
            log.exception("warm-up failed")
        finally:
            # Streamlit collects garbage around every click and would walk every imported object each time.
            gc.collect()
            gc.freeze()
            self.ended.set()


class AfterWarmup:
    """Lets pages run when the warm-up has ended; documents and scripts are served before.

    Two first visitors at once can meet a half-imported pandas inside Plotly, so no page may run earlier.
    """

    def __init__(self, app: ASGIApp, warmup: Warmup) -> None:
        """Wrap ``app``."""
        self.app = app
        self.warmup = warmup

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the websockets, over which Streamlit runs pages, until the warm-up has ended."""
        if scope["type"] == "websocket" and not self.warmup.ended.is_set():
            await to_thread.run_sync(self.warmup.ended.wait)
        await self.app(scope, receive, send)
