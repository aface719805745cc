"""The forms in front of the application: without scripts, in both languages, safe against other sites."""

import html
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from dabiao import accounts
from dabiao.rights import COMMAND_LINE, Grant
from dabiao.settings import settings
from dabiao.web import institution_sign_in, linked, own_account, reading, sign_in, verifying
from dabiao.web.document import Document
from dabiao.web.routes import routes
from dabiao.web.session import Identity
from tests.pages.office import PASSWORD, hire

OTHER = "granite whisper oboe"
NAMES = {"name": "zhao", "shown_name": "赵"}


async def streamlit(request: Request) -> Response:
    """Answers as Streamlit does, and tells which identity it was given."""
    if request.url.path.startswith("/media/"):
        return PlainTextResponse("a download")
    seen = [value for name, value in request.headers.items() if name.startswith("x-dabiao")]
    return HTMLResponse('<!DOCTYPE html><html lang="en"><head></head><body>' + " ".join(seen))


@dataclass
class Browser:
    """A browser without scripts that keeps its cookies."""

    base: str = "http://dabiao.test"
    address: str = "192.0.2.7"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        app = Starlette(
            routes=[
                *sign_in.routes(),
                *institution_sign_in.routes(),
                *own_account.routes(),
                *verifying.routes(),
                *linked.routes(),
                *routes({}, []),
                Route("/{path:path}", streamlit),
            ],
            middleware=[Middleware(Identity), Middleware(Document)],
        )

        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(app=app, client=(self.address, 50_000))
            async with httpx.AsyncClient(
                transport=transport, base_url=self.base, cookies=self.cookies
            ) as client:
                return await client.request(method, path, **more)

        with start_blocking_portal() as portal:
            answered = portal.call(answer)
        for name, value in answered.cookies.items():
            self.cookies[name] = value
        for gone in re.findall(
            r'^([^=]+)="";.*Max-Age=0', "\n".join(answered.headers.get_list("set-cookie")), re.M
        ):
            self.cookies.pop(gone, None)
        return answered

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)

    def send(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> httpx.Response:
        """Open a form, fill it in and send it as a browser does."""
        found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.get(path).text)
        hidden = {name: html.unescape(value) for name, value in found}
        told = {"origin": self.base, "sec-fetch-site": "same-origin"} | (headers or {})
        return self.ask("POST", path, data=hidden | fields, headers=told)


@pytest.fixture(autouse=True)
def _served(serve: Callable[..., None]) -> None:
    serve(DABIAO_SECRET=secrets.token_hex(32), DABIAO_LANGUAGE="en")


def set_up(browser: Browser) -> None:
    """Add the first administrator, signed in in a browser."""
    holder = hire(NAMES["name"], NAMES["shown_name"], Grant("administrator", "100000"))
    browser.cookies["dabiao-published"] = holder.token.text


def signed_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


def test_first_account_is_set_up_without_scripts() -> None:
    browser = Browser()
    token = accounts.first_administrator(reading.store())
    assert token is not None
    path = f"/set-up/{token.text}"
    answer = browser.send(path, password=PASSWORD, again=PASSWORD, **NAMES)
    assert answer.status_code == 303, answer.text
    assert urljoin(path, answer.headers["location"]) == "/overview?language=en"
    assert signed_in(browser)
    account = browser.get("/account").text
    assert "You are signed in as 赵." in account
    assert "Administrator" in account
    gone = browser.get(path)
    assert gone.status_code == 410
    assert "This link has been used" in gone.text
    assert "<form" not in gone.text


def test_signing_in_and_out_leads_back_to_the_page_asked_for() -> None:
    set_up(Browser())
    browser = Browser()
    answer = browser.send("/sign-in?next=area%3Farea%3D610000%26as_of%3D2024", name="Zhao", password=PASSWORD)
    assert answer.status_code == 303
    assert answer.headers["location"] == "area?language=en&area=610000&as_of=2024"
    assert signed_in(browser)
    out = browser.send("/account", do="sign_out")
    assert out.headers["location"] == "sign-in?language=en"
    assert not signed_in(browser)
    assert browser.get("/account").status_code == 303


def test_signing_out_everywhere_reaches_other_browsers() -> None:
    set_up(Browser())
    one, two = Browser(), Browser()
    for browser in (one, two):
        browser.send("/sign-in", name="zhao", password=PASSWORD)
        assert signed_in(browser)
    one.send("/account", do="everywhere")
    assert not signed_in(two)


