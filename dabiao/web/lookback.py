"""Looking back: how targets stood at every year's end, by what is known now and by what was known then."""

import polars as pl
import streamlit as st

from dabiao import progress, wording
from dabiao.periods import end_month, last_day
from dabiao.web import choices, reading, tables, ui
from dabiao.web.menu import OVERVIEW
from dabiao.web.view import Moment, View
from dabiao.wording import changes as words


def show(view: View, moment: Moment, plans: pl.DataFrame, since: str | None) -> None:
    """Show period judged × date judged for every document with targets.

    Args:
        view: the page's choices.
        moment: what is shown.
        plans: `dabiao.progress.areas` rows of the documents shown.
        since: what changes are counted from, None if from nothing.
    """
    _, language = view.gettext, view.language
    with_targets = plans.filter(pl.col("targets") > 0)
    years = choices.years(moment)
    days = {year: last_day(end_month(year)).isoformat() for year in years}
    framework = view.chosen("framework")

    def link(year: str, vintage: str) -> str:
        # A change leads from less to more: a date to count from lies before the vintage.
        kept = {"since": since} if since and (since.isdigit() or since < vintage) else {}
        return view.link(OVERVIEW, as_of=year, vintage=vintage, framework=framework, **kept)

    now = {year: link(year, moment.vintage) for year in years}
    then = {year: link(year, day) for year, day in days.items()}
    areas = tuple(sorted(set(with_targets["area_code"])))
    tallied = reading.tallies(moment, years, areas)
    rows = []
    for plan in wording.rows(with_targets):
        name = wording.name(plan, "area", language)
        rows.append((name, _("known now"), tables.years(tallied, plan, now, language)))
        seen = reading.seen(moment.publication, plan["area_code"], None, tuple(days.values()), years)
        at_the_time = progress.tallied_then(seen)
        rows.append((name, _("known at the time"), tables.years(at_the_time, plan, then, language)))
    st.header(_("Attainment by area and year"), anchor=False)
    ui.show(
        "years",
        language,
        years=[wording.period(year, language) for year in years],
        chosen=wording.period(moment.as_of, language),
        rows=rows,
        caption=_(
            "Targets achieved, on track and behind by figures up to each year's end, with the span of "
            "attainment: as known now, and as published by that day. Each cell opens that view."
        ),
    )


def points(moment: Moment, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the judged points of the areas that status rows are of (`dabiao.progress.line`)."""
    # Asked of no area, the frame has its columns and no rows.
    codes = rows["area_code"].unique().sort().to_list() or [""]
    return pl.concat([reading.line(moment, area=code) for code in codes])


def show_caught_up(view: View, caught: pl.DataFrame) -> None:
    """Show which targets are well now and were behind before (rows of `dabiao.progress.caught_up`)."""
    if caught.is_empty():
        return
    _ = view.gettext
    st.header(_("Behind before, caught up since ({count})").format(count=caught.height), anchor=False)
    facts = [words.caught_up(row, view.language) for row in wording.rows(caught)]
    ui.show("facts", view.language, facts=facts)
