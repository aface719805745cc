"""Signing in and out, and choosing a password: ordinary forms before the application, without scripts."""

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from anyio import to_thread
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dabiao import accounts, publications
from dabiao.accounts import (
    AccountError,
    LinkError,
    Session,
    SignedIn,
    TooOftenError,
    WeakPasswordError,
    links,
)
from dabiao.accounts.institution import is_configured
from dabiao.accounts.secret import keyed_digest
from dabiao.charts import theme
from dabiao.locale import catalog
from dabiao.periods import CHINA
from dabiao.settings import Language, settings
from dabiao.terms import N_
from dabiao.web import frame, reading
from dabiao.web.document import LANGUAGE_TAGS, PAGES, language_of, path_of
from dabiao.web.menu import MENU
from dabiao.web.session import cookie_name, of_scope
from dabiao.web.templates import template
from dabiao.web.view import LANGUAGE_NAMES
from dabiao.wording import accounts as wording

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


def routes() -> list[BaseRoute]:
    """Return the routes of the forms."""
    return [
        Route("/sign-in", _show_sign_in, methods=["GET"]),
        Route("/sign-in", _sign_in, methods=["POST"]),
        Route("/account", _show_account, methods=["GET"]),
        Route("/account", _sign_out, methods=["POST"]),
        Route(f"/{links.PATH}/{{token}}", _show_set_up, methods=["GET"]),
        Route(f"/{links.PATH}/{{token}}", _set_up, methods=["POST"]),
    ]


async def _show_sign_in(request: Request) -> Response:
    return sign_in_form(request, back=request.query_params.get("next", ""))


def sign_in_form(
    request: Request, *, back: str, name: str = "", error: str = "", status: int = 200
) -> Response:
    """Return the form to sign in with, which leads to the page ``back``."""
    _ = catalog(language_of(request.scope)).gettext
    after = page_after(back, request)
    up = "../" * path_of(request.scope).strip("/").count("/")  # relative: the prefix of a proxy is not known
    return _page(
        request,
        "sign_in",
        _("Sign in"),
        status=status,
        error=error,
        name=name,
        next=after,
        action=f"{up}sign-in?{urlencode({'language': language_of(request.scope)})}",
        institution=f"{up}sign-in/institution?{urlencode({'next': after})}" if is_configured() else "",
        institution_name=settings().oidc_name or _("your institution"),
    )


async def _sign_in(request: Request) -> Response:
    fields = await _fields(request)
    language = language_of(request.scope)
    back, name = fields.get("next", ""), fields.get("name", "")
    if not _is_ours(request, fields):
        return sign_in_form(
            request, back=back, name=name, error=catalog(language).gettext(STALE), status=HTTPStatus.FORBIDDEN
        )
    try:
        signed_in = await to_thread.run_sync(
            lambda: accounts.sign_in(
                reading.store(),
                name,
                fields.get("password", ""),
                address=address_of(request),
                browser=browser_of(request),
            )
        )
    except AccountError as error:
        slowed = isinstance(error, TooOftenError)
        refused = sign_in_form(
            request,
            back=back,
            name=name,
            error=error.message(language),
            status=HTTPStatus.TOO_MANY_REQUESTS if slowed else HTTPStatus.UNAUTHORIZED,
        )
        if isinstance(error, TooOftenError):
            refused.headers["Retry-After"] = str(max(1, round(error.wait.total_seconds())))
        return refused
    return await enter(request, signed_in, page_after(back, request))


async def _show_set_up(request: Request) -> Response:
    return await _set_up_form(request, {})


async def _set_up_form(request: Request, fields: Fields, *, error: str = "", status: int = 200) -> Response:
    language = language_of(request.scope)
    _ = catalog(language).gettext
    try:
        link = await to_thread.run_sync(
            lambda: accounts.look_up(reading.store(), request.path_params["token"])
        )
    except LinkError as unusable:
        gone = unusable.message(language)
        return _page(
            request, "set_up", _("Choose a password"), status=HTTPStatus.GONE, error=gone, usable=False
        )
    first = link.purpose == "first_administrator"
    explanation = (
        _("You are setting up the first account; it administers the whole server.")
        if first
        else _("{shown_name}, choose the password that you sign in with as {name}.").format(
            shown_name=link.shown_name, name=link.name
        )
    )
    return _page(
        request,
        "set_up",
        _("Set up the first account") if first else _("Choose a password"),
        status=status,
        error=error,
        usable=True,
        first=first,
        explanation=explanation,
        name=fields.get("name", "") if first else link.name,
        shown_name=fields.get("shown_name", ""),
    )