def test_password_is_changed_by_its_holder_and_other_browsers_are_signed_out() -> None:
    browser, other = Browser(), Browser()
    set_up(browser)
    other.send("/sign-in", name="zhao", password=PASSWORD)
    chosen = {"do": "password", "password": OTHER, "again": OTHER}
    for fields, said in (
        ({"old": "wrong"}, "The password so far is wrong."),
        ({"old": PASSWORD, "again": OTHER + "x"}, "The two passwords differ."),
        ({"old": PASSWORD, "password": "short", "again": "short"}, "at least 12"),
    ):
        refused = browser.send("/account", **(chosen | fields))
        assert refused.status_code == 422
        assert said in refused.text
    assert browser.send("/account", **chosen, old=PASSWORD).status_code == 303
    assert signed_in(browser)
    assert not signed_in(other)
    assert Browser().send("/sign-in", name="zhao", password=PASSWORD).status_code == 401
    assert Browser().send("/sign-in", name="zhao", password=OTHER).status_code == 303


def test_signing_in_anew_ends_the_session_before() -> None:
    browser = Browser()
    set_up(browser)
    before = dict(browser.cookies)
    browser.send("/sign-in", name="zhao", password=PASSWORD)
    assert signed_in(browser)
    assert not signed_in(Browser(cookies=before))


@pytest.mark.parametrize("name", ["zhao", "nobody"])
def test_wrong_and_unknown_look_alike(name: str) -> None:
    set_up(Browser())
    answer = Browser().send("/sign-in", name=name, password="wrong")
    assert answer.status_code == 401
    text = re.sub(r'value="[\w-]*"', "", answer.text)
    assert "Name or password is wrong." in text
    assert text == re.sub(r'value="[\w-]*"', "", Browser().send("/sign-in", name="other", password="x").text)


def test_too_many_attempts_are_told_when_to_come_back() -> None:
    answers = [Browser().send("/sign-in", name="zhao", password="wrong") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 4


@pytest.mark.parametrize(
    "back",
    [
        "//evil.test/",
        "https://evil.test/overview",
        "/\\evil.test",
        "javascript:alert(1)",
        "nosuchpage",
        "",
        "../x",
    ],
)
def test_nobody_is_led_to_another_site(back: str) -> None:
    set_up(Browser())
    answer = Browser().send(
        f"/sign-in?next={httpx.QueryParams({'n': back})['n']}", name="zhao", password=PASSWORD
    )
    assert answer.headers["location"] == "overview?language=en"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_form_sent_from_another_site_is_refused(headers: dict[str, str]) -> None:
    set_up(Browser())
    browser = Browser()
    answer = browser.send("/sign-in", headers, name="zhao", password=PASSWORD)
    assert answer.status_code == 403
    assert "out of date" in answer.text
    assert not signed_in(browser)


def test_form_sent_through_a_proxy_that_hides_its_host_is_taken(serve: Callable[..., None]) -> None:
    serve(DABIAO_PUBLIC_ADDRESS="https://dabiao.example.org/progress")
    set_up(Browser())
    fields = {"name": "zhao", "password": PASSWORD}
    assert Browser().send("/sign-in", {"origin": "https://dabiao.example.org"}, **fields).status_code == 303
    assert Browser().send("/sign-in", {"origin": "https://example.org"}, **fields).status_code == 403


def test_form_of_another_browser_is_refused() -> None:
    browser, other = Browser(), Browser()
    set_up(browser)
    token = re.findall(r'name="token" value="([^"]+)"', other.get("/sign-in").text)[0]
    browser.send("/account", token=token, do="sign_out")
    assert signed_in(browser)
    fresh = Browser()
    answer = fresh.ask("POST", "/sign-in", data={"name": "zhao", "password": PASSWORD, "token": token})
    assert answer.status_code == 403


def test_form_that_is_too_large_is_not_read() -> None:
    set_up(Browser())
    assert Browser().send("/sign-in", name="zhao", password=PASSWORD + "x" * 20_000).status_code == 403


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"password": PASSWORD, "again": PASSWORD + "x"}, "The two passwords differ."),
        ({"password": "short", "again": "short"}, "at least 12"),
        ({"password": "zhao zhao kettle", "again": "zhao zhao kettle"}, "name of its account"),
        ({"password": PASSWORD, "again": PASSWORD, "name": "!"}, "A name to sign in with"),
    ],
)
def test_what_is_wrong_with_a_password_is_said_and_the_link_stays(fields: dict[str, str], said: str) -> None:
    token = accounts.first_administrator(reading.store())
    assert token is not None
    answer = Browser().send(f"/set-up/{token.text}", **(NAMES | fields))
    assert answer.status_code == 422
    assert said in answer.text
    assert PASSWORD not in answer.text
    assert accounts.look_up(reading.store(), token.text).purpose == "first_administrator"


