"""OpenID Connect with an institution: authorization code with PKCE; its signed answer is checked here."""

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode

import httpx
from cachetools import TTLCache, cached
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS: Final = ("RS256", "PS256", "ES256")
"""Signatures that only the institution can make; "none" and shared keys are not among them."""
TIMEOUT_S: Final = 10
LEEWAY_S: Final = 60
"""How far its clock may differ from ours."""
KEPT_S: Final = 3600
"""How long its description is kept."""
WELL_KNOWN: Final = "/.well-known/openid-configuration"


class UnreachableError(Exception):
    """The institution does not answer, or not as it should."""


class UnverifiedError(Exception):
    """What it answered does not prove who somebody is."""


@dataclass(frozen=True)
class Provider:
    """Where the institution signs people in, as it describes itself."""

    issuer: str
    authorization: str
    token: str
    keys: str


@dataclass(frozen=True)
class Client:
    """What this server is at the institution."""

    client_id: str
    secret: str | None
    redirect: str
    """Address that it leads back to."""


@cached(TTLCache(maxsize=8, ttl=KEPT_S), lock=Lock())
def discover(issuer: str) -> Provider:
    """Return the institution's description of itself.

    Raises:
        UnreachableError: it gives none, or one of somebody else.
    """
    told = _get(issuer.rstrip("/") + WELL_KNOWN)
    try:
        provider = Provider(
            told["issuer"], told["authorization_endpoint"], told["token_endpoint"], told["jwks_uri"]
        )
    except KeyError as error:
        raise UnreachableError(f"{issuer} does not name its {error}") from error
    if provider.issuer != issuer:
        raise UnreachableError(f"{issuer} describes {provider.issuer}")
    return provider


def way_there(provider: Provider, client: Client, *, state: str, nonce: str, verifier: str) -> str:
    """Return the address at which the institution asks who somebody is."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    question = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": client.redirect,
        "scope": "openid profile email",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{provider.authorization}{'&' if '?' in provider.authorization else '?'}{urlencode(question)}"


def claims(provider: Provider, client: Client, *, code: str, verifier: str, nonce: str) -> dict[str, Any]:
    """Exchange a code for the institution's signed statement, check it and return what it says.

    Raises:
        UnreachableError: the institution does not answer.
        UnverifiedError: the code is refused, or the statement is not the institution's, not for this server,
            not for this attempt, or no longer valid.
    """
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect,
        "client_id": client.client_id,
        "code_verifier": verifier,
    }
    proof = httpx.BasicAuth(client.client_id, client.secret) if client.secret else None
    try:
        answer = httpx.post(provider.token, data=fields, auth=proof, timeout=TIMEOUT_S)
    except httpx.HTTPError as error:
        raise UnreachableError(provider.token) from error
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise UnreachableError(f"{provider.token} answers {answer.status_code}")
    try:
        statement = answer.raise_for_status().json()["id_token"]
        keys = KeySet.import_key_set(_get(provider.keys))  # type: ignore[arg-type]
        said = jwt.decode(statement, keys, algorithms=list(ALGORITHMS)).claims
        jwt.JWTClaimsRegistry(
            now=int(time.time()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": client.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        ).validate(said)
    except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError) as error:
        raise UnverifiedError(type(error).__name__) from error
    if not secrets.compare_digest(str(said.get("nonce", "")).encode(), nonce.encode()):
        raise UnverifiedError("another attempt's statement")
    audience = said["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if (several or "azp" in said) and said.get("azp") != client.client_id:
        raise UnverifiedError("made for another server")
    return dict(said)


def _get(address: str) -> dict[str, Any]:
    try:
        answer = httpx.get(address, timeout=TIMEOUT_S).raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise UnreachableError(address) from error
    if not isinstance(answer, dict):
        raise UnreachableError(address)
    return answer
