"""Presenting a meeting: one document with all its slides, which needs no network once it is loaded."""

import json
import pkgutil
import secrets
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from dabiao.charts import theme
from dabiao.charts.theme import COLOUR_SETS, ColourSet
from dabiao.locale import catalog
from dabiao.meetings import MeetingError
from dabiao.refusal import RefusalError
from dabiao.rights import Actor, DeniedError
from dabiao.settings import Language, settings
from dabiao.web import frame, reading
from dabiao.web.document import LANGUAGE_TAGS, language_of
from dabiao.web.meetings.head import ROUTE
from dabiao.web.menu import MEETING, MEETINGS
from dabiao.web.routes import ASSETS
from dabiao.web.session import actor_of
from dabiao.web.templates import template

PLOTLY: Final = "package_data/plotly.min.js"


def routes() -> list[BaseRoute]:
    """Return the route of the slides."""
    return [Route(f"/{ROUTE}/{{meeting_id}}", _present, methods=["GET"])]


async def _present(request: Request) -> Response:
    viewer = await to_thread.run_sync(actor_of, request.scope)
    language = language_of(request.scope)
    asked = request.query_params.get("colours")
    colours = next((name for name in COLOUR_SETS if name == asked), COLOUR_SETS[0])
    nonce = secrets.token_urlsafe(16)
    try:
        text = await to_thread.run_sync(
            lambda: document(viewer, request.path_params["meeting_id"], language, colours, nonce)
        )
    except (DeniedError, MeetingError) as error:
        return _refused(request, error, viewer, language)
    return HTMLResponse(text, headers=_headers(nonce))


def document(actor: Actor, meeting_id: str, language: Language, colours: ColourSet, nonce: str) -> str:
    """Return the document that presents a meeting.

    Args:
        actor: who presents.
        meeting_id: the meeting.
        language: of the slides.
        colours: of the statuses.
        nonce: that lets the document's own scripts run, and no other.

    Raises:
        DeniedError: ``actor`` holds no meetings on its area.
        MeetingError: there is no such meeting, or it was cancelled.
    """
    from dabiao.web.deck import slides  # what pages say in sentences: not before somebody presents

    of, made = slides(reading.store(), actor, meeting_id, language, colours)
    light, dark = (frame.variables(theme.palette(mode, colours)) for mode in (False, True))
    return template("present").render(
        _=catalog(language).gettext,
        tag=LANGUAGE_TAGS[language],
        title=of.title,
        slides=made,
        figures=_embedded([slide.figures for slide in made]),
        generated=settings().workspace == "demo",
        light=light,
        dark=dark,
        font=theme.FONT,
        faces=theme.faces(language),
        type_px=theme.TYPE,
        nonce=nonce,
        style=_asset("presenting.css"),
        script=_asset("presenting.js"),
        plotly=_plotly() if any(slide.figures for slide in made) else "",
        back=f"../{MEETING.path}?{urlencode({'meeting': meeting_id, 'language': language})}",
    )


def _embedded(figures: list[tuple[theme.Figure, theme.Figure] | None]) -> str:
    """Return figures as JSON that cannot end the element it stands in."""
    text = json.dumps(figures, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@lru_cache(maxsize=1)
def _plotly() -> str:
    """Return the library that draws, as it is installed here."""
    found = pkgutil.get_data("plotly", PLOTLY)
    if found is None:
        raise FileNotFoundError(PLOTLY)
    return found.decode("utf-8")


@lru_cache(maxsize=4)
def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _headers(nonce: str) -> dict[str, str]:
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; "
            "img-src data: blob:; "
            "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        ),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _refused(
    request: Request, error: DeniedError | RefusalError, viewer: Actor, language: Language
) -> Response:
    """Return a page that says why, and leads to where something can be done about it."""
    _ = catalog(language).gettext
    choices: dict[str, Any] = {"language": language}
    path, link = MEETINGS.path, _(MEETINGS.title)
    if viewer.user_id is None:
        meeting = urlencode({"meeting": request.path_params["meeting_id"]})
        path, link = "sign-in", _("Sign in")
        choices["next"] = f"{MEETING.path}?{meeting}"
    text = template("not_found").render(
        tag=LANGUAGE_TAGS[language],
        title=_("Dabiao"),
        text=error.message(language),
        address=f"../{path}?{urlencode(choices)}",
        link=link,
    )
    denied = isinstance(error, DeniedError)
    status = HTTPStatus.FORBIDDEN if denied else HTTPStatus.NOT_FOUND
    return HTMLResponse(text, status, headers=_headers(""))
