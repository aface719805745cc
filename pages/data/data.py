"""What rests a figure on: the rules as they run, what is on record, what contradicts, what is missing."""

import streamlit as st

from dabiao.terms import N_
from dabiao.web import choices, ui
from dabiao.web.data import catalogue, contradictions, definitions, files, loading, reporting
from dabiao.web.menu import DATA
from dabiao.web.view import View

SECTIONS = {
    "method": (N_("Method"), definitions.show),
    "catalog": (N_("Catalog"), catalogue.show),
    "conflicts": (N_("Contradictions"), contradictions.show),
    "completeness": (N_("Completeness"), reporting.show),
    "loads": (N_("Loads and rejected rows"), loading.show),
    "downloads": (N_("Downloads"), files.show),
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
    list(SECTIONS),
    "method",
    lambda name: _(SECTIONS[name][0]),
    widget=st.segmented_control,
)
notices = st.container()

heading, show = SECTIONS[section]
show(view, moment)
with notices:  # settled when the last choice is made: a section may offer its own
    view.settle()
