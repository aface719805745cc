"""What changed since the last meeting, target by target, with who approved it."""

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from dabiao import meetings, terms, wording
from dabiao.locale import catalog
from dabiao.meetings import Comparison, Difference, Meeting
from dabiao.model import Change
from dabiao.rights import Actor
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.web import changes, reading, ui
from dabiao.web.menu import TARGET
from dabiao.web.view import Moment, View
from dabiao.wording import changes as sentences
from dabiao.wording import meetings as words

EXPLAINED: Final = N_("Standing as before, newly explained")
"""Heading of targets whose value, target and status are as before."""
SHOWN: Final = 12
"""Targets of one kind of change that are told one by one; the table under them has all."""
STEPS: Final = 6
"""Versions of one target that are told, the latest."""


def since_last(viewer: Actor, of: Meeting) -> Comparison | None:
    """Return what changed since the meeting before; None if there was none.

    Raises:
        as `dabiao.meetings.since_last`.
    """
    return meetings.since_last(reading.store(), viewer, of)


def show(view: View, compared: Comparison | None) -> None:
    """Show what changed since the last meeting: value, target, status, explanation, and who approved it."""
    _, language = view.gettext, view.language
    if compared is None:
        st.header(_("Since the last meeting"), anchor=False)
        st.caption(_("This is the first meeting of this area: nothing to compare with."))
        return
    st.header(finding(compared, language), anchor=False)
    # New figures that change no status are told one by one only while they are few.
    few = sum(one.change == Change.VALUE for one in compared.differences) <= SHOWN
    groups = [
        _group(terms.change_name(change, language), _of(compared, change), view)
        for change in Change
        if few or change != Change.VALUE
    ]
    groups.append(_group(_(EXPLAINED), _of(compared, None), view))
    if shown := [group for group in groups if group["rows"]]:
        ui.show("changes", language, groups=shown, meetings=True)
    if not compared.rows.is_empty():
        ui.fold(changes.listing(compared.rows, language), _("All changes as a table"))
        moment = Moment(compared.now.publication, compared.now.as_of)
        ui.downloads(view, moment, compared.rows, _("Changes since the last meeting"))


def _of(compared: Comparison, change: Change | None) -> list[Difference]:
    return [one for one in compared.differences if one.change == change]


def finding(compared: Comparison, language: Language) -> str:
    """Return how many targets changed since the last meeting, and how."""
    _ = catalog(language).gettext
    before = compared.before
    since = _("the meeting of {date} (No. {number}, as of {period})").format(
        date=before.held_on, number=before.publication, period=wording.period(before.as_of, language)
    )
    return sentences.changes_finding(compared.rows, since, language)


def _group(heading: str, some: Sequence[Difference], view: View) -> dict[str, Any]:
    return {
        "heading": f"{heading} ({len(some)})",
        "more": max(0, len(some) - SHOWN),
        "rows": [_row(one, view) for one in some[:SHOWN]],
    }


def _row(one: Difference, view: View) -> dict[str, Any]:
    row, language = one.row, view.language
    steps = words.steps(one.steps[-STEPS:], row, language)
    if one.cause is not None:
        steps = [words.cause(one.cause, language), *steps]
    return {
        "heading": f"{wording.name(row, 'area', language)} · {wording.name(row, 'indicator', language)}",
        "status": row["status"] or row["status_before"],
        "sentence": sentences.change(row, language)
        if one.change is not None
        else wording.reached(row, language),
        "steps": steps,
        "link": view.link(TARGET, area=row["area_code"], target=row["target_id"]),
    }
