"""A target with another value or deadline, held against the rules that targets are loaded by."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, get_args

import polars as pl

from dabiao import limits, publications
from dabiao.periods import InvalidPeriodError, end_month
from dabiao.returns.amounts import DECIMAL, spelled
from dabiao.returns.entries import LONGEST
from dabiao.returns.errors import TooLongError, UnfitAmendmentError, UnknownAmendmentError
from dabiao.settings import Language
from dabiao.store import Transaction
from dabiao.terms import N_
from dabiao.wording import clause
from dabiao.wording.joining import paragraph

NOT_A_NUMBER: Final = N_("the value is no number")
NOT_A_PERIOD: Final = N_("the deadline is no period")
NO_ROOM: Final = N_("it has no room left for the document that changes the target")
SAME: Final = N_("it says what is said already")

_VERSIONING: Final = ("version", "publication", "withdrawn")


def target(tx: Transaction, area_code: str, target_id: str) -> dict[str, Any]:
    """Return a target in its newest version.

    Raises:
        UnknownAmendmentError: there is none.
    """
    rows = tx.read("newest_target_of_areas", [area_code]).filter(
        pl.col("target_id") == target_id, ~pl.col("withdrawn")
    )
    if rows.is_empty():
        raise UnknownAmendmentError
    return rows.row(0, named=True)


def reported(typed: str, unit: str) -> str:
    """Return the digits of a value as files give them, however they were typed.

    Raises:
        TooLongError: there are too many characters.
        UnfitAmendmentError: it is no number.
    """
    text = typed.strip()
    if len(text) > LONGEST["given"]:
        raise TooLongError(length=len(text), longest=LONGEST["given"])
    digits = spelled(text, unit)
    if not DECIMAL.fullmatch(digits):
        raise UnfitAmendmentError(NOT_A_NUMBER)
    return f"{Decimal(digits):f}"


def changed(
    tx: Transaction, row: Mapping[str, Any], value: str, deadline: str | None, source: str
) -> dict[str, Any]:
    """Return a target with another value or deadline as a row of ``target``, its source in the notes.

    Another value is none that the plan's document states, so that it counts as supplied.

    Args:
        tx: the transaction.
        row: the target in its newest version.
        value: digits in the target's unit (`reported`).
        deadline: another deadline; None where it stays.
        source: the document that changes it.

    Raises:
        UnfitAmendmentError: a load would not take such a target, or nothing changes.
    """
    ends = deadline or row["deadline"]
    try:
        end_month(ends)
    except InvalidPeriodError as error:
        raise UnfitAmendmentError(NOT_A_PERIOD) from error
    same = _equal(value, row["value_reported"])
    if same and ends == row["deadline"]:
        raise UnfitAmendmentError(SAME)
    given = {**row, "value": value, "deadline": ends}
    breach = limits.breach(
        given,
        publications.current(tx, "indicator").row(by_predicate=_is(row, "indicator_code"), named=True),
        publications.current(tx, "framework").row(by_predicate=_is(row, "framework_id"), named=True),
    )
    if breach is not None:
        # What is said of a deadline or a baseline names it; what is said of a value does not.
        field = "target" if breach.column == "value" else None
        raise UnfitAmendmentError(breach.message, field, **breach.values)
    unit = publications.current(tx, "unit").row(by_predicate=_is(row, "unit"), named=True)
    base = pl.select(limits.in_base_units(pl.lit(float(value)), pl.lit(unit["factor"]))).item()
    new = {**row, "deadline": ends}
    if not same:
        new |= {"value_reported": value, "value": base, "value_status": "supplied"}
    for language in get_args(Language):
        new |= {f"note_{language}": _noted(row, new, unit, source, language)}
    return {name: cell for name, cell in new.items() if name not in _VERSIONING}


def _noted(
    row: Mapping[str, Any], new: Mapping[str, Any], unit: Mapping[str, Any], source: str, language: Language
) -> str:
    told = clause.retargeted(row, new, unit, source, language)
    note = paragraph([told, row[f"note_{language}"] or ""], language)
    if len(note) > LONGEST["explanation"]:
        raise UnfitAmendmentError(NO_ROOM, "note")
    return note


def _is(row: Mapping[str, Any], name: str) -> pl.Expr:
    return pl.col(name).eq(row[name])


def _equal(one: str, other: str | None) -> bool:
    return other is not None and Decimal(one) == Decimal(other)
