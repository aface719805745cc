"""`python -m etl build` on good input: what it loads, what a second run finds, what a changed figure does."""

import codecs
import datetime as dt
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest

from dabiao import publications
from dabiao.store import Store, open_store
from dabiao.store.tables import TABLES
from etl import build as building
from etl.report import Report
from tests.etl.folders import (
    GOOD,
    PRESS,
    REPORTS,
    RETURNS,
    TARGETS,
    UNITS,
    Edit,
    build,
    edit,
    folder,
    load_good,
    run,
)

ROWS = {
    "area": 7,
    "framework": 2,
    "unit": 7,
    "indicator": 7,
    "indicator_component": 2,
    "target": 6,
    "task": 4,
    "task_department": 3,
    "task_report": 3,
    "observation": 13,
}


REJECTED = "上次载入退回 1 行；运行 python -m etl build 可再次列出。"


def current(database: str, table: str) -> pl.DataFrame:
    store = open_store(database)
    try:
        return publications.current(store, table)
    finally:
        store.close()


def observed(database: str) -> list[dict[str, Any]]:
    return current(database, "observation").to_dicts()


def counts(**given: int) -> dict[str, int]:
    names = ("read", "new", "changed", "unchanged", "rejected", "withdrawn")
    return dict.fromkeys(names, 0) | given


@pytest.mark.begins(after=None)
def test_the_first_load_publishes_every_row(database: str) -> None:
    code, report = build(GOOD, database)
    assert code == 0
    assert report["publication"] == 1
    assert report["tables"] == {name: counts(read=rows, new=rows) for name, rows in ROWS.items()}
    assert report["total"] == counts(read=54, new=54)
    assert report["changes"] == report["rejected"] == report["withdrawn"] == report["problems"] == []
    for name, rows in ROWS.items():
        frame = current(database, name)
        assert frame.height == rows
        assert frame.columns == list(TABLES[name].columns)


@pytest.mark.begins(after=load_good)
def test_figures_are_kept_as_given_and_converted(database: str) -> None:
    figures = {(row["series"], row["period"], row["indicator_code"]): row for row in observed(database)}
    group = figures["published", "2024-Q2", "group-standards"]
    assert (group["value_reported"], group["unit"], group["value"]) == ("6.36", "万项", 63600.0)
    assert (group["bound"], group["status"], group["end_month"]) == (">=", "A", 2024 * 12 + 6)
    yearly = figures["yearly", "2023", "local-standards"]
    assert (yearly["value_reported"], yearly["value"]) == ("0.0117", 117.0)
    assert yearly["source_title"] == '年度报道，"地方标准"'
    assert yearly["source_date"] == dt.date(2024, 1, 11)
    rank = figures["published", "2023-S1", "national-rank"]
    assert (rank["bound"], rank["end_month"], rank["note_zh"]) == ("=", 2023 * 12 + 6, None)
    pilots = {row["period"]: row for row in observed(database) if row["area_code"] == "610102"}
    assert {period: (row["status"], row["value"]) for period, row in pilots.items()} == {
        "2024-Q2": ("M", None),
        "2024-Q3": ("Q", None),
    }
    zero = next(row for row in observed(database) if row["value_reported"] == "0")
    assert (zero["status"], zero["value"]) == ("A", 0.0)


@pytest.mark.begins(after=load_good)
def test_targets_and_their_baselines_are_in_the_indicators_unit(database: str) -> None:
    targets = {row["target_id"]: row for row in current(database, "target").to_dicts()}
    time = targets["country-2021-drafting-time"]
    assert (time["value_reported"], time["unit"], time["value"]) == ("1.5", "年", 18.0)
    assert (time["baseline_value"], time["baseline_period"]) == (288.0, "2020-Q4")
    assert targets["shaanxi-2022-group-standards"]["value"] == 20000.0
    assert targets["shaanxi-2022-xian-pilots"]["note_zh"] == "先行\n一年完成"


