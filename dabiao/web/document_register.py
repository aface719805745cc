"""The part of the page on accounts that lists the documents that were issued."""

from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from dabiao import documents
from dabiao.periods import CHINA
from dabiao.rights import EVERYWHERE, Actor, may
from dabiao.web import choices, reading, records
from dabiao.web.holding import hold
from dabiao.web.records import LIMIT, Cell
from dabiao.web.view import View
from dabiao.wording import accounts as words
from dabiao.wording import documents as kinds

ANY: Final = ""
SHOWN_DIGITS: Final = 12


def show(view: View, viewer: Actor) -> None:
    """Show the latest documents, of one publication if it is chosen; nothing before the first was issued.

    Args:
        view: the page's choices.
        viewer: who looks; those who do not administer the whole server see nothing of it.
    """
    if not may(viewer, "administer", EVERYWHERE):
        return
    _, language = view.gettext, view.language
    store = reading.store()
    if documents.issued(store, viewer, limit=1).is_empty():
        return
    st.header(_("Documents issued"), anchor=False)
    hold("documents", language, ["documents.publication"])
    names = {ANY: _("all")} | choices.publication_names(reading.all_publications(), language)
    chosen = st.selectbox(
        _("Publication"), list(names), format_func=names.__getitem__, key="documents.publication"
    )
    number = int(chosen) if chosen else None
    rows = documents.issued(store, viewer, publication=number, limit=LIMIT).to_dicts()
    headings = [
        *(_("Number of the document"), _("Kind"), _("Title"), _("Publication")),
        *(_("Issued (China time)"), _("Who"), _("Digest (SHA-256)")),
    ]
    records.show(_("Documents issued"), headings, [_row(row, view) for row in rows], language)
    if len(rows) == LIMIT:
        st.caption(_("The latest {count}; those before are in the audit trail.").format(count=LIMIT))


def _row(row: dict[str, Any], view: View) -> records.Row:
    _, language = view.gettext, view.language
    query = {"language": language, "number": row["number"], "digest": row["digest"]}
    return (
        Cell(row["number"], link=f"verify?{urlencode(query)}", whole=True),
        kinds.kind(row["kind"], language),
        row["title"],
        _("No. {number}").format(number=row["publication"]),
        Cell(f"{row['issued_at'].astimezone(CHINA):%Y-%m-%d %H:%M}", whole=True),
        words.actor(row["issued_by_name"], row["issued_by"], language),
        Cell(f"{row['digest'][:SHOWN_DIGITS]}…", more=row["digest"]),
    )
