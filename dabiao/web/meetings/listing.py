"""The meetings there are, and the form that makes one."""

import datetime as dt
from functools import partial

import streamlit as st

from dabiao import meetings, publications, workspaces
from dabiao.meetings import Meeting
from dabiao.meetings.planning import LONGEST_TITLE
from dabiao.numbers import NOTHING
from dabiao.rights import Actor, may
from dabiao.web import choices, reading, records, ui
from dabiao.web.meetings.doing import do, key
from dabiao.web.meetings.following import WIDTH, area_name
from dabiao.web.menu import MEETING
from dabiao.web.records import Cell
from dabiao.web.view import View
from dabiao.wording import period

NEXT_WEEK = dt.timedelta(days=7)


def show(view: View, every: list[Meeting], today: dt.date) -> None:
    """Show the meetings to come, the next one first; those held and those cancelled, the last one first."""
    _ = view.gettext
    to_come = [each for each in every if not each.is_over(today)]
    cancelled = [each for each in reversed(every) if each.cancelled_at is not None]
    held = [each for each in reversed(every) if each.is_over(today) and each.cancelled_at is None]
    if not every:
        ui.lead(_("No meeting has been made yet."))
    for heading, some in (
        (_("Meetings to come"), to_come),
        (_("Meetings held"), held),
        (_("Meetings cancelled"), cancelled),
    ):
        if some:
            st.header(heading, anchor=False)
            _table(view, heading, some)


def _table(view: View, caption: str, some: list[Meeting]) -> None:
    _, language = view.gettext, view.language
    numbers = choices.publication_names(reading.all_publications(), language)
    records.show(
        caption,
        [_("Meeting"), _("Date"), _("Area"), _("Frozen publication"), _("As of"), _("Minutes")],
        [
            (
                Cell(each.title, link=view.link(MEETING, meeting=each.meeting_id)),
                Cell(each.held_on.isoformat(), whole=True),
                area_name(each.area_code, each.publication, language),
                Cell(numbers.get(str(each.publication), str(each.publication)), whole=True),
                Cell(period(each.as_of, language), whole=True),
                NOTHING if each.cancelled_at else _("closed") if each.closed_at else _("open"),
            )
            for each in some[: records.LIMIT]
        ],
        language,
    )


def ask(view: View, viewer: Actor) -> None:
    """Ask for a new meeting; its page is led to when it is made."""
    _, language = view.gettext, view.language
    store = reading.store()
    latest = publications.latest(store) or 0
    areas = {
        code: f"{area_name(code, latest, language)} {code}"
        for code, place in sorted(meetings.places(store).items())
        if may(viewer, "hold_meeting", place)
    }
    numbers = choices.publication_names(reading.all_publications(), language)
    st.header(_("New meeting"), anchor=False)
    with st.form(key("meeting"), border=False, width=WIDTH):
        title = st.text_input(_("Title of the meeting"), max_chars=LONGEST_TITLE, key=key("meeting.title"))
        held_on = st.date_input(
            _("Date"),
            value=workspaces.today(store) + NEXT_WEEK,
            format="YYYY-MM-DD",
            key=key("meeting.held_on"),
        )
        area = st.selectbox(_("Area"), list(areas), format_func=areas.__getitem__, key=key("meeting.area"))
        number = st.selectbox(
            _("Frozen publication"),
            list(numbers),
            format_func=numbers.__getitem__,
            key=key("meeting.publication"),
        )
        pressed = st.form_submit_button(_("Make the meeting"), type="primary")
    if pressed and area is not None and number is not None:
        make = partial(
            meetings.make,
            store,
            viewer,
            title=title,
            area_code=area,
            held_on=held_on,
            publication=int(number),
        )
        said = _("The meeting has been made. Open it to prepare its agenda.")
        if held_on < workspaces.today(store):
            said = _(
                "The meeting has been made. Its day has passed: decisions and actions can be written down, "
                "its day, publication and agenda stay as they are. If the day is a slip, cancel the meeting."
            )
        do(make, said, view)
