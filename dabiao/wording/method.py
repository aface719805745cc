"""The method in words: what is printed of the rules that run, so that no page can tell of others."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import (
    Bound,
    Flag,
    ObservationBasis,
    ObservationStatus,
    Status,
    TargetBasis,
)
from dabiao.numbers import number, percent
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording import rules as rule_words
from dabiao.wording.figures import Row, name, period
from dabiao.wording.joining import listed

WORDS: Final = (
    (N_("Framework"), N_("A policy document with its goals, its area, its plan start and its horizon.")),
    (N_("Area"), N_("A code of GB/T 2260; 100000 stands for the country by convention.")),
    (
        N_("Indicator"),
        N_("What is counted or measured, in one unit; a combined one is the sum of components."),
    ),
    (N_("Target value"), N_("An amount to be reached in an area by a deadline, as a document states it.")),
    (N_("Reported figure"), N_("An amount of an indicator in an area at a period, as a source gives it.")),
    (
        N_("Series"),
        N_("Figures that count the same thing in the same way; series are never mixed in one line."),
    ),
    (N_("Publication"), N_("A numbered, immutable state of the published data.")),
    (N_("As of"), N_("The period judged: figures up to its end count.")),
    (N_("Figures known"), N_("The date judged: only figures whose source had appeared by then count.")),
)

TARGET_BASIS_MEANINGS: Final[Mapping[str, str]] = {
    TargetBasis.IN_PERIOD: N_("What is added between the plan's start and the deadline."),
    TargetBasis.TOTAL: N_("A running total or a stock at the deadline."),
    TargetBasis.LEVEL: N_("A rate, a duration or a stock in force at the deadline."),
}

CONVERSIONS: Final[Mapping[str, str]] = {
    ObservationBasis.SINCE_START: N_("taken as it is"),
    ObservationBasis.FLOW: N_("added up from the plan's start; a gap makes the sum a lower bound"),
    ObservationBasis.YEAR_TO_DATE: N_("added to the complete years before it"),
    ObservationBasis.RUNNING_TOTAL: N_(
        "less the running total at the plan's start; without that one nothing is computed"
    ),
}
"""How a figure becomes an increment since the plan's start; for the other bases it is taken as it is."""


class Measure(NamedTuple):
    """A measure: what it is called, how it is computed, where it is undefined."""

    name: str
    symbol: str
    formula: str
    unit: str
    undefined: str


MEASURES: Final[Mapping[str, Measure]] = {
    "attainment": Measure(
        N_("Attainment"),
        "A",
        "(y − y0) ÷ (yT − y0)",
        N_("share, not clipped"),
        N_("y or y0 is unknown, or the baseline already meets the target"),
    ),
    "time_share": Measure(
        N_("Elapsed time"),
        "E",
        "(t − t0) ÷ (T − t0)",
        N_("share, from 0 to 1"),
        N_("there is no figure, or the deadline is not after t0"),
    ),
    "pace_gap": Measure(
        N_("Pace gap"), "G", "100 × (A − E)", N_("percentage points"), N_("A or E is undefined")
    ),
    "pace_ratio": Measure(
        N_("Pace ratio"),
        "P",
        "A ÷ E",
        N_("1 = as fast as the elapsed time calls for"),
        N_("A is undefined, t is not after t0, or t is after T"),
    ),
    "distance": Measure(
        N_("Distance to target"), "D", "max(0, d × (yT − y))", N_("unit of the indicator"), N_("y is unknown")
    ),
    "required_pace": Measure(
        N_("Required pace"),
        "R",
        "(yT − y) ÷ (T − t)",
        N_("unit per quarter"),
        N_("y is unknown, or the deadline has been reached"),
    ),
    "average_pace": Measure(
        N_("Average pace"),
        "V",
        "(y − y0) ÷ (t − t0)",
        N_("unit per quarter"),
        N_("y or y0 is unknown, or t is not after t0"),
    ),
}
"""By the column that holds it; a test computes each formula and compares."""

