"""The part of the page on accounts that shows who did what when."""

import json
from typing import Final

import streamlit as st

from dabiao import audit, publications
from dabiao.audit import Verdict
from dabiao.commands.trail import FAULTS, INTACT
from dabiao.periods import CHINA
from dabiao.rights import EVERYWHERE, Actor, may
from dabiao.settings import Language
from dabiao.web import reading, records, staff
from dabiao.web.holding import hold
from dabiao.web.records import LIMIT, Cell
from dabiao.web.view import View
from dabiao.wording import accounts as words
from dabiao.wording import period

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
    indicators = staff.indicators(language)
    records.show(
        _("Audit trail"),
        [_("No."), _("When (China time)"), _("Who"), _("What was done"), _("To what"), _("Digest")],
        [
            (
                str(row["number"]),
                Cell(f"{row['recorded_at'].astimezone(CHINA):%Y-%m-%d %H:%M:%S}", whole=True),
                words.actor(row["actor_name"], row["actor_id"], language),
                words.done(row["what"], language),
                Cell(_subject(view, row["subject"], names, indicators), note=_detail(view, row["detail"])),
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


def _subject(view: View, subject: str, names: dict[str, str], indicators: dict[str, str]) -> str:
    """Return in words what something was done to."""
    _, language = view.gettext, view.language
    sort, _colon, key = subject.partition(":")
    if sort == "database":
        return _("The whole database")
    if sort == "meeting":
        return _("Meeting {key}").format(key=key)
    if sort == "action":
        meeting, _slash, number = key.partition("/")
        return _("No. {number} of meeting {key}").format(number=number, key=meeting)
    if sort == "document":
        return _("Document No. {number}").format(number=key)
    if sort == "link":
        return _("Link {key}").format(key=key)
    if sort == "account":
        return names.get(key, _("unknown account") if key == "unknown" else key)
    if sort in ("publication", "load"):
        text = _("Publication {number}") if sort == "publication" else _("Load {number}")
        return text.format(number=key)
    if sort not in ("return", "figure", "amendment", "target"):
        return subject
    parts = key.split("/")
    area = _area(parts[0], language)
    match sort:
        case "return":
            return _("Return of {area}, {period}").format(area=area, period=period(parts[1], language))
        case "figure":
            named = indicators.get(parts[2], parts[2])
            return f"{area} · {period(parts[1], language)} · {named}"
        case "amendment":
            return _("Correction {number} of {area}").format(number=parts[1], area=area)
    return f"{area} · {parts[1]}"


def _detail(view: View, detail: str) -> str:
    """Return what an entry tells besides, of rights and of how a figure came; the rest is for the chain."""
    told = json.loads(detail)
    if way := words.WAYS.get(told.get("way", "")):
        return view.gettext(way)
    if "role" not in told or "area" not in told:
        return ""
    return words.role_in(told["role"], _area(told["area"], view.language), view.language)


def _area(code: str, language: Language) -> str:
    latest = publications.latest(reading.store())
    return reading.area_names(latest, language).get(code, code) if latest is not None else code
