"""The rules of targets and observations: amounts in units, at periods, of a kind and basis."""

from typing import Final

import polars as pl

from dabiao import limits
from dabiao.model import Bound, Comparator, ObservationBasis, ObservationStatus, TargetBasis
from dabiao.terms import N_
from etl.figures import says_expr
from etl.rulebook.shared import AREA_OF_FRAMEWORK, NOTES_IN_BOTH, SOURCE_RULES
from etl.rules import Rule

_col = pl.col


def _range_rules(name: str) -> tuple[Rule, ...]:
    return tuple(Rule(*limit) for limit in limits.ranges(name))


_UNIT_FITS = Rule(
    "unit-of-other-indicator",
    "unit",
    _col("unit.base_unit") != _col("indicator_code.unit"),
    N_("{indicator} is counted in {wanted}; {value} cannot be converted into it"),
    {"indicator": _col("indicator_code"), "wanted": _col("indicator_code.unit")},
)
_LEVEL_KINDS = _col("indicator_code.kind").is_in(["rate", "duration", "rank"])

TARGET_RULES: Final = (
    Rule(
        "id-of-other-framework",
        "target_id",
        ~_col("target_id").str.starts_with(pl.concat_str(_col("framework_id"), pl.lit("-"))),
        N_("{value} must begin with the framework's id: {framework}-"),
        {"framework": _col("framework_id")},
    ),
    AREA_OF_FRAMEWORK,
    _UNIT_FITS,
    Rule(
        "comparator-against-direction",
        "comparator",
        ((_col("indicator_code.direction") == "up") & (_col("comparator") == Comparator.AT_MOST))
        | ((_col("indicator_code.direction") == "down") & (_col("comparator") == Comparator.AT_LEAST)),
        N_("{value} does not go with an indicator whose better direction is {direction}"),
        {"direction": _col("indicator_code.direction")},
    ),
    Rule(
        "basis-of-other-kind",
        "basis",
        _LEVEL_KINDS & (_col("basis") != TargetBasis.LEVEL),
        N_("{value} does not go with an indicator of kind {kind}; its targets have the basis level"),
        {"kind": _col("indicator_code.kind")},
    ),
    *(Rule(*limit) for limit in limits.DEADLINES),
    *_range_rules("value"),
    *_range_rules("baseline_value"),
    Rule(
        "baseline-incomplete",
        "baseline_period",
        _col("baseline_value").is_null() != _col("baseline_period").is_null(),
        N_("a baseline needs both value and period, or neither"),
    ),
    Rule(*limits.BASELINE),
    Rule(
        "phrase-without-value",
        "phrase",
        (_col("value_status") == "stated") & ~says_expr("phrase", "value", "unit"),
        N_("the phrase does not hold the digits of the stated value {stated}: {value}"),
        {"stated": _col("value")},
    ),
    NOTES_IN_BOTH,
)

_REPORTED = _col("status") == ObservationStatus.REPORTED
_ABSENT = _col("status").is_in(
    [str(each) for each in ObservationStatus if each != ObservationStatus.REPORTED]
)

OBSERVATION_RULES: Final = (
    _UNIT_FITS,
    Rule(
        "basis-of-other-kind",
        "basis",
        _LEVEL_KINDS & (_col("basis") != ObservationBasis.LEVEL),
        N_("{value} does not go with an indicator of kind {kind}; its figures have the basis level"),
        {"kind": _col("indicator_code.kind")},
    ),
    *_range_rules("value"),
    Rule(
        "value-missing",
        "value",
        _REPORTED & _col("value").is_null(),
        N_("status A says that a value was reported, and there is none; O, M and Q say why it is missing"),
    ),
    Rule(
        "value-of-absence",
        "value",
        _ABSENT & _col("value").is_not_null(),
        N_("status {status} says that there is no value, and {value} is given; a value has status A"),
        {"status": _col("status")},
    ),
    Rule(
        "bound-without-value",
        "bound",
        (_col("bound") != Bound.EXACT) & _col("value").is_null(),
        N_("the bound {value} needs a value"),
    ),
    *SOURCE_RULES,
    NOTES_IN_BOTH,
)
