"""The parts of the page on histories that decide of proposals: the one that is asked for, and all."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

import polars as pl
import streamlit as st

from dabiao import publications, returns, workspaces
from dabiao.returns import Desk
from dabiao.rights import Actor, holds, may
from dabiao.web import correcting, decided, reading, records, reviewing, staff, ui
from dabiao.web.correcting import WIDTH
from dabiao.web.figure_past import name_of, said
from dabiao.web.menu import HISTORY, OVERVIEW
from dabiao.web.view import View
from dabiao.wording import period
from dabiao.wording import returns as words

CHOICE: Final = "proposal"
"""Name of the choice in the address."""


def address(row: dict[str, Any]) -> str:
    """Return how a proposal stands in the address."""
    return f"{row['area_code']}{reviewing.BETWEEN}{row['number']}"


def link(view: View, row: dict[str, Any]) -> str:
    """Return the address at which a proposal is decided, beside the return and the figure that it is of."""
    choices = {CHOICE: address(row)}
    if row["kind"] == "figure":
        choices["return"] = reviewing.address(row["area_code"], row["quarter"])
        choices["figure"] = name_of((row["indicator_code"], row["series"]))
    return view.link(HISTORY, **choices)


def waiting(viewer: Actor, desk: Desk) -> dict[str, dict[str, Any]]:
    """Return the proposals that the viewer can decide (`dabiao.returns.to_decide`) by their addresses."""
    rows = returns.to_decide(viewer, desk).to_dicts() if holds(viewer, "review") else []
    return {address(row): row for row in rows}


def choose(
    view: View, desk: Desk, rows: pl.DataFrame, named: Mapping[str, dict[str, Any]]
) -> dict[str, Any] | None:
    """Let one of the proposals be chosen that wait for the viewer's decision; None without any.

    Args:
        view: the page's choices.
        desk: where returns are taken in.
        rows: `dabiao.returns.proposals` rows, decided ones among them.
        named: those that the viewer can decide (`waiting`).
    """
    _ = view.gettext
    # One that has been decided meanwhile, or is for others to decide, is in the list of all.
    means = {address(row): reviewing.NONE for row in rows.to_dicts() if address(row) not in named}
    if not named:
        if CHOICE in st.query_params:
            view.only(CHOICE, reviewing.NONE, means)
        return None
    areas = _areas(view, desk, (row["area_code"] for row in named.values()))
    chosen = view.choose(
        CHOICE,
        _("Correction to decide"),
        [reviewing.NONE, *named],
        reviewing.NONE,
        lambda one: _heading(named[one], areas, view) if one in named else _("None"),
        resets=("return", "figure"),
        means=means,
    )
    return named.get(chosen)


def show(view: View, viewer: Actor, desk: Desk, row: dict[str, Any]) -> None:
    """Show one proposal, and offer to decide of it.

    Args:
        view: the page's choices.
        viewer: who decides.
        desk: where returns are taken in.
        row: the proposal.
    """
    heading = view.gettext("Correction to decide")
    st.header(heading, anchor=False)
    _show_rows(view, desk, pl.DataFrame([row]), heading)
    _ask_decision(view, viewer, desk, row, _areas(view, desk, [row["area_code"]]))


def show_all(
    view: View,
    viewer: Actor,
    desk: Desk,
    rows: pl.DataFrame,
    named: Mapping[str, dict[str, Any]],
    above: dict[str, Any] | None,
) -> None:
    """Show the proposals, and offer to decide of those that the viewer can decide.

    Args:
        view: the page's choices.
        viewer: who looks.
        desk: where returns are taken in.
        rows: `dabiao.returns.proposals` rows, decided ones among them.
        named: those that the viewer can decide (`waiting`).
        above: the one that is shown on its own already.
    """
    _ = view.gettext
    st.header(_("Corrections and changes of targets"), anchor=False)
    if rows.is_empty():
        ui.lead(_("Nothing has been proposed."))
        return
    ordered = rows.sort("proposed_at", descending=True)
    _show_rows(view, desk, ordered, _("Corrections and changes of targets"))
    places, areas = desk.places, _areas(view, desk, rows["area_code"])
    for row in ordered.filter(pl.col("approved").is_null()).to_dicts():
        if address(row) in named:
            if above is None or address(above) != address(row):
                _ask_decision(view, viewer, desk, row, areas)
        elif row["proposed_by"] == viewer.user_id:
            place = places.get(row["area_code"])  # none once it has left the catalog: then nobody decides
            if place is not None and may(viewer, "review", place, "submitted"):
                st.caption(returns.OwnHandError().message(view.language))


def _areas(view: View, desk: Desk, codes: Iterable[str]) -> dict[str, str]:
    """Return what areas are called, by code: for all rows at once, as each look asks the database."""
    return {code: area[f"name_{view.language}"] for code, area in desk.areas_of(codes).items()}


def _show_rows(view: View, desk: Desk, rows: pl.DataFrame, caption: str) -> None:
    _, language = view.gettext, view.language
    names = staff.indicators(language)
    areas = _areas(view, desk, rows["area_code"])
    newest = publications.latest(desk.store)
    targets = {} if newest is None else reading.target_names(newest, language)
    records.show(
        caption,
        [_("No."), _("Of what"), _("Proposed"), _("Reason"), _("Who"), _("What was decided")],
        [
            (
                str(row["number"]),
                _subject(row, areas[row["area_code"]], names, targets, view),
                records.Cell(said(row, language), note=row["source"] or ""),
                row["reason"],
                records.Cell(row["proposed_by_name"], note=words.moment(row["proposed_at"])),
                _decision(row, view),
            )
            for row in rows.head(records.LIMIT).to_dicts()
        ],
        language,
        total=rows.height,
    )


def _ask_decision(
    view: View, viewer: Actor, desk: Desk, row: dict[str, Any], areas: Mapping[str, str]
) -> None:
    _ = view.gettext
    area_code, number = row["area_code"], row["number"]
    key = f"decide.{area_code}.{number}"
    st.markdown(f"**{_heading(row, areas, view)}**")
    reason = st.text_input(
        _("Reason, where it is refused"), key=f"{key}.reason", width=WIDTH, max_chars=returns.LONGEST_REASON
    )
    with st.container(horizontal=True):
        for approved, label in ((True, _("Approve")), (False, _("Refuse"))):
            if st.button(label, key=f"{key}.{approved}", type="primary" if approved else "secondary"):
                work = partial(
                    returns.decide, viewer, desk, area_code, number, approved=approved, reason=reason
                )
                text = _("The proposal is approved.") if approved else _("The proposal is refused.")
                correcting.do(view, partial(_decided, text, row, work))


def _decided(text: str, row: dict[str, Any], work: Callable[[], int | None]) -> None:
    as_of = row["quarter"] or workspaces.latest_quarter(reading.store())
    decided.remember([decided.Outcome(text, row["area_code"], as_of, work())])


def _subject(
    row: dict[str, Any], area: str, names: Mapping[str, str], targets: Mapping[str, str], view: View
) -> records.Cell:
    if row["kind"] == "target":
        named = targets.get(f"{row['area_code']}/{row['target_id']}", row["target_id"])
        return records.Cell(view.gettext("Target"), note=f"{area} · {named}")
    quarter = period(row["quarter"], view.language)
    return records.Cell(names.get(row["indicator_code"], row["indicator_code"]), note=f"{area} · {quarter}")


def _decision(row: dict[str, Any], view: View) -> records.Cell:
    _ = view.gettext
    if row["approved"] is None:
        return records.Cell(_("waiting"))
    word = _("approved") if row["approved"] else _("refused")
    note = (
        f"{row['decided_by_name']} {words.moment(row['decided_at'])} {row['decision_reason'] or ''}".strip()
    )
    if row["publication"] is None:
        return records.Cell(word, note=note)
    number = str(row["publication"])
    publication = _("No. {number}").format(number=number)
    return records.Cell(f"{word} · {publication}", note=note, link=view.link(OVERVIEW, publication=number))


def _heading(row: dict[str, Any], areas: Mapping[str, str], view: View) -> str:
    text = view.gettext("Proposal {number} of {area}")
    return text.format(number=row["number"], area=areas[row["area_code"]])
