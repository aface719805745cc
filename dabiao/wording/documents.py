"""Documents that were issued, in words."""

from collections.abc import Mapping
from typing import Final

from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.terms import N_

KINDS: Final[Mapping[str, str]] = {"briefing": N_("Briefing"), "meeting": N_("Briefing of a meeting")}


def kind(name: str, language: Language) -> str:
    """Return what a document is (the column ``kind`` of the table ``document``)."""
    return catalog(language).gettext(KINDS.get(name, name))
