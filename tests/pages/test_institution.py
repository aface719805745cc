"""Signing in through an institution: against a provider that runs as a process of its own."""

import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from dabiao import accounts, audit
from dabiao.accounts import institution, openid
from dabiao.rights import COMMAND_LINE, Grant
from dabiao.settings import ROOT, SettingsError
from dabiao.web import reading
from tests.institution.provider import CLIENT, SECRET
from tests.pages.test_sign_in_forms import Browser, signed_in

FAULTS = [
    *("nonce", "no nonce", "audience", "party", "issuer", "expired", "no expiry", "no subject"),
    *("key", "shared key", "unsigned"),
]
UNVERIFIED = "answer could not be verified"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "tests.institution.provider", str(port)], cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None
        try:
            httpx.get(f"{address}{openid.WELL_KNOWN}").raise_for_status()
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(20)


@pytest.fixture(autouse=True)
def _served(serve: Callable[..., None], provider: str) -> None:
    openid.discover.cache_clear()
    serve(
        DABIAO_SECRET=secrets.token_hex(32),
        DABIAO_LANGUAGE="en",
        DABIAO_OIDC_ISSUER=provider,
        DABIAO_OIDC_CLIENT_ID=CLIENT,
        DABIAO_OIDC_CLIENT_SECRET=SECRET,
        DABIAO_OIDC_NAME="the bureau",
    )
    accounts.add_account(reading.store(), COMMAND_LINE, "wang", "王", [Grant("leadership", "100000")])
    accounts.add_account(reading.store(), COMMAND_LINE, "zhao", "赵", [Grant("administrator", "100000")])


def leave(browser: Browser, back: str = "") -> str:
    """Follow the link of the form; return the address at the institution."""
    answer = browser.get(f"/sign-in/institution?{urlencode({'next': back})}")
    assert answer.status_code == 303
    return answer.headers["location"]


def at_institution(way: str, **chosen: str) -> str:
    """Sign in there; return the path that it leads back to."""
    answer = httpx.get(f"{way}&{urlencode(chosen)}")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("http://dabiao.test")


def come(browser: Browser, who: str, back: str = "", **chosen: str) -> httpx.Response:
    return browser.get(at_institution(leave(browser, back), **({"as": who} | chosen)))


def test_whoever_the_institution_knows_is_signed_in_and_led_on() -> None:
    browser = Browser()
    assert "Sign in through the bureau" in browser.get("/sign-in").text
    answer = come(browser, "wang", "tasks?framework=shaanxi-2022")
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == "../tasks?language=en&framework=shaanxi-2022"
    assert signed_in(browser)
    told = audit.entries(reading.store(), COMMAND_LINE, limit=2)["what"].to_list()
    assert told == ["signed_in", "identity_bound"]
    come(Browser(), "wang")
    assert audit.entries(reading.store(), COMMAND_LINE, what="identity_bound").height == 1


def test_somebody_stays_who_they_are_whatever_they_are_called_later() -> None:
    come(Browser(), "wang")
    browser = Browser()
    come(browser, "wang renamed")
    assert "You are signed in as 王." in browser.get("/account").text


@pytest.mark.parametrize("who", ["stranger", "nameless"])
def test_whoever_has_no_account_here_is_told_so(who: str) -> None:
    browser = Browser()
    answer = come(browser, who)
    assert answer.status_code == 401
    assert "Ask an administrator to add one." in answer.text
    assert not signed_in(browser)


def test_nobody_takes_over_an_account_that_is_bound_or_disabled() -> None:
    come(Browser(), "wang")
    assert "Ask an administrator" in come(Browser(), "impostor").text
    accounts.disable(reading.store(), COMMAND_LINE, accounts.id_of(reading.store(), "wang"))
    assert "Ask an administrator" in come(Browser(), "wang").text


@pytest.mark.parametrize("fault", FAULTS)
def test_statement_that_proves_nothing_is_refused(fault: str) -> None:
    browser = Browser()
    answer = come(browser, "wang", fault=fault)
    assert answer.status_code == 401
    assert UNVERIFIED in answer.text
    assert not signed_in(browser)


def test_answer_to_another_browser_or_another_attempt_is_refused() -> None:
    browser, other = Browser(), Browser()
    path = at_institution(leave(browser), **{"as": "wang"})
    leave(other)
    assert UNVERIFIED in other.get(path).text
    assert UNVERIFIED in Browser().get(path).text
    changed = path.replace(parse_qs(urlsplit(path).query)["state"][0], "x" * 32)
    again = Browser(cookies=dict(browser.cookies))
    assert UNVERIFIED in again.get(changed).text
    used = Browser(cookies=dict(browser.cookies))
    assert browser.get(path).status_code == 303
    assert UNVERIFIED in used.get(path).text, "a code works once"


def test_sealed_way_cannot_be_changed() -> None:
    browser = Browser()
    path = at_institution(leave(browser), **{"as": "wang"})
    name = next(name for name in browser.cookies if name.endswith("-way"))
    browser.cookies[name] = "e30=." + browser.cookies[name].partition(".")[2]
    assert UNVERIFIED in browser.get(path).text


def test_whoever_turned_back_there_is_told_so() -> None:
    browser = Browser()
    path = at_institution(leave(browser))
    assert "error=access_denied" in path
    assert UNVERIFIED in browser.get(path).text


def test_institution_that_does_not_answer_is_told(serve: Callable[..., None]) -> None:
    serve(DABIAO_OIDC_ISSUER="http://127.0.0.1:9")
    answer = Browser().get("/sign-in/institution")
    assert answer.status_code == 502
    assert "cannot be reached" in answer.text


def test_mail_address_is_a_name_once_the_institution_has_checked_it(serve: Callable[..., None]) -> None:
    serve(DABIAO_OIDC_CLAIM="email")
    right = [Grant("leadership", "100000")]
    accounts.add_account(reading.store(), COMMAND_LINE, "wang@id.example", "王敏", right)
    assert "Ask an administrator" in come(Browser(), "impostor").text
    browser = Browser()
    come(browser, "wang")
    assert "You are signed in as 王敏." in browser.get("/account").text


def test_administrator_without_a_password_counts_as_one(serve: Callable[..., None]) -> None:
    assert not accounts.has_administrator(reading.store())
    come(Browser(), "wang")
    wang = accounts.id_of(reading.store(), "wang")
    accounts.give(reading.store(), COMMAND_LINE, wang, Grant("administrator", "100000"))
    assert accounts.has_administrator(reading.store())


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"DABIAO_OIDC_CLIENT_ID": ""}, "belong together"),
        ({"DABIAO_OIDC_ISSUER": "http://id.example"}, "begins with https"),
    ],
)
def test_half_an_institution_refuses_to_start(
    serve: Callable[..., None], environment: dict[str, str], said: str
) -> None:
    serve(**environment)
    with pytest.raises(SettingsError, match=said):
        institution.check_settings()


def test_without_an_institution_there_is_no_way_to_one(serve: Callable[..., None]) -> None:
    serve(DABIAO_OIDC_ISSUER="", DABIAO_OIDC_CLIENT_ID="")
    assert "institution" not in Browser().get("/sign-in").text.partition("<main")[2]
    assert Browser().get("/sign-in/institution").headers["location"] == "../sign-in"
