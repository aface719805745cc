"""The control that shares what a page shows: its address, and links for people without an account."""

import datetime as dt
from functools import partial
from typing import Final, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dabiao import links
from dabiao.locale import catalog
from dabiao.rights import Actor, holds
from dabiao.settings import Language, settings
from dabiao.views import PAGES, SavedView, UnfitViewError
from dabiao.web import session
from dabiao.web.link_form import LinkForm, Wish, base
from dabiao.web.meetings import adding
from dabiao.web.view import SETTLED, View

DAYS: Final = (1, 7, 30, 90, 365)
USUAL_DAYS: Final = links.VALID_FOR.days
NAME: Final = "share"
"""First part of the keys of the control."""
FOLLOWING: Final = ("as_of", "since")
"""Choices that follow the newest publication unless others than the usual ones were made."""

Pin = Literal["pinned", "current"]


def place() -> DeltaGenerator:
    """Return where the control stands; it is filled once the page has settled its choices."""
    return st.container(key="share")


def control(where: DeltaGenerator, viewer: Actor, language: Language) -> None:
    """Show the control for what the page has settled; pages without figures of a publication have none."""
    if viewer.kind == "link" or _settled() is None:
        return
    with where:
        _panel(language)


def saved(view: View, pin: Pin) -> SavedView:
    """Return the view of a page as it is shared.

    Raises:
        UnfitViewError: its choices are too long to be kept.
    """
    choices = view.choices()
    publication = int(choices["publication"])
    if pin == "pinned":
        return SavedView.of(view.page, choices, publication)
    kept = {
        name: value
        for name, value in choices.items()
        if name not in FOLLOWING or value != view.defaults.get(name)
    }
    return SavedView.of(view.page, kept, None)


@st.fragment
def _panel(language: Language) -> None:
    _ = catalog(language).gettext
    panel = st.popover(_("Share"), icon=":material/share:", on_change="rerun", key="share.panel")
    form = LinkForm(NAME, language)
    if not panel.open:
        form.forget()
        return
    # A fragment runs without the shell: who asks, and for what, is asked anew.
    viewer, view = session.actor(), _settled()
    if view is None or not holds(viewer, "read_published"):
        return
    with panel:
        if form.has_made:
            form.show_made()
            st.button(_("Make another link"), on_click=form.forget, key="share.again")
        else:
            _offer(viewer, view, form)


def _settled() -> View | None:
    view = st.session_state.get(SETTLED)
    if not isinstance(view, View) or view.page not in PAGES or "publication" not in view.choices():
        return None
    return view


def _offer(viewer: Actor, view: View, form: LinkForm) -> None:
    """Offer the address of the view, and to those who may a link."""
    language = form.language
    _ = catalog(language).gettext
    names: dict[Pin, str] = {
        "pinned": _("As now: publication No. {number}").format(number=view.chosen("publication")),
        "current": _("Always the newest publication"),
    }
    pin: Pin = st.radio(_("What is shown"), list(names), format_func=names.__getitem__, key="share.pin")
    try:
        kept = saved(view, pin)
    except UnfitViewError as error:
        st.error(error.message(language))
        return
    start = settings().public_address or base() or ""
    ways = _("Address for those who may read the figures anyway"), _("Link for people without an account")
    st.markdown(f"**{ways[0]}**")
    st.code(f"{start.rstrip('/')}/{kept.address()}", language=None, wrap_lines=True)
    adding.offer(viewer, kept, language)
    if not holds(viewer, "share"):
        st.caption(_("Links for people without an account are made by those who have one."))
        return
    st.markdown(f"**{ways[1]}**")
    with st.form("share.form", border=False):
        st.text_input(_("What for"), max_chars=links.LONGEST_LABEL, key="share.label")
        st.selectbox(
            _("Ends"),
            DAYS,
            index=DAYS.index(USUAL_DAYS),
            format_func=lambda count: _days(count, language),
            key="share.days",
        )
        form.ask_password()
        st.form_submit_button(_("Make the link"), type="primary", on_click=partial(_make, kept, form))
    form.show_refused()
    st.caption(_("It shows this view alone; you can revoke it at any time under “Links”."))


def _make(kept: SavedView, form: LinkForm) -> None:
    """Make a link as the fields say; before the control is shown anew, so that it shows what came of it."""
    said = st.session_state
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=said["share.days"])
    form.make(Wish(kept, said["share.label"], ends))


def _days(count: int, language: Language) -> str:
    text = catalog(language).ngettext("in {count} day", "in {count} days", count)
    return text.format(count=count)
