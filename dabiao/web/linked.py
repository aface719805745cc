"""Opening a link: a page that tells nothing by itself, and a form that takes the secret of the link.

The secret stands behind the ``#`` of the address. No server is sent it, so it is in no log and no Referer,
and a program that fetches the address for a preview sees a page without figures and opens nothing.
"""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dabiao import links
from dabiao.accounts import TooOftenError
from dabiao.links import LinkSession, PasswordNeededError, UnusableLinkError
from dabiao.locale import catalog
from dabiao.settings import Language, settings
from dabiao.views import SavedView
from dabiao.web import reading
from dabiao.web.document import language_of, path_of
from dabiao.web.forms import (
    HEADERS,
    STALE,
    address_of,
    fields_of,
    give_cookie,
    is_ours,
    is_secure,
    page,
    take_cookie,
    with_language,
)
from dabiao.web.menu import MENU
from dabiao.web.session import is_open, link_cookie_name, link_of_scope, of_scope
from dabiao.web.verifying import TOO_OFTEN

PATH: Final = "shared"
LONGEST: Final = 200
"""Characters of a secret; ours has a quarter of them."""
POLICY: Final = HEADERS["Content-Security-Policy"] + "; script-src 'self'"


def address(secret: str, base: str | None = None) -> str:
    """Return the address of a link, under ``base`` if the settings do not say another."""
    chosen = settings()
    start = chosen.public_address or base or f"http://localhost:{chosen.port}"
    return f"{start.rstrip('/')}/{PATH}#{secret}"


def routes() -> list[BaseRoute]:
    """Return the routes."""
    return [
        Route(f"/{PATH}", _show, methods=["GET"]),
        Route(f"/{PATH}", _take, methods=["POST"]),
        Route(f"/{PATH}/{{rest:path}}", _stray, methods=["GET"]),
    ]


async def _show(request: Request) -> Response:
    if request.query_params.get("ended") and link_of_scope(request.scope) is None:
        return _card(request, error=_said(UnusableLinkError(), request), status=HTTPStatus.GONE)
    return _card(request)


async def _stray(request: Request) -> Response:
    """Lead from an address below, as of a secret that somebody has put into the path, to the page."""
    up = "../" * path_of(request.scope).strip("/").count("/")
    query = urlencode({"language": language_of(request.scope), "ended": 1})
    return RedirectResponse(f"{up}{PATH}?{query}", HTTPStatus.SEE_OTHER, headers=HEADERS)


def _card(request: Request, *, error: str = "", status: int = 200, link: str = "", **more: Any) -> Response:
    """Return the page: with the form for a link, or for the password of ``link``."""
    _ = catalog(language_of(request.scope)).gettext
    opened = link_of_scope(request.scope)
    shown = page(
        request,
        "shared",
        _("A shared view"),
        status=status,
        error=error,
        opened="" if opened is None else opened.label,
        way="" if opened is None else way(opened.view, language_of(request.scope)),
        action=with_language(PATH, request),
        asks_password=bool(link),
        link=link,
        sign_in=with_language("sign-in", request),
        way_back=with_language(MENU[0].path, request) if is_open() and opened is None else "",
        way_back_name=_(MENU[0].title),
        **more,
    )
    shown.headers["Content-Security-Policy"] = POLICY
    shown.headers["X-Robots-Tag"] = "noindex, nofollow"
    return shown


async def _take(request: Request) -> Response:
    """Open a link, or leave the view of one."""
    fields = await fields_of(request)
    if not is_ours(request, fields):
        said = catalog(language_of(request.scope)).gettext(STALE)
        return _card(request, error=said, status=HTTPStatus.FORBIDDEN)
    if fields.get("do") == "leave":
        return await _leave(request)
    secret = fields.get("link", "").strip().rpartition("#")[2][:LONGEST]
    try:
        opened = await to_thread.run_sync(
            lambda: links.open_link(
                reading.store(), secret, fields.get("password"), address=address_of(request)
            )
        )
    except PasswordNeededError as error:
        said = _said(error, request) if "password" in fields else ""
        return _card(request, error=said, status=HTTPStatus.UNAUTHORIZED, link=secret)
    except UnusableLinkError as error:
        return _card(request, error=_said(error, request), status=HTTPStatus.GONE)
    except TooOftenError as slowed:
        text = catalog(language_of(request.scope)).gettext(TOO_OFTEN)
        said = text.format(minutes=slowed.values["minutes"])
        refused = _card(request, error=said, status=HTTPStatus.TOO_MANY_REQUESTS)
        refused.headers["Retry-After"] = str(max(1, round(slowed.wait.total_seconds())))
        return refused
    return await _lead(request, opened)


async def _lead(request: Request, opened: links.Opened) -> Response:
    """Lead to the view of a link; the browser of an account keeps its account and gets no other session."""
    response = RedirectResponse(
        way(opened.session.view, language_of(request.scope)),
        HTTPStatus.SEE_OTHER,
        headers=HEADERS | {"Referrer-Policy": "no-referrer"},
    )
    if of_scope(request.scope) is not None:
        await _end(opened.session)
        return response
    before = link_of_scope(request.scope)
    if before is not None:
        await _end(before)
    give_cookie(response, request, link_cookie_name(secure=is_secure(request)), opened.token.text)
    return response


async def _leave(request: Request) -> Response:
    before = link_of_scope(request.scope)
    if before is not None:
        await _end(before)
    after = MENU[0].path if is_open() else "sign-in"
    response = RedirectResponse(with_language(after, request), HTTPStatus.SEE_OTHER, headers=HEADERS)
    take_cookie(response, request, link_cookie_name(secure=is_secure(request)))
    return response


async def _end(session: LinkSession) -> None:
    await to_thread.run_sync(links.leave, reading.store(), session)


def way(view: SavedView, language: Language) -> str:
    """Return the address of a view, in its own language or else in ``language``."""
    address = view.address()
    if view.choice("language") is not None:
        return address
    between = "" if address.endswith("?") else "&"
    return f"{address}{between}{urlencode({'language': language})}"


def _said(error: links.LinkError, request: Request) -> str:
    return error.message(language_of(request.scope))
