"""Overdue actions of meetings, where those who follow them up look first: on the overview and on an area.

They are shown to people who have signed in and have rights on the area, nobody else: what is published is for
everybody, what a meeting asked of somebody is not.
"""

import streamlit as st

from dabiao import meetings, workspaces
from dabiao.locale import catalog
from dabiao.web import reading, session, ui
from dabiao.web.meetings.following import departments
from dabiao.web.menu import MEETINGS
from dabiao.web.view import View
from dabiao.wording import meetings as words

SHOWN = 5
"""Actions that are told one by one; the page on meetings has all."""


def show(view: View, area: str | None = None) -> None:
    """Show the overdue actions that the viewer follows up, of one area or of all, if there are any."""
    store, language = reading.store(), view.language
    viewer = session.actor()
    if not viewer.grants:
        return
    today = workspaces.today(store)
    late = meetings.overdue(store, viewer, area_code=area, today=today)
    if not late:
        return
    names = departments(language)
    with st.container(key="overdue"):
        ui.show(
            "overdue",
            language,
            heading=words.overdue(len(late), language),
            address=view.link(MEETINGS),
            more=max(0, len(late) - SHOWN),
            rows=[
                {
                    "what": one.what,
                    "figure": ""
                    if one.figure is None
                    else " · ".join(one.figure[f"{part}_name_{language}"] for part in ("area", "indicator")),
                    "who": names.get(one.department or "", one.department),
                    "late": words.state(one.state, one.due_on, today, language),
                    "due": catalog(language).gettext("to be done by {date}").format(date=one.due_on),
                }
                for one in late[:SHOWN]
            ],
        )
