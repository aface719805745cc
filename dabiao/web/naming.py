"""What a kept view is called, in a line: its page, what it is of, and as of when."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Final

from dabiao import tasks, terms
from dabiao.locale import catalog
from dabiao.model import Level, TaskStatus
from dabiao.periods import InvalidPeriodError, end_month
from dabiao.progress import LATEST
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.views import SavedView
from dabiao.web import reading
from dabiao.web.meetings.following import departments
from dabiao.web.menu import MENU
from dabiao.wording import beside, period
from dabiao.wording.comparisons import LEVELS
from dabiao.wording.joining import listed

SECTIONS: Final[Mapping[str, str]] = {
    "method": N_("Method"),
    "catalog": N_("Catalog"),
    "conflicts": N_("Contradictions"),
    "completeness": N_("Completeness"),
    "loads": N_("Loads and rejected rows"),
    "downloads": N_("Downloads"),
}
"""Sections of the page on data and method."""


def named(saved: SavedView, publication: int, language: Language) -> str:
    """Return in words which view it is: page, areas, documents, indicator, as-of; as far as it can be said.

    Args:
        saved: the view.
        publication: number of the one whose names are told.
        language: of the names.
    """
    return " · ".join([shown(saved, publication, language), *moment(saved, language)])


def shown(saved: SavedView, publication: int, language: Language) -> str:
    """Return the same without the as-of and without the day by which its figures were known."""
    _ = catalog(language).gettext
    page = _(next(entry.title for entry in MENU if entry.path == saved.page))
    return " · ".join([page, *_of(saved, publication, language)])


def _of(saved: SavedView, publication: int, language: Language) -> Iterator[str]:
    _ = catalog(language).gettext
    areas = reading.area_names(publication, language)
    frameworks = {
        row["framework_id"]: row[f"short_{language}"] for row in reading.areas(publication).to_dicts()
    }
    if saved.page == "compare":
        yield from _side_by_side(saved, areas, frameworks, language)
        return
    yield from _known([saved.choice("area")], areas)
    if (target := saved.choice("target")) is not None:
        names = reading.target_names(publication, language)
        yield from _known([f"{saved.choice('area')}/{target}"], names)
    if (code := saved.choice("indicator")) is not None:
        yield reading.indicator_names(publication, language).get(code, code)
    yield from _known([saved.choice("framework")], frameworks)
    if saved.page == "indicator":
        if (level := saved.choice("level")) in list(Level):
            yield _(LEVELS[Level(level)])
        yield from _known([saved.choice("province")], areas)
    if saved.page == "tasks":
        yield from _tasks(saved, publication, language)
    if saved.page == "data":
        yield from map(_, _known([saved.choice("section")], SECTIONS))
    if (status := saved.choice("status")) in list(TaskStatus):
        yield terms.task_status_name(TaskStatus(status), language)
    if sought := (saved.choice("q") or "").strip():
        yield _("“{sought}”").format(sought=sought)


def _tasks(saved: SavedView, publication: int, language: Language) -> Iterator[str]:
    if (framework := saved.choice("framework")) is not None and saved.choice("chapter") is not None:
        names = tasks.chapter_names(reading.store(), publication, framework, language)
        yield from _known([saved.choice("chapter")], names)
    if (department := saved.choice("department")) is not None:
        yield from _known([department], departments(language, publication))


def _side_by_side(
    saved: SavedView, areas: Mapping[str, str], frameworks: Mapping[str, str], language: Language
) -> Iterator[str]:
    mode = saved.choice("mode") or "areas"
    if mode == "province":
        yield from (beside.family(name, language) for name in _known([saved.choice("province")], areas))
        return
    names = frameworks if mode == "frameworks" else areas
    found = list(_known((saved.choice(mode) or "").split(","), names))
    if found:
        yield listed(found, language)


def _known(codes: Iterable[str | None], names: Mapping[str, str]) -> Iterator[str]:
    yield from (names[code] for code in codes if code is not None and code in names)


def moment(saved: SavedView, language: Language) -> Iterator[str]:
    """Yield as of when a view is, and by which day its figures were known, where it says so."""
    _ = catalog(language).gettext
    as_of = saved.choice("as_of") or ""
    with suppress(InvalidPeriodError):
        end_month(as_of)
        yield _("as of {period}").format(period=period(as_of, language))
    vintage = saved.choice("vintage") or LATEST
    if vintage != LATEST:
        yield _("figures known by {date}").format(date=vintage)
