"""Published figures that contradict each other, shown as what they are: none is corrected or left out.

Only like is held against like: one indicator, one basis, one moment. Where the series differ as well the
figures may count different things, and the severity says so. Bounds are respected: "at least 100" contradicts
67, and does not contradict 120. Areas are never added up to the one they lie in: several may count one and
the same standard.
"""

from typing import Final

import polars as pl

from dabiao import holdings, publications
from dabiao.model import Bound, ConflictKind, Level, ObservationBasis, ObservationStatus, Severity
from dabiao.periods import length_months_expr
from dabiao.progress.vintage import LATEST
from dabiao.store import Store

ABOUT: Final = 0.1
"""How far a figure said to be about so much may lie from it, as a share of it."""
JUMP: Final = 1.5
"""Factor by which a stock may differ where another series goes on with it."""
COUNTRY: Final = "100000"

CUMULATIVE: Final = [ObservationBasis.RUNNING_TOTAL, ObservationBasis.LEVEL]
"""What stands at a moment; the other bases belong to a whole period."""

CONFLICT: Final = (
    "conflict",
    "kind",
    "severity",
    "times",
    "area_code",
    "area_name_zh",
    "area_name_en",
    "indicator_code",
    "indicator_name_zh",
    "indicator_name_en",
    "series",
    "period",
    "end_month",
    "value",
    "unit",
    "unit_name_zh",
    "unit_name_en",
    "value_reported",
    "unit_reported",
    "basis",
    "bound",
    "publisher",
    "source_title",
    "source_date",
    "source_url",
    "note_zh",
    "note_en",
    "targets",
)
"""Columns of what `find` returns."""


def find(store: Store, publication: int, *, as_of: str | None = None, vintage: str = LATEST) -> pl.DataFrame:
    """Return the conflicts among the published figures: one row per figure concerned, by conflict.

    Columns: conflict (number, contradictions before doubts), kind (`ConflictKind`), severity (`Severity`),
    times (moments at which it holds between the same series; the latest is told), of each figure area,
    indicator, series, period, value (in ``unit``), value_reported and unit_reported (as the source gives it),
    basis, bound and source, and targets (ids of its area's targets on its indicator or on a sum of which that
    is a component). In a conflict the figure that another contradicts stands first: the whole before its
    part, the earlier before the later, the sum before its components.

    Args:
        store: where the publications are.
        publication: number of the publication to read.
        as_of: period up to whose end figures count; all by default.
        vintage: ISO date by which a figure's source was published; `LATEST` for all figures.

    Raises:
        dabiao.periods.InvalidPeriodError: ``as_of`` is no period.
        dabiao.progress.InvalidVintageError: ``vintage`` is no vintage.
    """
    observations = holdings.observations(store, publication, as_of=as_of, vintage=vintage)
    areas = publications.current(store, "area", publication)
    indicators = publications.current(store, "indicator", publication)
    components = publications.current(store, "indicator_component", publication)
    found = detect(observations, areas, indicators, components)
    targets = _touched(publications.current(store, "target", publication), components)
    units = publications.current(store, "unit", publication).select(
        "unit", unit_name_zh="name_zh", unit_name_en="name_en"
    )
    return (
        found.rename({"unit": "unit_reported"})
        .join(_named(areas, "area", "code"), on="area_code", how="left")
        .join(_named(indicators, "indicator", "indicator_code", "unit"), on="indicator_code", how="left")
        .join(units, on="unit", how="left")
        .join(targets, on=["area_code", "indicator_code"], how="left")
        .with_columns(pl.col("targets").fill_null(pl.lit([], dtype=pl.List(pl.String))))
        .sort("conflict", "place")
        .select(CONFLICT)
    )


def _named(frame: pl.DataFrame, what: str, key: str, *more: str) -> pl.DataFrame:
    names = {f"{what}_name_{language}": f"name_{language}" for language in ("zh", "en")}
    return frame.select(pl.col(key).alias(f"{what}_code"), *more, **names)


def _touched(targets: pl.DataFrame, components: pl.DataFrame) -> pl.DataFrame:
    """Return the targets that a figure of an area and indicator bears on; columns and ``targets``."""
    own = targets.select("area_code", "indicator_code", "target_id")
    of_parts = own.join(components, on="indicator_code").select(
        "area_code", pl.col("component_code").alias("indicator_code"), "target_id"
    )
    return (
        pl.concat([own, of_parts])
        .sort("target_id")
        .group_by("area_code", "indicator_code")
        .agg(targets=pl.col("target_id").unique(maintain_order=True))
    )


