"""Links: one view, for people without an account, until a day, and no further than the view."""

from dabiao.links.errors import LinkError, PasswordNeededError, UnusableLinkError
from dabiao.links.opening import LinkSession, Opened, leave, note_seen, of_digest, of_token, open_link
from dabiao.links.sharing import (
    LONGEST,
    LONGEST_LABEL,
    VALID_FOR,
    openings,
    register,
    revoke,
    rotate,
    share,
)
from dabiao.links.standing import State

__all__ = [
    "LONGEST",
    "LONGEST_LABEL",
    "VALID_FOR",
    "LinkError",
    "LinkSession",
    "Opened",
    "PasswordNeededError",
    "State",
    "UnusableLinkError",
    "leave",
    "note_seen",
    "of_digest",
    "of_token",
    "open_link",
    "openings",
    "register",
    "revoke",
    "rotate",
    "share",
]