@pytest.mark.begins(after=load_good)
def test_the_same_input_again_changes_nothing(database: str) -> None:
    code, report = build(GOOD, database)
    assert (code, report["publication"]) == (0, None)
    assert report["total"] == counts(read=54, unchanged=54)


def test_unchanged_input_is_told_by_its_digest(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path)
    _, first = build(data, database, "--if-changed")
    assert first["publication"] == 1
    code, report = build(data, database, "--if-changed")
    assert (code, report["same_input"], report["digest"]) == (0, True, first["digest"])
    assert report["total"]["read"] == 0
    edit(data / PRESS, ",1872,", ",1873,")
    code, report = build(data, database, "--if-changed")
    assert (code, report["same_input"], report["publication"]) == (0, False, 2)


def test_unchanged_input_still_fails_for_the_rows_it_rejected(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path, (PRESS, ",2155,", ",2155x,"))
    build(data, database)
    code, report = build(data, database, "--if-changed")
    assert (code, report["same_input"], report["rejected_before"]) == (1, True, 1)
    assert [each["code"] for each in report["notices"]] == ["rejected-before"]
    assert Report.from_json(report).exit_code == 1
    edit(data / PRESS, ",2155x,", ",2155,")
    assert build(data, database, "--if-changed")[0] == 0
    code, report = build(data, database, "--if-changed")
    assert (code, report["same_input"], report["notices"]) == (0, True, [])


def test_a_file_with_nothing_but_its_header_holds_no_rows(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path)
    for path in data.rglob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").partition("\n")[0], encoding="utf-8")
    code, report = build(data, database)
    assert (code, report["publication"], report["total"]) == (0, None, counts())
    shutil.rmtree(data)
    _, report = build(folder(tmp_path), database)
    assert report["total"] == counts(read=54, new=54)


@pytest.mark.begins(after=load_good)
def test_a_folder_without_reports_of_tasks_has_none(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path)
    edit(data / REPORTS, "2024-Q2,done,示例省政府", "2024-Q2,under_way,示例省政府")
    code, report = build(data, database)
    assert (code, report["tables"]["task_report"]) == (0, counts(read=3, changed=1, unchanged=2))
    assert [tuple(change.values()) for change in report["changes"]] == [
        ("task_report", "610000 / shaanxi-2022 / shaanxi-2022-1 / 2024-Q2", "status", "done", "under_way")
    ]
    (data / REPORTS).unlink()
    code, report = build(data, database)
    assert (code, report["tables"]["task_report"]) == (0, counts(withdrawn=3))
    assert current(database, "task_report").is_empty()


@pytest.mark.begins(after=load_good)
def test_a_changed_figure_says_from_what_to_what(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path)
    edit(data / PRESS, ",2155,", ",2156.0,")
    edit(data / PRESS, "2020-11-13,,,", "2020-11-13,,更正,Corrected")
    edit(data / RETURNS, "2024-Q2,,个,year_to_date,,O,", "2024-Q2,5,个,year_to_date,,A,")
    edit(data / RETURNS, "未报,Not reported", ",")
    code, report = build(data, database)
    assert (code, report["publication"]) == (0, 2)
    assert report["tables"]["observation"] == counts(read=13, changed=3, unchanged=10)
    local = "610000 / local-standards / published"
    pilots = "610100 / pilot-projects / published"
    assert [tuple(change.values()) for change in report["changes"]] == [
        ("observation", f"{local} / 2020-Q4", "note_zh", None, "更正"),
        ("observation", f"{local} / 2020-Q4", "note_en", None, "Corrected"),
        ("observation", f"{local} / 2024-Q2", "value_reported", "2155", "2156.0"),
        ("observation", f"{local} / 2024-Q2", "value", "2155", "2156"),
        ("observation", f"{pilots} / 2024-Q2", "value_reported", None, "5"),
        ("observation", f"{pilots} / 2024-Q2", "value", None, "5"),
        ("observation", f"{pilots} / 2024-Q2", "status", "O", "A"),
        ("observation", f"{pilots} / 2024-Q2", "note_zh", "未报", None),
        ("observation", f"{pilots} / 2024-Q2", "note_en", "Not reported", None),
    ]
    assert report["withdrawn"] == []


