"""The status table in words: what each rule asks, with the cut-offs that the running code holds."""

from collections.abc import Mapping
from typing import Final, Protocol

from dabiao.locale import catalog
from dabiao.numbers import number
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.figures import Row


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
