"""Whether a figure can be trusted: who published it, how it was checked, its limits, its age."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import Bound, Flag
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.figures import Row, period, value
from dabiao.wording.sources import source

CONFIDENCE: Final[Mapping[str, str]] = {
    "high": N_("High: seen on the publisher's or a government's own page, or two independent copies agree."),
    "medium": N_(
        "Medium: seen as a mirror or repost, or rounded, or its date inferred, or its definition unclear."
    ),
    "low": N_("Low: the date it stands for is not known."),
}
"""What the confidence of a figure means."""

ORDER: Final = ("high", "medium", "low")
"""A judgement is as good as the weakest figure it rests on."""


NAMED_UP_TO: Final = 4
"""With more sources than this only their number is told; they all stand with the figures."""
BOUND_NAMES: Final[Mapping[Bound, str]] = {
    Bound.AT_LEAST: N_("at least"),
    Bound.AT_MOST: N_("at most"),
    Bound.ABOUT: N_("about"),
}
LIMITING: Final = (
    Flag.PARTIAL_COVERAGE,
    Flag.BASELINE_NEAR,
    Flag.REVISED_DOWN,
    Flag.PACE_CHANGE,
    Flag.ASSUMED_PLAN_START,
)
"""Flags that say something of how exact a judgement is."""


class Due(Protocol):
    """A figure that is expected (`dabiao.targets.Due`)."""

    @property
    def period(self) -> str:
        """What it is for."""

    @property
    def passed(self) -> bool:
        """Its period has ended."""

    @property
    def absence(self) -> str:
        """Why it is not there (`dabiao.model.Absence`)."""

    @property
    def final(self) -> bool:
        """It is the one at the deadline."""


Facts = list[tuple[str, list[str]]]
"""Headings, each with its sentences."""


def card(
    row: Row, used: Sequence[Row], age_months: int | None, due: Sequence[Due], as_of: str, language: Language
) -> Facts:
    """Return what a reader asks before relying on a judgement.

    Args:
        row: a status row.
        used: the published figures its value is made of (rows of `dabiao.progress.observations`).
        age_months: from the latest figure to the as-of; None without a figure.
        due: the figures that are expected.
        as_of: the period looked from.
        language: of the sentences.
    """
    _ = catalog(language).gettext
    facts = [
        (_("Source"), sources(used, language) or [_("No figure is used.")]),
        (_("Verification"), verification(used, language)),
        (_("Limits"), limits(row, used, language) or [_("None is known.")]),
        (_("Age"), [age(row, age_months, as_of, language)]),
        (_("Next figure"), next_figures(row, due, language)),
    ]
    return [(heading, texts) for heading, texts in facts if texts]


def sources(used: Sequence[Row], language: Language) -> list[str]:
    """Return who published what is used, each source once; of many only how many and the latest."""
    _ = catalog(language).gettext
    named = list(dict.fromkeys(source(figure, language) for figure in used))
    if len(named) <= NAMED_UP_TO:
        return named
    return [_("{count} publications, the latest: {source}").format(count=len(named), source=named[0])]


def verification(used: Sequence[Row], language: Language) -> list[str]:
    """Return how sure the figures used are, the weakest first, and whether they were read at their origin."""
    _ = catalog(language).gettext
    if not used:
        return []
    known = {figure["confidence"] for figure in used}
    texts = [_(CONFIDENCE[one]) for one in reversed(ORDER) if one in known]
    at_origin = sum(figure["source_url"] is not None for figure in used)
    if at_origin == len(used):
        texts.append(_("Read on the page of the publisher or of a government; the address stands below."))
    elif at_origin:
        texts.append(_("Some were read at their origin, others as a repost, mirror or retelling."))
    else:
        texts.append(_("Read as a repost, mirror or retelling; no page of the publisher's own is on record."))
    return texts


def limits(row: Row, used: Sequence[Row], language: Language) -> list[str]:
    """Return what keeps a judgement from being exact: bounds, gaps, and what had to be assumed."""
    _ = catalog(language).gettext
    texts = [
        _("{value} for {period} is not exact: the source says {bound}.").format(
            value=value(figure, figure["value"], language, figure["bound"]),
            period=period(figure["period"], language),
            bound=_(BOUND_NAMES[Bound(figure["bound"])]),
        )
        for figure in used
        if figure["bound"] != Bound.EXACT
    ]
    texts += [terms.flag_meaning(flag, language) for flag in row["flags"] if flag in LIMITING]
    if row["basis_status"] == "assumed":
        texts.append(_("The document does not say what its number counts; the basis is assumed."))
    if row["value_status"] == "supplied":
        texts.append(
            _("The number does not stand in the document's text; the remark says where it comes from.")
        )
    return texts


def age(row: Row, months: int | None, as_of: str, language: Language) -> str:
    """Return how old the latest figure is, seen from the as-of."""
    catalogue = catalog(language)
    if months is None:
        return catalogue.gettext("No comparable figure has been published.")
    if months == 0:
        return catalogue.gettext("The latest figure stands for {period}, the moment looked from.").format(
            period=period(row["period"], language)
        )
    return catalogue.ngettext(
        "The latest figure stands for {period}: {months} month before the end of {as_of}.",
        "The latest figure stands for {period}: {months} months before the end of {as_of}.",
        months,
    ).format(period=period(row["period"], language), months=months, as_of=period(as_of, language))


def next_figures(row: Row, due: Sequence[Due], language: Language) -> list[str]:
    """Return which figures are expected and which of them are missing."""
    _ = catalog(language).gettext
    if not due:
        return [_("None is due: the figure at the deadline has been published.")]
    texts = []
    for one in due:
        label = terms.absence_label(one.absence, language)
        text = (
            _("{label}: the figure for {period}, the deadline")
            if one.final
            else _("{label}: the figure for {period}, the next of its kind")
        )
        texts.append(text.format(label=label, period=period(one.period, language)))
    return texts
