"""What a meeting decides: against which figure, who is responsible, by when."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Final, cast

import polars as pl
import streamlit as st

from dabiao import meetings, wording
from dabiao.locale import catalog
from dabiao.meetings import Action, Kind, Meeting
from dabiao.meetings.planning import LONGEST_TEXT
from dabiao.rights import Actor
from dabiao.web import reading, ui
from dabiao.web.holding import hold
from dabiao.web.meetings import following
from dabiao.web.meetings.doing import do, key
from dabiao.web.meetings.following import WIDTH
from dabiao.web.view import Moment, View
from dabiao.wording import meetings as words

AS_A_WHOLE: Final = ""
OFFERED: Final = 400
"""Targets that can be chosen; a longer list is slow to open, and a meeting on so many asks those below."""
A_QUARTER: Final = dt.timedelta(days=91)


def show_carried_over(view: View, of: Meeting, earlier: Sequence[Action], today: dt.date) -> None:
    """Show what a meeting opens with: what earlier ones asked for and was not settled before."""
    if not earlier:
        return
    heading = words.carried_over([one.state for one in earlier], view.language)
    st.header(heading, anchor=False)
    late = sum(one.is_overdue(today) for one in earlier)
    if late:
        ui.lead(words.overdue(late, view.language))
    following.show(view, heading, earlier, today, of.publication)


def show(
    view: View, viewer: Actor, of: Meeting, own: Sequence[Action], earlier: Sequence[Action], today: dt.date
) -> None:
    """Show what the meeting has decided, with the forms that write down more and report on what is open."""
    _ = view.gettext
    st.header(_("Decisions and actions"), anchor=False)
    if own:
        following.show(view, _("Decisions and actions"), own, today, of.publication)
    else:
        ui.lead(_("Nothing has been written down yet."))
    if of.closed_at is None and of.cancelled_at is None:
        _ask(view, viewer, of)
    following.show_reports(view, viewer, [*earlier, *own])
    following.ask(view, viewer, [*earlier, *own])


def _ask(view: View, viewer: Actor, of: Meeting) -> None:
    _, language, store = view.gettext, view.language, reading.store()
    figures, left_out = _figures(view, of)
    departments = following.departments(language, of.publication)
    if left_out:
        st.caption(
            catalog(language)
            .ngettext(
                "{count} target of the areas below is left out of the figures to choose from.",
                "{count} targets of the areas below are left out of the figures to choose from.",
                left_out,
            )
            .format(count=left_out)
        )
    hold("record", language, [key("record.kind"), key("record.about"), key("record.department")])
    with st.form(key("record"), border=False, width=WIDTH):
        kind = st.segmented_control(
            _("What is written down"),
            list(words.KIND_NAMES),
            default="action",
            format_func=lambda name: _(words.KIND_NAMES[name]),
            key=key("record.kind"),
        )
        what = st.text_area(_("Decided, or to be done"), max_chars=LONGEST_TEXT, key=key("record.what"))
        about = st.selectbox(
            _("About the figure"),
            [AS_A_WHOLE, *figures],
            format_func=lambda name: figures.get(name, _("the area as a whole")),
            key=key("record.about"),
        )
        department = st.selectbox(
            _("Department responsible"),
            list(departments),
            index=None,
            format_func=lambda name: departments.get(name, name),
            accept_new_options=True,
            placeholder=_("Choose or type"),
            key=key("record.department"),
        )
        due_on = st.date_input(
            _("To be done by"), value=of.held_on + A_QUARTER, format="YYYY-MM-DD", key=key("record.due_on")
        )
        pressed = st.form_submit_button(_("Write down"), type="primary")
    if pressed:
        area, _slash, target = (about or AS_A_WHOLE).partition("/")
        decision = kind == "decision"
        record = partial(
            meetings.record,
            store,
            viewer,
            of.meeting_id,
            kind=cast(Kind, kind or "action"),
            what=what,
            about=(area, target) if about else None,
            department="" if decision else department or "",
            due_on=None if decision else due_on,
        )
        do(record, _("It has been written down against the figure as it stood."), view)


def _figures(view: View, of: Meeting) -> tuple[dict[str, str], int]:
    """Return the targets in the meeting's area and below as they stand, and how many are left out.

    The area's own come first; the keys are area and id.
    """
    places = meetings.places(reading.store(), of.publication)
    inside = [code for code, place in places.items() if place.seen_from(of.area_code) != "elsewhere"]
    rows = (
        reading.status(Moment(of.publication, of.as_of))
        .filter(pl.col("area_code").is_in(inside))
        .sort(pl.col("area_code") != of.area_code, maintain_order=True)
    )
    names = {
        f"{row['area_code']}/{row['target_id']}": (
            f"{wording.name(row, 'area', view.language)} · {wording.verdict(row, view.language)}"
        )
        for row in wording.rows(rows.head(OFFERED))
    }
    return names, max(0, rows.height - OFFERED)
