"""Where do we stand: the targets of every area at one moment."""

import streamlit as st

from dabiao import progress, wording
from dabiao.charts.attainment import attainment_by_area
from dabiao.web import choices, reading, tables, ui
from dabiao.web.menu import AREA, OVERVIEW
from dabiao.web.view import View

view = View(OVERVIEW)
_, language = view.gettext, view.language

st.title(_("Overview"))
with choices.row():
    publication = choices.publication(view)
    framework = choices.framework(view, publication)
    moment = choices.moment(view, publication)
    choices.display(view)
view.settle()

rows = reading.status(moment, framework=framework)
known = progress.attained(rows)
standing = progress.counts(rows)
plans = reading.plans(publication, framework)

ui.lead(wording.standing(standing, language), wording.as_of(publication, moment.as_of, rows, language))
ui.show("tiles", language, counts=standing)

left, right = st.columns([3, 2], gap="large")
with left:
    finding = wording.attainments(known, language)
    st.subheader(finding)
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
with right:
    behind = progress.furthest_behind(rows)
    st.subheader(wording.behind(behind, rows, language))
    ui.show("behind", language, rows=tables.behind(behind, language))
    st.subheader(_("How complete and how old the figures are"))
    ui.show("facts", language, facts=wording.coverage(progress.completeness(rows), plans, language))

st.subheader(_("Attainment by area and year"))
years = choices.years(moment)
ui.show(
    "years",
    language,
    years=[wording.period(year, language) for year in years],
    chosen=wording.period(moment.as_of, language),
    rows=tables.years(
        reading.tallies(moment, years, framework=framework),
        plans,
        years,
        language,
    ),
    caption=_(
        "Targets achieved, on track and behind by figures up to each year's end, with the span of attainment"
    ),
)

areas, matrix = tables.matrix(rows, language, lambda area: view.link(AREA, area=area))
st.subheader(_("Every indicator in every area"))
ui.show("matrix", language, areas=areas, rows=matrix, caption=wording.silent(rows, language))

ui.fold(tables.listing(rows, language), _("All targets as a table"))
