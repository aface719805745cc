"""The observations of the demonstration: what is reported of each line, as in ``progress/*.csv``."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from dabiao import periods
from dabiao.model import Bound, ObservationBasis
from dabiao.periods import MONTHS_PER_QUARTER
from etl.demo import cases, habits, timetable
from etl.demo.chance import Keys, Numbers, draw, draws
from etl.demo.curves import RECOUNT
from etl.demo.plan import PARTS, Line
from etl.files import OBSERVATIONS

PUBLISHER: Final = "演示数据（生成）"
OTHER_PUBLISHER: Final = "演示数据（另一来源，生成）"
TITLE: Final = "{}演示报表（generated demonstration figures）"

LATE_QUARTERS: Final = 2
"""How much later than others a line of the habit ``late`` reports."""

BOUNDS: Final = {Bound.AT_LEAST: 0.015, Bound.ABOUT: 0.005}
"""Of the counts left to chance the share that is reported so."""

CONFIDENCES: Final = {"high": 0.86, "medium": 0.11, "low": 0.03}

NOTES: Final[Mapping[str, tuple[str, str]]] = {
    habits.NOT_APPLICABLE: ("演示：本地没有此类项目", "Demonstration: the area has no such projects"),
    habits.WITHHELD: ("演示：按规定不公开", "Demonstration: withheld by rule"),
    "recounted": ("演示：重新核定，累计数下降", "Demonstration: counted anew, the running total falls"),
    "press": ("演示：与填报数不一致", "Demonstration: differs from the reported figure"),
    "corrected": ("演示：已更正", "Demonstration: corrected"),
}

Rows = pl.DataFrame
"""`etl.files.OBSERVATIONS`'s columns as text, and ``reported`` (date)."""


def rows(lines: Sequence[Line], of: Keys, gains: Numbers) -> Rows:
    """Return every observation, in order of key; of two lines on the same figures the first counts.

    Args:
        lines: see `etl.demo.plan.lines`.
        of: their keys.
        gains: see `etl.demo.curves.gains`.
    """
    ends = timetable.ENDS
    how = _reporting(lines, of)
    statuses, months = habits.statuses(how, ends), habits.lengths(how, ends)
    bounds = _bounds(lines, of)
    sure = draws(of, "confidence", len(ends))
    told: list[dict[str, Any]] = []
    seen: set[tuple[str, str, str]] = set()
    for number, line in enumerate(lines):
        if (line.area, line.indicator, line.series) in seen:
            continue
        seen.add((line.area, line.indicator, line.series))
        for indicator, values in _reported(line, gains[number], months[number]):
            for quarter in np.flatnonzero(statuses[number] != habits.NOTHING):
                told.append(
                    _row(
                        line,
                        indicator,
                        end=int(ends[quarter]),
                        months=int(months[number, quarter]),
                        status=str(statuses[number, quarter]),
                        value=float(values[quarter]),
                        bound=bounds[number],
                        sure=float(sure[number, quarter]),
                    )
                )
    found = pl.concat([_frame(told), _disputed(_frame(told)), _beside()])
    return found.sort(OBSERVATIONS.key)


def _reporting(lines: Sequence[Line], of: Keys) -> habits.Lines:
    stocks = (ObservationBasis.RUNNING_TOTAL, ObservationBasis.LEVEL)
    summed = (ObservationBasis.FLOW, ObservationBasis.YEAR_TO_DATE)
    return habits.Lines(
        habits=[line.habit for line in lines],
        keys=of,
        start=np.array([line.start for line in lines]),
        horizon=np.array([line.horizon for line in lines]),
        deadline=np.array([line.deadline_month for line in lines]),
        from_start=np.array([line.reported_as in stocks for line in lines]),
        sums=np.array([line.reported_as in summed for line in lines]),
    )


def _bounds(lines: Sequence[Line], of: Keys) -> list[str]:
    luck = draw(of, "bound")
    found = []
    for line, chance in zip(lines, luck, strict=True):
        bound = str(Bound.EXACT)
        if line.case is not None:
            bound = line.case.bound
        elif line.counts and chance < BOUNDS[Bound.AT_LEAST]:
            bound = str(Bound.AT_LEAST)
        elif line.counts and chance > 1 - BOUNDS[Bound.ABOUT]:
            bound = str(Bound.ABOUT)
        found.append(bound)
    return found


def _reported(line: Line, gained: Numbers, months: npt.NDArray[np.int64]) -> list[tuple[str, Numbers]]:
    """Return of each indicator that the line is reported by its values at each quarter."""
    parts = PARTS.get((line.framework, line.indicator))
    if parts is None:
        return [(line.indicator, _in_basis(line, gained, months))]
    pieces, left = [], gained
    for indicator, share in list(parts.items())[:-1]:
        piece = np.floor(gained * share + 1e-9)
        pieces.append((indicator, piece))
        left = left - piece
    pieces.append((list(parts)[-1], left))
    missing = line.case.missing_component if line.case else None
    return [
        (indicator, _in_basis(line, piece, months)) for indicator, piece in pieces if indicator != missing
    ]