@pytest.mark.begins(after=load_good)
def test_rows_that_come_and_go_are_told_apart_from_changes(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path)
    (data / RETURNS).rename(data / "progress" / "kept.csv")
    edit(
        data / "progress" / "kept.csv",
        "610102,pilot-projects,published,2024-Q3",
        "610102,pilot-projects,published,2024-Q4",
    )
    edit(data / "progress" / "kept.csv", "2024-10-10", "2025-01-10")
    code, report = build(data, database)
    assert (code, report["publication"], report["changes"]) == (0, 2, [])
    assert report["tables"]["observation"] == counts(read=13, new=1, unchanged=12, withdrawn=1)
    assert report["withdrawn"] == [
        {"table": "observation", "key": "610102 / pilot-projects / published / 2024-Q3"}
    ]
    assert [(file["file"], file["read"]) for file in report["files"]][-2:] == [
        ("progress/kept.csv", 4),
        (PRESS, 9),
    ]


def test_a_load_leaves_its_record(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path, (PRESS, ",2155,", ",2155x,"))
    _, report = build(data, database)
    store = open_store(database)
    record = publications.loads(store).row(0, named=True)
    rejected = publications.rejected_rows(store, record["load_id"]).to_dicts()
    store.close()
    assert record["input_digest"] == report["digest"]
    assert (record["publication"], record["rows_read"], record["rows_rejected"]) == (1, 54, 1)
    assert [{name: row[name] for name in report["rejected"][0]} for row in rejected] == report["rejected"]


LINE_BREAK: Edit = (TARGETS, '"先行\n一年完成"', "先行一年完成")
"""Takes the line break out of a cell, which some programs make another one of."""


def load_without_line_break(store: Store) -> None:
    """Publish the good data folder with every row in one line."""
    with TemporaryDirectory() as place:
        assert building.run(store, folder(Path(place), LINE_BREAK)).exit_code == 0


def _encoded(encoding: str, *, mark: bytes = b"", crlf: bool = False) -> Any:
    def change(data: Path) -> None:
        for path in (data / PRESS, data / TARGETS):
            text = path.read_bytes().decode("utf-8")
            text = text.replace("\n", "\r\n") if crlf else text
            path.write_bytes(mark + text.encode(encoding))

    return change


@pytest.mark.begins(after=load_without_line_break)
@pytest.mark.parametrize(
    ("change", "notices"),
    [
        (_encoded("utf-8", mark=codecs.BOM_UTF8), []),
        (_encoded("gb18030"), ["read-as-gb18030", "read-as-gb18030"]),
        (_encoded("gb18030", crlf=True), ["read-as-gb18030", "read-as-gb18030"]),
        (_encoded("utf-8", mark=codecs.BOM_UTF8, crlf=True), []),
    ],
    ids=["BOM", "GB18030", "GB18030 with CRLF", "BOM and CRLF"],
)
def test_other_ways_to_save_the_same_rows(
    tmp_path: Path, database: str, change: Any, notices: list[str]
) -> None:
    data = folder(tmp_path, LINE_BREAK)
    change(data)
    code, report = build(data, database)
    assert (code, report["publication"]) == (0, None)
    assert [each["code"] for each in report["notices"]] == notices
    assert {each["file"] for each in report["notices"]} <= {PRESS, TARGETS}


