"""Links to the views of a meeting for people without an account, which hold around the meeting."""

import datetime as dt
from functools import partial
from typing import Final

import streamlit as st

from dabiao import links, meetings
from dabiao.meetings import Item, Meeting, MeetingError
from dabiao.meetings.errors import UNKNOWN_ITEM
from dabiao.periods import CHINA
from dabiao.rights import Actor, DeniedError, holds
from dabiao.web import reading, session
from dabiao.web.link_form import LinkForm, Wish
from dabiao.web.meetings.following import WIDTH
from dabiao.web.naming import named
from dabiao.web.view import View

BEFORE: Final = dt.timedelta(days=1)
AFTER: Final = dt.timedelta(days=7)
"""How long before the day of the meeting a link opens, and how long after it it ends."""
NAME: Final = "lending"
"""First part of the keys of the form."""


def span(of: Meeting) -> tuple[dt.datetime, dt.datetime]:
    """Return when the links of a meeting begin and end: whole days in China."""
    day = dt.datetime.combine(of.held_on, dt.time.min, CHINA)
    return day - BEFORE, day + AFTER + dt.timedelta(days=1)


def show(view: View, viewer: Actor, of: Meeting, items: list[Item]) -> None:
    """Offer a link to one of the views, as long as it would open for anybody."""
    _ = view.gettext
    begins, ends = span(of)
    now = dt.datetime.now(dt.UTC)
    if (
        not items
        or of.cancelled_at
        or now >= ends
        or ends > now + links.LONGEST
        or not holds(viewer, "share")
    ):
        return
    with st.expander(_("Link to a view for people without an account")):
        form = LinkForm(NAME, view.language)
        if form.has_made:
            form.show_made()
            form.forget()
        form.show_refused()
        last = (ends - dt.timedelta(days=1)).date()
        st.caption(
            _(
                "It opens on {first} and ends after {last}; it can be revoked under “Links”. If the "
                "meeting's day, publication or as-of change afterwards, a link that was made stays as it is."
            ).format(first=begins.date().isoformat(), last=last.isoformat())
        )
        names = {item.item: item.heading or named(item.view, of.publication, view.language) for item in items}
        with st.form("lending", border=False, width=WIDTH):
            st.selectbox(_("View"), list(names), format_func=names.__getitem__, key="lending.item")
            form.ask_password()
            make = partial(_make, of.meeting_id, form)
            st.form_submit_button(_("Make the link"), on_click=make)


def _make(meeting_id: str, form: LinkForm) -> None:
    """Make the link as the fields say; before the page runs anew, so that it shows what came of it.

    Meeting and agenda are read anew: others may have changed them since the page was shown.
    """
    wanted, store, actor = st.session_state["lending.item"], reading.store(), session.actor()
    try:
        of = meetings.meeting(store, actor, meeting_id)
        items = meetings.agenda(store, actor, of)
        chosen = next((item for item in items if item.item == wanted), None)
        if chosen is None:
            raise MeetingError(UNKNOWN_ITEM)
    except (MeetingError, DeniedError) as error:
        form.refuse(error)
        return
    begins, ends = span(of)
    label = f"{of.held_on} {of.title}"[: links.LONGEST_LABEL]
    form.make(Wish(chosen.view, label, ends, max(begins, dt.datetime.now(dt.UTC))))
