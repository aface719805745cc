"""What changed since another publication, or since a date by which less was known."""

from typing import Any

import polars as pl
import streamlit as st

from dabiao import terms, wording
from dabiao.locale import catalog
from dabiao.model import Change
from dabiao.progress import since as comparing
from dabiao.settings import Language
from dabiao.web import choices, reading, ui
from dabiao.web.menu import TARGET
from dabiao.web.view import Moment, View
from dabiao.wording import changes as words
from dabiao.wording import sources

SHOWN: int = 8
"""Targets of one kind of change that are told one by one; the table under them has all."""


def choose(view: View, moment: Moment) -> str | None:
    """Return what to compare with: number of an earlier publication, or a date; None if there is neither."""
    _ = view.gettext
    known = reading.earlier(moment.publication)["number"]
    dates = reading.vintages(moment.publication)
    options = comparing.offered(moment.publication, known, dates, moment.vintage)
    if not options:
        return None
    published = _publications(moment, view)
    return view.choose(
        *("since", _("Changes since"), options, options[0]),
        lambda one: published.get(one) or _("known by {date}").format(date=one),
    )


def _publications(moment: Moment, view: View) -> dict[str, str]:
    return choices.publication_names(reading.earlier(moment.publication), view.language)


def name(since: str, moment: Moment, view: View) -> str:
    """Return what ``moment`` is compared with, in words."""
    _ = view.gettext
    return _publications(moment, view).get(since) or _("what was known by {date}").format(date=since)


def before(moment: Moment, since: str) -> Moment:
    """Return the moment that ``since`` means: an earlier publication, or what this one knew by a date."""
    publication, vintage = comparing.before(since, moment.publication, moment.vintage)
    return moment._replace(publication=publication, vintage=vintage)


def show(view: View, moment: Moment, since: str | None, rows: pl.DataFrame, framework: str | None) -> None:
    """Show what became of targets since then: finding, weightiest changes, and all of them as a table.

    Args:
        view: the page's choices.
        moment: what is shown.
        since: what it is compared with, as `choose` returned it.
        rows: status rows at ``moment``, of the areas shown.
        framework: id of the one framework shown, None for all.
    """
    _, language = view.gettext, view.language
    if since is None:
        st.header(_("What has changed"), anchor=False)
        st.info(_("This is the first publication, and no source in it has a date: nothing to compare with."))
        return
    then = before(moment, since)
    plans = reading.plans(then.publication, framework)
    changed = comparing.compared(rows, reading.status(then, framework=framework), plans)
    st.header(words.changes_finding(changed, name(since, moment, view), language), anchor=False)
    gains = comparing.gains_undated(since, moment.vintage)
    undated = reading.undated(moment.publication) if gains else 0
    if undated:
        st.caption(sources.undated_new(undated, language))
    # New figures that change no status are told one by one only while they are few.
    few = changed.filter(pl.col("change") == str(Change.VALUE)).height <= SHOWN
    told = changed if few else changed.filter(pl.col("change") != str(Change.VALUE))
    if not told.is_empty():
        ui.show("changes", language, groups=groups(told, view, SHOWN), meetings=False)
    if not changed.is_empty():
        ui.fold(listing(changed, language), _("All changes as a table"))
        ui.downloads(view, moment, changed, _("Changes"))


def groups(changed: pl.DataFrame, view: View, limit: int, **choices: str) -> list[dict[str, Any]]:
    """Return changes by kind for the template ``changes``, the weightiest first.

    Args:
        changed: `dabiao.progress.changed` rows.
        view: the page's choices.
        limit: how many targets of one kind are told.
        choices: of the addresses of the targets, beside the view's own.
    """
    kinds = [change for change in Change if str(change) in set(changed["change"])]
    return [_group(changed, change, view, limit, choices) for change in kinds]


def _group(
    changed: pl.DataFrame, change: Change, view: View, limit: int, choices: dict[str, str]
) -> dict[str, Any]:
    found = changed.filter(pl.col("change") == str(change))
    return {
        "heading": f"{terms.change_name(change, view.language)} ({found.height})",
        "more": max(0, found.height - limit),
        "rows": [
            {
                "heading": f"{wording.name(row, 'area', view.language)} · "
                f"{wording.name(row, 'indicator', view.language)}",
                "status": row["status"] or row["status_before"],
                "sentence": words.change(row, view.language),
                "steps": [],
                "link": view.link(TARGET, area=row["area_code"], target=row["target_id"], **choices),
            }
            for row in wording.rows(found.head(limit))
        ],
    }


def listing(changed: pl.DataFrame, language: Language) -> list[dict[str, str]]:
    """Return `dabiao.progress.changed` rows as a table of texts."""
    _ = catalog(language).gettext
    return [
        {
            _("Change"): terms.change_name(row["change"], language),
            _("Area"): wording.name(row, "area", language),
            _("Framework"): wording.name(row, "framework", language),
            _("Indicator"): wording.name(row, "indicator", language),
            _("Before → now"): words.change(row, language),
        }
        for row in wording.rows(changed)
    ]
