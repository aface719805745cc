"""A small world to publish: one province and a city, three indicators, two plans, their figures."""

import datetime as dt
from collections.abc import Mapping

import polars as pl

from dabiao.periods import end_month
from dabiao.progress import RULES_VERSION, rejudge
from dabiao.publications import LoadRecord, Outcome, publish
from dabiao.store import Store, Transaction
from dabiao.store.tables import TABLES

STARTED = dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))

REJECTED_SCHEMA = {
    "file": pl.String,
    "line": pl.Int64,
    "field": pl.String,
    "value": pl.String,
    "rule": pl.String,
    "message_zh": pl.String,
    "message_en": pl.String,
}


def rows(table: str, *given: Mapping[str, object]) -> pl.DataFrame:
    """Return rows of ``table``; what is not given is null."""
    columns = dict(TABLES[table].columns)
    return pl.DataFrame([{name: row.get(name) for name in columns} for row in given], schema=columns)


def area(code: str, level: str, parent: str | None, **more: object) -> dict[str, object]:
    return {
        "code": code,
        "name_zh": f"地区{code}",
        "name_en": code,
        "level": level,
        "parent_code": parent,
    } | more


def indicator(code: str, **more: object) -> dict[str, object]:
    names = {"name_zh": "标准", "name_en": code, "definition_zh": "数量", "definition_en": "how many"}
    return {"indicator_code": code, "unit": "项", "kind": "count", "direction": "up"} | names | more


def figure(
    period: str, value: float | None, indicator: str = "local-standards", **more: object
) -> dict[str, object]:
    return {
        "area_code": "610000",
        "indicator_code": indicator,
        "series": "press",
        "period": period,
        "end_month": end_month(period),
        "value_reported": None if value is None else f"{value:g}",
        "unit": "项",
        "value": value,
        "basis": "running_total",
        "bound": "=",
        "status": "O" if value is None else "A",
        "confidence": "high",
        "publisher": "省市场监管局",
        "source_title": "标准化工作情况",
        "source_date": dt.date(2024, 7, 1),
    } | more


def target(name: str, **more: object) -> dict[str, object]:
    return {
        "area_code": "610000",
        "target_id": f"shaanxi-2022-{name}",
        "framework_id": "shaanxi-2022",
        "indicator_code": name,
        "comparator": ">=",
        "value_reported": "400",
        "unit": "项",
        "value": 400.0,
        "value_status": "stated",
        "deadline": "2025",
        "basis": "in_period",
        "basis_status": "assumed",
        "series": "press",
        "section": "三",
        "phrase": "400项以上",
    } | more


def report(task: str, period: str, status: str, **more: object) -> dict[str, object]:
    return {
        "area_code": "610000",
        "framework_id": "shaanxi-2022",
        "task_id": task,
        "period": period,
        "end_month": end_month(period),
        "status": status,
        "publisher": "省市场监管局",
        "source_title": "任务进展通报",
        "source_date": dt.date(2024, 7, 1),
    } | more


