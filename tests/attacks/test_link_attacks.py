"""What somebody tries with links that are none or are over, and how far one reaches that was opened."""

import hashlib
import time
from collections.abc import Callable

import pytest

from dabiao import accounts, links
from dabiao.rights import COMMAND_LINE, Grant
from dabiao.web import reading
from tests.attacks.strangers import (
    COOKIE,
    PASSWORD,
    USELESS,
    VIEW,
    Shared,
    Sharing,
    card,
    hire,
    opened,
    openings,
    revoke,
    soon,
    stranger,
    try_open,
)
from tests.pages.test_sign_in_forms import Browser

FORGED: dict[str, Callable[[Shared], str]] = {
    "nothing": lambda shared: " ",
    "one letter": lambda shared: "x",
    "cut by one": lambda shared: shared.secret[:-1],
    "cut by half": lambda shared: shared.secret[:21],
    "without its first": lambda shared: shared.secret[1:],
    "longer by one": lambda shared: f"{shared.secret}A",
    "twice": lambda shared: shared.secret * 2,
    "in capitals": lambda shared: shared.secret.upper() + "x",
    "backwards": lambda shared: shared.secret[::-1] + "x",
    "its digest": lambda shared: hashlib.sha256(shared.secret.encode()).hexdigest(),
    "its id": lambda shared: shared.link_id,
    "a byte of zero behind": lambda shared: f"{shared.secret}\x00",
    "a line behind": lambda shared: f"{shared.secret}\r\nx",
    "statement": lambda shared: "' or '1'='1",
    "wildcard": lambda shared: "%",
    "another's fragment": lambda shared: f"http://dabiao.test/shared#{shared.secret}#x",
    "in the path": lambda shared: f"http://dabiao.test/shared/{shared.secret}/x",
    "very long": lambda shared: "A" * 9_000,
    "not Latin": lambda shared: "链接" * 20,
    "half a character": lambda shared: "\udc80".encode("utf-8", "replace").decode() + shared.secret,
}


@pytest.mark.parametrize("how", FORGED)
def test_forged_or_cut_secret_gives_nothing_but_the_page(
    sharing: Sharing, browser: Browser, how: str
) -> None:
    shared = sharing.share()
    answer = try_open(browser, FORGED[how](shared))
    assert answer.status_code == 410
    assert USELESS in answer.text
    assert COOKIE not in browser.cookies
    assert card(answer) == card(try_open(stranger(), "never made"))
    assert openings(sharing, shared) == 0


def rotate(sharing: Sharing, shared: Shared) -> None:
    links.rotate(reading.store(), sharing.actor, shared.link_id)


ENDS = {"revoked": revoke, "given another address": rotate}


@pytest.mark.parametrize("how", ENDS)
def test_ended_link_is_dead_for_who_has_it_and_for_who_opened_it(sharing: Sharing, how: str) -> None:
    browser, shared = opened(sharing)
    assert browser.get("/media/x.csv").status_code == 200
    kept = dict(browser.cookies)
    ENDS[how](sharing, shared)
    page = browser.get("/area?language=en")
    assert (page.status_code, page.headers["location"]) == (303, "shared?language=en&ended=1")
    told = browser.get("/shared?language=en&ended=1")
    assert told.status_code == 410
    assert USELESS in told.text
    assert browser.get("/media/x.csv").status_code == 401
    replayed = stranger()
    replayed.cookies.update(kept)
    assert replayed.get("/media/x.csv").status_code == 401
    again = try_open(stranger(), shared.secret)
    assert card(again) == card(try_open(stranger(), "never made"))


def test_link_before_its_time_looks_like_one_that_never_was(sharing: Sharing) -> None:
    later = sharing.share(opens_at=soon(days=1), expires_at=soon(days=2), password=PASSWORD)
    assert card(try_open(stranger(), later.secret)) == card(try_open(stranger(), "never made"))


def test_link_after_its_time_looks_like_one_that_never_was(sharing: Sharing) -> None:
    browser, shared = opened(sharing, expires_at=soon(seconds=0.7))
    time.sleep(0.7)
    assert browser.get("/media/x.csv").status_code == 401
    assert card(try_open(stranger(), shared.secret)) == card(try_open(stranger(), "never made"))


