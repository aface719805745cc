"""What can be said of a task without a number, from what is reported of it."""

import polars as pl
import pytest

from dabiao.judgement.tasks import judge_tasks
from dabiao.model import Flag, TaskReportStatus, TaskStatus
from dabiao.periods import end_month

HORIZON = "2025"

Reports = list[tuple[str, str]]

CASES: dict[str, tuple[Reports, str, str, str | None]] = {
    "nothing is reported": ([], "2024", "nothing_reported", None),
    "nothing is reported, and its time is over": ([], "2030", "nothing_reported", None),
    "it was asked for and not reported": ([("2024", "not_reported")], "2024", "nothing_reported", None),
    "not reported after its time": ([("2026", "not_reported")], "2026", "nothing_reported", None),
    "not started": ([("2023", "not_started")], "2024", "not_started", None),
    "under way": ([("2023", "not_started"), ("2024-Q1", "under_way")], "2024", "under_way", None),
    "a later report does not count yet": (
        [("2023", "under_way"), ("2024", "done")],
        "2024-Q3",
        "under_way",
        None,
    ),
    "what was said stands though nothing was said later": (
        [("2023", "under_way"), ("2024", "not_reported")],
        "2024",
        "under_way",
        None,
    ),
    "done": ([("2023", "under_way"), ("2024", "done")], "2024", "done", None),
    "done, and its time is over": ([("2024", "done")], "2026", "done", None),
    "taken up again": ([("2023", "done"), ("2024", "under_way")], "2024", "under_way", None),
    "its last quarter, not yet reported": ([("2025-Q3", "under_way")], "2025", "under_way", None),
    "not done at its end": ([("2025-Q4", "under_way")], "2025", "overdue", None),
    "not started at its end": ([("2025", "not_started")], "2025", "overdue", None),
    "not done after its end": ([("2026-Q2", "under_way")], "2026-Q3", "overdue", None),
    "its time is over, the last report is older": (
        [("2024", "under_way")],
        "2026-Q1",
        "overdue",
        "awaiting_final",
    ),
    "done late": ([("2025", "under_way"), ("2026-Q1", "done")], "2026-Q1", "done", "met_late"),
    "done, told of only later": ([("2025-Q3", "under_way"), ("2026", "done")], "2026", "done", None),
    "not applicable": ([("2024", "under_way"), ("2025", "not_applicable")], "2026", "not_applicable", None),
    "withheld": ([("2025", "withheld")], "2026", "withheld", None),
}


def reports(rows: Reports) -> pl.DataFrame:
    return pl.DataFrame(
        [("plan", "task", end_month(period), period, status) for period, status in rows],
        schema={
            "framework_id": pl.String,
            "task_id": pl.String,
            "end_month": pl.Int32,
            "period": pl.String,
            "status": pl.String,
        },
        orient="row",
    )


def tasks(horizon: str | None, name: str = "task") -> pl.DataFrame:
    month = None if horizon is None else end_month(horizon)
    return pl.DataFrame(
        {"framework_id": ["plan"], "task_id": [name], "horizon_month": [month]},
        schema_overrides={"horizon_month": pl.Int32},
    )


@pytest.mark.parametrize(("told", "as_of", "status", "flag"), CASES.values(), ids=CASES.keys())
def test_the_latest_report_and_the_horizon_give_the_status(
    told: Reports, as_of: str, status: str, flag: str | None
) -> None:
    for order in (told, told[::-1]):
        judged = judge_tasks(tasks(HORIZON), reports(order), end_month(as_of)).row(0, named=True)
        assert (judged["status"], judged["flag"]) == (status, flag)


@pytest.mark.parametrize(("told", "as_of", "status", "flag"), CASES.values(), ids=CASES.keys())
def test_a_task_without_a_horizon_is_never_overdue(
    told: Reports, as_of: str, status: str, flag: str | None
) -> None:
    judged = judge_tasks(tasks(None), reports(told), end_month(as_of)).row(0, named=True)
    assert judged["status"] != TaskStatus.OVERDUE
    assert judged["flag"] is None
    if status != TaskStatus.OVERDUE:
        assert judged["status"] == status


def test_every_status_is_reached_and_every_flag_is_a_flag() -> None:
    assert {status for _, _, status, _ in CASES.values()} == set(TaskStatus)
    assert {flag for _, _, _, flag in CASES.values()} - {None} == {Flag.AWAITING_FINAL, Flag.MET_LATE}
    assert {status for told, *_ in CASES.values() for _, status in told} == set(TaskReportStatus)


def test_reports_belong_to_their_own_task_and_its_order_stays() -> None:
    both = pl.concat([tasks(HORIZON, "other"), tasks(HORIZON)])
    judged = judge_tasks(both, reports([("2024", "done")]), end_month("2024"))
    assert judged.select("task_id", "status", "period").rows() == [
        ("other", "nothing_reported", None),
        ("task", "done", "2024"),
    ]
