"""Who gets which target: those of the documents, and generated shares of them for the areas below.

Of a count, the areas below get four fifths of what the area above aims at, in whole numbers by the method of
largest remainders; an area whose share is too small gets no target. Of a rate or a duration each gets a value
near that of the area above.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from dabiao import periods
from dabiao.model import Comparator, Level, ObservationBasis, TargetBasis
from dabiao.periods import MONTHS_PER_YEAR
from etl.demo import cases, habits, shapes
from etl.demo.chance import Numbers, draw, draws, keys

SHARED_OUT: Final = 0.8
"""Of what an area aims at the part that the areas below are given; the rest is its own."""
CAPITAL: Final = 3.0
"""Weight of a province's capital among its cities."""
WITHOUT_PROVINCIAL_TARGETS: Final = ("710000", "810000", "820000")
"""Provinces that the national outline is not broken down to."""

COUNT_AT_START: Final = (1.5, 3.5)
"""Running total at the plan's start as a multiple of what is aimed at within the plan, least and greatest."""
STOCK_AT_START: Final = (0.35, 0.55)
"""Total at the plan's start as a share of the total aimed at."""
PER_CENT_BELOW: Final = (8.0, 22.0)
"""Percentage points from a rate at the plan's start to its target."""
MONTHS_ABOVE: Final = (4.0, 9.0)
"""Months from a duration at the plan's start to its target."""

LEAST: Final = 2
"""Smallest share of a count that makes a target; of the few national bases a province may get one."""

BREAKDOWN: Final[Sequence[tuple[str, Level, str, Sequence[str]]]] = (
    (cases.NATIONAL, Level.PROVINCE, "", ("*",)),
    (
        cases.NATIONAL,
        Level.CITY,
        "430000",
        ("project-standards-share", "international-standards-adoption-rate"),
    ),
    (
        cases.NATIONAL,
        Level.COUNTY,
        "430000",
        ("project-standards-share", "international-standards-adoption-rate"),
    ),
    (cases.SHAANXI, Level.CITY, "610000", ("*",)),
    (
        cases.SHAANXI,
        Level.COUNTY,
        "610000",
        ("standardization-professionals", "project-standards-share", "pilot-projects", "local-standards"),
    ),
    (cases.HUBEI, Level.CITY, "420000", ("*",)),
    (
        cases.HUBEI,
        Level.COUNTY,
        "420000",
        ("enterprise-standards", "service-standardization-rate", "pilot-projects", "national-standards"),
    ),
)
"""Framework, level, province (any if blank) and indicators (all if ``*``) that are broken down."""

REPORTED_AS: Final[Mapping[tuple[str, str], ObservationBasis]] = {
    (cases.SHAANXI, "local-standards"): ObservationBasis.RUNNING_TOTAL,
    (cases.SHAANXI, "association-standards"): ObservationBasis.RUNNING_TOTAL,
    (cases.SHAANXI, "national-and-sector-standards"): ObservationBasis.FLOW,
    (cases.SHAANXI, "pilot-projects"): ObservationBasis.FLOW,
    (cases.SHAANXI, "service-institutions"): ObservationBasis.YEAR_TO_DATE,
    (cases.SHAANXI, "standardization-professionals"): ObservationBasis.YEAR_TO_DATE,
    (cases.HUBEI, "national-standards"): ObservationBasis.RUNNING_TOTAL,
    (cases.HUBEI, "sector-standards"): ObservationBasis.RUNNING_TOTAL,
    (cases.HUBEI, "local-standards"): ObservationBasis.FLOW,
    (cases.HUBEI, "association-and-alliance-standards"): ObservationBasis.FLOW,
    (cases.HUBEI, "pilot-projects"): ObservationBasis.FLOW,
    (cases.HUBEI, "provincial-technical-committees"): ObservationBasis.YEAR_TO_DATE,
    (cases.HUBEI, "internationally-active-bodies"): ObservationBasis.LEVEL,
    (cases.HUBEI, "committee-and-subcommittee-secretariats"): ObservationBasis.LEVEL,
}
"""Basis of the generated figures, where it is not `_usual_basis`."""

PARTS: Final[Mapping[tuple[str, str], Mapping[str, float]]] = {
    (cases.SHAANXI, "national-and-sector-standards"): {"national-standards": 0.6, "sector-standards": 0.4},
    (cases.HUBEI, "association-and-alliance-standards"): {
        "association-standards": 0.85,
        "alliance-standards": 0.15,
    },
}
"""Combined indicators that are reported piece by piece, with the share of each piece."""


