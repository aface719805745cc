"""The rules of each table beyond the form of its cells: what one cell says of another, or of another row."""

from collections.abc import Mapping
from typing import Final

from etl.rulebook.amounts import OBSERVATION_RULES, TARGET_RULES
from etl.rulebook.areas import AREA_RULES
from etl.rulebook.catalog import (
    COMPONENT_RULES,
    FRAMEWORK_RULES,
    INDICATOR_RULES,
    UNIT_RULES,
)
from etl.rulebook.tasks import TASK_DEPARTMENT_RULES, TASK_REPORT_RULES, TASK_RULES
from etl.rules import Rule

RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "area": AREA_RULES,
    "framework": FRAMEWORK_RULES,
    "unit": UNIT_RULES,
    "indicator": INDICATOR_RULES,
    "indicator_component": COMPONENT_RULES,
    "target": TARGET_RULES,
    "task": TASK_RULES,
    "task_department": TASK_DEPARTMENT_RULES,
    "task_report": TASK_REPORT_RULES,
    "observation": OBSERVATION_RULES,
}
"""Of each table the rules beyond those of `etl.rules.column_rules`."""
