"""Links in words: how they stand, and what they show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.joining import clauses

STATES: Final[Mapping[str, str]] = {
    "open": N_("usable"),
    "not_yet": N_("not open yet"),
    "expired": N_("over"),
    "revoked": N_("revoked"),
    "maker_disabled": N_("off: its maker's account is disabled"),
    "maker_without_right": N_("off: its maker may not share any more"),
}


def state(name: str, language: Language) -> str:
    """Return how a link stands (`dabiao.links.State`)."""
    return catalog(language).gettext(STATES[name])


def standing(states: Sequence[str], language: Language) -> str:
    """Return how many links stand how."""
    found = catalog(language).ngettext("{count} link", "{count} links", len(states))
    counted = Counter(states)
    parts = [f"{state(name, language)} {counted[name]}" for name in STATES if counted[name]]
    return (
        catalog(language)
        .gettext("{links}: {parts}")
        .format(links=found.format(count=len(states)), parts=clauses(parts, language))
    )
