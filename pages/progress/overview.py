"""Where do we stand: the documents' targets at one moment, what changed, and how it was before."""

import streamlit as st

from dabiao import progress, wording
from dabiao.charts.attainment import attainment_by_area
from dabiao.web import changes, choices, due, lookback, map, overdue, reading, tables, ui
from dabiao.web.menu import OVERVIEW
from dabiao.web.view import View

view = View(OVERVIEW)
_, language = view.gettext, view.language

ui.title(_("Overview"))
with choices.row():
    publication = choices.publication(view)
    framework = choices.framework(view, publication)
    moment = choices.moment(view, publication)
    since = changes.choose(view, moment)
    choices.display(view)
view.settle()
due.show(view)

plans = reading.plans(publication, framework)
stated = progress.of_documents(reading.status(moment, framework=framework), plans)
rows = reading.with_absences(moment, stated)
known = progress.attained(rows)
standing = progress.counts(rows)

dated = wording.dated(rows, language)
as_of = wording.as_of(publication, moment.as_of, rows, language)
ui.lead(wording.standing(standing, language), as_of, *([dated] if dated else []))
ui.show("tiles", language, counts=standing)
overdue.show(view)

left, right = st.columns([3, 2], gap="large")
with left:
    finding = wording.attainments(known, language)
    st.header(finding, anchor=False)
    if known.is_empty():
        st.info(_("No target has both a baseline and a later figure at this moment."))
    else:
        ui.chart(
            attainment_by_area(known, language=language, colours=ui.palette(view)),
            finding=finding,
            key="attainment",
            language=language,
            table=tables.listing(known, language),
        )
    caught = progress.caught_up(rows, lookback.points(moment, rows))
    with st.container(key="caught_up"):
        lookback.show_caught_up(view, caught)
with right:
    behind = progress.furthest_behind(rows)
    st.header(wording.behind(behind, rows, language), anchor=False)
    ui.show("behind", language, rows=tables.behind(behind, view))
    st.header(_("How complete and how old the figures are"), anchor=False)
    ui.show("facts", language, facts=wording.coverage(progress.completeness(rows), plans, language))

changes.show(view, moment, since, rows, framework)
lookback.show(view, moment, plans, since)

areas, matrix = tables.matrix(rows, view, late=set(caught.select("area_code", "target_id").iter_rows()))
st.header(_("Every indicator in every area"), anchor=False)
ui.show("matrix", language, areas=areas, rows=matrix, caption=wording.silent(rows, language))
map.show(view, moment, framework)

ui.fold(tables.listing(rows, language), _("All targets as a table"))
ui.downloads(view, moment, rows, _("Targets and their status"))
