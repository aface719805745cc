"""Who may do what where: every role, relation, state and action, against a table written by hand."""

from itertools import product
from typing import get_args

import pytest

from dabiao.rights import (
    COMMAND_LINE,
    EVERYWHERE,
    NOBODY,
    VISITOR,
    Action,
    Actor,
    DeniedError,
    Grant,
    Kind,
    Place,
    Relation,
    ReturnState,
    Role,
    could,
    may,
    may_read,
    require,
    role_of,
)
from dabiao.views import SavedView

PLACES: dict[str, Place] = {
    "the area itself": Place("610100", "610000", "610100"),
    "a county of it": Place("610102", "610000", "610100"),
    "its province": Place("610000", "610000"),
    "the country": Place("100000"),
    "a city beside it": Place("610200", "610000", "610200"),
    "a county of that": Place("610202", "610000", "610200"),
    "another province": Place("110000", "110000"),
}
"""Places as seen from 610100, a city."""

OWN = {"the area itself"}
BELOW = OWN | {"a county of it"}
ANYWHERE = set(PLACES)

STATES: tuple[ReturnState | None, ...] = (*get_args(ReturnState), None)
ALWAYS = "not_due open draft submitted sent_back approved amended -"

ALLOWED: dict[tuple[str, str], tuple[set[str], str]] = {
    ("leadership", "read_published"): (ANYWHERE, ALWAYS),
    ("leadership", "read_unapproved"): (BELOW, "submitted approved amended"),
    ("leadership", "read_history"): (BELOW, "submitted approved amended"),
    ("leadership", "chase"): (BELOW, ALWAYS),
    ("leadership", "hold_meeting"): (BELOW, ALWAYS),
    ("leadership", "follow_up"): (BELOW, ALWAYS),
    ("reporter", "read_published"): (ANYWHERE, ALWAYS),
    ("reporter", "read_unapproved"): (OWN, "not_due open draft submitted sent_back approved amended"),
    ("reporter", "read_history"): (OWN, "not_due open draft submitted sent_back approved amended"),
    ("reporter", "enter"): (OWN, "open draft sent_back"),
    ("reporter", "submit"): (OWN, "draft sent_back"),
    ("reporter", "withdraw"): (OWN, "submitted"),
    ("reporter", "amend"): (OWN, "approved amended"),
    ("reporter", "follow_up"): (OWN, ALWAYS),
    ("reviewer", "read_published"): (ANYWHERE, ALWAYS),
    ("reviewer", "read_unapproved"): (BELOW, "submitted sent_back approved amended"),
    ("reviewer", "read_history"): (BELOW, "submitted sent_back approved amended"),
    ("reviewer", "review"): (BELOW, "submitted"),
    ("reviewer", "amend"): (BELOW, "approved amended"),
    ("reviewer", "chase"): (BELOW, ALWAYS),
    ("reviewer", "hold_meeting"): (BELOW, ALWAYS),
    ("reviewer", "follow_up"): (BELOW, ALWAYS),
    ("administrator", "read_published"): (ANYWHERE, ALWAYS),
    ("administrator", "chase"): (BELOW, ALWAYS),
    ("administrator", "administer"): (BELOW, ALWAYS),
    ("administrator", "back_up"): (BELOW, ALWAYS),
    ("administrator", "hold_meeting"): (BELOW, ALWAYS),
    ("administrator", "follow_up"): (BELOW, ALWAYS),
    **{(role, "share"): (ANYWHERE, ALWAYS) for role in get_args(Role)},
}
"""Places and states (``-``: none given) in which a role in 610100 may do something; nothing else."""

VIEW = SavedView.of("area", {"area": "610000", "as_of": "2025"}, 3)

WITHOUT_GRANTS: dict[Actor, set[str]] = {
    NOBODY: set(),
    VISITOR: {"read_published"},
    Actor(None, "", kind="link", view=VIEW): set(),
    Actor("u1", "No rights"): set(),
    COMMAND_LINE: {"read_published", "chase", "administer", "load", "back_up"},
}


@pytest.mark.parametrize("action", get_args(Action))
@pytest.mark.parametrize("role", get_args(Role))
def test_every_place_and_state(role: Role, action: Action) -> None:
    actor = Actor("u1", "Wang", (Grant(role, "610100"),))
    places, states = ALLOWED.get((role, action), (set(), ""))
    for (name, place), state in product(PLACES.items(), STATES):
        expected = name in places and (state or "-") in states.split()
        assert may(actor, action, place, state) is expected, (role, action, name, state)
        assert could(actor, action, place) is (name in places and bool(states))
        if expected:
            require(actor, action, place, state)
        else:
            with pytest.raises(DeniedError):
                require(actor, action, place, state)


