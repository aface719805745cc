"""What backups are tried on: a database in which something of everything happened."""

from collections.abc import Callable
from typing import Any

from dabiao import returns
from dabiao.store import Store
from tests.store.returned import LI, LOCAL, QUARTER, SHAANXI, ZHANG, desk_of, typed
from tests.store.sample import content, load_of, put, rejected
from tests.store.staff import put_staff

Change = Callable[[dict[str, bytes], dict[str, Any]], None]


def lived(store: Store) -> None:
    """Let a return become a publication, among people and loads."""
    desk = desk_of(store)
    put(store, {"unit": content()["unit"].reverse()}, load=load_of({"unit": content()["unit"]}, rejected()))
    put_staff(store)
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2320"), expected_version=0)
    receipt = returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k")
    returns.approve(LI, desk, SHAANXI, QUARTER, submission=receipt.submission)


def other_hash(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    """Let the list of contents name another digest."""
    contents["tables"]["unit"]["sha256"] = "0" * 64
