"""Choices that outlive a change of language."""

from collections.abc import Iterable
from typing import Final

import streamlit as st

from dabiao.settings import Language

SPOKEN: Final = "holding.language.{}"
"""Where the session keeps in which language the choices of a part of a page were last shown."""


def hold(part: str, language: Language, keys: Iterable[str]) -> None:
    """Keep what was chosen in lists and segments with translated texts; to be called before they are shown.

    The browser sends a choice as the text it was shown with, which in another language means nothing. Here
    the texts of before are still known: each choice is read by them and set anew.

    Args:
        part: what the choices belong to.
        language: in which they are about to be shown.
        keys: of their widgets.
    """
    state, spoken = st.session_state, SPOKEN.format(part)
    if state.get(spoken, language) != language:
        for key in keys:
            if key in state:
                state[key] = state[key]
    state[spoken] = language
