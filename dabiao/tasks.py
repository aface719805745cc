"""Tasks that have no number: what a document sets, who is named for it, and what is reported of it."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from dabiao.judgement.tasks import judge_tasks
from dabiao.model import TaskStatus
from dabiao.periods import end_month, end_month_expr
from dabiao.progress import LATEST
from dabiao.progress.vintage import known_by
from dabiao.settings import Language
from dabiao.store import Store
from dabiao.wording import tasks as wording

_KEY: Final = ["framework_id", "task_id"]


def tasks(
    store: Store,
    publication: int,
    as_of: str,
    *,
    framework: str | None = None,
    department: str | None = None,
    area: str | None = None,
    vintage: str = LATEST,
) -> pl.DataFrame:
    """Return one row per task: what the document says of it and what can be said of it at ``as_of``.

    Columns: area_code, area_name_zh/en, framework_id, framework_name_zh/en, issued_on, task_id, kind (goal,
    task, project, safeguard), position, chapter_zh/en, section_zh/en, label, title_zh/en, horizon (null: the
    document sets no date), departments_zh/en (lists in the document's order, empty where it names none),
    status (`TaskStatus`), flags (list), and of the latest report of the area asked about period,
    publisher, source_title, source_date, source_url, note_zh/en. By area, date of the document and position.

    Args:
        store: where the publications are.
        publication: number of the publication to read.
        as_of: period up to whose end reports count.
        framework: id of one framework; all by default.
        department: Chinese name of one department; only tasks that name it.
        area: code of the area that reports, one within the document's; the document's own by default.
        vintage: ISO date by which a report's source was published for it to count; `LATEST` counts all.

    Raises:
        dabiao.periods.InvalidPeriodError: ``as_of`` is no period.
        dabiao.progress.InvalidVintageError: ``vintage`` is no vintage.
    """
    month = end_month(as_of)
    rows = store.read("tasks_of_documents", publication, framework)
    reports = store.read("reports_of_tasks", publication, framework, month, known_by(vintage), area)
    named = (
        store.read("departments_of_tasks", publication, framework)
        .group_by(_KEY, maintain_order=True)
        .agg(pl.col("department_zh").alias("departments_zh"), pl.col("department_en").alias("departments_en"))
    )
    departments = pl.col("departments_zh", "departments_en")
    judged = judge_tasks(rows.with_columns(horizon_month=end_month_expr("horizon")), reports, month)
    told = judged.join(named, on=_KEY, how="left", maintain_order="left").with_columns(
        departments.fill_null(pl.lit([], dtype=pl.List(pl.String)))
    )
    if department is not None:
        told = told.filter(pl.col("departments_zh").list.contains(department))
    return told.select(
        *rows.columns,
        departments,
        "status",
        pl.concat_list("flag").list.drop_nulls().alias("flags"),
        "period",
        "publisher",
        "source_title",
        "source_date",
        "source_url",
        "note_zh",
        "note_en",
    )


def departments(rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row per department that tasks name, those with most tasks first.

    Columns: department_zh/en, tasks (how many name it), named_first (in how many it stands first; a
    document need not mean that it leads them), and per `TaskStatus` how many of its tasks stand there.

    Args:
        rows: `tasks` rows.
    """
    pairs = rows.select(*_KEY, "status", "departments_zh", "departments_en").explode(
        "departments_zh", "departments_en"
    )
    named = pairs.drop_nulls("departments_zh").with_columns(
        first=pl.int_range(pl.len()).over(_KEY) == 0,
    )
    return (
        named.group_by(pl.col("departments_zh").alias("department_zh"), maintain_order=True)
        .agg(
            pl.col("departments_en").first().alias("department_en"),
            pl.len().cast(pl.Int64).alias("tasks"),
            pl.col("first").sum().cast(pl.Int64).alias("named_first"),
            *((pl.col("status") == str(each)).sum().cast(pl.Int64).alias(str(each)) for each in TaskStatus),
        )
        .sort("tasks", "named_first", descending=True, maintain_order=True)
    )


def counts(rows: pl.DataFrame) -> dict[TaskStatus, int]:
    """Return how many of `tasks` rows stand where; the statuses that every document can have always."""
    found = dict(rows.group_by("status").len().iter_rows())
    always = set(TaskStatus) - {TaskStatus.NOT_APPLICABLE, TaskStatus.WITHHELD}
    return {
        status: found.get(str(status), 0) for status in TaskStatus if status in always or str(status) in found
    }


def named(store: Store, publication: int) -> pl.DataFrame:
    """Return one row per document that holds tasks, by its id.

    Columns: framework_id, departments (how many its tasks name in all).
    """
    held = store.read("tasks_of_documents", publication, None).select("framework_id").unique()
    found = store.read("departments_of_tasks", publication, None)
    counted = found.group_by("framework_id").agg(pl.col("department_zh").n_unique().alias("departments"))
    return (
        held.join(counted, on="framework_id", how="left")
        .with_columns(pl.col("departments").fill_null(0).cast(pl.Int64))
        .sort("framework_id")
    )


def holder(documents: pl.DataFrame, parents: Mapping[str, str | None], area: str) -> str | None:
    """Return the nearest area that has a document with tasks: itself or one above it, else None.

    Args:
        documents: one row per document that holds tasks, with its area_code.
        parents: code → code of the area above it, of all areas.
        area: code of the area that is looked at.
    """
    holders = set(documents["area_code"])
    above: str | None = area
    while above is not None and above not in holders:
        above = parents.get(above)
    return above


def first(documents: pl.DataFrame) -> str | None:
    """Return the document that is shown where none is chosen: the newest of those that name departments.

    Args:
        documents: rows of `dabiao.progress.areas` with departments (`named`).
    """
    ordered = documents.sort(pl.col("departments") > 0, "issued_on")
    return None if ordered.is_empty() else str(ordered["framework_id"][-1])


def chapters(rows: pl.DataFrame) -> dict[str, str]:
    """Return number → Chinese heading of a document's chapters; several share their numbers: none."""
    if rows["framework_id"].n_unique() != 1:
        return {}
    headings = rows["chapter_zh"].unique(maintain_order=True)
    return {
        wording.chapter_number(heading, place): heading for place, heading in enumerate(headings, start=1)
    }


def chapter_names(store: Store, publication: int, framework: str, language: Language) -> dict[str, str]:
    """Return number → heading of a document's chapters, in Chinese where there is no translation.

    Args:
        store: where the publications are.
        publication: number of the publication to read.
        framework: id of the document.
        language: of the headings.
    """
    return headings(store.read("tasks_of_documents", publication, framework), language)


def headings(rows: pl.DataFrame, language: Language) -> dict[str, str]:
    """Return the same of rows of `tasks` or ``tasks_of_documents``; none of several documents."""
    if rows.is_empty():
        return {}
    told = {
        row["chapter_zh"]: wording.heading(row, "chapter", language) for row in rows.iter_rows(named=True)
    }
    return {number: told[chapter] for number, chapter in chapters(rows).items()}


def narrowed(
    rows: pl.DataFrame, chapter: str | None, department: str | None, status: str | None
) -> pl.DataFrame:
    """Return the tasks of a chapter, a department and a status; None leaves all.

    Args:
        rows: of `tasks`.
        chapter: number of one of the `chapters` of all these rows.
        department: its Chinese name.
        status: a `dabiao.model.TaskStatus`.
    """
    heading = None if chapter is None else chapters(rows)[chapter]
    if heading is not None:
        rows = rows.filter(pl.col("chapter_zh") == heading)
    if department is not None:
        rows = rows.filter(pl.col("departments_zh").list.contains(department))
    return rows if status is None else rows.filter(pl.col("status") == status)


def reporting(store: Store, publication: int) -> pl.DataFrame:
    """Return one row per document and area that has reported on its tasks, by document and area.

    Columns: framework_id, area_code, area_name_zh/en, reports (count).
    """
    return store.read("areas_with_task_reports", publication)
