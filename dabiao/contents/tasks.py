"""The content of the ledger of tasks: who is named for them, and what is reported of each."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import polars as pl

from dabiao import tasks, terms, wording
from dabiao.briefing.content import Chart, Column, Content, Section, Series, Table, Tile
from dabiao.charts.departments import tasks_by_department
from dabiao.charts.theme import Palette
from dabiao.contents import drawn, tables
from dabiao.contents.asked import Asked, ContentError
from dabiao.model import TaskStatus
from dabiao.terms import N_
from dabiao.wording import tasks as words
from dabiao.wording.joining import listed


def content(asked: Asked) -> Content:
    """Return the content of the ledger that the view shows."""
    framework = _framework(asked)
    plans = asked.plans(framework)
    if (asked.view.choice("q") or "").strip():
        raise ContentError(
            N_("Of a list that is narrowed by typed words no document is made; choose chapter or status.")
        )
    rows = tasks.tasks(
        asked.store,
        asked.publication,
        asked.as_of,
        framework=framework,
        area=_area(asked, framework),
        vintage=asked.vintage,
    )
    rows = _narrowed(asked, rows)
    title = asked.say("Tasks")
    if framework is not None:
        name = plans.row(0, named=True)[f"short_{asked.language}"]
        title = asked.say("Tasks of {framework}").format(framework=name)
    if rows.is_empty():
        lead = asked.say("No task fits these choices.")
        return asked.content(title, lead, [Section(lead)])
    lead = words.standing(tasks.counts(rows), asked.language)
    return asked.content(title, lead, _sections(asked, rows, plans))


def _framework(asked: Asked) -> str | None:
    """Return the document that the view shows, the page's first where it names none; None for all."""
    named = tasks.named(asked.store, asked.publication)
    documents = asked.plans().join(named, on="framework_id", how="inner", maintain_order="left")
    if asked.view.choice("framework") is not None:
        chosen = asked.chosen("framework")
        return None if chosen is None else asked.required("framework", documents["framework_id"].to_list())
    sought = asked.chosen("area")
    parents = dict(asked.areas().select("code", "parent_code").iter_rows())
    holder = None if sought is None or sought not in parents else tasks.holder(documents, parents, sought)
    return tasks.first(documents if holder is None else documents.filter(pl.col("area_code") == holder))


def _area(asked: Asked, framework: str | None) -> str | None:
    """Return the area whose reports count; None for that of each document."""
    chosen = asked.chosen("area")
    if framework is None or chosen is None:
        return None
    own = asked.plans(framework)["area_code"].to_list()
    told = tasks.reporting(asked.store, asked.publication).filter(pl.col("framework_id") == framework)
    if asked.view.choice("framework") is None and chosen not in {*own, *told["area_code"]}:
        return None  # it was looked for by its area: its own document, or one above it
    asked.required("area", [*own, *told["area_code"]])
    return None if chosen in own else chosen


def _narrowed(asked: Asked, rows: pl.DataFrame) -> pl.DataFrame:
    known = {
        "chapter": list(tasks.chapters(rows)),
        "department": tasks.departments(rows)["department_zh"].to_list(),
        "status": list(map(str, TaskStatus)),
    }
    chosen = [None if asked.chosen(name) is None else asked.required(name, known[name]) for name in known]
    return tasks.narrowed(rows, *chosen)


def _sections(asked: Asked, rows: pl.DataFrame, plans: pl.DataFrame) -> Iterator[Section]:
    language = asked.language
    counts = tasks.counts(rows)
    yield Section(
        words.standing(counts, language),
        (
            words.kinds(rows, language),
            words.as_of(asked.publication, asked.as_of, language),
            *wording.plans(plans, language),
            *words.remarks(plans, language),
        ),
        tuple(
            Tile(terms.task_status_name(status, language), count, asked.colours.accent)
            for status, count in counts.items()
        ),
    )
    counted = tasks.departments(rows)
    if not counted.is_empty():
        chart = _departments(asked, counted)
        yield Section(
            words.departments(counted, rows, language),
            (words.coverage(counted, rows, language), *drawn.left_out(asked, chart)),
            chart=chart,
        )
    caption = asked.say("Every task")
    yield Section(caption, table=_table(asked, rows, caption))


def _departments(asked: Asked, counted: pl.DataFrame) -> Chart:
    shown = counted.head(drawn.BARS)
    first, every = shown["named_first"].to_list(), shown["tasks"].to_list()
    further = tuple(whole - ahead for whole, ahead in zip(every, first, strict=True))
    colours = asked.colours
    return Chart(
        kind="stacked",
        categories=tuple(shown[f"department_{asked.language}"].to_list()),
        series=(
            Series(asked.say("named first"), tuple(first), colours=(colours.accent,)),
            Series(asked.say("named further on"), further, colours=("#a9c3da",)),
        ),
        unit=asked.say("Number of tasks"),
        left_out=counted.height - shown.height,
        in_table=False,
        figure=partial(_figure, counted, asked),
    )


def _figure(counted: pl.DataFrame, asked: Asked, colours: Palette) -> dict[str, Any]:
    return tasks_by_department(counted, language=asked.language, colours=colours)


def _table(asked: Asked, rows: pl.DataFrame, caption: str) -> Table:
    _ = asked.say
    columns = (
        Column(_("Label")),
        Column(_("Task")),
        Column(_("Departments named")),
        Column(_("Horizon")),
        Column(_("Status")),
        Column(_("Source")),
    )
    told = []
    for row in rows.head(tables.AT_MOST).to_dicts():
        language = asked.language
        status = TaskStatus(row["status"])
        label = f"{terms.TASK_STATUS_SHAPES[status]} {terms.task_status_name(status, language)}"
        named = (
            words.label(row, language),
            row[f"title_{language}"],
            listed(row[f"departments_{language}"], language),
            words.horizon(row, language),
            label,
            asked.notes.mark([words.source(row, language)] if row["period"] else []),
        )
        told.append(tuple(tables.text(one) for one in named))
    return tables.table(caption, columns, told, rows.height)
