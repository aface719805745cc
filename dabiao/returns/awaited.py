"""Figures that wait for approval as points of the lines that they would lengthen."""

import polars as pl

from dabiao import progress
from dabiao.model import Bound, ObservationStatus
from dabiao.periods import end_month
from dabiao.returns.desk import Desk
from dabiao.returns.oversight import unapproved
from dabiao.rights import Actor


def unapproved_points(
    actor: Actor, desk: Desk, as_of: str, *, area_code: str | None = None, indicator: str | None = None
) -> pl.DataFrame:
    """Return the points that the lines of targets would gain if what waits for approval were published.

    Columns: as `dabiao.progress.line`, values in the targets' bases. They are no part of any publication: no
    status, tally, ranking or download of published figures rests on them.

    Args:
        actor: who asks.
        desk: where returns are taken in; the points are added to its latest publication.
        as_of: period up to whose end figures count.
        area_code: one area; None for all that they may read.
        indicator: code of the indicator of the targets; None for all.

    Raises:
        DeniedError: ``actor`` may read nothing unapproved there.
    """
    rows = unapproved(actor, desk, area_code=area_code)
    months = pl.Series("end_month", [end_month(quarter) for quarter in rows["quarter"]], pl.Int32)
    reported = pl.col("value").is_not_null()
    figures = rows.select(
        "area_code",
        "indicator_code",
        "series",
        pl.col("quarter").alias("period"),
        months,
        "value",
        "basis",
        pl.lit(str(Bound.EXACT)).alias("bound"),
        pl.when(reported)
        .then(pl.lit(str(ObservationStatus.REPORTED)))
        .otherwise(pl.lit(str(ObservationStatus.NOT_REPORTED)))
        .alias("status"),
    ).filter(reported)
    return progress.supposed(
        desk.store, desk.publication, as_of, figures, area=area_code, indicator=indicator
    )