async def _set_up(request: Request) -> Response:
    fields = await _fields(request)
    language = language_of(request.scope)
    _ = catalog(language).gettext
    if not _is_ours(request, fields):
        return await _set_up_form(request, fields, error=_(STALE), status=HTTPStatus.FORBIDDEN)
    if fields.get("password") != fields.get("again"):
        return await _set_up_form(request, fields, error=_(DIFFERENT), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        signed_in = await to_thread.run_sync(
            lambda: accounts.use(
                reading.store(),
                request.path_params["token"],
                fields.get("password", ""),
                name=fields.get("name", ""),
                shown_name=fields.get("shown_name", ""),
                address=address_of(request),
                browser=browser_of(request),
            )
        )
    except (AccountError, WeakPasswordError) as error:
        said = error.message(language)
        return await _set_up_form(request, fields, error=said, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return await enter(request, signed_in, f"../{page_after('', request)}")


async def _show_account(request: Request) -> Response:
    session = of_scope(request.scope)
    if session is None:
        return RedirectResponse(_with_language("sign-in", request), HTTPStatus.SEE_OTHER)
    language = language_of(request.scope)
    viewer = session.actor
    rows = await to_thread.run_sync(
        lambda: accounts.sessions_of(reading.store(), viewer, viewer.user_id or "").to_dicts()
    )
    names = await to_thread.run_sync(_area_names, language)
    _ = catalog(language).gettext
    return _page(
        request,
        "account",
        _("Your account"),
        wide=True,
        name=viewer.name,
        rights=[
            {
                "role": wording.role(grant.role, language),
                "area": names.get(grant.area_code, grant.area_code),
                "indicators": _(wording.ALL_INDICATORS)
                if grant.indicators is None
                else len(grant.indicators),
            }
            for grant in viewer.grants
        ],
        sessions=[
            {
                "seen": f"{row['seen_at'].astimezone(CHINA):%Y-%m-%d %H:%M}",
                "since": f"{row['created_at'].astimezone(CHINA):%Y-%m-%d %H:%M}",
                "address": row["address"],
                "browser": wording.browser(row["browser"]),
                "own": row["token_digest"] == session.token_digest,
            }
            for row in rows
        ],
        way_back=_with_language(MENU[0].path, request),
        way_back_name=_(MENU[0].title),
    )


async def _sign_out(request: Request) -> Response:
    fields = await _fields(request)
    session = of_scope(request.scope)
    if session is None or not _is_ours(request, fields):
        return RedirectResponse(_with_language("account", request), HTTPStatus.SEE_OTHER)
    await to_thread.run_sync(_end, session, fields.get("do") == "everywhere")
    response = RedirectResponse(_with_language("sign-in", request), HTTPStatus.SEE_OTHER, headers=HEADERS)
    secure = is_secure(request)
    response.delete_cookie(cookie_name(secure=secure), secure=secure, httponly=True, samesite="lax")
    return response


def _end(session: Session, everywhere: bool) -> None:
    if everywhere:
        accounts.sign_out_everywhere(reading.store(), session.actor, session.actor.user_id or "")
    else:
        accounts.sign_out(reading.store(), session)


async def enter(request: Request, signed_in: SignedIn, way: str) -> Response:
    """Give the browser its cookie, end the session it had, and lead on."""
    before = of_scope(request.scope)
    if before is not None:
        await to_thread.run_sync(_end, before, False)
    response = RedirectResponse(way, HTTPStatus.SEE_OTHER, headers=HEADERS)
    secure = is_secure(request)
    # No age: it goes when the browser is closed; how long the session holds is the server's to say.
    response.set_cookie(
        cookie_name(secure=secure),
        signed_in.token.text,
        httponly=True,
        samesite="lax",
        secure=secure,
        path="/",
    )
    return response


def _page(
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
        style=_style(),
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


async def _fields(request: Request) -> dict[str, str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _is_ours(request: Request, fields: Fields) -> bool:
    """Return whether a form was sent from a page of ours in the browser that it was made for."""
    origin = request.headers.get("origin")
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
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
        return _with_language(MENU[0].path, request)
    return (
        f"{parts.path}?{urlencode({'language': language_of(request.scope)} | dict(parse_qsl(parts.query)))}"
    )


def _with_language(path: str, request: Request) -> str:
    return f"{path}?{urlencode({'language': language_of(request.scope)})}"


def _area_names(language: Language) -> dict[str, str]:
    latest = publications.latest(reading.store())
    return reading.area_names(latest, language) if latest is not None else {}
