"""The frame around every page: the list of pages, the style, the footer. Streamlit runs it at every click."""

from pathlib import Path

import streamlit as st

from dabiao.locale import catalog
from dabiao.settings import ROOT
from dabiao.web import ui
from dabiao.web.view import page_language

language = page_language()
_ = catalog(language).gettext

PAGES = ROOT / "pages"
ICON = Path(__file__).parent / "static" / "dabiao.png"

st.set_page_config(page_title=_("Dabiao"), page_icon=str(ICON), layout="wide")
ui.style()
page = st.navigation(
    [
        # The default page answers to "/" alone, so it is a sign to the overview and every real page has its
        # own path.
        st.Page(PAGES / "home.py", title=_("Dabiao"), default=True, visibility="hidden"),
        st.Page(PAGES / "progress" / "overview.py", title=_("Overview"), url_path="overview"),
        st.Page(PAGES / "progress" / "area.py", title=_("Area"), url_path="area"),
    ],
    position="hidden" if st.context.is_embedded else "top",
)
st.logo(str(ICON), size="large")
page.run()
ui.footer(language)
