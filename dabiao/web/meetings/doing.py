"""Doing what somebody asked for on a page on meetings, and saying what it came to."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from dabiao.meetings import MeetingError
from dabiao.rights import DeniedError
from dabiao.store import StoreError
from dabiao.web.view import View

SAID: Final = "meetings.said"
"""What the last action came to, shown once after the page has run anew."""
TURN: Final = "meetings.turn"
"""How often something was done: a form whose key holds it is empty again when its content is saved."""


def key(part: str) -> str:
    """Return the key of a form or field that is to be empty after something was done."""
    return f"{part}.{st.session_state.get(TURN, 0)}"


def show_said() -> None:
    """Say what the last action came to, once."""
    if (said := st.session_state.pop(SAID, None)) is not None:
        st.success(said)


def do(work: Callable[[], object], said: str, view: View, **choices: str) -> None:
    """Do what was asked for and show the page anew with ``said``; say what is refused.

    Args:
        work: what is to be done.
        said: what to say when it is done.
        view: the page's choices.
        choices: what stands in the address from then on.
    """
    try:
        work()
    except (MeetingError, DeniedError) as error:
        st.error(error.message(view.language))
        return
    except StoreError:
        st.error(view.gettext("Nothing was saved: the database did not take it. Please try again."))
        return
    st.session_state[SAID] = said
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    for name, value in choices.items():
        st.query_params[name] = value
    st.rerun()
