"""What somebody tries with links: to guess, to replay, to reach further, to make others' browsers act."""

import hashlib
import re
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from dabiao import accounts, links
from dabiao.accounts import attempts
from dabiao.rights import COMMAND_LINE, Grant
from dabiao.views import SavedView
from dabiao.web import reading
from tests.attacks.strangers import PASSWORD, VIEW, Shared, Sharing, hire, soon, stranger
from tests.pages.test_sign_in_forms import Browser

COOKIE = "dabiao-published-link"
USELESS = "This link cannot be used"


def card(answer: httpx.Response) -> str:
    """Return a page without what is another for every browser."""
    return re.sub(r'name="token" value="[^"]+"', "", answer.text)


def try_open(browser: Browser, secret: str, **fields: str) -> httpx.Response:
    return browser.send("/shared", link=secret, **fields)


def opened(sharing: Sharing, view: SavedView = VIEW, **more: object) -> tuple[Browser, Shared]:
    """Return a browser that has opened a fresh link."""
    shared, browser = sharing.share(view, **more), stranger()
    assert try_open(browser, shared.secret).status_code == 303
    assert COOKIE in browser.cookies
    return browser, shared


def openings(sharing: Sharing, shared: Shared) -> int:
    return links.openings(reading.store(), sharing.actor, shared.link_id).height


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


def revoke(sharing: Sharing, shared: Shared) -> None:
    links.revoke(reading.store(), sharing.actor, shared.link_id)


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


PREVIEWS = {
    "chat": {"user-agent": "Slackbot-LinkExpanding 1.0"},
    "WeChat": {"user-agent": "Mozilla/5.0 MicroMessenger/8.0", "accept": "text/html"},
    "mail": {"user-agent": "BarracudaCentral", "accept": "*/*"},
    "prefetch": {"purpose": "prefetch", "sec-purpose": "prefetch;prerender"},
}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("who", PREVIEWS)
def test_preview_consumes_nothing_and_sees_a_neutral_card(
    sharing: Sharing, browser: Browser, method: str, who: str
) -> None:
    shared = sharing.share(label="Quarrel about Yulin")
    # A fragment stays in the browser; some programs send it as a query or a path by mistake.
    for path in ("/shared", f"/shared?link={shared.secret}", f"/shared?{shared.secret}"):
        answer = browser.ask(method, path, headers=PREVIEWS[who])
        assert answer.status_code == 200
        assert "Quarrel" not in answer.text
        assert "610000" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        if method == "GET":
            assert 'property="og:title" content="Dabiao"' in answer.text
            assert 'name="robots" content="noindex, nofollow"' in answer.text
    stray = browser.get(f"/shared/{shared.secret}")
    assert (stray.status_code, stray.headers["location"]) == (303, "../shared?language=en&ended=1")
    assert openings(sharing, shared) == 0
    assert COOKIE not in browser.cookies


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_not_taken(sharing: Sharing, browser: Browser, method: str) -> None:
    shared = sharing.share()
    answer = browser.ask(method, "/shared", data={"link": shared.secret})
    assert answer.status_code == 405
    assert openings(sharing, shared) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "none"},
        {"host": "evil.test", "origin": "http://dabiao.test"},
    ],
)
def test_other_sites_cannot_make_a_browser_open_a_link(
    sharing: Sharing, browser: Browser, headers: dict[str, str]
) -> None:
    shared = sharing.share()
    answer = browser.send("/shared", headers, link=shared.secret)
    assert answer.status_code == 403
    assert "evil" not in answer.text
    assert openings(sharing, shared) == 0
    assert COOKIE not in browser.cookies


def filled(sent: Any, secret: str) -> Any:
    """Return what is sent, with a secret in its place."""
    if isinstance(sent, dict):
        return {name: filled(value, secret) for name, value in sent.items()}
    return sent.replace(
        b"SECRET" if isinstance(sent, bytes) else "SECRET",
        secret.encode() if isinstance(sent, bytes) else secret,
    )


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"link": "SECRET"}},
        {"json": {"link": "SECRET"}},
        {"content": b"link=SECRET"},
        {"content": b"\xff\xfe\x00link=SECRET&token=x"},
        {"data": {"link": "SECRET", "token": "x" * 43}},
        {"data": {"link": "SECRET", "more": "x" * 20_000}},
        {"content": b"&" * 16_000},
    ],
)
def test_body_that_is_not_our_form_opens_nothing(sharing: Sharing, browser: Browser, sent: Any) -> None:
    shared = sharing.share()
    browser.get("/shared")
    assert browser.ask("POST", "/shared", **filled(sent, shared.secret)).status_code == 403
    assert openings(sharing, shared) == 0


