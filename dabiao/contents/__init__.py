"""What documents and slides say of a view: read at its publication, in the words of the pages.

A content is a function of view, publication and language: the same view at the same publication says the same
for ever. Nothing is computed here beyond what `dabiao.progress` gives; the writers of `dabiao.briefing` lay a
content out.
"""

from collections.abc import Callable, Mapping
from typing import Final

from dabiao.briefing.content import Content
from dabiao.contents import area, asked, compare, data, indicator, overview, publications, target, tasks
from dabiao.contents.asked import Asked, ContentError
from dabiao.rights import SIGN_IN_FIRST, Actor, DeniedError, may_read
from dabiao.settings import Language
from dabiao.store import Store
from dabiao.terms import N_
from dabiao.views import SavedView

__all__ = ["PAGES", "ContentError", "of_view"]

PAGES: Final[Mapping[str, Callable[[Asked], Content]]] = {
    "overview": overview.content,
    "area": area.content,
    "target": target.content,
    "indicator": indicator.content,
    "compare": compare.content,
    "tasks": tasks.content,
    "data": data.content,
    "publications": publications.content,
}
"""How the content of each page's views is made."""


def of_view(store: Store, actor: Actor, view: SavedView, language: Language) -> Content:
    """Return what a document says of a view at the publication it is pinned to, else at the latest.

    Raises:
        DeniedError: ``actor`` may not read the view.
        ContentError: no document is made of such a view, or it asks for what there is not.
    """
    if not may_read(actor, view):
        raise DeniedError(SIGN_IN_FIRST, "read_published")
    make = PAGES.get(view.page)
    if make is None:
        raise ContentError(N_("Of this page no document is made: it answers what is typed into it."))
    return make(asked.of_view(store, view, language))
