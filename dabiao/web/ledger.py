"""The ledger of tasks that have no number: its choices, its tiles, its chapters as tables."""

from itertools import groupby
from typing import Any, Final

import polars as pl
import streamlit as st

from dabiao import publications, search, tasks, terms
from dabiao.charts.departments import tasks_by_department
from dabiao.model import TaskStatus
from dabiao.web import reading, ui
from dabiao.web.menu import TASKS
from dabiao.web.view import View
from dabiao.wording import figures
from dabiao.wording import tasks as wording
from dabiao.wording.fields import spoken

ALL: Final = "all"


def document(view: View, publication: int) -> tuple[str | None, str | None]:
    """Return the document the view shows and the area whose reports count, as they are chosen.

    At first it is a document of the area looked at, or of the nearest one above it that has one, which is
    said; with no area the newest document that names departments. None stands for all documents, and for the
    area that each document is of.
    """
    documents = _documents(publication)
    sought = view.sought("area") if view.sought("framework") is None else None
    parents = _parents(publication)
    if sought is None or sought not in parents:
        return _chosen(view, publication, documents, documents)
    names = reading.area_names(publication, view.language)
    holder = tasks.holder(documents, parents, sought)
    _ = view.gettext
    if holder is None:
        view.tell(
            _("Neither {area} nor an area above it has a document with tasks.").format(area=names[sought])
        )
    elif holder != sought:
        view.tell(
            _("{area} has no document with tasks of its own; shown is one of {holder}.").format(
                area=names[sought], holder=names[holder]
            )
        )
    own = documents if holder is None else documents.filter(area_code=holder)
    return _chosen(view, publication, documents, own, sought)


def _chosen(
    view: View,
    publication: int,
    documents: pl.DataFrame,
    first: pl.DataFrame,
    sought: str | None = None,
) -> tuple[str | None, str | None]:
    framework = _framework(view, documents, first)
    return framework, _area(view, publication, framework, sought)


def _framework(view: View, documents: pl.DataFrame, first: pl.DataFrame) -> str | None:
    """Return the document that is chosen, at first the newest of ``first`` that names departments."""
    language = view.language
    names = {
        row["framework_id"]: f"{row[f'area_name_{language}']} · {row[f'short_{language}']}"
        for row in documents.to_dicts()
    }
    _ = view.gettext
    chosen = view.choose(
        "framework",
        _("Framework"),
        [ALL, *names],
        tasks.first(first) or ALL,
        lambda key: names.get(key, _("All frameworks")),
        resets=["area", "chapter", "department"],
    )
    return None if chosen == ALL else chosen


def _area(view: View, publication: int, framework: str | None, sought: str | None) -> str | None:
    """Return the area whose reports count, at first the one sought if it did; None: the document's.

    There is nothing to choose unless areas within the document's have reported too.
    """
    if framework is None:
        view.only("area", ALL)
        return None
    told = _reporting(publication).filter(framework_id=framework)
    own = reading.plans(publication, framework)
    names = {
        row["area_code"]: row[f"area_name_{view.language}"]
        for row in pl.concat([own, told], how="diagonal_relaxed").to_dicts()
    }
    first = next(iter(names))
    unheard = {} if sought is None or sought in names else {sought: first}
    if len(names) == 1:
        view.only("area", first, unheard)
        return None
    chosen = view.choose(
        "area",
        view.gettext("Reported by"),
        list(names),
        first if sought is None or sought in unheard else sought,
        names.__getitem__,
        means=unheard,
    )
    return None if chosen == first else chosen


@reading.kept
def _parents(publication: int) -> dict[str, str | None]:
    """Return code → code of the area above it of all areas."""
    areas = publications.current(reading.store(), "area", publication)
    return dict(areas.select("code", "parent_code").iter_rows())


@reading.kept
def _reporting(publication: int) -> pl.DataFrame:
    return tasks.reporting(reading.store(), publication)


@reading.kept
def _documents(publication: int) -> pl.DataFrame:
    """Return the documents with tasks, in the order of areas, with how many tasks name departments."""
    named = tasks.named(reading.store(), publication)
    return reading.areas(publication).join(named, on="framework_id", how="inner", maintain_order="left")


def narrowed(view: View, rows: pl.DataFrame, publication: int) -> pl.DataFrame:
    """Let the viewer choose chapter, department, status and words; return the tasks that fit."""
    _ = view.gettext
    chapters = tasks.headings(rows, view.language)
    chapter = view.choose(
        "chapter", _("Chapter"), [ALL, *chapters], ALL, lambda key: chapters.get(key, _("All chapters"))
    )
    counted = tasks.departments(rows)
    names = dict(zip(counted["department_zh"], counted[f"department_{view.language}"], strict=True))
    department = view.choose(
        "department", _("Department"), [ALL, *names], ALL, lambda key: names.get(key, _("All departments"))
    )
    status = view.choose(
        "status",
        _("Status"),
        [ALL, *map(str, TaskStatus)],
        ALL,
        lambda key: _("All statuses") if key == ALL else _label(key, view),
    )
    text = view.text("q", _("Search for"), _("task or department, pinyin or initials"))
    rows = tasks.narrowed(rows, *(None if one == ALL else one for one in (chapter, department, status)))
    return _with_words(rows, text.strip(), publication) if text.strip() else rows


def _with_words(rows: pl.DataFrame, text: str, publication: int) -> pl.DataFrame:
    """Return the tasks whose name, chapter or departments hold ``text`` or are spelled by it."""
    found = search.matching(reading.search_entries(publication), text)
    of = {
        kind: found.filter(pl.col("kind") == str(kind)) for kind in (search.Kind.TASK, search.Kind.DEPARTMENT)
    }
    told = pl.concat_str(
        "chapter_zh", "chapter_en", "section_zh", "section_en", separator="\n", ignore_nulls=True
    )
    return rows.filter(
        pl.col("task_id").is_in(of[search.Kind.TASK]["id"].implode())
        | pl.col("departments_zh")
        .list.eval(pl.element().is_in(of[search.Kind.DEPARTMENT]["id"].implode()))
        .list.any()
        | told.str.to_lowercase().str.contains(text.lower(), literal=True)
    )


