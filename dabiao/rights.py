"""Rights: who may do what where, as one table. What is not in the table is denied.

A grant gives a role in an area and, for reporters, for some indicators. Rights follow the area tree: a
reporter enters the figures of the area itself, a reviewer and leadership see to the area and all below it.
Pure: nothing is read here; a concept builds the actor and the place and asks before it reads or writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast, get_args

from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.views import SavedView

Role = Literal["leadership", "reporter", "reviewer", "administrator"]

Action = Literal[
    "read_published",
    "read_unapproved",
    "enter",
    "submit",
    "withdraw",
    "review",
    "amend",
    "chase",
    "read_history",
    "administer",
    "load",
    "back_up",
    "hold_meeting",
    "follow_up",
    "share",
]

ReturnState = Literal["not_due", "open", "draft", "submitted", "sent_back", "approved", "amended"]

Relation = Literal["same", "below", "elsewhere"]
"""Where a place lies, seen from the area of a grant."""

Kind = Literal["nobody", "visitor", "link", "user", "machine"]
"""Nobody; someone at a server that shows published figures to anyone; someone who opened a link to one view;
an account; the command line here, or the link that it prints at the first start."""

COUNTRY: Final = "100000"
"""The area above all others, a convention of this project."""


@dataclass(frozen=True)
class Grant:
    """A role in an area."""

    role: Role
    area_code: str
    indicators: frozenset[str] | None = None
    """Codes of the indicators it is for; None for all. It restricts reporters only."""


@dataclass(frozen=True)
class Actor:
    """Who asks."""

    user_id: str | None
    name: str
    grants: tuple[Grant, ...] = ()
    kind: Kind = "user"
    view: SavedView | None = None
    """What a link is to: all that who opened it may read."""


NOBODY: Final = Actor(None, "", kind="nobody")
VISITOR: Final = Actor(None, "", kind="visitor")
COMMAND_LINE: Final = Actor(None, "command line", kind="machine")
SET_UP_LINK: Final = Actor(None, "set-up link", kind="machine")
"""The one-time link of the first start, by which somebody makes the first administrator's account."""


@dataclass(frozen=True)
class Place:
    """What an action is about: an area with the line of its ancestors, and an indicator."""

    area_code: str
    province_code: str | None = None
    city_code: str | None = None
    indicator: str | None = None
    """None for a return or an area as a whole."""

    @classmethod
    def of(cls, area: Mapping[str, Any], indicator: str | None = None) -> "Place":
        """Return the place of a row of the table ``area`` (code, province_code, city_code)."""
        return cls(area["code"], area["province_code"], area["city_code"], indicator)

    def seen_from(self, area_code: str) -> Relation:
        """Return where it lies, seen from another area."""
        if area_code == self.area_code:
            return "same"
        return "below" if area_code in (COUNTRY, self.province_code, self.city_code) else "elsewhere"


EVERYWHERE: Final = Place(COUNTRY)
"""The place of what concerns the whole server: its accounts, its audit trail, a backup."""


@dataclass(frozen=True)
class Rule:
    """Where and in which states a role may do something."""

    where: frozenset[Relation]
    states: frozenset[ReturnState] | None
    """States of the return; None where the action is about no return's state."""


STATES: Final[frozenset[ReturnState]] = frozenset(get_args(ReturnState))

_ITSELF: Final[frozenset[Relation]] = frozenset({"same"})
_AND_BELOW: Final[frozenset[Relation]] = frozenset({"same", "below"})
_ANYWHERE: Final[frozenset[Relation]] = frozenset(get_args(Relation))
_OPEN: Final[frozenset[ReturnState]] = frozenset({"open", "draft", "sent_back"})
_BEGUN: Final[frozenset[ReturnState]] = frozenset({"draft", "sent_back"})
_HANDED_IN: Final[frozenset[ReturnState]] = frozenset({"submitted", "sent_back", "approved", "amended"})
_WAITING: Final[frozenset[ReturnState]] = frozenset({"submitted"})
_DONE: Final[frozenset[ReturnState]] = frozenset({"approved", "amended"})

