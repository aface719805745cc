"""The HTML document around the application: its language and title before any script has run."""

from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dabiao.locale import catalog
from dabiao.settings import Language, settings

LANGUAGE_TAGS: Final[dict[Language, str]] = {"zh": "zh-CN", "en": "en"}


class DocumentLanguage:
    """Writes language and title into the start page, which Streamlit serves as English and nameless.

    Screen readers choose their voice by the language, and a chat program's preview shows the title.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through but HTML pages, which are rewritten."""
        if scope["type"] != "http" or scope["method"] != "GET" or Path(scope["path"]).suffix:
            await self.app(scope, receive, send)
            return
        started: Message | None = None
        body = b""

        async def rewrite(message: Message) -> None:
            nonlocal started, body
            if message["type"] == "http.response.start":
                headers = dict(message["headers"])
                if b"text/html" in headers.get(b"content-type", b"") and b"content-encoding" not in headers:
                    started = message
                    return
            elif message["type"] == "http.response.body" and started is not None:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                page = _in_language(body, _language(scope))
                started["headers"] = [
                    (name, value)
                    for name, value in started["headers"]
                    if name not in (b"content-length", b"etag", b"last-modified")
                ] + [(b"content-length", str(len(page)).encode())]
                await send(started)
                message = {"type": "http.response.body", "body": page}
            await send(message)

        await self.app(scope, receive, rewrite)


def _language(scope: Scope) -> Language:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("language", [""])[0]
    return next((language for language in LANGUAGE_TAGS if language == asked), settings().language)


def _in_language(page: bytes, language: Language) -> bytes:
    title = catalog(language).gettext("Dabiao")
    return page.replace(b'<html lang="en">', f'<html lang="{LANGUAGE_TAGS[language]}">'.encode()).replace(
        b"<title>Streamlit</title>", f"<title>{title}</title>".encode()
    )
