"""Workspaces: what a database holds, published figures or generated ones for demonstration, never both.

A database belongs to one workspace from the moment it is first opened for loading or serving, or first
published to. A folder of data says in a file which workspace its figures are for; most say nothing and are
for publishing.
"""

import contextlib
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, cast, get_args
from weakref import WeakKeyDictionary

import polars as pl

from dabiao.locale import catalog
from dabiao.periods import CHINA, latest_complete_quarter
from dabiao.settings import Language, Workspace
from dabiao.store import Store, StoreError, Transaction, open_store
from dabiao.terms import N_

MARK: Final = "workspace.json"
"""File of a data folder that names the workspace of its figures."""


OWNED: Final[Mapping[Workspace, str]] = {
    "demo": N_(
        "The database holds generated demonstration figures and is used with DABIAO_WORKSPACE=demo only. "
        "Name another one with DABIAO_DATABASE."
    ),
    "published": N_(
        "The database holds published figures and is not used for the demonstration. "
        "Name another one with DABIAO_DATABASE."
    ),
}
"""What is said to those who want a database for another workspace than the one it belongs to."""


_known: Final[WeakKeyDictionary[Store | Transaction, Workspace]] = WeakKeyDictionary()
"""What open databases belong to: asked by every page, never changed once it is settled."""


class OtherWorkspaceError(StoreError):
    """The database belongs to another workspace than the one it was opened for."""

    def __init__(self, own: Workspace) -> None:
        """Name the workspace that it belongs to."""
        super().__init__(OWNED[own])
        self.own: Final = own

    def message(self, language: Language) -> str:
        """Return what to tell people."""
        return catalog(language).gettext(OWNED[self.own])


def workspace(store: Store | Transaction) -> Workspace:
    """Return the workspace that the database belongs to; ``published`` as long as it belongs to none."""
    return _stored(store) or "published"


def claim(tx: Transaction, wanted: Workspace) -> Workspace:
    """Give a database that belongs to no workspace to ``wanted``; return the one it belongs to."""
    own = _stored(tx)
    if own is None:
        row = {"id": 1, "workspace": wanted, "created_at": dt.datetime.now(dt.UTC)}
        tx.insert("workspace", pl.DataFrame([row]))
    return own or wanted


def check(store: Store, wanted: Workspace, *, claiming: bool = True) -> None:
    """Make sure that the database belongs to ``wanted``.

    Args:
        store: the database.
        wanted: the workspace.
        claiming: whether one that belongs to no workspace belongs to ``wanted`` from now on.

    Raises:
        OtherWorkspaceError: it belongs to another.
        StoreError: as `Store.run`.
    """
    own = _stored(store)
    if own is None and claiming:
        own = store.run(lambda tx: claim(tx, wanted))
    if own is not None and own != wanted:
        raise OtherWorkspaceError(own)


def open_workspace(database: str | Path, wanted: Workspace, *, claiming: bool = True) -> Store:
    """Open the database for loading or serving, or only to read it if ``claiming`` is false.

    Raises:
        OtherWorkspaceError: it belongs to another workspace than ``wanted``.
        StoreError: as `open_store`.
    """
    store = open_store(database)
    with _closed_on_error(store):
        check(store, wanted, claiming=claiming)
    return store


def of_folder(data: Path) -> Workspace:
    """Return the workspace that the figures in the folder ``data`` are for.

    Raises:
        ValueError: its `MARK` names none.
    """
    mark = data / MARK
    if not mark.is_file():
        return "published"
    named = json.loads(mark.read_text(encoding="utf-8"))
    if not isinstance(named, dict) or named.get("workspace") not in get_args(Workspace):
        raise ValueError(f"{mark} names no workspace")
    return cast(Workspace, named["workspace"])


def today(store: Store | Transaction) -> dt.date:
    """Return the day that figures are looked at from unless another is asked for.

    Today in China; generated figures end with their latest publication, and so does their time.
    """
    if workspace(store) == "demo":
        latest: dt.datetime | None = next(iter(store.read("publications")["published_at"]), None)
        if latest is not None:
            return latest.astimezone(CHINA).date()
    return dt.datetime.now(CHINA).date()


def latest_quarter(store: Store | Transaction) -> str:
    """Return the quarter that figures are looked at as of unless another is asked for."""
    return latest_complete_quarter(today(store))


def _stored(store: Store | Transaction) -> Workspace | None:
    if store in _known:
        return _known[store]
    own: Workspace | None = next(iter(store.read("workspace")["workspace"]), None)
    if own is not None and isinstance(store, Store):
        _known[store] = own
    return own


@contextlib.contextmanager
def _closed_on_error(store: Store) -> Iterator[None]:
    try:
        yield
    except BaseException:
        store.close()
        raise
