"""What is refused about links, each with a text for people in both languages."""

from typing import Final

from dabiao.refusal import RefusalError
from dabiao.terms import N_

UNUSABLE: Final = N_(
    "This link cannot be used: it is incomplete, its time has not come or is over, or it was revoked. Ask "
    "whoever gave it to you."
)
PASSWORD_NEEDED: Final = N_("This link asks for a password.")
WRONG_PASSWORD: Final = N_("The password is wrong.")
NO_LINK: Final = N_("There is no such link.")
REVOKED: Final = N_("This link was revoked; make a new one.")
NO_LABEL: Final = N_("Say in 1 to {longest} characters what the link is for.")
BAD_TIMES: Final = N_("A link ends after it begins, in the future, and within {days} days.")
NO_PUBLICATION: Final = N_("There is no publication No. {number}.")


class LinkError(RefusalError):
    """Something about a link is refused."""


class UnusableLinkError(LinkError):
    """A link leads nowhere. Which of the reasons it is, is not told."""

    def __init__(self) -> None:
        """Say the one text for all of them."""
        super().__init__(UNUSABLE)


class PasswordNeededError(LinkError):
    """A link is opened with a password only, and none was given or another one."""
