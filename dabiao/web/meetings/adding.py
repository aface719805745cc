"""Putting what a page shows on the agenda of a meeting, from the page's own control for sharing."""

from functools import partial
from typing import Final

import streamlit as st

from dabiao import meetings, workspaces
from dabiao.locale import catalog
from dabiao.meetings import MeetingError
from dabiao.rights import Actor, DeniedError, holds
from dabiao.settings import Language
from dabiao.views import SavedView
from dabiao.web import reading, session

CAME_TO: Final = "agenda.came_to"
"""What putting a view on an agenda came to: a text, and whether it was refused."""
CHOSEN: Final = "agenda.meeting"


def offer(viewer: Actor, kept: SavedView, language: Language) -> None:
    """Offer the meetings to come to those who hold some; each shows the view at its own publication."""
    _ = catalog(language).gettext
    if not holds(viewer, "hold_meeting"):
        return
    if (said := st.session_state.pop(CAME_TO, None)) is not None:
        (st.error if said[1] else st.success)(said[0])
    store = reading.store()
    today = workspaces.today(store)
    to_come = [each for each in meetings.meetings(store, viewer) if not each.is_over(today)]
    if not to_come:
        return
    names = {each.meeting_id: f"{each.held_on} {each.title}" for each in to_come}
    heading = _("Agenda of a meeting")
    st.markdown(f"**{heading}**")
    st.selectbox(_("Meeting"), list(names), format_func=names.__getitem__, key=CHOSEN)
    st.button(_("Put on the agenda"), on_click=partial(_add, kept, language), key="agenda.add")


def _add(kept: SavedView, language: Language) -> None:
    """Put the view on the chosen agenda; a callback runs without the shell, so who asks is asked anew."""
    _ = catalog(language).gettext
    try:
        meetings.add_view(reading.store(), session.actor(), st.session_state[CHOSEN], kept)
    except (MeetingError, DeniedError) as error:
        st.session_state[CAME_TO] = error.message(language), True
    else:
        st.session_state[CAME_TO] = _("On the agenda, at the publication of the meeting."), False
