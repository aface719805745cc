"""Flows and year-to-date figures added up from the plan's start, each month counted at most once."""

import polars as pl

from dabiao.judgement import marks


def since_start(tiles: pl.DataFrame) -> pl.DataFrame:
    """Return ``tiles`` with value and marks replaced by the sum from the plan's start through each of them.

    A tile is one figure with the months it covers, after from_month and through end_month. The sum through a
    tile is the tile plus the sum through the last tile that ended when it began, or earlier: a coarse figure
    therefore replaces the finer ones it covers, and months nobody reported leave the mark PARTIAL.
    A tile that ends at or before the start has no sum yet (null). One that ends after the deadline adds
    nothing and repeats the last sum.

    Columns needed: strand, start_month, deadline_month, from_month, end_month, value, marks; one row per
    strand and end_month, in that order, and none from before the start to inside the plan.
    """
    early = pl.col("end_month") <= pl.col("start_month")
    late = pl.col("end_month") > pl.col("deadline_month")
    summed = _chained(tiles.filter(~early & ~late))
    last = summed.group_by("strand").agg(
        pl.col("value", "marks", "end_month").last().name.prefix("last_"),
    )
    afterwards = (
        tiles.filter(~early & late)
        .join(last, on="strand", how="left", maintain_order="left")
        .with_columns(
            value=pl.col("last_value"),
            marks=pl.col("last_marks").fill_null(0)
            | marks.incomplete(pl.col("last_end_month").fill_null(0) < pl.col("deadline_month")),
        )
        .select(tiles.columns)
    )
    before = tiles.filter(early).with_columns(
        value=pl.lit(None, dtype=pl.Float64), marks=pl.lit(0, dtype=pl.UInt8)
    )
    return pl.concat([before, summed, afterwards])


def _chained(tiles: pl.DataFrame) -> pl.DataFrame:
    """Add to every tile all tiles before it in its chain, by pointer doubling: log2(longest chain) rounds."""
    position = pl.col("strand").cast(pl.Int64) * 2**32
    keys = tiles.select(end=position + pl.col("end_month"), begin=position + pl.col("from_month"))
    linked = tiles.with_columns(
        previous=(keys["end"].search_sorted(keys["begin"], side="right").cast(pl.Int64) - 1).cast(
            pl.UInt32, strict=False
        )
    )
    before = pl.col("previous")
    linked = linked.with_columns(
        pl.when(pl.col("strand").gather(before) == pl.col("strand")).then(before).alias("previous")
    )
    reached = pl.coalesce(pl.col("end_month").gather(before), pl.col("start_month"))
    linked = linked.with_columns(pl.col("marks") | marks.incomplete(reached < pl.col("from_month")))
    while linked["previous"].null_count() < linked.height:
        linked = linked.with_columns(
            pl.col("value") + pl.col("value").gather(before).fill_null(0.0),
            pl.col("marks") | pl.col("marks").gather(before).fill_null(0),
            pl.col("previous").gather(before),
        )
    return linked.drop("previous")
