"""The years one after the other: a button starts them, another stops at the year shown and keeps it.

The address keeps the period chosen while they run. They run only when asked to, in still pictures without
motion between them, and stop at a key; so they suit who reads by keyboard and who wants no motion.
"""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from dabiao import wording
from dabiao.web.view import View

SECONDS: Final = 2.0
"""How long a year stands."""


def playing(view: View) -> bool:
    """Return whether the years are running; they stop when the indicator or the page is left."""
    of, _place = st.session_state.get(_key(view), (None, 0))
    if view.entered or of != view.chosen("indicator"):
        st.session_state.pop(_key(view), None)
    return _key(view) in st.session_state


def start(view: View, years: Sequence[str]) -> None:
    """Offer to run through the years; nothing where there is only one, or where a link shows a single one."""
    if len(years) < 2 or view.held is not None:
        return
    _ = view.gettext
    label = _("Play the years {first} to {last}").format(
        first=wording.period(years[0], view.language), last=wording.period(years[-1], view.language)
    )

    def begin() -> None:
        st.session_state[_key(view)] = (view.chosen("indicator"), 0)

    st.button(label, icon=":material/play_arrow:", on_click=begin, key=f"{view.page}.play")


def run(view: View, years: Sequence[str], draw: Callable[[str], None]) -> None:
    """Show one year after the other with ``draw`` until the last or until somebody stops.

    Args:
        view: the page's choices; stopping writes the year into its address.
        years: periods, in order.
        draw: shows a period.
    """
    key, indicator = _key(view), view.chosen("indicator")
    _ = view.gettext

    @st.fragment(run_every=SECONDS)
    def step() -> None:
        of, place = st.session_state.get(key, (None, 0))
        if of != indicator or place >= len(years):
            st.session_state.pop(key, None)
            st.rerun()
        year = years[place]
        told = wording.period(year, view.language)

        def stop() -> None:
            st.session_state.pop(key, None)
            st.query_params["as_of"] = year

        st.button(
            _("Stop at {year}").format(year=told),
            icon=":material/stop:",
            on_click=stop,
            key=f"{view.page}.stop",
        )
        st.header(told, anchor=False)
        draw(year)
        st.session_state[key] = (indicator, place + 1)

    step()


def _key(view: View) -> str:
    return f"{view.page}.playing"
