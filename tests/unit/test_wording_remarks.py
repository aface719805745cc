"""What is said where a status or a flag would seem odd, and how old the figures are that are counted."""

import polars as pl
import pytest

from dabiao import wording
from dabiao.model import Status
from dabiao.periods import end_month
from dabiao.wording import rules

FINAL = {
    "status": "achieved",
    "flags": ["stale"],
    "end_month": end_month("2020"),
    "deadline_month": end_month("2020"),
}


def points(*judged: tuple[str, str]) -> pl.DataFrame:
    rows = [{"period": code, "end_month": end_month(code), "status": status} for code, status in judged]
    return pl.DataFrame(rows, schema={"period": pl.String, "end_month": pl.Int64, "status": pl.String})


def test_met_early_before_the_deadline_is_told_once_the_final_figure_gives_the_status() -> None:
    told = rules.remarks(FINAL | {"flags": []}, points(("2018", "met_early"), ("2020", "achieved")), "en")
    assert told == [
        "By 2018 it was “Met early”; now that the figure of the deadline itself is known, that figure alone "
        "gives the status: “Achieved on time”."
    ]


def test_an_old_figure_of_the_deadline_itself_is_explained() -> None:
    (told,) = rules.remarks(FINAL, points(("2020", "achieved")), "en")
    assert "that of the deadline itself" in told
    assert "old figure" in told
    (chinese,) = rules.remarks(FINAL, points(("2020", "achieved")), "zh")
    assert "截止期当期数据" in chinese


@pytest.mark.parametrize("status", [Status.MET_EARLY, Status.LAGGING])
def test_nothing_is_explained_where_nothing_is_odd(status: Status) -> None:
    row = FINAL | {"status": status, "end_month": end_month("2018")}
    assert rules.remarks(row, points(("2017", "met_early"), ("2018", str(status))), "en") == []


@pytest.mark.parametrize(
    ("periods", "told"),
    [
        ([], ""),
        (["2024-Q2"], "1 target has a figure, of Q2 2024"),
        (["2024-Q2", "2018"], "2 targets have a figure: the oldest of 2018, the newest of Q2 2024"),
    ],
)
def test_the_age_of_what_is_counted_is_told(periods: list[str], told: str) -> None:
    rows = [{"period": code, "end_month": end_month(code), "value": 1.0} for code in periods]
    rows.append({"period": "2025", "end_month": end_month("2025"), "value": None})
    schema = {"period": pl.String, "end_month": pl.Int64, "value": pl.Float64}
    assert wording.dated(pl.DataFrame(rows, schema=schema), "en") == told
