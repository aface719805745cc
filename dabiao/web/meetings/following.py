"""Decisions and actions as lists, and the form to report on one."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Final, cast

import polars as pl
import streamlit as st

from dabiao import meetings, publications
from dabiao.meetings import Action, State
from dabiao.numbers import NOTHING
from dabiao.periods import CHINA
from dabiao.rights import Actor
from dabiao.settings import Language
from dabiao.web import reading, records
from dabiao.web.holding import hold
from dabiao.web.meetings.doing import do, key
from dabiao.web.menu import TARGET
from dabiao.web.records import Cell
from dabiao.web.view import View
from dabiao.wording import meetings as words
from dabiao.wording.returns import moment

WIDTH: Final = 640
"""Of a form, in pixels: wider fields than their texts are harder to read."""
NOTHING_CHOSEN: Final = ""


def show(
    view: View, caption: str, actions: Sequence[Action], today: dt.date, publication: int | None = None
) -> None:
    """Show decisions and actions with the figure as it stood, who is responsible, and where they stand.

    Args:
        view: the page's choices.
        caption: of the table.
        actions: in their order.
        today: on which they are judged to be overdue.
        publication: number of the one whose names of departments are used; None for the latest.
    """
    _, language = view.gettext, view.language
    names = departments(language, publication)
    records.show(
        caption,
        [
            _("What"),
            _("Figure as it stood"),
            _("Responsible"),
            _("To be done by"),
            _("State"),
            _("Last report"),
        ],
        [
            (
                Cell(one.what, note=f"{one.held_on.isoformat()} {one.meeting_title} · {one.number}"),
                _figure(view, one),
                names.get(one.department or "", one.department or NOTHING),
                Cell(one.due_on.isoformat() if one.due_on else NOTHING, whole=True),
                Cell(words.state(one.state, one.due_on, today, language), whole=True),
                Cell(
                    one.note or NOTHING,
                    note=f"{one.done_by_name} · {one.done_at.astimezone(CHINA):%Y-%m-%d}" if one.note else "",
                ),
            )
            for one in actions
        ],
        language,
    )


def _figure(view: View, one: Action) -> Cell:
    if one.figure is None or one.target_id is None:
        return Cell(area_name(one.area_code, one.publication, view.language))
    link = view.link(
        TARGET,
        area=one.area_code,
        target=one.target_id,
        publication=str(one.figure["publication"]),
        as_of=str(one.figure["as_of"]),
    )
    return Cell(words.quoted(one.figure, view.language), link=link)


def area_name(code: str, publication: int, language: Language) -> str:
    """Return the name that an area has at a publication; its code where it has none."""
    return reading.area_names(publication, language).get(code, code)


def show_reports(view: View, viewer: Actor, actions: Sequence[Action]) -> None:
    """Show every report on some actions, the first one first: the list of actions has the last of each."""
    _, language = view.gettext, view.language
    reported = [one for one in actions if one.version > 1]
    if not reported:
        return
    store = reading.store()
    versions = [
        (one, row)
        for one in reported
        for row in meetings.history(store, viewer, one.meeting_id, one.number).to_dicts()
    ]
    with st.expander(_("All reports")):
        records.show(
            _("All reports"),
            [
                _("What"),
                _("When (China time)"),
                _("What was reported"),
                _("To be done by"),
                _("State"),
                _("Who"),
            ],
            [
                (
                    Cell(row["what"], note=f"{one.held_on.isoformat()} {one.meeting_title} · {one.number}"),
                    Cell(moment(row["done_at"]), whole=True),
                    row["note"] or (_("written down") if row["version"] == 1 else NOTHING),
                    Cell(row["due_on"].isoformat(), whole=True),
                    # Whether it was overdue is said of today alone.
                    Cell(words.state(row["state"], None, row["due_on"], language), whole=True),
                    row["done_by_name"],
                )
                for one, row in versions
            ],
            language,
        )


def ask(view: View, viewer: Actor, actions: Sequence[Action]) -> None:
    """Ask for a report on one of the open actions.

    Args:
        view: the page's choices.
        viewer: who reports; only who holds the meeting settles an action or lets it be due later.
        actions: the open ones.
    """
    _, language = view.gettext, view.language
    waiting = {f"{one.meeting_id}/{one.number}": one for one in actions if one.state == "open"}
    if not waiting:
        return
    names = {name: f"{one.what[:60]} · {one.due_on}" for name, one in waiting.items()}
    options = {NOTHING_CHOSEN: _("None")} | names
    chosen = st.selectbox(
        _("Report on an action"),
        list(options),
        format_func=options.__getitem__,
        key=key("follow.action"),
        width=WIDTH,
    )
    if not chosen:
        return
    one = waiting[chosen]
    show_reports(view, viewer, [one])
    hold("follow", language, [key("follow.state")])
    with st.form(key("follow"), border=False, width=WIDTH):
        note = st.text_area(_("What has been done, or why it is changed"), key=key("follow.note"))
        state, due_on = "open", one.due_on
        if meetings.settles(reading.store(), viewer, one):
            states = list(words.STATE_NAMES)
            state = (
                st.segmented_control(
                    _("State"),
                    states,
                    default="open",
                    format_func=lambda name: _(words.STATE_NAMES[name]),
                    key=key("follow.state"),
                )
                or "open"
            )
            due_on = st.date_input(
                _("To be done by"), value=one.due_on, format="YYYY-MM-DD", key=key("follow.due_on")
            )
        pressed = st.form_submit_button(_("Report"), type="primary")
    if pressed:
        report = partial(
            meetings.follow_up,
            reading.store(),
            viewer,
            one.meeting_id,
            one.number,
            note=note,
            state=cast(State, state),
            due_on=due_on,
            expected_version=one.version,
        )
        do(report, _("The report has been written down."), view)


def departments(language: Language, publication: int | None = None) -> dict[str, str]:
    """Return the names in ``language`` of the departments that the documents' tasks name, by Chinese name.

    Args:
        language: of the names.
        publication: number of the one that is read, a meeting's own; None for the latest.
    """
    number = publications.latest(reading.store()) if publication is None else publication
    return {} if number is None else _departments(number, language)


@reading.kept
def _departments(publication: int, language: Language) -> dict[str, str]:
    rows = publications.current(reading.store(), "task_department", publication)
    column = "department" if language == "zh" else "department_en"
    return {
        name: shown or name
        for name, shown in rows.select("department", pl.col(column).alias("shown")).iter_rows()
    }
