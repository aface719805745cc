"""What stands around the page of someone who came by a link: what they see, from whom, until when."""

from urllib.parse import urlencode

import streamlit as st

from dabiao import links, publications
from dabiao.links import LinkSession
from dabiao.links.errors import UNUSABLE
from dabiao.locale import catalog
from dabiao.periods import CHINA
from dabiao.settings import Language
from dabiao.web import choices, linked, reading, ui
from dabiao.web.session import is_open


def note(session: LinkSession, language: Language) -> None:
    """Say what the page is of, and note that it was seen."""
    store, pinned = reading.store(), session.view.publication
    newest = publications.latest(store)
    if pinned is None and newest is not None:
        links.note_seen(store, session, newest)
    _ = catalog(language).gettext
    names = choices.publication_names(reading.all_publications(), language)
    ui.show(
        "by_link",
        language,
        label=session.label,
        maker=session.made_by_name,
        until=f"{session.expires_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        what=_("always the newest publication")
        if pinned is None
        else choices.publication_name(names, pinned, language),
        leave=leaving(language),
        leave_name=_("Leave the shared view") if is_open() else _("Sign in"),
    )


def outside(session: LinkSession, language: Language) -> None:
    """Say that another page than that of the link is asked for, and lead back."""
    _ = catalog(language).gettext
    st.title(_("Not part of this link"), anchor=False)
    st.info(_("You came by a link to one view. This page is not part of it."))
    address = linked.way(session.view, language)
    ui.show("target_links", language, links=[(address, _("To the shared view"))])


def over(language: Language) -> None:
    """Say that the link is over."""
    _ = catalog(language).gettext
    st.title(_("A shared view"), anchor=False)
    st.info(_(UNUSABLE))
    # A page before the application: within it the browser would keep who it came as.
    query = urlencode({"language": language, "ended": 1})
    ui.show("target_links", language, links=[(f"shared?{query}", _("Continue without the link"))])


def leaving(language: Language) -> str:
    """Return the address at which the view of a link is left."""
    return f"{'shared' if is_open() else 'sign-in'}?{urlencode({'language': language})}"
