"""Holds the cells of a return against the rules: every finding at once, each with its cell and rule.

The rules are rows of ``checks.csv``; here stands the arithmetic of their tests. None of it says where a
target stands: that is for `dabiao.judgement`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from dabiao.locale import catalog
from dabiao.model import ObservationStatus
from dabiao.returns import history
from dabiao.returns.amounts import plain
from dabiao.returns.entries import Entry
from dabiao.returns.lines import Key
from dabiao.returns.rulebook import Check, Test
from dabiao.settings import Language
from dabiao.terms import ABSENCE_NAMES
from dabiao.wording.figures import period
from dabiao.wording.returns import mode_name, severity_name

Values = Mapping[str, str]


@dataclass(frozen=True)
class Finding:
    """What a rule says of a cell."""

    indicator_code: str
    series: str
    rule: str
    severity: Literal["hard", "soft"]
    message_zh: str
    message_en: str
    explained: bool
    """Whether the cell has an explanation; a soft finding with one does not block."""

    @property
    def blocks(self) -> bool:
        """Whether it keeps the return from being handed in."""
        return self.severity == "hard" or not self.explained

    def message(self, language: Language) -> str:
        """Return what to tell people."""
        return self.message_zh if language == "zh" else self.message_en

    def said(self, language: Language) -> tuple[str, str]:
        """Return what is asked for and the message; of one that is explained that, and what was asked."""
        if self.blocks:
            return severity_name(self.severity, language), self.message(language)
        _ = catalog(language).gettext
        return _("explained"), _("(the rule asked: {message})").format(message=self.message(language))


@dataclass(frozen=True)
class Sheet:
    """All cells of a return, to be held against each other."""

    entries: Mapping[Key, Entry]
    components: Mapping[str, frozenset[str]]
    """Codes of the components of each combined indicator."""

    def alike(self, entry: Entry, indicator: str) -> Entry | None:
        """Return the cell of another indicator that counts in the same way, if it has a number."""
        other = self.entries.get((indicator, entry.line.series))
        if other is None or other.amount is None or other.line.basis != entry.line.basis:
            return None
        return other

    def parts(self, entry: Entry) -> list[Entry]:
        """Return the cells of the components that can be added up to ``entry``."""
        codes = sorted(self.components.get(entry.line.indicator_code, ()))
        return [part for code in codes if (part := self.alike(entry, code))]


def findings(checks: Iterable[Check], sheet: Sheet) -> tuple[Finding, ...]:
    """Return everything that the rules say of the cells, cell by cell in the order of the rules."""
    checks = tuple(checks)
    return tuple(
        _finding(check, entry, values)
        for entry in sheet.entries.values()
        for check in checks
        if _concerns(check, entry)
        for values in _TESTS[check.test](check, entry, sheet)
    )


@dataclass(frozen=True)
class Limits:
    """What a figure may be at all, for a spreadsheet that checks what is typed into it."""

    whole: bool
    lowest: Decimal | None
    highest: Decimal | None


def limits(checks: Iterable[Check], entry: Entry) -> Limits:
    """Return what the hard rules say of the reported figure of a cell by itself."""
    hard = [check for check in checks if check.severity == "hard" and _concerns(check, entry)]
    # A spreadsheet also takes the limit that a figure must be above; handing in refuses it.
    lowest = [
        check.limit for check in hard if check.test in (Test.MINIMUM, Test.ABOVE) and check.limit is not None
    ]
    highest = [check.limit for check in hard if check.test == Test.MAXIMUM and check.limit is not None]
    whole = any(check.test == Test.WHOLE for check in hard)
    return Limits(whole, max(lowest, default=None), min(highest, default=None))


def _finding(check: Check, entry: Entry, values: Values) -> Finding:
    told = _told(entry) | dict(values)
    return Finding(
        entry.line.indicator_code,
        entry.line.series,
        check.rule,
        check.severity,
        check.message_zh.format_map(told | {"limit": _text(check.limit), "quarters": check.quarters}),
        check.message_en.format_map(told | {"limit": _text(check.limit), "quarters": check.quarters}),
        bool(entry.typed.explanation),
    )


def _concerns(check: Check, entry: Entry) -> bool:
    line = entry.line
    return all(
        wanted is None or wanted == own
        for wanted, own in (
            (check.kind, line.kind),
            (check.unit, line.unit),
            (check.basis, line.basis),
            (check.indicator, line.indicator_code),
        )
    )


def _told(entry: Entry) -> dict[str, str]:
    return {
        "given": entry.typed.given or _text(entry.number),
        "amount": _text(entry.amount),
        "base": _text(entry.base.amount),
    }


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else plain(amount)


def _when(condition: bool, **values: str) -> list[Values]:
    return [values] if condition else []


def _number(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    typed = entry.typed
    return _when(typed.given is not None and typed.absence is None and entry.number is None)


def _digits(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    assert check.limit is not None  # the schema asks for it
    amounts = (entry.number, entry.amount)
    return _when(any(one is not None and _significant(one) > check.limit for one in amounts))


def _significant(number: Decimal) -> int:
    return len(plain(abs(number)).replace(".", "").strip("0"))


def _whole(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    return _when(entry.number is not None and entry.number != entry.number.to_integral_value())


def _minimum(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    assert check.limit is not None  # the schema asks for it
    return _when(entry.amount is not None and entry.amount < check.limit)


def _above(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    assert check.limit is not None  # the schema asks for it
    return _when(entry.amount is not None and entry.amount <= check.limit)


def _maximum(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    assert check.limit is not None  # the schema asks for it
    return _when(entry.amount is not None and entry.amount > check.limit)


def _part_over_whole(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    code = entry.line.indicator_code
    wholes = [whole for whole, parts in sorted(sheet.components.items()) if code in parts]
    if check.other_indicator is not None:
        wholes = [check.other_indicator]
    above = [
        whole for one in wholes if (whole := sheet.alike(entry, one)) and _exceeds(entry.amount, whole.amount)
    ]
    return [
        {
            "other_zh": whole.line.name_zh,
            "other_en": whole.line.name_en,
            "other_amount": _text(whole.amount),
        }
        for whole in above
    ]


def _exceeds(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and one > other


def _below_components(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    parts = [part.amount for part in sheet.parts(entry) if part.amount is not None]
    added = sum(parts, Decimal(0))
    return _when(bool(parts) and _exceeds(added, entry.amount), other_amount=_text(added))


def _base(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    needed = "total" if entry.mode == "increment" else "increment"
    basis = entry.line.basis
    return _when(
        entry.number is not None and entry.amount is None,
        **{f"needed_{language}": mode_name(needed, basis, language) for language in _LANGUAGES},
    )


def _source(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    return _when(entry.status == ObservationStatus.REPORTED and not entry.typed.source)


def _falls(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    """Find a total below the one before it: that of the quarter before, else the latest that is known."""
    earlier = history.counted_before(entry.line, entry.points, entry.quarter)
    known = entry.base.amount
    if known is None and earlier is not None:
        known = earlier.amount
    return _when(_exceeds(known, entry.amount), base=_text(known))


def _above_later(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    """Find a total above one that is known of a later period."""
    later = history.counted_after(entry.line, entry.points, entry.quarter)
    if later is None or not _exceeds(entry.amount, later.amount):
        return []
    told = {f"later_{language}": period(later.period, language) for language in _LANGUAGES}
    return [told | {"base": _text(later.amount)}]


def _spread(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    """Find a change that lies further from the usual one than so many times the usual distance.

    Median and median distance: one earlier jump does not widen what counts as usual. A line that always
    changed by the same is given a distance all the same, a share of its usual change.
    """
    assert check.limit is not None  # the schema asks for all three
    assert check.floor is not None
    assert check.quarters is not None
    usual = history.usual(entry.line, entry.points, entry.quarter)
    change = _change(entry)
    if usual is None or change is None or usual.changes < check.quarters:
        return []
    breadth = max(usual.spread, abs(usual.middle) * check.floor)
    far = abs(change - usual.middle) > check.limit * breadth
    return _when(far, change=_text(change), usual=_text(round(usual.middle, 1)))


def _change(entry: Entry) -> Decimal | None:
    if entry.amounts.increment is not None:
        return entry.amounts.increment
    # A level, and a total whose quarter before is missing: what it has changed by per quarter since.
    earlier = history.before(entry.points, entry.quarter)
    if entry.amount is None or not earlier or not earlier[-1].exact:
        return None
    quarters = Decimal(history.Point(entry.quarter, entry.amount).month - earlier[-1].month) / 3
    return (entry.amount - earlier[-1].amount) / quarters


def _looks_like_increment(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    assert check.limit is not None  # the schema asks for it
    base = entry.base.amount
    typed_total = entry.mode == "total" and entry.amounts.increment is not None
    if not typed_total or base is None or entry.number is None:
        return []
    return _when(base > 0 and entry.number * check.limit < base)


def _looks_like_total(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    assert check.limit is not None  # the schema asks for both
    assert check.floor is not None
    base = entry.base.amount
    if entry.mode != "increment" or base is None or entry.number is None or base < check.floor:
        return []
    usual = history.usual(entry.line, entry.points, entry.quarter)
    unusual = usual is None or entry.number >= check.limit * usual.middle
    return _when(entry.number >= base and unusual)


def _unchanged(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    assert check.quarters is not None  # the schema asks for it
    earlier = history.before(entry.points, entry.quarter)[1 - check.quarters :] if check.quarters > 1 else []
    in_row = len(earlier) == check.quarters - 1 and all(
        point.amount == entry.amount and point.exact for point in earlier
    )
    month = history.Point(entry.quarter, Decimal(0)).month
    close = all(point.month == month - 3 * back for back, point in enumerate(reversed(earlier), 1))
    return _when(entry.amount is not None and in_row and close)


def _absence(check: Check, entry: Entry, sheet: Sheet) -> list[Values]:
    if entry.typed.absence not in ("M", "Q"):
        return []
    name = ABSENCE_NAMES[ObservationStatus(entry.typed.absence)]
    return [{f"absence_{language}": catalog(language).gettext(name) for language in _LANGUAGES}]


_LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")

_TESTS: Final[Mapping[Test, Callable[[Check, Entry, Sheet], list[Values]]]] = {
    Test.NUMBER: _number,
    Test.DIGITS: _digits,
    Test.WHOLE: _whole,
    Test.MINIMUM: _minimum,
    Test.ABOVE: _above,
    Test.MAXIMUM: _maximum,
    Test.PART_OVER_WHOLE: _part_over_whole,
    Test.BELOW_COMPONENTS: _below_components,
    Test.BASE: _base,
    Test.SOURCE: _source,
    Test.FALLS: _falls,
    Test.ABOVE_LATER: _above_later,
    Test.SPREAD: _spread,
    Test.LOOKS_LIKE_INCREMENT: _looks_like_increment,
    Test.LOOKS_LIKE_TOTAL: _looks_like_total,
    Test.UNCHANGED: _unchanged,
    Test.ABSENCE: _absence,
}
