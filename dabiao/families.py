"""A province and its cities: their figures stand side by side, and contradict where the parts exceed it."""

import polars as pl

from dabiao.model import Bound, Level, ObservationBasis, ObservationStatus


def above_province(published: pl.DataFrame) -> pl.DataFrame:
    """Return where cities together report more than their province does: figures that cannot all be complete.

    Only counts of one indicator and basis are held against each other: a running total against a later one of
    the province, anything else against one of the same period. The province's greatest such figure is taken,
    and of each city its figure in the same series, else its greatest. Nothing is added up for any other
    purpose.

    Args:
        published: rows of `dabiao.comparison.figures` of provinces and cities.

    Returns:
        One row per province, indicator and basis, the latest contradiction: province_code, area_name_zh/en
        (of the province), indicator_code, indicator_name_zh/en, unit, unit_name_zh/en, basis, series, period,
        value and bound (of the province), cities_value, cities_bound, cities (list of structs: area_code,
        area_name_zh/en, series, period, value, bound).
    """
    counted = published.filter(
        pl.col("status") == ObservationStatus.REPORTED,
        pl.col("value").is_not_null(),
        pl.col("kind") == "count",
    )
    growing = pl.col("basis") == ObservationBasis.RUNNING_TOTAL
    moment = pl.when(~growing).then(pl.col("period"))
    key = ["province_code", "indicator_code", "basis", "moment"]
    provinces = (
        counted.filter(pl.col("level") == Level.PROVINCE)
        .with_columns(moment=moment)
        .sort("value", "end_month", descending=True)
        .group_by(key, maintain_order=True)
        .first()
    )
    own = ["area_code", "area_name_zh", "area_name_en", "series", "period", "value", "bound"]
    cities = (
        counted.filter(pl.col("level") == Level.CITY)
        .with_columns(moment=moment)
        .join(
            provinces.select(*key, province_month="end_month", province_series="series"),
            on=key,
            nulls_equal=True,
        )
        .filter(pl.col("end_month") <= pl.col("province_month"))
        .with_columns(same=pl.col("series") == pl.col("province_series"))
        .sort("same", "value", "end_month", descending=True)
        .group_by(*key, "area_code", maintain_order=True)
        .first()
        .sort("value", "area_code", descending=[True, False])
        .group_by(key)
        .agg(
            cities_value=pl.col("value").sum(),
            cities_bound=pl.col("bound"),
            cities=pl.struct(own),
        )
    )
    return (
        provinces.join(cities, on=key, nulls_equal=True)
        .filter(pl.col("cities_value") > pl.col("value"))
        .sort("end_month")
        .group_by("province_code", "indicator_code", "basis", maintain_order=True)
        .last()
        .with_columns(cities_bound=_bound_of_sum(pl.col("cities_bound")))
        .sort("province_code", "indicator_code", "basis", "period")
        .select(
            *("province_code", "area_name_zh", "area_name_en"),
            *(
                "indicator_code",
                "indicator_name_zh",
                "indicator_name_en",
                "unit",
                "unit_name_zh",
                "unit_name_en",
            ),
            *("basis", "series", "period", "value", "bound", "cities_value", "cities_bound", "cities"),
        )
    )


def _bound_of_sum(bounds: pl.Expr) -> pl.Expr:
    """Return how exact a sum is from the bounds of its parts: exact only if all of them are."""
    up = bounds.list.contains(str(Bound.AT_LEAST))
    down = bounds.list.contains(str(Bound.AT_MOST))
    about = bounds.list.contains(str(Bound.ABOUT)) | (up & down)
    return (
        pl.when(about)
        .then(pl.lit(str(Bound.ABOUT)))
        .when(up)
        .then(pl.lit(str(Bound.AT_LEAST)))
        .when(down)
        .then(pl.lit(str(Bound.AT_MOST)))
        .otherwise(pl.lit(str(Bound.EXACT)))
    )
