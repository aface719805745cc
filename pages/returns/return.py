"""What does an area report for a quarter, and what is still to be settled before it is handed in?"""

import streamlit as st

from dabiao.web import choices, ui
from dabiao.web.menu import RETURN
from dabiao.web.returns import filling
from dabiao.web.session import admitted
from dabiao.web.view import View

view = View(RETURN)
_ = view.gettext

ui.title(_("Quarterly return"))
viewer = admitted("read_unapproved", view.language)
with choices.row():
    place = filling.choose(view, viewer) if viewer else None
    choices.display(view)
with st.container():  # notices come and go, and the fields below must keep their place
    view.settle()

if place is not None:
    filling.show(view, place)
