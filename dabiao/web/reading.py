"""What pages read: the domain's answers, kept in memory by question, publication and moment.

A publication never changes, so an answer for it is never stale; a new publication has a new number.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache, partial
from itertools import islice
from threading import Lock
from typing import Any, Final, ParamSpec, TypeVar

import polars as pl
from cachetools import LRUCache, cached
from cachetools.keys import hashkey

from dabiao import progress, publications, search, tasks, workspaces
from dabiao.model import Level
from dabiao.provinces import tiles as province_tiles
from dabiao.settings import Language, settings
from dabiao.store import Store
from dabiao.web.view import Moment

MEMORY: Final = 256 * 2**20
"""Bytes that all kept answers may take together; those not asked for longest make room."""
SAMPLE: Final = 64
"""Parts of a long list or dictionary that are looked at: they are alike, and each look takes time."""
SMALLEST: Final = 4096
"""Bytes an answer counts at least: its key and its frame take that much beside the rows."""

P = ParamSpec("P")
T = TypeVar("T")


def _bytes(answer: object) -> int:
    """Return about how much memory an answer takes with all that it holds."""
    return max(SMALLEST, _held(answer))


def _held(value: object) -> int:
    if isinstance(value, pl.DataFrame):
        return int(value.estimated_size())
    parts: Iterable[object] = ()
    count = 0
    if isinstance(value, Mapping):
        parts, count = value.items(), len(value)
    elif isinstance(value, list | tuple | set | frozenset):
        parts, count = value, len(value)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = (getattr(value, each.name) for each in fields(value))
    seen = [_held(part) for part in islice(parts, SAMPLE)]
    return sys.getsizeof(value) + sum(seen) * max(count, len(seen)) // max(1, len(seen))


_answers: Final[LRUCache[Any, Any]] = LRUCache(MEMORY, getsizeof=_bytes)
_lock: Final = Lock()


def kept(question: Callable[P, T]) -> Callable[P, T]:
    """Keep the answers of a question whose arguments settle them: a publication or a moment among them."""
    key = partial(hashkey, question.__module__, question.__qualname__)
    return cached(_answers, key=key, lock=_lock)(question)


@lru_cache(maxsize=1)
def store() -> Store:
    """Return the store of this process, opened when first asked for."""
    return workspaces.open_workspace(settings().database, settings().workspace)


def close() -> None:
    """Close the store and forget every answer, as at the end of the server or between tests."""
    if store.cache_info().currsize:
        store().close()
    store.cache_clear()
    with _lock:
        _answers.clear()


def all_publications() -> pl.DataFrame:
    """Return the publications there are, newest first; never kept, as this is what tells of a new one."""
    return publications.publications(store())


@kept
def earlier(publication: int) -> pl.DataFrame:
    """Return the publications before ``publication``, newest first: there will never be more of them."""
    return all_publications().filter(pl.col("number") < publication)


@kept
def status(
    moment: Moment,
    *,
    area: str | None = None,
    framework: str | None = None,
    indicator: str | None = None,
) -> pl.DataFrame:
    """Return `dabiao.progress.status` rows."""
    return progress.status(
        store(),
        moment.publication,
        moment.as_of,
        area=area,
        framework=framework,
        indicator=indicator,
        vintage=moment.vintage,
    )


@kept
def tallies(moment: Moment, periods: tuple[str, ...], areas: tuple[str, ...]) -> pl.DataFrame:
    """Return `dabiao.progress.tallies` rows of some areas."""
    return progress.tallies(store(), moment.publication, periods, areas=areas, vintage=moment.vintage)


@kept
def seen(
    publication: int,
    area: str,
    target_id: str | None,
    vintages: tuple[str, ...],
    as_ofs: tuple[str, ...],
) -> pl.DataFrame:
    """Return `dabiao.progress.seen` rows."""
    return progress.seen(store(), publication, area, target_id, vintages, as_ofs)


@kept
def line(moment: Moment, *, area: str | None, indicator: str | None = None) -> pl.DataFrame:
    """Return `dabiao.progress.line` rows."""
    return progress.line(
        store(), moment.publication, area, moment.as_of, indicator=indicator, vintage=moment.vintage
    )


@kept
def observations(moment: Moment, *, area: str) -> pl.DataFrame:
    """Return `dabiao.progress.observations` rows of one area."""
    return progress.observations(store(), moment.publication, moment.as_of, area=area, vintage=moment.vintage)


@kept
def _absences(moment: Moment, areas: tuple[str, ...]) -> pl.DataFrame:
    return progress.registered(store(), moment.publication, moment.as_of, areas, vintage=moment.vintage)


def with_absences(moment: Moment, rows: pl.DataFrame) -> pl.DataFrame:
    """Return `dabiao.progress.with_absences` of status rows of this moment."""
    areas = tuple(rows["area_code"].unique().sort())
    return progress.with_absences(rows, _absences(moment, areas), moment.as_of)


def plans(publication: int, framework: str | None) -> pl.DataFrame:
    """Return `dabiao.progress.areas` rows of one framework, of all without one."""
    rows = areas(publication)
    return rows if framework is None else rows.filter(pl.col("framework_id") == framework)


@kept
def areas(publication: int) -> pl.DataFrame:
    """Return `dabiao.progress.areas` rows."""
    return progress.areas(store(), publication)


@kept
def areas_with_targets(publication: int) -> pl.DataFrame:
    """Return `dabiao.progress.areas_with_targets` rows."""
    return progress.areas_with_targets(store(), publication)


@kept
def vintages(publication: int, area: str | None = None) -> list[str]:
    """Return `dabiao.progress.vintages` of all areas or of one."""
    return progress.vintages(store(), publication, area=area)


@kept
def rules(publication: int) -> int:
    """Return the version of the rules by which a publication was judged."""
    return publications.publication(store(), publication).rules


@kept
def undated(publication: int) -> int:
    """Return how many figures have a source without a date."""
    return progress.undated(store(), publication)


@kept
def ledger(moment: Moment, *, framework: str | None = None, area: str | None = None) -> pl.DataFrame:
    """Return `dabiao.tasks.tasks` rows."""
    return tasks.tasks(
        store(),
        moment.publication,
        moment.as_of,
        framework=framework,
        area=area,
        vintage=moment.vintage,
    )


@kept
def search_entries(publication: int) -> pl.DataFrame:
    """Return `dabiao.search.entries` rows."""
    return search.entries(store(), publication)


@kept
def area_names(publication: int, language: Language) -> dict[str, str]:
    """Return code → name of all areas."""
    areas = publications.current(store(), "area", publication)
    return dict(areas.select("code", f"name_{language}").iter_rows())


@kept
def indicator_names(publication: int, language: Language) -> dict[str, str]:
    """Return code → name of all indicators."""
    rows = publications.current(store(), "indicator", publication)
    return dict(rows.select("indicator_code", f"name_{language}").iter_rows())


@kept
def target_names(publication: int, language: Language) -> dict[str, str]:
    """Return the name of the indicator of every target, by area/target."""
    rows = publications.current(store(), "target", publication)
    names = indicator_names(publication, language)
    columns = rows.select("area_code", "target_id", "indicator_code")
    return {f"{area}/{target}": names.get(code, code) for area, target, code in columns.iter_rows()}


@kept
def tiles(publication: int) -> pl.DataFrame:
    """Return `dabiao.provinces.tiles` rows."""
    return province_tiles(store(), publication)


@kept
def provinces(moment: Moment, *, framework: str | None = None) -> pl.DataFrame:
    """Return `dabiao.progress.status` rows of the provinces."""
    return progress.status(
        store(),
        moment.publication,
        moment.as_of,
        framework=framework,
        level=str(Level.PROVINCE),
        vintage=moment.vintage,
    )
