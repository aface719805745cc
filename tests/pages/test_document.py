"""What is served before any page runs, also where a proxy shows the application under a prefix."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
import streamlit
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dabiao.web.document import Document
from dabiao.web.menu import MENU, Entry
from dabiao.web.routes import routes

START_PAGE = '<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head></html>'


async def start_page(request: Request) -> Response:
    """Answers as Streamlit does: the same document at every address."""
    return HTMLResponse(START_PAGE)


@dataclass(frozen=True)
class Site:
    """The application as a browser sees it, under a prefix that the server may have been told or not."""

    prefix: str
    told: bool

    def get(self, path: str) -> httpx.Response:
        app = Starlette(
            routes=[*routes({}, []), Route("/{path:path}", start_page)], middleware=[Middleware(Document)]
        )
        transport = httpx.ASGITransport(app=app, root_path=self.prefix if self.told else "")

        async def answer() -> httpx.Response:
            async with httpx.AsyncClient(transport=transport, base_url="http://dabiao.test") as client:
                return await client.get((self.prefix if self.told else "") + path)

        with start_blocking_portal() as portal:
            return portal.call(answer)

    def leads_to(self, path: str, link: str) -> str:
        """Return the path that a browser at ``path`` asks for when it follows ``link``."""
        return urljoin(f"http://dabiao.test{self.prefix}{path}", link).removeprefix("http://dabiao.test")


@pytest.fixture(
    params=[Site("", told=False), Site("/dabiao", told=True), Site("/dabiao", told=False)],
    ids=["no prefix", "prefix told", "prefix not told"],
)
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.param
    return found


@pytest.mark.parametrize("entry", MENU, ids=lambda entry: entry.path)
def test_a_page_of_the_menu_gets_the_start_page_in_its_language(site: Site, entry: Entry) -> None:
    answer = site.get(f"/{entry.path}?language=en")
    assert answer.status_code == 200
    assert "<title>Dabiao</title>" in answer.text
    chinese = site.get(f"/{entry.path}?language=zh").text
    assert '<html lang="zh-CN">' in chinese
    assert "<title>达标</title>" in chinese


def test_the_bare_address_leads_to_the_first_page(site: Site) -> None:
    answer = site.get("/?language=en")
    assert answer.is_redirect
    target = site.leads_to("/", answer.headers["location"])
    assert target == f"{site.prefix}/{MENU[0].path}?language=en"


@pytest.mark.parametrize("path", ["/nosuchpage", "/foo/bar", "/foo/bar/", "/overview/deeper"])
def test_what_is_no_page_says_so_and_leads_to_the_first_page(site: Site, path: str) -> None:
    answer = site.get(f"{path}?language=en")
    assert answer.status_code == 404
    assert f"There is no page at {path}." in answer.text
    link = answer.text.partition('href="')[2].partition('"')[0]
    assert site.leads_to(path, link) == f"{site.prefix}/{MENU[0].path}?language=en"


def test_what_an_address_says_cannot_become_part_of_the_document(site: Site) -> None:
    text = site.get("/<script>alert(1)<").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_charts_are_loaded_with_the_document(site: Site) -> None:
    wanted = re.findall(r'<link rel="modulepreload" href="\./([^"]+)">', site.get("/overview").text)
    assert [Path(name).name.split(".")[0] for name in wanted] == ["PlotlyChart"]
    assert all((Path(streamlit.__file__).parent / "static" / name).is_file() for name in wanted)
