"""Choices and the address: ids in, ids out, defaults written out, what cannot be honoured said.

The address is the memory of a choice. A widget shows what the address says and, when used, rewrites
it; so a copied address, the browser's back button and a click all take the same road.
"""

import datetime as dt
import html
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple, get_args
from urllib.parse import urlencode

import streamlit as st

from dabiao.charts.theme import COLOUR_SETS, ColourSet
from dabiao.locale import catalog
from dabiao.periods import InvalidPeriodError, end_month
from dabiao.progress import LATEST
from dabiao.settings import Language, settings
from dabiao.views import MANNER, SavedView
from dabiao.web.markdown import plain
from dabiao.web.menu import PUBLICATIONS, Entry
from dabiao.web.templates import template
from dabiao.wording.joining import listed

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

SHARED: Final = ("workspace", "publication", "as_of", "vintage", "language", "colours")
"""Choices that hold on every page."""
LONGEST_TEXT: Final = 200
"""Characters of a text that is looked for: the longest title there can be."""
NAMED_OF_TEXT: Final = 40
"""Characters by which a longer text is named."""
BETWEEN_IDS: Final = ","
REMEMBERED: Final = (*SHARED, "area")
"""Choices that the session keeps: those of every page, and the area, of which another page may show more."""
KEPT: Final = "view.{}"
"""Where the session keeps such a choice for the next page."""
SHOWN: Final = "view"
"""Where the session keeps which page it shows."""
SETTLED: Final = "view.settled"
"""Where the session keeps the view that the page has settled."""
HELD: Final = "view.held"
"""Where the session keeps the one view that its viewer may see."""
LANGUAGE_NAMES: Final = {"zh": "中文", "en": "English"}


def _asked(name: str) -> str | None:
    """Return what the address says of a choice; of those all pages share, else what the page before said.

    The menu's links carry no choices, and nobody who turns a page means to change language or moment.
    """
    if name in st.query_params or name not in SHARED:
        return st.query_params.get(name)
    return _last(name)


def _last(name: str) -> str | None:
    """Return what the session last showed of a choice that it keeps."""
    kept = st.session_state.get(KEPT.format(name))
    return None if kept is None else str(kept)


def page_language() -> Language:
    """Return the language the address asks for, else that of the page before, else the configured one."""
    asked = _asked("language")
    return next((language for language in LANGUAGES if language == asked), settings().language)


def page_colours() -> ColourSet:
    """Return the set of status colours the viewer has chosen, else the first."""
    asked = _asked("colours")
    return next((name for name in COLOUR_SETS if name == asked), COLOUR_SETS[0])


def hold_to(saved: SavedView | None) -> None:
    """Hold the page that runs to one view, whatever the address says; to none with None."""
    st.session_state[HELD] = saved


class Moment(NamedTuple):
    """What figures are a function of beside the choices of a page."""

    publication: int
    as_of: str
    """Period up to whose end figures count: the period judged."""
    vintage: str = LATEST
    """Date by which a figure's source had appeared, or `LATEST`: the date judged."""


class Newer(NamedTuple):
    """A publication after the one shown."""

    shown: str
    """The one shown, in words."""
    number: str
    name: str


