"""One cell as it stands beside its line: what was typed and what follows from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal, NamedTuple

from dabiao.model import ObservationStatus
from dabiao.returns import history
from dabiao.returns.amounts import Amounts, Mode, both, kept, modes, number, plain, spelled
from dabiao.returns.history import Base, Point
from dabiao.returns.lines import Line

Chosen = Literal["zero", "M", "Q"]
"""What can be chosen instead of a figure: nought, not applicable, withheld (the last two as in SDMX)."""

LONGEST: Final = {"given": 60, "explanation": 2000, "source": 200}
"""How many characters a cell keeps of what was typed."""
LONGEST_REASON: Final = 2000
"""How many characters a reason can have."""


@dataclass(frozen=True)
class Typed:
    """What somebody typed into a cell; all blank: not reported."""

    given: str | None = None
    mode: Mode = "total"
    absence: Chosen | None = None
    explanation: str | None = None
    source: str | None = None

    @property
    def empty(self) -> bool:
        """Whether neither a figure nor a reason for none was given."""
        return self.given is None and self.absence is None


@dataclass(frozen=True)
class Entry:
    """A cell of a return for ``quarter``."""

    line: Line
    quarter: str
    typed: Typed
    points: Sequence[Point] = field(default=(), repr=False)
    """Earlier and other figures of the line, in order of time."""
    handed_in: Amounts | None = None
    """What it was handed in as, whatever has become of the figures before it; None while it is typed."""

    @cached_property
    def base(self) -> Base:
        """What the total was when the quarter began."""
        return history.base(self.line, self.points, self.quarter)

    @cached_property
    def number(self) -> Decimal | None:
        """What was given, as a number; None where it is none or was not given."""
        if self.typed.absence == "zero":
            return Decimal(0)
        if self.typed.given is None or self.typed.absence is not None:
            return None
        return number(self.typed.given, self.line.unit)

    @property
    def spelled(self) -> str | None:
        """What was given in plain digits; as it was typed where it is no number."""
        given = self.typed.given
        return None if given is None else spelled(given, self.line.unit)

    @property
    def mode(self) -> Mode:
        """What was typed; a line without increments has totals only."""
        return self.typed.mode if self.typed.mode in modes(self.line.basis) else "total"

    def anew(self, typed: Typed | None = None) -> "Entry":
        """Return the cell, with something else typed if given, as it follows from the figures of now."""
        return replace(self, typed=typed or self.typed, handed_in=None)

    @cached_property
    def amounts(self) -> Amounts:
        """The increment and the total; None where it cannot be known."""
        if self.handed_in is not None:
            return self.handed_in
        if self.number is None:
            return Amounts()
        if modes(self.line.basis) == ("total",):
            return Amounts(total=self.number)
        return both(self.mode, self.number, self.base.amount)

    @property
    def derived(self) -> bool:
        """Whether what is reported follows from a figure before the quarter."""
        return self.number is not None and self.mode != kept(self.line.basis)

    @property
    def uncounted(self) -> Mode | None:
        """What can be typed but not counted as no figure before the quarter is known; None where one is."""
        other: Mode = "total" if kept(self.line.basis) == "increment" else "increment"
        return other if other in modes(self.line.basis) and self.base.amount is None else None

    @property
    def amount(self) -> Decimal | None:
        """What is reported, in the basis of the line."""
        return self.amounts.of(kept(self.line.basis))

    @property
    def amount_text(self) -> str | None:
        """What is reported, with all digits typed where they were typed in the basis of the line."""
        if self.amount is None:
            return None
        as_typed = self.typed.given is not None and self.mode == kept(self.line.basis)
        return self.spelled if as_typed else plain(self.amount)

    @property
    def other_text(self) -> str | None:
        """The counterpart of what is reported: the increment of a total, the total of an increment."""
        other = self.amounts.of("total" if kept(self.line.basis) == "increment" else "increment")
        return None if other is None else plain(other)

    @property
    def status(self) -> ObservationStatus:
        """What the cell says, as SDMX has it; a reported nought is a figure."""
        if self.typed.absence in ("M", "Q"):
            return ObservationStatus(self.typed.absence)
        return ObservationStatus.NOT_REPORTED if self.typed.empty else ObservationStatus.REPORTED


class Counts(NamedTuple):
    """How many cells say what."""

    figures: int
    """A reported nought is one."""
    absent: int
    """Not applicable or withheld."""
    blank: int
    """Not reported."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Counts":
        """Count some cells."""
        said = [entry.status for entry in entries]
        figures = said.count(ObservationStatus.REPORTED)
        blank = said.count(ObservationStatus.NOT_REPORTED)
        return cls(figures, len(said) - figures - blank, blank)
