"""What accounts refuse, each with a text for people in both languages."""

import datetime as dt
import math
from typing import Final

from dabiao.refusal import RefusalError
from dabiao.terms import N_

WRONG: Final = N_("Name or password is wrong.")
WRONG_OLD: Final = N_("The password so far is wrong.")
TOO_OFTEN: Final = N_("Signing in has failed too often. Try again in {minutes} min.")
USED_LINK: Final = N_(
    "This link has been used, has expired or was replaced by a newer one. Ask for a new one."
)
NAME_TAKEN: Final = N_("There is an account {name} already.")
BAD_NAME: Final = N_(
    "A name to sign in with has 2 to 64 letters, digits, dots, hyphens, underscores or @, and begins with a "
    "letter or digit."
)
NO_SHOWN_NAME: Final = N_("Give the name that others see.")
NO_ACCOUNT: Final = N_("There is no account {name}.")
NO_AREA: Final = N_("There is no area {code}.")
NO_INDICATOR: Final = N_("There is no indicator {code}.")
BAD_GRANT: Final = N_("“{given}” is no right; rights are written role:area, such as reporter:610100.")
NO_GRANT: Final = N_("Give at least one right.")
ONLY_REPORTERS: Final = N_("Only reporters can be restricted to some indicators.")
LAST_ADMINISTRATOR: Final = N_(
    "This is the last administrator of the whole server; appoint another one first."
)
ADMINISTRATOR_EXISTS: Final = N_("There is an administrator already.")


class AccountError(RefusalError):
    """An account, a sign-in or a one-time link is refused."""


class SignInError(AccountError):
    """Signing in failed. An unknown account and a wrong password are the same."""


class TooOftenError(SignInError):
    """Signing in has failed so often that the next attempt must wait."""

    def __init__(self, wait: dt.timedelta) -> None:
        """Say how long to wait, in whole minutes."""
        super().__init__(TOO_OFTEN, minutes=math.ceil(wait.total_seconds() / 60))
        self.wait: Final = wait


class LinkError(AccountError):
    """A one-time link leads nowhere."""
