"""Repeated measurements summed up: the median, and how far they lie apart."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """The median of repeated measurements with the least and the greatest of them."""

    median: float
    least: float
    greatest: float


def spread(values: Iterable[float]) -> Spread:
    """Return the spread of ``values``, of which there is at least one."""
    known = list(values)
    return Spread(statistics.median(known), min(known), max(known))


def ratios(above: Sequence[float], below: Sequence[float]) -> Spread:
    """Return the spread of the ratios of measurements made in turn, one of each: A, B, A, B."""
    return spread(one / other for one, other in zip(above, below, strict=True))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of ``values`` that ``share`` of them do not exceed."""
    return sorted(values)[max(1, math.ceil(share * len(values))) - 1]