@pytest.mark.parametrize(("base", "secure"), [("http://dabiao.test", False), ("https://dabiao.test", True)])
def test_cookie_is_out_of_reach_of_scripts_and_other_sites(base: str, secure: bool) -> None:
    set_up(Browser())
    answer = Browser(base).send("/sign-in", name="zhao", password=PASSWORD)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-dabiao-published=" if secure else "dabiao-published=")
    assert ("Secure" in cookie) is secure
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert answer.headers["cache-control"] == "no-store"


def test_forms_are_kept_nowhere_and_load_nothing() -> None:
    answer = Browser().get("/sign-in")
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(("language", "title"), [("zh", "登录"), ("en", "Sign in")])
def test_form_is_in_the_language_asked_for(language: str, title: str) -> None:
    text = Browser().get(f"/sign-in?language={language}&next=tasks").text
    assert f"<h1>{title}</h1>" in text
    assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in text
    assert 'href="?language=' in text
    assert "next=tasks" in text


def test_forged_identity_is_stripped_and_the_true_one_passed_on() -> None:
    forged = {"x-dabiao-session": "forged", "X-Dabiao-Anything": "forged"}
    assert "forged" not in Browser().get("/overview", headers=forged).text
    browser = Browser()
    set_up(browser)
    session = accounts.sessions_of(reading.store(), COMMAND_LINE, accounts.id_of(reading.store(), "zhao"))
    body = browser.get("/overview", headers=forged).text.partition("<body>")[2]
    assert body == session["token_digest"][0]


OPEN = [
    ("127.0.0.1", "machine", True),
    ("localhost", "machine", True),
    ("::1", "machine", True),
    ("0.0.0.0", "machine", False),
    ("192.0.2.1", "machine", False),
    ("0.0.0.0", "everyone", True),
    ("127.0.0.1", "accounts", False),
]


@pytest.mark.parametrize(("host", "open_to", "is_open"), OPEN)
def test_published_pages_are_open_on_this_machine_alone(
    serve: Callable[..., None], host: str, open_to: str, is_open: bool
) -> None:
    serve(DABIAO_HOST=host, DABIAO_OPEN_TO=open_to)
    browser = Browser()
    page = browser.get("/overview?language=en&area=610000")
    download = browser.get("/media/abc.csv")
    if is_open:
        assert (page.status_code, download.status_code) == (200, 200)
    else:
        assert page.status_code == 303
        assert page.headers["location"] == (
            "sign-in?language=en&next=overview%3Flanguage%3Den%26area%3D610000"
        )
        assert download.status_code == 401
        assert browser.ask("POST", "/_stcore/upload_file/x").status_code == 401
        assert browser.get("/_stcore/metrics").status_code == 401
    for free in (
        "/healthz",
        "/sign-in",
        "/_stcore/health",
        "/_stcore/host-config",
        "/static/js/a.js",
        "/favicon.png",
    ):
        assert browser.get(free).status_code == 200, free
    assert browser.get("/nosuchpage").status_code == 404


def test_whoever_signed_in_reads_everywhere(serve: Callable[..., None]) -> None:
    serve(DABIAO_HOST="0.0.0.0")
    browser = Browser()
    set_up(browser)
    assert browser.get("/overview").status_code == 200
    assert browser.get("/media/abc.csv").status_code == 200
    accounts.add_account(reading.store(), COMMAND_LINE, "qian", "钱", [Grant("leadership", "100000")])
    accounts.sign_out_everywhere(reading.store(), COMMAND_LINE, accounts.id_of(reading.store(), "zhao"))
    assert browser.get("/media/abc.csv").status_code == 401
    assert settings().host == "0.0.0.0"
