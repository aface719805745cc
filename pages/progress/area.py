"""How one area stands: each of its targets, how it got there, and what that rests on."""

import polars as pl
import streamlit as st

from dabiao import progress, wording
from dabiao.charts.bullet import bullets
from dabiao.web import choices, ledger, reading, tables, targets, ui
from dabiao.web.menu import AREA
from dabiao.web.view import View

view = View(AREA)
_, language = view.gettext, view.language

title = st.empty()
with choices.row():
    publication = choices.publication(view)
    area = choices.area(view, publication)
    moment = choices.moment(view, publication)
    choices.display(view)
view.settle()

rows = reading.with_absences(moment, reading.status(moment, area=area))
plans = reading.areas(publication).filter(pl.col("area_code") == area)
title.title(wording.name((rows if plans.is_empty() else plans).row(0, named=True), "area", language))
if not plans.is_empty():
    ui.show("facts", language, facts=wording.plans(plans, language))
    ui.show("target_links", language, links=ledger.links(plans, view))
if rows.is_empty():
    st.info(_("None of this area's documents states a numeric target; its tasks are tracked by text."))
else:
    standing = progress.counts(rows)
    ui.lead(wording.standing(standing, language), wording.as_of(publication, moment.as_of, rows, language))
    ui.show("tiles", language, counts=standing)

known = progress.attained(rows)
silent = rows.filter(pl.col("value").is_null() & pl.col("absence").is_not_null())
drawn = pl.concat([known, silent])
if not drawn.is_empty():
    finding = wording.attainments(known, language)
    st.header(finding, anchor=False)
    ui.show("legend", language, marks=ui.bullet_legend(language))
    ui.chart(
        bullets(drawn, language=language, colours=ui.palette(view)),
        finding=finding,
        key="bullets",
        language=language,
        table=tables.listing(drawn, language),
    )

points = reading.line(moment, area=area).filter(pl.col("value").is_not_null())
figures = reading.observations(moment, area=area)
compared = pl.col("target_id").is_in(points.get_column("target_id").unique().to_list())
if not points.is_empty():
    ui.show("legend", language, marks=ui.trajectory_legend(language))
for row in wording.rows(rows.filter(compared)):
    of_target = pl.col("target_id") == row["target_id"]
    targets.show(row, points.filter(of_target), figures.filter(of_target), view)
if not rows.filter(~compared).is_empty():
    targets.show_silent(rows.filter(~compared), figures, view)
if not rows.is_empty():
    ui.fold(tables.listing(rows, language), _("All targets as a table"))
