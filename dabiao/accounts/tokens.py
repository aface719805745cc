"""Tokens: random, shown once, kept as a digest only."""

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Final

BYTES: Final = 32


@dataclass(frozen=True)
class Token:
    """A fresh token: 256 random bits, for the browser or the link, and the digest to keep."""

    text: str = field(default_factory=lambda: secrets.token_urlsafe(BYTES), repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of it; what is random needs no slow hash."""
        return digest(self.text)


def digest(text: str) -> str:
    """Return the digest under which a token is kept."""
    return hashlib.sha256(text.encode()).hexdigest()