SYMBOLS: Final = (
    ("y", N_("the latest comparable figure, in the target's basis")),
    ("y0", N_("the baseline: 0 for an increment, else the figure at the plan's start")),
    ("yT", N_("the target value")),
    ("t", N_("the end of the latest period with a figure, not today")),
    ("t0", N_("the end of the period before the plan's start")),
    ("T", N_("the end of the deadline's period")),
    ("d", N_("+1 where more is better, −1 where less is")),
)

BOUND_MEANINGS: Final[Mapping[str, str]] = {
    Bound.AT_LEAST: N_("the source says “at least”, “more than” or “over”"),
    Bound.AT_MOST: N_("the source says “at most”, or something at least so large was taken off"),
    Bound.ABOUT: N_("the source rounds, or says “nearly” or “about”"),
}

ABSENCE_MEANINGS: Final[Mapping[str, str]] = {
    ObservationStatus.NOT_REPORTED: N_("The period is over and its figure has not been published."),
    ObservationStatus.NOT_APPLICABLE: N_("The indicator does not apply to the area."),
    ObservationStatus.WITHHELD: N_("The figure exists and is not made public."),
}


def words(language: Language) -> list[tuple[str, str]]:
    """Return the terms and what they mean."""
    _ = catalog(language).gettext
    return [(_(term), _(meaning)) for term, meaning in WORDS]


def bases(
    usable: Mapping[TargetBasis, Sequence[ObservationBasis]], language: Language
) -> list[dict[str, Any]]:
    """Return per basis of a target what it means and which figures can be compared with it, and how."""
    _ = catalog(language).gettext
    return [
        {
            "name": _(terms.TARGET_BASIS_NAMES[basis]),
            "meaning": _(TARGET_BASIS_MEANINGS[basis]),
            "figures": [
                {
                    "name": _(terms.OBSERVATION_BASIS_NAMES[one]),
                    "how": _(CONVERSIONS[one] if basis == TargetBasis.IN_PERIOD else N_("taken as it is")),
                }
                for one in figures
            ],
        }
        for basis, figures in usable.items()
    ]


def measures(language: Language) -> list[dict[str, str]]:
    """Return the measures with their formulas."""
    _ = catalog(language).gettext
    return [
        {
            "name": _(measure.name),
            "formula": f"{measure.symbol} = {measure.formula}",
            "unit": _(measure.unit),
            "undefined": _(measure.undefined),
        }
        for measure in MEASURES.values()
    ]


def symbols(language: Language) -> list[tuple[str, str]]:
    """Return what the letters of the formulas stand for."""
    _ = catalog(language).gettext
    return [(symbol, _(meaning)) for symbol, meaning in SYMBOLS]


class StatusRule(rule_words.Rule, Protocol):
    """A line of the status table with what it gives."""

    @property
    def status(self) -> Status:
        """What can be said where it is the first that applies."""


def rules(table: Sequence[StatusRule], language: Language) -> list[dict[str, Any]]:
    """Return the status table: number, condition, status and the group it is counted in."""
    return [
        {
            "number": rule.number,
            "condition": rule_words.condition(rule, language),
            "status": str(rule.status),
            "group": str(rule.status.roll_up),
        }
        for rule in table
    ]


def flags(language: Language) -> list[tuple[str, str]]:
    """Return the flags and what they say."""
    return [(terms.flag_name(flag, language), terms.flag_meaning(flag, language)) for flag in Flag]


def absences(language: Language) -> list[tuple[str, str]]:
    """Return the five things that are not a figure of progress, how they are shown and what they mean."""
    _ = catalog(language).gettext
    return [
        (_("0 reported zero"), _("A value like any other: the source says that there is none.")),
        *(
            (terms.absence_label(absence, language), _(meaning))
            for absence, meaning in ABSENCE_MEANINGS.items()
        ),
        (terms.not_due_label(language), _("The period has not ended, or the plan had not begun.")),
    ]


