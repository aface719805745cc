"""The arithmetic of a judgement written out with its own figures: (2155 − 1872) / 400 = 70.75%.

Every number is the row's or one it is made of; nothing is computed here but how a number is written.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Final, Protocol

from dabiao.locale import catalog
from dabiao.model import Bound, Comparator, Flag, ObservationBasis, Status, TargetBasis
from dabiao.numbers import MINUS, percent
from dabiao.periods import MONTHS_PER_QUARTER, ending
from dabiao.settings import Language
from dabiao.wording.figures import (
    OPPOSITE,
    Row,
    bound_of_attainment,
    bound_of_distance,
    period,
    unit,
    unit_of_change,
)

WRITTEN_IN_FULL: Final = 4
"""A value made of more figures than this stands as their sum in what is computed from it."""

DIGITS: Final = Context(prec=12)
"""Double precision without the noise of its last binary digits."""
BOUND_SIGNS: Final = {Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤", Bound.ABOUT: "≈"}
ROUNDING: Final = {Bound.AT_LEAST: ROUND_FLOOR, Bound.AT_MOST: ROUND_CEILING}
"""A bound is rounded the way it points, or it would claim more than is known."""


class Part(Protocol):
    """A figure that a value is made of (`dabiao.judgement.Part`)."""

    @property
    def value(self) -> float:
        """As reported."""

    @property
    def sign(self) -> int:
        """+1 or -1."""

    @property
    def basis(self) -> ObservationBasis:
        """What it counts."""


class Clock(Protocol):
    """How the time of a target runs, in months (`dabiao.judgement.Clock`)."""

    @property
    def start(self) -> int:
        """Ordinal of the month that time is counted from."""

    @property
    def whole(self) -> int:
        """From there to the deadline."""

    @property
    def elapsed(self) -> int | None:
        """From there to the latest figure, within the plan."""

    @property
    def since_start(self) -> int | None:
        """From there to the latest figure."""

    @property
    def left(self) -> int | None:
        """From the latest figure to the deadline."""


class Account(Protocol):
    """How a judgement came about (`dabiao.targets.Account`)."""

    @property
    def parts(self) -> Sequence[Part]:
        """The figures that add up to the value."""

    @property
    def clock(self) -> Clock:
        """How time runs."""


@dataclass(frozen=True, slots=True)
class Step:
    """One measure: how it is defined, and what it comes to here."""

    name: str
    formula: str
    """In words."""
    expression: str
    """In figures; empty where the measure is undefined."""
    outcome: str
    """The equals sign and the result, or why there is none."""

    @property
    def text(self) -> str:
        """The equation, or the reason."""
        return f"{self.expression} {self.outcome}".strip()


def steps(row: Row, account: Account, language: Language) -> list[Step]:
    """Return the measures of a status row, written out in the order they build on one another.

    Args:
        row: a status row (`dabiao.progress.status`).
        account: how it came about (`dabiao.targets.account`).
        language: of the words.
    """
    written = _Written(row, account, language)
    makers: tuple[Callable[[], Step | None], ...] = (
        written.value,
        written.attainment,
        written.time_share,
        written.pace_gap,
        written.pace_ratio,
        written.distance,
        written.required_pace,
        written.average_pace,
    )
    return [step for step in (make() for make in makers) if step is not None]


class _Written:
    """The measures of one row in one language."""

    def __init__(self, row: Row, account: Account, language: Language) -> None:
        self.row = row
        self.parts = account.parts
        self.clock = account.clock
        self.language: Language = language
        self._ = catalog(language).gettext
        short = len(self.parts) <= WRITTEN_IN_FULL
        self.bound = Bound(row["bound"] or Bound.EXACT)
        self.amount = _sum(self.parts) if self.parts and short else plain(row["value"])

    def value(self) -> Step | None:
        """The value, where it is made of several figures."""
        if len(self.parts) < 2:
            return None
        _ = self._
        bases = {part.basis for part in self.parts}
        if bases == {ObservationBasis.RUNNING_TOTAL} and any(part.sign < 0 for part in self.parts):
            formula = _("latest running total less the one at the plan's start")
        elif bases <= {ObservationBasis.FLOW, ObservationBasis.YEAR_TO_DATE}:
            formula = _("sum of what was added since the plan's start")
        else:
            formula = _("sum of the components, each counted since the plan's start")
            if self.row["basis"] != TargetBasis.IN_PERIOD:
                formula = _("sum of the components")
        equals = _equals(self.row["value"], self._unit, bound=self.bound)
        return Step(_("Value"), formula, _sum(self.parts), equals)

    def attainment(self) -> Step:
        """A = (y - y0) / (yT - y0)."""
        _ = self._
        name, share = _("Attainment"), self.row["attainment"]
        from_nought = self.row["baseline"] == 0
        formula = _("value / target") if from_nought else _("(value − baseline) / (target − baseline)")
        if share is None:
            return Step(name, formula, "", self._no_attainment())
        above, below = self._from_baseline(self.amount), self._from_baseline(plain(self.row["target"]))
        equals = _equals_percent(share, self.language, bound_of_attainment(self.row))
        return Step(name, formula, f"{_grouped(above)} / {_grouped(below)}", equals)

    def time_share(self) -> Step:
        """E = (t - t0) / (T - t0)."""
        _ = self._
        name, share = _("Elapsed time"), self.row["time_share"]
        start, deadline = (
            period(ending(self.clock.start), self.language),
            period(self.row["deadline"], self.language),
        )
        if share is None or self.clock.elapsed is None:
            formula = _("(end of the latest figure's period − start) / (deadline − start)")
            return Step(name, formula, "", _("no figure to count time to"))
        formula = _("(end of {latest} − end of {start}) / (end of {deadline} − end of {start})").format(
            latest=period(self.row["period"], self.language), start=start, deadline=deadline
        )
        expression, counted = self._spans(self.clock.elapsed, self.clock.whole)
        return Step(name, formula, expression, f"{counted} {_equals_percent(share, self.language)}")

    def pace_gap(self) -> Step:
        """G = 100 (A - E)."""
        _ = self._
        name, formula, gap = (
            _("Pace gap"),
            _("attainment − elapsed time, in percentage points"),
            self.row["pace_gap"],
        )
        if gap is None:
            return Step(name, formula, "", _("attainment or elapsed time is not known"))
        if self.clock.left is not None and self.clock.left < 0:
            return Step(name, formula, "", self._no_ratio())
        shares = (self.row["attainment"], self.row["time_share"])
        minuend, subtrahend = (_hundredfold(share, self.language) for share in shares)
        equals = _equals(gap, self._points, bound=bound_of_attainment(self.row))
        return Step(name, formula, f"{minuend} {MINUS} {_operand(subtrahend)}", equals)

    def pace_ratio(self) -> Step:
        """P = A / E."""
        _ = self._
        name, formula, ratio = _("Pace ratio"), _("attainment / elapsed time"), self.row["pace_ratio"]
        if ratio is None:
            return Step(name, formula, "", self._no_ratio())
        shares = (_hundredfold(self.row[part], self.language) for part in ("attainment", "time_share"))
        equals = _equals(ratio, digits=4, bound=bound_of_attainment(self.row))
        return Step(name, formula, " / ".join(f"{share}%" for share in shares), equals)

    def distance(self) -> Step | None:
        """D = max(0, d (yT - y))."""
        _ = self._
        if self.row["distance"] is None or self.row["target"] is None:
            return None
        at_most = self.row["comparator"] == Comparator.AT_MOST
        formula = (
            _("value − target, nothing once it is met")
            if at_most
            else _("target − value, nothing once it is met")
        )
        name = _("Distance to target")
        if not self.row["distance"]:
            return Step(name, formula, "", _("nothing: the latest figure meets the target"))
        ends = (plain(self.row["target"]), plain(self.row["value"]))
        minuend, subtrahend = reversed(ends) if at_most else ends
        expression = f"{minuend} {MINUS} {_operand(subtrahend)}"
        equals = _equals(self.row["distance"], self._unit_of_change, bound=bound_of_distance(self.row))
        return Step(name, formula, expression, equals)

    def required_pace(self) -> Step | None:
        """(yT - y) / (T - t) per quarter."""
        _ = self._
        if self.row["value"] is None or not self.row["distance"]:
            return None
        name, formula = _("Required pace"), _("(target − value) / time left, per quarter")
        needed, left = self.row["required_pace"], self.clock.left
        if needed is None or left is None:
            return Step(
                name, formula, "", _("no time was left: the latest figure is not from before the deadline")
            )
        way = f"({plain(self.row['target'])} {MINUS} {_operand(plain(self.row['value']))})"
        equals = _equals(needed, self._a_quarter, bound=OPPOSITE.get(self.bound, self.bound))
        return Step(name, formula, f"{way} {_per_quarter(left)}", equals)

    def average_pace(self) -> Step | None:
        """(y - y0) / (t - t0) per quarter."""
        _ = self._
        average, since = self.row["average_pace"], self.clock.since_start
        if average is None or since is None:
            return None
        from_nought = self.row["baseline"] == 0
        formula = (
            _("value / time since the start, per quarter")
            if from_nought
            else _("(value − baseline) / time since the start, per quarter")
        )
        way = _grouped(self._from_baseline(plain(self.row["value"])))
        equals = _equals(average, self._a_quarter, bound=self.bound)
        return Step(_("Average pace"), formula, f"{way} {_per_quarter(since)}", equals)

    def _unit(self, figure: str) -> str:
        return unit(self.row, self.language, figure).strip()

    def _unit_of_change(self, figure: str) -> str:
        return unit_of_change(self.row, self.language, figure).strip()

    def _points(self, figure: str) -> str:
        return unit_of_change({**self.row, "unit": "%"}, self.language, figure).strip()

    def _from_baseline(self, amount: str) -> str:
        """Return an amount counted from the baseline, which is left out where it is nought."""
        baseline = self.row["baseline"]
        return f"{amount} {MINUS} {_operand(plain(baseline))}" if baseline else amount

    def _spans(self, part: int, whole: int) -> tuple[str, str]:
        """Return two spans as a fraction and what they are counted in: quarters, where both are whole."""
        _ = self._
        if part % MONTHS_PER_QUARTER == whole % MONTHS_PER_QUARTER == 0:
            return f"{part // MONTHS_PER_QUARTER} / {whole // MONTHS_PER_QUARTER}", _("quarters")
        return f"{part} / {whole}", _("months")

    def _a_quarter(self, figure: str) -> str:
        return self._("{unit} a quarter").format(unit=self._unit_of_change(figure))

    def _no_attainment(self) -> str:
        _ = self._
        if self.row["target"] is None:
            return _("the target has no value")
        if Flag.BASELINE_MEETS_TARGET in self.row["flags"]:
            return _("the baseline met the target already, so there is no way from one to the other")
        if self.row["status"] == Status.NO_DATA:
            return _("no figure can be compared with the target")
        if self.row["baseline"] is None and self.row["basis"] == TargetBasis.IN_PERIOD:
            return _("the total at the plan's start has not been published, so the increment is not known")
        if self.row["baseline"] is None:
            return _("the figure at the plan's start has not been published")
        return _("nothing has been counted inside the plan yet")

    def _no_ratio(self) -> str:
        _ = self._
        if self.row["attainment"] is None:
            return _("attainment is not known")
        since = self.clock.since_start
        if since is not None and since <= 0:
            return _("no time had passed by the latest figure")
        return _("the latest figure is from after the deadline and says nothing of the pace towards it")


def plain(amount: float | None) -> str:
    """Return a figure as it stands in an expression: every digit, thousands parted from five digits on."""
    if amount is None:
        return ""
    exact = DIGITS.create_decimal(repr(amount)).normalize()
    text = f"{abs(exact):,f}" if abs(exact) >= 10_000 else f"{abs(exact):f}"
    return f"{MINUS}{text}" if exact < 0 else text


def _sum(parts: Sequence[Part]) -> str:
    """Return figures added up and taken off."""
    text = ""
    for part in parts:
        amount = _operand(plain(part.value))
        if text:
            text += f" {MINUS} {amount}" if part.sign < 0 else f" + {amount}"
        else:
            text = amount if part.sign > 0 else f"{MINUS}{amount}"
    return text


def _operand(text: str) -> str:
    """Return a figure as it stands after a sign: a negative one in parentheses."""
    return f"({text})" if text.startswith(MINUS) else text


def _grouped(text: str) -> str:
    """Return an expression as one operand of a division."""
    return f"({text})" if " " in text or text.startswith(MINUS) else text


def _per_quarter(months: int) -> str:
    """Return the division that makes a change over so many months one over a quarter."""
    quarters, rest = divmod(months, MONTHS_PER_QUARTER)
    return f"/ {months} × {MONTHS_PER_QUARTER}" if rest else f"/ {quarters}"


def _equals(
    result: float,
    unit_after: Callable[[str], str] = lambda figure: "",
    digits: int = 2,
    bound: Bound = Bound.EXACT,
) -> str:
    """Return the sign and a result: ≈ where digits were cut off; small results keep three of theirs."""
    exact = DIGITS.create_decimal(repr(result))
    if exact:
        digits = max(digits, digits - 1 - exact.adjusted())
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUNDING.get(bound, ROUND_HALF_UP))
    sign = BOUND_SIGNS.get(bound) or ("=" if rounded == exact else "≈")
    figure = plain(float(rounded))
    its_unit = unit_after(figure)
    space = "" if its_unit in ("", "%") else " "
    return f"{sign} {figure}{space}{its_unit}"


def _equals_percent(share: float, language: Language, bound: Bound = Bound.EXACT) -> str:
    """Return the sign and a share in per cent with at most two decimals, never up to a whole."""
    exact = DIGITS.create_decimal(repr(share)).scaleb(2)
    if bound in ROUNDING:
        rounded = exact.quantize(Decimal("0.01"), ROUNDING[bound])
        share = share if exact < 100 <= rounded else float(rounded.scaleb(-2))
    text = _tidy(percent(share, language, 2))
    sign = BOUND_SIGNS.get(bound) or ("=" if _number(text) == exact else "≈")
    return f"{sign} {text}"


def _hundredfold(share: float, language: Language) -> str:
    return _tidy(percent(share, language, 2)).removesuffix("%")


def _tidy(text: str) -> str:
    """Return a percentage without noughts at its end."""
    return f"{text.removesuffix('%').rstrip('0').rstrip('.')}%"


def _number(text: str) -> Decimal:
    return Decimal(text.removesuffix("%").replace(",", "").replace(MINUS, "-"))
