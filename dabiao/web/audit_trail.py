"""The part of the page on accounts that shows who did what when."""

import json
from typing import Final

import streamlit as st

from dabiao import audit, publications
from dabiao.audit import Verdict
from dabiao.commands.trail import FAULTS, INTACT
from dabiao.periods import CHINA
from dabiao.rights import EVERYWHERE, Actor, may
from dabiao.web import reading, records
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
    st.subheader(_("Audit trail"), anchor=False)
    what = st.session_state.get("trail.what", ANYTHING) or None
    rows = audit.entries(reading.store(), viewer, what=what, limit=LIMIT).to_dicts()
    options = {ANYTHING: _("Everything")} | {word: words.done(word, language) for word in words.DONE}
    st.selectbox(_("What was done"), list(options), format_func=options.__getitem__, key="trail.what")
    if st.button(_("Check the whole trail")):
        _tell(view, audit.verify(reading.store()))
    records.show(
        _("Audit trail"),
        [_("No."), _("When (China time)"), _("Who"), _("What was done"), _("To what"), _("Digest")],
        [
            (
                str(row["number"]),
                Cell(f"{row['recorded_at'].astimezone(CHINA):%Y-%m-%d %H:%M:%S}", whole=True),
                words.actor(row["actor_name"], row["actor_id"], language),
                words.done(row["what"], language),
                Cell(_subject(view, row["subject"], names), note=_detail(view, row["detail"])),
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


def _subject(view: View, subject: str, names: dict[str, str]) -> str:
    """Return in words what something was done to."""
    _ = view.gettext
    sort, _colon, key = subject.partition(":")
    match sort:
        case "account":
            return names.get(key, _("unknown account") if key == "unknown" else key)
        case "publication":
            return _("Publication {number}").format(number=key)
        case "load":
            return _("Load {number}").format(number=key)
    return subject


def _detail(view: View, detail: str) -> str:
    """Return what an entry tells besides, of rights alone: the rest is for those who check the chain."""
    told = json.loads(detail)
    if "role" not in told or "area" not in told:
        return ""
    latest = publications.latest(reading.store())
    areas = reading.area_names(latest, view.language) if latest is not None else {}
    return words.role_in(told["role"], areas.get(told["area"], told["area"]), view.language)