def test_pasted_address_opens_it_and_leads_to_the_view_alone(sharing: Sharing, browser: Browser) -> None:
    shared = sharing.share()
    answer = try_open(browser, f" http://dabiao.test/shared#{shared.secret}\n", next="//evil.test", to="x")
    assert answer.status_code == 303
    assert answer.headers["location"] == VIEW.address()
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(COOKIE))
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert shared.secret not in str(answer.headers)
    assert openings(sharing, shared) == 1


def test_cookie_is_bound_to_the_host_where_the_line_is_safe(sharing: Sharing) -> None:
    browser, shared = stranger("https://dabiao.test"), sharing.share()
    answer = try_open(browser, shared.secret)
    cookie = next(one for one in answer.headers.get_list("set-cookie") if "-link=" in one)
    assert cookie.startswith("__Host-dabiao-published-link=")
    assert "Secure" in cookie


def test_choices_of_a_view_break_out_of_no_header(sharing: Sharing, browser: Browser) -> None:
    view = SavedView.of("search", {"q": 'x\r\nSet-Cookie: a=b\r\n\r\n"><script>', "language": "en"}, 1)
    answer = try_open(browser, sharing.share(view).secret)
    location = answer.headers["location"]
    assert location == view.address()
    assert not re.search(r"[\r\n\"<> ]", location)
    assert "a" not in answer.cookies


def test_label_is_text_and_nothing_else(sharing: Sharing) -> None:
    browser, _shared = opened(sharing, label='</p><script>alert(1)</script><img src=x onerror="x">')
    told = browser.get("/shared").text
    assert "&lt;/p&gt;&lt;script&gt;" in told
    assert told.count("<script") == 1
    assert "<img" not in told


def test_host_that_a_request_claims_stands_nowhere(sharing: Sharing) -> None:
    browser, _shared = opened(sharing)
    told = browser.get("/shared", headers={"host": "evil.test", "x-forwarded-host": "evil.test"})
    assert "evil" not in told.text + str(told.headers)
    assert "default-src 'none'" in told.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in told.headers["content-security-policy"]


def test_guessing_is_slowed_and_tells_nothing_meanwhile(sharing: Sharing, browser: Browser) -> None:
    shared = sharing.share()
    for _ in range(99):
        attempts.begin(reading.store(), attempts.at_unknown_link(browser.address), soon())
    answers = [try_open(browser, f"guess {number}") for number in range(2)]
    assert [answer.status_code for answer in answers] == [410, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    right = try_open(browser, shared.secret)
    assert right.status_code == 429
    assert card(right) == card(answers[-1])
    assert try_open(stranger(), shared.secret).status_code == 303


def test_password_is_asked_for_before_anything_is_told(sharing: Sharing, browser: Browser) -> None:
    shared = sharing.share(label="Quarrel", password=PASSWORD)
    asked = try_open(browser, shared.secret)
    assert asked.status_code == 401
    assert 'name="password"' in asked.text
    assert "Quarrel" not in asked.text
    wrong = try_open(browser, shared.secret, password=PASSWORD + "x")
    assert (wrong.status_code, "The password is wrong." in wrong.text) == (401, True)
    assert PASSWORD not in wrong.text
    assert COOKIE not in browser.cookies
    assert openings(sharing, shared) == 0
    assert try_open(browser, shared.secret, password=PASSWORD).status_code == 303
    dead = sharing.share(password=PASSWORD)
    revoke(sharing, dead)
    assert try_open(stranger(), dead.secret).status_code == 410, "a password is asked for no dead link"


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


def test_secret_and_password_are_in_no_output(
    sharing: Sharing, browser: Browser, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    shared = sharing.share(password=PASSWORD)
    for password in ("wrong", PASSWORD):
        try_open(browser, shared.secret, password=password)
    written = "".join(capfd.readouterr()) + caplog.text
    assert shared.secret not in written
    assert PASSWORD not in written
    assert browser.cookies[COOKIE] not in written
