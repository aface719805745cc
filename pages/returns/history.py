"""How did a figure come to be, what has one typed oneself, and what is to be corrected?"""

import streamlit as st

from dabiao import publications, returns
from dabiao.returns import Desk, ReturnError
from dabiao.rights import DeniedError
from dabiao.web import choices, correcting, deciding, figure_past, reading, ui
from dabiao.web.menu import HISTORY
from dabiao.web.session import admitted
from dabiao.web.view import View

view = View(HISTORY)
_ = view.gettext

ui.title(_("History of figures"))
viewer = admitted("read_history", view.language)
desk = Desk(reading.store())
if viewer is not None and publications.latest(desk.store) is None:
    st.info(returns.NothingPublishedError().message(view.language))
    viewer = None

own = form = cell = proposal = None
refused = ""
with choices.row():
    if viewer is not None:
        typing = any(grant.role == "reporter" for grant in viewer.grants)
        own = returns.own_figures(viewer, desk)
        proposed = returns.proposals(viewer, desk, open_only=False)
        waiting = deciding.waiting(viewer, desk)
        proposal = deciding.choose(view, desk, proposed, waiting)
        chosen = figure_past.choose_return(view, returns.completeness(viewer, desk), own, proposal)
        try:
            form = returns.form(viewer, desk, *chosen) if chosen else None
        except (ReturnError, DeniedError) as error:
            refused = error.message(view.language)
        cell = figure_past.choose_figure(view, form, proposal)
    choices.display(view)
view.settle()

if refused:
    st.info(refused)
if viewer is not None and own is not None:
    correcting.show_said(view)
    if proposal is not None:
        deciding.show(view, viewer, desk, proposal)
    if form is not None and cell is not None:
        rows = returns.figure_history(viewer, desk, form.area["code"], form.quarter, cell.key)
        figure_past.show_versions(view, form, cell, rows)
        correcting.ask(view, viewer, desk, form, cell)
    if typing:
        figure_past.show_own(view, own, desk)
    deciding.show_all(view, viewer, desk, proposed, waiting, proposal)
