"""Where returns are taken in: the store, the rules and the clock."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from dabiao import publications, workspaces
from dabiao.periods import CHINA
from dabiao.returns import rulebook
from dabiao.returns.errors import NothingPublishedError, UnknownAreaError, UnknownQuarterError
from dabiao.returns.rulebook import QuarterRule, Rulebook
from dabiao.rights import Place
from dabiao.settings import settings
from dabiao.store import Store


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _shipped() -> Rulebook:
    return rulebook.of(settings().data)


@dataclass(frozen=True)
class Desk:
    """What every function of this package is given beside the actor."""

    store: Store
    rules: Rulebook = field(default_factory=_shipped, repr=False)
    now: Callable[[], dt.datetime] = field(default=_now, repr=False)
    """The time of the server, with zone."""

    @property
    def today(self) -> dt.date:
        """The day in China; a demonstration's time ends with its latest publication."""
        if self.now is _now and workspaces.workspace(self.store) == "demo":
            return workspaces.today(self.store)
        return self.now().astimezone(CHINA).date()

    @property
    def publication(self) -> int:
        """Number of the latest publication.

        Raises:
            NothingPublishedError: there is none, so nobody owes anything.
        """
        number = publications.latest(self.store)
        if number is None:
            raise NothingPublishedError
        return number

    @property
    def steps(self) -> int:
        """How many steps beyond typing all returns have taken: with the same number the same cells wait."""
        return int(self.store.read("return_steps")["steps"].item())

    def quarter(self, quarter: str) -> QuarterRule:
        """Return the dates of a quarter.

        Raises:
            UnknownQuarterError: the calendar does not know it.
        """
        if quarter not in self.rules.quarters:
            raise UnknownQuarterError(quarter)
        return self.rules.quarters[quarter]

    @property
    def places(self) -> Mapping[str, Place]:
        """Every area by its code, as rights see it; for many at once."""
        return places(self.store, self.publication)

    def areas_of(self, codes: Iterable[str]) -> dict[str, Mapping[str, Any]]:
        """Return the rows of some areas by code, also of those that have left the catalog: as they last were.

        What was typed, granted or proposed for an area stays when a load withdraws it.
        """
        publication = self.publication
        known, wanted = areas(self.store, publication), set(codes)
        left = _left(self.store, publication) if wanted - known.keys() else {}
        return {code: known[code] if code in known else left[code] for code in sorted(wanted)}

    def places_of(self, codes: Iterable[str]) -> dict[str, Place]:
        """Return the same areas as rights see them: one that has left lies where it last lay."""
        return {code: Place.of(row) for code, row in self.areas_of(codes).items()}

    def area(self, area_code: str, publication: int | None = None) -> Mapping[str, Any]:
        """Return the row of an area, as of the latest publication unless another is named.

        Raises:
            UnknownAreaError: there is no area with that code.
        """
        rows = areas(self.store, self.publication if publication is None else publication)
        if area_code not in rows:
            raise UnknownAreaError(area_code)
        return rows[area_code]

    def place(self, area_code: str, indicator: str | None = None) -> Place:
        """Return an area as rights see it.

        Raises:
            UnknownAreaError: there is no area with that code.
        """
        return Place.of(self.area(area_code), indicator)


@lru_cache(maxsize=2)
def areas(store: Store, publication: int) -> Mapping[str, Mapping[str, Any]]:
    """Return the areas of a publication by code; they never change."""
    rows = publications.current(store, "area", publication)
    return {row["code"]: row for row in rows.iter_rows(named=True)}


@lru_cache(maxsize=2)
def places(store: Store, publication: int) -> Mapping[str, Place]:
    """Return the same areas as rights see them."""
    return {code: Place.of(row) for code, row in areas(store, publication).items()}


@lru_cache(maxsize=2)
def _left(store: Store, publication: int) -> Mapping[str, Mapping[str, Any]]:
    """Return the areas that publications up to this one have withdrawn, as they were before."""
    rows = store.read("newest_area", publication).filter("withdrawn")
    return {row["code"]: row for row in rows.iter_rows(named=True)}


def chain(desk: Desk, area_code: str) -> tuple[str, ...]:
    """Return the areas whose reviewers decide of an area's returns, the nearest first.

    A level that the tree lacks above the area, such as the city of a county that its province governs, is
    left out; with none above, the area's own reviewers decide.
    """
    return chain_of(desk.rules, desk.area(area_code))


def chain_of(rules: Rulebook, area: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the same for a row of `areas`: for many at once, as each look for an area asks the store."""
    at_level = {"province": area["province_code"], "city": area["city_code"], "country": "100000"}
    above = [at_level.get(level) for level in rules.review[area["level"]]]
    return tuple(dict.fromkeys(code for code in above if code)) or (area["code"],)
