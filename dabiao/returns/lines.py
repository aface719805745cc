"""What an area owes for a quarter: a line per indicator of its targets and per component, in its series."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import polars as pl

from dabiao import judgement, progress, publications
from dabiao.model import ObservationBasis, ObservationStatus, TargetBasis
from dabiao.periods import end_month, month_before
from dabiao.progress.judging import components_of
from dabiao.returns.desk import Desk
from dabiao.returns.rulebook import LineRule, Rulebook
from dabiao.store import Store

Key = tuple[str, str]
"""Indicator and series: what identifies a line within an area."""

_BASIS_OF: Final[Mapping[TargetBasis, ObservationBasis]] = {
    TargetBasis.IN_PERIOD: ObservationBasis.SINCE_START,
    TargetBasis.TOTAL: ObservationBasis.RUNNING_TOTAL,
    TargetBasis.LEVEL: ObservationBasis.LEVEL,
}
"""In which basis a figure is asked for that a target wants and nobody has published yet."""


@dataclass(frozen=True)
class Line:
    """One row of a form."""

    indicator_code: str
    series: str
    name_zh: str
    name_en: str
    kind: str
    unit: str
    unit_name_zh: str
    unit_name_en: str
    basis: ObservationBasis
    required: bool
    """False for a component of a combined indicator that is reported as a sum."""
    whole: str | None
    """Code of the combined indicator that it is a component of."""
    plan_start: str | None
    targets: tuple[Mapping[str, Any], ...] = ()
    """Rows of `dabiao.progress.status`: the targets it is judged by, as they stand without this return."""

    @property
    def key(self) -> Key:
        """What identifies it."""
        return self.indicator_code, self.series


@lru_cache(maxsize=512)
def published(store: Store, publication: int, area_code: str, quarter: str) -> pl.DataFrame:
    """Return the figures of an area up to the end of a quarter as one publication has them.

    They never change, and whoever types asks for them with every figure.

    Returns:
        Rows of the query ``figures_in_full``.
    """
    return store.read("figures_in_full", publication, end_month(quarter), [area_code], None, None)


@lru_cache(maxsize=512)
def owed(store: Store, rules: Rulebook, publication: int, area_code: str, quarter: str) -> Mapping[Key, Line]:
    """Return the lines that an area owes for a quarter by key, those of one target together.

    Of one publication that never changes.

    A combined indicator whose published figures are those of its components is asked for by component alone:
    a figure of its own would take their place.
    """
    rows = progress.status(store, publication, quarter, area=area_code).sort("target_id")
    targets = list(rows.iter_rows(named=True))
    figures = published(store, publication, area_code, quarter)
    return _Rest(store, rules, publication).lines(area_code, quarter, targets, figures)


class _Rest:
    """What the lines of all areas rest on beside targets and figures: rules, components and names."""

    def __init__(self, store: Store, rules: Rulebook, publication: int) -> None:
        self._rules: dict[str, list[LineRule]] = {}
        for rule in rules.lines:
            self._rules.setdefault(rule.area_code, []).append(rule)
        self._parts: dict[str, list[str]] = {}
        pairs = components_of(store, publication).select("indicator_code", "component_code")
        for whole, part in sorted(pairs.iter_rows()):
            self._parts.setdefault(whole, []).append(part)
        self._named = _named(store, publication)

    def lines(
        self, area_code: str, quarter: str, targets: Iterable[dict[str, Any]], figures: pl.DataFrame
    ) -> dict[Key, Line]:
        """Return what an area owes for a quarter.

        Args:
            area_code: the area.
            quarter: the quarter.
            targets: all of the area, with indicator_code, series, basis, plan_start and deadline.
            figures: of the area up to the end of the quarter, with indicator_code, series, basis and status.
        """
        reported = figures.filter(pl.col("status") == ObservationStatus.REPORTED)
        bases = {
            (indicator, series): ObservationBasis(basis)
            for indicator, series, basis in reported.select("indicator_code", "series", "basis").iter_rows()
        }
        ruled = [rule for rule in self._rules.get(area_code, ()) if rule.concerns(quarter)]
        inside = [target for target in targets if in_plan(target, quarter)]
        found: dict[Key, Line] = {}
        for key, required, whole, target in _wanted(inside, self._parts, bases):
            line = found.get(key)
            if line is None:
                basis = bases.get(key) or _basis(whole, key, target, bases)
                plan_start = target["plan_start"]
                named = self._named[key[0]]
                line = _line(named, key, basis, required=False, whole=whole, plan_start=plan_start)
            found[key] = replace(
                line,
                required=line.required or required,
                targets=line.targets if whole else (*line.targets, target),
            )
        return _as_ruled(found, ruled, self._named, bases)


def in_plan(target: Mapping[str, Any], quarter: str) -> bool:
    """Return whether a quarter lies in the plan of a target (columns plan_start and deadline)."""
    month = end_month(quarter)
    return month_before(target["plan_start"]) < month <= end_month(target["deadline"])


def owing(desk: Desk) -> pl.DataFrame:
    """Return which areas owe figures for which quarters of the calendar, by area and quarter.

    Columns: area_code, quarter.
    """
    return _owing(desk.store, desk.rules, desk.publication)


@lru_cache(maxsize=8)
def _owing(store: Store, rules: Rulebook, publication: int) -> pl.DataFrame:
    frameworks = publications.current(store, "framework", publication)
    targets = publications.current(store, "target", publication).join(
        frameworks.select("framework_id", "plan_start"), on="framework_id"
    )
    concerned = {rule.area_code for rule in rules.lines}
    ruled = pl.col("area_code").is_in(sorted(concerned))
    plans = targets.filter(~ruled).select("area_code", "plan_start", "deadline").unique()
    spans = plans.select("plan_start", "deadline").unique().to_dicts()
    inside = pl.DataFrame(
        [
            (span["plan_start"], span["deadline"], quarter)
            for span in spans
            for quarter in rules.quarters
            if in_plan(span, quarter)
        ],
        schema={"plan_start": pl.String, "deadline": pl.String, "quarter": pl.String},
        orient="row",
    )
    by_plan = plans.join(inside, on=["plan_start", "deadline"]).select("area_code", "quarter")
    by_rule = _owing_by_rule(store, rules, publication, targets.filter(ruled), sorted(concerned))
    return pl.concat([by_plan, by_rule]).unique().sort("area_code", "quarter")


def _owing_by_rule(
    store: Store, rules: Rulebook, publication: int, targets: pl.DataFrame, codes: list[str]
) -> pl.DataFrame:
    """Return the same for areas that rules concern: a rule may take away the only line or add the first."""
    rest, found = _Rest(store, rules, publication), []
    last = max(map(end_month, rules.quarters), default=0)
    figures = store.read("figures_in_full", publication, last, codes, None, None)
    own = targets.partition_by("area_code", as_dict=True)
    known = figures.partition_by("area_code", as_dict=True)
    for code in codes:
        rows = own.get((code,), targets.clear()).to_dicts()
        there = known.get((code,), figures.clear())
        for quarter in rules.quarters:
            upto = there.filter(pl.col("end_month") <= end_month(quarter))
            if rest.lines(code, quarter, rows, upto):
                found.append((code, quarter))
    return pl.DataFrame(found, schema={"area_code": pl.String, "quarter": pl.String}, orient="row")


def _wanted(
    targets: Iterable[dict[str, Any]],
    components: Mapping[str, Sequence[str]],
    bases: Mapping[Key, ObservationBasis],
) -> Iterator[tuple[Key, bool, str | None, dict[str, Any]]]:
    """Yield key, required, whole and target of what the targets rest on."""
    for target in targets:
        indicator, series, basis = target["indicator_code"], target["series"], TargetBasis(target["basis"])
        parts: Sequence[str] = ()
        if basis != TargetBasis.LEVEL:  # the sum of two rates means nothing
            parts = components.get(indicator, ())
        usable = judgement.USABLE[basis]
        by_parts = bases.get((indicator, series)) not in usable and any(
            bases.get((part, series)) in usable for part in parts
        )
        if not by_parts:
            yield (indicator, series), True, None, target
        for part in parts:
            yield (part, series), by_parts, indicator, target


def _basis(
    whole: str | None, key: Key, target: Mapping[str, Any], bases: Mapping[Key, ObservationBasis]
) -> ObservationBasis:
    """Return the basis of a line that has no figure: that of its series, else what the target wants."""
    usable = judgement.USABLE[TargetBasis(target["basis"])]
    if whole is not None:
        beside = sorted(basis for (_, series), basis in bases.items() if series == key[1] and basis in usable)
        if beside:
            return beside[0]
    return _BASIS_OF[TargetBasis(target["basis"])]


def _as_ruled(
    found: dict[Key, Line],
    rules: list[LineRule],
    named: Mapping[str, Mapping[str, Any]],
    bases: Mapping[Key, ObservationBasis],
) -> dict[Key, Line]:
    """Return the lines with what the rules add, take away and settle."""
    for rule in rules:
        key = rule.indicator_code, rule.series
        line = found.get(key)
        if rule.owed == "no":
            found.pop(key, None)
        elif rule.indicator_code in named:
            basis = rule.basis or (line.basis if line else bases.get(key, ObservationBasis.RUNNING_TOTAL))
            found[key] = _line(
                named[rule.indicator_code],
                key,
                basis,
                required=True,
                whole=line.whole if line else None,
                plan_start=line.plan_start if line else None,
                targets=line.targets if line else (),
            )
    return found


def _line(indicator: Mapping[str, Any], key: Key, basis: ObservationBasis, **more: Any) -> Line:
    return Line(
        indicator_code=key[0],
        series=key[1],
        name_zh=indicator["name_zh"],
        name_en=indicator["name_en"],
        kind=indicator["kind"],
        unit=indicator["unit"],
        unit_name_zh=indicator["unit_name_zh"],
        unit_name_en=indicator["unit_name_en"],
        basis=basis,
        **more,
    )


def _named(store: Store, publication: int) -> dict[str, Mapping[str, Any]]:
    """Return the indicators by code with the names of their units."""
    units = publications.current(store, "unit", publication).select(
        "unit", unit_name_zh="name_zh", unit_name_en="name_en"
    )
    rows = publications.current(store, "indicator", publication).join(units, on="unit", how="left")
    return {row["indicator_code"]: row for row in rows.iter_rows(named=True)}
