"""Pages run through the shell on the real data, without a browser."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.manifest_scanner import scan_component_manifests

from dabiao.settings import settings
from dabiao.web import reading
from tests.databases import Originals, nothing
from tests.demonstration import Demonstration
from tests.etl.folders import load_own
from tests.pages.running import Show, run_page


@pytest.fixture(scope="session", autouse=True)
def one_search_for_components() -> Iterator[None]:
    """Streamlit looks through all installed packages for components whenever a page starts: once will do."""
    found = scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, duckdb_originals: Originals) -> str:
    """A database with the project's own data as its first publication."""
    database = tmp_path_factory.mktemp("pages") / "dabiao.duckdb"
    shutil.copyfile(duckdb_originals.of(load_own), database)
    return str(database)


@pytest.fixture(scope="session")
def kept_open() -> Iterator[list[str]]:
    """The database that the pages have open, with the answers they keep: the next test may look at it too."""
    yield []
    reading.close()


@pytest.fixture
def use_database(monkeypatch: pytest.MonkeyPatch, kept_open: list[str]) -> Iterator[Callable[[str], None]]:
    """Points the pages at a database."""

    def use(database: str) -> None:
        if kept_open != [database]:
            reading.close()
            kept_open[:] = [database]
        monkeypatch.setenv("DABIAO_DATABASE", database)
        settings.cache_clear()

    yield use
    settings.cache_clear()


@pytest.fixture
def show(published: str, use_database: Callable[[str], None]) -> Show:
    """Runs a page with choices in its address."""
    use_database(published)
    return run_page


@pytest.fixture
def show_demo(
    demonstration: Demonstration, use_database: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> Show:
    """Runs a page of the demonstration."""
    monkeypatch.setenv("DABIAO_WORKSPACE", "demo")
    use_database(demonstration.database)
    return run_page


@pytest.fixture
def empty_database(tmp_path: Path, duckdb_originals: Originals) -> str:
    """A database in which nothing has been published."""
    database = tmp_path / "empty.duckdb"
    shutil.copyfile(duckdb_originals.of(nothing), database)
    return str(database)


@pytest.fixture
def serve(
    use_database: Callable[[str], None], empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., None]:
    """Lets the application serve a database without publications, as the environment given says."""

    def use(**environment: str) -> None:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        use_database(empty_database)

    return use


@pytest.fixture
def office(
    request: pytest.FixtureRequest,
    duckdb_originals: Originals,
    tmp_path: Path,
    use_database: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The published data in a database of the test's own, where accounts and returns may be written.

    A test says with ``begins`` what else has happened before: of a filling that publishes the data first.
    """
    begins = request.node.get_closest_marker("begins")
    database = tmp_path / "dabiao.duckdb"
    shutil.copyfile(duckdb_originals.of(begins.kwargs["after"] if begins else load_own), database)
    monkeypatch.setenv("DABIAO_SECRET", secrets.token_hex(32))
    use_database(str(database))
