"""Names of columns, tables and codes in the reader's language: for headings of downloads and for changes."""

from collections.abc import Mapping
from typing import Any, Final

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import Comparator, ObservationStatus
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.comparisons import WITHHELD_NAMES
from dabiao.wording.returns import STATE_NAMES

TABLE_NAMES: Final[Mapping[str, str]] = {
    "area": N_("Areas"),
    "framework": N_("Policy documents"),
    "unit": N_("Units"),
    "indicator": N_("Indicators"),
    "indicator_component": N_("Components of indicators"),
    "target": N_("Numeric targets"),
    "task": N_("Tasks"),
    "task_department": N_("Departments of tasks"),
    "observation": N_("Figures"),
    "task_report": N_("Reports on tasks"),
}

LANGUAGE_SUFFIXES: Final[Mapping[Language, str]] = {"zh": "_zh", "en": "_en"}
"""Ends of the names of columns that hold the same text in either language."""

FIELD_NAMES: Final[Mapping[str, str]] = {
    "absence": N_("Absence"),
    "absence_period": N_("Period of the absence"),
    "after": N_("After"),
    "amount": N_("Reported figure"),
    "area_code": N_("Area code"),
    "area_name": N_("Area"),
    "areas_with_figures": N_("Areas with figures"),
    "areas_with_targets": N_("Areas with targets"),
    "as_of": N_("As of"),
    "attainment": N_("Attainment (1 = 100%)"),
    "average_pace": N_("Average pace (per quarter)"),
    "base_unit": N_("Base unit"),
    "baseline": N_("Baseline"),
    "baseline_period": N_("Baseline period"),
    "baseline_value": N_("Stated baseline"),
    "basis": N_("Basis"),
    "basis_status": N_("Basis stated or assumed"),
    "before": N_("Before"),
    "bound": N_("Bound"),
    "change": N_("Change"),
    "changed": N_("Changed"),
    "chapter": N_("Chapter"),
    "city_code": N_("City code"),
    "code": N_("Code"),
    "comparable": N_("Comparable with the target"),
    "comparator": N_("Comparator"),
    "component": N_("Sum of"),
    "component_code": N_("Component"),
    "confidence": N_("Confidence"),
    "conflict": N_("Contradiction no."),
    "days_late": N_("Days late"),
    "deadline": N_("Deadline"),
    "definition": N_("Definition"),
    "department": N_("Department"),
    "departments": N_("Departments named"),
    "digest": N_("Digest (SHA-256)"),
    "direction": N_("Direction"),
    "distance": N_("Distance to target"),
    "document_number": N_("Document number"),
    "done_at": N_("Done at (China time)"),
    "done_by_name": N_("Done by"),
    "due_on": N_("Due on"),
    "excepted": N_("Exception granted"),
    "explanation": N_("Explanation of the figure"),
    "factor": N_("Factor"),
    "field": N_("Field"),
    "figures": N_("Published figures"),
    "figures_since": N_("Published figures since the plan began"),
    "file": N_("File"),
    "finished_at": N_("Finished"),
    "flags": N_("Flags"),
    "framework_id": N_("Framework code"),
    "framework_name": N_("Framework"),
    "horizon": N_("Horizon"),
    "indicator_code": N_("Indicator code"),
    "indicator_name": N_("Indicator"),
    "input_digest": N_("Digest of the files (SHA-256)"),
    "issued_on": N_("Issued on"),
    "issuer": N_("Issuer"),
    "judged": N_("Series of the target"),
    "key": N_("Row"),
    "kind": N_("Kind"),
    "label": N_("Label"),
    "level": N_("Level"),
    "line": N_("Row in the file"),
    "load_id": N_("Load"),
    "locks_on": N_("Locked after"),
    "message": N_("Message"),
    "missing": N_("No figure for"),
    "name": N_("Name"),
    "named_first": N_("Named first"),
    "new": N_("New"),
    "newest": N_("Latest figure"),
    "not_reported": N_("Marked as not reported"),
    "note": N_("Note"),
    "number": N_("Publication"),
    "pace_gap": N_("Pace gap (percentage points)"),
    "pace_ratio": N_("Pace ratio"),
    "parent_code": N_("Parent area"),
    "period": N_("Period"),
    "phrase": N_("Words of the document"),
    "place": N_("Place"),
    "plan_start": N_("Plan start"),
    "plan_start_status": N_("Plan start stated or assumed"),
    "position": N_("Position"),
    "province_code": N_("Province code"),
    "published_at": N_("Published (China time)"),
    "published_by": N_("Published by"),
    "publication": N_("In publication"),
    "publisher": N_("Publisher"),
    "quarter": N_("Quarter"),
    "receipt": N_("Receipt"),
    "reported": N_("Targets with a comparable figure"),
    "required_pace": N_("Required pace (per quarter)"),
    "roll_up": N_("Group of the status"),
    "rows_changed": N_("Rows changed"),
    "rows_new": N_("Rows new"),
    "rows_read": N_("Rows read"),
    "rows_rejected": N_("Rows rejected"),
    "rows_unchanged": N_("Rows unchanged"),
    "rows_withdrawn": N_("Rows withdrawn"),
    "rule": N_("Rule"),
    "rules": N_("Rules version"),
    "section": N_("Clause"),
    "series": N_("Series"),
    "severity": N_("How sure"),
    "short": N_("Short title"),
    "since": N_("Plan began"),
    "source": N_("Source or document number"),
    "source_date": N_("Source date"),
    "source_title": N_("Source"),
    "source_url": N_("Source address"),
    "started_at": N_("Started"),
    "state": N_("State of the return"),
    "stated_baseline": N_("Baseline that the document states"),
    "stated_baseline_period": N_("Stated baseline period"),
    "status": N_("Status"),
    "submitted_at": N_("Handed in (China time)"),
    "submitted_late": N_("Handed in late"),
    "table": N_("Table"),
    "target": N_("Target"),
    "target_id": N_("Target code"),
    "target_reported": N_("Target as stated"),
    "target_unit": N_("Unit as stated"),
    "targets": N_("Numeric targets"),
    "targets_below": N_("Numeric targets for areas below"),
    "task_id": N_("Task code"),
    "tasks": N_("Number of tasks"),
    "tile_column": N_("Column of the tile"),
    "tile_row": N_("Row of the tile"),
    "time_share": N_("Elapsed time (1 = 100%)"),
    "times": N_("Moments at which it holds"),
    "title": N_("Title"),
    "unit": N_("Unit"),
    "unit_name": N_("Unit name"),
    "unit_reported": N_("Unit as reported"),
    "value": N_("Value"),
    "value_reported": N_("Value as reported"),
    "value_status": N_("Value stated or supplied"),
    "withdrawn": N_("Withdrawn"),
    "withheld": N_("Why not ranked"),
}
"""What columns are called; of a pair in two languages without its ending."""

