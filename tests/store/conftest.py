"""A store on a fresh database of either kind."""

from collections.abc import Iterator

import pytest

from dabiao.store import Store, open_store


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = open_store(database)
    yield opened
    opened.close()
