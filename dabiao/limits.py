"""What an amount and a deadline can be, and an amount in base units: for files and for changes of targets.

Expressions see a row's texts under the names of its columns and what is known of them under dotted names, as
`etl.rules` has it: ``value.number``, ``unit``, ``indicator_code.kind``, ``deadline.end`` …
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import polars as pl

from dabiao.periods import end_month_expr, length_months_expr
from dabiao.terms import N_

DIGITS: Final = 15
"""Significant digits that a double holds without changing any."""
PERCENT: Final = "%"
DECIMAL_PATTERN: Final = r"^[+-]?[0-9]+(?:\.[0-9]+)?$"

_col = pl.col


class Limit(NamedTuple):
    """One thing that must not be so, in the order of the fields of `etl.rules.Rule`."""

    code: str
    column: str
    bad: pl.Expr
    """True for rows beyond the limit; null counts as false."""
    message: str
    """In English, an entry of the catalog; ``{value}`` is the cell, other names come from ``facts``."""
    facts: Mapping[str, pl.Expr | str]


class Breach(NamedTuple):
    """A limit that a row breaks, with what fills its message."""

    column: str
    message: str
    values: Mapping[str, str]


def digits(name: str) -> Limit:
    """Return the limit to the digits of the column ``name``."""
    text = _col(name)
    significant = text.str.replace_all(r"[+.-]", "").str.strip_chars_start("0").str.len_chars()
    return Limit(
        "too-many-digits",
        name,
        text.str.contains(DECIMAL_PATTERN) & (significant > DIGITS),
        N_("{value} has more than {digits} significant digits; computing with it would change some"),
        {"digits": str(DIGITS)},
    )


def ranges(name: str) -> tuple[Limit, ...]:
    """Return what the number in the column ``name`` can be, by kind of indicator and unit."""
    number, kind = _col(f"{name}.number"), _col("indicator_code.kind")
    return (
        Limit(
            "percentage-out-of-range",
            name,
            (kind == "rate") & (_col("unit") == PERCENT) & ~number.is_between(0, 100),
            N_("{value} % is out of range; a rate lies between 0 and 100"),
            {},
        ),
        Limit(
            "negative-count",
            name,
            (kind == "count") & (number < 0),
            N_("{value} is negative; a count is 0 or more"),
            {},
        ),
        Limit(
            "duration-not-positive",
            name,
            (kind == "duration") & (number <= 0),
            N_("{value} is no duration; it must be greater than 0"),
            {},
        ),
        Limit(
            "not-a-rank",
            name,
            (kind == "rank") & ((number < 1) | (number != number.floor())),
            N_("{value} is no rank; ranks are the whole numbers from 1"),
            {},
        ),
    )


DEADLINES: Final = (
    Limit(
        "deadline-before-start",
        "deadline",
        _col("deadline.end") <= _col("framework_id.plan_start.before"),
        N_("the deadline {value} ends before the plan starts ({start})"),
        {"start": _col("framework_id.plan_start")},
    ),
    Limit(
        "deadline-after-horizon",
        "deadline",
        _col("deadline.end") > _col("framework_id.horizon.end"),
        N_("the deadline {value} lies after the framework's horizon {horizon}"),
        {"horizon": _col("framework_id.horizon")},
    ),
)
"""When a target can end within its plan."""

BASELINE: Final = Limit(
    "baseline-after-deadline",
    "baseline_period",
    _col("baseline_period.end") >= _col("deadline.end"),
    N_("the baseline's period {value} does not end before the deadline {deadline}"),
    {"deadline": _col("deadline")},
)


def in_base_units(number: pl.Expr, factor: pl.Expr) -> pl.Expr:
    """Return given × factor without the error of the product: 1.13 万 is 11300, not 11299.999999999998."""
    return pl.when(factor == 1).then(number).otherwise((number * factor).round_sig_figs(DIGITS))


def breach(
    target: Mapping[str, str | None], indicator: Mapping[str, str], framework: Mapping[str, str]
) -> Breach | None:
    """Return the first limit that a target with a value breaks; None where it keeps to all.

    Args:
        target: value (digits as reported), unit, deadline, baseline_period.
        indicator: kind.
        framework: plan_start, horizon.
    """
    names = ("value", "unit", "deadline", "baseline_period")
    texts = {
        **{name: target[name] for name in names},
        "indicator_code.kind": indicator["kind"],
        **{f"framework_id.{name}": framework[name] for name in ("plan_start", "horizon")},
    }
    start = end_month_expr("framework_id.plan_start")
    row = pl.DataFrame([texts], schema=dict.fromkeys(texts, pl.String)).with_columns(
        _col("value").cast(pl.Float64, strict=False).alias("value.number"),
        (start - length_months_expr("framework_id.plan_start")).alias("framework_id.plan_start.before"),
        *(
            end_month_expr(name).alias(f"{name}.end")
            for name in ("deadline", "baseline_period", "framework_id.horizon")
        ),
    )
    for limit in (digits("value"), *ranges("value"), *DEADLINES, BASELINE):
        if row.select(limit.bad.fill_null(False)).item():
            facts = {
                name: fact if isinstance(fact, str) else str(row.select(fact).item())
                for name, fact in limit.facts.items()
            }
            return Breach(limit.column, limit.message, {"value": str(texts[limit.column]), **facts})
    return None
