"""Which meetings are to come, which were held, and what did they ask for that is not done yet?"""

import streamlit as st

from dabiao import meetings, workspaces
from dabiao.rights import holds
from dabiao.web import choices, reading, ui
from dabiao.web.meetings import doing, following, listing
from dabiao.web.menu import MEETINGS
from dabiao.web.session import admitted
from dabiao.web.view import View
from dabiao.wording import meetings as words

view = View(MEETINGS)
_ = view.gettext

ui.title(_("Meetings and actions"))
viewer = admitted("follow_up", view.language)
with choices.row():
    choices.display(view)
view.settle()

if viewer is not None:
    doing.show_said()
    store, today = reading.store(), workspaces.today(reading.store())
    actions = meetings.followed(store, viewer)
    st.header(_("Actions under way"), anchor=False)
    late = sum(one.is_overdue(today) for one in actions)
    ui.lead(words.overdue(late, view.language) if late else _("No action is overdue."))
    if actions:
        following.show(view, _("Actions under way"), actions, today)
        following.ask(view, viewer, actions)
    if holds(viewer, "hold_meeting"):
        listing.show(view, meetings.meetings(store, viewer), today)
        listing.ask(view, viewer)
