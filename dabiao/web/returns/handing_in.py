"""The bar under a return: what is saved and since when, and the buttons that hand it in or take it back.

Empty cells count as not reported. Before they are handed in as that, they are named once and confirmed with a
button of its own: not the one that was pressed, whose second press may be the rest of a double click.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection
from functools import partial
from typing import Final, Literal, cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dabiao import returns
from dabiao.locale import catalog
from dabiao.returns import BlankCellsError, Cell, Form, ReturnError
from dabiao.returns.lines import Key
from dabiao.rights import DeniedError
from dabiao.store import StoreError
from dabiao.web import ui
from dabiao.web.returns import cards, keeping
from dabiao.web.returns.keeping import Place
from dabiao.wording import returns as words

NAMED: Final = "return.blank"
"""Where the session keeps which empty cells of which return have been named, to be confirmed."""
WIDTH: Final = 420


def show(place: Place, form: Form, *, unsaved: bool, begun: bool) -> None:
    """Show the bar, always in sight: nothing that is saved moves it away.

    A press that begins a session was made on the page of one that a lost connection has ended: the fields
    may have shown more than the database holds, and only now show what would be handed in.

    Args:
        place: the return.
        form: the return as the database holds it.
        unsaved: whether something on the screen could not be saved.
        begun: whether this run begins the session.
    """
    _ = catalog(place.language).gettext
    latest = max((cell for cell in form.cells if cell.last), key=_changed_at, default=None)
    editable = any(cell.editable for cell in form.cells)
    with st.container(key="return-bar", gap="small"):
        above = st.container()
        with st.container(horizontal=True, vertical_alignment="center"):
            ui.show(
                "return_bar",
                place.language,
                state=words.state_label(form.state, place.language, days_late=form.days_late),
                saved=cards.saved(latest, place.language) if latest else _("nothing saved yet"),
                blocking=len(form.blocking),
                blank=len(form.blank) if editable else 0,
            )
            with st.container(width="content", horizontal=True):
                if editable:
                    _offer(place, form, above, unsaved=unsaved, begun=begun)
                if form.withdrawable:
                    taken = st.button(_("Take back"), key="return-withdraw")
                    work = partial(returns.withdraw, place.viewer, place.desk, place.area, place.quarter)
                    if taken and _done(place, work):
                        st.rerun()


def _changed_at(cell: Cell) -> tuple[bool, dt.datetime | None]:
    return cell.last is not None, cell.last.done_at if cell.last else None


def _offer(place: Place, form: Form, above: DeltaGenerator, *, unsaved: bool, begun: bool) -> None:
    """Offer to hand in, with the empty cells that have been named if that is confirmed."""
    _ = catalog(place.language).gettext
    named = _named(place)
    asking = named is not None and form.incomplete
    kind: Literal["primary", "secondary"] = "secondary" if asking else "primary"
    pressed = st.button(_("Hand in"), type=kind, key="return-submit")
    confirmed = False
    with above:
        if asking:
            confirmed = _ask(place, form)
        elif begun and form.incomplete:
            with st.container(key="return-lost"):  # not in sight: it only hears a press of the lost session's
                confirmed = _confirm(place, form)
        else:
            _forget()
    if not pressed and not confirmed:
        return
    if begun:
        text = _("The connection was lost meanwhile. Look at what is saved, then press again.")
        st.error(text, width=WIDTH)
    elif unsaved:
        st.error(_("Something is not saved yet; see what is said at its field."), width=WIDTH)
    else:
        _hand_in(place, form, named if confirmed and named is not None else ())


def _hand_in(place: Place, form: Form, blank: Collection[Key]) -> None:
    try:
        _submit(place, form, blank)
    except BlankCellsError as error:
        _name(place, error.cells)
    except (DeniedError, ReturnError, StoreError) as error:
        st.error(keeping.refusal(error, place.language), width=WIDTH)
        return
    else:
        _forget()
    st.rerun()


def _ask(place: Place, form: Form) -> bool:
    """Name the empty cells; return whether they are confirmed."""
    _ = catalog(place.language).gettext
    _name(place, [cell.key for cell in form.blank])
    ui.show(
        "return_blank",
        place.language,
        text=words.blank(len(form.blank), place.language),
        cells=[(place.name(cell.key), cards.indicator(cell, place.language)) for cell in form.blank],
    )
    with st.container(horizontal=True):
        confirmed = _confirm(place, form)
        st.button(_("Go on filling in"), key="return-go-on", on_click=_forget)
    return confirmed


def _confirm(place: Place, form: Form) -> bool:
    text = catalog(place.language).gettext("Hand in with {count} not reported")
    return st.button(text.format(count=len(form.blank)), type="primary", key="return-confirm")


def _named(place: Place) -> frozenset[Key] | None:
    """Return which empty cells of this return have been named to be confirmed; None if none have."""
    at, cells = cast(
        "tuple[tuple[str, str] | None, frozenset[Key]]", st.session_state.get(NAMED, (None, frozenset()))
    )
    return cells if at == (place.area, place.quarter) else None


def _name(place: Place, cells: Collection[Key]) -> None:
    st.session_state[NAMED] = ((place.area, place.quarter), frozenset(cells))


def _forget() -> None:
    st.session_state.pop(NAMED, None)


def _submit(place: Place, form: Form, blank: Collection[Key]) -> returns.Receipt:
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
        blank=blank,
    )


def _done(place: Place, work: Callable[[], object]) -> bool:
    """Do what was asked for; say what is refused."""
    try:
        work()
    except (DeniedError, ReturnError, StoreError) as error:
        st.error(keeping.refusal(error, place.language), width=WIDTH)
    else:
        return True
    return False
