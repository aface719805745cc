"""What pages read: the domain's answers, kept in memory by (question, publication).

A publication never changes, so an answer for it is never stale; a new publication has a new number.
"""

from functools import lru_cache

import polars as pl

from dabiao import progress, publications
from dabiao.settings import settings
from dabiao.store import Store, open_store

KEPT = 64
"""Answers kept per question."""


@lru_cache(maxsize=1)
def store() -> Store:
    """Return the store of this process, opened when first asked for."""
    return open_store(settings().database)


def close() -> None:
    """Close the store and forget every answer, as at the end of the server or between tests."""
    if store.cache_info().currsize:
        store().close()
    for question in (store, status, history, line, observations, areas):
        question.cache_clear()


def all_publications() -> pl.DataFrame:
    """Return the publications there are, newest first; never kept, as this is what tells of a new one."""
    return publications.publications(store())


@lru_cache(maxsize=KEPT)
def status(
    publication: int,
    as_of: str,
    area: str | None = None,
    framework: str | None = None,
    level: str | None = None,
) -> pl.DataFrame:
    """Return `dabiao.progress.status` rows."""
    return progress.status(store(), publication, as_of, area=area, framework=framework, level=level)


@lru_cache(maxsize=KEPT)
def history(publication: int, periods: tuple[str, ...], framework: str | None = None) -> pl.DataFrame:
    """Return `dabiao.progress.history` rows."""
    return progress.history(store(), publication, periods, framework=framework)


@lru_cache(maxsize=KEPT)
def line(publication: int, area: str, as_of: str) -> pl.DataFrame:
    """Return `dabiao.progress.line` rows."""
    return progress.line(store(), publication, area, as_of)


@lru_cache(maxsize=KEPT)
def observations(publication: int, as_of: str, area: str) -> pl.DataFrame:
    """Return `dabiao.progress.observations` rows of one area."""
    return progress.observations(store(), publication, as_of, area=area)


def plans(publication: int, framework: str | None) -> pl.DataFrame:
    """Return `dabiao.progress.areas` rows of one framework, of all without one."""
    rows = areas(publication)
    return rows if framework is None else rows.filter(pl.col("framework_id") == framework)


@lru_cache(maxsize=KEPT)
def areas(publication: int) -> pl.DataFrame:
    """Return `dabiao.progress.areas` rows."""
    return progress.areas(store(), publication)