def detect(
    observations: pl.DataFrame, areas: pl.DataFrame, indicators: pl.DataFrame, components: pl.DataFrame
) -> pl.DataFrame:
    """Return the observations in conflict, with conflict, place, kind and severity.

    Args:
        observations: current rows of the table, absences too.
        areas: current rows of the table.
        indicators: current rows of the table.
        components: current rows of indicator_component.
    """
    value = pl.col("value")
    figures = (
        observations.filter(pl.col("status") == ObservationStatus.REPORTED, value.is_not_null())
        .with_row_index("row")
        .join(
            indicators.select("indicator_code", indicator_kind="kind"),
            on="indicator_code",
            maintain_order="left",
        )
        .with_columns(
            moment=pl.when(pl.col("basis").is_in(CUMULATIVE))
            .then(pl.col("end_month").cast(pl.String))
            .otherwise("period"),
            lowest=_within({Bound.AT_MOST: pl.lit(float("-inf")), Bound.ABOUT: value - value.abs() * ABOUT}),
            highest=_within({Bound.AT_LEAST: pl.lit(float("inf")), Bound.ABOUT: value + value.abs() * ABOUT}),
        )
    )
    links = pl.concat(
        [
            _two_figures(figures),
            _falling_totals(figures),
            _components_above_totals(figures, components),
            _parts_above_wholes(figures, areas),
            _definition_jumps(figures),
        ]
    )
    return (
        links.sort(pl.col("severity").cast(pl.Enum([str(one) for one in Severity])), maintain_order=True)
        .with_row_index("conflict", offset=1)
        .explode("rows")
        .with_columns(place=pl.int_range(pl.len()).over("conflict"))
        .join(figures, left_on="rows", right_on="row", maintain_order="left")
        .drop("rows", "moment", "lowest", "highest", "indicator_kind")
    )


def _within(open_ends: dict[Bound, pl.Expr]) -> pl.Expr:
    """Return an end of what a figure with its bound leaves possible; exact figures have both at the value."""
    end = pl.col("value")
    for bound, at in open_ends.items():
        end = pl.when(pl.col("bound") == bound).then(at).otherwise(end)
    return end


def _links(
    pairs: pl.DataFrame, kind: ConflictKind, severity: Severity | pl.Expr, rows: pl.Expr
) -> pl.DataFrame:
    """Return kind, severity, times and rows (those concerned, as they are told) of every conflict found."""
    return pairs.select(
        pl.lit(str(kind)).alias("kind"),
        (pl.lit(str(severity)) if isinstance(severity, Severity) else severity).alias("severity"),
        (pl.col("times") if "times" in pairs.columns else pl.lit(1)).cast(pl.UInt32).alias("times"),
        rows.alias("rows"),
    )


def _latest(pairs: pl.DataFrame, *between: str) -> pl.DataFrame:
    """Return of conflicts between the same series the latest; ``times`` is at how many moments it holds."""
    line = ["area_code", "indicator_code", "basis", "series", *between]
    return (
        pairs.with_columns(times=pl.len().over(line))
        .sort("area_code", "indicator_code", "end_month", "row")
        .unique(line, keep="last", maintain_order=True)
    )


def _by_series() -> pl.Expr:
    """Return the severity of a pair with columns series and series_other."""
    return (
        pl.when(pl.col("series") == pl.col("series_other"))
        .then(pl.lit(str(Severity.CONTRADICTION)))
        .otherwise(pl.lit(str(Severity.DOUBT)))
    )


def _two_figures(figures: pl.DataFrame) -> pl.DataFrame:
    """Two sources, one thing: same area, indicator, basis and moment, and no amount that both leave possible.

    Two figures from one source are two definitions, and no conflict.
    """
    key = ["area_code", "indicator_code", "basis", "moment"]
    source = ["publisher", "source_title"]
    several = figures.filter(pl.len().over(key) > 1)
    pairs = several.join(several, on=key, suffix="_other").filter(
        pl.col("row") < pl.col("row_other"),
        pl.any_horizontal(pl.col(name) != pl.col(f"{name}_other") for name in source),
        (pl.col("lowest") > pl.col("highest_other")) | (pl.col("lowest_other") > pl.col("highest")),
    )
    pairs = _latest(pairs, "series_other")
    return _links(pairs, ConflictKind.TWO_FIGURES, Severity.CONTRADICTION, pl.concat_list("row", "row_other"))


def _falling_totals(figures: pl.DataFrame) -> pl.DataFrame:
    """A running total below the one before it, in its series or where another series goes on with it."""
    totals = figures.filter(pl.col("basis") == ObservationBasis.RUNNING_TOTAL)
    line = ["area_code", "indicator_code", "series"]
    within = (
        totals.sort(*line, "end_month", "row")
        .with_columns(
            row_other=pl.col("row").shift(-1).over(line),
            highest_other=pl.col("highest").shift(-1).over(line),
            series_other="series",
        )
        .filter(pl.col("highest_other") < pl.col("lowest"))
    )
    across = _continued(totals).filter(pl.col("highest_other") < pl.col("lowest"))
    columns = ["row", "row_other", "series", "series_other"]
    pairs = pl.concat([within.select(columns), across.select(columns)])
    return _links(pairs, ConflictKind.FALLING_TOTAL, _by_series(), pl.concat_list("row", "row_other"))


