"""The dashboard as a process of its own, its pages, how a test waits for one and whom a browser asks."""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, TimeoutError, expect

from dabiao import handover
from dabiao.web.menu import MENU
from tests.journeys import under_way

ROOT = Path(__file__).resolve().parents[2]

expect.set_options(timeout=60_000)


def free_port() -> int:
    """Return a port that is free, and that no connection is given while its server is away."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass
class Server:
    """The dashboard as a process of its own."""

    folder: Path
    """Where its database and its log are."""
    data: Path = ROOT / "data"
    workspace: str = "published"
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        return self.folder / "dabiao.duckdb"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DABIAO_DATABASE": str(self.database),
            "DABIAO_DATA": str(self.data),
            "DABIAO_WORKSPACE": self.workspace,
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


def one_time_link(server: Server, name: str, *rights: str) -> str:
    """Add an account on the command line; return the link with which its holder chooses a password."""
    given = [part for right in rights for part in ("--right", right)]
    made = server.run("dabiao", "user", "add", name, *given)
    assert made.returncode == 0, made.stderr
    return made.stdout.split()[-1].replace("localhost", "127.0.0.1")


def invited(server: Server, name: str, *rights: str) -> str:
    """Add an account as the command line does, without a process of its own; return its one-time link."""
    question = {"verb": "add", "name": name, "shown_name": None, "rights": rights}
    told = {"language": "zh", "workspace": server.workspace}
    events = handover.hand_over(str(server.database), "user", told | question) or ()
    (link,) = (event["result"]["link"] for event in events if "result" in event)
    return str(link).replace("localhost", "127.0.0.1")


FILLED: Final = {"search": {"q": "标准"}}
"""Choices without which a page has nothing to show, by its path."""

PAGES: Final = [(entry.path, FILLED.get(entry.path, {})) for entry in MENU]
"""Every page of the menu with choices that fill it."""

FEW_ROWS: Final = {"indicator": {"indicator": "front-runner-standards"}}
"""Choices with which a page has some rows instead of hundreds that are all alike, by its path."""

PAGE_NAMES: Final = [path for path, _ in PAGES]

STAFF_PAGES: Final = [
    ("return", {"area": under_way.AREA, "quarter": under_way.BEGUN}),
    ("review", {"return": f"{under_way.AREA}.{under_way.WAITING}"}),
    ("history", {"return": f"{under_way.AREA}.{under_way.SENT_BACK}", "figure": ".".join(under_way.LOCAL)}),
    ("completeness", {}),
    ("meetings", {}),
    ("meeting", {}),
    ("links", {}),
    ("accounts", {}),
]
"""Every page for staff with choices that fill it, where returns are in every state."""

STAFF_NAMES: Final = [path for path, _ in STAFF_PAGES]

OpenPage = Callable[..., Page]


class Traffic:
    """Whom the pages of a browser profile have asked for something, over HTTP or a websocket."""

    def __init__(self, context: BrowserContext) -> None:
        self.requests: list[str] = []
        self.sockets: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("page", lambda page: page.on("websocket", lambda each: self.sockets.append(each.url)))

    def forget(self) -> None:
        """Begin anew."""
        self.requests.clear()
        self.sockets.clear()

    def strangers(self, *own: str) -> list[str]:
        """Return what was asked of other places than those of ``own`` addresses."""
        places = {urlsplit(address).netloc for address in own}
        return [
            asked
            for asked in (*self.requests, *self.sockets)
            if urlsplit(asked).scheme in {"http", "https", "ws", "wss"}
            and urlsplit(asked).netloc not in places
        ]


FOLLOW: Final = """address => {
  history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate", { state: null }));
}"""
RESTING: Final = "() => document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')"
LEFT_OPEN: Final = "colours"
"""A choice that `follow` leaves to the page: its coming back into the address tells that the page has run."""


def follow(page: Page, address: str) -> Page:
    """Turn an open page to another address of its server, as the browser's own buttons do."""
    assert LEFT_OPEN not in address
    page.wait_for_function(RESTING, polling=100)
    page.evaluate(FOLLOW, address)
    at(page, re.compile(f"{LEFT_OPEN}="))
    return page


