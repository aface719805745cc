"""Forms before the application: pages that work without scripts, and what sending one must prove."""

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from anyio import to_thread
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dabiao import accounts
from dabiao.accounts import SignedIn
from dabiao.accounts.secret import keyed_digest
from dabiao.charts import theme
from dabiao.locale import catalog
from dabiao.settings import Language, settings
from dabiao.terms import N_
from dabiao.web import frame, reading
from dabiao.web.document import LANGUAGE_TAGS, PAGES, language_of
from dabiao.web.menu import MENU
from dabiao.web.session import cookie_name, of_scope
from dabiao.web.templates import template
from dabiao.web.view import LANGUAGE_NAMES

LARGEST_FORM: Final = 16_384
"""Bytes."""

STALE: Final = N_("This form is out of date. Please try once more.")
DIFFERENT: Final = N_("The two passwords differ.")

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",  # with no-referrer a browser would not tell where a form comes from
    "X-Content-Type-Options": "nosniff",
}

Fields = Mapping[str, str]


async def enter(request: Request, signed_in: SignedIn, way: str) -> Response:
    """Give the browser its cookie, end the session it had, and lead on."""
    before = of_scope(request.scope)
    if before is not None:
        await to_thread.run_sync(_end, before.token_digest)
    response = RedirectResponse(way, HTTPStatus.SEE_OTHER, headers=HEADERS)
    give_cookie(response, request, cookie_name(secure=is_secure(request)), signed_in.token.text)
    return response


def give_cookie(response: Response, request: Request, name: str, text: str) -> None:
    """Give the browser a cookie that no script reads.

    It has no age: it goes when the browser is closed; how long it is good for is the server's to say.
    """
    secure = is_secure(request)
    response.set_cookie(name, text, httponly=True, samesite="lax", secure=secure, path="/")


def take_cookie(response: Response, request: Request, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, secure=is_secure(request), httponly=True, samesite="lax")


def page(
    request: Request, form: str, title: str, /, *, status: int = 200, error: str = "", **values: Any
) -> Response:
    """Return a page with a form that only this browser can send."""
    language = language_of(request.scope)
    other: Language = "en" if language == "zh" else "zh"
    nonce = request.cookies.get(_form_cookie(request)) or secrets.token_urlsafe(16)
    more = {"wide": False, "way_back": "", "way_back_name": ""} | values
    text = template(form).render(
        _=catalog(language).gettext,
        tag=LANGUAGE_TAGS[language],
        title=title,
        error=error,
        style=f"{theme.faces(language)}\n{_style()}",
        font=theme.FONT,
        token=keyed_digest("form", nonce),
        other_language=str(_in_language(request.url, other)),
        other_tag=LANGUAGE_TAGS[other],
        other_name=LANGUAGE_NAMES[other],
        **more,
    )
    response = HTMLResponse(text, status, headers=HEADERS)
    secure = is_secure(request)
    response.set_cookie(
        _form_cookie(request), nonce, httponly=True, samesite="strict", secure=secure, path="/"
    )
    return response


def _in_language(address: URL, language: Language) -> str:
    # Relative, and without the path: a one-time link is not to be written into a page once more.
    query = dict(parse_qsl(address.query)) | {"language": language}
    return f"?{urlencode(query)}"


def _style() -> str:
    light, dark = (frame.variables(theme.palette(mode, "safe")) for mode in (False, True))
    return f":root{{{light}}} @media (prefers-color-scheme: dark){{:root{{{dark}}}}}"


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields that were sent; none if they are too long to be ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def is_ours(request: Request, fields: Fields) -> bool:
    """Return whether a form was sent from a page of ours in the browser that it was made for."""
    origin = request.headers.get("origin")
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    # A proxy may not tell the host that the browser asked.
    known = {request.headers.get("host"), urlsplit(settings().public_address or "").netloc} - {"", None}
    if origin is not None and urlsplit(origin).netloc not in known:
        return False
    nonce = request.cookies.get(_form_cookie(request))
    if not nonce:
        return False
    return secrets.compare_digest(fields.get("token", "").encode(), keyed_digest("form", nonce).encode())


def _form_cookie(request: Request) -> str:
    return f"{cookie_name(secure=is_secure(request))}-form"


def is_secure(request: Request) -> bool:
    """Return whether nobody on the way can read or change what is sent."""
    return request.url.scheme == "https"


def address_of(request: Request) -> str:
    """Return the network address of the browser."""
    return request.client.host if request.client is not None else ""


def browser_of(request: Request) -> str:
    """Return what the browser says of itself."""
    return request.headers.get("user-agent", "")


def page_after(back: str, request: Request) -> str:
    """Return the page to lead to: the one that was asked for, if it is one of ours."""
    parts = urlsplit(back)
    if parts.scheme or parts.netloc or parts.path not in PAGES:
        return with_language(MENU[0].path, request)
    return (
        f"{parts.path}?{urlencode({'language': language_of(request.scope)} | dict(parse_qsl(parts.query)))}"
    )


def with_language(path: str, request: Request) -> str:
    """Return the address of a path in the language of a request."""
    return f"{path}?{urlencode({'language': language_of(request.scope)})}"


def _end(token_digest: str) -> None:
    """End a session if it is still in force."""
    session = accounts.of_digest(reading.store(), token_digest)
    if session is not None:
        accounts.sign_out(reading.store(), session)
