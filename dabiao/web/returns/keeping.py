"""What a browser shows of a return's cells beside what the database holds, and saving the difference.

Every run of the page holds each field against what the session knows to be saved. So nothing depends on a
callback that a lost connection swallows: what differs is saved, and is offered again where it could not be.
A session that begins anew shows the database; what was typed and not saved waits in the browser (returns.js).
"""

import hashlib
import threading
from dataclasses import dataclass, replace
from typing import Any, Final, cast

import streamlit as st

from dabiao import returns
from dabiao.locale import catalog
from dabiao.returns import Cell, Conflict, Desk, Form, ReturnError, Saved, Typed, Version
from dabiao.returns.amounts import Mode
from dabiao.returns.cells import cleaned
from dabiao.returns.lines import Key
from dabiao.rights import Actor, DeniedError
from dabiao.settings import Language
from dabiao.store import StoreError
from dabiao.web.holding import hold

KNOWN: Final = "return.known"
"""Where the session keeps what it knows to be saved, by the names of the cells."""
SAVING: Final = "return.saving"
"""Where the session keeps the lock of those who save."""
FIGURE: Final = "figure"
"""Stands among the choices of a cell for no absence: a figure, or nothing as yet."""
TEXTS: Final = ("given", "source", "explanation")
CHOSEN: Final = ("absence", "mode")


@dataclass(frozen=True)
class Place:
    """The return that a page shows, and who views it."""

    viewer: Actor
    desk: Desk
    area: str
    quarter: str
    language: Language

    def name(self, key: Key) -> str:
        """Return what a cell's fields are called in the browser: the same in every session."""
        text = "/".join((self.area, self.quarter, *key))
        return f"cell-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class Known:
    """What a session knows to be saved of a cell: the version that its viewer has changed since."""

    place: tuple[str, str]
    key: Key
    version: int
    typed: Typed


def known() -> dict[str, Known]:
    """Return what the session knows to be saved."""
    return cast("dict[str, Known]", st.session_state.setdefault(KNOWN, {}))


def save_changes(place: Place) -> dict[str, str]:
    """Save every cell whose fields differ from what is known to be saved; return what was refused and why.

    Of every return, not only the one that the page shows: area and quarter may have been changed by the very
    click that left the field. A conflict is no refusal: `conflicts` finds it in what the database holds.
    """
    refused: dict[str, str] = {}
    hold("return", place.language, [f"{name}-{part}" for name in known() for part in CHOSEN])
    # A click in the middle of a run begins the next one beside it, and every use of the session's state may
    # end the run that is left. So there is none between a save and the note of it, and one run saves at a
    # time: the next would else take a save of the same person for somebody else's.
    cells, one_at_a_time = known(), st.session_state.setdefault(SAVING, threading.Lock())
    for name in list(cells):
        with one_at_a_time:
            held = cells.get(name)
            mine = None if held is None else shown(name, held.typed)
            if held is None or mine is None:  # the page was left and its fields are gone
                cells.pop(name, None)
                continue
            try:
                if cleaned(mine) == held.typed:
                    continue
                answer = returns.save_cell(
                    place.viewer, place.desk, *held.place, held.key, mine, expected_version=held.version
                )
            except (DeniedError, ReturnError, StoreError) as error:
                refused[name] = refusal(error, place.language)
            else:
                if isinstance(answer, Saved):
                    cells[name] = replace(held, version=answer.version, typed=cleaned(mine))
    return refused


def refusal(error: DeniedError | ReturnError | StoreError, language: Language) -> str:
    """Return what to tell people of something that was refused."""
    if isinstance(error, StoreError):
        return catalog(language).gettext("The database could not take it; please try again.")
    return error.message(language)


def shown(name: str, before: Typed) -> Typed | None:
    """Return what stands in the fields of a cell; None where they are not on the page."""
    state = st.session_state
    if f"{name}-absence" not in state:
        return None
    absence = state[f"{name}-absence"]
    return Typed(
        given=state.get(f"{name}-given", before.given),
        mode=cast("Mode", state.get(f"{name}-mode") or before.mode),
        absence=None if absence == FIGURE else absence,
        explanation=state.get(f"{name}-explanation", before.explanation),
        source=state.get(f"{name}-source", before.source),
    )


def conflicts(place: Place, form: Form) -> dict[str, Conflict]:
    """Fill the fields that are new to the session, and return the cells that somebody else has changed.

    A field that is on the screen is never filled anew on its own: somebody may be typing in it.
    """
    found: dict[str, Conflict] = {}
    for cell in form.cells:
        name = place.name(cell.key)
        if not cell.editable:
            known().pop(name, None)
            continue
        held = known().get(name)
        mine = shown(name, cell.typed)
        if held is None or mine is None:
            _fill(place, name, cell)
        elif cell.version != held.version:
            if cell.last is None or cleaned(mine) == cell.typed:
                known()[name] = replace(held, version=cell.version, typed=cell.typed)
            else:
                found[name] = Conflict(cell.last, cleaned(mine))
    return found


def seen(place: Place, form: Form) -> dict[Key, int]:
    """Return the versions of the cells that stand on the screen, for handing in."""
    held = {cell.key: known().get(place.name(cell.key)) for cell in form.cells}
    return form.seen | {key: one.version for key, one in held.items() if one is not None}


def take_theirs(name: str) -> None:
    """Fill the fields with what somebody else has saved, at the next run."""
    known().pop(name, None)


def keep_mine(name: str, theirs: Version) -> None:
    """Save what stands in the fields over what somebody else has saved and the viewer has seen."""
    known()[name] = replace(known()[name], version=theirs.version, typed=theirs.typed)


def share_source(names: list[str], source: str) -> None:
    """Put a source into every cell that says something and has none."""
    for name in names:
        mine = shown(name, Typed())
        if mine and not (mine.source or "").strip() and not cleaned(replace(mine, source=None)).empty:
            st.session_state[f"{name}-source"] = source


def _fill(place: Place, name: str, cell: Cell) -> None:
    typed = cell.typed
    fields: dict[str, Any] = {"absence": typed.absence or FIGURE}
    if len(cell.modes) > 1:
        fields["mode"] = typed.mode
    for part, value in (fields | {text: getattr(typed, text) or "" for text in TEXTS}).items():
        st.session_state[f"{name}-{part}"] = value
    known()[name] = Known((place.area, place.quarter), cell.key, cell.version, typed)
