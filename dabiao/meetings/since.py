"""Since the last meeting: what became of each target, by which versions, and who approved them."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, Literal

import polars as pl

from dabiao import progress, publications
from dabiao.meetings.planning import Meeting, looked_up, meeting, places
from dabiao.model import Change
from dabiao.periods import end_month
from dabiao.rights import COUNTRY, EVERYWHERE, Actor
from dabiao.store import Store

_OF_TARGETS: Final = (Change.ADDED, Change.WITHDRAWN, Change.TARGET_CHANGED)
"""Changes that no figure makes."""

_KEY: Final = ("area_code", "target_id")


@dataclass(frozen=True)
class Step:
    """A version of a figure or of the target itself that came between two meetings."""

    what: Literal["figure", "target"]
    row: Mapping[str, Any]
    """Of the query ``observations_between`` (with the indicator's names) or ``targets_between``: what it
    says and what was said before, with publication, published_at (UTC), published_by and kind."""
    reason: str | None
    """Why it was amended; None where it was not."""
    proposed_by: str | None

    @property
    def explains(self) -> bool:
        """Return whether the explanation of a figure is another than before."""
        ends = ("note_zh", "note_en")
        return self.what == "figure" and any(self.row[end] != self.row[f"{end}_before"] for end in ends)


class Cause(StrEnum):
    """What makes a target differ of which neither figure nor target has a new version."""

    LATER = "later"
    """It is judged against a later date."""
    EARLIER = "earlier"
    RULES = "rules"
    """It is judged by other rules."""
    OLDER_PUBLICATION = "older_publication"
    """The later meeting shows the earlier publication."""
    CAME_UNDER = "came_under"
    """Its area has come under the meeting's."""
    LEFT = "left"
    """Its area is under the meeting's no more."""
    CATALOG = "catalog"
    """The document's plan, a unit or the parts of a sum are other than before."""


@dataclass(frozen=True)
class Difference:
    """What became of one target."""

    change: Change | None
    """None where value, target and status are as before and only an explanation is not."""
    row: Mapping[str, Any]
    """Of `dabiao.progress.changed`; without a change, of `dabiao.progress.status`."""
    steps: tuple[Step, ...]
    """In the order of publications."""
    cause: "Cause | None" = None
    """What made the difference where none of the steps did."""


@dataclass(frozen=True)
class Comparison:
    """Two meetings of one area, and what lies between them."""

    before: Meeting
    now: Meeting
    rows: pl.DataFrame
    """`dabiao.progress.changed` rows."""
    differences: tuple[Difference, ...]


def since_last(store: Store, actor: Actor, of: Meeting | str) -> Comparison | None:
    """Return what changed since the meeting before in the meeting's area and below; None if there was none.

    Value, target and status are compared as of each meeting's publication and period; the versions between
    the two publications tell why, and who approved them.

    Raises:
        DeniedError: ``actor`` holds no meetings on its area.
        MeetingError: there is no such meeting.
    """
    now = looked_up(store, actor, of)
    return None if now.previous is None else _compared(store, meeting(store, actor, now.previous), now)


@lru_cache(maxsize=8)
def _compared(store: Store, before: Meeting, now: Meeting) -> Comparison:
    """Return what lies between two meetings of one area: always the same.

    Which areas are below the meeting's is said by the publication of each of the two.
    """
    here, then = (_status(store, each) for each in (now, before))
    rows = progress.changed(here, then)
    inside, inside_before = (set(_inside(store, of)) for of in (now, before))
    came, left = inside - inside_before, inside_before - inside
    ruled = len({publications.publication(store, of.publication).rules for of in (before, now)}) == 1
    steps = _steps(store, before, now, sorted(inside | inside_before))
    series = {key: value for frame in (then, here) for key, value in _lines(frame).items()}
    components = _components(store, now.publication)
    found = []
    for row in rows.to_dicts():
        of, change = _of(row, series, components, steps), Change(row["change"])
        made = [step for step in of if step.what == "target" or change not in _OF_TARGETS]
        cause = None if made else _cause(change, row, before, now, came=came, left=left, ruled=ruled)
        found.append(Difference(change, row, of, cause))
    same = here.join(rows, on=_KEY, how="anti")
    told = [(row, _of(row, series, components, steps)) for row in same.to_dicts()]
    explained = [Difference(None, row, of) for row, of in told if any(step.explains for step in of)]
    return Comparison(before, now, rows, (*found, *explained))


def _inside(store: Store, of: Meeting) -> list[str]:
    known = places(store, of.publication)
    return [code for code, place in known.items() if place.seen_from(of.area_code) != "elsewhere"]


def _status(store: Store, of: Meeting) -> pl.DataFrame:
    province = places(store, of.publication).get(of.area_code, EVERYWHERE).province_code
    rows = progress.status(store, of.publication, of.as_of, province=province)
    if of.area_code == COUNTRY:
        return rows
    return rows.filter(pl.col("area_code").is_in(_inside(store, of)))


def _cause(
    change: Change,
    row: Mapping[str, Any],
    before: Meeting,
    now: Meeting,
    *,
    came: Container[str],
    left: Container[str],
    ruled: bool,
) -> Cause:
    """Return what made a difference that no version made.

    Args:
        change: what became of the target.
        row: of `dabiao.progress.changed`.
        before: the earlier meeting.
        now: the later meeting.
        came: areas that have come under the meeting's area.
        left: areas that are under it no more.
        ruled: whether both publications are judged by the same rules.
    """
    if change == Change.ADDED and row["area_code"] in came:
        return Cause.CAME_UNDER
    if change == Change.WITHDRAWN and row["area_code"] in left:
        return Cause.LEFT
    if now.publication < before.publication:
        return Cause.OLDER_PUBLICATION
    if not ruled:
        return Cause.RULES
    passed = end_month(now.as_of) - end_month(before.as_of)
    same_figure = row["period"] == row["period_before"]
    other = any(row[name] != row[f"{name}_before"] for name in ("value", "bound", "baseline"))
    if passed == 0 or change in _OF_TARGETS or (same_figure and other):
        return Cause.CATALOG
    return Cause.LATER if passed > 0 else Cause.EARLIER


def _lines(rows: pl.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    """Return indicator and series of every target."""
    columns = rows.select(*_KEY, "indicator_code", "series")
    return {(area, target): (indicator, series) for area, target, indicator, series in columns.iter_rows()}


def _components(store: Store, publication: int) -> dict[str, set[str]]:
    held: dict[str, set[str]] = {}
    for row in publications.current(store, "indicator_component", publication).to_dicts():
        held.setdefault(row["indicator_code"], set()).add(row["component_code"])
    return held


def _of(
    row: Mapping[str, Any],
    lines: Mapping[tuple[str, str], tuple[str, str]],
    components: Mapping[str, set[str]],
    steps: Mapping[tuple[str, ...], list[Step]],
) -> tuple[Step, ...]:
    """Return the steps of one target and of the figures it is judged by."""
    area, target = row["area_code"], row["target_id"]
    indicator, series = lines[area, target]
    found = [*steps.get(("target", area, target), ())]
    for code in sorted({indicator} | components.get(indicator, set())):
        found += steps.get(("figure", area, code, series), ())
    return tuple(sorted(found, key=lambda step: (step.row["publication"], step.row.get("period") or "")))


def _steps(
    store: Store, before: Meeting, now: Meeting, codes: list[str]
) -> dict[tuple[str, ...], list[Step]]:
    """Return the versions between two meetings, by what they are of."""
    if now.publication <= before.publication:
        return {}
    between = (before.publication, now.publication, codes)
    last = end_month(now.as_of)
    amended = {row["publication"]: row for row in store.read("amendments", None, None).to_dicts()}
    indicators = publications.current(store, "indicator", now.publication)
    found: dict[tuple[str, ...], list[Step]] = {}
    versions = store.read("observations_between", *between).join(
        indicators.select("indicator_code", indicator_name_zh="name_zh", indicator_name_en="name_en"),
        on="indicator_code",
        how="left",
        maintain_order="left",
    )
    for row in versions.to_dicts():
        if end_month(row["period"]) <= last:
            line = ("figure", row["area_code"], row["indicator_code"], row["series"])
            found.setdefault(line, []).append(_step("figure", row, amended))
    for row in store.read("targets_between", *between).to_dicts():
        of = ("target", row["area_code"], row["target_id"])
        found.setdefault(of, []).append(_step("target", row, amended))
    return found


def _step(
    what: Literal["figure", "target"], row: Mapping[str, Any], amended: Mapping[int, Mapping[str, Any]]
) -> Step:
    # A proposal that was approved is a publication of its own.
    proposal = amended.get(row["publication"], {})
    return Step(what, row, proposal.get("reason"), proposal.get("proposed_by_name"))
