"""The rules of returns as data: quarters, who owes what, who reviews whom, what is checked.

They stand in ``data/rules/*.csv``; each row is checked against the types here when the files are read, and a
row that does not fit is an error that names file, line and column.
"""

import csv
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from dabiao.model import Level, ObservationBasis
from dabiao.periods import end_month
from dabiao.settings import ROOT

FOLDER: Final = "rules"

Quarter = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-Q[1-4]$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
AreaCode = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{5}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class RulesError(ValueError):
    """A file of rules cannot be used; the message names file, line and column."""


class Test(StrEnum):
    """What a check looks at; the arithmetic stands in `dabiao.returns.checks`."""

    __test__ = False  # no test of pytest's

    NUMBER = "number"
    DIGITS = "digits"
    WHOLE = "whole"
    MINIMUM = "minimum"
    ABOVE = "above"
    MAXIMUM = "maximum"
    PART_OVER_WHOLE = "part_over_whole"
    BELOW_COMPONENTS = "below_components"
    BASE = "base"
    SOURCE = "source"
    FALLS = "falls"
    ABOVE_LATER = "above_later"
    SPREAD = "spread"
    LOOKS_LIKE_INCREMENT = "looks_like_increment"
    LOOKS_LIKE_TOTAL = "looks_like_total"
    UNCHANGED = "unchanged"
    ABSENCE = "absence"


class Row(BaseModel):
    """A row of a file; a blank cell is left out before it is checked."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class QuarterRule(Row):
    """When the returns of a quarter are taken in."""

    quarter: Quarter
    opens_on: dt.date
    due_on: dt.date
    locks_on: dt.date | None = None
    """The last day on which it can be handed in; None where it is never locked."""

    @model_validator(mode="after")
    def _in_order(self) -> "QuarterRule":
        if not self.opens_on <= self.due_on <= (self.locks_on or dt.date.max):
            raise ValueError("a quarter opens, is due and is locked in this order")
        return self


class ReviewRule(Row):
    """Which level above decides of the returns of a level, and in which turn."""

    level: Level
    step: Annotated[int, Field(ge=1, le=9)]
    reviewed_by: Level


class LineRule(Row):
    """What an area owes or does not owe beyond its targets, and in which basis."""

    area_code: AreaCode
    indicator_code: Code
    series: Text
    owed: Literal["yes", "no"]
    basis: ObservationBasis | None = None
    """None for the basis of the line's published figures, or of its target."""
    first_quarter: Quarter | None = None
    last_quarter: Quarter | None = None
    note_zh: Text | None = None
    note_en: Text | None = None

    def concerns(self, quarter: str) -> bool:
        """Return whether the rule holds in ``quarter``."""
        month = end_month(quarter)
        begun = self.first_quarter is None or end_month(self.first_quarter) <= month
        return begun and (self.last_quarter is None or month <= end_month(self.last_quarter))


class Check(Row):
    """One rule that a cell is held against; blank conditions hold for every cell."""

    rule: Code
    severity: Literal["hard", "soft"]
    """A hard one keeps a return from being handed in, a soft one asks for an explanation."""
    test: Test
    kind: Literal["count", "rate", "duration", "rank"] | None = None
    unit: Text | None = None
    basis: ObservationBasis | None = None
    indicator: Code | None = None
    other_indicator: Code | None = None
    """The whole that the indicator is a part of."""
    limit: Decimal | None = None
    floor: Decimal | None = None
    quarters: Annotated[int, Field(ge=1)] | None = None
    message_zh: Text
    message_en: Text

    @model_validator(mode="after")
    def _with_its_numbers(self) -> "Check":
        missing = [name for name in _NEEDED.get(self.test, ()) if getattr(self, name) is None]
        if missing:
            raise ValueError(f"{self.test} needs {', '.join(missing)}")
        return self


_NEEDED: Final[dict[Test, Sequence[str]]] = {
    Test.DIGITS: ("limit",),
    Test.MINIMUM: ("limit",),
    Test.ABOVE: ("limit",),
    Test.MAXIMUM: ("limit",),
    Test.SPREAD: ("limit", "floor", "quarters"),
    Test.LOOKS_LIKE_INCREMENT: ("limit",),
    Test.LOOKS_LIKE_TOTAL: ("limit", "floor"),
    Test.UNCHANGED: ("quarters",),
}

R = TypeVar("R", bound=Row)


class Rulebook:
    """All rules of one folder."""

    def __init__(
        self,
        quarters: Sequence[QuarterRule],
        review: Sequence[ReviewRule],
        lines: Sequence[LineRule],
        checks: Sequence[Check],
    ) -> None:
        """Keep rows that have been checked one by one.

        Raises:
            RulesError: a quarter, a step or a rule's name is given twice, or a level has no reviewer.
        """
        self.quarters: Final = {row.quarter: row for row in sorted(quarters, key=lambda row: row.quarter)}
        self.lines: Final = tuple(lines)
        self.checks: Final = tuple(checks)
        self.review: Final = {
            level: tuple(
                row.reviewed_by for row in sorted(review, key=lambda row: row.step) if row.level == level
            )
            for level in Level
        }
        for what, given, kept in (
            ("quarters.csv", len(quarters), len(self.quarters)),
            ("checks.csv", len(checks), len({row.rule for row in checks})),
            ("review.csv", len(review), len({(row.level, row.step) for row in review})),
        ):
            if given != kept:
                raise RulesError(f"{what}: a row is given twice")
        if silent := [level for level, steps in self.review.items() if not steps]:
            raise RulesError(f"review.csv: nobody reviews {', '.join(silent)}")


def read(folder: Path) -> Rulebook:
    """Read the rules of ``folder``.

    Raises:
        RulesError: a file is missing, or a row does not fit.
    """
    return Rulebook(
        _rows(folder / "quarters.csv", QuarterRule),
        _rows(folder / "review.csv", ReviewRule),
        _rows(folder / "lines.csv", LineRule),
        _rows(folder / "checks.csv", Check),
    )


@lru_cache
def of(data: Path) -> Rulebook:
    """Return the rules in the folder of data; without any there, those that come with the program."""
    own = data / FOLDER
    return read(own if own.is_dir() else ROOT / "data" / FOLDER)


def _rows(path: Path, kind: type[R]) -> list[R]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise RulesError(f"{path} is missing") from error
    found = []
    for line, row in enumerate(csv.DictReader(text.splitlines()), 2):
        given: dict[Any, Any] = {name: value for name, value in row.items() if value != ""}
        try:
            found.append(kind.model_validate(given))
        except ValidationError as error:
            faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
            raise RulesError(f"{path}, line {line}: {'; '.join(faults)}") from error
    return found
