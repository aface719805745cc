"""Choices and the address: ids in, ids out, defaults written out, what cannot be honoured said.

The address is the memory of a choice. A widget shows what the address says and, when used, rewrites
it; so a copied address, the browser's back button and a click all take the same road.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, get_args
from urllib.parse import urlencode

import streamlit as st

from dabiao.locale import catalog
from dabiao.periods import InvalidPeriodError, end_month
from dabiao.settings import Language, settings
from dabiao.web.menu import Entry

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
MARKDOWN: Final = re.compile(r"([\\`*\[\]()<>~$!|])")

SHARED: Final = ("language", "publication", "as_of")
"""Choices that hold on every page."""
KEPT: Final = "view.{}"
"""Where the session keeps a shared choice for the next page."""
LANGUAGE_NAMES: Final = {"zh": "中文", "en": "English"}


def _asked(name: str) -> str | None:
    """Return what the address says of a choice; of those all pages share, else what the page before said.

    The menu's links carry no choices, and nobody who turns a page means to change language or moment.
    """
    if name in st.query_params or name not in SHARED:
        return st.query_params.get(name)
    kept = st.session_state.get(KEPT.format(name))
    return None if kept is None else str(kept)


def page_language() -> Language:
    """Return the language the address asks for, else that of the page before, else the configured one."""
    asked = _asked("language")
    return next((language for language in LANGUAGES if language == asked), settings().language)


def plain(text: str) -> str:
    """Return a text that Markdown shows as it stands: what comes from an address must not become a link."""
    return MARKDOWN.sub(r"\\\1", text)


class View:
    """The choices of one page as they stand in its address."""

    def __init__(self, page: str) -> None:
        """Read the language; the page's other choices are read as it asks for them."""
        self.page = page
        self.notices: list[str] = []
        self.hints: list[str] = []
        self._chosen: dict[str, str] = {}
        self.language: Language = page_language()
        self.gettext = catalog(self.language).gettext

    def _read(self, name: str, options: Sequence[str], default: str) -> str:
        asked = _asked(name)
        if asked is None or asked in options:
            chosen = asked or default
        else:
            chosen = default
            _ = self.gettext
            self.notices.append(
                _(
                    "The address asks for {name}={asked}, which is not to be had here; "
                    "shown is {name}={default}."
                ).format(name=name, asked=asked, default=default)
            )
        self._chosen[name] = chosen
        if name in SHARED:
            st.session_state[KEPT.format(name)] = chosen
        return chosen

    def choose(
        self,
        name: str,
        label: str,
        options: Sequence[str],
        default: str,
        show: Callable[[str], str],
        *,
        widget: Callable[..., Any] = st.selectbox,
    ) -> str:
        """Return the choice ``name``: the address's if it can be honoured, else ``default``, said aloud.

        Args:
            name: of the parameter in the address.
            label: of the widget.
            options: ids that can be chosen.
            default: id that stands when the address says nothing.
            show: how an id is written for people.
            widget: the kind of widget.
        """
        chosen = self._read(name, options, default)
        key = f"{self.page}.{name}"
        st.session_state[key] = chosen

        def rewrite() -> None:
            # A segmented control can be emptied by a second click; the choice then stays as it was.
            if st.session_state[key] is not None:
                st.query_params[name] = st.session_state[key]

        widget(label, options, key=key, format_func=show, on_change=rewrite)
        return chosen

    def choose_language(self) -> None:
        """Show the language switch."""
        self.choose(
            "language",
            self.gettext("Language"),
            LANGUAGES,
            self.language,
            LANGUAGE_NAMES.__getitem__,
            widget=st.segmented_control,
        )

    def tell(self, hint: str) -> None:
        """Show a hint under the choices once they are settled."""
        self.hints.append(hint)

    def as_of_options(self, offered: Sequence[str]) -> list[str]:
        """Return the as-of periods to offer: the usual ones and the address's own, if it is a period."""
        asked = _asked("as_of")
        options = set(offered)
        if asked is not None:
            try:
                end_month(asked)
                options.add(asked)
            except InvalidPeriodError:
                pass
        return sorted(options, key=lambda period: (end_month(period), period))

    def settle(self) -> None:
        """Write every choice into the address and name what in it was not understood."""
        _ = self.gettext
        unknown = [name for name in st.query_params if name not in self._chosen]
        if unknown:
            self.notices.append(
                _("The address holds something this page does not know: {names}.").format(
                    names=", ".join(unknown)
                )
            )
        if dict(st.query_params.to_dict()) != self._chosen:
            st.query_params.from_dict(self._chosen)
        for notice in self.notices:
            st.warning(plain(notice))
        for hint in self.hints:
            st.info(hint)

    def link(self, entry: Entry, **choices: str) -> str:
        """Return the address of a page with ``choices``, at the moment and in the language of this view."""
        shared = {name: self._chosen[name] for name in SHARED if name in self._chosen}
        return f"{entry.path}?{urlencode(choices | shared)}"
