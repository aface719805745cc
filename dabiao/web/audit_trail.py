"""The part of the page on accounts that shows who did what when."""

import json
from typing import Final

import streamlit as st

from dabiao import audit
from dabiao.audit import Verdict
from dabiao.commands.trail import FAULTS, INTACT
from dabiao.locale import catalog
from dabiao.periods import CHINA
from dabiao.rights import EVERYWHERE, Actor, may
from dabiao.web import reading, records
from dabiao.web.audit_subjects import Subjects
from dabiao.web.holding import hold
from dabiao.web.records import LIMIT, Cell
from dabiao.web.view import View
from dabiao.wording import accounts as words

ANYTHING: Final = ""
SHOWN_DIGITS: Final = 12


def show(view: View, viewer: Actor, names: dict[str, str]) -> None:
    """Show the latest entries, of one sort if it is chosen, and a button that walks the whole chain.

    Args:
        view: the page's choices.
        viewer: who looks; those who do not administer the whole server see nothing of it.
        names: of accounts, by id.
    """
    if not may(viewer, "administer", EVERYWHERE):
        return
    _, language = view.gettext, view.language
    st.header(_("Audit trail"), anchor=False)
    hold("trail", language, ["trail.what"])
    what = st.session_state.get("trail.what", ANYTHING) or None
    rows = audit.entries(reading.store(), viewer, what=what, limit=LIMIT).to_dicts()
    options = {ANYTHING: _("Everything")} | {word: words.done(word, language) for word in words.DONE}
    st.selectbox(_("What was done"), list(options), format_func=options.__getitem__, key="trail.what")
    if st.button(_("Check the whole trail")):
        _tell(view, audit.verify(reading.store()))
    subjects = Subjects(viewer, names, language)
    records.show(
        _("Audit trail"),
        [_("No."), _("When (China time)"), _("Who"), _("What was done"), _("To what"), _("Digest")],
        [
            (
                str(row["number"]),
                Cell(f"{row['recorded_at'].astimezone(CHINA):%Y-%m-%d %H:%M:%S}", whole=True),
                words.actor(row["actor_name"], row["actor_id"], language),
                words.done(row["what"], language),
                Cell(subjects.told(row["subject"]), note=_detail(subjects, row["detail"])),
                Cell(f"{row['chain_digest'][:SHOWN_DIGITS]}…", more=row["chain_digest"]),
            )
            for row in rows
        ],
        language,
    )


def _tell(view: View, verdict: Verdict) -> None:
    _ = view.gettext
    if verdict.fault is None:
        head = audit.head(reading.store())
        st.success(_(INTACT).format(entries=verdict.entries, head=head))
    else:
        st.error(_(FAULTS[verdict.fault]).format(number=verdict.number))


def _detail(subjects: Subjects, detail: str) -> str:
    """Return what an entry tells besides, of rights and of how a figure came; the rest is for the chain."""
    told = json.loads(detail)
    if way := words.WAYS.get(told.get("way", "")):
        return catalog(subjects.language).gettext(way)
    if "role" not in told or "area" not in told:
        return ""
    return words.role_in(told["role"], subjects.area(told["area"]), subjects.language)
