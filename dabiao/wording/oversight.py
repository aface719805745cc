"""Oversight in words: how many returns are in, and who is to be chased."""

import datetime as dt
from collections.abc import Mapping

from dabiao.locale import catalog
from dabiao.settings import Language

SETTLED = ("approved", "amended")


def progress(counts: Mapping[str, int], late: int, today: dt.date, language: Language) -> str:
    """Return how far the returns have come, a sentence.

    Args:
        counts: how many returns are in each state.
        late: how many are due and not handed in.
        today: the day this is told of.
        language: of the sentence.
    """
    _ = catalog(language).gettext
    begun = sum(counts.values()) - counts.get("not_due", 0)
    text = _(
        "By {date} the forms of {begun} returns were open: {approved} approved, {waiting} waiting for "
        "review, {late} overdue."
    )
    return text.format(
        date=today.isoformat(),
        begun=begun,
        approved=sum(counts.get(state, 0) for state in SETTLED),
        waiting=counts.get("submitted", 0),
        late=late,
    )


def chase(late: int, areas: int, longest: int, language: Language) -> str:
    """Return who is to be chased, a sentence.

    Args:
        late: how many returns are due and not handed in.
        areas: of how many areas.
        longest: days that the longest overdue is late.
        language: of the sentence.
    """
    catalogue = catalog(language)
    if not late:
        return catalogue.gettext("No return is overdue.")
    text = catalogue.ngettext(
        "{late} return is overdue ({areas}), the longest for {days} days.",
        "{late} returns are overdue ({areas}), the longest for {days} days.",
        late,
    )
    named = catalogue.ngettext("{count} area", "{count} areas", areas).format(count=areas)
    return text.format(late=late, areas=named, days=longest)
