"""One meeting: what is open since the last, what has changed, what it looks at, and what it decides."""

import streamlit as st

from dabiao import meetings, workspaces
from dabiao.web import choices, reading, ui
from dabiao.web.meetings import agenda, differences, doing, head, lending, minutes, papers, preparing
from dabiao.web.menu import MEETING
from dabiao.web.session import admitted
from dabiao.web.view import View

view = View(MEETING)
_ = view.gettext

ui.title(_("Meeting"))
viewer = admitted("hold_meeting", view.language)
store, chosen = reading.store(), None
today = workspaces.today(store)
with choices.row():
    if viewer is not None:
        chosen = head.choose(view, meetings.meetings(store, viewer), today)
    choices.display(view)
view.settle()

if viewer is not None:
    doing.show_said()
    if chosen is None:
        st.info(_("No meeting has been made yet."))
    else:
        items = meetings.agenda(store, viewer, chosen)
        earlier = meetings.carried_over(store, viewer, chosen)
        head.show(view, chosen, today, len(items))
        minutes.show_carried_over(view, chosen, earlier, today)
        differences.show(view, differences.since_last(viewer, chosen))
        agenda.show(view, viewer, chosen, items, today)
        lending.show(view, viewer, chosen, items)
        own = meetings.actions(store, viewer, chosen)
        minutes.show(view, viewer, chosen, own, earlier, today)
        preparing.show(view, viewer, chosen, today)
        if chosen.cancelled_at is None:
            papers.control(view, chosen)
