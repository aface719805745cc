"""What stands around every page: style, the mark of generated data, footer, apology."""

from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit as st
import structlog

from dabiao.charts import theme
from dabiao.locale import catalog
from dabiao.settings import Language, settings
from dabiao.web.view import LONGEST_TEXT, page_colours, page_language

log = structlog.get_logger()

HERE: Final = Path(__file__).parent

BOX: Final = "search.box"
ASKED: Final = "search.asked"


@lru_cache(maxsize=1)
def _style_sheet() -> str:
    files = sorted((HERE / "styles").glob("*.css"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def dark() -> bool:
    """Return whether the viewer sees the dark theme."""
    return st.context.theme.type == "dark"


def style() -> None:
    """Give the page the project's style, with the colours of the viewer's theme and colour set.

    Paper is white whatever the theme of the screen.
    """
    chosen = page_colours()
    screen, paper = (variables(theme.palette(mode, chosen)) for mode in (dark(), False))
    faces = theme.faces(page_language())
    st.html(f"<style>{faces}\n{_style_sheet()}\n:root{{{screen}}}\n@media print{{:root{{{paper}}}}}</style>")


def variables(colours: theme.Palette) -> str:
    """Return the declarations of the project's colours for a style sheet."""
    return ";".join(f"--db-{name.replace('_', '-')}:{value}" for name, value in vars(colours).items())


def search_box(language: Language) -> str | None:
    """Show the search box; return what was typed into it, once, when it was typed."""
    _ = catalog(language).gettext

    def take() -> None:
        st.session_state[ASKED] = st.session_state[BOX]
        st.session_state[BOX] = ""

    with st.container(key="search"):
        st.text_input(
            _("Search"),
            key=BOX,
            placeholder=_("Area, indicator, task; pinyin or initials"),
            label_visibility="collapsed",
            on_change=take,
            max_chars=LONGEST_TEXT,
        )
    asked = st.session_state.pop(ASKED, None)
    return str(asked) if asked else None


def watermark(language: Language) -> None:
    """Say across the page that its figures are generated, where they are."""
    if settings().workspace == "demo":
        text = catalog(language).gettext("Demonstration data: generated, not reported by anyone")
        st.html(f'<p class="db-watermark" role="note">{text}</p>')


def footer(language: Language) -> None:
    """Show what stands under every page."""
    st.divider()
    st.caption(
        catalog(language).gettext("Dabiao · stated targets and published figures, judged by rules on record")
    )


def apologise(error: BaseException) -> bool:
    """Say in the viewer's language that a page failed; the log keeps the trace."""
    log.error("page failed", exc_info=error)
    _ = catalog(page_language()).gettext
    st.error(_("This page could not be shown. The error has been recorded in the server's log."))
    return True
