"""Judges tasks that have no number by what is reported of them."""

import polars as pl

from dabiao.model import Flag, TaskReportStatus, TaskStatus

_KEY = ["framework_id", "task_id"]


def judge_tasks(tasks: pl.DataFrame, reports: pl.DataFrame, month: int) -> pl.DataFrame:
    """Return ``tasks`` with what can be said of each at the end of ``month``.

    The latest report decides; one that says "not reported" takes nothing back. A task is overdue when the
    report says that it is not done and either the report is of its horizon's end or later, or that end has
    passed since. A task without a horizon is never overdue, and neither is one of which nobody knows.

    Columns added: status (`TaskStatus`), flag (`Flag`, null for none: ``awaiting_final`` on a task that is
    overdue by a report from before its horizon's end, ``met_late`` on one that was first reported not done at
    or after it), and of the latest report what ``reports`` has beside its key, with the report's own status
    as ``reported``.

    Args:
        tasks: framework_id, task_id, horizon_month (ordinal of the last month, null for none) and others.
        reports: framework_id, task_id, end_month, period, status and others, one row per task and period.
        month: ordinal of the month up to whose end reports count.
    """
    known = reports.filter(pl.col("end_month") <= month).sort(*_KEY, "end_month", "period")
    silent = pl.col("status") == TaskReportStatus.NOT_REPORTED
    latest = (
        # What was said of a task stands before that nothing was said of it later.
        known.sort(~silent, "end_month", "period")
        .group_by(_KEY, maintain_order=True)
        .last()
        .rename({"status": "reported"})
    )
    late = (
        known.join(tasks.select(*_KEY, "horizon_month"), on=_KEY)
        .filter(_unfinished(pl.col("status")), pl.col("end_month") >= pl.col("horizon_month"))
        .select(_KEY)
        .unique()
        .with_columns(late=True)
    )
    judged = tasks.join(latest, on=_KEY, how="left", maintain_order="left").join(
        late, on=_KEY, how="left", maintain_order="left"
    )
    at_end = pl.col("end_month") >= pl.col("horizon_month")
    over = _unfinished(pl.col("reported")) & (at_end | (pl.col("horizon_month") < month))
    nothing = pl.col("reported").is_null() | (pl.col("reported") == TaskReportStatus.NOT_REPORTED)
    done = pl.col("reported") == TaskReportStatus.DONE
    return judged.with_columns(
        pl.when(nothing)
        .then(pl.lit(str(TaskStatus.NOTHING_REPORTED)))
        .when(over)
        .then(pl.lit(str(TaskStatus.OVERDUE)))
        .otherwise(pl.col("reported"))
        .alias("status"),
        pl.when(over & ~at_end)
        .then(pl.lit(str(Flag.AWAITING_FINAL)))
        .when(done & pl.col("late").fill_null(False))
        .then(pl.lit(str(Flag.MET_LATE)))
        .alias("flag"),
    ).drop("late")


def _unfinished(status: pl.Expr) -> pl.Expr:
    return status.is_in([str(TaskReportStatus.NOT_STARTED), str(TaskReportStatus.UNDER_WAY)])
