"""The parts of the page on histories that propose another figure or target than the approved one."""

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from dabiao import returns, wording
from dabiao.returns import (
    LONGEST,
    LONGEST_REASON,
    BlockedError,
    Cell,
    Desk,
    Finding,
    Form,
    ReturnError,
    Typed,
)
from dabiao.rights import Actor, DeniedError, may
from dabiao.store import StoreError
from dabiao.web import decided, ui
from dabiao.web.view import View
from dabiao.wording import period
from dabiao.wording import returns as words

SAID: Final = "correcting.said"
"""What the last proposal came to, shown once after the page has run anew."""
WIDTH: Final = 640


def show_said(view: View) -> None:
    """Say what the last proposal or decision came to."""
    told: str | None = st.session_state.pop(SAID, None)
    if told is not None:
        ui.show("decided", view.language, text=told, links=[], told="", finding="")
    decided.show(view)


def ask(view: View, viewer: Actor, desk: Desk, form: Form, cell: Cell) -> None:
    """Offer to propose another figure, or another target, where that can be done to this figure.

    Args:
        view: the page's choices.
        viewer: who proposes.
        desk: where returns are taken in.
        form: the return.
        cell: the figure.
    """
    area_code = form.area["code"]
    if not may(viewer, "amend", desk.place(area_code, cell.key[0]), cell.state):
        return
    _ = view.gettext
    with st.expander(_("Propose a correction of this figure")):
        _ask_figure(view, viewer, desk, form, cell)
    if cell.targets and may(viewer, "amend", desk.place(area_code), "approved"):
        with st.expander(_("Propose a change of the target")):
            _ask_target(view, viewer, desk, area_code, cell)


def _ask_figure(view: View, viewer: Actor, desk: Desk, form: Form, cell: Cell) -> None:
    _, language = view.gettext, view.language
    st.caption(
        _("The approved figure stays in its publication; the correction becomes a new version when approved.")
    )
    name = f"amend.{form.area['code']}.{form.quarter}.{'.'.join(cell.key)}.{cell.version}"
    with st.form(name, border=False, width=WIDTH):
        choice = st.selectbox(
            _("What is reported"),
            list(words.CHOICE_NAMES),
            format_func=lambda one: words.choice_name(one, language),
            index=list(words.CHOICE_NAMES).index(cell.typed.absence),
        )
        mode = st.selectbox(
            _("What is typed"),
            cell.modes,
            format_func=lambda one: words.mode_name(one, cell.line.basis, language),
        )
        given = st.text_input(_("Corrected figure"), max_chars=LONGEST["given"])
        explanation = st.text_input(
            _("Explanation"), value=cell.typed.explanation or "", max_chars=LONGEST["explanation"]
        )
        source = st.text_input(_("Source"), value=cell.typed.source or "", max_chars=LONGEST["source"])
        reason = st.text_area(_("Reason for the correction"), height=80, max_chars=LONGEST_REASON)
        pressed = st.form_submit_button(_("Propose the correction"))
    if not pressed:
        return
    typed = Typed(given, mode or cell.modes[0], choice, explanation, source)  # type: ignore[arg-type]
    area_code, quarter = form.area["code"], form.quarter
    work = partial(
        returns.propose_figure,
        viewer,
        desk,
        area_code,
        quarter,
        cell.key,
        typed,
        reason=reason,
        expected_version=cell.version,
    )
    do(view, lambda: _proposed(view, work()))


def _ask_target(view: View, viewer: Actor, desk: Desk, area_code: str, cell: Cell) -> None:
    _, language = view.gettext, view.language
    rows = {row["target_id"]: row for row in cell.targets}
    st.caption(_("The original target stays on record; both are drawn."))
    with st.form(f"retarget.{area_code}.{'.'.join(cell.key)}", border=False, width=WIDTH):
        target_id = st.selectbox(
            _("Target"),
            list(rows),
            format_func=lambda one: (
                f"{wording.target(rows[one], language)} · {period(rows[one]['deadline'], language)}"
            ),
        )
        value = st.text_input(_("New value, in the target's unit"), max_chars=LONGEST["given"])
        deadline = st.text_input(
            _("New deadline, such as 2025-Q2; empty: it stays"), max_chars=LONGEST["given"]
        )
        source = st.text_input(_("Document that changes the target"), max_chars=LONGEST["source"])
        reason = st.text_area(_("Reason for the change"), height=80, max_chars=LONGEST_REASON)
        pressed = st.form_submit_button(_("Propose the change"))
    if pressed:
        work = partial(
            returns.propose_target,
            viewer,
            desk,
            area_code,
            str(target_id),
            value=value,
            deadline=deadline.strip() or None,
            source=source,
            reason=reason,
        )
        do(view, lambda: _proposed(view, work()))


def _proposed(view: View, number: int) -> None:
    text = view.gettext("Proposal {number} is waiting for a decision.")
    st.session_state[SAID] = text.format(number=number)


def do(view: View, work: Callable[[], None]) -> None:
    """Do what was asked for and show the page anew with what it came to; say what is refused."""
    try:
        work()
    except BlockedError as error:
        for finding in error.findings:
            if isinstance(finding, Finding):
                st.error(finding.message(view.language))
        return
    except (DeniedError, ReturnError) as error:
        st.error(error.message(view.language))
        return
    except StoreError:
        st.error(view.gettext("Nothing was decided: the database did not take it. Please try again."))
        return
    st.rerun()
