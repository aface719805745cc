"""The rules of tasks, of the departments named for them, and of what is reported of them."""

from typing import Final

import polars as pl

from dabiao.terms import N_
from etl.rulebook.shared import (
    AREA_OF_FRAMEWORK,
    NOTES_IN_BOTH,
    SOURCE_RULES,
    position_taken,
    translation,
)
from etl.rules import Rule

_col = pl.col

_POSITION = Rule(
    "position-not-positive",
    "position",
    _col("position.number") < 1,
    N_("{value} is no position; positions are counted from 1"),
)

TASK_RULES: Final = (
    _POSITION,
    position_taken("framework_id", "position"),
    translation("section", "section_en"),
)

TASK_DEPARTMENT_RULES: Final = (
    _POSITION,
    position_taken("framework_id", "task_id", "position"),
)

TASK_REPORT_RULES: Final = (
    AREA_OF_FRAMEWORK,
    Rule(
        "period-before-plan",
        "period",
        _col("period.end") <= _col("framework_id.plan_start.before"),
        N_("the period {value} ends before the plan starts ({start})"),
        {"start": _col("framework_id.plan_start")},
    ),
    *SOURCE_RULES,
    NOTES_IN_BOTH,
)
