"""What backups are tried on: a database in which something of everything happened."""

from collections.abc import Callable
from typing import Any

from dabiao import meetings, returns
from dabiao.store import Store
from dabiao.views import SavedView
from tests.store.returned import LI, LOCAL, QUARTER, SHAANXI, ZHANG, desk_of, put_world, typed
from tests.store.sample import content, load_of, put, rejected
from tests.store.staff import put_staff

Change = Callable[[dict[str, bytes], dict[str, Any]], None]


def lived(store: Store) -> None:
    """Let a return become a publication and be met about, among people and loads."""
    put_world(store)
    desk = desk_of(store)
    put(store, {"unit": content()["unit"].reverse()}, load=load_of({"unit": content()["unit"]}, rejected()))
    put_staff(store)
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2320"), expected_version=0)
    receipt = returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k")
    returns.approve(LI, desk, SHAANXI, QUARTER, submission=receipt.submission)
    meeting = meetings.make(store, LI, title="调度会", area_code=SHAANXI, held_on=desk.today)
    view = SavedView.of("overview", {}, None)
    meetings.add_view(store, LI, meeting, view, today=desk.today)
    meetings.record(store, LI, meeting, kind="decision", what="按季调度")


def other_hash(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    """Let the list of contents name another digest."""
    contents["tables"]["unit"]["sha256"] = "0" * 64
