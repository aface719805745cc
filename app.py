"""The application: Streamlit's shell, the HTTP routes and the middleware in one ASGI process.

``python app.py`` loads what has changed and serves; ``streamlit run app.py`` and ``uvicorn app:app`` serve
too.
"""

import gc

gc.disable()  # else a fifth of the start goes into looking for garbage among what was just imported

import logging
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
import uvicorn
from rich.console import Console
from starlette.middleware import Middleware

from dabiao import accounts, cli, handover, publications
from dabiao.accounts import institution, links
from dabiao.accounts.secret import server_secret
from dabiao.commands import backup, differences, package, trail, user
from dabiao.locale import catalog
from dabiao.settings import ROOT, SettingsError, settings
from dabiao.store import StoreError
from dabiao.web import (
    frame,
    institution_sign_in,
    linked,
    own_account,
    presenting,
    reading,
    sign_in,
    verifying,
)
from dabiao.web.document import Document
from dabiao.web.menu import MENU
from dabiao.web.routes import routes
from dabiao.web.session import Identity
from dabiao.web.warmup import AfterWarmup, Warmup
from etl import build
from etl.printing import print_problems, print_report

gc.freeze()  # nor does any later search walk it
gc.enable()

DOORS: list[handover.Door] = []
WARMUP = Warmup()


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Open the store, begin to warm up for the first visitor, and take jobs until the end."""
    # Addresses may hold what logs must not; uvicorn's own switch is undone by Streamlit's log handlers.
    logging.getLogger("uvicorn.access").disabled = True
    reading.store()
    server_secret()
    institution.check_settings()
    DOORS.append(handover.open_door(settings().database, settings().host, settings().port))
    WARMUP.begin()
    try:
        yield {}
    finally:
        WARMUP.ended.wait()
        DOORS.clear()
        handover.close_door(settings().database)
        reading.close()


app = st.App(
    ROOT / "dabiao" / "web" / "shell.py",
    routes=[
        *sign_in.routes(),
        *institution_sign_in.routes(),
        *own_account.routes(),
        *verifying.routes(),
        *linked.routes(),
        *presenting.routes(),
        *routes(
            {
                "build": build.job,
                "status": cli.status_job,
                "user": user.job,
                "audit": trail.job,
                "backup": backup.job,
                "diff": differences.job,
                "package": package.job,
            },
            DOORS,
        ),
    ],
    middleware=[Middleware(Identity), Middleware(Document), Middleware(AfterWarmup, warmup=WARMUP)],
    lifespan=lifespan,
    on_script_error=frame.apologise,
)


def main() -> None:
    """Load the data if its files have changed, then serve until stopped.

    What cannot be loaded is said; the figures published before are served all the same. Exit code 2: there is
    nothing to serve, or no place to serve it at.
    """
    try:
        chosen = settings()
    except SettingsError as error:
        sys.exit(_refused(str(error)))
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml of the folder it starts in
    _ = catalog(chosen.language).gettext
    try:
        # Only to see whether it can: a socket bound here and passed on would cost every click 40 ms, since
        # asyncio sets TCP_NODELAY on connections of its own sockets alone.
        family = socket.getaddrinfo(chosen.host, chosen.port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((chosen.host, chosen.port), family=family).close()
    except OSError as error:
        place = f"{chosen.host}:{chosen.port}"
        text = _("Cannot listen at {place} ({reason}). Choose another port with DABIAO_PORT.")
        sys.exit(_refused(text.format(place=place, reason=error.strerror)))
    console = Console(soft_wrap=True)
    try:
        store = reading.store()
    except StoreError as error:
        print_problems((build.store_problem(error),), chosen.language, Console(stderr=True))
        sys.exit(2)
    try:
        server_secret()
        institution.check_settings()
    except SettingsError as error:
        sys.exit(_refused(str(error)))
    report = build.run(store, chosen.data, if_changed=True)
    if not report.same_input or report.notices:
        print_report(report, chosen.language, console)
    if publications.latest(store) is None:
        sys.exit(2)
    shown = "localhost" if chosen.host in ("127.0.0.1", "0.0.0.0") else chosen.host
    print(f"达标 Dabiao: http://{shown}:{chosen.port}/{MENU[0].path}", flush=True)
    try:
        token = accounts.first_administrator(store)
    except StoreError as error:
        print_problems((build.store_problem(error),), chosen.language, Console(stderr=True))
    else:
        if token is not None:
            text = _(
                "There is no administrator yet. Set up the first account with this link, which works once:"
            )
            print(f"{text}\n{links.address(token)}", flush=True)
    uvicorn.run(
        app,
        host=chosen.host,
        port=chosen.port,
        ws="websockets-sansio",
        lifespan="on",
        log_level="warning",
    )


def _refused(text: str) -> int:
    print(text, file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
