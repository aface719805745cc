"""Sentences about tasks that have no number: what a document sets, who is named for it, where it stands."""

import re
from collections.abc import Mapping
from typing import Final

import polars as pl

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import TaskStatus
from dabiao.numbers import NOTHING, ordinal
from dabiao.settings import Language
from dabiao.wording import sources
from dabiao.wording.figures import Row, period
from dabiao.wording.joining import listed

NUMBERED: Final = re.compile(r"([（(]?)(\w+)([)）]?)")
ALIKE: Final = 3
"""Departments named side by side when as many tasks name each of them."""


def kinds(rows: pl.DataFrame, language: Language) -> str:
    """Return how many items of each kind there are: ``21 tasks, 8 goals without a number``."""
    catalogue = catalog(language)
    found: dict[str, int] = dict(rows.group_by("kind").len().iter_rows())

    def held(kind: str) -> int:
        return found.get(kind, 0)

    texts = {
        "task": catalogue.ngettext("{count} task", "{count} tasks", held("task")),
        "project": catalogue.ngettext("{count} project", "{count} projects", held("project")),
        "goal": catalogue.ngettext(
            "{count} goal without a number", "{count} goals without a number", held("goal")
        ),
        "safeguard": catalogue.ngettext("{count} safeguard", "{count} safeguards", held("safeguard")),
    }
    return listed([text.format(count=found[kind]) for kind, text in texts.items() if held(kind)], language)


def standing(counts: Mapping[TaskStatus, int], language: Language) -> str:
    """Return where the items stand (`dabiao.tasks.counts`), nothing reported last."""
    catalogue = catalog(language)
    total = sum(counts.values())
    silent = counts[TaskStatus.NOTHING_REPORTED]
    if silent == total:
        return catalogue.ngettext(
            "{total} item, and no source has reported on it",
            "{total} items, and no source has reported on any of them",
            total,
        ).format(total=total)
    parts = [
        f"{terms.task_status_name(status, language)} {count}"
        for status, count in counts.items()
        if count and status != TaskStatus.NOTHING_REPORTED
    ]
    if silent:
        text = catalogue.ngettext(
            "{total} item: {parts}; nothing reported of {silent}",
            "{total} items: {parts}; nothing reported of {silent}",
            total,
        )
    else:
        text = catalogue.ngettext("{total} item: {parts}", "{total} items: {parts}", total)
    return text.format(total=total, parts=listed(parts, language), silent=silent)


def departments(counted: pl.DataFrame, rows: pl.DataFrame, language: Language) -> str:
    """Return which department most tasks name.

    Args:
        counted: `dabiao.tasks.departments` rows, at least one.
        rows: the `dabiao.tasks.tasks` rows they were counted in.
        language: of the sentence.
    """
    _ = catalog(language).gettext
    total = rows.filter(pl.col("departments_zh").list.len() > 0).height
    most = counted["tasks"][0]
    top = counted.filter(pl.col("tasks") == most)[f"department_{language}"].to_list()
    if len(top) > ALIKE:
        text = _("{total} tasks name {count} departments, each in {most} at most")
        return text.format(total=total, count=counted.height, most=most)
    if most == total > 1:
        text = _("{names}: named in all {total} tasks that name departments")
    else:
        text = _("{names}: named most, in {most} of the {total} tasks that name departments")
    return text.format(names=listed(top, language), most=most, total=total)


def department(row: Row, language: Language) -> str:
    """Return how much one department carries (a row of `dabiao.tasks.departments`)."""
    text = catalog(language).ngettext(
        "{name}: named in {tasks} task, first in {first}",
        "{name}: named in {tasks} tasks, first in {first}",
        row["tasks"],
    )
    return text.format(name=row[f"department_{language}"], tasks=row["tasks"], first=row["named_first"])


def coverage(counted: pl.DataFrame, rows: pl.DataFrame, language: Language) -> str:
    """Return how many departments the tasks name, and how often in all."""
    text = catalog(language).ngettext(
        "{count} department is named for {total} tasks, {pairs} times in all",
        "{count} departments are named for {total} tasks, {pairs} times in all",
        counted.height,
    )
    named = rows.filter(pl.col("departments_zh").list.len() > 0).height
    return text.format(count=counted.height, total=named, pairs=counted["tasks"].sum())


def unnamed(documents: list[str], language: Language) -> str:
    """Return that the texts of some documents name no department for any task."""
    text = catalog(language).ngettext(
        "The text of {documents} names no department for its tasks.",
        "The texts of {documents} name no department for their tasks.",
        len(documents),
    )
    return text.format(documents=listed(documents, language))


def label(row: Row, language: Language) -> str:
    """Return a task's own number; in English with digits: ``(28)`` for （二十八）."""
    text = str(row["label"])
    found = NUMBERED.fullmatch(text)
    number = None if found is None else ordinal(found[2])
    if language == "zh" or found is None or number is None:
        return text
    return f"({number})" if found[1] else str(number)


def horizon(row: Row, language: Language) -> str:
    """Return the date a document sets for a task."""
    return period(row["horizon"], language) if row["horizon"] else catalog(language).gettext("not stated")


def source(row: Row, language: Language) -> str:
    """Return of which period a task was reported on, and by whom; `NOTHING` where nobody did."""
    if row["period"] is None:
        return NOTHING
    return f"{period(row['period'], language)} · {sources.source(row, language)}"


def heading(row: Row, what: str, language: Language) -> str:
    """Return a chapter's or section's heading, the Chinese one where there is no translation."""
    return str(row[f"{what}_{language}"] or row[f"{what}_zh"] or "")


def chapter_number(heading_zh: str, place: int) -> str:
    """Return a chapter's own number in digits, its place among the chapters where it has none."""
    numeral, mark, _rest = heading_zh.partition("、")
    return str((ordinal(numeral) if mark else None) or place)


def remarks(plans: pl.DataFrame, language: Language) -> list[str]:
    """Return what was remarked on the documents (rows of `dabiao.progress.areas`), if there are few."""
    return [] if plans.height > 1 else [note for note in plans[f"note_{language}"].to_list() if note]


def as_of(publication: int, code: str, language: Language) -> str:
    """Return what the page is a function of."""
    text = catalog(language).gettext("As of {period}, from publication No. {number}")
    return text.format(period=period(code, language), number=publication)
