"""Areas or documents side by side: what each has set itself, and how far it came."""

import streamlit as st

from dabiao import comparison, progress
from dabiao.charts.compare import side_by_side
from dabiao.web import abreast, choices, compared, narrowing, ranked, ui
from dabiao.web.data import contradictions
from dabiao.web.menu import COMPARE
from dabiao.web.view import View
from dabiao.wording import beside, comparisons

view = View(COMPARE)
_, language = view.gettext, view.language

ui.title(_("Compare"))
with choices.row():
    publication = choices.publication(view)
    mode = narrowing.mode(view)
    columns = narrowing.columns(view, publication, mode)
    moment = choices.moment(view, publication)
    choices.display(view)
view.settle()

by, key = abreast.KEYS[mode]
targets = abreast.targets(moment, key, columns)
areas = columns if by == "area" else targets["area_code"].unique().sort().to_list()
published = compared.figures(moment, areas=tuple(areas))
rows = comparison.standings(targets, published, moment.as_of)
alone = comparison.untargeted(published, rows) if by == "area" else published.clear()

if mode == "province" and not columns:
    st.info(_("No province has cities with a document, a target or a figure."))
elif len(columns) < 2:
    st.info(_("Choose at least two to put side by side."))
elif rows.is_empty() and alone.is_empty():
    st.info(_("None of them has a target or a published figure up to this moment."))
else:
    ui.lead(beside.side_by_side(rows, len(columns), key, language))
    cities = abreast.cities_beside_province(published)
    ui.show("facts", language, facts=comparisons.apart(cities, language))

    known = progress.attained(rows)
    st.header(_("Where the same is counted in the same way"), anchor=False)
    ui.show("facts", language, facts=beside.leads(comparison.alike(rows, key), by, language))

    if known.is_empty():
        st.info(_("No target has both a baseline and a later figure at this moment."))
    else:
        finding = beside.compared_chart(known, by, language)
        st.header(finding, anchor=False)
        ui.show("legend", language, marks=ranked.lanes_legend(language))
        ui.chart(
            side_by_side(known, columns, by=by, language=language, colours=ui.palette(view)),
            finding=finding,
            key="compared",
            language=language,
            table=abreast.listing(known, language),
        )

    caption = _("Target, value, attainment and status side by side")
    st.header(caption, anchor=False)
    heads = abreast.heads(publication, columns, by, view)
    table = abreast.side_by_side(rows, alone, columns, key, view)
    ui.show("compared", language, caption=caption, columns=heads, rows=table)
    ui.downloads(view, moment, compared.exported(rows), _("Targets side by side"))
    if not alone.is_empty():
        ui.downloads(view, moment, compared.exported(alone), _("Figures without a target"))
    contradictions.concerning(areas, view, moment)
