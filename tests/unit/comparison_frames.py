"""Rows to compare: status rows and published figures with everything a comparison looks at."""

from typing import Any

import polars as pl

from dabiao import comparison, progress
from dabiao.model import ObservationStatus
from dabiao.periods import end_month
from dabiao.wording import Row

NOW = "2024-Q3"

STATUS_TYPES = {
    "area_code": pl.String,
    "framework_id": pl.String,
    "target_id": pl.String,
    "province_code": pl.String,
    "indicator_code": pl.String,
    "period": pl.String,
    "end_month": pl.Int32,
    "value": pl.Float64,
    "bound": pl.String,
    "baseline": pl.Float64,
    "attainment": pl.Float64,
    "time_share": pl.Float64,
    "pace_gap": pl.Float64,
    "target": pl.Float64,
    "flags": pl.List(pl.String),
}
FIGURE_TYPES = {
    "period": pl.String,
    "value": pl.Float64,
    "value_reported": pl.String,
    "note_zh": pl.String,
    "note_en": pl.String,
    "source_url": pl.String,
}


def standing(area: str, attainment: float | None = 0.5, **changes: Any) -> dict[str, Any]:
    """Return a status row of an area that reported half of its way in the middle of 2024."""
    return {
        "area_code": area,
        "area_name_zh": f"{area}区",
        "area_name_en": f"District {area}",
        "level": "county",
        "province_code": "610000",
        "framework_id": f"plan-{area}",
        "framework_name_zh": "实施意见",
        "framework_name_en": "Opinions",
        "indicator_code": "local-standards",
        "indicator_name_zh": "地方标准",
        "indicator_name_en": "Local standards",
        "target_id": "plan-local-standards",  # the areas a document binds share its targets' ids
        "kind": "count",
        "comparator": ">=",
        "target": 400.0,
        "unit": "项",
        "unit_name_zh": "项",
        "unit_name_en": "items",
        "basis": "in_period",
        "series": "published",
        "plan_start": "2021",
        "deadline": "2025",
        "deadline_month": end_month("2025"),
        "period": "2024-Q2",
        "end_month": end_month("2024-Q2"),
        "value": None if attainment is None else 400.0 * attainment,
        "bound": "=",
        "baseline": 0.0,
        "attainment": attainment,
        "time_share": 0.7,
        "pace_gap": None if attainment is None else 100 * attainment - 70,
        "status": "far_behind" if attainment is not None else "no_data",
        "roll_up": "behind" if attainment is not None else "no_data",
        "flags": [],
    } | changes


def silent(area: str, **changes: Any) -> dict[str, Any]:
    """Return a status row of an area that has reported nothing."""
    nothing = {"period": None, "end_month": 0, "bound": None, "baseline": None, "time_share": None}
    return standing(area, None, **(nothing | changes))


def published(area: str, period: str, value: float | None = None, **changes: Any) -> dict[str, Any]:
    """Return a published figure; an absence without a value."""
    return {
        "area_code": area,
        "area_name_zh": f"{area}区",
        "area_name_en": f"District {area}",
        "level": "county",
        "province_code": "610000",
        "indicator_code": "local-standards",
        "indicator_name_zh": "地方标准",
        "indicator_name_en": "Local standards",
        "kind": "count",
        "unit": "项",
        "unit_name_zh": "项",
        "unit_name_en": "items",
        "series": "published",
        "period": period,
        "end_month": end_month(period),
        "value_reported": None if value is None else f"{value:g}",
        "unit_reported": "项",
        "value": value,
        "basis": "running_total",
        "bound": "=",
        "status": "O" if value is None else "A",
        "publisher": "市场监管局",
        "source_title": "工作总结",
        "source_date": None,
        "source_url": None,
        "note_zh": None,
        "note_en": None,
    } | changes


def frame(*rows: Row) -> pl.DataFrame:
    """Return status rows as a frame; with none, one without rows."""
    made = pl.DataFrame(list(rows) or [standing("610101")], schema_overrides=STATUS_TYPES)
    return made if rows else made.clear()


def standings(*rows: Row, reported: pl.DataFrame | None = None, as_of: str = NOW) -> pl.DataFrame:
    """Return `dabiao.comparison.standings` of status rows whose absences stand among published figures."""
    known = figures() if reported is None else reported
    absent = known.filter(
        pl.col("status") != ObservationStatus.REPORTED, pl.col("end_month") <= end_month(as_of)
    )
    return comparison.standings(progress.with_absences(frame(*rows), absent, as_of), as_of)


def figures(*rows: Row) -> pl.DataFrame:
    """Return published figures as a frame; with none, one without rows."""
    made = pl.DataFrame(list(rows) or [published("610101", "2024")], schema_overrides=FIGURE_TYPES)
    return made if rows else made.clear()
