"""Why a target has no figure where one is looked for: the five absences, told of its latest figure."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from dabiao.model import Absence, Status, TargetBasis
from dabiao.periods import end_month, end_month_expr, following, length_months_expr
from dabiao.progress.vintage import LATEST, known_by
from dabiao.store import Store

FINAL: Final = (Status.ACHIEVED, Status.MISSED, Status.PENDING_FINAL, Status.INVALID_TARGET)
"""Statuses after which no figure of the plan's way is looked for any more."""

_SERIES: Final = ("area_code", "indicator_code", "series")


def registered(
    store: Store, publication: int, as_of: str, areas: Sequence[str], *, vintage: str = LATEST
) -> pl.DataFrame:
    """Return the absences that sources state for some areas, by area, indicator, series and time.

    Columns: area_code, indicator_code, series, period, end_month, status (SDMX: O, M or Q).

    Args:
        store: where the publications are.
        publication: number of the publication to read.
        as_of: period up to whose end absences count.
        areas: codes of the areas.
        vintage: as for `dabiao.progress.status`.

    Raises:
        dabiao.periods.InvalidPeriodError: ``as_of`` is no period.
        dabiao.progress.InvalidVintageError: ``vintage`` is no vintage.
    """
    return store.read("absences", publication, end_month(as_of), list(areas), known_by(vintage))


def with_absences(rows: pl.DataFrame, absent: pl.DataFrame, as_of: str) -> pl.DataFrame:
    """Return status rows with what stands where a figure is looked for and is not, or is nought.

    Added columns: absence (`dabiao.model.Absence`) and absence_period. The absence is the latest one that a
    source states after the row's figure; without one it is "not due" where the plan had not begun or where
    the period after the figure had not ended although the as-of lies beyond the figure, and "zero" where the
    figure itself is nought and not only what the plan had brought before it began. Null where nothing is to
    be said, and where nobody said why there is no figure.

    Args:
        rows: rows of `dabiao.progress.status` as of ``as_of``.
        absent: rows of `registered`.
        as_of: the period looked from.
    """
    now = end_month(as_of)
    latest = (
        absent.sort("end_month", "period")
        .group_by(*_SERIES, maintain_order=True)
        .last()
        .select(*_SERIES, stated="status", stated_period="period", stated_month="end_month")
    )
    stated = pl.col("stated_month") > pl.col("end_month").fill_null(0)
    silent = pl.col("value").is_null()
    before_plan = end_month_expr("plan_start") - length_months_expr("plan_start")
    not_begun = silent & (before_plan >= now)
    next_month = end_month_expr("next_period")
    after = {period: following(period) for period in rows["period"].drop_nulls().unique()}
    ahead = (
        ~silent
        & ~pl.col("status").is_in([str(one) for one in FINAL])
        & (pl.col("end_month") < now)
        & (next_month > now)
    )
    # What a plan has brought before it began is nought by reckoning; nobody reported that.
    reckoned = (pl.col("basis") == TargetBasis.IN_PERIOD) & (pl.col("end_month") <= before_plan)
    nought = (pl.col("value") == 0) & ~reckoned
    absence = (
        pl.when(stated)
        .then("stated")
        .when(not_begun | ahead)
        .then(pl.lit(str(Absence.NOT_DUE)))
        .when(nought)
        .then(pl.lit(str(Absence.ZERO)))
    )
    period = (
        pl.when(stated)
        .then("stated_period")
        .when(not_begun)
        .then("deadline")
        .when(ahead)
        .then("next_period")
        .when(nought)
        .then("period")
    )
    return (
        rows.join(latest, on=list(_SERIES), how="left", maintain_order="left")
        .with_columns(
            next_period=pl.col("period").replace_strict(after, default=None, return_dtype=pl.String)
        )
        .with_columns(absence=absence, absence_period=period)
        .drop("stated", "stated_period", "stated_month", "next_period")
    )


def on_axis(row: Mapping[str, Any], figures: pl.DataFrame) -> pl.DataFrame:
    """Return the absences of one target on the axis of time, by time.

    Columns: end_month, period, absence (`dabiao.model.Absence`; a reported zero is none here but a figure).

    Args:
        row: its status row with its absence (`with_absences`).
        figures: the published figures behind it (`dabiao.progress.observations`), absences too.
    """
    stated = figures.filter(pl.col("judged") & pl.col("status").is_in(["O", "M", "Q"])).select(
        pl.col("end_month").cast(pl.Int64), "period", absence="status"
    )
    if row["absence"] == Absence.NOT_DUE:
        period = row["absence_period"]
        ahead = {"end_month": [end_month(period)], "period": [period], "absence": [str(Absence.NOT_DUE)]}
        stated = pl.concat([stated, pl.DataFrame(ahead, schema=stated.schema)])
    return stated.sort("end_month")
