"""Areas or documents side by side: what each has set itself, and how far it came."""

import streamlit as st

from dabiao.web import abreast, choices, narrowing, ui
from dabiao.web.data import contradictions
from dabiao.web.menu import COMPARE
from dabiao.web.view import View

view = View(COMPARE)
_ = view.gettext

ui.title(_("Compare"))
with choices.row():
    publication = choices.publication(view)
    mode = narrowing.mode(view)
    columns = narrowing.columns(view, publication, mode)
    moment = choices.moment(view, publication)
    choices.display(view)
view.settle()

known = abreast.read(moment, mode, columns)
if reason := abreast.missing(known, view.language):
    st.info(reason)
else:
    abreast.show_lead(known, view)
    abreast.show_lanes(known, view)
    abreast.show_table(known, moment, view)
    contradictions.concerning(known.areas, view, moment)
