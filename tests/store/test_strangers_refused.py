"""What is met about, shared, issued and packed: every function is called by those who may not."""

import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from dabiao import contents, documents, links, meetings, offline
from dabiao.meetings import Action
from dabiao.rights import NOBODY, VISITOR, Actor, DeniedError
from dabiao.store import Store, open_store
from dabiao.views import SavedView
from tests.store.met import FIRST_DAY, LEADER, SECOND_DAY, make
from tests.store.returned import SHAANXI, put_world

VIEW = SavedView.of("overview", {"as_of": "2025-Q3"}, 1)
STRANGER = Actor("u-new", "新")
BEFORE = dt.date(2025, 10, 15)


class Held(NamedTuple):
    """What there is to ask of."""

    store: Store
    meeting: str
    action: Action
    link: str


Call = Callable[[Held, Actor], Any]

MEETINGS: dict[str, Call] = {
    "actions": lambda at, actor: meetings.actions(at.store, actor, at.meeting),
    "add_view": lambda at, actor: meetings.add_view(at.store, actor, at.meeting, VIEW, today=BEFORE),
    "agenda": lambda at, actor: meetings.agenda(at.store, actor, at.meeting),
    "annotate": lambda at, actor: meetings.annotate(
        at.store, actor, at.meeting, 1, heading="x", note="", today=BEFORE
    ),
    "cancel": lambda at, actor: meetings.cancel(at.store, actor, at.meeting, reason="x"),
    "carried_over": lambda at, actor: meetings.carried_over(at.store, actor, at.meeting),
    "change": lambda at, actor: meetings.change(
        at.store, actor, at.meeting, title="x", held_on=FIRST_DAY, today=BEFORE
    ),
    "close": lambda at, actor: meetings.close(at.store, actor, at.meeting),
    "follow_up": lambda at, actor: meetings.follow_up(
        at.store, actor, at.meeting, 1, note="x", expected_version=1
    ),
    "followed": lambda at, actor: meetings.followed(at.store, actor),
    "freeze": lambda at, actor: meetings.freeze(at.store, actor, at.meeting, 1, reason="x", today=BEFORE),
    "history": lambda at, actor: meetings.history(at.store, actor, at.meeting, 1),
    "make": lambda at, actor: meetings.make(at.store, actor, title="x", area_code=SHAANXI, held_on=FIRST_DAY),
    "meeting": lambda at, actor: meetings.meeting(at.store, actor, at.meeting),
    "meetings": lambda at, actor: meetings.meetings(at.store, actor),
    "move": lambda at, actor: meetings.move(at.store, actor, at.meeting, 1, "up", today=BEFORE),
    "overdue": lambda at, actor: meetings.overdue(at.store, actor),
    "record": lambda at, actor: meetings.record(at.store, actor, at.meeting, kind="decision", what="x"),
    "remove": lambda at, actor: meetings.remove(at.store, actor, at.meeting, 1, today=BEFORE),
    "settles": lambda at, actor: meetings.settles(at.store, actor, at.action),
    "since_last": lambda at, actor: meetings.since_last(at.store, actor, at.meeting),
    "versions": lambda at, actor: meetings.versions(at.store, actor, at.meeting),
}
LINKS: dict[str, Call] = {
    "openings": lambda at, actor: links.openings(at.store, actor, at.link),
    "register": lambda at, actor: links.register(at.store, actor),
    "revoke": lambda at, actor: links.revoke(at.store, actor, at.link),
    "rotate": lambda at, actor: links.rotate(at.store, actor, at.link),
    "share": lambda at, actor: links.share(at.store, actor, VIEW, label="x"),
}
DOCUMENTS: dict[str, Call] = {
    "issue": lambda at, actor: documents.issue(
        at.store, actor, "briefing", "x", [contents.of_view(at.store, LEADER, VIEW, "zh")]
    ),
    "issued": lambda at, actor: documents.issued(at.store, actor),
    "verify": lambda at, actor: documents.verify(at.store, actor, "DB-2025-000001", "0" * 64),
}
OFFLINE: dict[str, Call] = {
    "package": lambda at, actor: offline.package(at.store, actor, 1, "2025-Q3"),
}
CALLS: dict[ModuleType, dict[str, Call]] = {
    meetings: MEETINGS,
    links: LINKS,
    documents: DOCUMENTS,
    offline: OFFLINE,
}
OF_NO_ACTOR: dict[ModuleType, set[str]] = {
    # Where areas lie is published; an address says nothing of what it shows.
    meetings: {"places", "view_at"},
    # Who has the secret of a link, or of a session that it opened, needs no other right.
    links: {"leave", "note_seen", "of_digest", "of_token", "open_link"},
    documents: {"digest", "is_number"},
    # Whether a publication can be packed at all is said of what is published, and nothing of what it says.
    offline: {"obstacle"},
}
NOTHING = {"followed": [], "overdue": [], "settles": False}
"""What those learn who ask what is theirs to do and have nothing."""
PUBLIC = {("issue", "visitor"), ("verify", "visitor"), ("package", "visitor")}
"""What is done with what is published, by visitors of a server that shows it to anybody."""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """A meeting with a view and an action, and a link."""
    store = open_store(str(tmp_path_factory.mktemp("strangers") / "dabiao.duckdb"))
    put_world(store)
    meeting_id = make(store)
    meetings.add_view(store, LEADER, meeting_id, VIEW, today=BEFORE)
    asked = {"kind": "action", "what": "x", "department": "x", "due_on": SECOND_DAY}
    meetings.record(store, LEADER, meeting_id, **asked)  # type: ignore[arg-type]
    (action,) = meetings.actions(store, LEADER, meeting_id)
    link, _token = links.share(store, LEADER, VIEW, label="x")
    yield Held(store, meeting_id, action, link)
    store.close()


@pytest.mark.parametrize("module", CALLS, ids=lambda module: Path(module.__name__).suffix[1:])
def test_every_public_function_takes_the_actor_and_is_called_here(module: ModuleType) -> None:
    own = getattr(module, "__all__", vars(module))
    public = {
        name: getattr(module, name)
        for name in own
        if not name.startswith("_") and inspect.isfunction(getattr(module, name))
    }
    public = {name: one for name, one in public.items() if one.__module__.startswith(module.__name__)}
    assert public.keys() == CALLS[module].keys() | OF_NO_ACTOR[module]
    for name, one in public.items():
        taken = list(inspect.signature(one).parameters)
        assert (taken[1:2] == ["actor"]) == (name in CALLS[module]), name


@pytest.mark.parametrize("actor", [NOBODY, VISITOR, STRANGER], ids=lambda actor: actor.kind)
def test_strangers_are_refused_everything_and_leave_no_trace(held: Held, actor: Actor) -> None:
    trail, let_in = held.store.read("audit_head"), set()
    for calls in CALLS.values():
        for name, call in calls.items():
            try:
                answer = call(held, actor)
            except DeniedError:
                continue
            if name in NOTHING:
                assert answer == NOTHING[name], name
            else:
                let_in.add((name, actor.kind))
    assert let_in == {each for each in PUBLIC if each[1] == actor.kind}
    if not let_in:
        assert held.store.read("audit_head").equals(trail)


@pytest.mark.parametrize("name", ["actions", "agenda", "carried_over", "since_last", "versions"])
def test_a_meeting_that_somebody_else_has_read_lets_strangers_no_further(held: Held, name: str) -> None:
    read = meetings.meeting(held.store, LEADER, held.meeting)
    for actor in (NOBODY, VISITOR, STRANGER):
        with pytest.raises(DeniedError):
            getattr(meetings, name)(held.store, actor, read)
