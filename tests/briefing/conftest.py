"""The project's own data as the first publication of a database, and what documents say of it."""

from collections.abc import Iterator

import pytest

from dabiao.briefing.content import Content
from dabiao.settings import ROOT
from dabiao.store import Store, open_store
from etl import build
from tests.briefing.views import VIEWS, content


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database that tests only read."""
    opened = open_store(tmp_path_factory.mktemp("briefing") / "dabiao.duckdb")
    assert build.run(opened, ROOT / "data").exit_code == 0
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
