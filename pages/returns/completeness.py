"""Which returns are in, which are late, and who is to be chased?"""

import streamlit as st

from dabiao import publications, returns
from dabiao.returns import Desk
from dabiao.web import choices, oversight, reading, ui
from dabiao.web.menu import COMPLETENESS
from dabiao.web.session import admitted
from dabiao.web.view import View

view = View(COMPLETENESS)
_ = view.gettext

ui.title(_("Progress of returns"))
viewer = admitted("chase", view.language)
desk = Desk(reading.store())
if viewer is not None and publications.latest(desk.store) is None:
    st.info(returns.NothingPublishedError().message(view.language))
    viewer = None

every = returns.completeness(viewer, desk) if viewer else None
with choices.row():
    if viewer is not None and every is not None:
        names = reading.area_names(desk.publication, view.language)
        provinces = sorted(set(every["province_code"].drop_nulls()))
        province = oversight.choose_province(view, {code: names[code] for code in provinces})
        quarter = oversight.choose_quarter(view, sorted(set(every["quarter"])))
    choices.display(view)
view.settle()

if viewer is not None:
    rows = returns.completeness(viewer, desk, province=province)
    shown = rows if quarter is None else rows.filter(quarter=quarter)
    oversight.show_progress(shown, desk, view.language)
    oversight.show_matrix(view, viewer, desk, shown)
    oversight.show_files(view, desk, shown)
    late = returns.to_chase(viewer, desk, quarter=quarter)
    oversight.show_chase(view, desk, late if province is None else late.filter(province_code=province))
