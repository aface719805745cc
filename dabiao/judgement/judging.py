"""Points judged one by one, each as it stood when it was the latest, and the selection for a moment."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from dabiao.judgement import flags, measures, trend
from dabiao.judgement.basis import in_order
from dabiao.judgement.measures import Pace
from dabiao.judgement.status import status
from dabiao.judgement.timing import timed
from dabiao.model import ROLL_UP, Flag

STALE_AFTER_PERIODS: Final = 2

_KEY: Final = ("area_code", "target_id")

_TERMS: Final = (
    "line",
    "framework_id",
    "indicator_code",
    "target_value",
    "sign",
    "t0",
    "deadline_month",
    "assumed_start",
)
"""What a judged row needs of its target (columns of `dabiao.judgement.timing.timed`)."""

_BLOCK: Final = 8192
"""Lines judged together."""

JUDGED: Final[Mapping[str, type[pl.DataType]]] = {
    "area_code": pl.String,
    "target_id": pl.String,
    "framework_id": pl.String,
    "indicator_code": pl.String,
    "end_month": pl.Int32,
    "period": pl.String,
    "value": pl.Float64,
    "bound": pl.String,
    "baseline": pl.Float64,
    "baseline_period": pl.String,
    "attainment": pl.Float64,
    "time_share": pl.Float64,
    "pace_gap": pl.Float64,
    "pace_ratio": pl.Float64,
    "distance": pl.Float64,
    "required_pace": pl.Float64,
    "average_pace": pl.Float64,
    "status": pl.String,
    "flags": pl.String,
    "deadline_month": pl.Int32,
    "period_months": pl.Int32,
}
"""Columns of a judged frame."""


def judge(targets: pl.DataFrame, points: pl.DataFrame, *, pace: Pace = "linear") -> pl.DataFrame:
    """Return the judgement of every target after every one of its points, and before the first.

    Args:
        targets: as for `dabiao.judgement.basis.points`.
        points: the rows of `dabiao.judgement.basis.points`, in any order.
        pace: how the pace ratio is computed; ``cagr`` falls back to linear where it is undefined.

    Returns:
        The columns `JUDGED`: one row per point, judged as if it were the latest, and one row per target with
        end_month 0 and no period for "nothing reported yet". Paces are in the indicator's unit per quarter;
        flags are comma-joined. With ``cagr`` also pace_used (``cagr`` or ``linear``; null without a ratio).
    """
    lines = timed(targets)
    line = _lined_up(lines, points)
    before = lines.select(*_TERMS, *_KEY, "baseline_period", baseline="baseline_value").with_columns(
        end_month=pl.lit(0, dtype=pl.Int32)
    )
    # A block at a time: the working columns of all lines together would take several times the memory.
    starts = line["line"].search_sorted(pl.Series(range(0, lines.height, _BLOCK), dtype=pl.UInt32)).to_list()
    blocks = [
        line.slice(start, end - start) for start, end in zip(starts, [*starts[1:], line.height], strict=False)
    ]
    *whole, last = blocks or [line]
    rest = pl.concat([_with_history(last), _without_history(before)], how="diagonal")
    return pl.concat([*(_judged(_with_history(block), pace) for block in whole), _judged(rest, pace)])


def as_of(judged: pl.DataFrame, month: int | pl.Expr) -> pl.DataFrame:
    """Return one row per target: its last one up to ``month``, with what depends on the clock.

    Args:
        judged: rows of `judge`, computed or read back, in any order; of every target also the one with
            end_month 0.
        month: ordinal of the month looked from (`dabiao.periods.end_month`); an expression where it differs
            from target to target.

    Returns:
        The columns of ``judged`` with the flags ``stale`` and ``awaiting_final`` added to flags, and roll_up.
    """
    seen = pl.when(pl.col("end_month") <= month).then(pl.col("end_month"))
    reported = pl.col("end_month") > 0
    age = month - pl.col("end_month")
    return judged.filter(pl.col("end_month") == seen.max().over(_KEY)).with_columns(
        flags=flags.added(
            {
                Flag.STALE: reported & (age > STALE_AFTER_PERIODS * pl.col("period_months")),
                Flag.AWAITING_FINAL: reported
                & (pl.col("end_month") < pl.col("deadline_month"))
                & (pl.col("deadline_month") <= month),
            }
        ),
        roll_up=roll_up(),
    )


def roll_up() -> pl.Expr:
    """Return the group that column ``status`` is counted in."""
    groups = {str(status): str(group) for status, group in ROLL_UP.items()}
    return pl.col("status").replace_strict(groups, return_dtype=pl.String)


def _lined_up(lines: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """Return the points with the terms of their targets, in order of line and time."""
    return in_order(
        points.join(lines.select(*_TERMS, *_KEY), on=_KEY, maintain_order="left"), "line", "end_month"
    )


def _with_history(line: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of whole lines with what had happened on each up to each of them."""
    late = pl.col("end_month") > pl.col("deadline_month")
    finals = line.filter(pl.col("end_month") == pl.col("deadline_month")).select(
        "line", final_value="value", final_reported=True
    )
    return (
        line.join(finals, on="line", how="left", maintain_order="left")
        .with_columns(pl.col("final_reported").fill_null(False), pace_change=trend.pace_change(line))
        .with_columns(
            revised_down=_ever(_falls()),
            met_later=_ever(late & measures.met()),
            lost_later=_ever(late & ~measures.met()),
        )
    )


