"""The server's secret: configured, or made once into a file that its owner alone can read. None is built in.

It keys the digests of names and addresses that signing in failed for, and the tokens of the sign-in form.
"""

import hashlib
import hmac
import os
import secrets
import stat
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Final

from dabiao.accounts.passwords import common
from dabiao.locale import catalog
from dabiao.settings import ROOT, Settings, SettingsError, settings
from dabiao.terms import N_

LEAST_LENGTH: Final = 32
"""Characters of a configured secret."""
LEAST_DIFFERENT: Final = 8

EXAMPLE: Final = "replace-me-with-the-output-of-openssl-rand-hex-32"
"""What the documentation shows in its place; refused like any other known one."""
WORDS: Final = ("changeme", "change-me", "change_me", "replace-me", "example", "secret", "password", "your-")
"""What texts hold that were copied from somewhere instead of made at random."""

UNFIT: Final = N_(
    "DABIAO_SECRET cannot be used: it is too short, well known or not random. Make one with: "
    "openssl rand -hex 32"
)
MISSING: Final = N_(
    "DABIAO_SECRET is needed: several servers share a PostgreSQL database and must share it too. Make one "
    "with: openssl rand -hex 32"
)
READABLE: Final = N_("{path} can be read by others than its owner. Delete it; a new one is made.")

NOT_KEPT: Final = N_("No secret can be kept at {path} ({reason}). Set DABIAO_SECRET.")

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


class OpenToOthersError(Exception):
    """Others than its owner can read the file of a secret."""


def server_secret(chosen: Settings | None = None) -> bytes:
    """Return the secret of this server; where none is configured it is kept beside the database.

    Raises:
        SettingsError: a configured secret is unfit, one is needed and missing, or its file is open to others
            or cannot be made.
    """
    chosen = chosen or settings()
    _ = catalog(chosen.language).gettext
    configured = chosen.secret.get_secret_value() if chosen.secret is not None else None
    if configured is not None:
        if not is_fit(configured):
            raise SettingsError(_(UNFIT))
        return configured.encode()
    shared = "://" in chosen.database
    if shared and chosen.host not in LOOPBACK:
        raise SettingsError(_(MISSING))
    path = ROOT / "data" / "server.secret" if shared else Path(f"{chosen.database}.secret")
    try:
        return _kept(path)
    except OpenToOthersError as error:
        raise SettingsError(_(READABLE).format(path=path)) from error
    except OSError as error:
        raise SettingsError(_(NOT_KEPT).format(path=path, reason=error.strerror)) from error


def is_fit(configured: str) -> bool:
    """Return whether a configured secret could have been made at random and is long enough."""
    folded = configured.strip().casefold()
    return (
        len(folded) >= LEAST_LENGTH
        and len(Counter(folded)) >= LEAST_DIFFERENT
        and not any(word in folded for word in WORDS)
        and folded not in common()
    )


def keyed_digest(purpose: str, text: str) -> str:
    """Return a digest that nobody can compute without the server's secret."""
    chosen = settings()
    key = _secret(chosen.database, chosen.secret.get_secret_value() if chosen.secret else None)
    return hmac.new(key, f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _secret(database: str, configured: str | None) -> bytes:
    """Return the secret; the file is read once."""
    return server_secret()


def _kept(path: Path) -> bytes:
    """Return the secret in the file at ``path``, which is made if it is not there.

    Raises:
        OpenToOthersError: others than its owner can read it.
        OSError: it can be neither read nor made.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise OpenToOthersError(path) from None
        text = path.read_text(encoding="ascii").strip()
        if is_fit(text):
            return text.encode()
        # Cut off while it was written: nothing rests on it yet.
        path.unlink()
        return _kept(path)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text(encoding="ascii").encode()
