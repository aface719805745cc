"""Sentences about published figures that contradict each other, from rows of `dabiao.conflicts.find`."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from dabiao.locale import catalog
from dabiao.model import ConflictKind, Severity
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.figures import Row, name, period, value
from dabiao.wording.joining import listed

KIND_NAMES: Final[Mapping[str, str]] = {
    ConflictKind.PART_ABOVE_WHOLE: N_("A part above its whole"),
    ConflictKind.FALLING_TOTAL: N_("A running total that falls"),
    ConflictKind.TWO_FIGURES: N_("Two figures for one thing"),
    ConflictKind.COMPONENTS_ABOVE_TOTAL: N_("Components above their sum"),
    ConflictKind.DEFINITION_JUMP: N_("A jump where the way of counting changes"),
}

KIND_MEANINGS: Final[Mapping[str, str]] = {
    ConflictKind.PART_ABOVE_WHOLE: N_(
        "What is counted in an area is counted in the area it lies in as well, so the part cannot be larger."
    ),
    ConflictKind.FALLING_TOTAL: N_("A count of everything so far can only grow."),
    ConflictKind.TWO_FIGURES: N_("Two sources speak of the same thing at the same time and disagree."),
    ConflictKind.COMPONENTS_ABOVE_TOTAL: N_("A sum cannot be smaller than what it is made of."),
    ConflictKind.DEFINITION_JUMP: N_("The number changes at once with the series, and no source says why."),
}

SEVERITY_NAMES: Final[Mapping[str, str]] = {
    Severity.CONTRADICTION: N_("contradiction"),
    Severity.DOUBT: N_("doubtful"),
}

SEVERITY_MEANINGS: Final[Mapping[str, str]] = {
    Severity.CONTRADICTION: N_("By their definition these figures cannot all be right."),
    Severity.DOUBT: N_("The series differ, so the figures may count different things."),
}

_SENTENCES: Final[Mapping[str, str]] = {
    ConflictKind.PART_ABOVE_WHOLE: N_(
        "{indicator}: {other_area} reports {other} ({other_period}), "
        "more than {one} ({period}) of {area} around it"
    ),
    ConflictKind.FALLING_TOTAL: N_(
        "{area}, {indicator}: the running total falls from {one} ({period}) to {other} ({other_period})"
    ),
    ConflictKind.TWO_FIGURES: N_("{area}, {indicator}, {period}: one source gives {one}, another {other}"),
    ConflictKind.COMPONENTS_ABOVE_TOTAL: N_(
        "{area}, {indicator}, {period}: {one} in all, but the components report {others}"
    ),
    ConflictKind.DEFINITION_JUMP: N_(
        "{area}, {indicator}: {one} ({period}) becomes {other} ({other_period}) with another series"
    ),
}


def kind_name(kind: str, language: Language) -> str:
    """Return what a kind of conflict is called."""
    return catalog(language).gettext(KIND_NAMES[kind])


def severity_name(severity: str, language: Language) -> str:
    """Return what a severity is called."""
    return catalog(language).gettext(SEVERITY_NAMES[severity])


def explanation(kind: str, severity: str, language: Language) -> str:
    """Return why figures are taken for contradicting each other, and how sure that is."""
    _ = catalog(language).gettext
    return _("{why} {how_sure}").format(why=_(KIND_MEANINGS[kind]), how_sure=_(SEVERITY_MEANINGS[severity]))


def repeated(times: int, language: Language) -> str:
    """Return that a conflict holds at more moments than the one told; nothing if it does not."""
    if times == 1:
        return ""
    catalogue = catalog(language)
    return catalogue.ngettext(
        "The same holds at {count} earlier moment.", "The same holds at {count} earlier moments.", times - 1
    ).format(count=times - 1)


def sentence(figures: Sequence[Row], language: Language) -> str:
    """Return one conflict in a sentence: both figures, whose they are and when.

    Args:
        figures: its rows, in order.
        language: of the sentence.
    """
    one, other = figures[0], figures[1]
    parts = [_with_bound(row, language) for row in figures[1:]]
    text = _SENTENCES[one["kind"]]
    return (
        catalog(language)
        .gettext(text)
        .format(
            area=name(one, "area", language),
            indicator=name(one, "indicator", language),
            one=_with_bound(one, language),
            period=period(one["period"], language),
            other_area=name(other, "area", language),
            other=parts[0],
            other_period=period(other["period"], language),
            others=listed(parts, language),
        )
    )


def _with_bound(row: Row, language: Language) -> str:
    return value(row, row["value"], language, row["bound"])


def finding(found: pl.DataFrame, language: Language) -> str:
    """Return how many conflicts there are, and how many of them are contradictions."""
    catalogue = catalog(language)
    each = found.unique("conflict")
    if each.is_empty():
        return catalogue.gettext("No published figures contradict each other")
    sure = each.filter(pl.col("severity") == str(Severity.CONTRADICTION)).height
    return catalogue.ngettext(
        "In {count} place published figures contradict each other: {sure} certain, {doubts} doubtful",
        "In {count} places published figures contradict each other: {sure} certain, {doubts} doubtful",
        each.height,
    ).format(count=each.height, sure=sure, doubts=each.height - sure)
