"""The head of the page of one meeting: which it is, what it shows, and the way to present it."""

import datetime as dt
from urllib.parse import urlencode

import streamlit as st

from dabiao import publications
from dabiao.meetings import Meeting
from dabiao.web import reading, ui
from dabiao.web.markdown import plain
from dabiao.web.meetings.following import area_name
from dabiao.web.menu import MEETINGS
from dabiao.web.view import View
from dabiao.wording import meetings as words

NONE = ""
ROUTE = "present"
"""First part of the path at which meetings are presented."""


def choose(view: View, every: list[Meeting], today: dt.date) -> Meeting | None:
    """Let a meeting be chosen; at first it is the next one, else the last that was held."""
    _ = view.gettext
    names = {each.meeting_id: f"{each.held_on} {each.title}" for each in reversed(every)}
    to_come = [each.meeting_id for each in every if not each.is_over(today)]
    held = [each.meeting_id for each in reversed(every) if each.cancelled_at is None]
    first = next(iter([*to_come, *held, *names]), NONE)
    options = names or {NONE: _("None")}
    chosen = view.choose("meeting", _("Meeting"), list(options), first, options.__getitem__)
    return next((each for each in every if each.meeting_id == chosen), None)


def show(view: View, of: Meeting, today: dt.date, views: int) -> None:
    """Show which meeting it is, what it is frozen at, and the way to present it."""
    _, language = view.gettext, view.language
    st.header(f"{of.held_on} · {plain(of.title)}", anchor=False)
    published = publications.publication(reading.store(), of.publication)
    if of.cancelled_at is not None:
        state = _("Cancelled.")
    elif of.closed_at is not None:
        state = _("Held; the minutes are closed.")
    elif of.is_over(today):
        state = _("Held; its date, publication and agenda stay as they were.")
    else:
        state = _("To be held; the agenda can be prepared.")
    ui.lead(
        words.frozen(of.publication, published.published_at, of.as_of, language),
        f"{area_name(of.area_code, of.publication, language)} · {state}",
    )
    choices = {"language": language, "colours": view.chosen("colours")}
    ui.show(
        "meeting_head",
        language,
        present=f"{ROUTE}/{of.meeting_id}?{urlencode(choices)}" if views and of.cancelled_at is None else "",
        to_come=not of.is_over(today),
        meetings=view.link(MEETINGS),
    )
