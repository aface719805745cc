"""Areas compared: who stands where on one indicator, and what is alike enough for it.

Only like stands beside like: a ranking, a distribution or an axis of values holds targets of one level,
basis, series, direction and plan period. An area whose figure is incomplete has no place, and the reason is
kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from dabiao.judgement import comparing
from dabiao.model import (
    ALIKE,
    AXIS,
    Bound,
    Flag,
    Level,
    ObservationStatus,
    Relation,
    Status,
    Withheld,
)
from dabiao.periods import end_month, end_month_expr, length_months_expr
from dabiao.progress.vintage import LATEST, known_by
from dabiao.settings import Language
from dabiao.store import Store

SPREAD_FROM: Final = comparing.SPREAD_FROM

SIDE_BY_SIDE: Final = 6
"""Areas that stand side by side at most; a province and its cities are as many as there are."""
DOCUMENTS: Final = 2
"""Documents that stand side by side at most."""

KEYS: Final[dict[str, tuple[Literal["area", "framework"], str]]] = {
    "areas": ("area", "area_code"),
    "province": ("area", "area_code"),
    "frameworks": ("framework", "framework_id"),
}
"""By what stands side by side: whose names are told, and the column that tells them apart."""

FINAL: Final = (Status.ACHIEVED, Status.MISSED)
"""Judged by the figure at the deadline: nothing later is due, however old it is."""

_ABSENT: Final = {
    ObservationStatus.NOT_APPLICABLE: Withheld.NOT_APPLICABLE,
    ObservationStatus.WITHHELD: Withheld.NOT_DISCLOSED,
}


@dataclass(frozen=True, eq=False)
class Axis:
    """Targets that may be ranked among each other and share an axis."""

    level: str
    indicator_code: str
    basis: str
    series: str
    comparator: str
    plan_start: str
    deadline: str
    rows: pl.DataFrame
    """Rows of `standings`: ranked ones by place, then those without a place by area."""

    @property
    def ranked(self) -> pl.DataFrame:
        """The rows with a place, the first one first."""
        return self.rows.filter(pl.col("place").is_not_null())

    @property
    def withheld(self) -> pl.DataFrame:
        """The rows without a place."""
        return self.rows.filter(pl.col("place").is_null())

    @property
    def spread(self) -> dict[str, float] | None:
        """Quartiles of the ranked attainments (`comparing.spread`); none where too few are comparable."""
        return comparing.spread(self.ranked)

    @property
    def key(self) -> str:
        """An id for charts and files, from what the targets agree in."""
        parts = (self.level, self.basis, self.series, self.plan_start, self.deadline)
        return "-".join([*parts, "up" if self.comparator == ">=" else "down"]).replace("_", "-")


def indicators(store: Store, publication: int) -> pl.DataFrame:
    """Return the catalog of indicators, one row each, by code.

    Columns: indicator_code, indicator_name_zh/en, unit, unit_name_zh/en, kind, direction, definition_zh/en,
    areas_with_targets, areas_with_figures (counts).
    """
    return store.read("indicators_in_full", publication)


def areas_with_figures(store: Store, publication: int) -> pl.DataFrame:
    """Return the areas that have published figures, with or without targets, one row each, by code.

    Columns: area_code, area_name_zh/en, level, province_code, figures (count).
    """
    return store.read("areas_with_figures", publication)


def comparable(*known: pl.DataFrame) -> pl.DataFrame:
    """Return the areas that can stand side by side: those that have a document, a target or a figure.

    Columns: area_code, area_name_zh/en, level, province_code; by code.

    Args:
        known: areas with documents, with targets and with figures.
    """
    columns = ["area_code", "area_name_zh", "area_name_en", "level", "province_code"]
    return pl.concat([frame.select(columns) for frame in known]).unique().sort("area_code")


def with_cities(areas: pl.DataFrame) -> list[str]:
    """Return the codes of the provinces that can stand beside their cities (of `comparable` areas)."""
    cities = areas.filter(pl.col("level") == Level.CITY)
    return cities["province_code"].drop_nulls().unique().sort().to_list()


def family(areas: pl.DataFrame, province: str) -> list[str]:
    """Return a province and those of its cities that are among `comparable` areas."""
    cities = areas.filter(pl.col("province_code") == province, pl.col("level") == Level.CITY)
    return [province, *cities["area_code"]]


def documents(plans: pl.DataFrame) -> pl.DataFrame:
    """Return the documents that can stand side by side: those with targets (`dabiao.progress.areas`)."""
    return plans.filter(pl.col("targets") + pl.col("targets_below") > 0)


def components(store: Store, publication: int) -> pl.DataFrame:
    """Return which indicators are sums of which: indicator_code, component_code."""
    return store.read("indicator_components", publication)


def figures(
    store: Store,
    publication: int,
    as_of: str,
    *,
    indicator: str | None = None,
    areas: Sequence[str] = (),
    vintage: str = LATEST,
) -> pl.DataFrame:
    """Return published figures, absences too: of one indicator everywhere, or of some areas.

    Columns: area_code, area_name_zh/en, level, province_code, indicator_code, indicator_name_zh/en, kind,
    unit, unit_name_zh/en, series, period, end_month, value_reported, unit_reported, value (in ``unit``),
    basis, bound, status (SDMX), confidence, publisher, source_title, source_date, source_url, note_zh/en.

    Args:
        store: where the publications are.
        publication: number of the publication to read.
        as_of: period up to whose end figures count.
        indicator: code of the indicator; else figures of ``areas``.
        areas: codes of areas.
        vintage: ISO date by which a figure's source had appeared; `LATEST` counts all. A figure revised
            later is the one known then.

    Raises:
        dabiao.periods.InvalidPeriodError: ``as_of`` is no period.
        dabiao.progress.InvalidVintageError: ``vintage`` is no vintage.
    """
    codes = list(areas) if indicator is None else None
    return store.read("figures_in_full", publication, end_month(as_of), codes, indicator, known_by(vintage))


def standings(rows: pl.DataFrame, as_of: str) -> pl.DataFrame:
    """Return status rows with what a comparison adds to them.

    Args:
        rows: status rows with their absences (`dabiao.progress.with_absences`) as of ``as_of``.
        as_of: the period looked from.

    Returns:
        The columns of ``rows`` with withheld (`Withheld`, null for a row that is ranked) and place (null for
        one that is not).
    """
    return rows.with_columns(withheld=_withheld(end_month(as_of))).with_columns(
        place=pl.when(pl.col("withheld").is_null()).then(_place())
    )


def told_apart(rows: pl.DataFrame, language: Language, names: Mapping[str, str]) -> pl.DataFrame:
    """Return ``rows`` with areas of one name told apart by what they lie in: 西安市新城区, 呼和浩特市新城区.

    Args:
        rows: rows with area_code and area_name_zh/en.
        language: whose names are told apart.
        names: code → name of all areas in that language.
    """
    column = f"area_name_{language}"
    # A county's city and a city's province stand in its code (GB/T 2260).
    outer = pl.coalesce(
        (pl.col("area_code").str.slice(0, digits) + "0" * (6 - digits)).replace_strict(names, default=None)
        for digits in (4, 2)
    )
    shared = pl.col("area_code").n_unique().over(column) > 1
    space = " " if language == "en" else ""
    told = pl.when(shared & (outer != pl.col(column))).then(
        pl.concat_str(outer, pl.col(column), separator=space)
    )
    return rows.with_columns(told.otherwise(column).alias(column))


def _place() -> pl.Expr:
    # Rows without a place are a group of their own, so that nobody's place counts them.
    return comparing.place([*AXIS, "withheld"])


def _withheld(month: int) -> pl.Expr:
    """Return the first reason for having no place; null for a row that has one."""
    status, flags = pl.col("status"), pl.col("flags").list
    silent = status == Status.NO_DATA
    unknown = pl.col("attainment").is_null()
    before = end_month_expr("plan_start") - length_months_expr("plan_start") >= month
    stated = pl.col("absence").is_in([str(one) for one in (ObservationStatus.NOT_REPORTED, *_ABSENT)])
    due_later = stated & ~status.is_in([str(one) for one in FINAL])
    reasons = (
        (status == Status.INVALID_TARGET, Withheld.INVALID_TARGET),
        (silent & before, Withheld.NOT_DUE),
        *((silent & (pl.col("absence") == absence), reason) for absence, reason in _ABSENT.items()),
        (silent, Withheld.NOT_REPORTED),
        (status == Status.PENDING_FINAL, Withheld.PENDING_FINAL),
        (flags.contains(str(Flag.BASELINE_MEETS_TARGET)), Withheld.BASELINE_MEETS_TARGET),
        (pl.col("baseline").is_null() & unknown, Withheld.NO_BASELINE),
        ((status == Status.TOO_EARLY) | unknown, Withheld.TOO_EARLY),
        (flags.contains(str(Flag.PARTIAL_COVERAGE)), Withheld.PARTIAL),
        (
            flags.contains(str(Flag.LOWER_BOUND)) | pl.col("bound").is_in([Bound.AT_LEAST, Bound.AT_MOST]),
            Withheld.BOUNDED,
        ),
        (flags.contains(str(Flag.AWAITING_FINAL)), Withheld.AWAITING_FINAL),
        (due_later, Withheld.LATER_MISSING),
        (
            flags.contains(str(Flag.STALE)) & ~status.is_in([str(one) for one in FINAL]),
            Withheld.STALE,
        ),
    )
    return pl.coalesce(pl.when(condition).then(pl.lit(str(reason))) for condition, reason in reasons)


def axes(rows: pl.DataFrame) -> list[Axis]:
    """Return rows of `standings` in groups that may share an axis: those with most places first.

    Rows that differ in anything of `AXIS` are never in one group.
    """
    levels = {str(level): place for place, level in enumerate(Level)}
    groups = [
        Axis(**dict(zip(AXIS, key, strict=True)), rows=group.sort("place", "area_code", nulls_last=True))
        for key, group in rows.group_by(*AXIS, maintain_order=True)
    ]
    return sorted(groups, key=lambda one: (-one.ranked.height, levels[one.level], -one.rows.height, one.key))


def alike(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """Return the rows of `standings` with complete figures that others may be held against.

    Rows of one indicator that agree in `dabiao.model.ALIKE` and differ in ``key`` may be; their areas may be
    of different levels.
    """
    complete = rows.filter(pl.col("withheld").is_null())
    return complete.filter(pl.col(key).n_unique().over(ALIKE) > 1)


def untargeted(published: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the latest figure per series of every area that has figures on an indicator but no target.

    Args:
        published: rows of `figures`.
        rows: status rows of the same areas and indicators.
    """
    return (
        published.filter(pl.col("status") == ObservationStatus.REPORTED)
        .join(rows, on=["area_code", "indicator_code"], how="anti")
        .sort("area_code", "indicator_code", "series", "end_month")
        .group_by("area_code", "indicator_code", "series", maintain_order=True)
        .last()
        .select(published.columns)
    )


