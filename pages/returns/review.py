"""What waits for review, what does each figure stand beside, and what is decided of it?"""

import polars as pl
import streamlit as st

from dabiao import publications, returns
from dabiao.returns import Desk, ReturnError
from dabiao.rights import DeniedError
from dabiao.web import choices, decided, due, reading, reviewing, ui
from dabiao.web.menu import REVIEW
from dabiao.web.session import admitted
from dabiao.web.view import View

view = View(REVIEW)
_ = view.gettext

ui.title(_("Review of returns"))
viewer = admitted("review", view.language)
desk = Desk(reading.store())
if viewer is not None and publications.latest(desk.store) is None:
    st.info(returns.NothingPublishedError().message(view.language))
    viewer = None

chosen, waiting = None, pl.DataFrame()
with choices.row():
    if viewer is not None:
        waiting = returns.queue(viewer, desk)
        handed_in = returns.completeness(viewer, desk).filter(pl.col("receipt").is_not_null())
        chosen = reviewing.choose(view, waiting, handed_in)
    choices.display(view)
view.settle()

if viewer is not None:
    decided.show(view)
    reviewing.show_queue(view, waiting, due.corrections(view, viewer, desk))
    if chosen is not None:
        try:
            form = returns.form(viewer, desk, *chosen)
        except (ReturnError, DeniedError) as error:
            st.error(error.message(view.language))
        else:
            reviewing.show_return(view, viewer, desk, form)
