"""How figures are reported: how often, from when to when, and which are missing in what way."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from dabiao.model import ObservationStatus
from dabiao.periods import MONTHS_PER_YEAR
from etl.demo.chance import Keys, draw, draws

Flags = npt.NDArray[np.bool_]
Months = npt.NDArray[np.int64]

NOTHING: Final = ""
"""No row at all, in place of a status."""
REPORTED, NOT_REPORTED, NOT_APPLICABLE, WITHHELD = (str(status) for status in ObservationStatus)


@dataclass(frozen=True)
class Habit:
    """One way to report."""

    share: float
    """Of the lines whose habit is left to chance."""
    says_zh: str
    says_en: str
    months: int = 3
    """Length of the periods reported on."""


HABITS: Final[dict[str, Habit]] = {
    "quarterly": Habit(0.8, "每季填报", "every quarter"),
    "punctual": Habit(0.0, "每季填报，从不缺报", "every quarter without fail"),
    "yearly": Habit(0.06, "每年填报一次", "once a year", months=12),
    "half_yearly": Habit(0.04, "每半年填报一次", "twice a year", months=6),
    "gaps": Habit(0.05, "个别季度未报", "some quarters not reported"),
    "late": Habit(0.02, "迟报两个季度", "two quarters late"),
    "stopped": Habit(0.02, "中途停报", "stopped half-way"),
    "silent": Habit(0.01, "从未填报", "nothing at all"),
    "unreported": Habit(0.0, "各期均登记为未报", "registered as not reported"),
    "not_applicable": Habit(0.0, "不适用", "not applicable", months=12),
    "withheld": Habit(0.0, "后期不公开", "withheld from half-way on"),
    "withheld_once": Habit(0.0, "一期不公开", "withheld once"),
    "one_gap": Habit(0.0, "一个季度未报", "one quarter not reported"),
    "late_start": Habit(0.0, "缺期初数，第二年起填报", "no figure for the start, from the second year on"),
    "near_start": Habit(0.0, "期初数取自次季", "first figure a quarter after the start"),
    "baseline_only": Habit(0.0, "只有期初数", "only the figure for the start"),
    "no_final": Habit(0.0, "缺目标期数据", "no figure for the deadline"),
    "before_final": Habit(0.0, "目标期前一季停报", "stopped a quarter before the deadline"),
}
"""By name."""


def by_chance(of: Keys) -> list[str]:
    """Return a habit for each line, in the proportions of `HABITS`."""
    names = [name for name, habit in HABITS.items() if habit.share]
    ends = np.cumsum([HABITS[name].share for name in names])
    places = np.searchsorted(ends / ends[-1], draw(of, "habit"), side="right")
    return [names[place] for place in places]


@dataclass(frozen=True)
class Lines:
    """What reporting depends on, one entry per line."""

    habits: list[str]
    keys: Keys
    start: Months
    """Month before the plan starts."""
    horizon: Months
    """Last month of the plan."""
    deadline: Months
    from_start: Flags
    """Whether there is a figure for the start: a stock or a level has one, an increment has none."""
    sums: Flags
    """Whether figures are summed, so that a missing one is missed for ever."""


def lengths(lines: Lines, ends: Months) -> Months:
    """Return of each line and quarter the months that a figure covers: years once the plan has ended."""
    own = np.array([HABITS[habit].months for habit in lines.habits])[:, None]
    return np.where(ends[None, :] > lines.horizon[:, None], MONTHS_PER_YEAR, own)


def statuses(lines: Lines, ends: Months) -> np.ndarray:
    """Return of each line and quarter the observation status, `NOTHING` where there is no row."""
    months = lengths(lines, ends)
    since = ends[None, :] - lines.start[:, None]
    due = (since >= 0) & (ends[None, :] % months == 0) & ((since > 0) | lines.from_start[:, None])
    status = np.where(due, REPORTED, NOTHING)
    luck = draws(lines.keys, "absent", len(ends))
    early = since / (lines.horizon - lines.start)[:, None]
    half = (0.35 + 0.25 * draw(lines.keys, "half-way"))[:, None]
    to_deadline = ends[None, :] - lines.deadline[:, None]
    gap = np.abs(early - half) == np.abs(early - half).min(axis=1, keepdims=True)
    changes: dict[str, list[tuple[Flags, str]]] = {
        "gaps": [((since > 0) & (luck < 0.12), NOT_REPORTED)],
        "one_gap": [(gap, NOT_REPORTED)],
        "stopped": [(early > half, NOTHING)],
        "silent": [(due, NOTHING)],
        "unreported": [(due, NOT_REPORTED)],
        "not_applicable": [(due, NOT_APPLICABLE)],
        "withheld": [(early > half, WITHHELD)],
        "withheld_once": [(gap, WITHHELD)],
        "late_start": [(early < 0.22, NOTHING)],
        "near_start": [(since == 0, NOTHING)],
        "baseline_only": [(since > 0, NOT_REPORTED)],
        "no_final": [(to_deadline == 0, NOT_REPORTED)],
        "before_final": [(to_deadline >= 0, NOTHING)],
    }
    for habit, steps in changes.items():
        of_habit = np.array([each == habit for each in lines.habits])[:, None]
        for where, instead in steps:
            status = np.where(of_habit & due & where, instead, status)
    usual = np.array([each == "quarterly" for each in lines.habits]) & ~lines.sums
    within = due & (since > 0) & (to_deadline != 0) & usual[:, None]
    status = np.where(within & (luck < 0.008), NOT_REPORTED, status)
    return np.where(within & (luck > 0.997), WITHHELD, status)