RULES: Final[Mapping[tuple[Role, Action], Rule]] = {
    ("leadership", "read_published"): Rule(_ANYWHERE, None),
    ("leadership", "read_unapproved"): Rule(_AND_BELOW, _WAITING | _DONE),
    ("leadership", "read_history"): Rule(_AND_BELOW, _WAITING | _DONE),
    ("leadership", "chase"): Rule(_AND_BELOW, None),
    ("leadership", "hold_meeting"): Rule(_AND_BELOW, None),
    ("leadership", "follow_up"): Rule(_AND_BELOW, None),
    ("reporter", "read_published"): Rule(_ANYWHERE, None),
    ("reporter", "read_unapproved"): Rule(_ITSELF, STATES),
    ("reporter", "read_history"): Rule(_ITSELF, STATES),
    ("reporter", "enter"): Rule(_ITSELF, _OPEN),
    ("reporter", "submit"): Rule(_ITSELF, _BEGUN),
    ("reporter", "withdraw"): Rule(_ITSELF, _WAITING),
    ("reporter", "amend"): Rule(_ITSELF, _DONE),
    ("reporter", "follow_up"): Rule(_ITSELF, None),
    ("reviewer", "read_published"): Rule(_ANYWHERE, None),
    ("reviewer", "read_unapproved"): Rule(_AND_BELOW, _HANDED_IN),
    ("reviewer", "read_history"): Rule(_AND_BELOW, _HANDED_IN),
    ("reviewer", "review"): Rule(_AND_BELOW, _WAITING),
    ("reviewer", "amend"): Rule(_AND_BELOW, _DONE),
    ("reviewer", "chase"): Rule(_AND_BELOW, None),
    ("reviewer", "hold_meeting"): Rule(_AND_BELOW, None),
    ("reviewer", "follow_up"): Rule(_AND_BELOW, None),
    ("administrator", "read_published"): Rule(_ANYWHERE, None),
    ("administrator", "chase"): Rule(_AND_BELOW, None),
    ("administrator", "administer"): Rule(_AND_BELOW, None),
    ("administrator", "back_up"): Rule(_AND_BELOW, None),
    ("administrator", "hold_meeting"): Rule(_AND_BELOW, None),
    ("administrator", "follow_up"): Rule(_AND_BELOW, None),
    ("leadership", "share"): Rule(_ANYWHERE, None),
    ("reporter", "share"): Rule(_ANYWHERE, None),
    ("reviewer", "share"): Rule(_ANYWHERE, None),
    ("administrator", "share"): Rule(_ANYWHERE, None),
}
"""All there is to know: a role and an action that are not named here do not go together."""

_OF_KIND: Final[Mapping[Kind, frozenset[Action]]] = {
    "nobody": frozenset(),
    "visitor": frozenset({"read_published"}),
    "link": frozenset(),  # not what is published but one view of it: `may_read`
    "user": frozenset(),
    "machine": frozenset({"read_published", "chase", "administer", "load", "back_up"}),
}
"""What some may do without any grant."""

SIGN_IN_FIRST: Final = N_("Sign in first.")
NOT_YOURS: Final = N_("Your account has no right to do this here.")
NOT_NOW: Final = N_("This cannot be done to the return as it stands now.")


class DeniedError(Exception):
    """The actor may not do this; the message says no more than that."""

    def __init__(self, text: str, action: Action) -> None:
        """Say ``text``, one of this module's, of ``action``."""
        super().__init__(text)
        self.text: Final = text
        self.action: Final[Action] = action

    def message(self, language: Language) -> str:
        """Return what to tell people."""
        return catalog(language).gettext(self.text)


def may(actor: Actor, action: Action, place: Place, state: ReturnState | None = None) -> bool:
    """Return whether ``actor`` may do this at ``place`` to a return that is in ``state``.

    An action that depends on the state of a return is denied where no state is given. A grant for some
    indicators holds only where an indicator is named, not for an area or a return as a whole.
    """
    if action in _OF_KIND[actor.kind]:
        return True
    for grant in actor.grants:
        rule = _rule(grant, action, place)
        if rule is not None and (rule.states is None or state in rule.states):
            return True
    return False


def could(actor: Actor, action: Action, place: Place) -> bool:
    """Return whether there is a state of a return in which ``actor`` may do this at ``place``.

    For menus and lists; a place without an indicator stands for some indicator of the area.
    """
    if action in _OF_KIND[actor.kind]:
        return True
    return any(_rule(grant, action, place, some=True) is not None for grant in actor.grants)


def holds(actor: Actor, action: Action) -> bool:
    """Return whether there is any place at all where ``actor`` could do this: for menus."""
    return action in _OF_KIND[actor.kind] or any((grant.role, action) in RULES for grant in actor.grants)


def may_read(actor: Actor, view: SavedView) -> bool:
    """Return whether ``actor`` may read what a view of published figures shows.

    Who opened a link may read the very view it is to: the same page, publication and choices. Language and
    colours are theirs.
    """
    if actor.view is None:
        return holds(actor, "read_published")
    return actor.view.same_figures(view)


def require(actor: Actor, action: Action, place: Place, state: ReturnState | None = None) -> None:
    """Make sure that ``actor`` may do this.

    Raises:
        DeniedError: they may not.
    """
    if may(actor, action, place, state):
        return
    if actor.kind in ("nobody", "visitor", "link"):
        raise DeniedError(SIGN_IN_FIRST, action)
    in_another_state = any(_rule(grant, action, place) is not None for grant in actor.grants)
    raise DeniedError(NOT_NOW if in_another_state else NOT_YOURS, action)


def role_of(text: str) -> Role:
    """Return the role that ``text`` names.

    Raises:
        ValueError: it names none.
    """
    if text not in get_args(Role):
        raise ValueError(f"no role {text!r}; there are {', '.join(get_args(Role))}")
    return cast(Role, text)


def _rule(grant: Grant, action: Action, place: Place, *, some: bool = False) -> Rule | None:
    rule = RULES.get((grant.role, action))
    if rule is None or place.seen_from(grant.area_code) not in rule.where:
        return None
    if grant.indicators is None or grant.role != "reporter" or action in ("read_published", "share"):
        return rule
    named = some if place.indicator is None else place.indicator in grant.indicators
    return rule if named else None
