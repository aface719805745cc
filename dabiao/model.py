"""The words of the method as types: what a target, a figure and a status can be."""

from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """Level of an area in GB/T 2260; ``country`` is this project's convention for code 100000."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Comparator(StrEnum):
    """Side of the target value that counts as reached."""

    AT_LEAST = ">="
    AT_MOST = "<="


class TargetBasis(StrEnum):
    """What a target's value counts."""

    IN_PERIOD = "in_period"
    """Increment since the plan's start."""
    TOTAL = "total"
    """Running total or stock at the deadline."""
    LEVEL = "level"
    """Rate, duration or stock in force."""


class ObservationBasis(StrEnum):
    """What a reported figure counts."""

    SINCE_START = "since_start"
    """Increment since the plan's start."""
    FLOW = "flow"
    """What happened inside its own period."""
    YEAR_TO_DATE = "year_to_date"
    """From 1 January to the end of its period."""
    RUNNING_TOTAL = "running_total"
    """Everything since counting began."""
    LEVEL = "level"
    """Rate, duration or stock at the end of its period."""


class Bound(StrEnum):
    """How exact a figure is: ``400余项`` is at least 400, ``近30`` is about 30."""

    EXACT = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOUT = "~"


class ObservationStatus(StrEnum):
    """SDMX observation status (CL_OBS_STATUS); a reported zero is ``A`` with the value 0."""

    REPORTED = "A"
    NOT_REPORTED = "O"
    NOT_APPLICABLE = "M"
    WITHHELD = "Q"


class Absence(StrEnum):
    """What stands where a figure is looked for: why there is none, or that it is nought."""

    ZERO = "zero"
    NOT_REPORTED = "O"
    NOT_DUE = "not_due"
    NOT_APPLICABLE = "M"
    WITHHELD = "Q"


class TaskReportStatus(StrEnum):
    """What a source says of a task that has no number: where it stands, or why nothing is said."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"
    WITHHELD = "withheld"


class TaskStatus(StrEnum):
    """What can be said of a task that has no number; the rules stand in `dabiao.judgement.tasks`."""

    OVERDUE = "overdue"
    """Not done by the latest report, and its time is over."""
    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    NOTHING_REPORTED = "nothing_reported"
    """No source says where it stands; never overdue, as nobody knows."""
    NOT_APPLICABLE = "not_applicable"
    WITHHELD = "withheld"


class RollUp(StrEnum):
    """The four groups that statuses are counted in."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NO_DATA = "no_data"


class Status(StrEnum):
    """What can be said of a target; the rules stand in `dabiao.judgement`."""

    INVALID_TARGET = "invalid_target"
    NO_DATA = "no_data"
    PENDING_FINAL = "pending_final"
    ACHIEVED = "achieved"
    MISSED = "missed"
    MET_EARLY = "met_early"
    NO_BASELINE = "no_baseline"
    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    LAGGING = "lagging"
    FAR_BEHIND = "far_behind"
    MOVING_AWAY = "moving_away"

    @property
    def roll_up(self) -> RollUp:
        """The group this status is counted in."""
        return ROLL_UP[self]


ROLL_UP: Final[dict[Status, RollUp]] = {
    Status.INVALID_TARGET: RollUp.NO_DATA,
    Status.NO_DATA: RollUp.NO_DATA,
    Status.PENDING_FINAL: RollUp.NO_DATA,
    Status.ACHIEVED: RollUp.ACHIEVED,
    Status.MISSED: RollUp.BEHIND,
    Status.MET_EARLY: RollUp.ACHIEVED,
    Status.NO_BASELINE: RollUp.NO_DATA,
    Status.TOO_EARLY: RollUp.NO_DATA,
    Status.ON_TRACK: RollUp.ON_TRACK,
    Status.LAGGING: RollUp.BEHIND,
    Status.FAR_BEHIND: RollUp.BEHIND,
    Status.MOVING_AWAY: RollUp.BEHIND,
}


