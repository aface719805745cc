"""Who asks: a browser's cookie becomes a session before a route or a page runs. Pages ask `actor`.

There are two sorts: of an account, and of someone who opened a link. Who has both is their account.
"""

import html
from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

import streamlit as st
from anyio import to_thread
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dabiao import accounts, links
from dabiao.accounts import Session
from dabiao.accounts.secret import LOOPBACK
from dabiao.links import LinkSession
from dabiao.locale import catalog
from dabiao.rights import NOBODY, NOT_YOURS, SIGN_IN_FIRST, VISITOR, Action, Actor, DeniedError, holds
from dabiao.settings import Language, settings
from dabiao.web import reading
from dabiao.web.document import PAGES, is_navigation, language_of, path_of

HEADER: Final = b"x-dabiao-session"
"""What Streamlit passes to the script as ``st.user.session``: the digest of a session in force."""
OURS: Final = b"x-dabiao-"
"""How headers begin that only this server may set."""
FOUND: Final = "dabiao.session"
"""Where routes find the session in the scope."""
LINK_HEADER: Final = b"x-dabiao-link"
"""What is passed as ``st.user.link``: the digest of the session of someone who opened a link."""
LINK_FOUND: Final = "dabiao.link"

UNASKED: Final = frozenset({"", "healthz", "jobs", "assets", "static", "component"})
"""First parts of paths for which it does not matter who asks; jobs have a key of their own."""
FORMS: Final = frozenset({"sign-in", "set-up", "account", "verify", "shared", "present"})
"""First parts of the paths of forms that need no session: they lead in and out, or say yes or no."""
OF_STREAMLIT: Final = frozenset({"_stcore/health", "_stcore/host-config", "_stcore/stream"})
"""What Streamlit needs to start; who has not signed in is told so by the page."""


def is_open() -> bool:
    """Return whether published figures can be read without an account."""
    chosen = settings()
    return chosen.open_to == "everyone" or (chosen.open_to == "machine" and chosen.host in LOOPBACK)


def cookie_name(*, secure: bool) -> str:
    """Return the name of the session's cookie; two servers on one machine share a browser's cookies."""
    return f"{'__Host-' if secure else ''}dabiao-{settings().workspace}"


def link_cookie_name(*, secure: bool) -> str:
    """Return the name of the cookie of someone who opened a link."""
    return f"{cookie_name(secure=secure)}-link"