def links(plans: pl.DataFrame, view: View) -> list[tuple[str, str]]:
    """Return where the tasks of some documents stand (rows of `dabiao.progress.areas`): address and text."""
    text = view.gettext("Tasks of {framework}")
    return [
        (
            view.link(TASKS, framework=plan["framework_id"]),
            text.format(framework=plan[f"short_{view.language}"]),
        )
        for plan in plans.filter(pl.col("tasks") > 0).to_dicts()
    ]


def tiles(rows: pl.DataFrame, view: View) -> None:
    """Show how many of the tasks stand where."""
    told = [
        (str(status), terms.TASK_STATUS_SHAPES[status], count, terms.task_status_name(status, view.language))
        for status, count in tasks.counts(rows).items()
    ]
    ui.show("task_tiles", view.language, tiles=told)


def departments(rows: pl.DataFrame, view: View) -> None:
    """Show who is named for how many of the tasks; what the documents do not say is said."""
    language = view.language
    silent = rows.filter(pl.col("departments_zh").list.len().sum().over("framework_id") == 0)
    unnamed = silent[f"framework_name_{language}"].unique(maintain_order=True).to_list()
    counted = tasks.departments(rows)
    if not counted.is_empty():
        _ = view.gettext
        finding = wording.departments(counted, rows, language)
        st.header(finding, anchor=False)
        st.caption(wording.coverage(counted, rows, language))
        wide, narrow = st.columns([3, 2], gap="large")
        with wide:
            ui.show("legend", language, marks=[("first", _("named first")), ("named", _("named further on"))])
            ui.chart(
                tasks_by_department(counted, language=language, colours=ui.palette(view)),
                finding=finding,
                key="departments",
                language=language,
                table=_listing(counted, view),
            )
        with narrow:
            ui.show("departments", language, rows=_links(counted, rows, view), caption=_("Every department"))
    if unnamed:
        st.info(wording.unnamed(unnamed, language))


def _listing(counted: pl.DataFrame, view: View) -> list[dict[str, str]]:
    """Return `dabiao.tasks.departments` rows as a table of texts."""
    _ = view.gettext
    held = [status for status in TaskStatus if counted[str(status)].sum()]
    return [
        {
            _("Department"): row[f"department_{view.language}"],
            _("Number of tasks"): str(row["tasks"]),
            _("Named first"): str(row["named_first"]),
            **{_label(str(status), view): str(row[str(status)]) for status in held},
        }
        for row in counted.to_dicts()
    ]


def _links(counted: pl.DataFrame, rows: pl.DataFrame, view: View) -> list[dict[str, Any]]:
    """Return `dabiao.tasks.departments` rows with the address of each department's list."""
    framework = rows["framework_id"][0] if rows["framework_id"].n_unique() == 1 else ALL
    return [
        {
            "name": row[f"department_{view.language}"],
            "link": view.link(TASKS, framework=framework, department=row["department_zh"]),
            "tasks": row["tasks"],
            "first": row["named_first"],
        }
        for row in counted.to_dicts()
    ]


def show(rows: pl.DataFrame, view: View) -> None:
    """Show the tasks by document, chapter and section."""
    language = view.language
    several = rows["framework_id"].n_unique() > 1
    if not several:
        st.header(view.gettext("Chapter by chapter"), anchor=False)
    for _document, of_document in groupby(rows.to_dicts(), lambda row: row["framework_id"]):
        held = list(of_document)
        if several:
            st.header(
                f"{held[0][f'area_name_{language}']} · {held[0][f'framework_name_{language}']}", anchor=False
            )
        for _chapter, of_chapter in groupby(held, lambda row: row["chapter_zh"]):
            listed = list(of_chapter)
            sections = [
                (wording.heading(own[0], "section", language), [_row(row, view) for row in own])
                for own in (list(group) for _, group in groupby(listed, lambda row: row["section_zh"]))
            ]
            ui.show(
                "tasks",
                language,
                caption=wording.heading(listed[0], "chapter", language),
                sections=sections,
                named=any(row["departments_zh"] for row in listed),
                reported=any(row["period"] for row in listed),
            )


def _row(row: figures.Row, view: View) -> dict[str, Any]:
    language, status = view.language, TaskStatus(row["status"])
    named = zip(row["departments_zh"], row[f"departments_{language}"], strict=True)
    return {
        # Goals have no number of their own: their year stands in its column.
        "label": "" if row["label"] == row["horizon"] else wording.label(row, language),
        "title": row[f"title_{language}"],
        "kind": "" if row["kind"] == "task" else spoken("kind", row["kind"], language),
        "departments": [
            {"name": name, "link": view.link(TASKS, framework=row["framework_id"], department=key)}
            for key, name in named
        ],
        "horizon": wording.horizon(row, language),
        "dated": row["horizon"] is not None,
        "status": row["status"],
        "shape": terms.TASK_STATUS_SHAPES[status],
        "status_name": terms.task_status_name(status, language),
        "flags": [terms.flag_name(flag, language) for flag in row["flags"]],
        "source": wording.source(row, language),
        "source_link": row["source_url"],
        "note": row[f"note_{language}"] or "",
    }


def _label(status: str, view: View) -> str:
    shape = terms.TASK_STATUS_SHAPES[TaskStatus(status)]
    return f"{shape} {terms.task_status_name(status, view.language)}"
