"""Indicators that are the sum of their components: 国家和行业标准 is 国家标准 plus 行业标准."""

import polars as pl

from dabiao.judgement import marks


def summed(pieces: pl.DataFrame, strands: pl.DataFrame) -> pl.DataFrame:
    """Return one row per line and month in which any of its components reported, their values added up.

    A component that has not reported for a month leaves the sum partial. If it can only grow, what it had
    last reported is still counted, as there is no less of it now; a stock may have fallen and is left out.
    The sum of nothing is null. From where counting began (zero) is known if it is for any component counted.

    Args:
        pieces: converted observations of components: strand, line, end_month, period, period_months, value,
            marks, grows, zero, base_period; one row per strand and end_month.
        strands: strand and line of every component, also of those that never reported.
    """
    months = (
        pieces.sort("period_months", "period")
        .group_by("line", "end_month")
        .agg(pl.col("period", "period_months").last())
    )
    known = pieces.select(
        "strand", "end_month", "value", "marks", "grows", "zero", "base_period", reported_month="end_month"
    )
    counts = pl.col("grows") | (pl.col("reported_month") == pl.col("end_month"))
    value = pl.when(counts).then(pl.col("value"))
    absent = value.is_null() | (pl.col("reported_month") != pl.col("end_month"))
    return (
        months.join(strands.select("strand", "line"), on="line")
        .sort("end_month")
        .join_asof(known.sort("end_month"), on="end_month", by="strand", check_sortedness=False)
        .with_columns(value=value, absent=absent)
        .with_columns(marks=pl.when(pl.col("value").is_not_null()).then(pl.col("marks")).otherwise(0))
        .group_by("line", "end_month", "period", "period_months")
        .agg(
            pl.when(pl.col("value").is_not_null().any()).then(pl.col("value").sum()).alias("value"),
            pl.col("marks").bitwise_or(),
            pl.col("absent").any(),
            pl.col("grows").all(),
            pl.col("zero").max(),
            pl.col("base_period").drop_nulls().min(),
        )
        .with_columns(
            marks=pl.col("marks") | marks.incomplete(pl.col("absent") & pl.col("value").is_not_null())
        )
        .drop("absent")
    )
