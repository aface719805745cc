"""The parts of the page on publications: the list, what one brought and what changed with it, its pages."""

from typing import Final

import polars as pl
import streamlit as st

from dabiao import progress, publications, terms, wording
from dabiao.numbers import number
from dabiao.periods import CHINA
from dabiao.web import changes, reading, records, ui
from dabiao.web.data import readings
from dabiao.web.menu import MENU, PUBLICATIONS, TARGET
from dabiao.web.records import LIMIT, Cell
from dabiao.web.view import Moment, View
from dabiao.wording import changes as change_words
from dabiao.wording import publications as words
from dabiao.wording.fields import spoken, table_name

ENTRIES: Final = 25
"""Rows of a publication that are told field by field; the download holds all."""
CHANGES: Final = 30
"""Targets that are told one by one, the weightiest changes first; the download holds all."""
DIGEST: Final = 12
"""Characters of a digest that are shown at once."""


def show_list(view: View, known: pl.DataFrame, chosen: int) -> None:
    """Show every publication (rows ``known``): when, by whom, what it brought, and its digest."""
    _, language = view.gettext, view.language
    records.show(
        _("Publications"),
        [
            *(_("Publication"), _("Published (China time)"), _("Published by"), _("Kind")),
            *(_("New"), _("Changed"), _("Withdrawn"), _("Rules version"), _("Digest (SHA-256)")),
        ],
        [
            (
                Cell(
                    _("No. {number}").format(number=row["number"]),
                    note=_("shown below") if row["number"] == chosen else "",
                    link=view.link(PUBLICATIONS, publication=str(row["number"])),
                ),
                Cell(row["published_at"].astimezone(CHINA).strftime("%Y-%m-%d %H:%M"), whole=True),
                spoken("published_by", row["published_by"], language),
                spoken("kind", row["kind"], language),
                *(number(row[name], language) for name in ("new", "changed", "withdrawn")),
                str(row["rules"]),
                Cell(f"{row['digest'][:DIGEST]}…", more=row["digest"]),
            )
            for row in known.head(LIMIT).to_dicts()
        ],
        language,
        total=known.height,
    )


def show_brought(view: View, moment: Moment) -> None:
    """Show what the publication brought: counts per table, then the rows of one table field by field."""
    _, language = view.gettext, view.language
    counts = publications.publication(reading.store(), moment.publication).counts
    st.header(words.finding(counts, moment.publication, language), anchor=False)
    if not counts:
        return
    records.show(
        _("What it brought, by table"),
        [_("Table"), _("New"), _("Changed"), _("Withdrawn")],
        [tuple(row.values()) for row in words.brought(counts, language)],
        language,
    )
    tables = list(counts)
    table = view.choose(
        "table",
        _("Rows of the table"),
        tables,
        min(tables, key=lambda name: counts[name].versions),
        lambda name: table_name(name, language),
    )
    changed = readings.brought(moment.publication, table)
    keys = changed.select("key").unique(maintain_order=True)
    first = changed.join(keys.head(ENTRIES), on="key", how="semi", maintain_order="left")
    names = readings.names(moment.publication)
    ui.show(
        "brought",
        language,
        entries=words.entries(first, names, language),
        entry_name=lambda kind: words.entry_name(kind, language),
    )
    if keys.height > ENTRIES:
        st.caption(
            _("The first {shown} of {total} rows; the download holds all of them.").format(
                shown=ENTRIES, total=number(keys.height, language)
            )
        )
    title = _("Changes of publication No. {number}: {table}").format(
        number=moment.publication, table=table_name(table, language)
    )
    ui.downloads(view, moment.publication, words.listing(changed, names, language), title)


def show_status(view: View, moment: Moment, since: str | None) -> None:
    """Show which targets stand elsewhere than at the moment that `changes.choose` returned."""
    _, language = view.gettext, view.language
    title = _("What changed in the status of targets")
    if since is None:
        st.header(title, anchor=False)
        st.info(_("This is the first publication, and no source in it has a date: nothing to compare with."))
        return
    before = changes.before(moment, since)
    changed = progress.changed(reading.status(moment), reading.status(before))
    st.header(
        change_words.changes_finding(changed, changes.name(since, moment, view), language), anchor=False
    )
    if changed.is_empty():
        return
    records.show(
        title,
        [_("Target"), _("Change"), _("Before → now")],
        [
            (
                Cell(
                    f"{wording.name(row, 'area', language)} · {wording.name(row, 'indicator', language)}",
                    note=wording.name(row, "framework", language),
                    link=view.link(TARGET, target=row["target_id"], area=row["area_code"]),
                ),
                terms.change_name(row["change"], language),
                change_words.change(row, language),
            )
            for row in changed.head(CHANGES).to_dicts()
        ],
        language,
        total=changed.height,
    )
    ui.downloads(view, moment, changed, title)


def show_pages(view: View, moment: Moment) -> None:
    """Link to every page of the menu as of the publication."""
    _ = view.gettext
    st.header(
        _("Open any page as of publication No. {number}").format(number=moment.publication), anchor=False
    )
    ui.show(
        "pages",
        view.language,
        pages=[
            {"name": _(entry.title), "link": view.link(entry)}
            for entry in MENU
            if entry.listed and entry != PUBLICATIONS
        ],
    )


def show_digest(view: View, moment: Moment) -> None:
    """Show the publication's digest, and on demand whether the rows on record still give it."""
    _ = view.gettext
    kept = publications.publication(reading.store(), moment.publication).digest
    st.header(_("Digest"), anchor=False)
    st.code(kept, language=None, wrap_lines=True)
    if not st.button(_("Compute the digest anew from the rows on record"), key="publications.verify"):
        return
    if publications.digest(reading.store(), moment.publication) == kept:
        st.success(_("The rows on record give the same digest: nothing of this publication was altered."))
    else:
        st.error(_("The rows on record give another digest: this publication was altered in the database."))
