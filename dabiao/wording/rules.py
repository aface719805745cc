"""The status table in words: what each rule asks, with the cut-offs that the running code holds."""

from collections.abc import Mapping
from typing import Final, Protocol

import polars as pl

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import Flag, Status
from dabiao.numbers import number
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.figures import Row, period, rows


class Rule(Protocol):
    """A line of the status table (`dabiao.judgement.Rule`)."""

    @property
    def number(self) -> int:
        """Its place in the order in which rules are tried."""

    @property
    def lowest(self) -> float | None:
        """Pace ratio from which it applies."""

    @property
    def below(self) -> float | None:
        """Pace ratio under which it applies."""


CONDITIONS: Final[Mapping[int, str]] = {
    1: N_("the deadline is not after the plan's start, or the target has no value"),
    2: N_("no comparable figure has been published by then"),
    3: N_(
        "the latest figure is from after the deadline, and none has been published for the deadline itself"
    ),
    4: N_("the figure at the deadline meets the target"),
    5: N_("the figure at the deadline does not meet the target"),
    6: N_("the latest figure meets the target before the deadline"),
    7: N_("the baseline is not known"),
    8: N_("the latest figure is not later than the plan's start"),
    9: N_("the baseline met the target and the latest figure does not"),
    10: N_("the pace ratio is {lowest} or more"),
    11: N_("the pace ratio is {lowest} or more and less than {below}"),
    12: N_("the pace ratio is {lowest} or more and less than {below}"),
    13: N_("the pace ratio is less than {below}"),
    14: N_("there is a baseline, but nothing counted inside the plan yet"),
}
"""By the number of the rule."""


def condition(rule: Rule, language: Language) -> str:
    """Return what a rule asks, a clause without a full stop."""
    _ = catalog(language).gettext
    return _(CONDITIONS[rule.number]).format(
        lowest=number(rule.lowest, language), below=number(rule.below, language)
    )


def reason(rule: Rule, row: Row, language: Language) -> str:
    """Return which rule gave a row its status, and on a pace also the ratio it was given for."""
    _ = catalog(language).gettext
    text = _("Rule {number}, the first that applies: {condition}").format(
        number=rule.number, condition=condition(rule, language)
    )
    if row["pace_ratio"] is None or (rule.lowest is None and rule.below is None):
        return _("{text}.").format(text=text)
    return _("{text}; here it is {ratio}.").format(text=text, ratio=number(row["pace_ratio"], language, 4))


def withheld(version: int, language: Language) -> str:
    """Return that the status was given by other rules, which the program that runs does not hold."""
    return (
        catalog(language)
        .gettext(
            "The status was given by rules version {rules}, whose text and arithmetic are not told here."
        )
        .format(rules=version)
    )


def remarks(row: Row, points: pl.DataFrame, language: Language) -> list[str]:
    """Return what would seem odd of a status and its flags: why it is as the rules have it.

    Args:
        row: a status row.
        points: the judged points of the target (`dabiao.progress.line`) with a value.
        language: of the sentences.
    """
    _ = catalog(language).gettext
    found = []
    early = points.filter(
        (pl.col("end_month") < row["deadline_month"]) & (pl.col("status") == str(Status.MET_EARLY))
    )
    if row["status"] in (Status.ACHIEVED, Status.MISSED) and not early.is_empty():
        first = rows(early.sort("end_month").head(1))[0]
        found.append(
            _(
                "By {period} it was “{early}”; now that the figure of the deadline itself is known, that "
                "figure alone gives the status: “{status}”."
            ).format(
                period=period(first["period"], language),
                early=terms.status_name(Status.MET_EARLY, language),
                status=terms.status_name(row["status"], language),
            )
        )
    if Flag.STALE in row["flags"] and row["end_month"] == row["deadline_month"]:
        found.append(
            _(
                "The figure is that of the deadline itself, and no later one is due; the flag “{flag}” "
                "counts its age at the as-of as that of any figure."
            ).format(flag=terms.flag_name(Flag.STALE, language))
        )
    return found