def _in_basis(line: Line, gained: Numbers, months: npt.NDArray[np.int64]) -> Numbers:
    """Return what a figure for each quarter says, in the basis of the line's figures."""
    quarters = np.arange(len(gained))
    if line.reported_as is ObservationBasis.SINCE_START:
        return gained
    if line.reported_as in (ObservationBasis.FLOW, ObservationBasis.YEAR_TO_DATE):
        flow = line.reported_as is ObservationBasis.FLOW
        # The first quarter of all is a fourth one.
        begun = quarters - months // MONTHS_PER_QUARTER if flow else (quarters - 1) // 4 * 4
        since: Numbers = gained - gained[begun.clip(min=0)]
        return since
    total: Numbers = line.at_start + gained
    if line.case is not None and line.case.recounted:
        half = int(np.searchsorted(timetable.ENDS, (line.start + line.horizon) // 2))
        total[half:] -= np.ceil(RECOUNT * total[half])
    return total


def _row(
    line: Line, indicator: str, *, end: int, months: int, status: str, value: float, bound: str, sure: float
) -> dict[str, Any]:
    reported = status == habits.REPORTED
    note = _note(line, status)
    late = LATE_QUARTERS * MONTHS_PER_QUARTER if line.habit == "late" and end > line.start else 0
    period = timetable.label(end, months)
    confidence = next(name for name, most in _CONFIDENCE_ENDS if sure < most)
    return {
        "area_code": line.area,
        "indicator_code": indicator,
        "series": line.series,
        "period": period,
        "value": digits(_bounded(value, bound), line.counts) if reported else None,
        "unit": line.unit,
        "basis": str(line.reported_as),
        "bound": bound if reported and bound != Bound.EXACT else None,
        "status": status,
        "confidence": confidence,
        "publisher": PUBLISHER,
        "source_title": TITLE.format(period),
        "source_date": None,
        "source_url": None,
        "note_zh": note[0] if note else None,
        "note_en": note[1] if note else None,
        "reported": timetable.reported_on(end + late),
    }


_CONFIDENCE_ENDS: Final = tuple(
    (name, sum(list(CONFIDENCES.values())[: place + 1]) + 1e-9) for place, name in enumerate(CONFIDENCES)
)


def _note(line: Line, status: str) -> tuple[str, str] | None:
    if status in NOTES:
        return NOTES[status]
    return NOTES["recounted"] if line.case is not None and line.case.recounted else None


def _bounded(value: float, bound: str) -> float:
    """Return ``value`` in the round figure that is said of it."""
    if bound == Bound.AT_LEAST:
        return value if value < 50 else value // 10 * 10
    if bound == Bound.ABOUT:
        return value if value < 1000 else round(value, -2)
    return float(np.ceil(value)) if bound == Bound.AT_MOST else value


def digits(value: float, whole: bool) -> str:
    """Return a value as it stands in a file: whole numbers without a point, others with one decimal."""
    return f"{value:.0f}" if whole else f"{value:.1f}"


def _frame(told: list[dict[str, Any]]) -> Rows:
    types = {**dict.fromkeys(OBSERVATIONS.names, pl.String), "reported": pl.Date}
    return pl.DataFrame(told, schema=types).with_columns(source_date=pl.col("reported").cast(pl.String))


def _disputed(found: Rows) -> Rows:
    """Return the yearly figures of a second publisher, which differ from those reported."""
    parts = []
    for area, indicator, times in cases.DISPUTED:
        value = (pl.col("value").cast(pl.Float64) * times).round().cast(pl.Int64).cast(pl.String)
        parts.append(
            found.filter(
                (pl.col("area_code") == area)
                & (pl.col("indicator_code") == indicator)
                & pl.col("period").str.ends_with("-Q4")
                & pl.col("value").is_not_null()
            ).with_columns(
                value,
                pl.lit(cases.SECOND_SERIES).alias("series"),
                pl.lit("medium").alias("confidence"),
                pl.lit(OTHER_PUBLISHER).alias("publisher"),
                pl.lit(NOTES["press"][0]).alias("note_zh"),
                pl.lit(NOTES["press"][1]).alias("note_en"),
            )
        )
    return pl.concat(parts)


def _beside() -> Rows:
    """Return the figures that no target is judged by."""
    told = [
        {
            "area_code": each.area,
            "indicator_code": each.indicator,
            "series": each.series,
            "period": year,
            "value": str(value),
            "unit": each.unit,
            "basis": each.basis,
            "bound": None,
            "status": habits.REPORTED,
            "confidence": "medium",
            "publisher": PUBLISHER,
            "source_title": TITLE.format(year),
            "source_date": None,
            "source_url": None,
            "note_zh": None,
            "note_en": None,
            "reported": timetable.reported_on(periods.end_month(year)),
        }
        for each in cases.BESIDE
        for year, value in each.figures
    ]
    return _frame(told)


def corrected(found: Rows) -> Rows:
    """Return the rows that the amendment changes, as they are after it."""
    parts = []
    for each in cases.CORRECTIONS:
        row = found.filter(
            (pl.col("area_code") == each.area)
            & (pl.col("indicator_code") == each.indicator)
            & (pl.col("series") == each.series)
            & (pl.col("period") == each.period)
            & pl.col("value").is_not_null()
        )
        if row.height != 1:
            raise ValueError(f"no figure to correct: {each}")
        old = row["value"].item()
        new = digits(float(old) * each.times, "." not in old)
        parts.append(
            row.with_columns(
                pl.lit(new).alias("value"),
                pl.lit(timetable.AMENDED_ON.isoformat()).alias("source_date"),
                pl.lit(NOTES["corrected"][0]).alias("note_zh"),
                pl.lit(NOTES["corrected"][1]).alias("note_en"),
            )
        )
    return pl.concat(parts)
