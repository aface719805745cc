"""What stands behind one target: the figures its value is made of, its rule, its time, what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from dabiao import judgement, publications
from dabiao.judgement import Clock, Outcome, Part, Range, Rule, reached_at
from dabiao.model import Absence, ObservationStatus, Status
from dabiao.periods import end_month, following
from dabiao.store import Store

__all__ = [
    "Account",
    "Due",
    "Outcome",
    "Part",
    "Range",
    "account",
    "age_months",
    "due",
    "goals",
    "paces",
    "reached_at",
    "stated",
]

GOAL: Final = "goal"
"""Kind of a task that is a goal without a number."""


@dataclass(frozen=True)
class Account:
    """How the judgement of a target came about."""

    parts: tuple[Part, ...]
    """The published figures that add up to the value; none where there is no value."""
    clock: Clock
    rule: Rule
    """The line of the status table that gave the status."""


@dataclass(frozen=True)
class Due:
    """A figure that is expected."""

    period: str
    passed: bool
    """Its period had ended at the as-of, and it had not been published."""
    absence: str
    """Why it is not there (`dabiao.model.Absence`): what its source says, else not reported or not due."""
    final: bool
    """It is the one at the deadline."""


def account(row: Mapping[str, Any], figures: pl.DataFrame) -> Account:
    """Return how the judgement of a target came about.

    Args:
        row: its status row (`dabiao.progress.status`).
        figures: the published figures behind it at the same moment (`dabiao.progress.observations`).
    """
    stated_terms = {**row, "baseline_period": row["stated_baseline_period"]}
    clock = judgement.clock(stated_terms)
    codes = figures.get_column("indicator_code").unique().to_list()
    components = pl.DataFrame(
        [
            {"indicator_code": row["indicator_code"], "component_code": code}
            for code in codes
            if code != row["indicator_code"]
        ],
        schema={"indicator_code": pl.String, "component_code": pl.String},
    )
    made_of = judgement.made_of(stated_terms, figures, components, row["end_month"])
    return Account(
        parts=() if row["value"] is None else made_of,
        clock=clock,
        rule=judgement.applied_rule(Status(row["status"]), row["flags"], row["end_month"], clock.start),
    )


def paces(row: Mapping[str, Any]) -> Range | None:
    """Return the paces of a target that are worth asking about; none where there is no way to go.

    While its final figure is pending nobody knows how much of the way is left, nor from when on.
    """
    unknown = row["status"] in (Status.PENDING_FINAL, Status.INVALID_TARGET)
    return None if unknown else judgement.paces(row)


def age_months(row: Mapping[str, Any], as_of: str) -> int | None:
    """Return how many months before the end of ``as_of`` the latest figure stands; None without one."""
    return end_month(as_of) - row["end_month"] if row["end_month"] else None


def due(row: Mapping[str, Any], as_of: str, figures: pl.DataFrame) -> tuple[Due, ...]:
    """Return the figures that are expected after the latest one: the next of its kind, and the final one.

    Nobody announces when a figure will be published; the next is that for the period after the latest one,
    of the same length, as far as it ends before the deadline. Beside it stand later ones of which a source
    says why they are missing.

    Args:
        row: its status row.
        as_of: the period looked from.
        figures: the published figures behind it (`dabiao.progress.observations`), absences too.
    """
    now, deadline = end_month(as_of), row["deadline_month"]
    absent = figures.filter(pl.col("judged") & (pl.col("status") != ObservationStatus.REPORTED))
    said = dict(absent.sort("end_month").select("end_month", "status").iter_rows())

    def expected_at(period: str, *, final: bool) -> Due:
        month = end_month(period)
        unsaid = Absence.NOT_REPORTED if month <= now else Absence.NOT_DUE
        return Due(period, month <= now, str(said.get(month, unsaid)), final)

    if row["status"] == Status.PENDING_FINAL:
        return (expected_at(row["deadline"], final=True),)
    if row["end_month"] >= deadline:
        return ()
    later = absent.filter(pl.col("end_month") > row["end_month"])
    by_month = {end_month(period): period for period in later["period"]}
    if row["period"]:
        by_month.setdefault(end_month(following(row["period"])), following(row["period"]))
    inside = [by_month[month] for month in sorted(by_month) if month < deadline]
    return (
        *(expected_at(period, final=False) for period in inside),
        expected_at(row["deadline"], final=True),
    )


def goals(store: Store, publication: int, framework: str, deadline: str) -> pl.DataFrame:
    """Return the goals without a number that a framework sets for the same deadline, in its order.

    Columns: those of table ``task``.
    """
    tasks = publications.current(store, "task", publication)
    return tasks.filter(
        (pl.col("framework_id") == framework) & (pl.col("kind") == GOAL) & (pl.col("horizon") == deadline)
    ).sort("position")


def stated(store: Store, publication: int, area: str) -> pl.DataFrame:
    """Return the targets of an area: target_id, indicator_name_zh/en, in the order of the catalog."""
    return store.read("targets_in_full", publication).filter(pl.col("area_code") == area)
