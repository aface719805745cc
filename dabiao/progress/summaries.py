"""Status rows summed up: how many stand where, what is furthest behind, how complete and how old they are."""

import polars as pl

from dabiao import judgement
from dabiao.model import Bound, Comparator, Flag, RollUp, Status
from dabiao.periods import end_month, last_day


def counts(rows: pl.DataFrame) -> dict[RollUp, int]:
    """Return how many targets stand in each of the four groups; groups without any have 0."""
    found = dict(rows.group_by("roll_up").len().iter_rows())
    return {group: found.get(str(group), 0) for group in RollUp}


def attained(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the status rows whose attainment says something: there is a figure later than the baseline."""
    return rows.filter(pl.col("attainment").is_not_null() & (pl.col("status") != str(Status.TOO_EARLY)))


def drawable(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the status rows that a bar can be drawn of: those `attained`, then those told to have no figure.

    Args:
        rows: status rows with their absence (`dabiao.progress.with_absences`).
    """
    silent = rows.filter(pl.col("value").is_null() & pl.col("absence").is_not_null())
    return pl.concat([attained(rows), silent])


def furthest_behind(rows: pl.DataFrame, limit: int = 5) -> pl.DataFrame:
    """Return the status rows that are behind, the largest shortfall in pace first, at most ``limit``."""
    return (
        rows.filter(pl.col("roll_up") == str(RollUp.BEHIND))
        .sort("pace_gap", "area_code", "target_id", nulls_last=True)
        .head(limit)
    )


def caught_up(rows: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """Return the status rows that are achieved or on track now and were behind by an earlier figure.

    Columns: those of ``rows``, was_period and was_status (of the latest figure that was behind).

    Args:
        rows: status rows.
        points: their judged points (`dabiao.progress.line`).
    """
    was_behind = (
        points.with_columns(roll_up=judgement.roll_up())
        .filter(pl.col("roll_up") == str(RollUp.BEHIND))
        .sort("end_month")
        .group_by("area_code", "target_id")
        .agg(
            was_month=pl.col("end_month").last(),
            was_period=pl.col("period").last(),
            was_status=pl.col("status").last(),
        )
    )
    well = pl.col("roll_up").is_in([str(RollUp.ACHIEVED), str(RollUp.ON_TRACK)])
    return (
        rows.filter(well)
        .join(was_behind, on=["area_code", "target_id"], maintain_order="left")
        .filter(pl.col("was_month") < pl.col("end_month"))
        .drop("was_month")
    )


def tallied_then(seen: pl.DataFrame) -> pl.DataFrame:
    """Return how many targets stood where at each period by what was known on its last day.

    Columns: those of `dabiao.progress.tallies`.

    Args:
        seen: rows of `dabiao.progress.seen`, with the last day of every as_of among the vintages.
    """
    days = {period: last_day(end_month(period)).isoformat() for period in seen["as_of"].unique()}
    on_its_day = pl.col("as_of").replace_strict(days, return_dtype=pl.String) == pl.col("vintage")
    says = pl.col("attainment").is_not_null() & (pl.col("status") != str(Status.TOO_EARLY))
    by_attainment = pl.col("bound").filter(says).sort_by(pl.col("attainment").filter(says))
    return (
        seen.filter(on_its_day)
        .with_columns(bound_of_attainment("bound"))
        .group_by("area_code", "framework_id", "as_of", "roll_up", maintain_order=True)
        .agg(
            targets=pl.len().cast(pl.Int64),
            least=pl.col("attainment").filter(says).min(),
            greatest=pl.col("attainment").filter(says).max(),
            least_bound=by_attainment.first(),
            greatest_bound=by_attainment.last(),
        )
    )


def bound_of_attainment(bound: str) -> pl.Expr:
    """Return the bound of an attainment from that of its value in column ``bound``: falling turns it round.

    Columns needed: comparator.
    """
    turned = {str(Bound.AT_LEAST): str(Bound.AT_MOST), str(Bound.AT_MOST): str(Bound.AT_LEAST)}
    falls = pl.col("comparator") == str(Comparator.AT_MOST)
    return pl.when(falls).then(pl.col(bound).replace(turned)).otherwise(pl.col(bound)).alias(bound)


def of_documents(rows: pl.DataFrame, plans: pl.DataFrame) -> pl.DataFrame:
    """Return the status rows of areas that issued the document the target is of; not of areas below.

    Args:
        rows: status rows.
        plans: rows of `dabiao.progress.areas`.
    """
    own = plans.select("area_code", "framework_id")
    return rows.join(own, on=["area_code", "framework_id"], how="semi", maintain_order="left")


def completeness(rows: pl.DataFrame) -> pl.DataFrame:
    """Return per area how many of its targets have a figure and how old the figures are.

    Columns: area_code, area_name_zh, area_name_en, targets, reported, stale (counts), newest and oldest
    (periods of the newest and the oldest of the latest figures, null where nothing was reported).
    """
    has_figure = pl.col("value").is_not_null()
    return (
        rows.group_by("area_code", "area_name_zh", "area_name_en", maintain_order=True)
        .agg(
            targets=pl.len(),
            reported=has_figure.sum(),
            stale=pl.col("flags").list.contains(str(Flag.STALE)).sum(),
            newest=pl.col("period").sort_by("end_month").filter(has_figure.sort_by("end_month")).last(),
            oldest=pl.col("period").sort_by("end_month").filter(has_figure.sort_by("end_month")).first(),
        )
        .sort("area_code")
    )
