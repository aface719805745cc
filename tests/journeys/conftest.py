"""Real servers, of the real data and the demonstration, and a real browser that may speak to them only."""

import os
import shutil
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dabiao.settings import ROOT
from dabiao.web.view import SHARED
from tests.databases import Originals
from tests.demonstration import Demonstration
from tests.etl.folders import load_own
from tests.journeys import under_way
from tests.journeys.dashboard import (
    FEW_ROWS,
    LEFT_OPEN,
    PAGE_NAMES,
    STAFF_NAMES,
    OpenPage,
    Server,
    Traffic,
    choices,
    drawn,
    follow,
    free_port,
    invited,
)
from tests.journeys.form import choose_password

PATHS: Final = [*PAGE_NAMES, *STAFF_NAMES]

QUESTIONS: Final = (
    "test_an_address_is_written_out_and_what_it_cannot_have_is_named",
    "test_a_page_can_be_used_without_a_mouse",
    "test_a_page_keeps_nobody_out[en]",
    "test_no_page_slides_sideways",
    "test_no_page_for_staff_slides_sideways",
    "test_a_page_keeps_nobody_out[zh]",
    "test_a_page_can_be_used_without_a_mouse[few rows]",
)
"""What is asked of one page after the other, in an order in which it is turned as little as can be."""
CHOOSING: Final = "test_a_copied_address_shows_the_same_and_back_leads_back"
"""Asked of every page after all that: what it chooses is kept for what an address leaves open."""


def question(item: pytest.Item) -> tuple[int, int] | None:
    """Return the places of a test among the pages and among the questions, if it is one of these."""
    given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    name, path = item.name.partition("[")[0], given.get("path")
    if "language" in given:
        name += f"[{given['language']}]"
    if name == "test_a_page_can_be_used_without_a_mouse" and path in FEW_ROWS:
        name += "[few rows]"
    if name == CHOOSING:
        return len(PATHS), PATHS.index(path)
    if name not in QUESTIONS or path not in PATHS:
        return None
    return PATHS.index(path), QUESTIONS.index(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the questions on one page follow one another."""
    asked = {item: place for item in items if (place := question(item))}
    ordered = iter(sorted(asked, key=lambda item: asked[item]))
    items[:] = [next(ordered) if item in asked else item for item in items]


CHROMIUM = os.environ.get("DABIAO_TEST_CHROMIUM", "/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--process-per-site",  # what a profile's open page has compiled serves its next ones
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # what leaves fails, besides being recorded
)


@pytest.fixture(scope="session")
def cold_port() -> int:
    """Where servers of single tests are, one after the other: browsers keep what they compile by address."""
    return free_port()


@pytest.fixture
def cold_server(tmp_path: Path, duckdb_originals: Originals, cold_port: int) -> Iterator[Server]:
    """A server that nobody has visited yet."""
    server = Server(tmp_path, port=cold_port)
    shutil.copyfile(duckdb_originals.of(load_own), server.database)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def changed_data(tmp_path: Path) -> Path:
    """The project's data with one figure more: local standards of Shaanxi, 2155 read as 2255."""
    data = tmp_path / "data"
    for part in ("catalog", "progress"):
        shutil.copytree(ROOT / "data" / part, data / part)
    figures = data / "progress" / "published.csv"
    before = figures.read_text(encoding="utf-8")
    after = before.replace(
        "610000,local-standards,published,2024-Q2,2155,", "610000,local-standards,published,2024-Q2,2255,"
    )
    assert after != before
    figures.write_text(after, encoding="utf-8")
    return data


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, duckdb_originals: Originals) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server"))
    shutil.copyfile(duckdb_originals.of(load_own), server.database)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, demonstration: Demonstration) -> Iterator[Server]:
    """The server of the demonstration: every status, flag, absence and chart is in use there."""
    server = Server(tmp_path_factory.mktemp("demo"), data=demonstration.folder, workspace="demo")
    shutil.copyfile(demonstration.database, server.database)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(QUIET))
        yield browser
        browser.close()


