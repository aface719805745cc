"""How one area stands: each of its targets, how it got there, and what that rests on."""

import polars as pl
import streamlit as st

from dabiao import progress, wording
from dabiao.web import choices, ledger, overdue, reading, tables, targets, ui, waiting
from dabiao.web.menu import AREA
from dabiao.web.view import View

view = View(AREA)
_, language = view.gettext, view.language

title = st.empty()
with choices.row():
    publication = choices.publication(view)
    area = choices.area(view, publication)
    moment = choices.moment(view, publication)
    unapproved = waiting.of_area(view, moment, area)
    choices.display(view)
view.settle()

rows = reading.with_absences(moment, reading.status(moment, area=area))
plans = reading.areas(publication).filter(pl.col("area_code") == area)
title.title(reading.area_names(publication, language)[area])
if not plans.is_empty():
    ui.show("facts", language, facts=wording.plans(plans, language))
    ui.show("target_links", language, links=ledger.links(plans, view))
overdue.show(view, area)
if rows.is_empty():
    st.info(_("None of this area's documents states a numeric target; its tasks are tracked by text."))
else:
    standing = progress.counts(rows)
    ui.lead(wording.standing(standing, language), wording.as_of(publication, moment.as_of, rows, language))
    ui.show("tiles", language, counts=standing)
    targets.show_bars(rows, view)
    targets.show_each(rows, area, moment, view, unapproved)
    waiting.show_list(view, moment, unapproved)
    ui.fold(tables.listing(rows, language), _("All targets as a table"))
