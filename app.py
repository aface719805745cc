"""The application: Streamlit's shell, the HTTP routes and the middleware in one ASGI process.

``python app.py`` loads what has changed and serves; ``streamlit run app.py`` and ``uvicorn app:app`` serve
too.
"""

import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
import uvicorn
from starlette.middleware import Middleware

from dabiao import cli, handover, publications
from dabiao.periods import latest_complete_quarter
from dabiao.settings import ROOT, settings
from dabiao.web import reading
from dabiao.web.document import DocumentLanguage
from dabiao.web.routes import routes
from etl import build

DOORS: list[handover.Door] = []


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Open the store, warm up what the first visitor would wait for, and take jobs until the end."""
    store = reading.store()
    DOORS.append(handover.open_door(settings().database, settings().port))
    # Two first visitors at once can meet a half-imported pandas inside Plotly; imported here they cannot.
    import pandas  # noqa: F401
    import plotly.graph_objects  # noqa: F401
    import pyarrow  # noqa: F401

    number = publications.latest(store)
    if number is not None:
        reading.status(number, latest_complete_quarter())
    # Streamlit collects garbage around every click and would walk every imported object each time.
    gc.collect()
    gc.freeze()
    try:
        yield {}
    finally:
        DOORS.clear()
        handover.close_door(settings().database)
        reading.close()


app = st.App(
    ROOT / "dabiao" / "web" / "shell.py",
    routes=routes({"build": build.job, "status": cli.status_job}, DOORS),
    middleware=[Middleware(DocumentLanguage)],
    lifespan=lifespan,
)


def main() -> None:
    """Load the data if its files have changed, then serve until stopped."""
    os.chdir(Path(ROOT))  # Streamlit reads .streamlit/config.toml of the folder it starts in
    code = build.main_if_changed()
    if code > 1:
        sys.exit(code)
    chosen = settings()
    shown = "localhost" if chosen.host in ("127.0.0.1", "0.0.0.0") else chosen.host
    print(f"达标 Dabiao: http://{shown}:{chosen.port}/overview", flush=True)
    uvicorn.run(
        app,
        host=chosen.host,
        port=chosen.port,
        ws="websockets-sansio",
        lifespan="on",
        access_log=False,  # addresses may hold what logs must not
        log_level="warning",
    )


if __name__ == "__main__":
    main()
