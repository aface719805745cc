"""A view: what stands in the address of a page, kept so that it can be opened again as it was.

Links, meetings and briefings all keep views. A view is a page, its choices as ids with defaults written out,
and the publication it is pinned to; none for one that always shows the newest.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from dabiao import canonical
from dabiao.refusal import RefusalError
from dabiao.terms import N_

OWN: Final[Mapping[str, frozenset[str]]] = {
    "overview": frozenset({"framework", "since"}),
    "area": frozenset({"area"}),
    "tasks": frozenset({"framework", "area", "chapter", "department", "status", "q"}),
    "target": frozenset({"area", "target", "pace"}),
    "indicator": frozenset({"indicator", "level", "province", "measure", "lanes", "axis"}),
    "compare": frozenset({"mode", "areas", "province", "frameworks"}),
    "data": frozenset({"section", "load"}),
    "publications": frozenset({"table", "since", "meeting"}),
    "search": frozenset({"q"}),
}
"""Names of the choices that each page whose views can be kept has of its own, by its path."""
PAGES: Final = tuple(OWN)
"""Paths of the pages whose views can be kept: those that show what is published."""
SHARED: Final = frozenset({"as_of", "vintage", "language", "colours"})
"""Names of the choices that every page has."""

LONGEST: Final = 4000
"""Characters of a view as it is kept; the longest that pages make has a tenth of them."""
NOT_CHOICES: Final = frozenset({"publication", "workspace", "unapproved"})
"""What stands in an address and is kept apart, or is no part of what others are shown."""

MANNER: Final = frozenset({"language", "colours"})
"""Choices of how figures are shown, which change none of them."""


NO_PAGE: Final = N_(
    "Views of this page cannot be kept: it does not show what is published, or there is no such page."
)
TOO_LONG: Final = N_("This view has too many choices to be shared.")
NO_VIEW: Final = N_("What is kept of this view cannot be read.")


class UnfitViewError(RefusalError, ValueError):
    """What was given is no view that can be kept; the message says why."""


def unknown(page: str, choices: Iterable[str]) -> list[str]:
    """Return the names that an address holds and its page does not know; none of a page that is not kept."""
    known = OWN.get(page, frozenset(choices)) | SHARED | NOT_CHOICES
    return [name for name in choices if name not in known]


@dataclass(frozen=True)
class SavedView:
    """A page with its choices."""

    page: str
    choices: tuple[tuple[str, str], ...]
    """Names and ids, by name."""
    publication: int | None
    """Number of the publication it is pinned to; None for the newest at any time."""

    @classmethod
    def of(cls, page: str, choices: Mapping[str, str], publication: int | None) -> "SavedView":
        """Return the view of a page and the choices of its address; what its page does not know is left out.

        Raises:
            UnfitViewError: it is no page whose views are kept, or its choices are longer than any address.
        """
        if page not in PAGES:
            raise UnfitViewError(NO_PAGE)
        names = (OWN[page] | SHARED) - NOT_CHOICES
        kept = tuple(sorted((name, value) for name, value in choices.items() if name in names))
        view = cls(page, kept, publication)
        if len(view.as_text()) > LONGEST:
            raise UnfitViewError(TOO_LONG)
        return view

    @classmethod
    def of_text(cls, text: str) -> "SavedView":
        """Return the view that `as_text` wrote.

        Raises:
            UnfitViewError: the text is no such view.
        """
        try:
            read = json.loads(text)
            number = read["publication"]
            if type(number) not in (int, type(None)):
                raise TypeError
            choices = {str(name): str(value) for name, value in read["choices"].items()}
            return cls.of(read["page"], choices, number)
        except UnfitViewError:
            raise
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnfitViewError(NO_VIEW) from error

    def as_text(self) -> str:
        """Return the view as JSON, the same text for the same view."""
        kept = {"page": self.page, "choices": dict(self.choices), "publication": self.publication}
        return canonical.text(kept)

    def choice(self, name: str) -> str | None:
        """Return what is chosen of ``name``, None if the view says nothing of it."""
        return dict(self.choices).get(name)

    def same_figures(self, other: "SavedView") -> bool:
        """Return whether another view shows the same: but for the manner of showing it."""
        mine, others = (
            {name: value for name, value in view.choices if name not in MANNER} for view in (self, other)
        )
        return (self.page, self.publication, mine) == (other.page, other.publication, others)

    def address(self, publication: int | None = None) -> str:
        """Return the address below the server's, at ``publication`` or at the one it is pinned to."""
        number = self.publication if publication is None else publication
        pinned = {} if number is None else {"publication": str(number)}
        return f"{self.page}?{urlencode(dict(self.choices) | pinned)}"
