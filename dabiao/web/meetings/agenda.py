"""The agenda of a meeting: its views in their order, and how they get there."""

import datetime as dt
from functools import partial

import streamlit as st

from dabiao import meetings
from dabiao.locale import catalog
from dabiao.meetings import Item, Meeting
from dabiao.meetings.planning import LONGEST_TEXT, LONGEST_TITLE
from dabiao.rights import Actor
from dabiao.settings import Language
from dabiao.views import LONGEST, SavedView
from dabiao.web import choices, reading, records, ui
from dabiao.web.meetings.doing import do, key
from dabiao.web.meetings.following import WIDTH
from dabiao.web.naming import named
from dabiao.web.records import Cell
from dabiao.web.view import View


def show(view: View, viewer: Actor, of: Meeting, items: list[Item], today: dt.date) -> None:
    """Show the views on the agenda; until the meeting is held, with buttons that arrange them."""
    _, language = view.gettext, view.language
    st.header(_("Agenda"), anchor=False)
    if items:
        records.show(
            _("Agenda"),
            [_("No."), _("View"), _("Note")],
            [
                (
                    str(place),
                    Cell(
                        item.heading or named(item.view, of.publication, language),
                        note=_noted(item, of, language),
                        link=_address(item.view, language),
                    ),
                    item.note or "",
                )
                for place, item in enumerate(items, 1)
            ],
            language,
        )
    else:
        ui.lead(_("The agenda is empty."))
    if not of.is_over(today):
        if items:
            _arrange(view, viewer, of, items)
        _ask(view, viewer, of)


def _noted(item: Item, of: Meeting, language: Language) -> str:
    """Return what stands under an item: which view it is, and that its as-of is not the meeting's."""
    told = [named(item.view, of.publication, language)] if item.heading else []
    if item.view.choice("as_of") != of.as_of:
        told.append(catalog(language).gettext("another as-of than the meeting's"))
    return " · ".join(told)


def _address(saved: SavedView, language: Language) -> str:
    return SavedView.of(saved.page, dict(saved.choices) | {"language": language}, saved.publication).address()


def _arrange(view: View, viewer: Actor, of: Meeting, items: list[Item]) -> None:
    _, store = view.gettext, reading.store()
    names = {
        item.item: f"{place}. {item.heading or named(item.view, of.publication, view.language)}"
        for place, item in enumerate(items, 1)
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("View to change"),
            list(names),
            format_func=names.__getitem__,
            key="agenda.item",
            width=WIDTH,
        )
        where = store, viewer, of.meeting_id, chosen or items[0].item
        if st.button(_("Up")):
            do(partial(meetings.move, *where, "up"), _("The agenda has been arranged anew."), view)
        if st.button(_("Down")):
            do(partial(meetings.move, *where, "down"), _("The agenda has been arranged anew."), view)
        if st.button(_("Take off")):
            do(partial(meetings.remove, *where), _("The view has been taken off the agenda."), view)
    one = next((item for item in items if item.item == chosen), items[0])
    with st.expander(_("Heading and note of this view")):
        _ask_words(view, viewer, of, one)


def _ask_words(view: View, viewer: Actor, of: Meeting, one: Item) -> None:
    """Ask for another heading and note of a view that is on the agenda."""
    _ = view.gettext
    with st.form(key(f"annotate.{one.item}"), border=False, width=WIDTH):
        heading = st.text_input(
            _("Heading"),
            value=one.heading or "",
            max_chars=LONGEST_TITLE,
            placeholder=_("Left empty, the slide is headed by what the view finds"),
            key=key(f"annotate.{one.item}.heading"),
        )
        note = st.text_input(
            _("Note"),
            value=one.note or "",
            max_chars=LONGEST_TEXT,
            key=key(f"annotate.{one.item}.note"),
        )
        pressed = st.form_submit_button(_("Change heading and note"))
    if pressed:
        work = partial(
            meetings.annotate,
            *(reading.store(), viewer, of.meeting_id, one.item),
            heading=heading,
            note=note,
        )
        do(work, _("Heading and note have been changed."), view)


def _ask(view: View, viewer: Actor, of: Meeting) -> None:
    """Ask for the address of a page, as people copy it from their browser."""
    _, store = view.gettext, reading.store()
    with st.form(key("agenda"), border=False, width=WIDTH):
        address = st.text_input(
            _("Address of a page"),
            max_chars=LONGEST,
            help=_("Open a page, choose what it shows, and copy its address from the browser."),
            key=key("agenda.address"),
        )
        heading = st.text_input(
            _("Heading"),
            max_chars=LONGEST_TITLE,
            placeholder=_("Left empty, the slide is headed by what the view finds"),
            key=key("agenda.heading"),
        )
        note = st.text_input(_("Note"), max_chars=LONGEST_TEXT, key=key("agenda.note"))
        pressed = st.form_submit_button(_("Put on the agenda"))
    if pressed:

        def add() -> None:
            saved = meetings.view_at(store, address)
            meetings.add_view(store, viewer, of.meeting_id, saved, heading, note)

        number = choices.publication_names(reading.all_publications(), view.language)[str(of.publication)]
        do(add, _("On the agenda, as of publication {name}.").format(name=number), view)
