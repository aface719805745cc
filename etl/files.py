"""Which CSV file holds which table, and what may stand in each of its columns."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dabiao.model import (
    Bound,
    Comparator,
    Level,
    ObservationBasis,
    ObservationStatus,
    TargetBasis,
    TaskReportStatus,
)
from dabiao.store import tables


class Kind(StrEnum):
    """What a cell's text must be."""

    TEXT = "text"
    ID = "id"
    AREA_CODE = "area_code"
    INTEGER = "integer"
    DECIMAL = "decimal"
    PERIOD = "period"
    DATE = "date"
    ADDRESS = "address"


NAME_LENGTH: Final = 120
TITLE_LENGTH: Final = 200
PROSE_LENGTH: Final = 2000
UNKNOWN_PUBLISHER: Final = "原发布者不明"
"""Stands as the publisher of a figure that was seen only where others had copied it."""
PHRASE_LENGTH: Final = 39
"""A quotation stays below 40 characters: only the words that hold the figure."""


@dataclass(frozen=True)
class Column:
    """One column of a file."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    allowed: tuple[str, ...] = ()
    default: str | None = None
    """What a blank cell means, where that is not "unknown"."""
    refers: str | None = None
    """The table this column points into."""
    by: tuple[str, ...] = ()
    """The columns that make the reference, in the order of the table's key; this one alone if empty."""
    longest: int = NAME_LENGTH

    @property
    def reference(self) -> tuple[str, ...]:
        """Columns whose values together name the row referred to."""
        return self.by or (self.name,)


