"""A process that owns a database and takes jobs for it, as the server does, and commands beside it."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette

from dabiao import handover
from dabiao.settings import ROOT
from dabiao.web import reading
from dabiao.web.routes import routes


@contextmanager
def serving(database: Path, jobs: Mapping[str, Any]) -> Iterator[None]:
    """Own ``database``, which the settings name, and take these jobs for it."""
    reading.close()
    reading.store()
    doors: list[handover.Door] = []
    app = Starlette(routes=routes(jobs, doors))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        doors.append(handover.open_door(str(database), "127.0.0.1", listening.getsockname()[1]))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(20)
            handover.close_door(str(database))
            reading.close()


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m`` with a command of this project, in English, as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", *command, "--language", "en"],
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
