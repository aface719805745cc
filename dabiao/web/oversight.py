"""The parts of the page on completeness: where every return stands, and who is to be chased."""

from collections import Counter
from typing import Any, Final

import polars as pl
import streamlit as st

from dabiao.locale import catalog
from dabiao.numbers import NOTHING
from dabiao.returns import Desk
from dabiao.rights import Actor, Place, could, may
from dabiao.settings import Language
from dabiao.web import records, ui
from dabiao.web.menu import RETURN, REVIEW
from dabiao.web.records import Cell
from dabiao.web.reviewing import address
from dabiao.web.view import View
from dabiao.wording import oversight as words
from dabiao.wording import period
from dabiao.wording import returns as named

ALL: Final = "all"
"""Stands for every province or quarter in the address."""
COUNTRY_LEVEL: Final = "country"

DOWNLOADED: Final = (
    "area_code",
    "area_name_zh",
    "area_name_en",
    "level",
    "quarter",
    "state",
    "due_on",
    "days_late",
    "locks_on",
    "excepted",
    "receipt",
    "submitted_at",
    "submitted_late",
)


def choose_province(view: View, names: dict[str, str]) -> str | None:
    """Let one of the provinces be chosen whose returns are seen; none stands for all of them.

    Args:
        view: the page's choices.
        names: of the provinces by code.
    """
    _ = view.gettext
    options = {ALL: _("All provinces")} | names
    chosen = view.choose("province", _("Province"), list(options), ALL, options.__getitem__)
    return None if chosen == ALL else chosen


def choose_quarter(view: View, quarters: list[str]) -> str | None:
    """Let one of the quarters be chosen that the list to chase is about; none stands for all of them."""
    _ = view.gettext
    chosen = view.choose(
        "quarter",
        _("Quarter"),
        [ALL, *quarters],
        ALL,
        lambda code: _("All quarters") if code == ALL else period(code, view.language),
    )
    return None if chosen == ALL else chosen


def show_progress(rows: pl.DataFrame, desk: Desk, language: Language) -> None:
    """Say how far the returns have come."""
    late = int(rows["late"].sum())
    ui.lead(words.progress(Counter(rows["state"]), late, desk.today, language))


def show_matrix(view: View, viewer: Actor, desk: Desk, rows: pl.DataFrame) -> None:
    """Show where the return of every area stands in every quarter.

    Args:
        view: the page's choices.
        viewer: who looks; what they may review leads to its review, what they may only read to the return.
        desk: where returns are taken in.
        rows: `dabiao.returns.completeness` rows.
    """
    language = view.language
    quarters = sorted(rows["quarter"].unique())
    at = {(row["area_code"], row["quarter"]): row for row in rows.to_dicts()}
    places = desk.places
    areas = rows.select("area_code", "level", f"area_name_{language}").unique(maintain_order=True)
    ui.show(
        "completeness",
        language,
        caption=catalog(language).gettext("Where the return of every area stands in every quarter"),
        legend=_legend(rows, language),
        quarters=[
            {
                "name": period(quarter, language),
                "due": catalog(language).gettext("due {date}").format(date=desk.quarter(quarter).due_on),
            }
            for quarter in quarters
        ],
        rows=[
            (
                name,
                "" if level == COUNTRY_LEVEL else code,
                [_cell(view, at.get((code, quarter)), viewer, places[code]) for quarter in quarters],
            )
            for code, level, name in areas.iter_rows()
        ],
    )


def _cell(view: View, row: dict[str, Any] | None, viewer: Actor, place: Place) -> dict[str, Any] | None:
    if row is None:
        return None
    language, state = view.language, row["state"]
    _ = view.gettext
    notes = []
    if row["late"]:
        late = catalog(language).ngettext("{days} day late", "{days} days late", row["days_late"])
        notes.append(late.format(days=row["days_late"]))
    if row["submitted_late"]:
        notes.append(_("handed in late"))
    if row["excepted"]:
        notes.append(_("open until {date}").format(date=row["locks_on"]))
    return {
        "state": "late" if row["late"] else state,
        "shape": named.STATE_SHAPES[state] + (named.LATE_SHAPE if row["late"] else ""),
        "word": named.state_name(state, language),
        "notes": notes,
        "quarter": period(row["quarter"], language),
        "link": _link(view, row, viewer, place),
    }


def _link(view: View, row: dict[str, Any], viewer: Actor, place: Place) -> str:
    """Return where a return can be seen by the viewer: where it is reviewed, else as it is; else nothing."""
    if row["receipt"] is not None and could(viewer, "review", place):
        return view.link(REVIEW, **{"return": address(row["area_code"], row["quarter"])})
    if may(viewer, "read_unapproved", place, row["state"]) or could(viewer, "enter", place):
        return view.link(RETURN, area=row["area_code"], quarter=row["quarter"])
    return ""


def _legend(rows: pl.DataFrame, language: Language) -> list[dict[str, Any]]:
    """Return the states with shape, name and how many returns are in each, and the mark of what is late."""
    counts = Counter(rows["state"])
    late = int(rows["late"].sum())
    states = [
        {
            "state": state,
            "shape": shape,
            "name": named.state_name(state, language),
            "count": counts[state],
        }
        for state, shape in named.STATE_SHAPES.items()
    ]
    overdue = catalog(language).gettext("overdue")
    return [*states, {"state": "late", "shape": named.LATE_SHAPE, "name": overdue, "count": late}]


def show_chase(view: View, desk: Desk, rows: pl.DataFrame) -> None:
    """Show the returns that are due and not handed in, and offer them as files.

    Args:
        view: the page's choices.
        desk: where returns are taken in.
        rows: `dabiao.returns.to_chase` rows.
    """
    _, language = view.gettext, view.language
    st.header(_("To chase"), anchor=False)
    longest = int(rows["days_late"][0]) if rows.height else 0
    ui.lead(words.chase(rows.height, rows["area_code"].n_unique(), longest, language))
    if rows.is_empty():
        return
    records.show(
        _("To chase"),
        [_("Area"), _("Quarter"), _("Days late"), _("State"), _("Due on"), _("Locked after")],
        [
            (
                Cell(row[f"area_name_{language}"], note=row["area_code"]),
                Cell(period(row["quarter"], language), whole=True),
                str(row["days_late"]),
                named.state_label(row["state"], language),
                Cell(row["due_on"].isoformat(), whole=True),
                Cell(
                    row["locks_on"].isoformat() if row["locks_on"] else NOTHING,
                    note=_("exception granted") if row["excepted"] else "",
                    whole=True,
                ),
            )
            for row in rows.head(records.LIMIT).to_dicts()
        ],
        language,
        total=rows.height,
    )
    ui.downloads(view, desk.publication, rows.select(DOWNLOADED), _("Returns to chase"), needs="chase")


def show_files(view: View, desk: Desk, rows: pl.DataFrame) -> None:
    """Offer the matrix as files, a row for each return."""
    title = view.gettext("Progress of returns")
    ui.downloads(view, desk.publication, rows.select(DOWNLOADED), title, needs="chase")
