"""The form of a return: its head, every cell, and what the browser is told of them."""

import json
import secrets
from collections.abc import Mapping
from typing import Final

import streamlit as st

from dabiao import returns
from dabiao.locale import catalog
from dabiao.returns import Desk, Form, ReturnError
from dabiao.rights import Actor, DeniedError
from dabiao.web import reading, ui
from dabiao.web.returns import by_sheet, cards, choosing, handing_in, head, keeping, printed, uncounted
from dabiao.web.returns.keeping import Place
from dabiao.web.view import View

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
    editable = [cell for cell in form.cells if cell.editable]
    above, beside = uncounted.notices(editable, place.language)
    with st.container():
        if editable:
            _share_source(place, [place.name(cell.key) for cell in editable])
            ui.show("return_uncounted", place.language, texts=above)
    for cell in form.cells:
        name = place.name(cell.key)
        clash, unsaved = conflicts.get(name), refused.get(name)
        cards.show(place, cell, name, clash, unsaved, beside.get(cell.key, ""))
    handing_in.show(place, form, unsaved=bool(refused), begun=begun)
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
