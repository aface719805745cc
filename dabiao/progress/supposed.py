"""What lines would say with figures that no publication holds: to be shown apart, never to be counted."""

from typing import Final

import polars as pl

from dabiao import judgement
from dabiao.periods import end_month
from dabiao.progress.judging import components_of, needed, targets_of
from dabiao.progress.vintage import LATEST
from dabiao.store import Store

_POINT: Final = ("area_code", "target_id", "end_month", "period", "value", "bound")
_FIGURE: Final = ("area_code", "indicator_code", "series", "period")


def supposed(
    store: Store,
    publication: int,
    as_of: str,
    figures: pl.DataFrame,
    *,
    area: str | None = None,
    indicator: str | None = None,
) -> pl.DataFrame:
    """Return the judged points that lines would gain or change if some figures were published.

    Columns: as `dabiao.progress.line`.

    Args:
        store: where the publications are.
        publication: number of the publication that they would be added to.
        as_of: period up to whose end figures count.
        figures: area_code, indicator_code, series, period, end_month, value, basis, bound, status; one takes
            the place of the published figure of its series and period.
        area: code of one area; all by default.
        indicator: code of the indicator of the targets; all by default.
    """
    month = end_month(as_of)
    figures = figures.filter(pl.col("end_month") <= month)
    areas = figures["area_code"].unique().sort().to_list()
    targets = targets_of(store, publication, area=area, indicator=indicator, areas=areas)
    if targets.is_empty():
        return pl.DataFrame(schema=judgement.JUDGED)
    components = components_of(store, publication)
    read = store.read("figures_to_judge", publication, areas, needed(targets, components), [LATEST])
    published = read.drop("vintage")
    added = figures.select(published.columns).cast(published.schema)
    added = pl.concat([published.join(added, on=_FIGURE, how="anti"), added])
    lines = [
        judgement.judge(targets, judgement.points(targets, each, components)) for each in (added, published)
    ]
    return (
        lines[0]
        .join(lines[1], on=_POINT, how="anti", nulls_equal=True)
        .filter(pl.col("end_month").is_between(1, month))
        .sort("area_code", "target_id", "end_month")
    )
