"""Whether what is kept of every publication is what the rules say of it: judged again and compared."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import polars as pl

from dabiao.progress.judging import IN_FORCE, RULES_VERSION, judged_anew
from dabiao.store import Store, Transaction

TOLERANCE: Final = 1e-9
"""Relative difference up to which figures are equal: another processor may add them up in another order."""

_ROW: Final = ("area_code", "target_id", "end_month")
_LINE: Final = ("area_code", "target_id")


@dataclass(frozen=True)
class Misjudged:
    """A target of which something else is kept than the rules say."""

    publication: int
    area_code: str
    target_id: str


@dataclass(frozen=True)
class Recomputation:
    """What judging everything again came to."""

    publications: int
    """How many were judged again."""
    statuses: int
    """How many statuses were found as they are kept."""
    by_earlier_rules: int
    """How many publications were judged by rules this program no longer has; they are not looked at."""
    fault: Misjudged | None = None
    """The first target of which something else is kept; nothing after it is looked at."""


def recompute(store: Store, since: int = 1) -> Recomputation:
    """Judge every line of every publication again and compare with what is kept.

    Each publication keeps the lines that it touched; so each of its lines is judged once, and it is looked at
    whether those were the lines to be touched and from when to when each is in force.

    Args:
        store: where the publications are.
        since: publications before it are not judged again.
    """
    rules = store.read("publications").sort("number").select("number", "rules").rows()
    judged = [number for number, version in rules if version == RULES_VERSION and number >= since]
    changed = {number for (_, before), (number, after) in pairwise(rules) if before != after}
    earlier = sum(version != RULES_VERSION for _, version in rules)
    statuses = 0
    for number in judged:
        kept = store.read("judged_with", number)
        fault = _fault(store, number, kept, everything=number in changed)
        if fault is not None:
            return Recomputation(len(judged), statuses, earlier, fault)
        statuses += kept.height
    misplaced = store.read("misplaced_judgements", IN_FORCE).rows()
    fault = Misjudged(*misplaced[0]) if misplaced else None
    return Recomputation(len(judged), statuses, earlier, fault)


def _fault(
    store: Store | Transaction, number: int, kept: pl.DataFrame, *, everything: bool
) -> Misjudged | None:
    noted = store.read("judgement_lines", number)
    touched = store.read("touched_lines", number, everything)
    for one, other in ((noted, touched), (touched, noted)):
        if not (rows := one.join(other, on=_LINE, how="anti")).is_empty():
            return Misjudged(number, *rows.select(_LINE).row(0))
    frames = list(judged_anew(store, number))
    anew = pl.concat(frames).select(kept.columns).sort(_ROW) if frames else kept.clear()
    differing = _differing(kept, anew.cast(kept.schema))
    return None if differing is None else Misjudged(number, *differing)


def _differing(kept: pl.DataFrame, anew: pl.DataFrame) -> tuple[str, str] | None:
    """Return area and target of the first row that is missing, too many, or says something else."""
    if kept.equals(anew):
        return None
    for one, other in ((kept, anew), (anew, kept)):
        if not (rows := one.join(other, on=_ROW, how="anti")).is_empty():
            return rows.select(_LINE).row(0)
    both = kept.join(anew, on=_ROW, suffix="_anew")
    same = [
        _close(name) if dtype.is_float() else pl.col(name).eq_missing(pl.col(f"{name}_anew"))
        for name, dtype in kept.schema.items()
        if name not in _ROW
    ]
    rows = both.filter(~pl.all_horizontal(same))
    return None if rows.is_empty() else rows.select(_LINE).row(0)


def _close(name: str) -> pl.Expr:
    one, other = pl.col(name), pl.col(f"{name}_anew")
    near = (one - other).abs() <= TOLERANCE * pl.max_horizontal(one.abs(), other.abs(), 1.0)
    return one.eq_missing(other) | near.fill_null(False)