@dataclass(frozen=True)
class Line:
    """A target and how the figures behind it come about."""

    framework: str
    area: str
    level: str
    parent: str
    indicator: str
    unit: str
    """In which value and figures are counted: the indicator's."""
    comparator: str
    basis: str
    series: str
    deadline: str
    start: int
    """Month before the plan starts."""
    horizon: int
    """Last month of the plan."""
    at_start: float
    """Running total, stock or level at the start; of an increment the running total it is counted from."""
    way: float
    """What lies between the start and the target; below 0 where less is better."""
    own: bool
    """Whether a document states the target."""
    stated_start: bool = False
    shape: str = ""
    habit: str = ""
    case: cases.Case | None = None

    @property
    def key(self) -> str:
        """What tells the line from others."""
        return f"{self.framework}/{self.area}/{self.indicator}"

    @property
    def above(self) -> str:
        """The key of the line of the area it belongs to."""
        return f"{self.framework}/{self.parent}/{self.indicator}"

    @property
    def counts(self) -> bool:
        """Whether it counts things: its figures are whole numbers and can only grow."""
        return self.unit not in ("%", "个月")

    @property
    def target(self) -> float:
        """The value aimed at, in the target's basis."""
        return self.way if self.basis == TargetBasis.IN_PERIOD else self.at_start + self.way

    @property
    def deadline_month(self) -> int:
        """Last month of the deadline."""
        return periods.end_month(self.deadline)

    @property
    def reported_as(self) -> ObservationBasis:
        """The basis of its figures."""
        return REPORTED_AS.get((self.framework, self.indicator), _usual_basis(self.basis))


def _usual_basis(basis: str) -> ObservationBasis:
    return {
        TargetBasis.LEVEL: ObservationBasis.LEVEL,
        TargetBasis.TOTAL: ObservationBasis.RUNNING_TOTAL,
        TargetBasis.IN_PERIOD: ObservationBasis.SINCE_START,
    }[TargetBasis(basis)]


def lines(catalog: Path, seed: int) -> list[Line]:
    """Return the lines of the demonstration, an area after the one it belongs to.

    Args:
        catalog: folder of the catalog, whose targets are those of the documents.
        seed: of everything that is left to chance.
    """
    areas = _read(catalog, "areas")
    found = list(_own(catalog, areas, seed))
    for parent in found:  # which grows meanwhile
        if levels := _broken_down_to(parent):
            below = areas.filter(
                (pl.col("parent_code") == parent.area)
                & pl.col("level").is_in(levels)
                & ~pl.col("code").is_in(WITHOUT_PROVINCIAL_TARGETS)
            )
            found += _below(parent, below, seed)
    return _with_course(found, seed)


def _broken_down_to(parent: Line) -> list[str]:
    """Return the levels of the areas that share in the target of ``parent``."""
    return [
        str(level)
        for framework, level, province, wanted in BREAKDOWN
        if framework == parent.framework
        and (province in ("", parent.area) or province == parent.area[:2] + "0000")
        and (wanted == ("*",) or parent.indicator in wanted)
    ]


