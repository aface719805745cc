"""What a publication holds, row by row: for tables, downloads and the question who has reported what."""

from collections.abc import Mapping
from typing import Final, cast

import polars as pl

from dabiao import publications
from dabiao.model import ObservationStatus
from dabiao.periods import end_month, end_month_expr, length_months_expr
from dabiao.progress.vintage import LATEST, known_by
from dabiao.store import Store

ZERO: Final = "zero"
"""Stands in column ``absence`` for a reported zero: a value, and unlike every absence."""

NAMED: Final[Mapping[str, tuple[str, str]]] = {
    "area": ("code", "name"),
    "framework": ("framework_id", "short"),
    "unit": ("unit", "name"),
    "indicator": ("indicator_code", "name"),
    "task": ("task_id", "title"),
}
"""Tables whose rows have a name: the column that identifies one, and the one that names it."""

Names = Mapping[str, Mapping[str, tuple[str, str]]]
"""Per table of `NAMED`, names in Chinese and English by id."""


def observations(
    store: Store, publication: int, *, as_of: str | None = None, vintage: str = LATEST
) -> pl.DataFrame:
    """Return the figures and absences of a publication as the table holds them (columns of `TABLES`).

    Args:
        store: where the publications are.
        publication: number of the publication to read.
        as_of: period up to whose end figures count; all by default.
        vintage: ISO date by which a figure's source was published; `LATEST` for all figures. A figure
            revised later is the one known then.

    Raises:
        dabiao.periods.InvalidPeriodError: ``as_of`` is no period.
        dabiao.progress.InvalidVintageError: ``vintage`` is no vintage.
    """
    month = None if as_of is None else end_month(as_of)
    return store.read("observations_known", publication, month, known_by(vintage))


def figures(store: Store, publication: int, *, as_of: str, vintage: str = LATEST) -> pl.DataFrame:
    """Return every figure and absence with the names of its area and indicator, by key.

    Columns: area_code, area_name_zh/en, indicator_code, indicator_name_zh/en, series, period, value (in the
    unit named), unit_name_zh/en, value_reported and unit_reported (as the source gives it), basis, bound,
    absence (SDMX status of an absence, `ZERO` for a reported zero, null for any other value), confidence,
    publisher, source_title, source_date, source_url, note_zh/en.

    Args and errors: as `observations`.
    """
    absent = pl.col("status") != ObservationStatus.REPORTED
    return (
        observations(store, publication, as_of=as_of, vintage=vintage)
        .rename({"unit": "unit_reported"})
        .join(
            publications.current(store, "area", publication).select(
                area_code="code", area_name_zh="name_zh", area_name_en="name_en"
            ),
            on="area_code",
            maintain_order="left",
        )
        .join(
            publications.current(store, "indicator", publication).select(
                "indicator_code", "unit", indicator_name_zh="name_zh", indicator_name_en="name_en"
            ),
            on="indicator_code",
            maintain_order="left",
        )
        .join(
            publications.current(store, "unit", publication).select(
                "unit", unit_name_zh="name_zh", unit_name_en="name_en"
            ),
            on="unit",
            maintain_order="left",
        )
        .with_columns(
            absence=pl.when(absent).then("status").when(pl.col("value") == 0).then(pl.lit(ZERO)),
        )
        .select(
            *("area_code", "area_name_zh", "area_name_en"),
            *("indicator_code", "indicator_name_zh", "indicator_name_en"),
            *(
                "series",
                "period",
                "value",
                "unit_name_zh",
                "unit_name_en",
                "value_reported",
                "unit_reported",
                "basis",
                "bound",
                "absence",
            ),
            *("confidence", "publisher", "source_title", "source_date", "source_url", "note_zh", "note_en"),
        )
    )


def completeness(status: pl.DataFrame, plans: pl.DataFrame, published: pl.DataFrame) -> pl.DataFrame:
    """Return what every area with a document or a target has reported, and until when; the silent ones first.

    Args:
        status: rows of `dabiao.progress.status`, of all areas.
        plans: rows of `dabiao.progress.areas`.
        published: rows of `figures` at the same moment.

    Returns:
        One row per area: area_code, area_name_zh/en, targets, reported (targets with a figure that can be
        compared), figures (published ones, of whatever use), newest (period of the newest of them), since
        (start of its earliest plan), figures_since (ended in that plan or later), not_reported (absences so
        marked), missing_zh/en (names of the indicators whose targets have no figure).
    """
    areas = _bound(status, plans)
    none = pl.lit([], dtype=pl.List(pl.String))
    counts = ("figures", "figures_since", "not_reported")
    return (
        areas.join(_published(published, areas), on="area_code", how="left")
        .with_columns(pl.col(counts).fill_null(0), pl.col("missing_zh", "missing_en").fill_null(none))
        .sort(
            pl.col("figures_since") > 0,
            pl.col("reported") >= pl.col("targets"),
            "area_code",
        )
        .drop("start_month")
    )


def _bound(status: pl.DataFrame, plans: pl.DataFrame) -> pl.DataFrame:
    """Return the areas that documents bind, with what they were to report and since when."""
    has_figure = pl.col("value").is_not_null()
    known = ["area_code", "area_name_zh", "area_name_en"]
    of_targets = status.group_by(known, maintain_order=True).agg(
        targets=pl.len(),
        reported=has_figure.sum(),
        since=pl.col("plan_start").min(),
        missing_zh=pl.col("indicator_name_zh").filter(~has_figure),
        missing_en=pl.col("indicator_name_en").filter(~has_figure),
    )
    of_plans = plans.group_by(known, maintain_order=True).agg(since=pl.col("plan_start").min())
    told = ("targets", "reported", "missing_zh", "missing_en")
    return (
        pl.concat([of_targets, of_plans], how="diagonal")
        .group_by(known, maintain_order=True)
        .agg(*(pl.col(name).drop_nulls().first() for name in told), pl.col("since").min())
        .with_columns(pl.col("targets", "reported").fill_null(0))
        .with_columns(start_month=end_month_expr("since") - length_months_expr("since"))
    )


def _published(published: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Return how much each of ``areas`` published, how much of it since its plan began, and the newest."""
    has_figure = pl.col("value").is_not_null()
    starts = areas.select("area_code", "start_month")
    return (
        published.select("area_code", "period", "value", "absence", month=end_month_expr("period"))
        .join(starts, on="area_code")
        .sort("month", maintain_order=True)
        .group_by("area_code")
        .agg(
            figures=has_figure.sum(),
            figures_since=(has_figure & (pl.col("month") > pl.col("start_month"))).sum(),
            newest=pl.col("period").filter(has_figure).last(),
            not_reported=(pl.col("absence") == ObservationStatus.NOT_REPORTED).sum(),
        )
    )


def names(store: Store, publication: int) -> Names:
    """Return what the ids of the catalog are called, also of rows withdrawn since."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for table, (key, name) in NAMED.items():
        rows = store.read(f"newest_{table}", publication).select(key, f"{name}_zh", f"{name}_en")
        found[table] = {one: (chinese, english) for one, chinese, english in rows.iter_rows()}
    targets = store.read("newest_target", publication)
    found["target"] = {
        target: found["indicator"].get(indicator, (indicator, indicator))
        for target, indicator in targets.select("target_id", "indicator_code").iter_rows()
    }
    return cast(Names, found)