@dataclass(frozen=True)
class File:
    """A CSV file, or every file of a folder, that fills one table."""

    pattern: str
    table: tables.Table
    columns: tuple[Column, ...]
    coded: frozenset[str] = frozenset()
    """Columns in which few values fill millions of rows; they are kept as codes."""
    optional: bool = False
    """Whether a folder without the file says that there are no rows."""

    @property
    def key(self) -> tuple[str, ...]:
        """Columns that identify a row."""
        return self.table.key

    @property
    def names(self) -> tuple[str, ...]:
        """The header's columns in their usual order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """Columns that every row fills."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """Return the column called ``name``."""
        return next(column for column in self.columns if column.name == name)


def _text(name: str, longest: int = NAME_LENGTH, *, required: bool = True) -> Column:
    return Column(name, required=required, longest=longest)


def _both(name: str, longest: int = NAME_LENGTH, *, required: bool = True) -> tuple[Column, Column]:
    return _text(f"{name}_zh", longest, required=required), _text(f"{name}_en", longest, required=required)


def _heading(name: str, *, required: bool = True) -> tuple[Column, Column]:
    return _text(name, TITLE_LENGTH, required=required), _text(f"{name}_en", TITLE_LENGTH, required=required)


def _id(name: str, *, refers: str | None = None, by: tuple[str, ...] = ()) -> Column:
    return Column(name, Kind.ID, required=True, refers=refers, by=by)


def _area(name: str, *, required: bool = True, refers: str | None = "area") -> Column:
    return Column(name, Kind.AREA_CODE, required=required, refers=refers)


def _unit(name: str = "unit") -> Column:
    return Column(name, required=True, refers="unit", longest=20)


def _choice(name: str, *allowed: str, default: str | None = None) -> Column:
    return Column(name, required=default is None, allowed=allowed, default=default)


NOTES: Final = _both("note", PROSE_LENGTH, required=False)
SOURCE: Final = (
    _text("publisher"),
    _text("source_title", TITLE_LENGTH),
    Column("source_date", Kind.DATE),
    Column("source_url", Kind.ADDRESS, longest=PROSE_LENGTH),
)

AREAS: Final = File(
    "catalog/areas.csv",
    tables.AREA,
    (
        _area("code", refers=None),
        *_both("name"),
        _choice("level", *Level),
        _area("parent_code", required=False),
        _area("province_code", required=False),
        _area("city_code", required=False),
        Column("tile_row", Kind.INTEGER),
        Column("tile_column", Kind.INTEGER),
    ),
)
FRAMEWORKS: Final = File(
    "catalog/frameworks.csv",
    tables.FRAMEWORK,
    (
        _id("framework_id"),
        *_both("title", TITLE_LENGTH),
        *_both("short", 40),
        _text("document_number", required=False),
        *_both("issuer"),
        Column("issued_on", Kind.DATE, required=True),
        _area("area_code"),
        Column("plan_start", Kind.PERIOD, required=True),
        _choice("plan_start_status", "stated", "assumed"),
        Column("horizon", Kind.PERIOD, required=True),
        *NOTES,
    ),
)
UNITS: Final = File(
    "catalog/units.csv",
    tables.UNIT,
    (
        _text("unit", 20),
        *_both("name"),
        _unit("base_unit"),
        Column("factor", Kind.DECIMAL, required=True),
    ),
)
INDICATORS: Final = File(
    "catalog/indicators.csv",
    tables.INDICATOR,
    (
        _id("indicator_code"),
        *_both("name"),
        _unit(),
        _choice("kind", "count", "rate", "duration", "rank"),
        _choice("direction", "up", "down"),
        *_both("definition", PROSE_LENGTH),
    ),
)
INDICATOR_COMPONENTS: Final = File(
    "catalog/indicator_components.csv",
    tables.INDICATOR_COMPONENT,
    (_id("indicator_code", refers="indicator"), _id("component_code", refers="indicator")),
)
TARGETS: Final = File(
    "catalog/targets.csv",
    tables.TARGET,
    (
        _id("target_id"),
        _area("area_code"),
        _id("framework_id", refers="framework"),
        _id("indicator_code", refers="indicator"),
        _choice("comparator", *Comparator),
        Column("value", Kind.DECIMAL),
        _unit(),
        _choice("value_status", "stated", "supplied"),
        Column("deadline", Kind.PERIOD, required=True),
        _choice("basis", *TargetBasis),
        _choice("basis_status", "stated", "assumed"),
        _text("series"),
        Column("baseline_value", Kind.DECIMAL),
        Column("baseline_period", Kind.PERIOD),
        _text("section", TITLE_LENGTH),
        _text("phrase", PHRASE_LENGTH),
        *NOTES,
    ),
)
TASKS: Final = File(
    "catalog/tasks.csv",
    tables.TASK,
    (
        _id("framework_id", refers="framework"),
        _id("task_id"),
        _choice("kind", "goal", "task", "project", "safeguard"),
        Column("position", Kind.INTEGER, required=True),
        *_heading("chapter"),
        *_heading("section", required=False),
        _text("label", 40),
        *_both("title", TITLE_LENGTH),
        Column("horizon", Kind.PERIOD),
    ),
)
TASK_DEPARTMENTS: Final = File(
    "catalog/task_departments.csv",
    tables.TASK_DEPARTMENT,
    (
        _id("framework_id", refers="framework"),
        _id("task_id", refers="task", by=("framework_id", "task_id")),
        _text("department"),
        _text("department_en"),
        Column("position", Kind.INTEGER, required=True),
    ),
)
TASK_REPORTS: Final = File(
    "progress/tasks.csv",
    tables.TASK_REPORT,
    (
        _area("area_code"),
        _id("framework_id", refers="framework"),
        _id("task_id", refers="task", by=("framework_id", "task_id")),
        Column("period", Kind.PERIOD, required=True),
        _choice("status", *TaskReportStatus),
        *SOURCE,
        *NOTES,
    ),
    optional=True,
)
OBSERVATIONS: Final = File(
    "progress/*.csv",
    tables.OBSERVATION,
    (
        _area("area_code"),
        _id("indicator_code", refers="indicator"),
        _text("series"),
        Column("period", Kind.PERIOD, required=True),
        Column("value", Kind.DECIMAL),
        _unit(),
        _choice("basis", *ObservationBasis),
        _choice("bound", *Bound, default=Bound.EXACT),
        _choice("status", *ObservationStatus, default=ObservationStatus.REPORTED),
        _choice("confidence", "high", "medium", "low"),
        *SOURCE,
        *NOTES,
    ),
    coded=frozenset(tables.OBSERVATION.columns) - {"value", "note_zh", "note_en"},
)

FILES: Final = (
    AREAS,
    FRAMEWORKS,
    UNITS,
    INDICATORS,
    INDICATOR_COMPONENTS,
    TARGETS,
    TASKS,
    TASK_DEPARTMENTS,
    TASK_REPORTS,
    OBSERVATIONS,
)
"""In the order of checking: what is referred to stands before what refers to it."""

FILE_OF: Final = {file.table.name: file for file in FILES}
