"""Views of the project's own data, what documents say of them, and a cover."""

import datetime as dt

from dabiao import contents
from dabiao.briefing.content import Content, Cover
from dabiao.rights import VISITOR
from dabiao.settings import Language
from dabiao.store import Store
from dabiao.views import SavedView

VIEWS = {
    "overview": {"framework": "all", "since": "2024-12-31"},
    "area": {"area": "610000"},
    "target": {"area": "610000", "target": "shaanxi-2022-local-standards"},
    "indicator": {"indicator": "local-standards", "level": "all", "province": "all", "axis": "largest"},
    "compare": {"mode": "areas", "areas": "610000,420000"},
    "tasks": {"framework": "hunan-2022"},
    "data": {"section": "conflicts"},
    "publications": {"since": "2023-12-31"},
}
"""One view per page, with the choices that its address has."""

NUMBER = "DB-2026-000012"
DIGEST = "0123456789abcdef" * 4


def view(page: str, publication: int | None = 1) -> SavedView:
    """Return the view of a page, as of a quarter whose figures are known."""
    return SavedView.of(page, {"as_of": "2024-Q2", "vintage": "latest"} | VIEWS[page], publication)


def content(store: Store, page: str, language: Language = "zh") -> Content:
    """Return what a document says of the view of a page."""
    return contents.of_view(store, VISITOR, view(page), language)


def cover(made_at: dt.datetime, language: Language = "zh", *, demo: bool = False) -> Cover:
    """Return what stands before contents."""
    return Cover(
        title="标准化目标进展简报" if language == "zh" else "Progress of standardization targets",
        date=dt.date(2026, 1, 5),
        issuer="达标 Dabiao",
        language=language,
        workspace="demo" if demo else "published",
        made_at=made_at,
        number=NUMBER,
        digest=DIGEST,
        verify=f"http://localhost:8501/verify?number={NUMBER}",
    )
