"""The form that holds a printed return or document against what is stored; it needs no account."""

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dabiao import documents, returns
from dabiao.accounts import TooOftenError, attempts
from dabiao.documents import Document
from dabiao.locale import catalog
from dabiao.periods import CHINA
from dabiao.returns import Desk, UnknownReceiptError
from dabiao.rights import VISITOR
from dabiao.settings import Language
from dabiao.store import Store
from dabiao.terms import N_
from dabiao.views import SavedView
from dabiao.web import choices, reading
from dabiao.web.document import language_of
from dabiao.web.forms import STALE, address_of, fields_of, is_ours, page, with_language
from dabiao.web.menu import MENU
from dabiao.web.session import actor_of
from dabiao.web.view import LANGUAGE_NAMES
from dabiao.wording import documents as words

MEETING: Final = "meeting"
"""Kind of the documents whose titles are for those who have an account."""
MATCHES: Final = N_("The digest is that of the return stored under this receipt number.")
DIFFERS: Final = N_(
    "No return is stored under this receipt number with this digest. Compare both with the paper once more."
)
DOCUMENT_MATCHES: Final = N_("The digest is that of the document issued under this number.")
DOCUMENT_DIFFERS: Final = N_(
    "No document was issued under this number with this digest. Compare both with the paper once more."
)
TOO_OFTEN: Final = N_("There have been too many attempts. Try again in {minutes} min.")


@dataclass(frozen=True)
class Found:
    """What is said of what is stored under a number, where the digest is its own."""

    text: str
    facts: tuple[tuple[str, str], ...] = ()
    """Each with its heading."""
    views: tuple[tuple[str, str], ...] = ()
    """Addresses and names of what a document is of."""


def routes() -> list[BaseRoute]:
    """Return the routes of the form."""
    return [
        Route("/verify", _show, methods=["GET"]),
        Route("/verify", _verify, methods=["POST"]),
    ]


async def _show(request: Request) -> Response:
    return _form(request, request.query_params.get("number", ""), request.query_params.get("digest", ""))


def _form(
    request: Request,
    number: str,
    digest: str,
    *,
    found: Found | None = None,
    error: str = "",
    status: int = 200,
) -> Response:
    _ = catalog(language_of(request.scope)).gettext
    return page(
        request,
        "verify",
        _("Verify a return or document on paper"),
        status=status,
        error=error,
        found=found,
        number=number,
        digest=digest,
        way_back=with_language(MENU[0].path, request),
        way_back_name=_(MENU[0].title),
    )


async def _verify(request: Request) -> Response:
    fields = await fields_of(request)
    _ = catalog(language_of(request.scope)).gettext
    number, digest = fields.get("number", "").strip(), "".join(fields.get("digest", "").split())
    if not is_ours(request, fields):
        return _form(request, number, digest, error=_(STALE), status=HTTPStatus.FORBIDDEN)
    language, signed_in = language_of(request.scope), actor_of(request.scope).user_id is not None

    def find() -> Found | None:
        return _find(number, digest, address_of(request), language, signed_in=signed_in)

    try:
        found = await to_thread.run_sync(find)
    except TooOftenError as slowed:
        said = _(TOO_OFTEN).format(minutes=slowed.values["minutes"])
        refused = _form(request, number, digest, error=said, status=HTTPStatus.TOO_MANY_REQUESTS)
        refused.headers["Retry-After"] = str(max(1, round(slowed.wait.total_seconds())))
        return refused
    if found is not None:
        return _form(request, number, digest, found=found)
    differs = DOCUMENT_DIFFERS if documents.is_number(number) else DIFFERS
    return _form(request, number, digest, error=_(differs))


def _find(number: str, digest: str, address: str, language: Language, *, signed_in: bool) -> Found | None:
    """Return what is told of what is stored under a number if a digest is that of its content.

    Who has the paper has its figures, and yes or no tells nobody else anything: so it is answered to anyone,
    also where published figures need an account. A number that is not known is answered as another digest.

    Raises:
        TooOftenError: the attempt must wait.
    """
    store, _ = reading.store(), catalog(language).gettext
    # Counters of their own: what fails here does not keep an office from signing in.
    subjects = attempts.at_receipt(number, address)
    attempts.begin(store, subjects, dt.datetime.now(dt.UTC))
    found = None
    if documents.is_number(number):
        document = documents.verify(store, VISITOR, number.upper(), digest)
        found = None if document is None else _told(document, language, signed_in=signed_in)
    elif _is_return(store, number, digest):
        found = Found(_(MATCHES))
    if found is not None:
        store.run(lambda tx: attempts.succeeded(tx, subjects))
    return found


def _told(document: Document, language: Language, *, signed_in: bool) -> Found:
    """Return what shows whether a paper's figures are those of the document, besides number and digest."""
    _ = catalog(language).gettext
    published = choices.publication_names(reading.all_publications(), language)
    of_meeting = document.kind == MEETING
    facts = {
        _("Kind"): words.kind(document.kind, language),
        _("Title"): document.title if signed_in or not of_meeting else "",
        _("Publication"): choices.publication_name(published, document.publication, language),
        _("Issued on (China time)"): f"{document.issued_at.astimezone(CHINA):%Y-%m-%d}",
        _("Language"): LANGUAGE_NAMES[document.language],
    }
    # What a meeting says beside its views stands before them and is on none of the pages.
    views = document.views[1:] if of_meeting else document.views
    return Found(
        _(DOCUMENT_MATCHES),
        tuple((heading, fact) for heading, fact in facts.items() if fact),
        tuple((_way(view, language), _name(view, document, published, language)) for view in views),
    )


def _way(view: SavedView, language: Language) -> str:
    chosen = dict(view.choices) | {"language": language}
    return SavedView.of(view.page, chosen, view.publication).address()


def _name(view: SavedView, document: Document, published: dict[str, str], language: Language) -> str:
    from dabiao.web.naming import named  # the server starts without it

    number = view.publication or document.publication
    told = choices.publication_name(published, number, language)
    return f"{named(view, number, language)} · {told}" if str(number) in published else told


def _is_return(store: Store, number: str, digest: str) -> bool:
    try:
        verification = returns.verify(VISITOR, Desk(store), number, digest)
    except UnknownReceiptError:
        return False
    return verification.matches and verification.intact
