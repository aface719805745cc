"""On every page the address is the view: complete, and honest about nonsense."""

from collections.abc import Iterator
from itertools import cycle
from typing import Final

import pytest
from streamlit.testing.v1 import AppTest

from dabiao.settings import ROOT
from dabiao.web.menu import MENU, Entry
from dabiao.web.view import SHARED
from tests.pages.running import FILLED, Show

TEXTS: Final = ("text_input",)
"""Kinds of widgets that take any text: nothing is impossible there."""
OF_THE_FRAME: Final = {"search.box"}
"""Widgets that stand on every page and have nothing to do with its view."""
LISTS: Final = ("selectbox", "multiselect", "select_slider", "button_group")
IMPOSSIBLE: Final = ("999999", "§ no such thing")
"""What no choice can have, as a number and as a word."""

every_page = pytest.mark.parametrize("entry", MENU, ids=[entry.path for entry in MENU])


def opened(show: Show, entry: Entry, **choices: str) -> AppTest:
    """Open the address of a page as somebody does who has not been here."""
    app = show(str(entry.file.relative_to(ROOT / "pages")), **choices)
    assert not app.exception
    return app


def written(app: AppTest) -> dict[str, str]:
    """Return what stands in the address after the page has run."""
    return {name: str(value) for name, value in app.query_params.items()}


def offered(app: AppTest, path: str, *kinds: str) -> Iterator[str]:
    """Yield the names of the choices that a page's widgets of some kinds offer."""
    for kind in kinds:
        for widget in app.get(kind):
            page, _, name = (widget.key or "").partition(".")
            if page == path and widget.key not in OF_THE_FRAME:
                yield name


@every_page
def test_every_choice_that_is_offered_is_written_out(show_demo: Show, entry: Entry) -> None:
    app = opened(show_demo, entry, **FILLED.get(entry.path, {}), language="en")
    texts = set(offered(app, entry.path, *TEXTS))
    address = written(app)
    assert {*offered(app, entry.path, *LISTS), *texts, *SHARED} <= set(address)
    assert {name for name, value in address.items() if not value} <= texts


@every_page
def test_every_choice_that_cannot_be_had_is_named_and_replaced(show_demo: Show, entry: Entry) -> None:
    app = opened(show_demo, entry, **FILLED.get(entry.path, {}), language="en")
    address, texts = written(app), set(offered(app, entry.path, *TEXTS))
    wrong = dict(zip(sorted({*address} - texts), cycle(IMPOSSIBLE), strict=False))

    app = opened(show_demo, entry, **address | wrong, nonsense="1")
    said = "\n".join(warning.value for warning in app.warning)
    assert not [name for name, value in wrong.items() if f"{name}={value}" not in said], said
    assert "nonsense" in said
    mended = written(app)
    assert "nonsense" not in mended
    assert not {*IMPOSSIBLE} & set(mended.values())
