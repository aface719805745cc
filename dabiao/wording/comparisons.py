"""Sentences about areas beside each other: who leads, who has no place and why, what contradicts.

Rows are those of `dabiao.comparison`: status rows with ``place`` (null without one) and ``withheld``.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import (
    Bound,
    Flag,
    Level,
    ObservationBasis,
    ObservationStatus,
    Status,
    TargetBasis,
    Withheld,
)
from dabiao.numbers import is_ahead, percent
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.figures import Row, attainment, name, period, span, target, value
from dabiao.wording.joining import clauses, listed
from dabiao.wording.series import series

LEVELS: Final[Mapping[Level, str]] = {
    Level.COUNTRY: N_("Country"),
    Level.PROVINCE: N_("Provinces"),
    Level.CITY: N_("Cities"),
    Level.COUNTY: N_("Counties and districts"),
}

WITHHELD_SHAPES: Final[Mapping[Withheld, str]] = {
    Withheld.INVALID_TARGET: terms.STATUS_SHAPES[Status.INVALID_TARGET],
    Withheld.NOT_DUE: terms.NOT_DUE_SHAPE,
    Withheld.NOT_APPLICABLE: terms.ABSENCE_SHAPES[ObservationStatus.NOT_APPLICABLE],
    Withheld.NOT_DISCLOSED: terms.ABSENCE_SHAPES[ObservationStatus.WITHHELD],
    Withheld.NOT_REPORTED: terms.ABSENCE_SHAPES[ObservationStatus.NOT_REPORTED],
    Withheld.PENDING_FINAL: terms.STATUS_SHAPES[Status.PENDING_FINAL],
    Withheld.NO_BASELINE: terms.STATUS_SHAPES[Status.NO_BASELINE],
    Withheld.TOO_EARLY: terms.STATUS_SHAPES[Status.TOO_EARLY],
    Withheld.BASELINE_MEETS_TARGET: "◆",
    Withheld.PARTIAL: "◐",
    Withheld.BOUNDED: terms.BOUND_SIGNS[Bound.AT_LEAST].strip(),
    Withheld.LATER_MISSING: "◎",
    Withheld.AWAITING_FINAL: "◕",
    Withheld.STALE: "◷",
}
"""One shape each; what is a status or an absence too has its shape."""

WITHHELD_NAMES: Final[Mapping[Withheld, str]] = {
    Withheld.INVALID_TARGET: N_("target misconfigured"),
    Withheld.NOT_DUE: terms.NOT_DUE_NAME,
    Withheld.NOT_APPLICABLE: terms.ABSENCE_NAMES[ObservationStatus.NOT_APPLICABLE],
    Withheld.NOT_DISCLOSED: N_("withheld by the area"),
    Withheld.NOT_REPORTED: terms.ABSENCE_NAMES[ObservationStatus.NOT_REPORTED],
    Withheld.PENDING_FINAL: N_("final figure pending"),
    Withheld.NO_BASELINE: N_("baseline missing"),
    Withheld.TOO_EARLY: N_("too early"),
    Withheld.BASELINE_MEETS_TARGET: N_("met from the start"),
    Withheld.PARTIAL: terms.FLAG_NAMES[Flag.PARTIAL_COVERAGE],
    Withheld.BOUNDED: N_("only a bound known"),
    Withheld.LATER_MISSING: N_("a later figure missing"),
    Withheld.AWAITING_FINAL: terms.FLAG_NAMES[Flag.AWAITING_FINAL],
    Withheld.STALE: terms.FLAG_NAMES[Flag.STALE],
}

WITHHELD_REASONS: Final[Mapping[Withheld, str]] = {
    Withheld.INVALID_TARGET: terms.STATUS_MEANINGS[Status.INVALID_TARGET],
    Withheld.NOT_DUE: N_("The plan begins in {start}; nothing was due yet."),
    Withheld.NOT_APPLICABLE: N_("The area reported that the indicator does not apply to it."),
    Withheld.NOT_DISCLOSED: N_("The area withholds its figure of {absent}."),
    Withheld.NOT_REPORTED: N_("No figure that can be compared with the target {target} has been published."),
    Withheld.PENDING_FINAL: N_("The figure at the deadline {deadline} has not been published."),
    Withheld.NO_BASELINE: N_("{value} as of {latest}, but the figure at the plan's start is missing."),
    Withheld.TOO_EARLY: N_("The latest figure, of {latest}, says nothing of the plan yet."),
    Withheld.BASELINE_MEETS_TARGET: N_(
        "The target {target} was already met at the plan's start; no way is left to measure."
    ),
    Withheld.PARTIAL: N_("{share} as of {latest}: periods or components are missing from the sum."),
    Withheld.BOUNDED: N_("{share} as of {latest}: only a bound of the value is known."),
    Withheld.LATER_MISSING: N_("{share} as of {latest}; the figure of {absent} is missing: {absence}."),
    Withheld.AWAITING_FINAL: N_(
        "{share} as of {latest}; the deadline {deadline} has passed and its figure is missing."
    ),
    Withheld.STALE: N_("{share}, but as of {latest}: more than {stale_periods} reporting periods ago."),
}


def axis(row: Row, language: Language) -> str:
    """Return what the targets of one axis agree in: level, basis, plan period, series."""
    _ = catalog(language).gettext
    return " · ".join([_(LEVELS[Level(row["level"])]), counting(row, language)])


def counting(row: Row, language: Language) -> str:
    """Return what a target counts: basis, plan period, series."""
    _ = catalog(language).gettext
    plan = _("plan {span}").format(span=span(row["plan_start"], row["deadline"], language))
    basis = _(terms.TARGET_BASIS_NAMES[TargetBasis(row["basis"])])
    return " · ".join([basis, plan, series(row["series"], language)])


def ranking(standings: pl.DataFrame, language: Language) -> str:
    """Return who leads and who is last on one axis, how many are ranked and how many are not."""
    catalogue = catalog(language)
    _ = catalogue.gettext
    ranked = standings.filter(pl.col("place").is_not_null()).sort("place", "area_code")
    withheld = standings.height - ranked.height
    if ranked.is_empty():
        return _("No area can be ranked: {reasons}").format(reasons=reasons(standings, language))
    first, last = ranked.row(0, named=True), ranked.row(-1, named=True)
    ties = ranked.filter(pl.col("place") == 1).height - 1
    names = {
        "first": name(first, "area", language),
        "high": attainment(first, language),
        "last": name(last, "area", language),
        "low": attainment(last, language),
        "areas": _areas(ranked, language),
        "ties": ties,
    }
    if ranked.height == 1:
        text = _("Only {first} can be compared here: attainment {high}, and nobody to rank it with")
    elif last["place"] == 1:
        text = _("{areas} can be ranked, all with an attainment of {high}")
    elif ties:
        text = catalogue.ngettext(
            "{first} and {ties} other lead with {high}, {last} is last with {low}; {areas} ranked",
            "{first} and {ties} others lead with {high}, {last} is last with {low}; {areas} ranked",
            ties,
        )
    else:
        text = _("{first} leads with {high}, {last} is last with {low}; {areas} ranked")
    told = text.format(**names)
    if not withheld:
        return told
    return _("{told}, {withheld} not ranked").format(told=told, withheld=withheld)


def _areas(standings: pl.DataFrame, language: Language) -> str:
    """Return how many areas there are, and how many targets where an area has several."""
    catalogue = catalog(language)
    count = standings["area_code"].n_unique()
    if count < standings.height:
        text = catalogue.gettext("{areas} areas with {targets} targets")
    else:
        text = catalogue.ngettext("{areas} area", "{areas} areas", count)
    return text.format(areas=count, targets=standings.height)


def not_ranked(standings: pl.DataFrame, language: Language) -> str:
    """Return how many areas have no place and why; where nobody has one, only that the reasons follow."""
    catalogue = catalog(language)
    count = standings["withheld"].drop_nulls().len()
    if count == standings.height:
        return catalogue.gettext("Who and what is missing")
    return catalogue.ngettext(
        "{count} area is not ranked: {reasons}", "{count} areas are not ranked: {reasons}", count
    ).format(count=count, reasons=reasons(standings, language))


def reasons(standings: pl.DataFrame, language: Language) -> str:
    """Return why areas have no place, each reason with their number, the most frequent first."""
    counted = (
        standings.get_column("withheld")
        .drop_nulls()
        .value_counts(sort=True)
        .sort(["count", "withheld"], descending=[True, False])
    )
    told = (f"{withheld_name(reason, language)} {count}" for reason, count in counted.iter_rows())
    return listed(told, language)


def withheld_name(reason: str, language: Language) -> str:
    """Return shape and name of a reason for having no place."""
    one = Withheld(reason)
    return f"{WITHHELD_SHAPES[one]} {catalog(language).gettext(WITHHELD_NAMES[one])}"


def withheld(row: Row, language: Language) -> str:
    """Return why a row has no place: what is missing, and since when."""
    _ = catalog(language).gettext
    reason = WITHHELD_REASONS[Withheld(row["withheld"])]
    if row["withheld"] == Withheld.NO_BASELINE and row["value"] is None:
        reason = terms.STATUS_MEANINGS[Status.NO_BASELINE]
    return _(reason).format(
        start=period(row["plan_start"], language),
        absent=period(row["absence_period"], language),
        absence=_(terms.ABSENCE_NAMES[ObservationStatus(row["absence"])])
        if row["withheld"] == Withheld.LATER_MISSING
        else "",
        target=target(row, language),
        deadline=period(row["deadline"], language),
        value=value(row, row["value"], language, row["bound"]),
        share=attainment(row, language),
        latest=period(row["period"], language),
        **terms.cut_offs(language),
    )


def spread(cuts: Mapping[str, float] | None, count: int, needed: int, language: Language) -> str:
    """Return where the middle of the areas lies, or why that is not said.

    Args:
        cuts: quartiles of the attainments (low, quartile_1, median, quartile_3, high), if there are any.
        count: how many areas can be compared.
        needed: how many are needed.
        language: of the text.
    """
    catalogue = catalog(language)
    if cuts is None:
        return catalogue.ngettext(
            "No distribution: {count} area can be compared, and {needed} are needed",
            "No distribution: {count} areas can be compared, and {needed} are needed",
            count,
        ).format(count=count, needed=needed)
    return catalogue.gettext(
        "Half of the {count} areas stand between {low} and {high}; the median is {median}"
    ).format(
        count=count,
        low=percent(cuts["quartile_1"], language),
        high=percent(cuts["quartile_3"], language),
        median=percent(cuts["median"], language),
    )


def paths(drawn: pl.DataFrame, language: Language) -> str:
    """Return how many areas keep to the elapsed time and who is furthest ahead and behind of it.

    Args:
        drawn: the rows of one axis that have a path to draw.
        language: of the text.
    """
    _ = catalog(language).gettext
    # After the deadline a figure says nothing of the pace towards it.
    known = drawn.filter(
        pl.col("pace_gap").is_not_null(), pl.col("end_month") <= pl.col("deadline_month")
    ).sort("pace_gap", "area_code", descending=[True, False])
    count = _("{areas} over time").format(areas=_areas(drawn, language))
    if known.is_empty():
        return _("{count}: none of them can be held against the elapsed time").format(count=count)
    ahead = sum(is_ahead(gap) for gap in known["pace_gap"])
    parts = {
        "count": count,
        "ahead": ahead,
        "known": known.height,
        "first": name(known.row(0, named=True), "area", language),
        "last": name(known.row(-1, named=True), "area", language),
    }
    if known.height == 1:
        text = _("{count}: ahead of the elapsed time") if ahead else _("{count}: behind the elapsed time")
        return text.format(**parts)
    return _(
        "{count}: {ahead} of {known} at or ahead of the elapsed time, {first} most, {last} least"
    ).format(**parts)


def published(row: Row, language: Language) -> str:
    """Return a published figure with what it counts: ``≥ 100 项，2023年，历史累计，公布数（主导）``."""
    amount = value(row, row["value"], language, row["bound"])
    return clauses([amount, period(row["period"], language), counts(row, language)], language)


def counts(row: Row, language: Language) -> str:
    """Return what a published figure counts: basis and series."""
    _ = catalog(language).gettext
    basis = _(terms.OBSERVATION_BASIS_NAMES[ObservationBasis(row["basis"])])
    return " · ".join([basis, series(row["series"], language)])


def untargeted(figures: pl.DataFrame, language: Language) -> str:
    """Return how many areas publish an indicator without a target on it."""
    count = figures["area_code"].n_unique()
    return (
        catalog(language)
        .ngettext(
            "{count} area publishes figures and has no target: listed, not compared",
            "{count} areas publish figures and have no target: listed, not compared",
            count,
        )
        .format(count=count)
    )


def apart(cities: int, language: Language) -> list[str]:
    """Return that figures of cities are kept apart from their province's, if ``cities`` stand beside it."""
    if not cities:
        return []
    _ = catalog(language).gettext
    return [_("Figures of cities are never added to those of their province; each stands for itself.")]