def profile(browser: Browser) -> BrowserContext:
    """Return a fresh browser profile of somebody in China."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900},
        color_scheme="light",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",  # moving marks of what runs take a fifth of the processor's time
    )
    context.set_default_timeout(60_000)
    return context


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[OpenPage]:
    """Opens addresses, each in a fresh browser profile; fails when anything asks another host."""
    contexts: list[tuple[BrowserContext, Traffic, str]] = []

    def open_page(url: str) -> Page:
        context = profile(browser)
        contexts.append((context, Traffic(context), url))
        page = context.new_page()
        page.goto(url)
        return page

    yield open_page
    for context, _, _ in contexts:
        context.close()
    for _, traffic, url in contexts:
        assert not traffic.strangers(url)


class Somebody:
    """A browser profile that one person uses after the other: nothing stays but what it has loaded.

    A page without scripts stays open for each server: with it the process lives on that has them compiled.
    """

    def __init__(self, browser: Browser) -> None:
        self.context = profile(browser)
        self.traffic = Traffic(self.context)
        self.kept: dict[str, Page] = {}

    def open(self, url: str, *, width: int = 1440, height: int = 900, scheme: str = "light") -> Page:
        place = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if place not in self.kept:
            self.kept[place] = self.context.new_page()
            self.kept[place].goto(f"{place}/healthz")
        page = self.context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(url)
        return page

    def leave(self) -> list[str]:
        """Forget the person; return what was asked of other hosts."""
        self.context.set_offline(False)
        for page in self.context.pages:
            if page not in self.kept.values():
                page.close()
            else:
                page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.context.clear_cookies()
        strangers = self.traffic.strangers(*self.kept)
        self.traffic.forget()
        return strangers


@pytest.fixture(scope="session")
def people(browser: Browser) -> Iterator[list[Somebody]]:
    """Those whom tests have met so far."""
    people: list[Somebody] = []
    yield people
    for somebody in people:
        somebody.context.close()


@pytest.fixture
def visit(browser: Browser, people: list[Somebody]) -> Iterator[OpenPage]:
    """Opens addresses, each in the browser of somebody else; fails when anything asks another host."""
    met: list[Somebody] = []

    def open_page(url: str, **screen: int | str) -> Page:
        if len(met) == len(people):
            people.append(Somebody(browser))
        met.append(people[len(met)])
        return met[-1].open(url, **screen)  # type: ignore[arg-type]

    yield open_page
    assert not [stranger for somebody in met for stranger in somebody.leave()]


@pytest.fixture(scope="session")
def returning(browser: Browser) -> Iterator[OpenPage]:
    """Opens addresses in a browser that has been here before: a fresh profile would load everything anew.

    One page at a time: an address that is opened closes the one before. A page without scripts stays open
    beside it, which halves the work: with it the process lives on in which the server's pages are compiled.
    Fails when anything asked another host.
    """
    context = profile(browser)
    traffic = Traffic(context)
    asked: dict[str, Page] = {}

    def open_page(url: str) -> Page:
        place = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        for page in context.pages:
            if page not in asked.values():
                page.close()
        if place not in asked:
            asked[place] = context.new_page()
            asked[place].goto(f"{place}/healthz")
        page = context.new_page()
        page.goto(url)
        return page

    yield open_page
    context.close()
    assert not traffic.strangers(*asked)


class Turned:
    """The one open page of each server in a browser profile, turned to one address after the other.

    A page that is where it was turned to last stays as it is.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.traffic = Traffic(context)
        self.pages: dict[str, Page] = {}
        self.defaults: dict[str, dict[str, str]] = {}
        self.turned: dict[Page, tuple[str, str]] = {}
        """What each page was turned to last, and the address that it then wrote."""

    def __call__(self, url: str) -> Page:
        asked = urlsplit(url)
        page = self.pages.get(asked.netloc)
        if page is None or urlsplit(page.url).netloc != asked.netloc:
            page = page or self.context.new_page()
            page.goto(f"http://{asked.netloc}")
            self.keep(page, asked.netloc)
        # What the page before was set to would else hold for what this address leaves open.
        wanted = f"{asked.path}?{urlencode(self.defaults[asked.netloc] | dict(parse_qsl(asked.query)))}"
        if self.turned.get(page) != (wanted, page.url):
            self.turned[page] = wanted, drawn(follow(page, wanted)).url
        return page

    def keep(self, page: Page, place: str) -> None:
        """Turn this page from now on, which is on its way to the overview of the server at ``place``."""
        written = choices(drawn(page))
        self.pages[place] = page
        self.defaults[place] = {name: written[name] for name in SHARED if name != LEFT_OPEN}

    def close(self) -> None:
        """Close the profile; fail when anything has asked another host."""
        self.context.close()
        assert not self.traffic.strangers(*(f"http://{place}" for place in self.pages))


@pytest.fixture(scope="session")
def turned(browser: Browser) -> Iterator[OpenPage]:
    """Turns the one open page of each server to an address: a fifth of the work of loading one."""
    turned = Turned(profile(browser))
    yield turned
    turned.close()


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with returns in every state."""
    server = Server(tmp_path_factory.mktemp("staffed"))
    under_way.prepare(server.database)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def at_work(staffed: Server, browser: Browser) -> Iterator[OpenPage]:
    """Turns the one open page of somebody who may do all that staff do."""
    turned = Turned(profile(browser))
    page = turned.context.new_page()
    page.goto(invited(staffed, "chen", *under_way.RIGHTS))
    with page.expect_response(lambda answer: answer.status == HTTPStatus.SEE_OTHER):
        choose_password(page)
    turned.keep(page, urlsplit(staffed.address).netloc)
    yield turned
    turned.close()


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Callable[..., Page]:
    """Opens a page by its path: those for everybody on the demonstration, those for staff signed in."""

    def open_page(path: str, **choices: str) -> Page:
        staff = path in STAFF_NAMES
        server: Server = request.getfixturevalue("staffed" if staff else "demo")
        turn: OpenPage = request.getfixturevalue("at_work" if staff else "turned")
        return drawn(turn(server.url(path, **choices)))

    return open_page