def at(page: Page, address: str | re.Pattern[str]) -> Page:
    """Wait until a page is at an address.

    Not with ``expect``, which writes down all that a page says each time it looks and finds something else:
    that takes as long as drawing the page. The same holds for the waits below.
    """
    exactly = address if isinstance(address, re.Pattern) else re.compile(f"^{re.escape(address)}$")
    page.wait_for_url(exactly, wait_until="commit")
    return page


SETTLED: Final = """() => {
  const shown = all => all.length === 1
    && all[0].checkVisibility({ visibilityProperty: true }) && all[0].getBoundingClientRect().height > 0;
  const footers = [...document.querySelectorAll("[data-testid=stCaptionContainer]")]
    .filter(each => /^\\s*(达标|Dabiao) ·/.test(each.textContent));
  return shown(document.querySelectorAll("[data-testid=stApp][data-test-script-state=notRunning]"))
    && shown(footers);
}"""

# A fold takes half a second to open, also where its content comes late, and moves what would be clicked.
DRAWN: Final = f"""() => ({SETTLED})()
  && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]")
  && [...document.querySelectorAll("[data-testid=stPlotlyChart]")].every(of => of.querySelector(".main-svg"))
  && [...document.querySelectorAll("details")].every(fold => !fold.getAnimations().length)
"""


AT_REST: Final = """() => new Promise(done => {
  let later;
  const rest = wait => { clearTimeout(later); later = setTimeout(look, wait); };
  const watcher = new MutationObserver(() => rest(30));
  const look = () => (CONDITION)() ? (watcher.disconnect(), done(true)) : rest(100);
  watcher.observe(document, {
    subtree: true, childList: true, attributeFilter: ["data-test-script-state", "data-stale"] });
  rest(30);
})"""


def settled(page: Page) -> Page:
    """Wait until the page's script has run to its end."""
    page.wait_for_function(at_rest(SETTLED))
    return page


def drawn(page: Page) -> Page:
    """Wait until the page's script has run to its end and everything it shows is there."""
    page.wait_for_function(at_rest(DRAWN))
    return page


def at_rest(condition: str) -> str:
    """Return what waits for a condition in a page in which nothing comes or goes.

    Streamlit says that a script has ended some moments before it shows what came last: what is pressed in
    between is pressed on something that goes away.
    """
    return AT_REST.replace("CONDITION", condition)


def choices(page: Page) -> dict[str, str]:
    """Return what stands in the address of a page."""
    return dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))


def choose_another(page: Page, widget: Locator) -> bool:
    """Choose something else in a list of a page's choices; tell whether there was anything else."""
    before = page.url
    widget.get_by_role("combobox").press("ArrowDown")
    others = page.locator("[role=option][aria-selected=false]")
    page.get_by_role("option").first.wait_for()
    if not others.count():
        page.keyboard.press("Escape")
        return False
    others.last.click()
    # The address follows the choice, and tells that the page has begun to run again.
    page.wait_for_url(lambda address: address != before, wait_until="commit")
    return True


SAID: Final = """() => {
  const notices = new Set(
    [...document.querySelectorAll("[role=alert]")].flatMap(notice => notice.innerText.split("\\n")));
  return document.querySelector("[data-testid=stMain]").innerText.split("\\n")
    .filter(line => line.trim() && !notices.has(line)).join("\\n");
}"""


def main_text(page: Page) -> str:
    """Return what a page says, without its menu and without what it says about how one got there."""
    return str(drawn(page).evaluate(SAID))


def expect_to_say(page: Page, text: str) -> None:
    """Wait until a page says exactly what it, or another, said before."""
    with suppress(TimeoutError):
        page.wait_for_function(f"text => ({DRAWN})() && ({SAID})() === text", arg=text, polling=200)
    assert main_text(page) == text
