"""Accounts in words: roles, states, browsers, and what the audit trail says was done."""

import re
from collections.abc import Mapping
from typing import Final

from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.terms import N_

ROLES: Final[Mapping[str, str]] = {
    "leadership": N_("Leadership"),
    "reporter": N_("Reporter"),
    "reviewer": N_("Reviewer"),
    "administrator": N_("Administrator"),
}

ROLES_EXPLAINED: Final[Mapping[str, str]] = {
    "leadership": N_("reads the area and all below it, submitted figures too"),
    "reporter": N_("enters the figures of the area itself"),
    "reviewer": N_("reviews the returns of the area and all below it"),
    "administrator": N_("administers the accounts of the area and all below it"),
}

STATES: Final[Mapping[str, str]] = {
    "invited": N_("has not chosen a password yet"),
    "active": N_("active"),
    "disabled": N_("disabled"),
}

WAYS: Final[Mapping[str, str]] = {"sheet": N_("with a filled-in workbook"), "paste": N_("as pasted rows")}
"""How a figure came that was not typed into the form."""

DONE: Final[Mapping[str, str]] = {
    "load": N_("Data loaded"),
    "publication": N_("Published"),
    "backup_made": N_("Backup made"),
    "backup_failed": N_("Backup failed"),
    "backup_restored": N_("Restored from a backup"),
    "account_added": N_("Account added"),
    "account_disabled": N_("Account disabled"),
    "account_enabled": N_("Account enabled again"),
    "password_reset": N_("Link for a new password made"),
    "password_chosen": N_("Password chosen"),
    "right_given": N_("Right given"),
    "right_taken": N_("Right taken away"),
    "signed_in": N_("Signed in"),
    "signed_out": N_("Signed out"),
    "sign_in_refused": N_("Sign-in refused"),
    "identity_bound": N_("Bound to an institution's sign-in"),
    "sessions_ended": N_("Signed out everywhere"),
    "figure_saved": N_("Figure saved"),
    "return_submitted": N_("Return submitted"),
    "return_withdrawn": N_("Return taken back"),
    "return_sent_back": N_("Return sent back"),
    "return_passed": N_("Return passed on to the level above"),
    "return_approved": N_("Return approved"),
    "exception_granted": N_("Exception to the calendar granted"),
    "amendment_proposed": N_("Correction proposed"),
    "target_change_proposed": N_("Change of a target proposed"),
    "amendment_approved": N_("Correction approved"),
    "amendment_refused": N_("Correction refused"),
    "meeting_made": N_("Meeting made"),
    "meeting_changed": N_("Meeting changed"),
    "meeting_frozen_anew": N_("Another publication frozen for a meeting"),
    "meeting_closed": N_("Minutes closed"),
    "meeting_cancelled": N_("Meeting cancelled"),
    "agenda_changed": N_("Agenda changed"),
    "decision_recorded": N_("Decision written down"),
    "action_recorded": N_("Action written down"),
    "action_followed_up": N_("Action reported on"),
    "link_shared": N_("Link made"),
    "link_opened": N_("Link opened"),
    "link_rotated": N_("Link given another address"),
    "link_revoked": N_("Link revoked"),
    "document": N_("Document issued"),
}
"""What was done, by its word in the audit trail."""

MACHINES: Final[Mapping[str, str]] = {
    "command line": N_("Command line"),
    "set-up link": N_("Set-up link of the first start"),
}
"""Who did something without an account, by the name that is kept of them."""
UNKNOWN: Final = N_("Not signed in")
ALL_INDICATORS: Final = N_("all")

_BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("MicroMessenger", "WeChat"),
    ("QQBrowser", "QQ"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Windows", "Windows"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def role(name: str, language: Language) -> str:
    """Return a role's name."""
    return catalog(language).gettext(ROLES[name])


def role_in(name: str, area: str, language: Language) -> str:
    """Return a role with the name of the area it is held in."""
    return catalog(language).gettext("{role}, {area}").format(role=role(name, language), area=area)


def maker(name: str, language: Language) -> str:
    """Return who added an account, by the name that was kept of them."""
    return catalog(language).gettext(MACHINES[name]) if name in MACHINES else name


def done(what: str, language: Language) -> str:
    """Return what was done, in words; a word that is not known stands as it is."""
    return catalog(language).gettext(DONE[what]) if what in DONE else what


def actor(name: str, user_id: str | None, language: Language) -> str:
    """Return who did something, as the audit trail names them."""
    if user_id is not None:
        return name
    return catalog(language).gettext(MACHINES.get(name, UNKNOWN))


def browser(agent: str) -> str:
    """Return the browser and the system that a browser says it is."""
    named = (
        next((name for sign, name in known if re.search(sign, agent)), "") for known in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(name for name in named if name) or agent[:40]
