"""The dashboard as a process of its own, and how a test waits for its pages."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parents[2]

expect.set_options(timeout=30_000)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """The dashboard as a process of its own."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        return self.folder / "dabiao.duckdb"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DABIAO_DATABASE": str(self.database),
            "DABIAO_PORT": str(self.port),
            "DABIAO_HOST": "127.0.0.1",
            "DABIAO_LANGUAGE": "zh",
        }

    def start(self) -> None:
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
        )
        log.close()
        until = time.monotonic() + 90
        while time.monotonic() < until:
            assert self.process.poll() is None, (self.folder / "server.log").read_text()
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:
                    assert json.load(answer)["status"] == "ready"
                    return
            except OSError:
                time.sleep(0.1)
        pytest.fail("the server did not get ready: " + (self.folder / "server.log").read_text())

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)
            self.process = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, page: str, **choices: str) -> str:
        return f"{self.address}/{page}" + (f"?{urlencode(choices)}" if choices else "")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


OpenPage = Callable[..., Page]


def settled(page: Page) -> Page:
    """Wait until the page's script has run to its end."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    expect(page.get_by_text("达标 ·").or_(page.get_by_text("Dabiao ·")).last).to_be_visible()
    return page
