"""The versioned tables: names, columns with Polars types, and keys. The SQL stands in ``migrations/``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

PolarsType = pl.DataType | type[pl.DataType]

VERSIONING: Final[Mapping[str, PolarsType]] = {
    "version": pl.Int32,
    "publication": pl.Int64,
    "withdrawn": pl.Boolean,
}
"""Columns every versioned table ends with."""


@dataclass(frozen=True)
class Table:
    """A versioned table: what one row is identified by and what it says."""

    name: str
    key: tuple[str, ...]
    columns: Mapping[str, PolarsType]
    """All columns but those of `VERSIONING`."""
    added: tuple[str, ...] = ()
    """Columns that a later migration brought: null in every version published before."""


def _table(name: str, key: str, added: str = "", **columns: PolarsType) -> Table:
    return Table(name, tuple(key.split()), columns, tuple(added.split()))


AREA: Final = _table(
    "area",
    "code",
    code=pl.String,
    name_zh=pl.String,
    name_en=pl.String,
    level=pl.String,
    parent_code=pl.String,
    province_code=pl.String,
    city_code=pl.String,
    tile_row=pl.Int32,
    tile_column=pl.Int32,
)
FRAMEWORK: Final = _table(
    "framework",
    "framework_id",
    framework_id=pl.String,
    title_zh=pl.String,
    title_en=pl.String,
    short_zh=pl.String,
    short_en=pl.String,
    document_number=pl.String,
    issuer_zh=pl.String,
    issuer_en=pl.String,
    issued_on=pl.Date,
    area_code=pl.String,
    plan_start=pl.String,
    plan_start_status=pl.String,
    horizon=pl.String,
    note_zh=pl.String,
    note_en=pl.String,
)
UNIT: Final = _table(
    "unit",
    "unit",
    unit=pl.String,
    name_zh=pl.String,
    name_en=pl.String,
    base_unit=pl.String,
    factor=pl.Float64,
)
INDICATOR: Final = _table(
    "indicator",
    "indicator_code",
    indicator_code=pl.String,
    name_zh=pl.String,
    name_en=pl.String,
    unit=pl.String,
    kind=pl.String,
    direction=pl.String,
    definition_zh=pl.String,
    definition_en=pl.String,
)
INDICATOR_COMPONENT: Final = _table(
    "indicator_component",
    "indicator_code component_code",
    indicator_code=pl.String,
    component_code=pl.String,
)
TARGET: Final = _table(
    "target",
    "area_code target_id",
    area_code=pl.String,
    target_id=pl.String,
    framework_id=pl.String,
    indicator_code=pl.String,
    comparator=pl.String,
    value_reported=pl.String,
    unit=pl.String,
    value=pl.Float64,
    value_status=pl.String,
    deadline=pl.String,
    basis=pl.String,
    basis_status=pl.String,
    series=pl.String,
    baseline_value=pl.Float64,
    baseline_period=pl.String,
    section=pl.String,
    phrase=pl.String,
    note_zh=pl.String,
    note_en=pl.String,
)
TASK: Final = _table(
    "task",
    "framework_id task_id",
    added="chapter_en section_en",
    framework_id=pl.String,
    task_id=pl.String,
    kind=pl.String,
    position=pl.Int32,
    chapter=pl.String,
    chapter_en=pl.String,
    section=pl.String,
    section_en=pl.String,
    label=pl.String,
    title_zh=pl.String,
    title_en=pl.String,
    horizon=pl.String,
)
TASK_DEPARTMENT: Final = _table(
    "task_department",
    "framework_id task_id department",
    framework_id=pl.String,
    task_id=pl.String,
    department=pl.String,
    department_en=pl.String,
    position=pl.Int32,
)
TASK_REPORT: Final = _table(
    "task_report",
    "area_code framework_id task_id period",
    area_code=pl.String,
    framework_id=pl.String,
    task_id=pl.String,
    period=pl.String,
    end_month=pl.Int32,
    status=pl.String,
    publisher=pl.String,
    source_title=pl.String,
    source_date=pl.Date,
    source_url=pl.String,
    note_zh=pl.String,
    note_en=pl.String,
)
OBSERVATION: Final = _table(
    "observation",
    "area_code indicator_code series period",
    area_code=pl.String,
    indicator_code=pl.String,
    series=pl.String,
    period=pl.String,
    end_month=pl.Int32,
    value_reported=pl.String,
    unit=pl.String,
    value=pl.Float64,
    basis=pl.String,
    bound=pl.String,
    status=pl.String,
    confidence=pl.String,
    publisher=pl.String,
    source_title=pl.String,
    source_date=pl.Date,
    source_url=pl.String,
    note_zh=pl.String,
    note_en=pl.String,
)

TABLES: Final[Mapping[str, Table]] = {
    table.name: table
    for table in (
        AREA,
        FRAMEWORK,
        UNIT,
        INDICATOR,
        INDICATOR_COMPONENT,
        TARGET,
        TASK,
        TASK_DEPARTMENT,
        TASK_REPORT,
        OBSERVATION,
    )
}
"""In the order of loading: what is referred to stands before what refers to it."""
