"""What waits for the viewer's hand, told where people arrive: returns to hand in or to review, corrections.

They are told to those who fill in or review returns; to everybody else the page says nothing of them.
"""

from collections.abc import Callable

import polars as pl
import streamlit as st

from dabiao import returns
from dabiao.returns import Desk, ReturnError
from dabiao.rights import Actor, holds
from dabiao.settings import Language
from dabiao.web import deciding, reading, reviewing, session, ui
from dabiao.web.menu import RETURN, REVIEW
from dabiao.web.view import View
from dabiao.wording import returns as words


def show(view: View) -> None:
    """Show how many returns and corrections wait for the viewer, since when, and where to go, if any do."""
    viewer, language = session.actor(), view.language
    if not viewer.grants:
        return
    desk, told = Desk(reading.store()), []
    try:
        if holds(viewer, "enter"):
            mine = returns.to_hand_in(viewer, desk)
            told += _to_fill_in(view, mine.filter(state="sent_back"), words.sent_back)
            told += _to_fill_in(view, mine.filter(pl.col("state") != "sent_back"), words.to_hand_in)
        if holds(viewer, "review"):
            waiting = _to_review(viewer, desk.publication, desk.steps)
            for first in waiting.head(1).to_dicts():
                which = reviewing.address(first["area_code"], first["quarter"])
                due = words.earliest(first["due_on"], 0, language)
                address = view.link(REVIEW, **{"return": which})
                told.append((words.to_review(waiting.height, language), address, due))
            told += corrections(view, viewer, desk)
    except ReturnError as error:
        st.info(error.message(language))
    if told:
        ui.show("due", language, rows=told)


def _to_fill_in(
    view: View, mine: pl.DataFrame, count: Callable[[int, Language], str]
) -> list[tuple[str, str, str]]:
    """Return how many returns that is, where the first is, and when it is due; empty without any."""
    return [
        (
            count(mine.height, view.language),
            view.link(RETURN, area=first["area_code"], quarter=first["quarter"]),
            words.earliest(first["due_on"], first["days_late"], view.language),
        )
        for first in mine.head(1).to_dicts()
    ]


@reading.kept
def _to_review(viewer: Actor, publication: int, steps: int) -> pl.DataFrame:
    """Return `dabiao.returns.queue` rows; the days waited in them may be those of an earlier look."""
    return returns.queue(viewer, Desk(reading.store()))


def corrections(view: View, viewer: Actor, desk: Desk) -> list[tuple[str, str, str]]:
    """Return how many corrections the viewer is to decide, where, and since when; empty without any."""
    waiting = returns.to_decide(viewer, desk)
    return [
        (
            words.to_decide(waiting.height, view.language),
            deciding.link(view, first),
            view.gettext("The first was proposed at {time}.").format(time=words.moment(first["proposed_at"])),
        )
        for first in waiting.head(1).to_dicts()
    ]
