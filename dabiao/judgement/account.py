"""The account of a judged row: what its value is made of, and how its time runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from dabiao.judgement import basis, marks
from dabiao.judgement.basis import NEAR_MONTHS
from dabiao.judgement.timing import baseline_month
from dabiao.model import Bound, ObservationBasis, TargetBasis

_TERMS: Final = {
    **dict.fromkeys(
        ("area_code", "target_id", "framework_id", "indicator_code", "series", "basis", "comparator"),
        pl.String,
    ),
    **dict.fromkeys(("deadline", "plan_start", "plan_start_status", "baseline_period"), pl.String),
    **dict.fromkeys(("value", "baseline_value"), pl.Float64),
}
"""What is looked at of a target; the value and the baseline decide nothing about what a figure counts for."""


@dataclass(frozen=True, slots=True)
class Part:
    """A published figure that a value is counted from."""

    indicator_code: str
    period: str
    end_month: int
    value: float
    """As reported, in the indicator's unit."""
    bound: Bound
    basis: ObservationBasis
    sign: int
    """+1 where it is added, -1 where it is taken off."""


def made_of(
    target: Mapping[str, Any], observations: pl.DataFrame, components: pl.DataFrame, month: int
) -> tuple[Part, ...]:
    """Return the figures that add up to the value of one target's point at ``month``; none without a value.

    The latest figures stand first, and of a running total the one taken off follows the one it is taken off.

    Args:
        target: what `dabiao.judgement.basis.points` needs of it, but its value and baseline.
        observations: as there.
        components: as there.
        month: ordinal of the month the point's period ends in.
    """
    terms = pl.DataFrame([{name: target.get(name) for name in _TERMS}], schema=_TERMS)
    rows = basis.usable(terms, observations, components).with_columns(bound=marks.bound()).to_dicts()
    own = [row for row in rows if not row["component"]]
    strands: dict[str, list[dict[str, Any]]] = {}
    for row in own or rows:
        if row["end_month"] <= month:
            strands.setdefault(row["indicator_code"], []).append(row)
    return tuple(part for pieces in strands.values() for part in _of_strand(pieces, month))


def _of_strand(pieces: Sequence[Mapping[str, Any]], month: int) -> list[Part]:
    """Return what one indicator adds to the value at ``month``.

    In a combined indicator a stock that was not reported for the month itself is left out.
    """
    latest = pieces[-1]
    if latest["end_month"] < month and not latest["grows"]:
        return []
    if latest["target_basis"] != TargetBasis.IN_PERIOD:
        return [_part(latest)]
    match ObservationBasis(latest["basis"]):
        case ObservationBasis.SINCE_START:
            return [_part(latest)] if latest["end_month"] > latest["start_month"] else []
        case ObservationBasis.RUNNING_TOTAL:
            base = _total_at_start(pieces)
            return [_part(latest), _part(base, -1)] if base else []
        case _:
            return _chain(pieces)


def _total_at_start(pieces: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the running total that the latest one is counted from, if one is near enough."""
    latest, start = pieces[-1], pieces[-1]["start_month"]
    if start - NEAR_MONTHS <= latest["end_month"] < start:
        return latest
    near = [
        piece
        for piece in pieces
        if piece["basis"] == ObservationBasis.RUNNING_TOTAL and abs(piece["end_month"] - start) <= NEAR_MONTHS
    ]
    return min(
        near if latest["end_month"] >= start else [],
        key=lambda piece: (abs(piece["end_month"] - start), piece["end_month"]),
        default=None,
    )


def _chain(pieces: Sequence[Mapping[str, Any]]) -> list[Part]:
    """Return the flows that the latest one is the end of, back to the plan's start, none counted twice."""
    latest = pieces[-1]
    flows = [
        piece
        for piece in pieces
        if piece["basis"] in (ObservationBasis.FLOW, ObservationBasis.YEAR_TO_DATE)
        and piece["start_month"] < piece["end_month"] <= piece["deadline_month"]
    ]
    parts: list[Part] = []
    before = latest["end_month"] if latest["end_month"] > latest["start_month"] else 0
    for piece in reversed(flows):
        if piece["end_month"] <= before:
            parts.append(_part(piece))
            before = piece["from_month"]
    return parts


def _part(piece: Mapping[str, Any], sign: int = 1) -> Part:
    return Part(
        indicator_code=piece["indicator_code"],
        period=piece["period"],
        end_month=piece["end_month"],
        value=piece["value"],
        bound=Bound(piece["bound"]),
        basis=ObservationBasis(piece["basis"]),
        sign=sign,
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """How the time of a target runs, up to its latest figure; ordinals of months, and counts of them."""

    start: int
    """t0."""
    latest: int | None
    """t; none before the first figure."""
    deadline: int
    """T."""

    @property
    def whole(self) -> int:
        """Months from t0 to the deadline."""
        return self.deadline - self.start

    @property
    def elapsed(self) -> int | None:
        """Months of the plan that had passed by the latest figure: none before it, all of them after it."""
        return None if self.latest is None else min(max(self.latest - self.start, 0), self.whole)

    @property
    def since_start(self) -> int | None:
        """Months from t0 to the latest figure, which may lie before it or after the deadline."""
        return None if self.latest is None else self.latest - self.start

    @property
    def left(self) -> int | None:
        """Months from the latest figure to the deadline; negative after it."""
        return None if self.latest is None else self.deadline - self.latest


def clock(row: Mapping[str, Any]) -> Clock:
    """Return how the time of a judged row runs.

    Args:
        row: end_month (0 before the first figure), deadline_month, and of the target plan_start and
            baseline_period (the one it states).
    """
    return Clock(
        start=baseline_month(row["plan_start"], row["baseline_period"]),
        latest=row["end_month"] or None,
        deadline=row["deadline_month"],
    )