class Flag(StrEnum):
    """What a reader must know beside the status."""

    REVISED_DOWN = "revised_down"
    """A count that can only grow fell."""
    MET_LATE = "met_late"
    """Missed at the deadline, met afterwards."""
    LATER_LOST = "later_lost"
    """Met at the deadline, no longer met afterwards."""
    BASELINE_MEETS_TARGET = "baseline_meets_target"
    STALE = "stale"
    """The latest figure is older than the rules allow."""
    PACE_CHANGE = "pace_change"
    """The increments have a trend of their own, so the average pace misleads."""
    PARTIAL_COVERAGE = "partial_coverage"
    """Periods or components are missing from the sum."""
    BASELINE_NEAR = "baseline_near"
    """The baseline is not of the plan's start, but near it."""
    LOWER_BOUND = "lower_bound"
    """The source says "at least"."""
    ASSUMED_PLAN_START = "assumed_plan_start"
    """The document does not say when its plan starts."""
    AWAITING_FINAL = "awaiting_final"
    """The deadline has passed; its figure has not been reported."""


ALIKE: Final = ("indicator_code", "basis", "series", "comparator", "plan_start", "deadline")
"""What targets must agree in for their attainments to be comparable.

Basis and series say what is counted, the comparator which way is better, and the plan period how much time
there was: an attainment of a plan that has ended stands not beside one that is half-way.
"""

AXIS: Final = ("level", *ALIKE)
"""What targets must agree in to be ranked and to share an axis: comparable, of areas of one level."""


class Withheld(StrEnum):
    """Why an area has no place in a ranking: its figure cannot stand beside the others."""

    INVALID_TARGET = "invalid_target"
    NOT_DUE = "not_due"
    """The plan had not begun."""
    NOT_APPLICABLE = "not_applicable"
    NOT_DISCLOSED = "not_disclosed"
    """The area withholds its figure."""
    NOT_REPORTED = "not_reported"
    PENDING_FINAL = "pending_final"
    NO_BASELINE = "no_baseline"
    TOO_EARLY = "too_early"
    BASELINE_MEETS_TARGET = "baseline_meets_target"
    PARTIAL = "partial"
    """Periods or components are missing from the sum."""
    BOUNDED = "bounded"
    """Only "at least" or "at most" is known."""
    LATER_MISSING = "later_missing"
    """A later period was due and has no figure."""
    AWAITING_FINAL = "awaiting_final"
    STALE = "stale"


class Relation(StrEnum):
    """How one indicator overlaps with another, by their components."""

    PART = "part"
    """It is a component of the one looked at."""
    WHOLE = "whole"
    """It has the one looked at as a component."""
    OVERLAP = "overlap"
    """Both have a component in common."""


class ConflictKind(StrEnum):
    """How published figures contradict each other."""

    PART_ABOVE_WHOLE = "part_above_whole"
    """An area reports more than the area it lies in."""
    FALLING_TOTAL = "falling_total"
    """A running total is lower than an earlier one."""
    TWO_FIGURES = "two_figures"
    """Two sources give two figures for one thing."""
    COMPONENTS_ABOVE_TOTAL = "components_above_total"
    """Components add up to more than their sum as reported."""
    DEFINITION_JUMP = "definition_jump"
    """A stock goes on in another series at another height."""


class Severity(StrEnum):
    """How sure it is that figures contradict each other."""

    CONTRADICTION = "contradiction"
    """One definition: they cannot all be right."""
    DOUBT = "doubt"
    """Their series differ: they may count different things."""


class Change(StrEnum):
    """What became of a target between two moments; what matters most stands first."""

    MET = "met"
    """Achieved now and not before."""
    LOST = "lost"
    """Achieved before; judged now, and not achieved."""
    NEWLY_BEHIND = "newly_behind"
    """Behind now, on track before."""
    CAUGHT_UP = "caught_up"
    """On track now, behind before."""
    JUDGED_FIRST = "judged_first"
    """On track or behind now; before it could not be judged."""
    NO_LONGER_JUDGED = "no_longer_judged"
    """Judged before, and cannot be now."""
    TARGET_CHANGED = "target_changed"
    """The target itself says something else, so that its standing cannot be compared with before."""
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    VALUE = "value"
    """Its figure is another one; it stands in the same group as before."""


class Verdict(StrEnum):
    """What the interval at the deadline says of the target."""

    LIKELY = "likely"
    UNLIKELY = "unlikely"
    OPEN = "open"


class NoInterval(StrEnum):
    """Why no interval is given."""

    INVALID_TARGET = "invalid_target"
    NO_DATA = "no_data"
    PAST_DEADLINE = "past_deadline"
    NO_BASELINE = "no_baseline"
    TOO_EARLY = "too_early"
    UNEQUAL_SPACING = "unequal_spacing"
    """The values since the baseline do not stand at equal distances."""
    TOO_SHORT = "too_short"
    """Fewer than four increments, or less than one full year."""
