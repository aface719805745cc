"""What a rule is, and the rules that follow from how a column is declared.

A rule is data: which rows are bad as a Polars expression over one table's frame, and what to tell about them.
Expressions see a column's text under its name and what is known of it under dotted names:

``value.number``
    the number, month or date a cell stands for (`own_attributes`), null where it stands for none
``unit.factor``, ``area_code.ok``
    a column of the row referred to; ``ok`` is null where there is no such row and false where it was rejected
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import polars as pl

from dabiao import limits
from dabiao.periods import PATTERN as PERIOD_PATTERN
from dabiao.periods import end_month_expr, length_months_expr
from dabiao.terms import N_
from etl.files import FILE_OF, PROSE_LENGTH, Column, File, Kind

SHOWN: Final = 60
"""Characters of a value that a message shows; the report's value column has all of it."""

AREA_CODE_PATTERN: Final = r"^[1-9][0-9]{5}$"
ID_PATTERN: Final = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
INTEGER_PATTERN: Final = r"^[+-]?[0-9]{1,9}$"
THOUSANDS_PATTERN: Final = r"^[+-]?[0-9]{1,3}(?:[,，' \x{00a0}\x{202f}][0-9]{3})+(?:\.[0-9]+)?$"
FULL_WIDTH_PATTERN: Final = r"[０-９．＋－]"
DATE_PATTERN: Final = r"^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
ADDRESS_PATTERN: Final = r"^https?://[^\s/?#@]+\.[^\s/?#@]+(?:[/?#]\S*)?$"
UNPRINTABLE_PATTERN: Final = r"[\p{C}\x{fffd}]"
UNPRINTABLE_IN_PROSE_PATTERN: Final = r"[\p{C}\x{fffd}--[\n\r\t]]"


@dataclass(frozen=True)
class Rule:
    """One thing that must not be so."""

    code: str
    column: str
    """The column the rule is about."""
    bad: pl.Expr
    """True for the rows that break the rule; null counts as false."""
    message: str
    """In English, marked for translation; ``{value}`` is the cell, other names come from ``facts``."""
    facts: Mapping[str, pl.Expr | str] = field(default_factory=dict)
    compares_rows: bool = False
    """Whether other rows matter: such a rule cannot be judged on distinct values."""
    unique: tuple[str, ...] = ()
    """The columns that no two rows may share, where that is the rule."""

    @cached_property
    def reads(self) -> frozenset[str]:
        """Names the rule and its facts look at, dotted ones among them."""
        expressions = [self.bad, *(fact for fact in self.facts.values() if isinstance(fact, pl.Expr))]
        return frozenset(name for each in expressions for name in each.meta.root_names())


def first_of(columns: tuple[str, ...]) -> Mapping[str, pl.Expr]:
    """Return the facts that name the row which had the same ``columns`` first."""
    return {
        "first_file": pl.col("file").first().over(columns),
        "first_line": pl.col("line").first().over(columns),
    }


def repeats(columns: tuple[str, ...]) -> pl.Expr:
    """Return true for all rows but the first that share ``columns``; blanks are equal to nothing."""
    told = pl.all_horizontal(pl.col(name).is_not_null() for name in columns)
    return told & ~pl.struct(columns).is_first_distinct()


def own_attributes(column: Column) -> dict[str, pl.Expr]:
    """Return what a cell of ``column`` stands for, by dotted name."""
    name, text = column.name, pl.col(column.name)
    match column.kind:
        case Kind.INTEGER:
            return {f"{name}.number": text.cast(pl.Int32, strict=False)}
        case Kind.DECIMAL:
            number = text.cast(pl.Float64, strict=False)
            return {f"{name}.number": pl.when(number.is_finite()).then(number)}
        case Kind.PERIOD:
            end = end_month_expr(name)
            return {f"{name}.end": end, f"{name}.before": end - length_months_expr(name)}
        case Kind.DATE:
            return {f"{name}.date": text.str.to_date("%Y-%m-%d", strict=False)}
        case _:
            return {}


def column_rules(file: File) -> Iterator[Rule]:
    """Yield the rules that follow from the declarations of ``file``'s columns and key."""
    for column in file.columns:
        yield from _presence(column)
        yield from _form(column)
        yield from _reference(file, column)
    key = file.key
    yield Rule(
        "duplicate-key",
        key[-1],
        repeats(key),
        N_("this row is already there ({key}): {first_file}, line {first_line}; keep one of the two"),
        {"key": pl.concat_str(key, separator=" / "), **first_of(key)},
        compares_rows=True,
        unique=key,
    )


def _presence(column: Column) -> Iterator[Rule]:
    if column.required:
        yield Rule(
            "required",
            column.name,
            pl.col(column.name).is_null(),
            N_("is blank; every row needs it"),
        )


