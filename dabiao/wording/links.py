"""Links in words: how they stand, and what they show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.figures import period
from dabiao.wording.joining import clauses

STATES: Final[Mapping[str, str]] = {
    "open": N_("usable"),
    "not_yet": N_("not open yet"),
    "expired": N_("over"),
    "revoked": N_("revoked"),
    "maker_disabled": N_("off: its maker's account is disabled"),
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


def scope(shown: str, choices: Mapping[str, str], publication: str, language: Language) -> list[str]:
    """Return what a link shows, as short statements.

    Args:
        shown: page, areas, documents and indicator, in ``language``.
        choices: names and ids.
        publication: the one it is pinned to in words, empty for always the newest.
        language: of the statements.
    """
    _ = catalog(language).gettext
    told = [shown, publication or _("always the newest publication")]
    if "as_of" in choices:
        told.append(_("as of {period}").format(period=period(choices["as_of"], language)))
    return told