def content() -> dict[str, pl.DataFrame]:
    """Return the complete rows of every table."""
    titles = {"title_zh": "实施方案", "title_en": "Plan", "short_zh": "方案", "short_en": "Plan"}
    issuer = {"issuer_zh": "省政府", "issuer_en": "Government", "issued_on": dt.date(2022, 8, 30)}
    plan = {"plan_start": "2021", "plan_start_status": "assumed", "horizon": "2025"}
    task = {
        "framework_id": "shaanxi-2022",
        "kind": "task",
        "chapter": "二",
        "title_zh": "任务",
        "title_en": "Task",
    }
    return {
        "area": rows(
            "area",
            area("100000", "country", None),
            area("610000", "province", "100000", province_code="610000", tile_row=4, tile_column=5),
            area("610100", "city", "610000", province_code="610000", city_code="610100"),
        ),
        "framework": rows(
            "framework",
            {"framework_id": "shaanxi-2022", "area_code": "610000"} | titles | issuer | plan,
            {"framework_id": "xian-2023", "area_code": "610100", "document_number": "1号"}
            | titles
            | issuer
            | plan,
        ),
        "unit": rows(
            "unit",
            {"unit": "项", "name_zh": "项", "name_en": "items", "base_unit": "项", "factor": 1.0},
            {
                "unit": "万项",
                "name_zh": "万项",
                "name_en": "10,000 items",
                "base_unit": "项",
                "factor": 10_000.0,
            },
        ),
        "indicator": rows(
            "indicator",
            indicator("local-standards"),
            indicator("group-standards"),
            indicator("all-standards"),
        ),
        "indicator_component": rows(
            "indicator_component",
            {"indicator_code": "all-standards", "component_code": "local-standards"},
            {"indicator_code": "all-standards", "component_code": "group-standards"},
        ),
        "target": rows(
            "target",
            target("local-standards"),
            target("group-standards", value=100.0, value_reported="100"),
            target("all-standards", value=500.0, value_reported="500", note_zh="合计", note_en="Both"),
        ),
        "task": rows(
            "task",
            {"task_id": "t-01", "position": 1, "label": "(一)", "section": "1", "horizon": "2025"} | task,
            {"task_id": "t-02", "position": 2, "label": "(二)"} | task,
        ),
        "task_department": rows(
            "task_department",
            {
                "framework_id": "shaanxi-2022",
                "task_id": "t-01",
                "department": "省市场监管局",
                "department_en": "Market regulation",
                "position": 1,
            },
            {
                "framework_id": "shaanxi-2022",
                "task_id": "t-01",
                "department": "省发展改革委",
                "department_en": "Development and reform",
                "position": 2,
            },
        ),
        "task_report": rows(
            "task_report",
            report("t-01", "2023", "under_way", note_zh="已起草", note_en="Drafted"),
            report("t-01", "2024-Q2", "done"),
            report("t-02", "2024-Q2", "withheld", area_code="610100", source_date=None),
        ),
        "observation": rows(
            "observation",
            figure("2020-Q4", 1872),
            figure("2024-Q2", 2155, note_zh='含"修订"，\n共两次', note_en=""),
            figure("2024-Q3", None, value_reported=None),
            figure("2020-Q4", 76, "group-standards"),
            figure("2024-Q2", 391, "group-standards", bound=">="),
            figure("2020", 5000.5, area_code="100000", source_date=None, source_url="https://example.org/a"),
        ),
    }


def rejected(*given: tuple[str, int, str, str | None]) -> pl.DataFrame:
    """Return rejected rows from (file, line, field, value)."""
    messages = {"rule": "number", "message_zh": "不是数字", "message_en": "not a number"}
    reasons = [dict(zip(("file", "line", "field", "value"), row, strict=True)) | messages for row in given]
    return pl.DataFrame(reasons, schema=REJECTED_SCHEMA)


def load_of(frames: Mapping[str, pl.DataFrame], reasons: pl.DataFrame | None = None) -> LoadRecord:
    """Return the record of a load that read ``frames`` and rejected one row per reason."""
    reasons = rejected() if reasons is None else reasons
    valid = sum(frame.height for frame in frames.values())
    return LoadRecord(STARTED, "0" * 64, valid + reasons.height, reasons.height, reasons)


def unjudged(tx: Transaction, publication: int, *, everything: bool) -> None:
    """Judge nothing: what is tested is the publication itself."""


def put(store: Store, frames: Mapping[str, pl.DataFrame], **more: object) -> Outcome:
    """Publish ``frames`` as a load, unless ``more`` says otherwise."""
    options: dict[str, object] = {"kind": "load", "by": "etl", "judge": unjudged, "rules": RULES_VERSION}
    return publish(store, frames, **(options | more))  # type: ignore[arg-type]


def put_content(store: Store) -> None:
    """Publish the sample, its lines unjudged."""
    put(store, content())


def put_judged_content(store: Store) -> None:
    """Publish the sample, its lines judged."""
    put(store, content(), judge=rejudge)