def related(indicator: str, parts: pl.DataFrame) -> pl.DataFrame:
    """Return the indicators that count some of the same things as ``indicator``.

    The rule: a component of it (part), a sum it is a component of (whole), a sum with which it has a
    component in common (overlap). Two components of one sum are not related: they count different things.

    Args:
        indicator: code of the indicator looked at.
        parts: rows of `components`.

    Returns:
        Columns: indicator_code, relation (`Relation`), shared (codes of what both count), by relation and
        code.
    """
    own = parts.filter(pl.col("indicator_code") == indicator)["component_code"].to_list()
    wholes = parts.filter(pl.col("component_code") == indicator)["indicator_code"].to_list()
    common = (
        parts.filter(pl.col("component_code").is_in(own), pl.col("indicator_code") != indicator)
        .sort("component_code")
        .group_by("indicator_code")
        .agg(shared=pl.col("component_code"))
        .sort("indicator_code")
    )
    found = [
        *((code, str(Relation.PART), [code]) for code in sorted(own)),
        *((code, str(Relation.WHOLE), [indicator]) for code in sorted(wholes)),
        *((code, str(Relation.OVERLAP), shared) for code, shared in common.iter_rows()),
    ]
    columns = pl.Schema(
        {"indicator_code": pl.String(), "relation": pl.String(), "shared": pl.List(pl.String)}
    )
    return pl.DataFrame(found, schema=columns, orient="row")
