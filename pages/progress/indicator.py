"""One indicator across areas and years: who stands where, since when, and what it may not be held against."""

import polars as pl
import streamlit as st

from dabiao import comparison, progress, wording
from dabiao.web import choices, compared, narrowing, playing, ranked, ui, waiting
from dabiao.web.menu import INDICATOR
from dabiao.web.view import View
from dabiao.wording import comparisons

view = View(INDICATOR)
_, language = view.gettext, view.language

title = st.empty()
with choices.row():
    publication = choices.publication(view)
    indicator = narrowing.indicator(view, publication)
    level = narrowing.level(view)
    province = narrowing.province(view, publication)
    moment = choices.moment(view, publication)
    unapproved = waiting.of_indicator(view, moment, indicator)
    choices.display(view)
rows = compared.within(compared.standings(moment, indicator), level, province)
axes = comparison.axes(rows)

notes, answer, tools = (
    st.container(),
    st.container(),
    st.container(horizontal=True, vertical_alignment="bottom", key="tools"),
)
with tools:
    shown, others = ranked.drawn(axes, narrowing.axis(view, axes))
    measure = narrowing.measure(view)
    whole = narrowing.whole(view, many=ranked.any_in_part(shown))
with notes:
    view.settle()
names = compared.indicators_named(publication, language)
title.title(names[indicator], anchor=False)
with answer:
    ui.show("facts", language, facts=compared.definition(publication, indicator, language))
    if rows.is_empty():
        st.info(_("No area in this selection has a target on this indicator."))
    else:
        standing = wording.standing(progress.counts(rows), language)
        ui.lead(standing, wording.as_of(publication, moment.as_of, rows, language))

years = compared.years(rows, choices.years(moment))


def show_year(year: str) -> None:
    """Show the rankings as of ``year``, of what is shown now."""
    then = compared.within(compared.standings(moment._replace(as_of=year), indicator), level, province)
    for axis in ranked.same(comparison.axes(then), shown):
        st.markdown(comparisons.axis(axis.rows.row(0, named=True), language))
        ranked.places(axis, view, whole=whole, key=f"year-{axis.key}")


if playing.playing(view):
    playing.run(view, years, show_year)
else:
    if axes:
        with tools:
            playing.start(view, years)
    for axis in shown:
        st.header(comparisons.axis(axis.rows.row(0, named=True), language), anchor=False)
        ranked.places(axis, view, whole=whole, key=f"places-{axis.key}")
        ranked.paths(axis, moment, measure, view, unapproved)
        ranked.spread(axis, view)
    ranked.others(others, view)
    waiting.show_list(view, moment, unapproved)
    published = compared.within(compared.figures(moment, indicator=indicator), level, province)
    ranked.without_target(comparison.untargeted(published, compared.standings(moment, indicator)), view)
    ranked.related(rows, compared.related(moment, indicator), view)
    if axes:
        caption = _("Every area with a target on {indicator}").format(indicator=names[indicator])
        st.header(caption, anchor=False)
        ui.show("standings", language, caption=caption, axes=compared.by_axis(axes, view))
        ranking = compared.exported(pl.concat([axis.rows for axis in axes]))
        ui.downloads(view, moment, ranking, names[indicator])
