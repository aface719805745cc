"""Signing in, and choosing a password with a one-time link."""

from http import HTTPStatus
from urllib.parse import urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dabiao import accounts
from dabiao.accounts import AccountError, LinkError, TooOftenError, WeakPasswordError, links
from dabiao.accounts.institution import is_configured
from dabiao.locale import catalog
from dabiao.settings import settings
from dabiao.web import reading
from dabiao.web.document import language_of, path_of
from dabiao.web.forms import (
    DIFFERENT,
    STALE,
    Fields,
    address_of,
    browser_of,
    enter,
    fields_of,
    is_ours,
    page,
    page_after,
)


def routes() -> list[BaseRoute]:
    """Return the routes of the forms."""
    return [
        Route("/sign-in", _show_sign_in, methods=["GET"]),
        Route("/sign-in", _sign_in, methods=["POST"]),
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
    return page(
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
    fields = await fields_of(request)
    language = language_of(request.scope)
    back, name = fields.get("next", ""), fields.get("name", "")
    if not is_ours(request, fields):
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
        return page(
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
    return page(
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
    fields = await fields_of(request)
    language = language_of(request.scope)
    _ = catalog(language).gettext
    if not is_ours(request, fields):
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
