"""The frame around every page: menu, search box, style, footer. Streamlit runs it at every click."""

from pathlib import Path

import streamlit as st

from dabiao.locale import catalog
from dabiao.rights import holds
from dabiao.web import briefings, by_link, frame, session, sharing
from dabiao.web.menu import MENU, PAGES, SEARCH, STAFF
from dabiao.web.view import hold_to, page_language

language = page_language()
_ = catalog(language).gettext

ICON = Path(__file__).parent / "static" / "dabiao.png"

st.set_page_config(page_title=_("Dabiao"), page_icon=str(ICON), layout="wide")
frame.style()
viewer, link = session.actor(), session.link()
hold_to(viewer.view)
came_by_link = session.came_by_link() and viewer.user_id is None
pages = {
    entry: st.Page(
        entry.file,
        title=_(entry.title),
        url_path=entry.path,
        visibility="visible"
        if entry.listed and (not entry.needs or holds(viewer, entry.needs))
        else "hidden",
    )
    for entry in PAGES
}


def home() -> None:
    """Turn to the first page of the menu: a default page answers to "/" alone."""
    st.switch_page(pages[MENU[0]])


start = st.Page(home, title=_("Dabiao"), default=True, visibility="hidden")
# Pages for staff stand in a list of their own: side by side with the others they would cover the search box.
staff = [page for entry, page in pages.items() if entry in STAFF and page.visibility == "visible"]
others = [page for page in pages.values() if page not in staff]
page = st.navigation(
    {"": [start, *others]} | ({_("Staff"): staff} if staff else {}),
    position="hidden" if st.context.is_embedded or came_by_link else "top",
)
st.logo(str(ICON), size="large")
if not came_by_link and (asked := frame.search_box(language)) is not None:
    st.switch_page(pages[SEARCH], query_params={"q": asked})
if not came_by_link:
    session.show_corner(viewer, language)
frame.watermark(language)
if link is not None and viewer.view is not None:
    if page.url_path == viewer.view.page:
        by_link.note(link, language)
        page.run()
    else:
        by_link.outside(link, language)
elif came_by_link:
    by_link.over(language)
elif holds(viewer, "read_published"):
    share = sharing.place()
    page.run()
    sharing.control(share, viewer, language)
    briefings.control(viewer, language)
else:
    st.title(_("Dabiao"), anchor=False)
    session.tell_denied(viewer, language)
frame.footer(language)
