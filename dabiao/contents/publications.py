"""The content of the page on publications: what there is, what one brought, and what changed with it."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from dabiao import publications
from dabiao.briefing.content import Cell, Column, Content, Section, Table
from dabiao.contents import since, tables
from dabiao.contents.asked import Asked
from dabiao.numbers import number
from dabiao.periods import CHINA
from dabiao.wording import publications as words
from dabiao.wording.fields import spoken

GROUP: Final = 8
"""Characters of a digest that stand together."""


def content(asked: Asked) -> Content:
    """Return the content of the page; of publications after the view's nothing is said."""
    known = publications.publications(asked.store).filter(pl.col("number") <= asked.publication)
    return asked.content(
        asked.say("Publications"), words.history(known.to_dicts(), asked.language), _sections(asked, known)
    )


def _sections(asked: Asked, known: pl.DataFrame) -> Iterator[Section]:
    language = asked.language
    yield Section(
        words.history(known.to_dicts(), language), table=_list(asked, known, asked.say("Publications"))
    )
    counts = publications.publication(asked.store, asked.publication).counts
    heading = words.finding(counts, asked.publication, language)
    yield Section(heading, table=_brought(asked, words.brought(counts, language)) if counts else None)
    yield from since.sections(asked, asked.status(), None, documents=False)


def _list(asked: Asked, known: pl.DataFrame, caption: str) -> Table:
    _, language = asked.say, asked.language
    columns = (
        Column(_("Publication"), "count"),
        Column(_("Published (China time)")),
        Column(_("Published by")),
        Column(_("Kind")),
        Column(_("New"), "count"),
        Column(_("Changed"), "count"),
        Column(_("Withdrawn"), "count"),
        Column(_("Rules version"), "count"),
        Column(_("Digest (SHA-256)")),
    )
    told = [
        (
            Cell(row["number"], str(row["number"])),
            tables.text(row["published_at"].astimezone(CHINA).strftime("%Y-%m-%d %H:%M")),
            tables.text(spoken("published_by", row["published_by"], language)),
            tables.text(spoken("kind", row["kind"], language)),
            *(Cell(row[name], number(row[name], language)) for name in ("new", "changed", "withdrawn")),
            Cell(row["rules"], str(row["rules"])),
            tables.text(_grouped(row["digest"])),
        )
        for row in known.head(tables.AT_MOST).to_dicts()
    ]
    return tables.table(caption, columns, told, known.height)


def _grouped(digest: str) -> str:
    """Return a digest in groups of characters, between which a line may break."""
    return " ".join(digest[place : place + GROUP] for place in range(0, len(digest), GROUP))


def _brought(asked: Asked, rows: list[dict[str, str]]) -> Table:
    _ = asked.say
    caption = _("What it brought, by table")
    columns = (Column(_("Table")), Column(_("New")), Column(_("Changed")), Column(_("Withdrawn")))
    told = [tuple(tables.text(text) for text in row.values()) for row in rows]
    return tables.table(caption, columns, told)
