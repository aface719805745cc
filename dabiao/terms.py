"""Names, shapes and explanations of the method's words, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from dabiao import method
from dabiao.locale import catalog
from dabiao.model import (
    Absence,
    Bound,
    Change,
    Flag,
    ObservationBasis,
    ObservationStatus,
    RollUp,
    Status,
    TargetBasis,
    TaskStatus,
)
from dabiao.numbers import number
from dabiao.settings import Language


def N_(message: str) -> str:
    """Mark ``message`` for extraction; it is translated where it is shown."""
    return message


STATUS_NAMES: Final[Mapping[Status, str]] = {
    Status.INVALID_TARGET: N_("Target misconfigured"),
    Status.NO_DATA: N_("No data"),
    Status.PENDING_FINAL: N_("Final figure pending"),
    Status.ACHIEVED: N_("Achieved on time"),
    Status.MISSED: N_("Missed"),
    Status.MET_EARLY: N_("Met early"),
    Status.NO_BASELINE: N_("Baseline missing"),
    Status.TOO_EARLY: N_("Too early to judge"),
    Status.ON_TRACK: N_("On track"),
    Status.LAGGING: N_("Slightly behind"),
    Status.FAR_BEHIND: N_("Far behind"),
    Status.MOVING_AWAY: N_("Moving away"),
}

STATUS_SHAPES: Final[Mapping[Status, str]] = {
    Status.INVALID_TARGET: "⊘",
    Status.NO_DATA: "▱",
    Status.PENDING_FINAL: "◔",
    Status.ACHIEVED: "●",
    Status.MISSED: "✕",
    Status.MET_EARLY: "★",
    Status.NO_BASELINE: "◇",
    Status.TOO_EARLY: "▷",
    Status.ON_TRACK: "▲",
    Status.LAGGING: "▽",
    Status.FAR_BEHIND: "▼",
    Status.MOVING_AWAY: "◀",
}
"""One shape each, so that a status is told apart without its colour; none is that of an absence."""

STATUS_MEANINGS: Final[Mapping[Status, str]] = {
    Status.INVALID_TARGET: N_("The deadline is not after the plan's start, or the target has no value."),
    Status.NO_DATA: N_("No figure that can be compared with the target has been published."),
    Status.PENDING_FINAL: N_(
        "Figures after the deadline exist, but the one at the deadline has not been published."
    ),
    Status.ACHIEVED: N_("The figure at the deadline meets the target."),
    Status.MISSED: N_("The figure at the deadline does not meet the target."),
    Status.MET_EARLY: N_("The latest figure already meets the target before the deadline."),
    Status.NO_BASELINE: N_(
        "The figure at the plan's start has not been published, so progress cannot be computed."
    ),
    Status.TOO_EARLY: N_("The latest figure is not later than the plan's start."),
    Status.ON_TRACK: N_("At least {on_track} of the progress that the elapsed time calls for."),
    Status.LAGGING: N_("Between {lagging} and {on_track} of the progress that the elapsed time calls for."),
    Status.FAR_BEHIND: N_("Less than {lagging} of the progress that the elapsed time calls for."),
    Status.MOVING_AWAY: N_("The latest figure lies further from the target than the baseline."),
}
"""In the terms of `cut_offs`; `status_meaning` puts them in."""

ROLL_UP_NAMES: Final[Mapping[RollUp, str]] = {
    RollUp.ACHIEVED: N_("Achieved"),
    RollUp.ON_TRACK: N_("On track"),
    RollUp.BEHIND: N_("Behind"),
    RollUp.NO_DATA: N_("Cannot be judged"),
}

ROLL_UP_SHAPES: Final[Mapping[RollUp, str]] = {
    RollUp.ACHIEVED: "●",
    RollUp.ON_TRACK: "▲",
    RollUp.BEHIND: "▼",
    RollUp.NO_DATA: "▱",
}

CHANGE_NAMES: Final[Mapping[Change, str]] = {
    Change.MET: N_("Newly achieved"),
    Change.LOST: N_("No longer achieved"),
    Change.NEWLY_BEHIND: N_("Newly behind"),
    Change.CAUGHT_UP: N_("Caught up"),
    Change.JUDGED_FIRST: N_("Judged for the first time"),
    Change.NO_LONGER_JUDGED: N_("Can no longer be judged"),
    Change.TARGET_CHANGED: N_("Target changed"),
    Change.ADDED: N_("Target added"),
    Change.WITHDRAWN: N_("Target withdrawn"),
    Change.VALUE: N_("Figure changed"),
}

FLAG_NAMES: Final[Mapping[Flag, str]] = {
    Flag.REVISED_DOWN: N_("revised down"),
    Flag.MET_LATE: N_("met late"),
    Flag.LATER_LOST: N_("later lost"),
    Flag.BASELINE_MEETS_TARGET: N_("baseline already met the target"),
    Flag.STALE: N_("old figure"),
    Flag.PACE_CHANGE: N_("pace has changed"),
    Flag.PARTIAL_COVERAGE: N_("incomplete sum"),
    Flag.BASELINE_NEAR: N_("baseline near the start"),
    Flag.LOWER_BOUND: N_("lower bound"),
    Flag.ASSUMED_PLAN_START: N_("assumed plan start"),
    Flag.AWAITING_FINAL: N_("final figure awaited"),
}

FLAG_MEANINGS: Final[Mapping[Flag, str]] = {
    Flag.REVISED_DOWN: N_("A count that can only grow fell between two reports."),
    Flag.MET_LATE: N_("Missed at the deadline, met afterwards."),
    Flag.LATER_LOST: N_("Met at the deadline, no longer met by a later figure."),
    Flag.BASELINE_MEETS_TARGET: N_("The figure at the plan's start already met the target."),
    Flag.STALE: N_("The latest figure is more than {stale_periods} reporting periods old."),
    Flag.PACE_CHANGE: N_("The increments have a trend of their own; an average pace would mislead."),
    Flag.PARTIAL_COVERAGE: N_("Periods or components are missing from the sum; the true value is higher."),
    Flag.BASELINE_NEAR: N_("The baseline is a figure up to {near_months} months off the plan's start."),
    Flag.LOWER_BOUND: N_("The source says “at least”."),
    Flag.ASSUMED_PLAN_START: N_(
        "The document does not say when its plan starts; the reading taken is recorded."
    ),
    Flag.AWAITING_FINAL: N_("The deadline has passed and its figure has not been published."),
}
"""In the terms of `cut_offs`; `flag_meaning` puts them in."""

TARGET_BASIS_NAMES: Final[Mapping[TargetBasis, str]] = {
    TargetBasis.IN_PERIOD: N_("increment within the plan period"),
    TargetBasis.TOTAL: N_("total at the deadline"),
    TargetBasis.LEVEL: N_("level at the deadline"),
}

OBSERVATION_BASIS_NAMES: Final[Mapping[ObservationBasis, str]] = {
    ObservationBasis.SINCE_START: N_("since the plan's start"),
    ObservationBasis.FLOW: N_("within the period"),
    ObservationBasis.YEAR_TO_DATE: N_("year to date"),
    ObservationBasis.RUNNING_TOTAL: N_("running total"),
    ObservationBasis.LEVEL: N_("level"),
}

ABSENCE_NAMES: Final[Mapping[ObservationStatus, str]] = {
    ObservationStatus.NOT_REPORTED: N_("not reported"),
    ObservationStatus.NOT_APPLICABLE: N_("not applicable"),
    ObservationStatus.WITHHELD: N_("withheld"),
}
"""Why there is no value; a reported zero is a value."""

ABSENCE_SHAPES: Final[Mapping[ObservationStatus, str]] = {
    ObservationStatus.NOT_REPORTED: "○",
    ObservationStatus.NOT_APPLICABLE: "–",
    ObservationStatus.WITHHELD: "■",
}

NOT_DUE_SHAPE: Final = "◌"
NOT_DUE_NAME: Final = N_("not due yet")
"""The absence that no source reports: the period has not ended."""

ZERO_SHAPE: Final = "0"
ZERO_NAME: Final = N_("reported zero")

TASK_STATUS_NAMES: Final[Mapping[TaskStatus, str]] = {
    TaskStatus.OVERDUE: N_("Overdue"),
    TaskStatus.NOT_STARTED: N_("Not started"),
    TaskStatus.UNDER_WAY: N_("Under way"),
    TaskStatus.DONE: N_("Done"),
    TaskStatus.NOTHING_REPORTED: N_("Nothing reported"),
    TaskStatus.NOT_APPLICABLE: ABSENCE_NAMES[ObservationStatus.NOT_APPLICABLE],
    TaskStatus.WITHHELD: ABSENCE_NAMES[ObservationStatus.WITHHELD],
}

TASK_STATUS_SHAPES: Final[Mapping[TaskStatus, str]] = {
    TaskStatus.OVERDUE: "▼",
    TaskStatus.NOT_STARTED: "◇",
    TaskStatus.UNDER_WAY: "▲",
    TaskStatus.DONE: "●",
    TaskStatus.NOTHING_REPORTED: ABSENCE_SHAPES[ObservationStatus.NOT_REPORTED],
    TaskStatus.NOT_APPLICABLE: ABSENCE_SHAPES[ObservationStatus.NOT_APPLICABLE],
    TaskStatus.WITHHELD: ABSENCE_SHAPES[ObservationStatus.WITHHELD],
}

BOUND_SIGNS: Final[Mapping[Bound, str]] = {
    Bound.EXACT: "",
    Bound.AT_LEAST: "≥ ",
    Bound.AT_MOST: "≤ ",
    Bound.ABOUT: "≈ ",
}


def cut_offs(language: Language) -> dict[str, str]:
    """Return the numbers that the rules run on, by the names that sentences call them by."""
    running = method.PARAMETERS
    return {
        "on_track": _share(running.on_track, language),
        "lagging": _share(running.lagging, language),
        "interval": _share(running.interval, language),
        "increments": number(running.interval_increments, language),
        "months": number(running.interval_months, language),
        "near_months": number(running.near_months, language),
        "stale_periods": number(running.stale_periods, language),
    }


def _share(share: float, language: Language) -> str:
    return f"{number(100 * share, language)}%"


def absence_label(status: str, language: Language) -> str:
    """Return shape and name of an absence (`dabiao.model.Absence`)."""
    if status == Absence.NOT_DUE:
        return not_due_label(language)
    if status == Absence.ZERO:
        return f"{ZERO_SHAPE} {catalog(language).gettext(ZERO_NAME)}"
    absence = ObservationStatus(status)
    return f"{ABSENCE_SHAPES[absence]} {catalog(language).gettext(ABSENCE_NAMES[absence])}"


def not_due_label(language: Language) -> str:
    """Return shape and name of the absence of what is not due yet."""
    return f"{NOT_DUE_SHAPE} {catalog(language).gettext(NOT_DUE_NAME)}"


def status_name(status: str, language: Language) -> str:
    """Return the name of a status code."""
    return catalog(language).gettext(STATUS_NAMES[Status(status)])


def status_label(status: str, language: Language) -> str:
    """Return shape and name of a status code."""
    return f"{STATUS_SHAPES[Status(status)]} {status_name(status, language)}"


def status_meaning(status: str, language: Language) -> str:
    """Return what a status says, in one sentence."""
    meaning = catalog(language).gettext(STATUS_MEANINGS[Status(status)])
    return meaning.format(**cut_offs(language))


def roll_up_name(group: str, language: Language) -> str:
    """Return the name of a group of statuses."""
    return catalog(language).gettext(ROLL_UP_NAMES[RollUp(group)])


def change_name(change: str, language: Language) -> str:
    """Return the name of a kind of change."""
    return catalog(language).gettext(CHANGE_NAMES[Change(change)])


def task_status_name(status: str, language: Language) -> str:
    """Return the name of the status of a task without a number."""
    return catalog(language).gettext(TASK_STATUS_NAMES[TaskStatus(status)])


def flag_name(flag: str, language: Language) -> str:
    """Return the short name of a flag."""
    return catalog(language).gettext(FLAG_NAMES[Flag(flag)])


def flag_meaning(flag: str, language: Language) -> str:
    """Return what a flag says, in one sentence."""
    return catalog(language).gettext(FLAG_MEANINGS[Flag(flag)]).format(**cut_offs(language))
