"""The rules of each table beyond the form of its cells: what one cell says of another, or of another row."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from dabiao.model import Bound, Comparator, Level, ObservationBasis, ObservationStatus, TargetBasis
from dabiao.periods import MONTHS_PER_YEAR
from etl.figures import says_expr
from etl.files import UNKNOWN_PUBLISHER
from etl.messages import marked
from etl.rules import Rule, first_of, repeats

PERCENT: Final = "%"
_col = pl.col


def _month(date: str) -> pl.Expr:
    """Return the ordinal of the month of a date, as periods count them."""
    day = _col(f"{date}.date").dt
    return day.year().cast(pl.Int32) * MONTHS_PER_YEAR + day.month()


def _translation(name: str) -> Rule:
    zh, en = _col(f"{name}_zh"), _col(f"{name}_en")
    return Rule(
        "translation-missing",
        f"{name}_en",
        zh.is_null() != en.is_null(),
        marked("{there} has a text and its other language has none; give both or neither"),
        {"there": pl.when(zh.is_null()).then(pl.lit(f"{name}_en")).otherwise(pl.lit(f"{name}_zh"))},
    )


def _position_taken(*columns: str) -> Rule:
    return Rule(
        "position-taken",
        columns[-1],
        repeats(columns),
        marked("position {value} is already taken: {first_file}, line {first_line}"),
        first_of(columns),
        compares_rows=True,
    )


_LEVEL = _col("level")
_PARENT_LEVEL = _col("parent_code.level")
_BELOW_PROVINCE = _LEVEL.is_in([Level.CITY, Level.COUNTY])
_PROVINCE_CODE = (
    pl.when(_LEVEL == Level.PROVINCE)
    .then(_col("code"))
    .when(_BELOW_PROVINCE)
    .then(
        pl.when(_PARENT_LEVEL == Level.PROVINCE)
        .then(_col("parent_code"))
        .otherwise(_col("parent_code.parent_code"))
    )
)
_CITY_CODE = (
    pl.when(_LEVEL == Level.CITY)
    .then(_col("code"))
    .when((_LEVEL == Level.COUNTY) & (_PARENT_LEVEL == Level.CITY))
    .then(_col("parent_code"))
)
_PARENT_FITS = (
    ((_LEVEL == Level.PROVINCE) & (_PARENT_LEVEL == Level.COUNTRY))
    | ((_LEVEL == Level.CITY) & (_PARENT_LEVEL == Level.PROVINCE))
    | ((_LEVEL == Level.COUNTY) & _PARENT_LEVEL.is_in([Level.PROVINCE, Level.CITY]))
)
_CHAIN_KNOWN = (_LEVEL == Level.COUNTRY) | _PARENT_FITS
_PREFIX = (
    pl.when(_PARENT_FITS & (_PARENT_LEVEL == Level.CITY))
    .then(_col("parent_code").str.slice(0, 4))
    .when(_PARENT_FITS & (_PARENT_LEVEL == Level.PROVINCE))
    .then(_col("parent_code").str.slice(0, 2))
)
_TILE = ("tile_row", "tile_column")

AREA_RULES: Final = (
    Rule(
        "parent-missing",
        "parent_code",
        (_LEVEL != Level.COUNTRY) & _col("parent_code").is_null(),
        marked("an area of level {level} needs the code of the area it belongs to"),
        {"level": _LEVEL},
    ),
    Rule(
        "country-with-parent",
        "parent_code",
        (_LEVEL == Level.COUNTRY) & _col("parent_code").is_not_null(),
        marked("the country belongs to no other area; leave {value} out"),
    ),
    Rule(
        "parent-cycle",
        "parent_code",
        _col("ancestors").list.contains(_col("code")),
        marked("following the parents from {code} leads back to {code}"),
        {"code": _col("code")},
    ),
    Rule(
        "parent-level",
        "parent_code",
        (_LEVEL != Level.COUNTRY) & ~_PARENT_FITS,
        marked(
            "{value} is of level {parent_level} and cannot hold an area of level {level}; "
            "a province belongs to the country, a city to a province, a county to a city or province"
        ),
        {"level": _LEVEL, "parent_level": _PARENT_LEVEL},
    ),
    Rule(
        "code-outside-parent",
        "code",
        ~_col("code").str.starts_with(_PREFIX),
        marked("{value} does not begin with {prefix} as the areas of {parent} do"),
        {"prefix": _PREFIX, "parent": _col("parent_code")},
    ),
    Rule(
        "province-of-area",
        "province_code",
        _CHAIN_KNOWN & _col("province_code").ne_missing(_PROVINCE_CODE),
        marked("the parents lead to the province {expected}, not to {value}"),
        {"expected": _PROVINCE_CODE.fill_null("–")},
    ),
    Rule(
        "city-of-area",
        "city_code",
        _CHAIN_KNOWN & _col("city_code").ne_missing(_CITY_CODE),
        marked("the parents lead to the city {expected}, not to {value}"),
        {"expected": _CITY_CODE.fill_null("–")},
    ),
    Rule(
        "tile-incomplete",
        "tile_column",
        _col("tile_row").is_null() != _col("tile_column").is_null(),
        marked("a place on the tile map needs both row and column, or neither"),
    ),
    Rule(
        "tile-of-other-level",
        "tile_row",
        _col("tile_row").is_not_null() & (_LEVEL != Level.PROVINCE),
        marked("only provinces have a place on the tile map, not an area of level {level}"),
        {"level": _LEVEL},
    ),
    *(
        Rule(
            "tile-out-of-range",
            name,
            ~_col(f"{name}.number").is_between(0, 15),
            marked("{value} is outside of the tile map; rows and columns go from 0 to 15"),
        )
        for name in _TILE
    ),
    Rule(
        "tile-taken",
        "tile_column",
        repeats(_TILE),
        marked("the tile at row {row}, column {value} is already taken: {first_file}, line {first_line}"),
        {"row": _col("tile_row"), **first_of(_TILE)},
        compares_rows=True,
    ),
)

FRAMEWORK_RULES: Final = (
    Rule(
        "horizon-before-start",
        "horizon",
        _col("horizon.end") <= _col("plan_start.before"),
        marked("the horizon {value} ends before the plan starts ({start})"),
        {"start": _col("plan_start")},
    ),
    Rule(
        "issued-after-horizon",
        "issued_on",
        _month("issued_on") > _col("horizon.end"),
        marked("issued on {value}, after its horizon {horizon} had ended"),
        {"horizon": _col("horizon")},
    ),
    _translation("note"),
)

UNIT_RULES: Final = (
    Rule(
        "factor-not-positive",
        "factor",
        _col("factor.number") <= 0,
        marked("{value} is no factor; it must be greater than 0"),
    ),
    Rule(
        "base-unit-of-other",
        "base_unit",
        _col("base_unit.base_unit") != _col("base_unit"),
        marked("{value} is itself counted in {base}; name {base} as the base unit"),
        {"base": _col("base_unit.base_unit")},
    ),
    Rule(
        "factor-of-base-unit",
        "factor",
        (_col("base_unit") == _col("unit")) & (_col("factor.number") != 1),
        marked("the factor of a base unit is 1, not {value}"),
    ),
)

INDICATOR_RULES: Final = (
    Rule(
        "not-a-base-unit",
        "unit",
        _col("unit.base_unit") != _col("unit"),
        marked("an indicator is counted in a base unit: {base}, not {value}"),
        {"base": _col("unit.base_unit")},
    ),
)

COMPONENT_RULES: Final = (
    Rule(
        "component-of-itself",
        "component_code",
        _col("component_code") == _col("indicator_code"),
        marked("{value} cannot be a component of itself"),
    ),
    Rule(
        "component-not-counted",
        "component_code",
        (_col("component_code.kind") != "count") | (_col("indicator_code.kind") != "count"),
        marked("only counts add up: {value} is of kind {kind}, the combined indicator of kind {wanted}"),
        {"kind": _col("component_code.kind"), "wanted": _col("indicator_code.kind")},
    ),
    Rule(
        "component-unit",
        "component_code",
        _col("component_code.unit") != _col("indicator_code.unit"),
        marked("{value} is counted in {unit} and cannot be added into an indicator counted in {wanted}"),
        {"unit": _col("component_code.unit"), "wanted": _col("indicator_code.unit")},
    ),
    Rule(
        "component-nested",
        "component_code",
        _col("component_code").is_in(_col("indicator_code").implode()),
        marked("{value} is itself combined of others; name those others as components"),
        compares_rows=True,
    ),
)


def _range_rules(name: str) -> tuple[Rule, ...]:
    number, kind = _col(f"{name}.number"), _col("indicator_code.kind")
    return (
        Rule(
            "percentage-out-of-range",
            name,
            (kind == "rate") & (_col("unit") == PERCENT) & ~number.is_between(0, 100),
            marked("{value} % is out of range; a rate lies between 0 and 100"),
        ),
        Rule(
            "negative-count",
            name,
            (kind == "count") & (number < 0),
            marked("{value} is negative; a count is 0 or more"),
        ),
        Rule(
            "duration-not-positive",
            name,
            (kind == "duration") & (number <= 0),
            marked("{value} is no duration; it must be greater than 0"),
        ),
        Rule(
            "not-a-rank",
            name,
            (kind == "rank") & ((number < 1) | (number != number.floor())),
            marked("{value} is no rank; ranks are the whole numbers from 1"),
        ),
    )


_UNIT_FITS = Rule(
    "unit-of-other-indicator",
    "unit",
    _col("unit.base_unit") != _col("indicator_code.unit"),
    marked("{indicator} is counted in {wanted}; {value} cannot be converted into it"),
    {"indicator": _col("indicator_code"), "wanted": _col("indicator_code.unit")},
)
_LEVEL_KINDS = _col("indicator_code.kind").is_in(["rate", "duration", "rank"])

TARGET_RULES: Final = (
    Rule(
        "id-of-other-framework",
        "target_id",
        ~_col("target_id").str.starts_with(pl.concat_str(_col("framework_id"), pl.lit("-"))),
        marked("{value} must begin with the framework's id: {framework}-"),
        {"framework": _col("framework_id")},
    ),
    Rule(
        "area-outside-framework",
        "area_code",
        (_col("area_code") != _col("framework_id.area_code"))
        & ~_col("area_code.ancestors").list.contains(_col("framework_id.area_code")),
        marked("{value} is not {area}, for which the framework was issued, nor an area within it"),
        {"area": _col("framework_id.area_code")},
    ),
    _UNIT_FITS,
    Rule(
        "comparator-against-direction",
        "comparator",
        ((_col("indicator_code.direction") == "up") & (_col("comparator") == Comparator.AT_MOST))
        | ((_col("indicator_code.direction") == "down") & (_col("comparator") == Comparator.AT_LEAST)),
        marked("{value} does not go with an indicator whose better direction is {direction}"),
        {"direction": _col("indicator_code.direction")},
    ),
    Rule(
        "basis-of-other-kind",
        "basis",
        _LEVEL_KINDS & (_col("basis") != TargetBasis.LEVEL),
        marked("{value} does not go with an indicator of kind {kind}; its targets have the basis level"),
        {"kind": _col("indicator_code.kind")},
    ),
    Rule(
        "deadline-before-start",
        "deadline",
        _col("deadline.end") <= _col("framework_id.plan_start.before"),
        marked("the deadline {value} ends before the plan starts ({start})"),
        {"start": _col("framework_id.plan_start")},
    ),
    Rule(
        "deadline-after-horizon",
        "deadline",
        _col("deadline.end") > _col("framework_id.horizon.end"),
        marked("the deadline {value} lies after the framework's horizon {horizon}"),
        {"horizon": _col("framework_id.horizon")},
    ),
    *_range_rules("value"),
    *_range_rules("baseline_value"),
    Rule(
        "baseline-incomplete",
        "baseline_period",
        _col("baseline_value").is_null() != _col("baseline_period").is_null(),
        marked("a baseline needs both value and period, or neither"),
    ),
    Rule(
        "baseline-after-deadline",
        "baseline_period",
        _col("baseline_period.end") >= _col("deadline.end"),
        marked("the baseline's period {value} does not end before the deadline {deadline}"),
        {"deadline": _col("deadline")},
    ),
    Rule(
        "phrase-without-value",
        "phrase",
        (_col("value_status") == "stated") & ~says_expr("phrase", "value", "unit"),
        marked("the phrase does not hold the digits of the stated value {stated}: {value}"),
        {"stated": _col("value")},
    ),
    _translation("note"),
)

TASK_RULES: Final = (
    Rule(
        "position-not-positive",
        "position",
        _col("position.number") < 1,
        marked("{value} is no position; positions are counted from 1"),
    ),
    _position_taken("framework_id", "position"),
)

TASK_DEPARTMENT_RULES: Final = (
    TASK_RULES[0],
    _position_taken("framework_id", "task_id", "position"),
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
        marked("{value} does not go with an indicator of kind {kind}; its figures have the basis level"),
        {"kind": _col("indicator_code.kind")},
    ),
    *_range_rules("value"),
    Rule(
        "value-missing",
        "value",
        _REPORTED & _col("value").is_null(),
        marked(
            "status A says that a value was reported, and there is none; O, M and Q say why it is missing"
        ),
    ),
    Rule(
        "value-of-absence",
        "value",
        _ABSENT & _col("value").is_not_null(),
        marked("status {status} says that there is no value, and {value} is given; a value has status A"),
        {"status": _col("status")},
    ),
    Rule(
        "bound-without-value",
        "bound",
        (_col("bound") != Bound.EXACT) & _col("value").is_null(),
        marked("the bound {value} needs a value"),
    ),
    Rule(
        "address-of-unknown-publisher",
        "source_url",
        _col("source_url").is_not_null() & (_col("publisher") == UNKNOWN_PUBLISHER),
        marked("the publisher is unknown, so that {value} can only be a copy; leave the address out"),
    ),
    Rule(
        "period-after-source",
        "period",
        _col("period.before") >= _month("source_date"),
        marked("the period {value} begins after its source appeared ({date})"),
        {"date": _col("source_date")},
    ),
    _translation("note"),
)

RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "area": AREA_RULES,
    "framework": FRAMEWORK_RULES,
    "unit": UNIT_RULES,
    "indicator": INDICATOR_RULES,
    "indicator_component": COMPONENT_RULES,
    "target": TARGET_RULES,
    "task": TASK_RULES,
    "task_department": TASK_DEPARTMENT_RULES,
    "observation": OBSERVATION_RULES,
}
"""Of each table the rules beyond those of `etl.rules.column_rules`."""
