"""Runs a page through the shell, with choices in its address."""

from collections.abc import Callable
from typing import Final

from streamlit.testing.v1 import AppTest

from dabiao.settings import ROOT

SHELL = ROOT / "dabiao" / "web" / "shell.py"

FILLED: Final = {"search": {"q": "标准"}}
"""Choices without which a page has nothing to show, by its path."""

Show = Callable[..., AppTest]


def run_page(page: str, **choices: str) -> AppTest:
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    for name, value in choices.items():
        app.query_params[name] = value
    app.switch_page(str(ROOT / "pages" / page))
    return app.run()
