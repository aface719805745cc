"""What is reported of the tasks without a number: twice a year, and once a year by Hunan's cities."""

import datetime as dt
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

from dabiao import periods
from dabiao.model import Level
from dabiao.model import TaskReportStatus as Status
from dabiao.periods import MONTHS_PER_YEAR
from etl.demo import cases, figures, timetable
from etl.demo.chance import draws, keys
from etl.files import TASK_REPORTS

ALSO_IN_CITIES: Final = "hunan-2022"
"""The document whose tasks the cities report on too: it states no target, so that tasks are all there is."""

SILENT: Final = 0.06
"""Of the tasks the share that nobody reports on."""
UNFINISHED: Final = 0.2
"""Of the tasks the share that is not done, however late it gets."""
LAST_REPORTED: Final = "2024-Q4"

ABSENT: Final = {Status.NOT_REPORTED: 0.03, Status.WITHHELD: 0.01}
"""Of the reports the share that says nothing, by reason."""
NOT_APPLICABLE: Final = 0.04
"""Of the tasks of cities the share that does not concern them."""

NOTES: Final = {
    Status.NOT_APPLICABLE: ("演示：本市没有这项任务", "Demonstration: not a task of this city"),
    Status.WITHHELD: ("演示：按规定不公开", "Demonstration: withheld by rule"),
}


def reports(catalog: Path, seed: int) -> pl.DataFrame:
    """Return every report, in order of key: the columns of `etl.files.TASK_REPORTS` as text.

    Args:
        catalog: folder of the real catalog.
        seed: of everything that is left to chance.
    """
    rows = _rows(catalog).with_columns(key=pl.concat_str("task_id", "area_code", separator="/"))
    of = keys(rows["key"], seed)
    lots = draws(of, "task", 4)
    ends = [int(end) for end in timetable.ENDS if end <= periods.end_month(LAST_REPORTED)]
    absences = draws(of, "task absent", len(ends))
    told: list[dict[str, Any]] = []
    for row, lot, luck in zip(rows.iter_rows(named=True), lots, absences, strict=True):
        if lot[3] >= SILENT or row["task_id"] in cases.OVERDUE:
            told += _of_task(row, lot, dict(zip(ends, luck, strict=True)))
    schema = dict.fromkeys(TASK_REPORTS.names, pl.String)
    return pl.DataFrame(told, schema=schema).sort(TASK_REPORTS.key)


def content(told: pl.DataFrame, day: dt.date) -> bytes:
    """Return the file of the reports made before ``day``."""
    return told.filter(pl.col("source_date") < day.isoformat()).write_csv().encode()


def _rows(catalog: Path) -> pl.DataFrame:
    """Return a row per task and area that reports on it."""
    frameworks, tasks, areas = (
        pl.read_csv(catalog / f"{name}.csv", infer_schema=False) for name in ("frameworks", "tasks", "areas")
    )
    own = tasks.select("framework_id", "task_id", due="horizon").join(
        frameworks.select("framework_id", "area_code", "plan_start", "horizon"), on="framework_id"
    )
    cities = areas.filter(pl.col("level") == Level.CITY).select(city="code", area_code="parent_code")
    below = own.filter(pl.col("framework_id") == ALSO_IN_CITIES).join(cities, on="area_code")
    return pl.concat(
        [
            own.with_columns(months=pl.lit(6)),
            below.with_columns(area_code="city").drop("city").with_columns(months=pl.lit(MONTHS_PER_YEAR)),
        ]
    ).sort("framework_id", "task_id", "area_code")


def _of_task(row: dict[str, Any], lot: Any, luck: dict[int, float]) -> Iterator[dict[str, Any]]:
    """Yield the reports on one task: not begun, under way from a moment on, done from a later one on."""
    start = periods.month_before(row["plan_start"])
    due = periods.end_month(row["due"] or row["horizon"])
    begins = start + (due - start) * 0.35 * lot[0]
    ends = start + (due - start) * (0.4 + 0.9 * lot[1])
    if lot[1] < UNFINISHED or row["task_id"] in cases.OVERDUE:
        ends = math.inf
    city = row["months"] == MONTHS_PER_YEAR
    for end, chance in luck.items():
        if end <= start or end % row["months"]:
            continue
        status = Status.DONE if end >= ends else Status.UNDER_WAY if end >= begins else Status.NOT_STARTED
        if city and lot[2] < NOT_APPLICABLE:
            status = Status.NOT_APPLICABLE
        elif status != Status.DONE:
            status = _absence(chance) or status
        period = timetable.label(end, row["months"])
        note = NOTES.get(status, (None, None))
        yield {
            "area_code": row["area_code"],
            "framework_id": row["framework_id"],
            "task_id": row["task_id"],
            "period": period,
            "status": str(status),
            "publisher": figures.PUBLISHER,
            "source_title": figures.TITLE.format(period),
            "source_date": timetable.reported_on(end).isoformat(),
            "source_url": None,
            "note_zh": note[0],
            "note_en": note[1],
        }
        if status == Status.DONE:
            return


def _absence(chance: float) -> Status | None:
    reached = 0.0
    for status, share in ABSENT.items():
        reached += share
        if chance < reached:
            return status
    return None