@pytest.mark.begins(after=load_good)
def test_outer_white_space_and_column_order_do_not_matter(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path)
    edit(data / PRESS, ",1872,项,running_total,,A,", ", 1872\u3000,\t项,running_total ,,A, ")
    rows = [line.split(",") for line in (data / UNITS).read_text(encoding="utf-8").splitlines()]
    (data / UNITS).write_text("\n\n".join(",".join(reversed(row)) for row in rows), encoding="utf-8")
    code, report = build(data, database)
    assert (code, report["publication"], report["rejected"]) == (0, None, [])


def command(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "etl", *arguments],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


def test_the_report_reads_in_chinese_and_english(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path)
    first = command("build", "--data", data, "--database", database)
    assert (first.returncode, first.stderr) == (0, "")
    assert "读取 54 行 = 新增 54 + 变更 0 + 未变 0 + 退回 0；撤下 0 行" in first.stdout
    assert "发布版本 1。" in first.stdout
    edit(data / PRESS, ",2155,", ",2160,")
    edit(data / PRESS, ",1872,", ",1872.x,")
    (data / "catalog" / "target.csv").write_text("", encoding="utf-8")
    second = command("build", DABIAO_DATA=str(data), DABIAO_DATABASE=database, DABIAO_LANGUAGE="en")
    assert (second.returncode, second.stderr) == (1, "")
    lines = second.stdout.splitlines()
    assert "catalog/target.csv is none of the files of the catalog and was left out." in lines
    assert "Publication 2." in lines
    assert "54 rows read = 0 new + 1 changed + 52 unchanged + 1 rejected; 0 withdrawn;" in second.stdout
    key = "610000 / local-standards / published / 2024-Q2"
    assert f"  observations: {key}: value: 2155 → 2160" in lines
    assert (
        "  progress/press.csv:5: value = “1872.x”: 1872.x is no number; "
        "digits with at most one decimal point and a sign, such as 2155 or -0.5 [not-a-number]"
    ) in lines
    third = command("build", "--data", data, "--database", database, "--language", "zh", "--if-changed")
    assert (third.returncode, third.stdout) == (1, f"{REJECTED}\n输入与上次载入相同；无需处理。\n")


def test_long_lists_are_cut_and_json_has_all(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path)
    bad = "".join(f"610000,local-standards,s{number},2024,x,项,flow,,,high,a,b,,,,\n" for number in range(60))
    edit(data / PRESS, "", bad)
    code, text = run("build", "--data", str(data), "--database", database, "--language", "en")
    assert code == 1
    assert text.count("[not-a-number]") == 50
    assert "… and 10 more; --json has all of them." in text
    _, report = build(data, database)
    assert len(report["rejected"]) == 60


def test_a_terminal_sees_how_far_it_is(database: str) -> None:
    reader, writer = pty.openpty()
    process = subprocess.run(
        [sys.executable, "-m", "etl", "build", "--data", GOOD, "--database", database],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "TERM": "xterm", "DABIAO_LANGUAGE": "en"},
        stdout=subprocess.PIPE,
        stderr=writer,
        timeout=120,
    )
    os.close(writer)
    shown = b""
    while chunk := _available(reader):
        shown += chunk
    os.close(reader)
    assert process.returncode == 0
    for stage in ("Reading the files", "Checking the rows", "Publishing"):
        assert stage.encode() in shown


def _available(reader: int) -> bytes:
    try:
        return os.read(reader, 65536)
    except OSError:  # Linux says so when the other end is closed and all is read
        return b""


def test_a_server_can_do_it_and_a_client_print_it(tmp_path: Path, database: str) -> None:
    store: Store = open_store(database)
    events: list[dict[str, Any]] = []
    told = building.job(store, {"data": str(folder(tmp_path)), "workspace": "published"}, events.append)
    store.close()
    assert {event["stage"] for event in events} == {"read", "check", "load"}
    assert all(0 <= event["done"] <= event["total"] for event in events)
    report = Report.from_json(told)
    assert (report.exit_code, report.publication, report.total.new) == (0, 1, 54)
    assert report.as_json() == told
