"""Texts as files can hold them: XML knows no control characters, and people paste them into notes."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

T = TypeVar("T")


def legal(held: T) -> T:
    """Return contents or a cover without the characters that no office file holds, wherever they stand."""
    found: Any = held
    if isinstance(held, str):
        found = ILLEGAL.sub("", held)
    elif isinstance(held, tuple):
        parts = [legal(part) for part in held]
        found = type(held)(*parts) if hasattr(held, "_fields") else tuple(parts)
    elif isinstance(held, list):
        found = [legal(part) for part in held]
    elif is_dataclass(held) and not isinstance(held, type):
        found = replace(
            held, **{one.name: legal(getattr(held, one.name)) for one in fields(held) if one.init}
        )
    return found  # type: ignore[no-any-return]
