"""The project's own data as the first publication of a database, and what documents say of it."""

import shutil
from collections.abc import Iterator

import pytest

from dabiao.briefing.content import Content
from dabiao.store import Store, open_store
from tests.briefing.views import VIEWS, content
from tests.databases import Originals
from tests.etl.folders import load_own


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, duckdb_originals: Originals) -> Iterator[Store]:
    """A database that tests only read."""
    database = tmp_path_factory.mktemp("briefing") / "dabiao.duckdb"
    shutil.copyfile(duckdb_originals.of(load_own), database)
    opened = open_store(database)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def chinese(store: Store) -> list[Content]:
    """What documents say of every page's view, in Chinese."""
    return [content(store, page, "zh") for page in VIEWS]


@pytest.fixture(scope="session")
def english(store: Store) -> list[Content]:
    """The same in English."""
    return [content(store, page, "en") for page in VIEWS]