def _definition_jumps(figures: pl.DataFrame) -> pl.DataFrame:
    """A stock that another series goes on with at a height apart from its last by the factor `JUMP`."""
    stocks = figures.filter(pl.col("basis") == ObservationBasis.LEVEL, pl.col("indicator_kind") == "count")
    pairs = _continued(stocks).filter(
        (pl.col("lowest_other") >= JUMP * pl.col("highest"))
        | (JUMP * pl.col("highest_other") <= pl.col("lowest"))
    )
    return _links(pairs, ConflictKind.DEFINITION_JUMP, Severity.DOUBT, pl.concat_list("row", "row_other"))


def _continued(figures: pl.DataFrame) -> pl.DataFrame:
    """Return the last figure of every series that ended and the first one of the series that began next."""
    thing = ["area_code", "indicator_code"]
    lines = figures.sort("end_month", "row").group_by(*thing, "series", maintain_order=True)
    last, first = lines.last(), lines.first()
    return (
        last.join(first, on=thing, suffix="_other")
        .filter(pl.col("end_month") < pl.col("end_month_other"))
        .sort("row", "end_month_other", "row_other")
        .unique("row", keep="first", maintain_order=True)
    )


def _parts_above_wholes(figures: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """A count of an area above that of an area it lies in; of every pair of series the latest such figures.

    A running total is held against the first one of the whole that is not earlier, anything else against one
    of the same moment. Increments since a plan's start are left out: plans begin at different times.
    """
    counts = figures.filter(
        pl.col("indicator_kind") == "count", pl.col("basis") != ObservationBasis.SINCE_START
    )
    thing = ["whole_code", "indicator_code", "basis"]
    wholes = counts.select(
        pl.col("area_code").alias("whole_code"),
        *("indicator_code", "basis", "moment", "series", "row", "end_month", "highest"),
    )
    parts = (
        counts.join(_wholes_of(areas), on="area_code")
        .join(wholes.select(*thing, series_other="series").unique(), on=thing)
        .select(*thing, "series_other", "moment", "row", "area_code", "series", "end_month", "lowest")
    )
    others = wholes.rename({"series": "series_other", "row": "row_other", "highest": "highest_other"})
    growing = pl.col("basis") == ObservationBasis.RUNNING_TOTAL
    later = (
        parts.filter(growing)
        .sort("end_month")
        .join_asof(
            others.filter(growing).drop("moment").sort("end_month"),
            on="end_month",
            by=[*thing, "series_other"],
            strategy="forward",
            check_sortedness=False,  # it is sorted, which Polars cannot see within groups
        )
    )
    same = parts.filter(~growing).join(
        others.filter(~growing).drop("end_month"), on=[*thing, "series_other", "moment"]
    )
    columns = ["row", "row_other", "area_code", *thing, "series", "series_other", "end_month"]
    above = pl.concat([found.select(*columns, "lowest", "highest_other") for found in (later, same)]).filter(
        pl.col("lowest") > pl.col("highest_other")
    )
    above = _latest(above, "whole_code", "series_other")
    return _links(above, ConflictKind.PART_ABOVE_WHOLE, _by_series(), pl.concat_list("row_other", "row"))


def _wholes_of(areas: pl.DataFrame) -> pl.DataFrame:
    """Return every area with each area it lies in: area_code, whole_code."""
    return (
        areas.filter(pl.col("level") != Level.COUNTRY)
        .select(
            pl.col("code").alias("area_code"),
            pl.concat_list("city_code", "province_code", pl.lit(COUNTRY)).alias("whole_code"),
        )
        .explode("whole_code")
        .filter(pl.col("whole_code").is_not_null(), pl.col("whole_code") != pl.col("area_code"))
    )


def _components_above_totals(figures: pl.DataFrame, components: pl.DataFrame) -> pl.DataFrame:
    """Components that add up to more than their sum, reported for the same area, series, basis and moment.

    Of two figures of a component at one moment (2024 and 2024-Q4) the one that covers more counts.
    """
    key = ["area_code", "indicator_code", "series", "basis", "moment"]
    counted = figures.sort(length_months_expr("period")).unique(key, keep="last", maintain_order=True)
    parts = (
        components.join(counted, left_on="component_code", right_on="indicator_code")
        .sort("row")
        .group_by(key, maintain_order=True)
        .agg(together=pl.col("lowest").sum(), parts=pl.col("row"))
    )
    above = figures.join(parts, on=key, maintain_order="left").filter(pl.col("together") > pl.col("highest"))
    above = _latest(above)
    return _links(
        above, ConflictKind.COMPONENTS_ABOVE_TOTAL, Severity.CONTRADICTION, pl.concat_list("row", "parts")
    )
