"""The rules of frameworks, units, indicators and their components."""

from typing import Final

import polars as pl

from dabiao.terms import N_
from etl.rulebook.shared import NOTES_IN_BOTH, month
from etl.rules import Rule

_col = pl.col

FRAMEWORK_RULES: Final = (
    Rule(
        "horizon-before-start",
        "horizon",
        _col("horizon.end") <= _col("plan_start.before"),
        N_("the horizon {value} ends before the plan starts ({start})"),
        {"start": _col("plan_start")},
    ),
    Rule(
        "issued-after-horizon",
        "issued_on",
        month("issued_on") > _col("horizon.end"),
        N_("issued on {value}, after its horizon {horizon} had ended"),
        {"horizon": _col("horizon")},
    ),
    NOTES_IN_BOTH,
)

UNIT_RULES: Final = (
    Rule(
        "factor-not-positive",
        "factor",
        _col("factor.number") <= 0,
        N_("{value} is no factor; it must be greater than 0"),
    ),
    Rule(
        "base-unit-of-other",
        "base_unit",
        _col("base_unit.base_unit") != _col("base_unit"),
        N_("{value} is itself counted in {base}; name {base} as the base unit"),
        {"base": _col("base_unit.base_unit")},
    ),
    Rule(
        "factor-of-base-unit",
        "factor",
        (_col("base_unit") == _col("unit")) & (_col("factor.number") != 1),
        N_("the factor of a base unit is 1, not {value}"),
    ),
)

INDICATOR_RULES: Final = (
    Rule(
        "not-a-base-unit",
        "unit",
        _col("unit.base_unit") != _col("unit"),
        N_("an indicator is counted in a base unit: {base}, not {value}"),
        {"base": _col("unit.base_unit")},
    ),
)

COMPONENT_RULES: Final = (
    Rule(
        "component-of-itself",
        "component_code",
        _col("component_code") == _col("indicator_code"),
        N_("{value} cannot be a component of itself"),
    ),
    Rule(
        "component-not-counted",
        "component_code",
        (_col("component_code.kind") != "count") | (_col("indicator_code.kind") != "count"),
        N_("only counts add up: {value} is of kind {kind}, the combined indicator of kind {wanted}"),
        {"kind": _col("component_code.kind"), "wanted": _col("indicator_code.kind")},
    ),
    Rule(
        "component-unit",
        "component_code",
        _col("component_code.unit") != _col("indicator_code.unit"),
        N_("{value} is counted in {unit} and cannot be added into an indicator counted in {wanted}"),
        {"unit": _col("component_code.unit"), "wanted": _col("indicator_code.unit")},
    ),
    Rule(
        "component-nested",
        "component_code",
        _col("component_code").is_in(_col("indicator_code").implode()),
        N_("{value} is itself combined of others; name those others as components"),
        compares_rows=True,
    ),
)
