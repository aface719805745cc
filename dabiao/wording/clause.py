"""What a target says and how it is read: its clause and document, its basis, what had to be assumed."""

from collections.abc import Mapping
from typing import Final

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import Flag, ObservationBasis, TargetBasis
from dabiao.numbers import NOTHING
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.figures import Row, period, target, value
from dabiao.wording.joining import clauses, paragraph
from dabiao.wording.sentences import pace, reached

_LEVEL_TAKEN: Final = N_(
    "The target is a level at the deadline, and the figures are levels at the end of their periods: each is "
    "compared with the target as it stands, and progress is counted from the level at the plan's start."
)
_NOT_A_LEVEL: Final = N_(
    "The target is a level at the deadline; these figures count what was added, which says nothing of the "
    "level. They are listed and not used."
)
_NOT_A_TOTAL: Final = N_(
    "The target is a total at the deadline; these figures count only part of it, what was added in a while. "
    "They are listed and not used."
)

BASIS: Final[Mapping[tuple[TargetBasis, ObservationBasis], str]] = {
    (TargetBasis.IN_PERIOD, ObservationBasis.RUNNING_TOTAL): N_(
        "The target counts what is added within the plan; the figures are running totals, which also count "
        "what there was before it. So the total at the plan's start is taken off, and a total is never "
        "divided by the target as it stands."
    ),
    (TargetBasis.IN_PERIOD, ObservationBasis.FLOW): N_(
        "The target counts what is added within the plan; each figure counts what its own period added. "
        "They are added up from the plan's start, every month at most once; a gap leaves a lower bound."
    ),
    (TargetBasis.IN_PERIOD, ObservationBasis.YEAR_TO_DATE): N_(
        "The target counts what is added within the plan; each figure counts from 1 January of its year. "
        "The complete years are added to this year's latest figure; a missing year leaves a lower bound."
    ),
    (TargetBasis.IN_PERIOD, ObservationBasis.SINCE_START): N_(
        "The target counts what is added within the plan, and so do the figures: each is compared with the "
        "target as it stands."
    ),
    (TargetBasis.IN_PERIOD, ObservationBasis.LEVEL): N_(
        "The target counts what is added within the plan; these figures say how many there are, and some may "
        "have gone while others came. They are listed and not used."
    ),
    (TargetBasis.TOTAL, ObservationBasis.RUNNING_TOTAL): N_(
        "The target is a total at the deadline, and the figures are running totals: each is compared with "
        "the target as it stands, and progress is counted from the total at the plan's start."
    ),
    (TargetBasis.TOTAL, ObservationBasis.LEVEL): N_(
        "The target is a total at the deadline, and the figures say how many there are at the end of their "
        "periods: each is compared with the target as it stands, and progress is counted from the plan's "
        "start."
    ),
    (TargetBasis.TOTAL, ObservationBasis.FLOW): _NOT_A_TOTAL,
    (TargetBasis.TOTAL, ObservationBasis.YEAR_TO_DATE): _NOT_A_TOTAL,
    (TargetBasis.TOTAL, ObservationBasis.SINCE_START): _NOT_A_TOTAL,
    (TargetBasis.LEVEL, ObservationBasis.LEVEL): _LEVEL_TAKEN,
    (TargetBasis.LEVEL, ObservationBasis.RUNNING_TOTAL): _NOT_A_LEVEL,
    (TargetBasis.LEVEL, ObservationBasis.FLOW): _NOT_A_LEVEL,
    (TargetBasis.LEVEL, ObservationBasis.YEAR_TO_DATE): _NOT_A_LEVEL,
    (TargetBasis.LEVEL, ObservationBasis.SINCE_START): _NOT_A_LEVEL,
}
"""What a target of one basis makes of a figure of another."""

UNKNOWN_BASIS: Final[Mapping[TargetBasis, str]] = {
    TargetBasis.IN_PERIOD: N_("The target counts what is added within the plan, not how many there are."),
    TargetBasis.TOTAL: N_("The target is a total at the deadline, what there was before the plan included."),
    TargetBasis.LEVEL: N_("The target is a level at the deadline: a rate, a duration or what is in force."),
}
"""What a target counts, where no figure stands beside it."""