class View:
    """The choices of one page as they stand in its address.

    Who came by a link is held to the choices that the link keeps: none but those of manner is offered, and
    what an address says of others is named and left out.
    """

    def __init__(self, entry: Entry) -> None:
        """Read language and workspace; the page's other choices are read as it asks for them."""
        self.page = entry.path
        self.held: SavedView | None = st.session_state.get(HELD)
        if self.held is not None and self.held.page != entry.path:
            st.stop()
        self.newer: Newer | None = None
        self.defaults: dict[str, str] = {}
        """What would be chosen if the address said nothing."""
        self.notices: list[str] = []
        self.hints: list[str] = []
        self.provenance = ""
        self._chosen: dict[str, str] = {}
        self.entered = st.session_state.get(SHOWN) != entry.path
        """Whether the viewer comes from another page, or from outside."""
        st.session_state[SHOWN] = entry.path
        self.language: Language = page_language()
        self.colours = page_colours()
        self.gettext = catalog(self.language).gettext
        own = settings().workspace
        self.workspace = self._read("workspace", [own], own)

    def _asked(self, name: str) -> str | None:
        """Return what is asked for: by the address, or by the view that who came by a link is held to."""
        if self.held is None or name in MANNER:
            return _asked(name)
        if name == "publication":
            return None if self.held.publication is None else str(self.held.publication)
        return self.held.choice(name)

    def _offers(self, name: str) -> bool:
        """Return whether something is to be chosen."""
        return self.held is None or name in MANNER

    def sought(self, name: str) -> str | None:
        """Return what is asked for of a choice, else what the session last showed of it on any page."""
        asked = self._asked(name)
        return asked if self.held is not None or asked is not None else _last(name)

    def _read(
        self,
        name: str,
        options: Sequence[str],
        default: str,
        means: Mapping[str, str] | None = None,
        told: Callable[[str], str] | None = None,
    ) -> str:
        asked = self._asked(name)
        asked = (means or {}).get(asked or "", asked)
        self.defaults[name] = default
        if asked is None or asked in options:
            chosen = asked or default
        elif not self._offers(name):
            # Anything else in its place would be more than what was shared.
            st.info(self.gettext("What this link shows is not in the publication any more."))
            st.stop()
        else:
            chosen = default
            self._name_impossible(name, asked, told(default) if told else f"{name}={default}")
        self._chosen[name] = chosen
        if name in REMEMBERED:
            st.session_state[KEPT.format(name)] = chosen
        return chosen

    def only(self, name: str, chosen: str, means: Mapping[str, str] | None = None) -> None:
        """Write out a choice that there is but one of; if another is asked for it is named (see `choose`)."""
        self._read(name, [chosen], chosen, means)

    def choose(
        self,
        name: str,
        label: str,
        options: Sequence[str],
        default: str,
        show: Callable[[str], str],
        *,
        widget: Callable[..., Any] = st.selectbox,
        resets: Sequence[str] = (),
        means: Mapping[str, str] | None = None,
    ) -> str:
        """Return the choice ``name``: the address's if it can be honoured, else ``default``, said aloud.

        Args:
            name: of the parameter in the address.
            label: of the widget.
            options: ids that can be chosen.
            default: id that stands when the address says nothing.
            show: how an id is written for people.
            widget: the kind of widget.
            resets: choices that were made within this one: they leave the address when it is chosen anew.
            means: ids that cannot be chosen → those that the page shows for them, as it says itself.
        """
        chosen = self._read(name, options, default, means, lambda one: self._told(label, show(one)))
        if not self._offers(name):
            return chosen
        key, rewrite = self._bound(name, chosen, resets=resets)
        widget(label, options, key=key, format_func=show, on_change=rewrite)
        return chosen

    def choose_many(
        self,
        name: str,
        label: str,
        options: Sequence[str],
        default: Sequence[str],
        show: Callable[[str], str],
        *,
        limit: int,
        widget: Callable[..., Any] = st.multiselect,
    ) -> list[str]:
        """Return up to ``limit`` choices; the address holds their ids with commas between them.

        Ids that are not to be had, and those beyond ``limit``, are named.
        """
        asked = self._asked(name)
        wanted = list(default) if asked is None else [one for one in asked.split(BETWEEN_IDS) if one]
        known = list(dict.fromkeys(one for one in wanted if one in options))
        chosen = known[:limit]
        _ = self.gettext
        missing = [one for one in wanted if one not in options]
        if missing:
            self.notices.append(
                _("The address asks for {name}={asked}, which is not to be had here; it is left out.").format(
                    name=name, asked=BETWEEN_IDS.join(missing)
                )
            )
        if known[limit:]:
            self.notices.append(
                _("At most {limit} can be shown side by side; left out: {names}.").format(
                    limit=limit, names=listed(map(show, known[limit:]), self.language)
                )
            )
        self._chosen[name] = BETWEEN_IDS.join(chosen)
        if not self._offers(name):
            return chosen
        key = f"{self.page}.{name}"
        st.session_state[key] = chosen

        def rewrite() -> None:
            st.query_params[name] = BETWEEN_IDS.join(st.session_state[key])

        widget(label, options, key=key, format_func=show, on_change=rewrite, max_selections=limit)
        return chosen

    def text(self, name: str, label: str, placeholder: str = "") -> str:
        """Return a text that is looked for, as typed; empty if there is none, or one too long, said aloud."""
        chosen = self._asked(name) or ""
        if len(chosen) > LONGEST_TEXT:
            _ = self.gettext
            self.notices.append(
                _(
                    "The address asks for {name}={asked}…, which has {length} characters; texts of "
                    "up to {limit} can be looked for."
                ).format(name=name, asked=chosen[:NAMED_OF_TEXT], length=len(chosen), limit=LONGEST_TEXT)
            )
            chosen = ""
        self._chosen[name] = chosen
        if not self._offers(name):
            return chosen
        key, rewrite = self._bound(name, chosen)
        st.text_input(label, key=key, placeholder=placeholder, on_change=rewrite, max_chars=LONGEST_TEXT)
        return chosen

    def number(
        self, name: str, label: str, low: float, high: float, default: float, step: float, **more: Any
    ) -> float:
        """Return a number from a slider; one that lies outside its ends is named."""
        asked = self._asked(name)
        chosen = default
        if asked is not None:
            try:
                number = float(asked)
            except ValueError:
                number = float("nan")
            if low <= number <= high:
                chosen = number
            else:
                self._name_impossible(name, asked, self._told(label, f"{default:g}"))
        self._chosen[name] = f"{chosen:g}"
        if not self._offers(name):
            return chosen
        key, rewrite = self._bound(name, chosen, write=lambda value: f"{value:g}")
        st.slider(label, low, high, key=key, step=step, on_change=rewrite, **more)
        return chosen

    def _bound(
        self, name: str, chosen: Any, *, write: Callable[[Any], str] = str, resets: Sequence[str] = ()
    ) -> tuple[str, Callable[[], None]]:
        """Give the widget of a choice its value, and return its key and what writes it to the address."""
        key = f"{self.page}.{name}"
        st.session_state[key] = chosen

        def rewrite() -> None:
            # A segmented control can be emptied by a second click; the choice then stays as it was.
            if st.session_state[key] is not None:
                st.query_params[name] = write(st.session_state[key])
                for within in resets:
                    st.query_params.pop(within, None)

        return key, rewrite

    def _name_impossible(self, name: str, asked: str, shown: str) -> None:
        _ = self.gettext
        self.notices.append(
            _("The address asks for {name}={asked}, which is not to be had here; shown is {shown}.").format(
                name=name, asked=asked, shown=shown
            )
        )

    def _told(self, label: str, choice: str) -> str:
        return self.gettext("“{label}: {choice}”").format(label=label, choice=choice)

    def chosen(self, name: str) -> str:
        """Return a choice that has been made, as it stands in the address."""
        return self._chosen[name]

    def choices(self) -> dict[str, str]:
        """Return every choice that has been made, by name."""
        return dict(self._chosen)

    def tell(self, hint: str) -> None:
        """Show a hint under the choices once they are settled."""
        self.hints.append(hint)

    def as_of_options(self, offered: Sequence[str]) -> list[str]:
        """Return the as-of periods to offer: the usual ones and the address's own, if it is a period."""
        asked = self._asked("as_of")
        options = set(offered)
        if asked is not None:
            with suppress(InvalidPeriodError):
                end_month(asked)
                options.add(asked)
        return sorted(options, key=lambda period: (end_month(period), period))

    def vintage_options(self, offered: Sequence[str]) -> list[str]:
        """Return the vintages to offer: the usual dates, the address's own if it is one, and `LATEST`."""
        asked = self._asked("vintage")
        options = set(offered)
        if asked is not None and asked != LATEST:
            with suppress(ValueError):
                options.add(dt.date.fromisoformat(asked).isoformat())
        return [LATEST, *sorted(options - {LATEST}, reverse=True)]

    def settle(self) -> None:
        """Write every choice into the address and name what in it was not understood."""
        _ = self.gettext
        known = self._chosen if self.held is None else self._of_link(self.held)
        # A page that looks at no publication keeps what all pages share for the next one that does.
        unknown = [name for name in st.query_params if name not in known and name not in SHARED]
        if self.held is not None:
            told = st.query_params.to_dict()
            unknown = [name for name in told if name not in MANNER and told[name] != known.get(name)]
        if unknown:
            text = (
                _("The address holds something this page does not know: {names}.")
                if self.held is None
                else _("A link shows one view. Not part of it, and left out: {names}.")
            )
            self.notices.append(text.format(names=listed(unknown, self.language)))
        if dict(st.query_params.to_dict()) != known:
            st.query_params.from_dict(known)
        st.session_state[SETTLED] = self
        st.html(f'<p class="db-provenance">{html.escape(self.provenance)}</p>')
        if self.newer is not None:
            self._tell_newer(self.newer)
        for notice in self.notices:
            st.warning(plain(notice))
        for hint in self.hints:
            st.info(hint)

    def _of_link(self, held: SavedView) -> dict[str, str]:
        """Return what stands in the address of who came by a link: what it keeps, and their own manner."""
        pinned = {} if held.publication is None else {"publication": str(held.publication)}
        manner = {name: self._chosen[name] for name in MANNER if name in self._chosen}
        return dict(held.choices) | pinned | manner

    def _tell_newer(self, newer: Newer) -> None:
        """Say which publication the page shows where there is a newer one; lead to it unless held to this."""
        since = self.link(PUBLICATIONS, publication=newer.number, since=self._chosen["publication"])
        current = f"{self.page}?{urlencode(self._chosen | {'publication': newer.number})}"
        told = template("newer").render(
            _=self.gettext,
            newer=newer,
            since=since if self.held is None else "",
            current=current,
        )
        st.html(told)

    def link(self, entry: Entry, **choices: str) -> str:
        """Return the address of a page with ``choices``, at the moment and in the language of this view."""
        shared = {name: self._chosen[name] for name in SHARED if name in self._chosen and name not in choices}
        return f"{entry.path}?{urlencode(choices | shared)}"
