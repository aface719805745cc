"""Returns in words: where they stand, what is typed into a cell, what happened to a figure."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import ObservationBasis, ObservationStatus
from dabiao.periods import CHINA
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.figures import period, target
from dabiao.wording.joining import listed

STATE_NAMES: Final[Mapping[str, str]] = {
    "not_due": N_("Not open yet"),
    "open": N_("To be filled in"),
    "draft": N_("Being filled in"),
    "submitted": N_("Waiting for review"),
    "sent_back": N_("Sent back"),
    "approved": N_("Approved"),
    "amended": N_("Approved and amended"),
}

STATE_SHAPES: Final[Mapping[str, str]] = {
    "not_due": terms.NOT_DUE_SHAPE,
    "open": "○",
    "draft": "◐",
    "submitted": "◉",
    "sent_back": "↩",
    "approved": "●",
    "amended": "◆",
}
"""One shape each, so that a state is told apart without its colour."""

LATE_SHAPE: Final = "!"

EVENT_NAMES: Final[Mapping[str, str]] = {
    "saved": N_("typed"),
    "submitted": N_("handed in"),
    "withdrawn": N_("taken back"),
    "passed": N_("passed to the level above"),
    "sent_back": N_("sent back"),
    "approved": N_("approved"),
    "amended": N_("amended"),
}

SEVERITY_NAMES: Final[Mapping[str, str]] = {
    "hard": N_("must be corrected"),
    "soft": N_("must be explained"),
}

CHOICE_NAMES: Final[Mapping[str | None, str]] = {
    None: N_("figure"),
    "zero": terms.ZERO_NAME,
    "M": terms.ABSENCE_NAMES[ObservationStatus.NOT_APPLICABLE],
    "Q": terms.ABSENCE_NAMES[ObservationStatus.WITHHELD],
}
"""What can be chosen in a cell; an empty figure is "not reported"."""


def state_name(state: str, language: Language, *, days_late: int = 0) -> str:
    """Return where a return stands: ``To be filled in, 3 days late``."""
    catalogue = catalog(language)
    name = catalogue.gettext(STATE_NAMES[state])
    if not days_late:
        return name
    late = catalogue.ngettext("{state}, {days} day late", "{state}, {days} days late", days_late)
    return late.format(state=name, days=days_late)


def state_label(state: str, language: Language, *, days_late: int = 0) -> str:
    """Return shape and name of a state, late ones with a mark of their own."""
    shape = f"{STATE_SHAPES[state]}{LATE_SHAPE}" if days_late else STATE_SHAPES[state]
    return f"{shape} {state_name(state, language, days_late=days_late)}"


def event_name(event: str, language: Language) -> str:
    """Return what happened to a figure."""
    return catalog(language).gettext(EVENT_NAMES[event])


def severity_name(severity: str, language: Language) -> str:
    """Return what a finding asks for."""
    return catalog(language).gettext(SEVERITY_NAMES[severity])


def choice_name(choice: str | None, language: Language) -> str:
    """Return the name of what can be chosen in a cell."""
    return catalog(language).gettext(CHOICE_NAMES[choice])


def mode_name(mode: str, basis: str, language: Language) -> str:
    """Return what is typed in a mode: what the quarter brought, or the total that the line's basis counts."""
    _ = catalog(language).gettext
    if mode == "increment":
        return _("added this quarter")
    counted = ObservationBasis(basis)
    if counted == ObservationBasis.FLOW:
        counted = ObservationBasis.YEAR_TO_DATE
    return _(terms.OBSERVATION_BASIS_NAMES[counted])


def title(area: Mapping[str, str], quarter: str, language: Language) -> str:
    """Return the heading of a return: ``陕西省2025年第3季度报表``."""
    return (
        catalog(language)
        .gettext("{area}: return for {quarter}")
        .format(area=area[f"name_{language}"], quarter=period(quarter, language))
    )


def target_by(row: Mapping[str, Any], language: Language) -> str:
    """Return a target with its deadline (columns of `dabiao.progress.status`)."""
    _ = catalog(language).gettext
    return _("{target} by {deadline}").format(
        target=target(row, language), deadline=period(row["deadline"], language)
    )


def to_hand_in(count: int, language: Language) -> str:
    """Return how many returns somebody has to hand in."""
    text = catalog(language).ngettext(
        "{count} return of yours is to be handed in.", "{count} returns of yours are to be handed in.", count
    )
    return text.format(count=count)


def sent_back(count: int, language: Language) -> str:
    """Return how many returns came back to somebody who had handed them in."""
    text = catalog(language).ngettext(
        "{count} return of yours was sent back.", "{count} returns of yours were sent back.", count
    )
    return text.format(count=count)


def to_review(count: int, language: Language) -> str:
    """Return how many returns wait for somebody's review."""
    text = catalog(language).ngettext(
        "{count} return is waiting for your review.", "{count} returns are waiting for your review.", count
    )
    return text.format(count=count)


def to_decide(count: int, language: Language) -> str:
    """Return how many proposals of corrections wait for somebody's decision."""
    text = catalog(language).ngettext(
        "{count} correction is waiting for your decision.",
        "{count} corrections are waiting for your decision.",
        count,
    )
    return text.format(count=count)


def blank(count: int, language: Language) -> str:
    """Return what becomes of cells that are handed in empty, before their names."""
    text = catalog(language).ngettext(
        "{count} figure is blank and would be recorded as “not reported”:",
        "{count} figures are blank and would be recorded as “not reported”:",
        count,
    )
    return text.format(count=count)


def counted(counts: tuple[int, int, int], language: Language) -> str:
    """Return how many cells say what: ``7 figures, 2 not applicable or withheld, 1 not reported``.

    Args:
        counts: with a figure, not applicable or withheld, not reported.
        language: of the text.
    """
    catalogue = catalog(language)
    figures, absent, blank = counts
    said = [catalogue.ngettext("{count} figure", "{count} figures", figures).format(count=figures)]
    if absent:
        said.append(catalogue.gettext("{count} not applicable or withheld").format(count=absent))
    if blank:
        said.append(catalogue.gettext("{count} not reported").format(count=blank))
    return listed(said, language)


def earliest(due_on: dt.date, days_late: int, language: Language) -> str:
    """Return the earliest due date of several returns, and for how long it has been missed."""
    if not days_late:
        return catalog(language).gettext("The earliest due date is {date}.").format(date=due_on)
    text = catalog(language).ngettext(
        "The earliest due date, {date}, passed {days} day ago.",
        "The earliest due date, {date}, passed {days} days ago.",
        days_late,
    )
    return text.format(date=due_on, days=days_late)


def saved(at: dt.datetime, language: Language) -> str:
    """Return when the server saved what was typed, in China's time: ``saved 10:32:05``."""
    return catalog(language).gettext("saved {time}").format(time=f"{at.astimezone(CHINA):%H:%M:%S}")


def moment(at: dt.datetime) -> str:
    """Return a moment in China's time: ``2025-10-18 10:32:05``."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
