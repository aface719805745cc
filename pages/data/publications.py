"""What has been published: when, by whom, what it changed, and every page as of any of it."""

import streamlit as st

from dabiao.web import changes, choices, publications, ui
from dabiao.web.menu import PUBLICATIONS
from dabiao.web.view import View
from dabiao.wording import publications as words

view = View(PUBLICATIONS)
_ = view.gettext

ui.title(_("Publications"))
with choices.row():
    publication = choices.publication(view)
    moment = choices.moment(view, publication)
    since = changes.choose(view, moment)
    choices.display(view)
notices = st.container()

known = choices.known_publications(view)
ui.lead(words.history(known.to_dicts(), view.language))
with st.container(key="history"):
    publications.show_list(view, known, publication)
publications.show_status(view, moment, since)
publications.show_brought(view, moment)
publications.show_pages(view, moment)
publications.show_digest(view, moment)
with notices:  # settled when the last choice is made, which stands beside its table
    view.settle()
