"""Whether the increments of a line have a trend of their own, so that its average pace misleads."""

from typing import Final

import numpy as np
import polars as pl

SPACINGS: Final = (1, 3, 6, 12)
"""Months between points that count as equal spacing, finest first."""

MIN_INCREMENTS: Final = 6

ONE_SIDED: Final = 0.95
"""Quantile of Student's t for a two-sided test at 10 %."""
_ROUNDING: Final = 1e-12
"""Share of the sum of squares that double precision may lose: less than this is no trend."""


def pace_change(line: pl.DataFrame) -> pl.Series:
    """Return for every row whether the slope of the increments up to it differs from zero (10 %, two-sided).

    The increments run from the baseline at t0 through the row, over the finest equal spacing that has a value
    at every step; with none, or with fewer than six increments, the answer is no. Student's t on the
    least-squares slope of the increments over their number, n - 2 degrees of freedom.

    Columns needed: line, end_month, value, baseline, t0, deadline_month; in order of line and end_month.
    """
    usable = line.select("line", "end_month", "value", "baseline", "t0", "deadline_month").with_row_index(
        "row"
    )
    counted = usable.filter(
        pl.col("value").is_not_null()
        & pl.col("baseline").is_not_null()
        & pl.col("end_month").is_between("t0", "deadline_month", closed="right")
    )
    # A line of fewer values cannot have as many increments.
    remaining = counted.filter(pl.len().over("line") >= MIN_INCREMENTS).select(
        "row",
        pl.col("line").set_sorted(),
        "value",
        "baseline",
        elapsed=pl.col("end_month") - pl.col("t0"),
        settled=False,
    )
    changed = [remaining["row"].clear()]
    for spacing in SPACINGS:
        if remaining.is_empty():
            break
        steps = _steps(remaining, spacing)
        changed.append(_trending(steps.filter(pl.col("complete").any().over("line"))))
        settled = steps.filter("complete").select("row", complete=True)
        remaining = (
            remaining.join(settled, on="row", how="left", maintain_order="left")
            .with_columns(settled=pl.col("settled") | pl.col("complete").fill_null(False))
            .drop("complete")
            .filter((~pl.col("settled")).any().over("line"))
        )
    marked = np.zeros(line.height, dtype=np.bool_)
    marked[pl.concat(changed).to_numpy()] = True
    return pl.Series(marked)


def _steps(remaining: pl.DataFrame, spacing: int) -> pl.DataFrame:
    """Return the rows a whole number of steps after t0: their step, and whether no step before is missing."""
    row = pl.int_range(pl.len())
    first = pl.when(pl.col("line").ne_missing(pl.col("line").shift(1))).then(row).forward_fill()
    return (
        remaining.filter(pl.col("elapsed") % spacing == 0)
        .with_columns(step=pl.col("elapsed") // spacing, place=row - first + 1)
        .with_columns(complete=pl.col("place") == pl.col("step"))
        .drop("place")
    )


def _trending(steps: pl.DataFrame) -> pl.Series:
    """Return the numbers of the rows, not settled before, up to which the increments have a slope."""
    n = pl.col("step")
    asked = pl.col("complete") & ~pl.col("settled") & (n >= MIN_INCREMENTS)
    if not steps.select(asked.any()).item():
        return steps["row"].clear()
    increment = pl.col("value") - pl.coalesce(pl.col("value").shift(1).over("line"), pl.col("baseline"))
    summed = steps.with_columns(increment=increment).with_columns(
        total=pl.col("value") - pl.col("baseline"),
        weighted=(n * pl.col("increment")).cum_sum().over("line"),
        squares=pl.col("increment").pow(2).cum_sum().over("line"),
    )
    candidates = summed.filter(asked)
    slope = pl.col("weighted") - (n + 1) / 2 * pl.col("total")  # times the sum of squares of the steps
    explained = slope.pow(2) / (n * (n.pow(2) - 1) / 12)
    residual = (pl.col("squares") - pl.col("total").pow(2) / n - explained).clip(lower_bound=0.0)
    # Late: SciPy takes a while to import, and lines of a few years have no candidate.
    from scipy.special import stdtrit

    longest = candidates.select(n.max()).item()
    quantiles = pl.Series(stdtrit(np.arange(longest + 1) - 2, ONE_SIDED))  # by n; meaningless below three
    critical = pl.lit(quantiles).gather(n.cast(pl.UInt32))
    return candidates.filter(
        (explained > _ROUNDING * pl.col("squares")) & (explained * (n - 2) > critical.pow(2) * residual)
    )["row"]
