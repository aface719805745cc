"""What a decision came to: what is published, which targets it moved, and who finds it where."""

from dataclasses import dataclass
from typing import Final, cast

import polars as pl
import streamlit as st

from dabiao import progress, returns
from dabiao.progress import LATEST
from dabiao.returns import Decision, Desk, Form
from dabiao.web import changes, reading, ui
from dabiao.web.menu import AREA, OVERVIEW
from dabiao.web.view import Moment, View
from dabiao.wording import changes as change_words
from dabiao.wording import returns as words

DECIDED: Final = "decided"
"""Where the session keeps what the last decisions came to, shown once after the page has run anew."""


@dataclass(frozen=True)
class Outcome:
    """What a decision came to."""

    text: str
    area: str
    """Code of the area whose figure or target was decided of."""
    as_of: str
    """Period at whose end the targets are compared."""
    publication: int | None = None
    """Number of the publication that it made."""
    told: str = ""
    """Who finds it where."""


def remember(outcomes: list[Outcome]) -> None:
    """Keep what decisions came to for the page that is shown next."""
    st.session_state[DECIDED] = outcomes


def of_return(decision: Decision, view: View, desk: Desk, form: Form, *, approved: bool) -> Outcome:
    """Return what a decision of a return came to.

    Args:
        decision: the decision.
        view: the page's choices.
        desk: where returns are taken in.
        form: the return as it was looked at.
        approved: whether it was approved, or sent back.
    """
    _, name = view.gettext, f"name_{view.language}"
    area, above = form.area[name], ""
    if not approved:
        text = _("Sent back: {counted}.")
        told = _("The reporters of {area} find it on their overview, with the reason at each figure.")
    elif decision.publication is not None:
        text = _("Approved and published: {counted}.")
        told = _("All charts show it from now on. The reporters of {area} find it approved on their return.")
    elif decision.passed_to is not None:
        above = desk.area(decision.passed_to)[name]
        text = _("Approved: {counted}; {above} decides next.")
        told = _(
            "The reviewers of {above} find it on their overview; nothing is published until they decide."
        )
    else:
        text = _("Approved: {counted}; nothing new to publish.")
        told = _("The reporters of {area} find it approved on their return.")
    counted = returns.Counts.of(form.cell(key).entry for key in decision.cells)
    return Outcome(
        text.format(counted=words.counted(counted, view.language), above=above),
        form.area["code"],
        form.quarter,
        decision.publication,
        told.format(area=area, above=above),
    )


def show(view: View) -> None:
    """Say what the last decisions came to; of a publication with what became of the area's targets."""
    told = cast("list[Outcome]", st.session_state.pop(DECIDED, []))
    for one in told:
        changed = None if one.publication is None else _changed(one, one.publication)
        links = [] if one.publication is None else _links(view, one, one.publication)
        finding = "" if changed is None else change_words.decided(changed.height, one.as_of, view.language)
        with st.container(key=f"decided-{told.index(one)}", gap="xsmall"):
            ui.show("decided", view.language, text=one.text, links=links, told=one.told, finding=finding)
            if changed is not None and not changed.is_empty():
                at = {"publication": str(one.publication), "as_of": one.as_of}
                found = changes.groups(changed, view, changed.height, **at)
                ui.show("changes", view.language, groups=found, meetings=False)


def _links(view: View, one: Outcome, publication: int) -> list[tuple[str, str]]:
    """Return the ways to what was published: address and what stands on it."""
    _ = view.gettext
    at = {"publication": str(publication), "as_of": one.as_of}
    area = reading.area_names(publication, view.language)[one.area]
    return [
        (view.link(OVERVIEW, **at), _("Publication No. {number}").format(number=publication)),
        (view.link(AREA, area=one.area, **at), _("{area} in this publication").format(area=area)),
    ]


def _changed(one: Outcome, publication: int) -> pl.DataFrame:
    """Return `dabiao.progress.changed` rows of the area between the publication before and this one."""
    before = reading.earlier(publication)["number"].max()
    assert isinstance(before, int)  # what is decided of was asked for by a publication
    now, then = (
        reading.status(Moment(number, one.as_of, LATEST), area=one.area) for number in (publication, before)
    )
    return progress.changed(now, then)