class Identity:
    """Finds the session of every request, tells the script of it, and strips what pretends to.

    Where an account is needed, a page leads to the sign-in form and anything else is refused. The websocket
    of nobody is let through: one that is refused is tried again for ever, and the page stays blank.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass, with the session found."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if not name.lower().startswith(OURS)]
        path = path_of(scope).strip("/")
        first = path.split("/")[0]
        session, link = None, None
        if first not in UNASKED:
            session, link = await to_thread.run_sync(_found, scope)
        if session is not None:
            headers.append((HEADER, session.token_digest.encode()))
        if link is not None:
            headers.append((LINK_HEADER, link.token_digest.encode()))
        asked = {**scope, "headers": headers, FOUND: session, LINK_FOUND: link}
        if session is None and not is_open() and first not in UNASKED | FORMS and path not in OF_STREAMLIT:
            refusal = None if link is not None and _is_for_links(scope, path) else _refusal(scope, path)
            if refusal is not None:
                await refusal(asked, receive, send)
                return
        await self.app(asked, receive, send)


def of_scope(scope: Scope) -> Session | None:
    """Return the session that `Identity` found for a request."""
    found: Session | None = scope.get(FOUND)
    return found


def link_of_scope(scope: Scope) -> LinkSession | None:
    """Return the session with a link that `Identity` found for a request."""
    found: LinkSession | None = scope.get(LINK_FOUND)
    return found


def actor_of(scope: Scope) -> Actor:
    """Return who makes a request; who opened a link may read the view it is to and nothing else."""
    session, link = of_scope(scope), link_of_scope(scope)
    if session is not None:
        return session.actor
    return link.actor if link is not None else _anybody()


def actor() -> Actor:
    """Return who views the page: with the rights they have at this moment."""
    return asking()()


def asking() -> Callable[[], Actor]:
    """Return what tells who views the page with the rights of the moment it is called at.

    For what happens after the page has run, such as a file that is made when it is fetched.
    """
    digest, link_digest = st.user.get("session"), st.user.get("link")

    def ask() -> Actor:
        session = accounts.of_digest(reading.store(), str(digest)) if digest else None
        if session is not None:
            return session.actor
        if link_digest:
            # Where a link is over its page says so, also where others may read everything.
            link = links.of_digest(reading.store(), str(link_digest))
            return link.actor if link is not None else NOBODY
        return _anybody()

    return ask


def fetching(needs: Action = "read_published") -> Callable[[Callable[[], bytes]], bytes]:
    """Return what hands out the files of the page that runs to who may still have them when they fetch them.

    Args:
        needs: what they must be allowed to do. Where it is more than to read what is published, they must
            also have every grant that they had when the page was made: the file holds what all of them show.
    """
    ask = asking()
    before = frozenset() if needs == "read_published" else frozenset(ask().grants)

    def fetch(make: Callable[[], bytes]) -> bytes:
        now = ask()
        # A link shows its one view, of which alone a page makes files; where it is over nobody asks.
        if now.view is None and not (holds(now, needs) and before.issubset(now.grants)):
            raise DeniedError(SIGN_IN_FIRST if now.user_id is None else NOT_YOURS, needs)
        return make()

    return fetch


def link() -> LinkSession | None:
    """Return the session of who views the page with a link; None for others, and where the link is over."""
    digest = st.user.get("link")
    return links.of_digest(reading.store(), str(digest)) if digest else None


def came_by_link() -> bool:
    """Return whether who views the page came with a link, which may be over by now."""
    return bool(st.user.get("link"))


def _anybody() -> Actor:
    return VISITOR if is_open() else NOBODY


def admitted(action: Action, language: Language) -> Actor | None:
    """Return who views the page if they may do this somewhere; else tell them why they may not."""
    viewer = actor()
    if holds(viewer, action):
        return viewer
    tell_denied(viewer, language)
    return None


def tell_denied(viewer: Actor, language: Language) -> None:
    """Say why something is not shown; lead who is not signed in to the form."""
    _ = catalog(language).gettext
    if viewer.user_id is None:
        address = html.escape(sign_in_address(language))
        link = f'<a href="{address}" target="_self">{html.escape(_("Sign in"))}</a>'
        st.html(f'<p class="db-lead db-denied">{html.escape(_(SIGN_IN_FIRST))} {link}</p>')
    else:
        st.info(_(NOT_YOURS))


def show_corner(viewer: Actor, language: Language) -> None:
    """Show in the corner of the page who is signed in, and the way in or out."""
    _ = catalog(language).gettext
    if viewer.user_id is None:
        address, text = sign_in_address(language), _("Sign in")
    else:
        address, text = (
            f"account?{urlencode({'language': language})}",
            _("{name} · sign out").format(name=viewer.name),
        )
    with st.container(key="account"):
        st.html(f'<a class="db-account" href="{html.escape(address)}" target="_self">{html.escape(text)}</a>')


def sign_in_address(language: Language) -> str:
    """Return the address of the sign-in form that leads back to the page that runs."""
    path = (st.context.url or "").rstrip("/").rpartition("/")[2].partition("?")[0]
    query = urlencode(st.query_params.to_dict())
    back = f"{path}?{query}" if path in PAGES else ""
    return f"sign-in?{urlencode({'language': language} | ({'next': back} if back else {}))}"


def _found(scope: Scope) -> tuple[Session | None, LinkSession | None]:
    """Return the session of the account that a browser is signed in to, else that of the link it opened."""
    secure = scope["scheme"] in ("https", "wss")
    token = _cookie(scope, cookie_name(secure=secure))
    session = accounts.of_token(reading.store(), token) if token else None
    if session is not None:
        return session, None
    token = _cookie(scope, link_cookie_name(secure=secure))
    return None, links.of_token(reading.store(), token) if token else None


def _cookie(scope: Scope, wanted: str) -> str | None:
    for name, value in scope["headers"]:
        if name.lower() == b"cookie":
            found = cookie_parser(value.decode("latin-1")).get(wanted)
            if found:
                return found
    return None


def _is_for_links(scope: Scope, path: str) -> bool:
    """Return whether someone who opened a link may ask for this.

    It is the document of a page, which says itself what of it they may see, and the files their page made.
    """
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    return path in PAGES or path.startswith("media/")


def _refusal(scope: Scope, path: str) -> ASGIApp | None:
    """Return what to answer somebody unknown; None for what is answered to anyone."""
    if scope["type"] == "http" and is_navigation(scope):
        if path not in PAGES:
            return None
        over = _cookie(scope, link_cookie_name(secure=scope["scheme"] == "https")) is not None
        query = urlencode({"language": language_of(scope), "ended": 1})
        way = f"shared?{query}" if over else _way_to_sign_in(scope, path)
        return RedirectResponse(way, HTTPStatus.SEE_OTHER)
    if _is_part_of_document(scope, path):
        return None
    return PlainTextResponse("Sign in first", HTTPStatus.UNAUTHORIZED)


def _way_to_sign_in(scope: Scope, path: str) -> str:
    query = scope.get("query_string", b"").decode("latin-1")
    return (
        f"sign-in?{urlencode({'language': language_of(scope), 'next': f'{path}?{query}' if query else path})}"
    )


def _is_part_of_document(scope: Scope, path: str) -> bool:
    """Return whether a file of Streamlit's own front end is asked for, such as its icon."""
    return scope["type"] == "http" and scope["method"] == "GET" and "/" not in path and "." in path
