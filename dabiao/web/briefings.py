"""The control that makes a document of what a page shows, and how documents of views are made."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from dabiao import briefing, contents, documents, exports, offline
from dabiao.briefing import FORMATS, MEDIA_TYPES, Format
from dabiao.briefing.content import Content, Cover
from dabiao.documents import Document
from dabiao.locale import catalog
from dabiao.periods import CHINA
from dabiao.progress import LATEST
from dabiao.refusal import RefusalError
from dabiao.rights import SIGN_IN_FIRST, Action, Actor, DeniedError, holds
from dabiao.settings import Language, settings
from dabiao.terms import N_
from dabiao.views import SavedView
from dabiao.web import reading, session, sharing
from dabiao.web.menu import DATA
from dabiao.web.returns import printed
from dabiao.web.view import SETTLED, View

KIND: Final = "briefing"
MADE: Final = "briefing.made"
"""Where the session keeps the document that was just made, until its control is closed."""
MADE_OF: Final = "briefing.made_of"
"""Where it keeps what that document was made of: under anything else it is not offered."""
WITHOUT: Final = frozenset({"search"})
"""Pages of which no document is made."""
FORMAT_NAMES: Final[dict[Format, str]] = {
    "pptx": N_("Presentation (PPTX)"),
    "docx": N_("Paper (DOCX)"),
    "pdf": N_("Paper for print (PDF)"),
    "xlsx": N_("Workbook (XLSX)"),
}
IN_FILE_NAMES: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*\s]+')


@dataclass(frozen=True)
class Made:
    """A document with its file."""

    document: Document
    format: Format
    file: bytes

    @property
    def name(self) -> str:
        """Name of the file: its number, the publication, the title."""
        demo = [exports.DEMO_MARK] if settings().workspace == "demo" else []
        title = IN_FILE_NAMES.sub(" ", self.document.title).strip(" .")
        parts = [self.document.number, f"publication-{self.document.publication}", *demo, title]
        return f"{'_'.join(part for part in parts if part)}.{self.format}"


def told(
    viewer: Actor,
    views: Sequence[SavedView],
    language: Language,
    report: Callable[[int, int], None] = lambda done, all_: None,
) -> list[Content]:
    """Return what documents say of some views, each at the publication it is pinned to, else at the latest.

    Args:
        viewer: who asks for it.
        views: the views, in their order.
        language: of the texts.
        report: told how many of the views are done, and how many there are.

    Raises:
        DeniedError: the viewer may not read one of the views.
        ContentError: a view cannot be told.
    """
    found = []
    for place, view in enumerate(views):
        report(place, len(views))
        found.append(contents.of_view(reading.store(), viewer, view, language))
    report(len(views), len(views))
    return found


def make(viewer: Actor, title: str, said: Sequence[Content], wanted: Format, *, kind: str = KIND) -> Made:
    """Return the document of some contents, issued under a number.

    Args:
        viewer: who asks for it.
        title: what stands on its cover; empty for that of the first content.
        said: what it says, in its order.
        wanted: the format of the file.
        kind: a word for what it is.

    Raises:
        DeniedError: the viewer may not read what it says.
        RefusalError: the document cannot be issued or written.
    """
    told = title or (said[0].title if said else "")
    # The browser's own machine has no address in the context: it is one like any other.
    address = st.context.ip_address or ""
    document = documents.issue(reading.store(), viewer, kind, told, said, address=address)
    return Made(document, wanted, briefing.written(wanted, said, cover(document)))


def cover(document: Document) -> Cover:
    """Return what stands before the contents of a document."""
    chosen, _ = settings(), catalog(document.language).gettext
    query = urlencode({"number": document.number, "digest": document.digest})
    workspace = _(exports.WORKSPACE_NAMES[chosen.workspace])
    return Cover(
        title=document.title,
        date=document.issued_at.astimezone(CHINA).date(),
        issuer=f"{_('Dabiao')} · {workspace}",
        language=document.language,
        workspace=chosen.workspace,
        made_at=document.issued_at,
        number=document.number,
        digest=document.digest,
        verify=f"{printed.address()}?{query}",
    )


def control(viewer: Actor, language: Language) -> None:
    """Show the control for what the page has settled, under it; who came by a link has none."""
    view = _settled()
    if viewer.kind != "link" and view is not None and view.page not in WITHOUT:
        with st.container(key="briefing"):
            _panel(language)


def _settled() -> View | None:
    view = st.session_state.get(SETTLED)
    return view if isinstance(view, View) and "publication" in view.choices() else None


@st.fragment
def _panel(language: Language) -> None:
    _ = catalog(language).gettext

    def work(title: str, wanted: Format, report: Callable[[int, int], None]) -> Made:
        viewer, view = session.actor(), _settled()  # a fragment runs without the shell: asked anew
        if view is None:
            raise DeniedError(SIGN_IN_FIRST, "read_published")
        return make(viewer, title, told(viewer, [sharing.saved(view, "pinned")], language, report), wanted)

    panel = folded(language)
    view = _settled()
    if not panel.open or view is None or not holds(session.actor(), "read_published"):
        return
    text = _(
        "Sentences, charts and tables of this page at publication No. {number}, with sources, a document "
        "number and a code that verifies it."
    )
    with panel:
        if view.page == DATA.path and view.choices().get("section") in contents.data.UNTOLD:
            st.caption(_(contents.data.NO_DOCUMENT))
        else:
            said = text.format(number=view.chosen("publication"))
            offer(said, work, language, of=sharing.saved(view, "pinned").as_text())
        _offer_package(view, language)


def folded(language: Language) -> Any:
    """Return the fold that a control for documents stands in; what was made is forgotten as it closes."""
    name = catalog(language).gettext("Briefing")
    panel = st.expander(name, icon=":material/description:", on_change="rerun", key="briefing.panel")
    if not panel.open:
        st.session_state.pop(MADE, None)
    return panel


def offer(
    caption: str,
    work: Callable[[str, Format, Callable[[int, int], None]], Made],
    language: Language,
    *,
    of: str,
    needs: Action = "read_published",
) -> None:
    """Offer the formats; the document is made on demand and then offered as a file.

    Args:
        caption: what the document holds.
        work: makes it, with a title, in a format; what it reports is shown.
        language: of the texts.
        of: what it is made of; what was made of anything else is forgotten.
        needs: what they must still be allowed to do who fetch the file (`dabiao.web.session.fetching`).
    """
    _ = catalog(language).gettext
    if st.session_state.get(MADE_OF) != of:
        st.session_state.pop(MADE, None)
        st.session_state[MADE_OF] = of
    st.caption(caption)
    title = ""
    if session.actor().user_id is not None:  # a document of nobody's bears the page's own title
        title = st.text_input(_("Title (optional)"), max_chars=documents.LONGEST_TITLE, key="briefing.title")
    wanted: Format = st.radio(
        _("Format"), FORMATS, format_func=lambda one: _(FORMAT_NAMES[one]), key="briefing.format"
    )
    if st.button(_("Make the document"), type="primary", key="briefing.make"):
        st.session_state.pop(MADE, None)
        _try(work, title.strip(), wanted, language)
    made = st.session_state.get(MADE)
    if isinstance(made, Made):
        st.success(_("Document No. {number}").format(number=made.document.number))
        st.download_button(
            _("Download {name}").format(name=made.format.upper()),
            partial(session.fetching(needs), lambda: made.file),
            file_name=made.name,
            mime=MEDIA_TYPES[made.format],
            on_click="ignore",
            key="briefing.download",
        )


def _try(
    work: Callable[[str, Format, Callable[[int, int], None]], Made],
    title: str,
    wanted: Format,
    language: Language,
) -> None:
    _ = catalog(language).gettext
    shown = st.progress(0.0, text=_("Making the document …"))

    def report(done: int, all_: int) -> None:
        # The last step is the writing of the file, which takes about as long as a view.
        shown.progress(done / (all_ + 1), text=_("Making the document …"))

    try:
        st.session_state[MADE] = work(title, wanted, report)
    except (RefusalError, DeniedError) as error:
        st.error(error.message(language))
    shown.empty()


def _offer_package(view: View, language: Language) -> None:
    """Offer the publication with the rules and the script that recomputes it, made when it is fetched."""
    _ = catalog(language).gettext
    chosen = view.choices()
    number, as_of = int(chosen["publication"]), chosen.get("as_of")
    if as_of is None:
        return
    if (refusal := offline.obstacle(reading.store(), number)) is not None:
        st.caption(refusal.message(language))
        return
    viewer = session.asking()
    vintage = chosen.get("vintage", LATEST)
    demo = f"_{exports.DEMO_MARK}" if settings().workspace == "demo" else ""
    st.caption(
        _("Offline package: all data of the publication, the rules, and a script that recomputes them.")
    )
    st.download_button(
        _("Download {name}").format(name="ZIP"),
        lambda: offline.package(reading.store(), viewer(), number, as_of, vintage),
        file_name=f"dabiao_publication-{number}_{as_of}{demo}.zip",
        mime="application/zip",
        on_click="ignore",
        key="briefing.package",
    )
