"""The parts of the page on histories: every version of one figure, and the figures one has typed."""

from typing import Any, Final

import polars as pl
import streamlit as st

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import ObservationStatus
from dabiao.numbers import NOTHING, signed
from dabiao.returns import Cell, Desk, Form
from dabiao.returns.lines import Key
from dabiao.settings import Language
from dabiao.web import records, reviewing, staff, ui
from dabiao.web.menu import HISTORY, OVERVIEW
from dabiao.web.view import View
from dabiao.wording import period
from dabiao.wording import returns as words

BEGUN: Final = ("draft", "submitted", "sent_back", "approved", "amended")
BETWEEN: Final = "."


def choose_return(
    view: View, rows: pl.DataFrame, own: pl.DataFrame, proposal: dict[str, Any] | None
) -> tuple[str, str] | None:
    """Let one of the returns be chosen that hold anything; return its area and quarter.

    Args:
        view: the page's choices.
        rows: `dabiao.returns.completeness` rows.
        own: `dabiao.returns.own_figures` rows; the return of the latest of them is the first choice.
        proposal: a row of `dabiao.returns.proposals` that is looked at; then its return is.
    """
    _, language = view.gettext, view.language
    begun = rows.filter(pl.col("state").is_in(BEGUN)).sort("quarter", descending=True)
    names = {
        reviewing.address(row["area_code"], row["quarter"]): (
            f"{row[f'area_name_{language}']} · {period(row['quarter'], language)}"
        )
        for row in begun.to_dicts()
    }
    first = next(iter(names), reviewing.NONE)
    if own.height:
        latest = own.sort("done_at").row(-1, named=True)
        mine = reviewing.address(latest["area_code"], latest["quarter"])
        first = mine if mine in names else first
    if proposal is not None and proposal["kind"] == "figure":
        asked = reviewing.address(proposal["area_code"], proposal["quarter"])
        first = asked if asked in names else first
    options = {reviewing.NONE: _("None")} | names
    chosen = view.choose("return", _("Return"), list(options), first, options.__getitem__)
    if chosen == reviewing.NONE:
        return None
    area_code, _dot, quarter = chosen.partition(reviewing.BETWEEN)
    return area_code, quarter


def choose_figure(view: View, form: Form | None, proposal: dict[str, Any] | None) -> Cell | None:
    """Let one of the figures of a return be chosen that has a version; at first the one that is proposed."""
    if form is None:
        return None
    cells = {name_of(cell.key): cell for cell in form.cells if cell.version}
    if not cells:
        return None
    first = next(iter(cells))
    if proposal is not None and proposal["kind"] == "figure":
        asked = name_of((proposal["indicator_code"], proposal["series"]))
        first = asked if asked in cells else first
    chosen = view.choose(
        "figure",
        view.gettext("Indicator"),
        list(cells),
        first,
        lambda name: str(getattr(cells[name].line, f"name_{view.language}")),
    )
    return cells[chosen]


def name_of(key: Key) -> str:
    """Return how a figure stands in the address."""
    return BETWEEN.join(key)


def show_versions(view: View, form: Form, cell: Cell, rows: pl.DataFrame) -> None:
    """Show every version of one figure, the newest first.

    Args:
        view: the page's choices.
        form: the return.
        cell: the figure.
        rows: `dabiao.returns.figure_history` rows.
    """
    _, language = view.gettext, view.language
    name = getattr(cell.line, f"name_{language}")
    heading = _("{name}, {period}").format(name=name, period=period(form.quarter, language))
    st.header(heading, anchor=False)
    if rows.is_empty():
        ui.lead(_("Nothing you may read has happened to this figure yet."))
        return
    ui.lead(
        catalog(language)
        .ngettext("{count} step, the latest first.", "{count} steps, the latest first.", rows.height)
        .format(count=rows.height)
    )
    records.show(
        heading,
        [
            _("When (China time)"),
            _("What happened"),
            _("Figure"),
            _("Who"),
            _("Reason or explanation"),
            _("Receipt"),
            _("In publication"),
        ],
        [
            (
                records.Cell(words.moment(row["done_at"]), whole=True),
                words.event_name(row["event"], language),
                records.Cell(said(row, language), note=_counted(row, cell, language)),
                row["done_by_name"],
                records.Cell(row["reason"] or row["explanation"] or "", note=row["source"] or ""),
                records.Cell(row["receipt"] or NOTHING, whole=True),
                _publication(view, row),
            )
            for row in reversed(rows.to_dicts())
        ],
        language,
    )


def show_own(view: View, own: pl.DataFrame, desk: Desk) -> None:
    """Show the figures that the viewer has typed, as they stand, each leading to its history.

    Args:
        view: the page's choices.
        own: `dabiao.returns.own_figures` rows.
        desk: where returns are taken in.
    """
    _, language = view.gettext, view.language
    st.header(_("Figures you have typed"), anchor=False)
    if own.is_empty():
        ui.lead(_("You have not typed any figure yet."))
        return
    names, areas = staff.indicators(language), desk.areas_of(own["area_code"])
    current = desk.places
    figure = ["area_code", "quarter", "indicator_code", "series"]
    latest = own.group_by(figure, maintain_order=True).last().sort("done_at", descending=True)
    records.show(
        _("Figures you have typed"),
        [_("Indicator"), _("Area"), _("Quarter"), _("Figure"), _("What happened last"), _("Who")],
        [
            (
                records.Cell(
                    names.get(row["indicator_code"], row["indicator_code"]),
                    link=_address(view, row) if row["area_code"] in current else "",
                ),
                areas[row["area_code"]][f"name_{language}"],
                records.Cell(period(row["quarter"], language), whole=True),
                said(row, language),
                records.Cell(words.event_name(row["event"], language), note=words.moment(row["done_at"])),
                row["done_by_name"],
            )
            for row in latest.head(records.LIMIT).to_dicts()
        ],
        language,
        total=latest.height,
    )


def _address(view: View, row: dict[str, Any]) -> str:
    choices = {
        "return": reviewing.address(row["area_code"], row["quarter"]),
        "figure": name_of((row["indicator_code"], row["series"])),
    }
    return view.link(HISTORY, **choices)


def said(row: dict[str, Any], language: Language) -> str:
    """Return what a version of a figure, or a proposal, says: digits or the name of an absence."""
    if row["absence"] in ("M", "Q"):
        return terms.absence_label(row["absence"], language)
    amount = "0" if row["absence"] == "zero" else row.get("amount") or row["given"]
    if amount is None:
        return terms.absence_label(ObservationStatus.NOT_REPORTED, language)
    return signed(str(amount))


def _counted(row: dict[str, Any], cell: Cell, language: Language) -> str:
    """Return what the digits of a version count: what was typed until it was handed in."""
    if row["absence"] is not None or row["given"] is None:
        return ""
    if row["amount"] is not None:
        mode = "increment" if cell.line.basis == "flow" else "total"
        return words.mode_name(mode, cell.line.basis, language)
    return words.mode_name(row["mode"], cell.line.basis, language)


def _publication(view: View, row: dict[str, Any]) -> records.Cell:
    if row["publication"] is None:
        return records.Cell(NOTHING)
    number = str(row["publication"])
    return records.Cell(
        view.gettext("No. {number}").format(number=number), link=view.link(OVERVIEW, publication=number)
    )
