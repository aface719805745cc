"""Lines, points and cells of returns for tests."""

from collections.abc import Mapping
from decimal import Decimal

from dabiao.model import ObservationBasis
from dabiao.returns.checks import Sheet
from dabiao.returns.entries import Entry, Typed
from dabiao.returns.history import Point
from dabiao.returns.lines import Line

QUARTER = "2025-Q3"


def line(indicator: str = "local-standards", basis: str = "running_total", **more: object) -> Line:
    given: dict[str, object] = {
        "indicator_code": indicator,
        "series": "press",
        "name_zh": "标准",
        "name_en": "Standards",
        "kind": "count",
        "unit": "项",
        "unit_name_zh": "项",
        "unit_name_en": "items",
        "basis": basis,
        "required": True,
        "whole": None,
        "plan_start": "2021",
    }
    return Line(**(given | more | {"basis": ObservationBasis(basis)}))  # type: ignore[arg-type]


def points(**amounts: str | int) -> list[Point]:
    """Return points from periods written with an underscore: ``_2024_Q3=5``."""
    periods = {name.strip("_").replace("_", "-"): str(amount) for name, amount in amounts.items()}
    return sorted(
        (Point(period, Decimal(amount)) for period, amount in periods.items()),
        key=lambda point: (point.month, point.months),
    )


def entry(given: str | None, mode: str = "total", *, of: Line | None = None, **more: object) -> Entry:
    told = {name: more.pop(name, None) for name in ("absence", "explanation")}
    typed = Typed(given, mode, source=more.pop("source", "文号"), **told)  # type: ignore[arg-type]
    return Entry(of or line(), QUARTER, typed, **more)  # type: ignore[arg-type]


def sheet(*entries: Entry, components: Mapping[str, frozenset[str]] | None = None) -> Sheet:
    return Sheet({one.line.key: one for one in entries}, components or {})
