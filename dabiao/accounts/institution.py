"""Signing in through one's institution (OpenID Connect), where the settings name one.

What an attempt must remember travels in a cookie of the browser that began it, keyed with the server's
secret: so it survives a restart, and nobody else can end it. The first time, somebody is found by the name
that the institution gives them; from then on by what never changes there.
"""

import base64
import binascii
import datetime as dt
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import polars as pl
import structlog

from dabiao import audit
from dabiao.accounts import people, sessions
from dabiao.accounts.errors import AccountError
from dabiao.accounts.secret import LOOPBACK, keyed_digest
from dabiao.accounts.sessions import SignedIn
from dabiao.locale import catalog
from dabiao.rights import Actor
from dabiao.settings import SettingsError, settings
from dabiao.store import Store, Transaction
from dabiao.terms import N_

log = structlog.get_logger()

VALID_FOR: Final = dt.timedelta(minutes=10)
"""How long somebody may take to sign in at the institution."""

UNREACHABLE: Final = N_("The sign-in of your institution cannot be reached. Try again later.")
UNVERIFIED: Final = N_("Your institution's answer could not be verified. Please begin once more.")
NOT_HERE: Final = N_("There is no account for {name} here. Ask an administrator to add one.")
HALF: Final = N_("DABIAO_OIDC_ISSUER and DABIAO_OIDC_CLIENT_ID belong together.")
NOT_SAFE: Final = N_("DABIAO_OIDC_ISSUER begins with https://.")


class InstitutionError(AccountError):
    """Nobody was signed in through the institution."""


@dataclass(frozen=True)
class Attempt:
    """What is remembered of somebody on the way to the institution and back."""

    state: str
    nonce: str
    verifier: str
    back: str
    begun: float


def check_settings() -> None:
    """Make sure that an institution is either named in full or not at all.

    Raises:
        SettingsError: it is named in part, or over an open line.
    """
    chosen = settings()
    _ = catalog(chosen.language).gettext
    if bool(chosen.oidc_issuer) != bool(chosen.oidc_client_id):
        raise SettingsError(_(HALF))
    if chosen.oidc_issuer:
        parts = urlsplit(chosen.oidc_issuer)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise SettingsError(_(NOT_SAFE))


def is_configured() -> bool:
    """Return whether there is an institution to sign in through."""
    return bool(settings().oidc_issuer)


def begin(redirect: str, back: str) -> tuple[str, str]:
    """Return the address to lead to and what the browser keeps meanwhile.

    Args:
        redirect: address that the institution leads back to.
        back: page to show then.

    Raises:
        InstitutionError: the institution does not answer.
    """
    # Its libraries take a while to import; most servers have no institution.
    from dabiao.accounts import openid

    attempt = Attempt(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        back=back,
        begun=dt.datetime.now(dt.UTC).timestamp(),
    )
    try:
        provider = openid.discover(settings().oidc_issuer or "")
    except openid.UnreachableError as error:
        log.warning("institution unreachable", reason=str(error))
        raise InstitutionError(UNREACHABLE) from error
    way = openid.way_there(
        provider,
        _client(redirect),
        state=attempt.state,
        nonce=attempt.nonce,
        verifier=attempt.verifier,
    )
    return way, _sealed(attempt)


def finish(
    store: Store,
    sealed: str,
    answer: dict[str, str],
    *,
    redirect: str,
    address: str,
    browser: str,
) -> tuple[SignedIn, str]:
    """Return the session of somebody whom the institution led back, and the page to show.

    Args:
        store: where the accounts are.
        sealed: what the browser kept.
        answer: what stands in the address that the institution led to.
        redirect: that address without it.
        address: of the network.
        browser: what it says of itself.

    Raises:
        InstitutionError: the answer proves nothing, or nobody here has an account of that name.
        StoreError: as `Store.run`.
    """
    from dabiao.accounts import openid

    attempt = _opened(sealed)
    if attempt is None or not hmac.compare_digest(attempt.state.encode(), answer.get("state", "").encode()):
        raise InstitutionError(UNVERIFIED)
    if "code" not in answer:
        raise InstitutionError(UNVERIFIED)
    try:
        said = openid.claims(
            openid.discover(settings().oidc_issuer or ""),
            _client(redirect),
            code=answer["code"],
            verifier=attempt.verifier,
            nonce=attempt.nonce,
        )
    except openid.UnreachableError as error:
        log.warning("institution unreachable", reason=str(error))
        raise InstitutionError(UNREACHABLE) from error
    except openid.UnverifiedError as error:
        log.warning("institution's answer refused", reason=str(error))
        raise InstitutionError(UNVERIFIED) from error
    return store.run(lambda tx: _enter(tx, said, address, browser)), attempt.back


def _enter(tx: Transaction, said: dict[str, Any], address: str, browser: str) -> SignedIn:
    now = dt.datetime.now(dt.UTC)
    known = tx.read("identity_holder", said["iss"], said["sub"])
    row = _first_time(tx, said, now) if known.is_empty() else known.row(0, named=True)
    if row["disabled_at"] is not None:
        raise InstitutionError(NOT_HERE, name=_name(said))
    return sessions.begin(tx, row["user_id"], row["shown_name"], address=address, browser=browser, now=now)


def _first_time(tx: Transaction, said: dict[str, Any], now: dt.datetime) -> dict[str, Any]:
    """Bind somebody of the institution to the account with the name that it gives them."""
    name = _name(said)
    found = tx.read("account_to_sign_in", people.folded(name))
    if found.is_empty() or not tx.read("identity_of", found.item(0, "user_id")).is_empty():
        raise InstitutionError(NOT_HERE, name=name)
    row = found.row(0, named=True)
    identity = {"issuer": said["iss"], "subject": said["sub"], "user_id": row["user_id"], "bound_at": now}
    tx.insert("account_identity", pl.DataFrame([identity]))
    holder = Actor(row["user_id"], row["shown_name"])
    audit.record(tx, holder, "identity_bound", f"account:{row['user_id']}", {"issuer": said["iss"]})
    return row


def _name(said: dict[str, Any]) -> str:
    claim = settings().oidc_claim
    if claim == "email" and said.get("email_verified") is not True:
        return "-"  # an address that nobody has checked is nobody's name
    return str(said.get(claim) or "-")


def _client(redirect: str) -> Any:
    from dabiao.accounts import openid

    chosen = settings()
    secret = chosen.oidc_client_secret
    return openid.Client(chosen.oidc_client_id or "", secret.get_secret_value() if secret else None, redirect)


def _sealed(attempt: Attempt) -> str:
    text = base64.urlsafe_b64encode(json.dumps(asdict(attempt)).encode()).decode()
    return f"{text}.{keyed_digest('institution', text)}"


def _opened(sealed: str) -> Attempt | None:
    text, _, seal = sealed.partition(".")
    if not hmac.compare_digest(seal.encode(), keyed_digest("institution", text).encode()):
        return None
    try:
        attempt = Attempt(**json.loads(base64.urlsafe_b64decode(text)))
    except (ValueError, TypeError, binascii.Error):
        return None
    age = dt.datetime.now(dt.UTC).timestamp() - attempt.begun
    return attempt if 0 <= age <= VALID_FOR.total_seconds() else None
