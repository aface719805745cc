"""What became of targets between two moments."""

from typing import Final

import polars as pl

from dabiao.model import Change, RollUp

_KEY: Final = ("area_code", "target_id")

_STATED: Final = ("basis", "series", "stated_baseline", "stated_baseline_period", "plan_start")
"""How a target counts."""

_TERMS: Final = (
    "comparator",
    "target",
    "unit",
    "deadline",
    *_STATED,
)
"""What a target says that its standing depends on."""

_FIGURE: Final = ("period", "value", "bound", "baseline", "status")
"""What is told of a target's figure."""

_NAMES: Final = (
    "area_name_zh",
    "area_name_en",
    "framework_id",
    "framework_name_zh",
    "framework_name_en",
    "indicator_code",
    "indicator_name_zh",
    "indicator_name_en",
    "unit",
    "unit_name_zh",
    "unit_name_en",
    "comparator",
)

_COMPARED: Final = (
    "target",
    "deadline",
    "period",
    "value",
    "bound",
    "baseline",
    "attainment",
    "time_share",
    "pace_gap",
    "status",
    "roll_up",
)

BEFORE: Final = "_before"


def changed(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Return one row per target that differs between two status frames, the weightiest kind of change first.

    Of a target that says something else than before, and of one that came or went, that is told and nothing
    else: how it stood by other terms is no comparison. A target that can no longer be judged is not lost.

    Columns: change (`dabiao.model.Change`), area_code, area_name_zh/en, framework_id, framework_name_zh/en,
    indicator_code, indicator_name_zh/en, target_id, comparator, unit, unit_name_zh/en, comparator_before, and
    twice, as it is now and with ``_before`` at the end: target, deadline, period, value, bound, baseline,
    attainment, time_share, pace_gap, status, roll_up, basis, series, stated_baseline, stated_baseline_period,
    plan_start. Null are those of now in a withdrawn target, those of before in an added one. By change, area
    and target.

    Args:
        now: rows of `dabiao.progress.status`.
        before: such rows of any other publication, as-of or vintage, of the same areas and frameworks.
    """
    columns = list(dict.fromkeys([*_NAMES, *_COMPARED, *_TERMS, *_FIGURE]))
    pairs = now.select(*_KEY, *columns, here=True).join(
        before.select(*_KEY, *columns, here=True), on=_KEY, how="full", coalesce=True, suffix=BEFORE
    )
    kind = pl.coalesce(
        pl.when(condition).then(pl.lit(str(change))) for change, condition in _conditions().items()
    )
    ranked = pl.Enum([str(change) for change in Change])
    return (
        pairs.with_columns(change=kind.cast(ranked))
        .drop_nulls("change")
        .sort("change", *_KEY)
        .select(
            pl.col("change").cast(pl.String),
            "area_code",
            *(pl.coalesce(name, name + BEFORE).alias(name) for name in _NAMES[:8]),
            "target_id",
            *(pl.coalesce(name, name + BEFORE).alias(name) for name in _NAMES[8:]),
            "comparator" + BEFORE,
            *(name + end for name in (*_COMPARED, *_STATED) for end in ("", BEFORE)),
        )
    )


def _conditions() -> dict[Change, pl.Expr]:
    """Return when a pair of rows shows a change of each kind; the first that applies names it."""
    now, before = pl.col("roll_up"), pl.col("roll_up" + BEFORE)
    achieved, on_track, behind, no_data = (str(group) for group in RollUp)
    return {
        Change.ADDED: pl.col("here" + BEFORE).is_null(),
        Change.WITHDRAWN: pl.col("here").is_null(),
        Change.TARGET_CHANGED: _differs(*_TERMS),
        Change.NO_LONGER_JUDGED: (now == no_data) & (before != no_data),
        Change.MET: (now == achieved) & (before != achieved),
        Change.LOST: (now != achieved) & (before == achieved),
        Change.JUDGED_FIRST: (now != no_data) & (before == no_data),
        Change.NEWLY_BEHIND: (now == behind) & (before == on_track),
        Change.CAUGHT_UP: (now == on_track) & (before == behind),
        Change.VALUE: _differs(*_FIGURE),
    }


def _differs(*columns: str) -> pl.Expr:
    return pl.any_horizontal(pl.col(name).ne_missing(pl.col(name + BEFORE)) for name in columns)