def _read(catalog: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(catalog / f"{name}.csv", infer_schema=False)


def _own(catalog: Path, areas: pl.DataFrame, seed: int) -> Iterator[Line]:
    """Yield the lines of the targets that documents state."""
    rows = (
        _read(catalog, "targets")
        .join(_read(catalog, "frameworks").select("framework_id", "plan_start", "horizon"), on="framework_id")
        .join(areas.select(area_code="code", level="level", parent_code="parent_code"), on="area_code")
        .join(_read(catalog, "units").select("unit", "base_unit", "factor"), on="unit")
        .sort("framework_id", "indicator_code")
    )
    luck = draw(
        keys((f"{row['target_id']}/{row['area_code']}" for row in rows.iter_rows(named=True)), seed),
        "at start",
    )
    for row, chance in zip(rows.iter_rows(named=True), luck, strict=True):
        if row["value"] is None:
            raise ValueError(f"{row['target_id']} has no value to break down")
        line = Line(
            framework=row["framework_id"],
            area=row["area_code"],
            level=row["level"],
            parent=row["parent_code"] or "",
            indicator=row["indicator_code"],
            unit=row["base_unit"],
            comparator=row["comparator"],
            basis=row["basis"],
            series=row["series"],
            deadline=row["deadline"],
            start=periods.month_before(row["plan_start"]),
            horizon=periods.end_month(row["horizon"]),
            at_start=0.0,
            way=0.0,
            own=True,
        )
        yield _from_target(line, float(row["value"]) * float(row["factor"]), float(chance))


def _from_target(line: Line, target: float, chance: float) -> Line:
    """Return ``line`` with a start that suits ``target``."""
    if line.basis == TargetBasis.IN_PERIOD:
        return replace(line, at_start=float(round(target * _between(COUNT_AT_START, chance))), way=target)
    if line.counts:
        at_start = float(round(target * _between(STOCK_AT_START, chance)))
    elif line.comparator == Comparator.AT_MOST:
        at_start = round(target + _between(MONTHS_ABOVE, chance), 1)
    else:
        at_start = round(target - _between(PER_CENT_BELOW, chance), 1)
    return replace(line, at_start=at_start, way=round(target - at_start, 1))


def _between(ends: tuple[float, float], chance: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * chance


def _below(parent: Line, areas: pl.DataFrame, seed: int) -> Iterator[Line]:
    """Yield the lines of ``areas`` that share in the target of ``parent``."""
    codes = areas["code"].to_list()
    if not codes:
        return
    luck = draws(keys((f"{parent.framework}/{code}/{parent.indicator}" for code in codes), seed), "share", 2)
    mine = [
        replace(parent, area=code, level=level, parent=parent.area, own=False)
        for code, level in zip(codes, areas["level"], strict=True)
    ]
    if parent.counts:
        weights = (0.5 + luck[:, 0]) * np.where([code.endswith("0100") for code in codes], CAPITAL, 1.0)
        ways = shared_out(np.floor(parent.way * SHARED_OUT), weights)
        starts = shared_out(np.floor(parent.at_start * SHARED_OUT), weights * (0.8 + 0.4 * luck[:, 1]))
        least = 1 if parent.framework == cases.NATIONAL else LEAST
        for line, way, at_start in zip(mine, ways, starts, strict=True):
            if way >= least:
                yield replace(line, way=float(way), at_start=float(at_start))
        return
    reach = 5.0 if parent.unit == "%" else 2.0
    for line, (first, second) in zip(mine, luck, strict=True):
        target = float(round(min(parent.target + reach * (2.0 * first - 1.0), 98.0)))
        yield _from_target(line, target, float(second))


def shared_out(whole: float, weights: Numbers) -> Numbers:
    """Return whole numbers in the proportion of ``weights`` that add up to ``whole``: largest remainders."""
    if not whole:
        return np.zeros_like(weights)
    quota: Numbers = weights / weights.sum() * whole
    shares: Numbers = np.floor(quota + 1e-9)
    left = round(whole - shares.sum())
    shares[np.argsort(shares - quota, kind="stable")[:left]] += 1
    return shares


def _with_course(found: Sequence[Line], seed: int) -> list[Line]:
    """Return ``found`` with shape and habit of each line, by deliberation or by chance."""
    of = keys((line.key for line in found), seed)
    told = draw(of, "stated start") < 0.15
    settled = []
    for line, shape, habit, says in zip(found, shapes.by_chance(of), habits.by_chance(of), told, strict=True):
        case = cases.CASES.get(line.key)
        if case is None:
            stated = bool(says) and not line.own and not line.counts
            settled.append(replace(line, shape=shape, habit=_fitting(line, habit), stated_start=stated))
            continue
        more = replace(line, shape=case.shape, habit=_fitting(line, case.habit), case=case)
        if case.start is not None:
            more = replace(more, at_start=case.start, way=round(line.target - case.start, 1))
        settled.append(replace(more, deadline=case.deadline or line.deadline))
    if left := cases.CASES.keys() - {line.key for line in settled}:
        raise ValueError(f"no such line: {', '.join(sorted(left))}")
    return settled


def _fitting(line: Line, habit: str) -> str:
    """Return ``habit``, unless the series is one of yearly figures and the habit another frequency."""
    quarterly = habits.HABITS[habit].months < MONTHS_PER_YEAR
    return "yearly" if line.series.endswith("-yearly") and quarterly else habit