@pytest.mark.parametrize("action", get_args(Action))
@pytest.mark.parametrize("actor", WITHOUT_GRANTS, ids=lambda actor: actor.kind + actor.name)
def test_without_grants(actor: Actor, action: Action) -> None:
    for place, state in product((*PLACES.values(), EVERYWHERE), STATES):
        assert may(actor, action, place, state) is (action in WITHOUT_GRANTS[actor])
        assert could(actor, action, place) is (action in WITHOUT_GRANTS[actor])


def test_every_kind_of_actor_was_asked() -> None:
    assert {actor.kind for actor in WITHOUT_GRANTS} == set(get_args(Kind))
    relations = {place.seen_from("610100") for place in PLACES.values()}
    assert relations == set(get_args(Relation))


@pytest.mark.parametrize("action", ["enter", "submit", "read_unapproved"])
def test_grant_for_some_indicators_holds_for_those_alone(action: Action) -> None:
    place = PLACES["the area itself"]
    actor = Actor("u1", "Wang", (Grant("reporter", "610100", frozenset({"local-standards"})),))

    def at(indicator: str | None) -> Place:
        return Place(place.area_code, place.province_code, place.city_code, indicator)

    assert may(actor, action, at("local-standards"), "draft")
    assert not may(actor, action, at("group-standards"), "draft")
    assert not may(actor, action, at(None), "draft"), "it is no grant for the return as a whole"
    assert could(actor, action, at(None)), "but the area is in the menu"
    assert not could(actor, action, at("group-standards"))
    assert may(actor, "read_published", at(None))


def test_grants_add_up_and_none_reaches_further() -> None:
    actor = Actor("u1", "Wang", (Grant("reporter", "610102"), Grant("reviewer", "610100")))
    assert may(actor, "enter", PLACES["a county of it"], "open")
    assert not may(actor, "enter", PLACES["the area itself"], "open")
    assert may(actor, "review", PLACES["a county of it"], "submitted")


def test_country_stands_above_all() -> None:
    actor = Actor("u1", "Wang", (Grant("administrator", "100000"),))
    assert all(may(actor, "administer", place) for place in (*PLACES.values(), EVERYWHERE))


@pytest.mark.parametrize(
    ("actor", "state", "english", "chinese"),
    [
        (NOBODY, "draft", "Sign in first.", "请先登录。"),
        (VISITOR, "draft", "Sign in first.", "请先登录。"),
        (
            Actor("u1", "Li"),
            "draft",
            "Your account has no right to do this here.",
            "您的账号在此处没有此项权限。",
        ),
        (
            Actor("u1", "Wang", (Grant("reporter", "610100"),)),
            "approved",
            "This cannot be done to the return as it stands now.",
            "报表处于当前状态时不能进行此操作。",
        ),
    ],
    ids=["nobody", "visitor", "no right", "not now"],
)
def test_refusal_says_why(actor: Actor, state: ReturnState, english: str, chinese: str) -> None:
    with pytest.raises(DeniedError) as refused:
        require(actor, "enter", PLACES["the area itself"], state)
    assert (refused.value.message("en"), refused.value.message("zh")) == (english, chinese)
    assert refused.value.action == "enter"


def test_roles_are_read_from_their_names() -> None:
    assert role_of("reviewer") == "reviewer"
    with pytest.raises(ValueError, match="no role 'boss'"):
        role_of("boss")


@pytest.mark.parametrize(
    ("view", "readable"),
    [
        (VIEW, True),
        (
            SavedView.of("area", {"area": "610000", "as_of": "2025", "language": "en", "colours": "safe"}, 3),
            True,
        ),
        (SavedView.of("area", {"area": "610000", "as_of": "2025"}, 4), False),
        (SavedView.of("area", {"area": "610000", "as_of": "2025"}, None), False),
        (SavedView.of("area", {"area": "610100", "as_of": "2025"}, 3), False),
        (SavedView.of("area", {"area": "610000"}, 3), False),
        (SavedView.of("area", {"area": "610000", "as_of": "2025", "vintage": "2024-01-01"}, 3), False),
        (SavedView.of("target", {"area": "610000", "as_of": "2025"}, 3), False),
    ],
)
def test_link_is_to_one_view_and_nothing_beside(view: SavedView, readable: bool) -> None:
    actor = Actor(None, "", kind="link", view=VIEW)
    assert may_read(actor, view) is readable
    assert not may(actor, "read_published", EVERYWHERE)
    assert may_read(VISITOR, view)
    assert not may_read(NOBODY, view)
    assert not may_read(Actor("u1", "No rights"), view)
