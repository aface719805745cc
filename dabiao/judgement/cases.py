"""Worked cases, judged as everything else is, so that the method can be checked from outside."""

from typing import Final

import polars as pl

from dabiao.judgement.basis import points
from dabiao.judgement.judging import as_of, judge
from dabiao.model import Comparator, ObservationBasis, ObservationStatus, TargetBasis
from dabiao.periods import MONTHS_PER_YEAR

FLAG_SEPARATOR: Final = ";"
"""As the file writes lists."""

_CUMULATIVE: Final = "cumulative"
_NEGATIVE: Final = "negative"


def judge_cases(cases: pl.DataFrame) -> pl.DataFrame:
    """Return what the method says of every case, looked at from its latest year.

    A case is a target with its own baseline, and observations in the target's basis: running totals of a
    total for the kind ``cumulative``, levels otherwise.

    Args:
        cases: case_id, kind, base_year, base_value, latest_year, latest_value, target_year, target_value,
            direction (positive, negative), extra_points (``2021:80;2022:90``); numbers or their texts, blank
            or null where unknown.

    Returns:
        case_id, lin_attainment, lin_time_share, lin_pace, rec_status, rec_flags (joined by ``;``), cagr (the
        ratio of compound rates; null where undefined), in the order of ``cases``.

    Raises:
        polars.exceptions.InvalidOperationError: a text that is no number where one is due.
    """
    read = cases.select(
        *(_text(name) for name in ("case_id", "kind", "direction", "extra_points")),
        *(_number(name).cast(pl.Int32) for name in ("base_year", "latest_year", "target_year")),
        *(_number(name) for name in ("base_value", "latest_value", "target_value")),
    )
    targets = _targets(read)
    line = points(
        targets,
        _observations(read),
        pl.DataFrame(schema={"indicator_code": pl.String, "component_code": pl.String}),
    )
    linear = _at_latest(read, judge(targets, line))
    compound = _at_latest(read, judge(targets, line, pace="cagr"))
    return (
        read.select("case_id")
        .join(linear, left_on="case_id", right_on="target_id", how="left", maintain_order="left")
        .join(
            compound.filter(pl.col("pace_used") == "cagr").select("target_id", cagr="pace_ratio"),
            left_on="case_id",
            right_on="target_id",
            how="left",
            maintain_order="left",
        )
        .select(
            "case_id",
            lin_attainment="attainment",
            lin_time_share="time_share",
            lin_pace="pace_ratio",
            rec_status="status",
            rec_flags=pl.col("flags").str.replace_all(",", FLAG_SEPARATOR, literal=True),
            cagr="cagr",
        )
    )


def _text(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String)
    return pl.when(text != "").then(text)


def _number(name: str) -> pl.Expr:
    return _text(name).cast(pl.Float64)


def _targets(cases: pl.DataFrame) -> pl.DataFrame:
    cumulative = pl.col("kind") == _CUMULATIVE
    return cases.select(
        area_code="case_id",
        target_id="case_id",
        framework_id=pl.lit("cases"),
        indicator_code="case_id",
        comparator=pl.when(pl.col("direction") == _NEGATIVE)
        .then(pl.lit(str(Comparator.AT_MOST)))
        .otherwise(pl.lit(str(Comparator.AT_LEAST))),
        value="target_value",
        deadline=pl.col("target_year").cast(pl.String),
        basis=pl.when(cumulative)
        .then(pl.lit(str(TargetBasis.TOTAL)))
        .otherwise(pl.lit(str(TargetBasis.LEVEL))),
        series=pl.lit("case"),
        baseline_value="base_value",
        baseline_period=pl.col("base_year").cast(pl.String),
        plan_start=(pl.col("base_year") + 1).cast(pl.String),
        plan_start_status=pl.lit("stated"),
    )


def _observations(cases: pl.DataFrame) -> pl.DataFrame:
    """Return the latest figure of every case and its extra points, as yearly observations."""
    extra = (
        cases.select("case_id", "kind", "latest_year", pl.col("extra_points").str.split(";"))
        .explode("extra_points", empty_as_null=False)
        .drop_nulls("extra_points")
        .with_columns(pl.col("extra_points").str.split_exact(":", 1).struct.rename_fields(["year", "value"]))
        .unnest("extra_points")
        .with_columns(
            pl.col("year").str.strip_chars().cast(pl.Int32),
            pl.col("value").str.strip_chars().cast(pl.Float64),
        )
        .filter(pl.col("year").ne_missing(pl.col("latest_year")))
    )
    latest = cases.select("case_id", "kind", year="latest_year", value="latest_value").drop_nulls("year")
    return pl.concat([extra.select(latest.columns), latest]).select(
        area_code="case_id",
        indicator_code="case_id",
        series=pl.lit("case"),
        period=pl.col("year").cast(pl.String),
        end_month=pl.col("year") * MONTHS_PER_YEAR + MONTHS_PER_YEAR,
        value="value",
        basis=pl.when(pl.col("kind") == _CUMULATIVE)
        .then(pl.lit(str(ObservationBasis.RUNNING_TOTAL)))
        .otherwise(pl.lit(str(ObservationBasis.LEVEL))),
        bound=pl.lit("="),
        status=pl.lit(str(ObservationStatus.REPORTED)),
    )


def _at_latest(cases: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """Return the judgements seen from each case's latest year; without one, from before any figure."""
    moment = (pl.col("latest_year") * MONTHS_PER_YEAR + MONTHS_PER_YEAR).fill_null(0)
    return as_of(
        judged.join(cases.select(target_id="case_id", moment=moment), on="target_id"), pl.col("moment")
    )
