"""Preparing a meeting: its title and day, the publication it is frozen at, its minutes, and its history."""

import datetime as dt
from functools import partial
from typing import Final

import streamlit as st

from dabiao import meetings, workspaces
from dabiao.meetings import Meeting
from dabiao.meetings.planning import LONGEST_TEXT, LONGEST_TITLE
from dabiao.numbers import NOTHING
from dabiao.periods import MONTHS_PER_QUARTER, end_month, quarter
from dabiao.rights import Actor
from dabiao.web import choices, reading, records
from dabiao.web.meetings.doing import do, key
from dabiao.web.meetings.following import WIDTH
from dabiao.web.records import Cell
from dabiao.web.view import View
from dabiao.wording import meetings as words
from dabiao.wording import period
from dabiao.wording.returns import moment

OFFERED: Final = 8
"""Quarters offered to be the as-of."""


def show(view: View, viewer: Actor, of: Meeting, today: dt.date) -> None:
    """Show what can be changed of a meeting, and what became of it."""
    _ = view.gettext
    st.header(_("The meeting itself"), anchor=False)
    if not of.is_over(today):
        with st.expander(_("Change title or day")):
            _ask_change(view, viewer, of)
        with st.expander(_("Freeze another publication")):
            _ask_freeze(view, viewer, of)
    if of.closed_at is None and of.cancelled_at is None:
        _ask_close(view, viewer, of, today)
        _ask_cancel(view, viewer, of)
    _history(view, viewer, of)


def _ask_close(view: View, viewer: Actor, of: Meeting, today: dt.date) -> None:
    _ = view.gettext
    with st.expander(_("Closing the minutes")):
        if of.held_on > today:
            st.caption(_("The minutes can be closed from the day of the meeting on."))
            return
        st.caption(
            _(
                "Nothing more can be written down afterwards, and the minutes are not opened again. Actions "
                "can still be reported on."
            )
        )
        if st.button(_("Close the minutes")):
            do(
                partial(meetings.close, reading.store(), viewer, of.meeting_id),
                _("The minutes are closed. Open actions can still be reported on."),
                view,
            )


def _ask_cancel(view: View, viewer: Actor, of: Meeting) -> None:
    _ = view.gettext
    with st.expander(_("Cancelling the meeting")), st.form(key("cancel"), border=False, width=WIDTH):
        st.caption(
            _(
                "A meeting at which nothing has been written down can be cancelled. It is kept, and no later "
                "meeting is compared with it. Links to its views stay until they are revoked."
            )
        )
        reason = st.text_input(_("Reason"), max_chars=LONGEST_TEXT, key=key("cancel.reason"))
        pressed = st.form_submit_button(_("Cancel the meeting"))
    if pressed:
        work = partial(meetings.cancel, reading.store(), viewer, of.meeting_id, reason=reason)
        do(work, _("The meeting has been cancelled."), view)


def _ask_change(view: View, viewer: Actor, of: Meeting) -> None:
    _ = view.gettext
    with st.form(key("change"), border=False, width=WIDTH):
        title = st.text_input(
            _("Title of the meeting"), value=of.title, max_chars=LONGEST_TITLE, key=key("change.title")
        )
        held_on = st.date_input(_("Date"), value=of.held_on, format="YYYY-MM-DD", key=key("change.held_on"))
        pressed = st.form_submit_button(_("Change"))
    if pressed:
        work = partial(meetings.change, reading.store(), viewer, of.meeting_id, title=title, held_on=held_on)
        do(work, _("The meeting has been changed."), view)


def _ask_freeze(view: View, viewer: Actor, of: Meeting) -> None:
    _, language = view.gettext, view.language
    names = choices.publication_names(reading.all_publications(), language)
    quarters = _quarters(of.as_of)
    st.caption(
        _(
            "All views then show the other publication. Views as of the meeting's as-of move with it; views "
            "with another as-of keep theirs, and links that were made stay as they are. Once the meeting is "
            "held, nothing moves."
        )
    )
    with st.form(key("freeze"), border=False, width=WIDTH):
        number = st.selectbox(
            _("Publication"),
            list(names),
            index=list(names).index(str(of.publication)),
            format_func=names.__getitem__,
            key=key("freeze.publication"),
        )
        as_of = st.selectbox(
            _("As of"),
            quarters,
            index=quarters.index(of.as_of),
            format_func=lambda code: period(code, language),
            key=key("freeze.as_of"),
        )
        reason = st.text_input(_("Reason"), max_chars=LONGEST_TEXT, key=key("freeze.reason"))
        pressed = st.form_submit_button(_("Freeze"))
    if pressed:
        work = partial(
            meetings.freeze,
            *(reading.store(), viewer, of.meeting_id, int(number or of.publication)),
            reason=reason,
            as_of=as_of,
        )
        do(work, _("The meeting is frozen at another publication or as-of."), view)


def _quarters(chosen: str) -> list[str]:
    """Return the quarters to choose an as-of from, the latest first, and the one that is chosen."""
    latest = end_month(workspaces.latest_quarter(reading.store()))
    months = range(latest, latest - OFFERED * MONTHS_PER_QUARTER, -MONTHS_PER_QUARTER)
    return sorted({chosen, *map(quarter, months)}, key=end_month, reverse=True)


def _history(view: View, viewer: Actor, of: Meeting) -> None:
    _, language = view.gettext, view.language
    rows = meetings.versions(reading.store(), viewer, of).to_dicts()
    with st.expander(_("What became of this meeting")):
        records.show(
            _("What became of this meeting"),
            [
                _("When (China time)"),
                _("What happened"),
                _("Who"),
                _("Title of the meeting"),
                _("Date"),
                _("Publication"),
                _("Reason"),
            ],
            [
                (
                    Cell(moment(row["done_at"]), whole=True),
                    words.event_name(row["event"], language),
                    row["done_by_name"],
                    row["title"],
                    Cell(row["held_on"].isoformat(), whole=True),
                    Cell(
                        _("No. {number}").format(number=row["publication"]),
                        note=_("as of {period}").format(period=period(row["as_of"], language)),
                    ),
                    row["reason"] or NOTHING,
                )
                for row in rows
            ],
            language,
        )
