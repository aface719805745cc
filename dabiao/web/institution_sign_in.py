"""The way to the institution that people may sign in through, and back."""

from http import HTTPStatus

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dabiao.accounts import AccountError, institution
from dabiao.settings import settings
from dabiao.web import reading
from dabiao.web.document import language_of
from dabiao.web.forms import HEADERS, address_of, browser_of, enter, is_secure, page_after, take_cookie
from dabiao.web.session import cookie_name
from dabiao.web.sign_in import sign_in_form


def routes() -> list[BaseRoute]:
    """Return the routes."""
    return [
        Route("/sign-in/institution", _leave, methods=["GET"]),
        Route("/sign-in/return", _come_back, methods=["GET"]),
    ]


async def _leave(request: Request) -> Response:
    """Lead to the institution, or say that it does not answer."""
    if not institution.is_configured():
        return RedirectResponse("../sign-in", HTTPStatus.SEE_OTHER)
    back = request.query_params.get("next", "")
    try:
        way, sealed = await to_thread.run_sync(institution.begin, _return_address(request), back)
    except AccountError as error:
        said = error.message(language_of(request.scope))
        return sign_in_form(request, back=back, error=said, status=HTTPStatus.BAD_GATEWAY)
    response = RedirectResponse(way, HTTPStatus.SEE_OTHER, headers=HEADERS)
    # Lax: the institution leads back from another site.
    response.set_cookie(
        _cookie(request),
        sealed,
        max_age=int(institution.VALID_FOR.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
        path="/",
    )
    return response


async def _come_back(request: Request) -> Response:
    """Take in who comes back from the institution."""
    sealed = request.cookies.get(_cookie(request), "")
    try:
        signed_in, back = await to_thread.run_sync(
            lambda: institution.finish(
                reading.store(),
                sealed,
                dict(request.query_params),
                redirect=_return_address(request),
                address=address_of(request),
                browser=browser_of(request),
            )
        )
    except AccountError as error:
        said = error.message(language_of(request.scope))
        response = sign_in_form(request, back="", error=said, status=HTTPStatus.UNAUTHORIZED)
    else:
        response = await enter(request, signed_in, f"../{page_after(back, request)}")
    take_cookie(response, request, _cookie(request))
    return response


def _return_address(request: Request) -> str:
    base = settings().public_address or str(request.base_url)
    return f"{base.rstrip('/')}/sign-in/return"


def _cookie(request: Request) -> str:
    return f"{cookie_name(secure=is_secure(request))}-way"
