"""The HTML document around the application: its language and title before any script has run."""

import html
import json
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlencode

import streamlit
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dabiao.locale import catalog
from dabiao.settings import Language, settings
from dabiao.web import widget_words
from dabiao.web.menu import MENU
from dabiao.web.menu import PAGES as ENTRIES
from dabiao.web.templates import template

PAGES: Final = frozenset(entry.path for entry in ENTRIES)

OTHER_ROUTES: Final = frozenset(
    {
        "",
        "healthz",
        "jobs",
        "assets",
        "sign-in",
        "set-up",
        "account",
        "verify",
        "present",
        "shared",
        "_stcore",
        "static",
        "media",
        "component",
    }
)
"""First parts of paths that are no pages: our own routes and those Streamlit keeps for itself."""

LANGUAGE_TAGS: Final[dict[Language, str]] = {"zh": "zh-CN", "en": "en"}

SCRIPT: Final = (
    f'<script type="module" src="assets/page.js" data-pages="{" ".join(sorted(PAGES))}" '
    f'data-tags="{html.escape(json.dumps(LANGUAGE_TAGS))}" '
    f'data-words="{html.escape(json.dumps(widget_words.rules(LANGUAGE_TAGS), ensure_ascii=False))}"></script>'
).encode()
"""What the page does in the browser beside Streamlit; told pages, tags of languages and words of widgets."""


CHARTS: Final = "".join(
    f'<link rel="modulepreload" href="./static/js/{file.name}">'
    for file in Path(streamlit.__file__).parent.glob("static/static/js/PlotlyChart.*.js")
).encode()
"""The largest part of what draws a page, loaded while its script runs and not when the first chart comes."""


class Document:
    """Writes language and title into the start page, which Streamlit serves as English and nameless.

    Screen readers choose their voice by the language, and a chat program's preview shows the title. An
    address that is no page of ours gets a page that says so: Streamlit would start, find nothing and stay
    blank.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through but the start page, which is rewritten, and what is no page."""
        if scope["type"] != "http" or not is_navigation(scope):
            await self.app(scope, receive, send)
        elif path_of(scope).strip("/") in PAGES:
            await self._rewritten(scope, receive, send)
        else:
            await HTMLResponse(_not_found(scope), status_code=404)(scope, receive, send)

    async def _rewritten(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Packed, the page could not be rewritten; it is a few kilobytes.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        started: Message | None = None
        body = b""

        async def rewrite(message: Message) -> None:
            nonlocal started, body
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK:
                started = message
                return
            if message["type"] == "http.response.body" and started is not None:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                page = _in_language(body, language_of(scope))
                kept = [
                    (name, value)
                    for name, value in started["headers"]
                    if name not in (b"content-length", b"etag", b"last-modified")
                ]
                length = (b"content-length", str(len(page)).encode())
                await send({**started, "headers": [*kept, length]})
                message = {"type": "http.response.body", "body": page}
            await send(message)

        await self.app({**scope, "headers": plain}, receive, rewrite)


def is_navigation(scope: Scope) -> bool:
    """Return whether a page is asked for: not a part of one, nor one of the other routes.

    Previews of chat programs say nothing of what they accept, so the path alone tells.
    """
    path = path_of(scope)
    first = path.strip("/").split("/")[0]
    return scope["method"] == "GET" and first not in OTHER_ROUTES and not Path(path).suffix


def path_of(scope: Scope) -> str:
    """Return the path below the prefix, if any, under which a proxy shows the application."""
    path: str = scope["path"]
    prefix: str = scope.get("root_path", "").rstrip("/")
    return path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path


def _not_found(scope: Scope) -> str:
    language = language_of(scope)
    _ = catalog(language).gettext
    path = path_of(scope)
    return template("not_found").render(
        tag=LANGUAGE_TAGS[language],
        title=_("Dabiao"),
        text=_("There is no page at {path}.").format(path=path),
        # Relative: a proxy may show the application under a prefix that it does not tell.
        address=f"{'../' * (path.count('/') - 1)}{MENU[0].path}?{urlencode({'language': language})}",
        link=_(MENU[0].title),
    )


def language_of(scope: Scope) -> Language:
    """Return the language that an address asks for, else the configured one."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("language", [""])[0]
    return next((language for language in LANGUAGE_TAGS if language == asked), settings().language)


def _in_language(page: bytes, language: Language) -> bytes:
    title = catalog(language).gettext("Dabiao")
    return (
        page.replace(b'<html lang="en">', f'<html lang="{LANGUAGE_TAGS[language]}">'.encode())
        .replace(b"<title>Streamlit</title>", f"<title>{title}</title>".encode())
        .replace(b"</head>", CHARTS + SCRIPT + b"</head>")
    )
