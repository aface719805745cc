"""What rests a figure on: the rules as they run, what is on record, what contradicts, what is missing."""

import streamlit as st

from dabiao.web import choices, ui
from dabiao.web.data import catalogue, contradictions, definitions, files, loading, reporting
from dabiao.web.menu import DATA
from dabiao.web.naming import SECTIONS
from dabiao.web.view import View

SHOW = {
    "method": definitions.show,
    "catalog": catalogue.show,
    "conflicts": contradictions.show,
    "completeness": reporting.show,
    "loads": loading.show,
    "downloads": files.show,
}

view = View(DATA)
_ = view.gettext

ui.title(_("Data & method"))
with choices.row():
    publication = choices.publication(view)
    moment = choices.moment(view, publication)
    choices.display(view)
section = view.choose(
    "section",
    _("Section"),
    list(SHOW),
    "method",
    lambda name: _(SECTIONS[name]),
    widget=st.segmented_control,
)
notices = st.container()

SHOW[section](view, moment)
with notices:  # settled when the last choice is made: a section may offer its own
    view.settle()
