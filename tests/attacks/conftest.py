"""A server that needs accounts, somebody who shares its views, and a browser that nobody knows."""

import secrets
from collections.abc import Iterator

import pytest

from dabiao.rights import Grant
from dabiao.settings import settings
from dabiao.store import open_store
from dabiao.web import reading
from tests.attacks.strangers import Sharing, hire, stranger
from tests.pages.test_sign_in_forms import Browser
from tests.store.sample import content, put


@pytest.fixture(scope="module")
def sharing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sharing]:
    """Somebody at a server whose figures need an account."""
    database = tmp_path_factory.mktemp("attacks") / "dabiao.duckdb"
    store = open_store(str(database))
    put(store, content())
    store.close()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "DABIAO_DATABASE": str(database),
            "DABIAO_SECRET": secrets.token_hex(32),
            "DABIAO_LANGUAGE": "en",
            "DABIAO_OPEN_TO": "accounts",
        }.items():
            patch.setenv(name, value)
        reading.close()
        settings.cache_clear()
        yield Sharing(hire("qian", Grant("leadership", "610000")))
        reading.close()
    settings.cache_clear()


@pytest.fixture
def browser() -> Browser:
    """A browser at an address that nobody else has: what it does wrong is counted for it alone."""
    return stranger()
