"""How a link stands: the one rule by which it is opened and by which the register tells of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from dabiao.rights import Actor, Grant, holds

State = Literal["open", "not_yet", "expired", "revoked", "maker_disabled", "maker_without_right"]


def state(row: Mapping[str, Any], grants: Sequence[Grant], now: dt.datetime) -> State:
    """Return how a link stands; only an open one can be used.

    Args:
        row: opens_at, expires_at, revoked_at, maker_disabled_at (UTC), made_by, made_by_name.
        grants: its maker's, of now: a link is worth no more than what its maker could still share.
        now: with zone.
    """
    if row["revoked_at"] is not None:
        return "revoked"
    if row["maker_disabled_at"] is not None:
        return "maker_disabled"
    if not holds(Actor(row["made_by"], row["made_by_name"], tuple(grants)), "share"):
        return "maker_without_right"
    if now >= row["expires_at"]:
        return "expired"
    return "open" if now >= row["opens_at"] else "not_yet"