def bounds(language: Language) -> list[tuple[str, str]]:
    """Return the signs before figures that are not exact."""
    _ = catalog(language).gettext
    return [
        (terms.BOUND_SIGNS[Bound(bound)].strip(), _(meaning)) for bound, meaning in BOUND_MEANINGS.items()
    ]


def parameters(values: Mapping[str, float], language: Language) -> list[tuple[str, str]]:
    """Return the numbers that the rules run on, `dabiao.method.Parameters`, each with what it decides."""
    _ = catalog(language).gettext
    share = percent(values["interval"], language, 0)
    return [
        (
            _("Interval at the deadline"),
            _("{share}, from at least {increments} increments over at least {months} months").format(
                share=share, increments=values["interval_increments"], months=values["interval_months"]
            ),
        ),
        (
            _("Spread of whole years"),
            _("looked at too from {quarters} quarters on; the wider one is shown").format(
                quarters=values["annual_quarters"]
            ),
        ),
        (
            _("Change of pace"),
            _("from {increments} increments on, tested two-sided at {level}").format(
                increments=values["trend_increments"], level=percent(values["trend_level"], language, 0)
            ),
        ),
        (
            _("Baseline near the plan's start"),
            _("a running total up to {months} months off it").format(months=values["near_months"]),
        ),
        (
            _("Old figure"),
            _("more than {periods} reporting periods after the end of its period").format(
                periods=values["stale_periods"]
            ),
        ),
        (
            _("Tolerance of comparisons"),
            _("{tolerance} of the values compared, for rounding in the last digits only").format(
                tolerance=number(values["tolerance"], language, 12)
            ),
        ),
    ]


def versions(running: int, of_publication: int, publication: int, language: Language) -> str:
    """Return by which version of the rules the publication shown was judged."""
    _ = catalog(language).gettext
    if running == of_publication:
        return _("Rules version {rules}, by which publication No. {number} was judged").format(
            rules=running, number=publication
        )
    return _(
        "Publication No. {number} was judged by rules version {old}; described here is version {rules}, "
        "by which new publications are judged"
    ).format(number=publication, old=of_publication, rules=running)


def changed_since(running: int, of_publication: int, publication: int, language: Language) -> str:
    """Return that other rules than the present ones judged the publication shown."""
    text = catalog(language).gettext(
        "Publication No. {number} was judged by rules version {old}: rule and arithmetic of its statuses are "
        "not told here. What was known by a date is judged by the present rules, version {rules}."
    )
    return text.format(number=publication, old=of_publication, rules=running)


def reported(row: Row, language: Language) -> str:
    """Return what an area has reported and until when (a row of `dabiao.holdings.completeness`)."""
    catalogue = catalog(language)
    area = name(row, "area", language)
    if row["figures_since"] == 0:
        silent = catalogue.gettext("{area} has reported nothing since {since}").format(
            area=area, since=period(row["since"], language)
        )
        if not row["figures"]:
            return silent
        return catalogue.gettext("{silent}; its latest figure is of {newest}").format(
            silent=silent, newest=period(row["newest"], language)
        )
    count = catalogue.ngettext(
        "{area} has published {figures} figure since {since}, the latest of {newest}",
        "{area} has published {figures} figures since {since}, the latest of {newest}",
        row["figures_since"],
    )
    return count.format(
        area=area,
        figures=number(row["figures_since"], language),
        since=period(row["since"], language),
        newest=period(row["newest"], language),
    )


def silent(rows: Sequence[Row], language: Language) -> str:
    """Return who has reported nothing in its plan's time (rows of `dabiao.holdings.completeness`)."""
    catalogue = catalog(language)
    quiet = [row for row in rows if row["figures_since"] == 0]
    if not quiet:
        return catalogue.gettext("Every area has reported something since its plan began")
    if len(quiet) == 1:
        return reported(quiet[0], language)
    shown = listed((name(row, "area", language) for row in quiet[:5]), language)
    return catalogue.gettext(
        "{count} of {areas} areas have reported nothing since their plans began: {names}"
    ).format(count=len(quiet), areas=len(rows), names=shown if len(quiet) <= 5 else f"{shown} …")
