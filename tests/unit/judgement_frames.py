"""Targets and observations for tests of the judgement: what a test does not say is the usual."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from dabiao.judgement import as_of, judge, points
from dabiao.periods import end_month, end_month_expr

TARGET_SCHEMA = {
    "area_code": pl.String,
    "target_id": pl.String,
    "framework_id": pl.String,
    "indicator_code": pl.String,
    "comparator": pl.String,
    "value": pl.Float64,
    "deadline": pl.String,
    "basis": pl.String,
    "series": pl.String,
    "baseline_value": pl.Float64,
    "baseline_period": pl.String,
    "plan_start": pl.String,
    "plan_start_status": pl.String,
}
OBSERVATION_SCHEMA = {
    "area_code": pl.String,
    "indicator_code": pl.String,
    "series": pl.String,
    "period": pl.String,
    "end_month": pl.Int32,
    "value": pl.Float64,
    "basis": pl.String,
    "bound": pl.String,
    "status": pl.String,
}
NO_COMPONENTS = pl.DataFrame(schema={"indicator_code": pl.String, "component_code": pl.String})

USUAL_TARGET: Mapping[str, Any] = {
    "area_code": "610000",
    "target_id": "shaanxi-2022-local-standards",
    "framework_id": "shaanxi-2022",
    "indicator_code": "local-standards",
    "comparator": ">=",
    "value": 400.0,
    "deadline": "2025",
    "basis": "in_period",
    "series": "published",
    "baseline_value": None,
    "baseline_period": None,
    "plan_start": "2021",
    "plan_start_status": "stated",
}


def target(**changes: Any) -> pl.DataFrame:
    """One target: at least 400 local standards within 2021 to 2025, unless told otherwise."""
    return pl.DataFrame([{**USUAL_TARGET, **changes}], schema=TARGET_SCHEMA)


def level_target(**changes: Any) -> pl.DataFrame:
    """One target: a level of at least 150 by 2025, from 100 in 2020."""
    usual = {"basis": "level", "value": 150.0, "baseline_value": 100.0, "baseline_period": "2020"}
    return target(**{**usual, **changes})


def observed(values: Mapping[str, float | None], basis: str, **changes: Any) -> pl.DataFrame:
    """Observations of one series, period → value."""
    return observations_of(
        {"period": period, "value": value, "basis": basis, **changes} for period, value in values.items()
    )


def observations_of(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Observations: what a row does not say is the usual."""
    usual = {
        "area_code": "610000",
        "indicator_code": "local-standards",
        "series": "published",
        "bound": "=",
        "status": "A",
    }
    frame = pl.DataFrame(
        [{**usual, **row} for row in rows],
        schema={name: dtype for name, dtype in OBSERVATION_SCHEMA.items() if name != "end_month"},
    )
    return frame.with_columns(end_month=end_month_expr("period")).select(*OBSERVATION_SCHEMA)


NOTHING = pl.DataFrame(schema=OBSERVATION_SCHEMA)


def components(combined: str, *parts: str) -> pl.DataFrame:
    return pl.DataFrame({"indicator_code": [combined] * len(parts), "component_code": list(parts)})


def judged(
    targets: pl.DataFrame, *observations: pl.DataFrame, parts: pl.DataFrame = NO_COMPONENTS
) -> pl.DataFrame:
    return judge(targets, points(targets, pl.concat(observations or [NOTHING]), parts))


def seen(
    targets: pl.DataFrame,
    *observations: pl.DataFrame,
    at: str,
    parts: pl.DataFrame = NO_COMPONENTS,
) -> dict[str, Any]:
    """What is said of the one target at the end of period ``at``."""
    return as_of(judged(targets, *observations, parts=parts), end_month(at)).row(0, named=True)


def at_level(values: Mapping[str, float | None], at: str, **changes: Any) -> dict[str, Any]:
    """What is said of one target on a level at the end of period ``at``."""
    return seen(level_target(**changes), observed(values, "level"), at=at)


def line(
    targets: pl.DataFrame, *observations: pl.DataFrame, parts: pl.DataFrame = NO_COMPONENTS
) -> dict[str, float | None]:
    """The values of the one target's points, period → value in its basis."""
    found = points(targets, pl.concat(observations), parts)
    return dict(found.select("period", "value").iter_rows())


def flags(row: Mapping[str, Any]) -> list[str]:
    return str(row["flags"]).split(",") if row["flags"] else []


def quarters(first: str, values: Iterable[float]) -> dict[str, float]:
    """Values of consecutive quarters from ``first`` on, period → value."""
    year, quarter = int(first[:4]), int(first[6])
    found = {}
    for offset, value in enumerate(values):
        years, rest = divmod(quarter - 1 + offset, 4)
        found[f"{year + years}-Q{rest + 1}"] = float(value)
    return found