WANTED: Final[Mapping[TargetBasis, str]] = {
    TargetBasis.IN_PERIOD: N_(
        "To judge it takes what was added since {start}: as such, year by year, or as running totals of "
        "which one stands within {near_months} months of the plan's start."
    ),
    TargetBasis.TOTAL: N_(
        "To judge it takes the running total or the number there is at the end of {deadline}; for the pace "
        "before that also the one at the end of {start}."
    ),
    TargetBasis.LEVEL: N_(
        "To judge it takes the level at the end of {deadline}; for the pace before that also the one at the "
        "end of {start}."
    ),
}


def finding(row: Row, language: Language) -> str:
    """Return the page's answer: how far the target has come, as of when, and how that compares with time."""
    _ = catalog(language).gettext
    if row["value"] is None or row["target"] is None:
        return _("{status}: {meaning}").format(
            status=terms.status_name(row["status"], language),
            meaning=terms.status_meaning(row["status"], language),
        )
    parts = [reached(row, language), pace(row, language)]
    said = clauses(parts, language)
    return _("By the end of {period}: {said}.").format(period=period(row["period"], language), said=said)


def at_deadline(row: Row, final: Row | None, language: Language) -> str:
    """Return what stood at the deadline, where later figures have come since.

    Args:
        row: a status row.
        final: the target's judged point at the deadline; None where there is none.
        language: of the sentence.
    """
    _ = catalog(language).gettext
    if final is None or row["end_month"] <= row["deadline_month"]:
        return ""
    text = (
        _("At the deadline, the end of {deadline}, it stood at {value}: {status}, and met afterwards.")
        if Flag.MET_LATE in row["flags"]
        else _("At the deadline, the end of {deadline}, it stood at {value}: {status}.")
    )
    if Flag.LATER_LOST in row["flags"]:
        text = _("At the deadline, the end of {deadline}, it stood at {value}: {status}, and lost since.")
    return text.format(
        deadline=period(row["deadline"], language),
        value=value(row, final["value"], language, final["bound"]),
        status=terms.status_label(row["status"], language),
    )


def basis(target_basis: str, figure_bases: list[str], language: Language) -> list[str]:
    """Return what the target counts against what the figures count, a sentence per kind of figure."""
    _ = catalog(language).gettext
    goal = TargetBasis(target_basis)
    if not figure_bases:
        return [_(UNKNOWN_BASIS[goal])]
    sentences = (_(BASIS[goal, ObservationBasis(one)]) for one in figure_bases)
    return list(dict.fromkeys(sentences))


def wanted(row: Row, start: str, language: Language) -> str:
    """Return which figures it takes to judge a target that cannot be judged.

    Args:
        row: a status row.
        start: the period that ends where time is counted from.
        language: of the sentence.
    """
    _ = catalog(language).gettext
    return _(WANTED[TargetBasis(row["basis"])]).format(
        start=period(start, language),
        deadline=period(row["deadline"], language),
        near_months=terms.cut_offs(language)["near_months"],
    )


def beside(published: int, language: Language) -> str:
    """Return what was published beside a target that no figure can be compared with."""
    catalogue = catalog(language)
    if not published:
        return catalogue.gettext("No figure of this indicator has been published for the area.")
    return catalogue.ngettext(
        "{count} figure has been published; it cannot be compared with the target, and stands below.",
        "{count} figures have been published; none can be compared with the target. They stand below.",
        published,
    ).format(count=published)


def document(row: Row, plan: Row, language: Language) -> list[tuple[str, str]]:
    """Return what is stated where, as headings and texts.

    Args:
        row: a status row.
        plan: the row of its framework (`dabiao.progress.areas`).
        language: of the texts.
    """
    _ = catalog(language).gettext
    supplied = row["value_status"] == "supplied"
    as_stated = (
        "" if row["target_unit"] == row["unit"] else f" ({row['target_reported']}{row['target_unit']})"
    )
    facts = [
        (_("Document"), plan[f"title_{language}"]),
        (_("Document number"), plan["document_number"] or _("the text gives none")),
        (_("Issuer"), plan[f"issuer_{language}"]),
        (_("Issued on"), str(plan["issued_on"])),
        (_("Clause"), row["section"]),
        (
            _("Words of the document (not where the number comes from)")
            if supplied
            else _("Words of the document"),
            f"“{row['phrase']}”",
        ),
        (_("Target"), f"{target(row, language)}{as_stated}"),
        (
            _("Where the number comes from"),
            _("not in the document's text; the remark says where it comes from")
            if supplied
            else _("stated in the document"),
        ),
        (_("Deadline"), period(row["deadline"], language)),
    ]
    return [(heading, str(text)) for heading, text in facts]