def test_link_of_a_disabled_account_is_dead(sharing: Sharing) -> None:
    other = Sharing(hire("sun", Grant("reporter", "610100")))
    browser, shared = opened(other)
    accounts.disable(reading.store(), COMMAND_LINE, other.actor.user_id or "")
    assert browser.get("/media/x.csv").status_code == 401
    assert try_open(stranger(), shared.secret).status_code == 410


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/_stcore/metrics", 401),
        ("POST", "/_stcore/upload_file/a/b", 401),
        ("PUT", "/_stcore/upload_file/a/b", 401),
        ("DELETE", "/media/x.csv", 401),
        ("POST", "/media/x.csv", 401),
        ("GET", "/_stcore/agent/run", 401),
        ("GET", "/_stcore/%6detrics", 401),
        ("GET", "/_stcore//metrics", 401),
        ("GET", "/%5fstcore/metrics", 401),
        ("GET", "/overview/%2e%2e/_stcore/metrics.json", 401),
        ("GET", "/%2f_stcore/metrics", 401),
        ("GET", "/api/figures.csv", 401),
        ("GET", "/exports/all.xlsx", 401),
        ("POST", "/overview", 401),
        ("POST", "/area", 401),
        ("POST", "/jobs/backup", 404),
        ("GET", "/account", 303),
        ("GET", "/nosuchpage", 404),
        ("GET", "/area/610100", 404),
        ("GET", "/AREA", 404),
    ],
)
def test_link_opens_no_other_route(sharing: Sharing, method: str, path: str, status: int) -> None:
    browser, _shared = opened(sharing)
    answer = browser.ask(method, path, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == status, answer.text[:200]
    if status == 303:
        assert answer.headers["location"].startswith("sign-in")


def test_identity_of_a_link_is_passed_on_and_a_forged_one_stripped(sharing: Sharing) -> None:
    browser, _shared = opened(sharing)
    digest = hashlib.sha256(browser.cookies[COOKIE].encode()).hexdigest()
    forged = {"x-dabiao-link": "forged", "X-Dabiao-Session": sharing.maker.session.token_digest}
    seen = browser.get("/area", headers=forged).text.partition("<body>")[2]
    assert seen == digest
    nobody = stranger().get("/area", headers=forged | {"x-dabiao-link": digest})
    assert nobody.status_code == 303


@pytest.mark.parametrize("value", ["digest", "secret", "account", "empty", "long"])
def test_cookie_that_was_not_given_is_nobodys(sharing: Sharing, value: str) -> None:
    given, shared = opened(sharing)
    made = {
        "digest": hashlib.sha256(given.cookies[COOKIE].encode()).hexdigest(),
        "secret": shared.secret,
        "account": sharing.maker.token.text,
        "empty": "",
        "long": "x" * 5_000,
    }
    browser = stranger()
    browser.cookies[COOKIE] = made[value]
    assert browser.get("/media/x.csv").status_code == 401
    assert browser.get("/area").status_code == 303


def test_secret_of_a_link_is_no_session_of_an_account(sharing: Sharing) -> None:
    given, _shared = opened(sharing)
    browser = stranger()
    browser.cookies["dabiao-published"] = given.cookies[COOKIE]
    assert browser.get("/account").headers["location"].startswith("sign-in")
    assert browser.get("/media/x.csv").status_code == 401


def test_account_stays_who_it_is(sharing: Sharing, browser: Browser) -> None:
    browser.cookies["dabiao-published"] = sharing.maker.token.text
    answer = try_open(browser, sharing.share().secret)
    assert answer.headers["location"] == VIEW.address()
    assert COOKIE not in browser.cookies
    guest, _shared = opened(sharing)
    browser.cookies[COOKIE] = guest.cookies[COOKIE]
    assert browser.get("/area").text.partition("<body>")[2] == sharing.maker.session.token_digest


def test_opening_another_link_and_leaving_end_the_one_before(sharing: Sharing) -> None:
    browser, _shared = opened(sharing)
    first = dict(browser.cookies)
    try_open(browser, sharing.share().secret)
    old = stranger()
    old.cookies.update(first)
    assert old.get("/media/x.csv").status_code == 401
    second = dict(browser.cookies)
    left = browser.send("/shared", do="leave")
    assert left.headers["location"] == "sign-in?language=en"
    assert COOKIE not in browser.cookies
    old.cookies.update(second)
    assert old.get("/media/x.csv").status_code == 401
