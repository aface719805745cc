"""The form of a return: its head, every cell, and the bar from which it is handed in."""

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import streamlit as st

from dabiao import returns
from dabiao.locale import catalog
from dabiao.returns import Cell, Desk, Form, ReturnError
from dabiao.rights import Actor, DeniedError
from dabiao.store import StoreError
from dabiao.web import reading, ui
from dabiao.web.returns import by_sheet, cards, choosing, head, keeping, printed
from dabiao.web.returns.keeping import Place
from dabiao.web.view import View
from dabiao.wording import returns as words

SESSION: Final = "return.session"
"""Names the visit to the script in the browser: in another visit fields are filled anew."""
SHARED: Final = "return.source"


def choose(view: View, viewer: Actor) -> Place | None:
    """Let a return be chosen."""
    desk = Desk(reading.store())
    try:
        chosen = choosing.one(view, viewer, desk, "read_unapproved")
    except ReturnError as error:
        st.info(error.message(view.language))
        return None
    return None if chosen is None else Place(viewer, desk, *chosen, view.language)


def show(view: View, place: Place) -> None:
    """Save what was typed, then show the return as the database holds it."""
    _ = view.gettext
    refused = keeping.save_changes(place)
    try:
        form = returns.form(place.viewer, place.desk, place.area, place.quarter)
    except DeniedError:
        st.info(_("What is being filled in shows here once it has been handed in."))
        return
    except ReturnError as error:
        st.info(error.message(view.language))
        return
    begun = not keeping.known()
    # What comes and goes above the fields stays in a container of its own: fields that change their place on
    # the page are made anew by the browser, and what somebody is typing in one of them is gone.
    with st.container():
        _show_lost(place, form, refused)
    conflicts = keeping.conflicts(place, form)
    with st.container():
        head.show(place, form, conflicts)
    with st.container():
        by_sheet.show(place, form)
    names = [place.name(cell.key) for cell in form.cells if cell.editable]
    with st.container():
        if names:
            _share_source(place, names)
    for cell in form.cells:
        name = place.name(cell.key)
        cards.show(place, cell, name, conflicts.get(name), refused.get(name))
    _show_bar(place, form, unsaved=bool(refused), begun=begun)
    _tell_browser(place, form)
    printed.show(place, form)


def _show_lost(place: Place, form: Form, refused: Mapping[str, str]) -> None:
    """Name what was typed into cells that can no longer be changed: it stands nowhere else."""
    _ = catalog(place.language).gettext
    for cell in form.cells:
        name = place.name(cell.key)
        mine = keeping.shown(name, cell.typed)
        if name in refused and not cell.editable and mine is not None:
            st.error(
                _("{indicator}: “{typed}” was not saved. {reason}").format(
                    indicator=cards.indicator(cell, place.language),
                    typed=cards.reported(cell, mine, place.language),
                    reason=refused[name],
                )
            )


def _share_source(place: Place, names: list[str]) -> None:
    _ = catalog(place.language).gettext
    with st.container(horizontal=True, vertical_alignment="bottom", key="return-source"):
        st.text_input(_("One source for several"), key=SHARED, max_chars=returns.LONGEST["source"], width=420)
        st.button(
            _("Put it where a figure has none"),
            on_click=lambda: keeping.share_source(names, st.session_state[SHARED]),
        )


def _show_bar(place: Place, form: Form, *, unsaved: bool, begun: bool) -> None:
    """Show what was saved when and the buttons, always in sight: nothing that is saved moves them away.

    A press that begins a session was made on the page of one that a lost connection has ended: the fields
    may have shown more than the database holds, and only now show what would be handed in.
    """
    _ = catalog(place.language).gettext
    latest = max((cell for cell in form.cells if cell.last), key=_changed_at, default=None)
    with st.container(horizontal=True, vertical_alignment="center", key="return-bar"):
        ui.show(
            "return_bar",
            place.language,
            state=words.state_label(form.state, place.language, days_late=form.days_late),
            saved=cards.saved(latest, place.language) if latest else _("nothing saved yet"),
            blocking=len(form.blocking),
        )
        with st.container(width="content", horizontal=True):
            if any(cell.editable for cell in form.cells):
                pressed = st.button(_("Hand in"), type="primary", key="return-submit")
                if pressed and begun:
                    text = _("The connection was lost meanwhile. Look at what is saved, then press again.")
                    st.error(text, width=420)
                elif pressed and unsaved:
                    st.error(_("Something is not saved yet; see what is said at its field."), width=420)
                elif pressed and _done(place, partial(_submit, place, form)):
                    st.rerun()
            if form.withdrawable:
                taken = st.button(_("Take back"), key="return-withdraw")
                work = partial(returns.withdraw, place.viewer, place.desk, place.area, place.quarter)
                if taken and _done(place, work):
                    st.rerun()


def _changed_at(cell: Cell) -> tuple[bool, dt.datetime | None]:
    return cell.last is not None, cell.last.done_at if cell.last else None


def _submit(place: Place, form: Form) -> returns.Receipt:
    seen = keeping.seen(place, form)
    # The same content has the same key in every session: a press that is repeated after a lost connection
    # hands in nothing twice.
    text = json.dumps([place.area, place.quarter, place.viewer.user_id, sorted(seen.items())])
    return returns.submit(
        place.viewer,
        place.desk,
        place.area,
        place.quarter,
        client_key=hashlib.sha256(text.encode()).hexdigest(),
        seen=seen,
    )


def _done(place: Place, work: Callable[[], object]) -> bool:
    """Do what was asked for; say what is refused."""
    try:
        work()
    except (DeniedError, ReturnError, StoreError) as error:
        st.error(keeping.refusal(error, place.language), width=420)
    else:
        return True
    return False


def _tell_browser(place: Place, form: Form) -> None:
    """Tell the script in the browser what is saved, so that it forgets that and offers the rest."""
    _ = catalog(place.language).gettext
    named = cards.labels(place.language)
    saved = {
        f"{place.name(cell.key)}-{part}": getattr(cell.typed, part) or ""
        for cell in form.cells
        for part in named
    }
    called = {
        f"{place.name(cell.key)}-{part}": f"{cards.indicator(cell, place.language)} · {label}"
        for cell in form.cells
        if cell.editable
        for part, label in named.items()
    }
    ui.show(
        "return_kept",
        place.language,
        typist=place.viewer.user_id,
        session=st.session_state.setdefault(SESSION, secrets.token_hex(8)),
        paper=f"{place.area}/{place.quarter}",
        saved=json.dumps(saved, ensure_ascii=False),
        called=json.dumps(called, ensure_ascii=False),
    )