def assumptions(row: Row, plan: Row, language: Language) -> list[tuple[str, str]]:
    """Return the baseline, and what had to be read into the document, as headings and texts.

    Args:
        row: a status row.
        plan: the row of its framework (`dabiao.progress.areas`).
        language: of the texts.
    """
    _ = catalog(language).gettext
    start = period(plan["plan_start"], language)
    assumed_start = plan["plan_start_status"] == "assumed"
    basis_name = _(terms.TARGET_BASIS_NAMES[TargetBasis(row["basis"])])
    assumed_basis = row["basis_status"] == "assumed"
    facts = [
        (_("Baseline"), _baseline(row, language)),
        (
            _("Plan start"),
            _("{start}, assumed: the document does not say when its plan starts").format(start=start)
            if assumed_start
            else _("{start}, stated in the document").format(start=start),
        ),
        (
            _("Basis"),
            _("{basis}, assumed: the document does not say which").format(basis=basis_name)
            if assumed_basis
            else _("{basis}, stated in the document").format(basis=basis_name),
        ),
    ]
    notes = [
        (_("Note on the target"), row[f"note_{language}"]),
        (_("Note on the document"), plan[f"note_{language}"]),
    ]
    return facts + [(heading, note) for heading, note in notes if note]


def retargeted(before: Row, after: Row, unit: Row, source: str, language: Language) -> str:
    """Return what a document changed of a target, a sentence for its value and one for its deadline.

    Args:
        before: row of ``target`` as it stood: value_reported, deadline.
        after: the same as it stands now.
        unit: row of the target's unit: unit, name_en.
        source: the document that changes it.
        language: of the sentences.
    """
    _ = catalog(language).gettext
    texts = []
    old, new = before["value_reported"], after["value_reported"]
    if new != old:
        text = _("By {source} the value was changed from {old} to {new}.")
        told = [NOTHING if one is None else _counted(one, unit, language) for one in (old, new)]
        texts.append(text.format(source=source, old=told[0], new=told[1]))
    if after["deadline"] != before["deadline"]:
        text = _("By {source} the deadline was changed from {old} to {new}.")
        told = [period(row["deadline"], language) for row in (before, after)]
        texts.append(text.format(source=source, old=told[0], new=told[1]))
    return paragraph(texts, language)


def _counted(digits: str, unit: Row, language: Language) -> str:
    if language == "zh" or unit["unit"].startswith("%"):
        return f"{digits}{unit['unit']}"
    return f"{digits} {unit['name_en']}"


def _baseline(row: Row, language: Language) -> str:
    _ = catalog(language).gettext
    if row["baseline"] is None:
        return _("not known: no comparable figure has been published for the plan's start")
    if row["stated_baseline"] is not None:
        return _("{value} in {period}, stated in the document").format(
            value=value(row, row["stated_baseline"], language),
            period=period(row["stated_baseline_period"] or row["baseline_period"], language),
        )
    if row["basis"] == TargetBasis.IN_PERIOD and row["baseline_period"] is None:
        return _("nothing: counting starts with the plan")
    when = period(row["baseline_period"], language)
    if row["basis"] != TargetBasis.IN_PERIOD:
        return _("{value}, the figure published for {period}").format(
            value=value(row, row["baseline"], language), period=when
        )
    if Flag.BASELINE_NEAR in row["flags"]:
        return _("the total of {period}, up to {near_months} months off the plan's start").format(
            period=when, near_months=terms.cut_offs(language)["near_months"]
        )
    return _("the total of {period}, at the plan's start").format(period=when)
