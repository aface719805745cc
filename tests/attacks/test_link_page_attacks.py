"""What somebody tries with the page that opens links: other sites, other bodies, guesses, hostile labels."""

import re
from typing import Any

import pytest

from dabiao.accounts import attempts
from dabiao.views import SavedView
from dabiao.web import reading
from tests.attacks.strangers import (
    COOKIE,
    PASSWORD,
    VIEW,
    Sharing,
    card,
    opened,
    openings,
    revoke,
    soon,
    stranger,
    try_open,
)
from tests.pages.test_sign_in_forms import Browser

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
