"""The form that holds a printed return against what is stored; it needs no account."""

import datetime as dt
from http import HTTPStatus
from typing import Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dabiao import documents, returns
from dabiao.accounts import TooOftenError, attempts
from dabiao.locale import catalog
from dabiao.returns import Desk, UnknownReceiptError
from dabiao.rights import VISITOR
from dabiao.store import Store
from dabiao.terms import N_
from dabiao.web import reading
from dabiao.web.document import language_of
from dabiao.web.forms import STALE, address_of, fields_of, is_ours, page, with_language
from dabiao.web.menu import MENU

MATCHES: Final = N_("The digest is that of the return stored under this receipt number.")
DIFFERS: Final = N_(
    "No return is stored under this receipt number with this digest. Compare both with the paper once more."
)
DOCUMENT_MATCHES: Final = N_("The digest is that of the document issued under this number.")
DOCUMENT_DIFFERS: Final = N_(
    "No document was issued under this number with this digest. Compare both with the paper once more."
)
TOO_OFTEN: Final = N_("There have been too many attempts. Try again in {minutes} min.")


def routes() -> list[BaseRoute]:
    """Return the routes of the form."""
    return [
        Route("/verify", _show, methods=["GET"]),
        Route("/verify", _verify, methods=["POST"]),
    ]


async def _show(request: Request) -> Response:
    return _form(request, request.query_params.get("number", ""), request.query_params.get("digest", ""))


def _form(
    request: Request, number: str, digest: str, *, found: str = "", error: str = "", status: int = 200
) -> Response:
    _ = catalog(language_of(request.scope)).gettext
    return page(
        request,
        "verify",
        _("Verify a printed return"),
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
    try:
        matches = await to_thread.run_sync(_matches, number, digest, address_of(request))
    except TooOftenError as slowed:
        said = _(TOO_OFTEN).format(minutes=slowed.values["minutes"])
        refused = _form(request, number, digest, error=said, status=HTTPStatus.TOO_MANY_REQUESTS)
        refused.headers["Retry-After"] = str(max(1, round(slowed.wait.total_seconds())))
        return refused
    if matches:
        found = DOCUMENT_MATCHES if documents.is_number(number) else MATCHES
        return _form(request, number, digest, found=_(found))
    differs = DOCUMENT_DIFFERS if documents.is_number(number) else DIFFERS
    return _form(request, number, digest, error=_(differs))


def _matches(number: str, digest: str, address: str) -> bool:
    """Return whether a digest is that of the content stored under a number.

    Who has the paper has its figures, and yes or no tells nobody else anything: so it is answered to anyone,
    also where published figures need an account. A number that is not known is answered as another digest.

    Raises:
        TooOftenError: the attempt must wait.
    """
    store = reading.store()
    # Counters of their own: what fails here does not keep an office from signing in.
    subjects = attempts.at_receipt(number, address)
    attempts.begin(store, subjects, dt.datetime.now(dt.UTC))
    if not (_is_document if documents.is_number(number) else _is_return)(store, number, digest):
        return False
    store.run(lambda tx: attempts.succeeded(tx, subjects))
    return True


def _is_return(store: Store, number: str, digest: str) -> bool:
    try:
        verification = returns.verify(VISITOR, Desk(store), number, digest)
    except UnknownReceiptError:
        return False
    return verification.matches and verification.intact


def _is_document(store: Store, number: str, digest: str) -> bool:
    return documents.verify(store, VISITOR, number.upper(), digest)
