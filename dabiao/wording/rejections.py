"""Names of the rules that a row of a file can break; what exactly is wrong stands in the row's message."""

from collections.abc import Mapping
from typing import Final

from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.fields import field_name

_UNKNOWN: Final = N_("Refers to nothing on record")
_REJECTED: Final = N_("Refers to a rejected row")

RULE_NAMES: Final[Mapping[str, str]] = {
    "address-of-unknown-publisher": N_("Address without publisher"),
    "area-outside-framework": N_("Area outside the document's"),
    "base-unit-of-other": N_("Base unit is none"),
    "baseline-after-deadline": N_("Baseline after the deadline"),
    "baseline-incomplete": N_("Baseline incomplete"),
    "basis-of-other-kind": N_("Basis and kind do not match"),
    "bound-without-value": N_("Bound without value"),
    "city-of-area": N_("City does not match the parents"),
    "code-outside-parent": N_("Code does not match the parent"),
    "comparator-against-direction": N_("Comparator against the direction"),
    "component-nested": N_("Component is itself combined"),
    "component-not-counted": N_("Component is no count"),
    "component-of-itself": N_("Component of itself"),
    "component-unit": N_("Component in another unit"),
    "country-with-parent": N_("Country with a parent"),
    "deadline-after-horizon": N_("Deadline after the horizon"),
    "deadline-before-start": N_("Deadline before the plan's start"),
    "duplicate-key": N_("Row given twice"),
    "duration-not-positive": N_("Duration not above zero"),
    "factor-not-positive": N_("Factor not above zero"),
    "factor-of-base-unit": N_("Factor of a base unit is not 1"),
    "field-count": N_("Wrong number of fields"),
    "full-width-digits": N_("Full-width digits"),
    "horizon-before-start": N_("Horizon before the plan's start"),
    "id-of-other-framework": N_("Code of another document"),
    "issued-after-horizon": N_("Issued after the horizon"),
    "malformed-area-code": N_("Area code malformed"),
    "malformed-id": N_("Code malformed"),
    "negative-count": N_("Negative count"),
    "not-a-base-unit": N_("Not a base unit"),
    "not-a-date": N_("Not a date"),
    "not-a-number": N_("Not a number"),
    "not-a-period": N_("Not a period"),
    "not-a-rank": N_("Not a rank"),
    "not-allowed": N_("Value not allowed"),
    "not-an-address": N_("Not a web address"),
    "not-an-integer": N_("Not a whole number"),
    "parent-cycle": N_("Parents in a circle"),
    "parent-level": N_("Parent of the wrong level"),
    "parent-missing": N_("Parent missing"),
    "percentage-out-of-range": N_("Percentage out of range"),
    "period-after-source": N_("Period after its source"),
    "period-before-plan": N_("Period before the plan"),
    "phrase-without-value": N_("Value not in the document's words"),
    "position-not-positive": N_("Position not above zero"),
    "position-taken": N_("Position taken"),
    "province-of-area": N_("Province does not match the parents"),
    "rejected-area": _REJECTED,
    "rejected-framework": _REJECTED,
    "rejected-indicator": _REJECTED,
    "rejected-task": _REJECTED,
    "rejected-unit": _REJECTED,
    "required": N_("Required field blank"),
    "thousands-separator": N_("Thousands separators"),
    "tile-incomplete": N_("Place on the tile map incomplete"),
    "tile-of-other-level": N_("Place on the tile map not for this level"),
    "tile-out-of-range": N_("Place outside the tile map"),
    "tile-taken": N_("Place on the tile map taken"),
    "too-long": N_("Too long"),
    "too-many-digits": N_("Too many digits"),
    "translation-missing": N_("Text in one language only"),
    "unit-of-other-indicator": N_("Unit of another indicator"),
    "unknown-area": _UNKNOWN,
    "unknown-framework": _UNKNOWN,
    "unknown-indicator": _UNKNOWN,
    "unknown-task": _UNKNOWN,
    "unknown-unit": _UNKNOWN,
    "unprintable": N_("Unprintable character"),
    "value-missing": N_("Value missing"),
    "value-of-absence": N_("Value where none is reported"),
}
"""By the rule's id (`etl.rules.Rule.code`)."""


def rule_name(rule: str, language: Language) -> str:
    """Return what a rule is called; an earlier release's that has no name any more stands as it is."""
    name = RULE_NAMES.get(rule)
    return rule if name is None else catalog(language).gettext(name)


def place(field: str, language: Language) -> str:
    """Return what the field is called that a rule is about, or that it is about the row."""
    return field_name(field, language) if field else catalog(language).gettext("the whole row")
