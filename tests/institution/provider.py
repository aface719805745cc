"""A small OpenID provider: ``python -m tests.institution.provider PORT`` signs in whoever says who they are.

Beside what the standard asks for, its authorization address takes ``as`` (who signs in) and ``fault`` (what
is to be wrong with the statement), as a person at its form would choose them.
"""

import base64
import hashlib
import hmac
import secrets
import sys
import time
from typing import Any

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT = "dabiao-test"
SECRET = "s3cr3t of the client & its / signs"

PEOPLE: dict[str, dict[str, Any]] = {
    "wang": {"sub": "77", "preferred_username": "Wang", "email": "wang@id.example", "email_verified": True},
    "wang renamed": {"sub": "77", "preferred_username": "zhao"},
    "impostor": {"sub": "99", "preferred_username": "wang", "email": "wang@id.example"},
    "stranger": {"sub": "78", "preferred_username": "stranger"},
    "nameless": {"sub": "79"},
}


def _base64(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


SHARED, UNSIGNED = (_base64(f'{{"alg":"{name}","kid":"k1"}}'.encode()) for name in ("HS256", "none"))


def application(issuer: str) -> Starlette:
    key, forged = (RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"}) for _ in range(2))
    codes: dict[str, dict[str, str]] = {}

    async def describe(request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/keys",
                "response_types_supported": ["code"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def keys(request: Request) -> Response:
        return JSONResponse(KeySet([key]).as_dict(private=False))

    async def authorize(request: Request) -> Response:
        asked = dict(request.query_params)
        complete = (
            asked["client_id"] == CLIENT
            and asked["response_type"] == "code"
            and "openid" in asked["scope"].split()
            and asked["code_challenge_method"] == "S256"
            and len(asked["state"]) > 20
            and len(asked["nonce"]) > 20
        )
        if not complete:
            return JSONResponse({"error": "invalid_request"}, 400)
        if "as" not in asked:
            return RedirectResponse(
                f"{asked['redirect_uri']}?error=access_denied&state={asked['state']}", 303
            )
        code = secrets.token_urlsafe(16)
        codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?code={code}&state={asked['state']}", 303)

    async def token(request: Request) -> Response:
        fields = await request.form()
        name, _, given = base64.b64decode(request.headers["authorization"].split()[1]).decode().partition(":")
        asked = codes.pop(str(fields["code"]), None)
        if (
            asked is None
            or (name, given) != (CLIENT, SECRET)
            or fields["redirect_uri"] != asked["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        digest = hashlib.sha256(str(fields["code_verifier"]).encode()).digest()
        if _base64(digest) != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse(
            {"access_token": "unused", "token_type": "Bearer", "id_token": statement(asked, key, forged)}
        )

    def statement(asked: dict[str, str], own: RSAKey, other: RSAKey) -> str:
        now = int(time.time())
        said = {
            "iss": issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        } | PEOPLE[asked["as"]]
        match asked.get("fault"):
            case "nonce":
                said["nonce"] = "another"
            case "no nonce":
                del said["nonce"]
            case "audience":
                said["aud"] = "another"
            case "party":
                said |= {"aud": [CLIENT, "another"], "azp": "another"}
            case "issuer":
                said["iss"] = "https://another.example"
            case "expired":
                said |= {"iat": now - 900, "exp": now - 600}
            case "no expiry":
                del said["exp"]
            case "no subject":
                del said["sub"]
            case "key":
                return jwt.encode({"alg": "RS256", "kid": "k1"}, said, other)
            case "shared key":
                # What is public must not serve as a shared key.
                body = jwt.encode({"alg": "RS256", "kid": "k1"}, said, own).split(".")[1]
                text = f"{SHARED}.{body}"
                seal = hmac.new(own.as_pem(private=False), text.encode(), hashlib.sha256).digest()
                return f"{text}.{_base64(seal)}"
            case "unsigned":
                body = jwt.encode({"alg": "RS256", "kid": "k1"}, said, own).split(".")[1]
                return f"{UNSIGNED}.{body}."
        return jwt.encode({"alg": "RS256", "kid": "k1"}, said, own)

    return Starlette(
        routes=[
            Route("/.well-known/openid-configuration", describe),
            Route("/keys", keys),
            Route("/authorize", authorize),
            Route("/token", token, methods=["POST"]),
        ]
    )


if __name__ == "__main__":
    port = int(sys.argv[1])
    uvicorn.run(application(f"http://127.0.0.1:{port}"), host="127.0.0.1", port=port, log_level="warning")
