"""Accounts: who may sign in, their rights, their sessions. Every secret is kept as a digest only."""

from dabiao.accounts.errors import AccountError, LinkError, SignInError, TooOftenError
from dabiao.accounts.links import Link, add_account, first_administrator, look_up, reset, use
from dabiao.accounts.passwords import WeakPasswordError
from dabiao.accounts.people import (
    Account,
    account,
    accounts,
    disable,
    enable,
    give,
    has_administrator,
    id_of,
    places,
    read_grant,
    take,
    write_grant,
)
from dabiao.accounts.sessions import (
    Session,
    SignedIn,
    of_digest,
    of_token,
    sessions_of,
    sign_in,
    sign_out,
    sign_out_everywhere,
)

__all__ = [
    "Account",
    "AccountError",
    "Link",
    "LinkError",
    "Session",
    "SignInError",
    "SignedIn",
    "TooOftenError",
    "WeakPasswordError",
    "account",
    "accounts",
    "add_account",
    "disable",
    "enable",
    "first_administrator",
    "give",
    "has_administrator",
    "id_of",
    "look_up",
    "of_digest",
    "of_token",
    "places",
    "read_grant",
    "reset",
    "sessions_of",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "take",
    "use",
    "write_grant",
]