def _form(column: Column) -> Iterator[Rule]:
    text = pl.col(column.name)
    if column.allowed:
        yield Rule(
            "not-allowed",
            column.name,
            ~text.is_in(column.allowed),
            N_("{value} is not allowed here; allowed are: {allowed}"),
            {"allowed": ", ".join(column.allowed)},
        )
        return
    yield from _KIND_RULES[column.kind](column.name, text)
    yield Rule(
        "too-long",
        column.name,
        text.str.len_chars() > column.longest,
        N_("has {length} characters; at most {longest} are allowed"),
        {"length": text.str.len_chars(), "longest": str(column.longest)},
    )
    prose = column.longest == PROSE_LENGTH and column.kind is Kind.TEXT
    pattern = UNPRINTABLE_IN_PROSE_PATTERN if prose else UNPRINTABLE_PATTERN
    yield Rule(
        "unprintable",
        column.name,
        text.str.contains(pattern),
        N_("holds a character that cannot be seen or printed (U+{codepoint}); delete it"),
        {"codepoint": _codepoint(text.str.extract(f"({pattern})"))},
    )


def _codepoint(character: pl.Expr) -> pl.Expr:
    return character.map_elements(lambda text: f"{ord(text):04X}", return_dtype=pl.String)


def _text_rules(name: str, text: pl.Expr) -> Iterator[Rule]:
    return iter(())


def _id_rules(name: str, text: pl.Expr) -> Iterator[Rule]:
    yield Rule(
        "malformed-id",
        name,
        ~text.str.contains(ID_PATTERN),
        N_("{value} is no id; ids are lower-case letters and digits in groups joined by single hyphens"),
    )


def _area_rules(name: str, text: pl.Expr) -> Iterator[Rule]:
    yield Rule(
        "malformed-area-code",
        name,
        ~text.str.contains(AREA_CODE_PATTERN),
        N_("{value} is no area code; a GB/T 2260 code has six digits and does not begin with 0"),
    )


def _integer_rules(name: str, text: pl.Expr) -> Iterator[Rule]:
    message = N_("{value} is no whole number of at most nine digits")
    yield from _digit_rules(name, text, "not-an-integer", INTEGER_PATTERN, message)


def _decimal_rules(name: str, text: pl.Expr) -> Iterator[Rule]:
    message = N_(
        "{value} is no number; digits with at most one decimal point and a sign, such as 2155 or -0.5"
    )
    yield from _digit_rules(name, text, "not-a-number", limits.DECIMAL_PATTERN, message)
    yield Rule(*limits.digits(name))


def _digit_rules(name: str, text: pl.Expr, code: str, pattern: str, message: str) -> Iterator[Rule]:
    """Yield the rules of digits: two that tell of common slips, and ``code`` for what is no number."""
    full_width = text.str.contains(FULL_WIDTH_PATTERN)
    separated = text.str.contains(THOUSANDS_PATTERN)
    yield Rule(
        "full-width-digits",
        name,
        full_width,
        N_("{value} has full-width digits or signs; write 0-9, point and sign in half width"),
    )
    yield Rule(
        "thousands-separator",
        name,
        separated,
        N_("{value} has thousands separators; write the digits without any"),
    )
    yield Rule(code, name, ~text.str.contains(pattern) & ~full_width & ~separated, message)


def _period_rules(name: str, text: pl.Expr) -> Iterator[Rule]:
    yield Rule(
        "not-a-period",
        name,
        ~text.str.contains(PERIOD_PATTERN),
        N_("{value} is no period; allowed are 2024, 2024-S1, 2024-Q3 and 2024-06 from 1900 to 2099"),
    )


def _date_rules(name: str, text: pl.Expr) -> Iterator[Rule]:
    date = pl.col(f"{name}.date")
    yield Rule(
        "not-a-date",
        name,
        text.is_not_null() & (date.is_null() | ~text.str.contains(DATE_PATTERN)),
        N_("{value} is no date of the calendar; write year-month-day, such as 2024-06-30"),
    )


def _address_rules(name: str, text: pl.Expr) -> Iterator[Rule]:
    yield Rule(
        "not-an-address",
        name,
        ~text.str.contains(ADDRESS_PATTERN),
        N_("{value} is no web address; it must begin with http:// or https:// and name a host"),
    )


_KIND_RULES: Final = {
    Kind.TEXT: _text_rules,
    Kind.ID: _id_rules,
    Kind.AREA_CODE: _area_rules,
    Kind.INTEGER: _integer_rules,
    Kind.DECIMAL: _decimal_rules,
    Kind.PERIOD: _period_rules,
    Kind.DATE: _date_rules,
    Kind.ADDRESS: _address_rules,
}


def _reference(file: File, column: Column) -> Iterator[Rule]:
    if column.refers is None:
        return
    found = pl.col(f"{column.name}.ok")
    told = pl.all_horizontal(pl.col(name).is_not_null() for name in column.reference)
    where = FILE_OF[column.refers].pattern
    yield Rule(
        f"unknown-{column.refers}",
        column.name,
        told & found.is_null(),
        N_("{value} is not in {where}; add it there or correct it here"),
        {"where": where},
    )
    yield rejected_reference(file, column)


def rejected_reference(file: File, column: Column) -> Rule:
    """Return the rule that a row falls with the row it refers to."""
    assert column.refers is not None
    bad = ~pl.col(f"{column.name}.ok")
    if column.refers == file.table.name:
        bad &= pl.col(column.name) != pl.col(file.key[0])  # a base unit names itself
    return Rule(
        f"rejected-{column.refers}",
        column.name,
        bad,
        N_("{value} was itself rejected: {where}, line {there}; mend that row first"),
        {"where": FILE_OF[column.refers].pattern, "there": pl.col(f"{column.name}.line")},
    )
