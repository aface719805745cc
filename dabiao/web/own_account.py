"""The page on one's own account: rights, sessions, signing out, another password."""

from http import HTTPStatus

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dabiao import accounts, publications
from dabiao.accounts import AccountError, Session, WeakPasswordError
from dabiao.locale import catalog
from dabiao.periods import CHINA
from dabiao.settings import Language
from dabiao.web import reading
from dabiao.web.document import language_of
from dabiao.web.forms import (
    DIFFERENT,
    HEADERS,
    Fields,
    address_of,
    browser_of,
    enter,
    fields_of,
    is_ours,
    is_secure,
    page,
    take_cookie,
    with_language,
)
from dabiao.web.menu import MENU
from dabiao.web.session import cookie_name, of_scope
from dabiao.wording import accounts as wording


def routes() -> list[BaseRoute]:
    """Return the routes."""
    return [
        Route("/account", _show_account, methods=["GET"]),
        Route("/account", _change_account, methods=["POST"]),
    ]


async def _show_account(request: Request) -> Response:
    return await _account(request)


async def _account(request: Request, *, error: str = "", status: int = 200) -> Response:
    session = of_scope(request.scope)
    if session is None:
        return RedirectResponse(with_language("sign-in", request), HTTPStatus.SEE_OTHER)
    language = language_of(request.scope)
    viewer = session.actor
    rows = await to_thread.run_sync(
        lambda: accounts.sessions_of(reading.store(), viewer, viewer.user_id or "").to_dicts()
    )
    names = await to_thread.run_sync(_area_names, language)
    _ = catalog(language).gettext
    return page(
        request,
        "account",
        _("Your account"),
        error=error,
        status=status,
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
        way_back=with_language(MENU[0].path, request),
        way_back_name=_(MENU[0].title),
    )


async def _change_account(request: Request) -> Response:
    """Sign out, here or everywhere, or choose another password."""
    fields = await fields_of(request)
    session = of_scope(request.scope)
    if session is None or not is_ours(request, fields):
        return RedirectResponse(with_language("account", request), HTTPStatus.SEE_OTHER)
    if fields.get("do") == "password":
        return await _change_password(request, session, fields)
    await to_thread.run_sync(_end, session, fields.get("do") == "everywhere")
    response = RedirectResponse(with_language("sign-in", request), HTTPStatus.SEE_OTHER, headers=HEADERS)
    take_cookie(response, request, cookie_name(secure=is_secure(request)))
    return response


async def _change_password(request: Request, session: Session, fields: Fields) -> Response:
    language = language_of(request.scope)
    if fields.get("password") != fields.get("again"):
        said = catalog(language).gettext(DIFFERENT)
        return await _account(request, error=said, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        signed_in = await to_thread.run_sync(
            lambda: accounts.change_password(
                reading.store(),
                session,
                fields.get("old", ""),
                fields.get("password", ""),
                address=address_of(request),
                browser=browser_of(request),
            )
        )
    except (AccountError, WeakPasswordError) as error:
        said = error.message(language)
        return await _account(request, error=said, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return await enter(request, signed_in, with_language("account", request))


def _end(session: Session, everywhere: bool) -> None:
    if everywhere:
        accounts.sign_out_everywhere(reading.store(), session.actor, session.actor.user_id or "")
    else:
        accounts.sign_out(reading.store(), session)


def _area_names(language: Language) -> dict[str, str]:
    latest = publications.latest(reading.store())
    return reading.area_names(latest, language) if latest is not None else {}
