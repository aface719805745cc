"""A store on a fresh database of either kind."""

import json
import secrets
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dabiao import backup
from dabiao.backup import archive
from dabiao.rights import COMMAND_LINE
from dabiao.settings import settings
from dabiao.store import Store, open_store
from tests.store.backed_up import Change, lived


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = open_store(database)
    yield opened
    opened.close()


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A secret of the server, which tokens and addresses are kept under."""
    monkeypatch.setenv("DABIAO_SECRET", secrets.token_hex(32))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a database in which something of everything happened."""
    folder = tmp_path_factory.mktemp("saved")
    store = open_store(folder / "dabiao.duckdb")
    lived(store)
    backup.save(COMMAND_LINE, store, folder / "saved.zip")
    store.close()
    return folder / "saved.zip"


@pytest.fixture
def written(tmp_path: Path, saved: Path) -> Callable[[Change], Path]:
    """Writes the backup anew after a change of its parts and list of contents, sealed as if nothing were."""

    def write(change: Change) -> Path:
        with zipfile.ZipFile(saved) as parts:
            held = {name: parts.read(name) for name in parts.namelist() if name != archive.CONTENTS}
            contents = json.loads(parts.read(archive.CONTENTS))
        change(held, contents)
        path = tmp_path / "changed.zip"
        with path.open("w+b") as file:
            with zipfile.ZipFile(file, "w") as parts:
                for name, data in held.items():
                    parts.writestr(name, data)
                parts.writestr(archive.CONTENTS, json.dumps(contents))
                parts.comment = b"0" * archive.SEAL_BYTES
            archive._seal(file)
        return path

    return write