def _without_history(before: pl.DataFrame) -> pl.DataFrame:
    """Return one row per target for the time before its first point: nothing has been reported."""
    unknown = {
        "period": pl.String,
        "period_months": pl.Int32,
        "value": pl.Float64,
        "bound": pl.String,
        "final_value": pl.Float64,
    }
    not_so = (
        *("final_reported", "revised_down", "met_later", "lost_later", "pace_change"),
        *("partial", "baseline_near", "at_least"),
    )
    return before.with_columns(
        *(pl.lit(None, dtype=dtype).alias(name) for name, dtype in unknown.items()),
        *(pl.lit(False).alias(name) for name in not_so),
    )


def _judged(rows: pl.DataFrame, pace: Pace) -> pl.DataFrame:
    """Return the columns `JUDGED` of rows with their history, each row judged as the latest of its line."""
    compound = measures.compound_defined() if pace == "cagr" else pl.lit(False)
    # Columns that Polars keeps as one value repeated are written out: it would multiply by the reciprocal of
    # such a divisor, and the last digit of a share depend on what else is judged.
    written_out = pl.DataFrame(rows.get_columns())
    return (
        written_out.with_columns(
            attainment=measures.attainment(),
            time_share=measures.time_share(),
            distance=measures.distance(),
            required_pace=measures.required_pace(),
            average_pace=measures.average_pace(),
        )
        .with_columns(pace_gap=measures.pace_gap(), pace_ratio=measures.pace_ratio(pace))
        .with_columns(
            status=status(),
            flags=_flags(),
            pace_used=pl.when(pl.col("pace_ratio").is_not_null()).then(
                pl.when(compound).then(pl.lit("cagr")).otherwise(pl.lit("linear"))
            ),
        )
        .select(*JUDGED, *(["pace_used"] if pace == "cagr" else []))
    )


def _begins() -> pl.Expr:
    """Return whether a row is the first of its line."""
    return pl.col("line").ne_missing(pl.col("line").shift(1))


def _ever(condition: pl.Expr) -> pl.Expr:
    """Return whether ``condition`` holds in a row or in an earlier one of its line (rows in order)."""
    row = pl.int_range(pl.len())
    first = pl.when(_begins()).then(row).forward_fill()
    return (pl.when(condition).then(row).forward_fill() >= first).fill_null(False)


def _falls() -> pl.Expr:
    """Return whether a value that can only grow is below the one before it; the baseline comes first."""
    opens = _begins() | (pl.col("end_month").shift(1) <= pl.col("t0"))
    before, baseline = pl.col("value").shift(1), pl.col("baseline")
    reference = pl.when(opens).then(baseline).otherwise(before)
    growing = pl.col("grows") & (opens | pl.col("grows").shift(1))
    return (
        (pl.col("end_month") > pl.col("t0"))
        & growing
        & ~measures.meets(pl.col("value"), reference, pl.lit(1.0))
    )


def _flags() -> pl.Expr:
    """Return the flags of a row that do not depend on the clock."""
    final_met = measures.met(pl.col("final_value"))
    return flags.text(
        {
            Flag.REVISED_DOWN: pl.col("revised_down"),
            Flag.MET_LATE: ~final_met & pl.col("met_later"),
            Flag.LATER_LOST: final_met & pl.col("lost_later"),
            Flag.BASELINE_MEETS_TARGET: measures.baseline_met(),
            Flag.PACE_CHANGE: pl.col("pace_change"),
            Flag.PARTIAL_COVERAGE: pl.col("partial"),
            Flag.BASELINE_NEAR: pl.col("baseline_near"),
            Flag.LOWER_BOUND: pl.col("at_least"),
            Flag.ASSUMED_PLAN_START: pl.col("assumed_start"),
        }
    )