COMPARATOR_NAMES: Final[Mapping[str, str]] = {
    Comparator.AT_LEAST: N_("at least"),
    Comparator.AT_MOST: N_("at most"),
}

CODE_NAMES: Final[Mapping[str, Mapping[Any, str]]] = {
    "absence": {"zero": N_("reported zero"), "not_due": terms.NOT_DUE_NAME, **terms.ABSENCE_NAMES},
    "basis": {**terms.TARGET_BASIS_NAMES, **terms.OBSERVATION_BASIS_NAMES},
    "basis_status": {"stated": N_("stated"), "assumed": N_("assumed")},
    "change": terms.CHANGE_NAMES,
    "bound": {"=": N_("exact"), ">=": N_("at least"), "<=": N_("at most"), "~": N_("about")},
    "comparator": COMPARATOR_NAMES,
    "confidence": {"high": N_("high"), "medium": N_("medium"), "low": N_("low")},
    "direction": {"up": N_("more is better"), "down": N_("less is better")},
    "flags": terms.FLAG_NAMES,
    "kind": {
        "count": N_("count"),
        "rate": N_("rate"),
        "duration": N_("duration"),
        "rank": N_("rank"),
        "goal": N_("goal"),
        "task": N_("task"),
        "project": N_("project"),
        "safeguard": N_("safeguard"),
        "load": N_("load of files"),
        "approval": N_("approval of a return"),
        "amendment": N_("amendment"),
        "target_change": N_("change of targets"),
        "rules": N_("change of rules"),
    },
    "level": {
        "country": N_("country"),
        "province": N_("province"),
        "city": N_("city"),
        "county": N_("county"),
    },
    "plan_start_status": {"stated": N_("stated"), "assumed": N_("assumed")},
    "published_by": {"etl": N_("loading program")},
    "roll_up": terms.ROLL_UP_NAMES,
    "state": STATE_NAMES,
    "status": {
        **terms.STATUS_NAMES,
        "A": N_("reported"),
        **terms.ABSENCE_NAMES,
        **terms.TASK_STATUS_NAMES,
        "not_reported": terms.ABSENCE_NAMES[ObservationStatus.NOT_REPORTED],
    },
    "value_status": {"stated": N_("stated"), "supplied": N_("supplied")},
    "withheld": WITHHELD_NAMES,
}
"""What the codes of a column are called; values of the other columns are no codes."""


BEFORE: Final = "_before"
"""End of the names of columns that hold what was said before."""


def base(column: str) -> str:
    """Return the name of a column without the endings that tell its language and its side of a change."""
    name = column.removesuffix(BEFORE)
    return next((name.removesuffix(end) for end in LANGUAGE_SUFFIXES.values() if name.endswith(end)), name)


def field_name(column: str, language: Language) -> str:
    """Return what a column is called; one that has no name here stands as it is."""
    _ = catalog(language).gettext
    name = FIELD_NAMES.get(base(column))
    if name is None:
        return column
    return _("{field} before").format(field=_(name)) if column.endswith(BEFORE) else _(name)


def table_name(table: str, language: Language) -> str:
    """Return what a table is called."""
    return catalog(language).gettext(TABLE_NAMES[table])


def code_names(column: str, language: Language) -> dict[str, str]:
    """Return what the codes of a column are called; nothing for a column without codes."""
    _ = catalog(language).gettext
    return {str(code): _(name) for code, name in CODE_NAMES.get(column, {}).items()}


def spoken(column: str, value: Any, language: Language) -> Any:
    """Return a column's value in words if it is one of its codes, else as it is."""
    return code_names(column, language).get(str(value), value)
