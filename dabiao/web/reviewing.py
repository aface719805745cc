"""The parts of the page on review: what waits, one return cell by cell, and what is decided of it."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final

import polars as pl
import streamlit as st

from dabiao import returns, terms, wording
from dabiao.locale import catalog
from dabiao.numbers import NOTHING, signed
from dabiao.returns import Cell, Decision, Desk, Form, ReturnError
from dabiao.returns.history import Point
from dabiao.returns.lines import Key, Line
from dabiao.rights import Actor, DeniedError
from dabiao.settings import Language
from dabiao.store import StoreError
from dabiao.web import decided, records, ui
from dabiao.web.holding import hold
from dabiao.web.menu import HISTORY, REVIEW
from dabiao.web.view import View
from dabiao.wording import period
from dabiao.wording import returns as words
from dabiao.wording.series import series

NONE: Final = "none"
"""Stands in the address where no return is looked at."""
BETWEEN: Final = "."
"""Between the code of an area and a quarter in the address."""
APPROVE: Final = "approve"
SEND_BACK: Final = "send_back"


def address(area_code: str, quarter: str) -> str:
    """Return how a return stands in the address."""
    return f"{area_code}{BETWEEN}{quarter}"


def choose(view: View, waiting: pl.DataFrame, handed_in: pl.DataFrame) -> tuple[str, str] | None:
    """Let a return be chosen; return its area and quarter.

    Args:
        view: the page's choices.
        waiting: `dabiao.returns.queue` rows; the first of them is looked at unless another is asked for.
        handed_in: rows of all returns that were handed in (area_code, area_name_*, quarter).
    """
    _, language = view.gettext, view.language
    every = pl.concat(
        [each.select("area_code", f"area_name_{language}", "quarter") for each in (waiting, handed_in)]
    )
    names = {
        address(code, quarter): f"{name} · {period(quarter, language)}"
        for code, name, quarter in every.unique(maintain_order=True).iter_rows()
    }
    options = {NONE: _("None")} | names
    first = next(iter(names)) if waiting.height else NONE
    chosen = view.choose("return", _("Return"), list(options), first, options.__getitem__)
    if chosen == NONE:
        return None
    area_code, _dot, quarter = chosen.partition(BETWEEN)
    return area_code, quarter


def show_queue(view: View, waiting: pl.DataFrame, corrections: Sequence[tuple[str, str, str]]) -> None:
    """Show what waits for a decision of the viewer, the earliest due first.

    Args:
        view: the page's choices.
        waiting: `dabiao.returns.queue` rows.
        corrections: what waits besides (`dabiao.web.due.corrections`).
    """
    _, language = view.gettext, view.language
    if corrections:
        ui.show("due", language, rows=corrections)
    if waiting.is_empty():
        ui.lead(_("Nothing is waiting for your review."))
        return
    ui.lead(words.to_review(waiting.height, language))
    records.show(
        _("Waiting for review"),
        [
            _("Area"),
            _("Quarter"),
            _("Due on"),
            _("Handed in"),
            _("Days waiting"),
            _("With a figure"),
            _("Not reported"),
            _("With rule messages"),
            _("With explanation"),
        ],
        [
            (
                records.Cell(
                    row[f"area_name_{language}"],
                    link=view.link(REVIEW, **{"return": address(row["area_code"], row["quarter"])}),
                ),
                records.Cell(period(row["quarter"], language), whole=True),
                records.Cell(row["due_on"].isoformat(), whole=True),
                records.Cell(words.moment(row["submitted_at"]), note=row["submitted_by_name"]),
                str(row["days_waiting"]),
                records.Cell(
                    str(row["figures"]),
                    note=_("{count} not applicable or withheld").format(count=row["absent"])
                    if row["absent"]
                    else "",
                ),
                str(row["blank"]),
                str(row["with_rules"]),
                str(row["explained"]),
            )
            for row in waiting.to_dicts()
        ],
        language,
    )


def show_return(view: View, viewer: Actor, desk: Desk, form: Form) -> None:
    """Show one return and what can be decided of it.

    Args:
        view: the page's choices.
        viewer: who reviews.
        desk: where returns are taken in.
        form: the return as the viewer may see it.
    """
    _, language = view.gettext, view.language
    st.header(words.title(form.area, form.quarter, language), anchor=False)
    receipt = form.receipt
    state = words.state_label(form.state, language, days_late=form.days_late)
    ui.lead(
        state,
        words.counted(returns.Counts.of(cell.entry for cell in form.cells), language),
        _("Due on {date}").format(date=form.due_on),
        *(
            [
                _("Receipt {number}, handed in by {name} at {time}").format(
                    number=receipt.number, name=receipt.submitted_by, time=words.moment(receipt.submitted_at)
                )
            ]
            if receipt
            else []
        ),
    )
    open_to = [cell for cell in form.cells if cell.decidable]
    hold("review", language, [_mark(form, cell.key) for cell in open_to])
    own = [cell for cell in open_to if cell.last is not None and cell.last.done_by == viewer.user_id]
    if own:
        st.warning(returns.OwnHandError().message(language))
    for cell in form.cells:
        with st.container(key=f"review-{cell.key[0]}-{cell.key[1]}", gap="xxsmall"):
            choices = {
                "return": address(form.area["code"], form.quarter),
                "figure": BETWEEN.join(cell.key),
            }
            ui.show("review_cell", language, history=view.link(HISTORY, **choices), **_told(cell, language))
            if cell.decidable and cell not in own:
                _ask(form, cell, language)
    if receipt is not None and len(open_to) > len(own):
        _show_decision(view, viewer, desk, form, receipt.submission)


def _ask(form: Form, cell: Cell, language: Language) -> None:
    """Ask what is decided of one cell, and why it is sent back."""
    _ = catalog(language).gettext
    key = _mark(form, cell.key)
    names = {APPROVE: _("Approve"), SEND_BACK: _("Send back")}
    name = getattr(cell.line, f"name_{language}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            _("Decision on {name}").format(name=name),
            list(names),
            format_func=names.__getitem__,
            key=key,
            label_visibility="collapsed",
            width="content",
        )
        if st.session_state.get(key) == SEND_BACK:
            label = _("Reason for sending back {name}").format(name=name)
            st.text_input(label, key=f"{key}.reason", max_chars=returns.LONGEST_REASON)


def _mark(form: Form, key: Key) -> str:
    submission = form.receipt.submission if form.receipt else 0
    return f"review.{form.area['code']}.{form.quarter}.{submission}.{key[0]}.{key[1]}"


def _show_decision(view: View, viewer: Actor, desk: Desk, form: Form, submission: int) -> None:
    """Offer to decide of what is marked, or of the whole return."""
    _ = view.gettext
    work: list[partial[Decision]]
    where: tuple[Actor, Desk, str, str] = (viewer, desk, form.area["code"], form.quarter)
    # What was passed on to the level above is not in these hands any more: it is no part of "all".
    marks = {cell.key: st.session_state.get(_mark(form, cell.key)) for cell in form.cells if cell.decidable}
    approved = [key for key, mark in marks.items() if mark == APPROVE]
    sent_back = {
        key: str(st.session_state.get(f"{_mark(form, key)}.reason", ""))
        for key, mark in marks.items()
        if mark == SEND_BACK
    }
    decide = _("Decide")
    st.markdown(f"**{decide}**")
    reason = st.text_area(
        _("Reason for sending back, where a figure has none of its own"),
        key=f"{_mark(form, ('', ''))}.whole",
        height=80,
        max_chars=returns.LONGEST_REASON,
        width=640,
    )
    with st.container(horizontal=True):
        waiting = returns.Counts.of(cell.entry for cell in form.cells if cell.decidable)
        every = _("Approve all: {counted}").format(counted=words.counted(waiting, view.language))
        if st.button(every, type="primary"):
            _do(
                [partial(returns.approve, *where, submission=submission, cells=list(marks))], view, desk, form
            )
        marked = _("Decide as marked: approve {approved}, send back {sent_back}").format(
            approved=len(approved), sent_back=len(sent_back)
        )
        if st.button(marked, disabled=not (approved or sent_back)):
            work = []
            if sent_back:
                work.append(
                    partial(returns.send_back, *where, submission=submission, reason=reason, cells=sent_back)
                )
            if approved:
                work.append(partial(returns.approve, *where, submission=submission, cells=approved))
            _do(work, view, desk, form)
        if st.button(_("Send the whole return back")):
            whole = dict.fromkeys(marks, "")
            work = [partial(returns.send_back, *where, submission=submission, reason=reason, cells=whole)]
            _do(work, view, desk, form)


def _do(work: list[partial[Decision]], view: View, desk: Desk, form: Form) -> None:
    """Decide, and show the page anew with what it came to; say what is refused."""
    told: list[decided.Outcome] = []
    refused = None
    for one in work:
        try:
            decision = one()
        except (DeniedError, ReturnError) as error:
            refused = error.message(view.language)
        except StoreError:
            refused = view.gettext("Nothing was decided: the database did not take it. Please try again.")
        else:
            approved = one.func is returns.approve
            told.append(decided.of_return(decision, view, desk, form, approved=approved))
        if refused:
            break
    if refused is not None:
        st.error(refused)
        if not told:
            return
    decided.remember(told)
    if refused is None:
        st.rerun()
    decided.show(view)


def _told(cell: Cell, language: Language) -> dict[str, Any]:
    """Return what is shown of a cell: the figure, what it is held against, messages and explanations."""
    _ = catalog(language).gettext
    entry, line = cell.entry, cell.line
    figure = _absent(cell, language) or written(entry.amount, line, language)
    beside = [
        (_("Last figure before"), _point(cell.last_quarter, line, language)),
        (_("Same period last year"), _point(cell.year_before, line, language)),
        (_("Published so far"), _point(cell.approved, line, language)),
    ]
    if entry.amounts.increment is not None and entry.amounts.total is not None:
        beside.insert(
            0,
            (
                words.mode_name("increment", line.basis, language),
                written(entry.amounts.increment, line, language),
            ),
        )
        beside.insert(
            1, (words.mode_name("total", line.basis, language), written(entry.amounts.total, line, language))
        )
    return {
        "name": getattr(line, f"name_{language}"),
        "series": series(line.series, language),
        "basis": words.mode_name("total" if line.basis != "flow" else "increment", line.basis, language),
        "state": cell.state,
        "state_name": words.state_label(cell.state, language),
        "figure": figure,
        "beside": beside,
        "targets": [
            {
                "text": wording.target(row, language),
                "attainment": wording.attainment(row, language),
                "status": row["status"],
            }
            for row in cell.targets
        ],
        "findings": [(finding.severity, *finding.said(language)) for finding in cell.findings],
        "explanation": cell.typed.explanation,
        "source": cell.typed.source,
        "reason": cell.reason,
    }


def _absent(cell: Cell, language: Language) -> str | None:
    """Return what is said instead of a figure."""
    if cell.typed.absence == "zero":
        return None
    if cell.typed.absence is not None or cell.typed.empty:
        return terms.absence_label(cell.entry.status, language)
    return None


def _point(point: Point | None, line: Line, language: Language) -> str:
    if point is None:
        return NOTHING
    figure = f"{written(point.amount, line, language)} ({period(point.period, language)})"
    pending = catalog(language).gettext("not approved yet")
    return f"{figure} {pending}" if point.pending else figure


def written(amount: Decimal | None, line: Line, language: Language) -> str:
    """Return an amount of a line with all its digits and its unit."""
    if amount is None:
        return NOTHING
    figure = signed(f"{amount:,f}")
    unit = wording.unit({"unit": line.unit, "unit_name_en": line.unit_name_en}, language, figure)
    return f"{figure}{unit}"
