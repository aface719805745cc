"""Tasks with their departments and reports, as of any moment, on both engines."""

import polars as pl
import pytest

from dabiao.model import TaskStatus
from dabiao.periods import InvalidPeriodError
from dabiao.progress import InvalidVintageError
from dabiao.store import Store
from dabiao.tasks import counts, departments, tasks
from tests.store.sample import content, put, put_content, report, rows

pytestmark = pytest.mark.begins(after=put_content)


def statuses(store: Store, as_of: str, publication: int = 1, **more: str) -> dict[str, str]:
    return dict(tasks(store, publication, as_of, **more).select("task_id", "status").iter_rows())


def test_a_task_stands_where_the_latest_report_of_its_documents_area_says(store: Store) -> None:
    assert statuses(store, "2022") == {"t-01": "nothing_reported", "t-02": "nothing_reported"}
    assert statuses(store, "2023") == {"t-01": "under_way", "t-02": "nothing_reported"}
    told = tasks(store, 1, "2024-Q2").row(0, named=True)
    assert (told["status"], told["period"], told["source_title"]) == ("done", "2024-Q2", "任务进展通报")
    assert told["departments_zh"] == ["省市场监管局", "省发展改革委"]
    assert told["departments_en"] == ["Market regulation", "Development and reform"]
    assert (told["framework_name_zh"], told["area_name_en"], told["section_zh"]) == ("方案", "610000", "1")
    # A city's report on the province's task is not the province's own.
    assert statuses(store, "2026")["t-02"] == "nothing_reported"


def test_what_had_not_appeared_by_a_date_does_not_count(store: Store) -> None:
    assert statuses(store, "2026", vintage="2024-07-01")["t-01"] == "done"
    assert statuses(store, "2026", vintage="2024-06-30")["t-01"] == "nothing_reported"
    with pytest.raises(InvalidVintageError):
        tasks(store, 1, "2026", vintage="soon")
    with pytest.raises(InvalidPeriodError):
        tasks(store, 1, "soon")


def test_reports_and_tasks_are_those_of_the_publication(store: Store) -> None:
    frames = content()
    put(
        store,
        {
            "task": frames["task"].head(1),
            "task_report": rows("task_report", report("t-01", "2025", "under_way")),
        },
    )
    assert statuses(store, "2025") == {"t-01": "done", "t-02": "nothing_reported"}
    assert statuses(store, "2025", publication=2) == {"t-01": "overdue"}
    put(store, {"task_report": rows("task_report", report("t-01", "2024", "under_way"))})
    overdue = tasks(store, 3, "2026")
    assert overdue.select("status", "flags").rows() == [("overdue", ["awaiting_final"])]


def test_only_the_tasks_of_a_document_or_department(store: Store) -> None:
    assert set(statuses(store, "2024", framework="shaanxi-2022")) == {"t-01", "t-02"}
    assert statuses(store, "2024", framework="xian-2023") == {}
    assert set(statuses(store, "2024", department="省发展改革委")) == {"t-01"}
    assert statuses(store, "2024", department="省教育厅") == {}


def test_departments_are_counted_by_the_tasks_that_name_them(store: Store) -> None:
    told = tasks(store, 1, "2024-Q2")
    counted = departments(told)
    assert counted.select("department_zh", "department_en", "tasks", "named_first", "done").rows() == [
        ("省市场监管局", "Market regulation", 1, 1, 1),
        ("省发展改革委", "Development and reform", 1, 0, 1),
    ]
    assert counted.select(pl.sum_horizontal(*map(str, TaskStatus))).to_series().to_list() == [1, 1]
    assert departments(told.filter(task_id="t-02")).is_empty()


def test_a_count_of_nothing_is_told_where_every_document_could_have_some(store: Store) -> None:
    assert counts(tasks(store, 1, "2024-Q2")) == {
        TaskStatus.OVERDUE: 0,
        TaskStatus.NOT_STARTED: 0,
        TaskStatus.UNDER_WAY: 0,
        TaskStatus.DONE: 1,
        TaskStatus.NOTHING_REPORTED: 1,
    }
