"""The choices that several pages offer: publication, framework, area, moment, language, colours."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dabiao import workspaces
from dabiao.charts.theme import COLOUR_SETS
from dabiao.locale import catalog
from dabiao.method import RULES_VERSION
from dabiao.periods import CHINA
from dabiao.progress import LATEST
from dabiao.settings import Language, settings
from dabiao.terms import N_
from dabiao.web import reading
from dabiao.web.view import LANGUAGE_NAMES, LANGUAGES, Moment, Newer, View, page_language
from dabiao.wording import period as period_text
from dabiao.wording import sources
from dabiao.wording.method import changed_since

COLOUR_SET_NAMES: Final = {
    "safe": N_("For any vision"),
    "traffic": N_("Traffic lights"),
    "festive": N_("Red is good"),
}


def row() -> DeltaGenerator:
    """Return the row that holds a page's choices; on a phone some of them wait behind a tick."""
    held = st.container(horizontal=True, vertical_alignment="bottom", key="choices")
    text = catalog(page_language()).gettext("All choices")
    held.html(f'<label class="db-more-choices"><input type="checkbox">{text}</label>')
    return held


def publication(view: View) -> int:
    """Return the publication the view shows: the address's, else the latest; stop when there is none."""
    _ = view.gettext
    known = reading.all_publications()
    if known.is_empty():
        st.info(_("Nothing has been published yet. Load the data with: python -m etl build"))
        st.stop()
    names = publication_names(known, view.language)
    numbers = list(names)
    chosen = int(view.choose("publication", _("Publication"), numbers, numbers[0], names.__getitem__))
    if chosen < int(numbers[0]):
        view.newer = Newer(names[str(chosen)], numbers[0], names[numbers[0]])
    if reading.areas(chosen).is_empty():
        st.info(_("This publication holds no policy document."))
        st.stop()
    return chosen


def known_publications(view: View) -> pl.DataFrame:
    """Return the publications there are, newest first; up to the one that who came by a link is held to."""
    known = reading.all_publications()
    pinned = None if view.held is None else view.held.publication
    return known if pinned is None else known.filter(pl.col("number") <= pinned)


def publication_names(known: pl.DataFrame, language: Language) -> dict[str, str]:
    """Return number → number and date of publications (rows of `publications.publications`).

    The time of day is told where several were published on one day.
    """
    _ = catalog(language).gettext
    times = {row["number"]: row["published_at"].astimezone(CHINA) for row in known.to_dicts()}
    on_a_day = Counter(time.date() for time in times.values())
    return {
        str(number): _("No. {number} of {date}").format(
            number=number, date=time.strftime("%Y-%m-%d %H:%M" if on_a_day[time.date()] > 1 else "%Y-%m-%d")
        )
        for number, time in times.items()
    }


def publication_name(names: Mapping[str, str], number: int, language: Language) -> str:
    """Return one of `publication_names`, or that it is gone, as after a restore."""
    missing = catalog(language).gettext("No. {number}, which is not on record here")
    return names.get(str(number)) or missing.format(number=number)


def framework(view: View, publication: int) -> str | None:
    """Return the framework whose targets the view shows; none stands for all of them."""
    _ = view.gettext
    plans = reading.areas(publication).filter(pl.col("targets") + pl.col("targets_below") > 0)
    names = {
        row["framework_id"]: f"{row[f'area_name_{view.language}']} · {row[f'short_{view.language}']}"
        for row in plans.to_dicts()
    }
    chosen = view.choose(
        "framework",
        _("Framework"),
        ["all", *names],
        "all",
        lambda key: names.get(key, _("All frameworks")),
    )
    return None if chosen == "all" else chosen


def area(view: View, publication: int, *, resets: Sequence[str] = ()) -> str:
    """Return the area the view shows, of those with a framework or a target.

    At first it is a province, the one with the newest targets.

    Args:
        view: the page's choices.
        publication: whose areas there are.
        resets: choices that were made within the area.
    """
    plans = reading.areas(publication)
    name = ["area_code", f"area_name_{view.language}"]
    known = pl.concat([plans.select(name), reading.areas_with_targets(publication).select(name)])
    names = dict(known.unique().sort("area_code").iter_rows())
    newest = plans.sort(pl.col("targets") > 0, pl.col("level") == "province", "issued_on")
    return view.choose(
        "area",
        view.gettext("Area"),
        list(names),
        newest["area_code"][-1],
        names.__getitem__,
        resets=resets,
    )


def moment(view: View, publication: int) -> Moment:
    """Return the moment the view shows: by default everything known up to the latest complete quarter.

    Offered are the ends of the years since the first plan and, for what was known then, of those in which
    sources appeared.
    """
    _ = view.gettext
    latest = workspaces.latest_quarter(reading.store())
    # One year before the latest at least: a slider needs two ends.
    first = min(_first_year(publication), int(latest[:4]) - 1)
    offered = [*(str(year) for year in range(first, int(latest[:4]))), latest]
    as_of = view.choose(
        "as_of",
        _("As of"),
        view.as_of_options(offered),
        latest,
        lambda code: period_text(code, view.language),
        widget=st.select_slider,
    )
    vintage = view.choose(
        "vintage",
        _("Figures known"),
        view.vintage_options(reading.vintages(publication)),
        LATEST,
        lambda date: _("all of this publication") if date == LATEST else _("by {date}").format(date=date),
    )
    chosen = Moment(publication, as_of, vintage)
    view.provenance = provenance(chosen, view.language)
    undated = reading.undated(publication) if vintage != LATEST else 0
    if undated:
        view.tell(sources.undated_left_out(undated, view.language))
    rules = reading.rules(publication)
    if rules != RULES_VERSION:
        view.tell(changed_since(RULES_VERSION, rules, publication, view.language))
    return chosen


def provenance(moment: Moment, language: Language) -> str:
    """Return what a page, a printed sheet or a saved chart is a function of, in one line."""
    _ = catalog(language).gettext
    parts = [
        _("Dabiao"),
        _("Publication No. {number}").format(number=moment.publication),
        _("as of {period}").format(period=period_text(moment.as_of, language)),
    ]
    if moment.vintage != LATEST:
        parts.append(_("figures known by {date}").format(date=moment.vintage))
    if settings().workspace == "demo":
        parts.append(_("demonstration data"))
    return " · ".join(parts)


def years(moment: Moment) -> tuple[str, ...]:
    """Return the periods of a replay: the end of every year since the first plan, and the as-of itself."""
    whole = [str(year) for year in range(_first_year(moment.publication), int(moment.as_of[:4]))]
    return (*whole, moment.as_of)


def _first_year(publication: int) -> int:
    return int(str(reading.areas(publication).get_column("plan_start").min())[:4])


def display(view: View) -> None:
    """Show how the page is shown: its language and the colours of statuses."""
    _ = view.gettext
    view.choose(
        "language",
        _("Language"),
        LANGUAGES,
        view.language,
        LANGUAGE_NAMES.__getitem__,
        widget=st.segmented_control,
    )
    view.choose("colours", _("Colours"), COLOUR_SETS, COLOUR_SETS[0], lambda name: _(COLOUR_SET_NAMES[name]))
