"""Every kind of broken input gives its named error: a table of broken rows, a table of broken files."""

import codecs
import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from dabiao.publications import latest
from dabiao.store import open_store
from etl.checks import check
from etl.files import FILES
from etl.readers import read
from etl.rulebook import RULES
from etl.rules import column_rules, rejected_reference
from tests.etl.folders import (
    AREAS,
    COMPONENTS,
    DEPARTMENTS,
    FRAMEWORKS,
    INDICATORS,
    PRESS,
    RETURNS,
    TARGETS,
    TASKS,
    UNITS,
    Edit,
    build,
    edit,
    folder,
    reasons,
)

Reason = tuple[str, int, str, str]

LAST_LINE = "100000,adoption-rate,published,2023,82,%,level,,,high,示例日报,年度报道,,,,\n"

ROWS: dict[str, tuple[list[Edit], list[Reason]]] = {
    "a required cell is blank": (
        [(PRESS, ",published,2024-Q2,2155", ",,2024-Q2,2155")],
        [(PRESS, 6, "series", "required")],
    ),
    "nothing but full-width spaces is blank": (
        [(PRESS, ",published,2024-Q2,2155", ",\u3000 \u3000,2024-Q2,2155")],
        [(PRESS, 6, "series", "required")],
    ),
    "a word that is not among those allowed": (
        [(PRESS, "1872,项,running_total,,A", "1872,项,running_total,,X")],
        [(PRESS, 5, "status", "not-allowed")],
    ),
    "an id with capitals and spaces": (
        [(TARGETS, "country-2021-adoption-rate,", "country-2021-Adoption Rate,")],
        [(TARGETS, 2, "target_id", "malformed-id")],
    ),
    "an area code of five digits": (
        [(AREAS, "429004,", "42900,")],
        [(AREAS, 5, "code", "malformed-area-code")],
    ),
    "a position in words": (
        [(TASKS, ",task,2,", ",task,two,")],
        [(TASKS, 3, "position", "not-an-integer")],
    ),
    "a value with a word": (
        [(PRESS, ",1872,", ",约1872,")],
        [(PRESS, 5, "value", "not-a-number")],
    ),
    "a value in exponent form": (
        [(PRESS, ",1872,", ",1.872e3,")],
        [(PRESS, 5, "value", "not-a-number")],
    ),
    "a value that is not finite": (
        [(PRESS, ",1872,", ",inf,")],
        [(PRESS, 5, "value", "not-a-number")],
    ),
    "thousands separators": (
        [(PRESS, ",1872,", ',"1,872",')],
        [(PRESS, 5, "value", "thousands-separator")],
    ),
    "full-width thousands separators": (
        [(PRESS, ",1872,", ",1，872，000,")],
        [(PRESS, 5, "value", "thousands-separator")],
    ),
    "full-width digits": (
        [(PRESS, ",1872,", ",１８７２,")],
        [(PRESS, 5, "value", "full-width-digits")],
    ),
    "more digits than can be computed with": (
        [(PRESS, ",1872,", ",1872.000000000001,")],
        [(PRESS, 5, "value", "too-many-digits")],
    ),
    "a phrase of 40 characters": (
        [(TARGETS, "发布地方标准400项以上", "发布地方标准400项以上" + "等" * 28)],
        [(TARGETS, 4, "phrase", "too-long")],
    ),
    "an invisible character": (
        [(TASKS, "推动成果转化", "推动成果\u200b转化")],
        [(TASKS, 4, "title_zh", "unprintable")],
    ),
    "a character that an earlier conversion could not read": (
        [(TASKS, "推动成果转化", "推动成果\ufffd转化")],
        [(TASKS, 4, "title_zh", "unprintable")],
    ),
    "a line break where none belongs": (
        [(TASKS, "推动成果转化", '"推动\n成果转化"')],
        [(TASKS, 4, "title_zh", "unprintable")],
    ),
    "a fifth quarter": (
        [(PRESS, "published,2020-Q4", "published,2020-Q5")],
        [(PRESS, 5, "period", "not-a-period")],
    ),
    "a 30th of February": (
        [(PRESS, "2020-11-13", "2020-02-30")],
        [(PRESS, 5, "source_date", "not-a-date")],
    ),
    "a date in another order": (
        [(PRESS, "2020-11-13", "13.11.2020")],
        [(PRESS, 5, "source_date", "not-a-date")],
    ),
    "an address that is none": (
        [(PRESS, "http://example.cn/a?b=1#c", "example.cn/a")],
        [(PRESS, 6, "source_url", "not-an-address")],
    ),
    "the same row twice in a file": (
        [(TASKS, "", "shaanxi-2022,shaanxi-2022-1,task,3,二、主要任务,,3,再次,Again,\n")],
        [(TASKS, 6, "task_id", "duplicate-key")],
    ),
    "the same row in two files": (
        [(RETURNS, "", LAST_LINE)],
        [(RETURNS, 6, "period", "duplicate-key")],
    ),
    "an area that is not in the list": (
        [(PRESS, "420000,local", "430000,local")],
        [(PRESS, 4, "area_code", "unknown-area")],
    ),
    "a parent that is not in the list": (
        [(AREAS, "county,420000,420000", "county,430000,420000")],
        [(AREAS, 5, "parent_code", "unknown-area")],
    ),
    "an indicator that is not in the list": (
        [(PRESS, "national-rank", "provincial-rank")],
        [(PRESS, 10, "indicator_code", "unknown-indicator")],
    ),
    "a component that is not in the list": (
        [(COMPONENTS, "all-standards,group-standards", "all-standards,company-standards")],
        [(COMPONENTS, 3, "component_code", "unknown-indicator")],
    ),
    "a unit that is not in the list": (
        [(PRESS, "1872,项", "1872,件")],
        [(PRESS, 5, "unit", "unknown-unit")],
    ),
    "a base unit that is not in the list": (
        [(UNITS, "years,个月,12", "years,月,12")],
        [(UNITS, 7, "base_unit", "unknown-unit"), (TARGETS, 3, "unit", "unit-of-other-indicator")],
    ),
    "a framework that is not in the list": (
        [(TASKS, "country-2021,country-2021-1,", "country-2020,country-2021-1,")],
        [(TASKS, 3, "framework_id", "unknown-framework")],
    ),
    "a task that is not in the list": (
        [(DEPARTMENTS, "shaanxi-2022-2,", "shaanxi-2022-3,")],
        [(DEPARTMENTS, 4, "task_id", "unknown-task")],
    ),
    "a task of another framework": (
        [(DEPARTMENTS, "shaanxi-2022,shaanxi-2022-2,", "country-2021,shaanxi-2022-2,")],
        [(DEPARTMENTS, 4, "task_id", "unknown-task")],
    ),
    "what refers to a rejected row falls with it": (
        [(AREAS, "610102,新城区,Xincheng", "610102,新城区,")],
        [
            (AREAS, 8, "name_en", "required"),
            (RETURNS, 4, "area_code", "rejected-area"),
            (RETURNS, 5, "area_code", "rejected-area"),
        ],
    ),
    "what lies below a rejected area falls with it, step by step": (
        [(AREAS, "610100,西安市,Xi’an", "610100,西安市,")],
        [
            (AREAS, 7, "name_en", "required"),
            (AREAS, 8, "parent_code", "rejected-area"),
            (TARGETS, 6, "area_code", "rejected-area"),
            (RETURNS, 2, "area_code", "rejected-area"),
            (RETURNS, 3, "area_code", "rejected-area"),
            (RETURNS, 4, "area_code", "rejected-area"),
            (RETURNS, 5, "area_code", "rejected-area"),
        ],
    ),
    "a rejected base unit takes its units along": (
        [(UNITS, "个月,个月,months", "个月,个月,")],
        [
            (UNITS, 6, "name_en", "required"),
            (UNITS, 7, "base_unit", "rejected-unit"),
            (INDICATORS, 7, "unit", "rejected-unit"),
            (TARGETS, 3, "indicator_code", "rejected-indicator"),
            (TARGETS, 3, "unit", "rejected-unit"),
            (PRESS, 3, "indicator_code", "rejected-indicator"),
            (PRESS, 3, "unit", "rejected-unit"),
        ],
    ),
    "an area without a parent": (
        [(AREAS, "county,420000,420000", "county,,420000")],
        [(AREAS, 5, "parent_code", "parent-missing")],
    ),
    "areas in a circle": (
        [
            (AREAS, "city,610000,610000,610100", "city,610102,610000,610100"),
        ],
        [
            (AREAS, 7, "parent_code", "parent-cycle"),
            (AREAS, 7, "parent_code", "parent-level"),
            (AREAS, 8, "parent_code", "parent-cycle"),
            (AREAS, 8, "province_code", "province-of-area"),
            (TARGETS, 6, "area_code", "area-outside-framework"),
        ],
    ),
    "a country below another area": (
        [(AREAS, "country,,", "country,100000,")],
        [
            (AREAS, 2, "parent_code", "country-with-parent"),
            (AREAS, 2, "parent_code", "parent-cycle"),
        ],
    ),
    "a county below the country": (
        [(AREAS, "Xiantao,county,420000", "Xiantao,county,100000")],
        [(AREAS, 5, "parent_code", "parent-level")],
    ),
    "a code that does not begin as its parent's": (
        [(AREAS, "429004,", "439004,")],
        [(AREAS, 5, "code", "code-outside-parent")],
    ),
    "a province that is not the parents'": (
        [(AREAS, "county,610100,610000", "county,610100,420000")],
        [(AREAS, 8, "province_code", "province-of-area")],
    ),
    "a city that is not the parent": (
        [(AREAS, "county,420000,420000,", "county,420000,420000,420100")],
        [(AREAS, 5, "city_code", "city-of-area")],
    ),
    "half a place on the tile map": (
        [(AREAS, ",5,3\n", ",5,\n")],
        [(AREAS, 3, "tile_column", "tile-incomplete")],
    ),
    "a county on the tile map": (
        [(AREAS, "county,420000,420000,,,", "county,420000,420000,,1,1")],
        [(AREAS, 5, "tile_row", "tile-of-other-level")],
    ),
    "a place beside the tile map": (
        [(AREAS, ",5,3\n", ",-1,16\n")],
        [(AREAS, 3, "tile_row", "tile-out-of-range"), (AREAS, 3, "tile_column", "tile-out-of-range")],
    ),
    "two provinces on one tile": (
        [(AREAS, ",4,2\n", ",5,3\n")],
        [(AREAS, 6, "tile_column", "tile-taken")],
    ),
    "a horizon before the plan's start": (
        [(FRAMEWORKS, "2021,stated,2025", "2021,stated,2020")],
        [
            (FRAMEWORKS, 3, "issued_on", "issued-after-horizon"),
            (FRAMEWORKS, 3, "horizon", "horizon-before-start"),
            *((TARGETS, line, "deadline", "deadline-after-horizon") for line in (4, 5, 6, 8)),
        ],
    ),
    "issued when its horizon had passed": (
        [(FRAMEWORKS, "2022-07-04", "2026-01-01")],
        [(FRAMEWORKS, 3, "issued_on", "issued-after-horizon")],
    ),
    "a factor of zero": (
        [(UNITS, "个月,12", "个月,0")],
        [(UNITS, 7, "factor", "factor-not-positive")],
    ),
    "a base unit that has a base unit": (
        [(UNITS, "years,个月,12", "years,万项,12")],
        [
            (UNITS, 7, "base_unit", "base-unit-of-other"),
            (TARGETS, 3, "unit", "unit-of-other-indicator"),
        ],
    ),
    "a base unit with a factor": (
        [(UNITS, "rank,位,1", "rank,位,2")],
        [(UNITS, 8, "factor", "factor-of-base-unit")],
    ),
    "an indicator in a unit that has a base unit": (
        [(INDICATORS, "group standards,项", "group standards,万项")],
        [
            (INDICATORS, 4, "unit", "not-a-base-unit"),
            (COMPONENTS, 2, "component_code", "component-unit"),
            (COMPONENTS, 3, "component_code", "component-unit"),
        ],
    ),
    "a component of itself": (
        [(COMPONENTS, "all-standards,group-standards", "all-standards,all-standards")],
        [
            (COMPONENTS, 3, "component_code", "component-of-itself"),
            (COMPONENTS, 3, "component_code", "component-nested"),
        ],
    ),
    "a rate as a component": (
        [(COMPONENTS, "all-standards,group-standards", "all-standards,adoption-rate")],
        [
            (COMPONENTS, 3, "component_code", "component-not-counted"),
            (COMPONENTS, 3, "component_code", "component-unit"),
        ],
    ),
    "a component in another unit": (
        [(COMPONENTS, "all-standards,group-standards", "all-standards,pilot-projects")],
        [(COMPONENTS, 3, "component_code", "component-unit")],
    ),
    "a component that has components": (
        [(COMPONENTS, "", "local-standards,group-standards\n")],
        [(COMPONENTS, 2, "component_code", "component-nested")],
    ),
    "a target's id that does not begin with its framework": (
        [(TARGETS, "shaanxi-2022-local-standards,", "hubei-2016-local-standards,")],
        [(TARGETS, 4, "target_id", "id-of-other-framework")],
    ),
    "a target for an area that the framework has no say in": (
        [(TARGETS, "shaanxi-2022-local-standards,610000", "shaanxi-2022-local-standards,420000")],
        [(TARGETS, 4, "area_code", "area-outside-framework")],
    ),
    "a target for the area above its framework's": (
        [(TARGETS, "shaanxi-2022-local-standards,610000", "shaanxi-2022-local-standards,100000")],
        [(TARGETS, 4, "area_code", "area-outside-framework")],
    ),
    "a target in a unit its indicator does not have": (
        [(TARGETS, "400,项", "400,个")],
        [(TARGETS, 4, "unit", "unit-of-other-indicator")],
    ),
    "a figure in a unit its indicator does not have": (
        [(PRESS, "2155,项", "2155,个月")],
        [(PRESS, 6, "unit", "unit-of-other-indicator")],
    ),
    "a comparator against the indicator's direction": (
        [(TARGETS, "<=,1.5", ">=,1.5")],
        [(TARGETS, 3, "comparator", "comparator-against-direction")],
    ),
    "a rate within a period": (
        [(TARGETS, "supplied,2025,level", "supplied,2025,in_period")],
        [(TARGETS, 2, "basis", "basis-of-other-kind")],
    ),
    "a rate as a flow": (
        [(PRESS, "82,%,level", "82,%,flow")],
        [(PRESS, 2, "basis", "basis-of-other-kind")],
    ),
    "a deadline before the plan's start": (
        [(TARGETS, "stated,2024-Q4", "stated,2020-Q4")],
        [(TARGETS, 6, "deadline", "deadline-before-start")],
    ),
    "a deadline after the horizon": (
        [(TARGETS, "stated,2024-Q4", "stated,2026-01")],
        [(TARGETS, 6, "deadline", "deadline-after-horizon")],
    ),
    "a target of more than a hundred per cent": (
        [(TARGETS, ">=,85,%", ">=,185,%")],
        [(TARGETS, 2, "value", "percentage-out-of-range")],
    ),
    "a rate of more than a hundred per cent": (
        [(PRESS, "82,%", "100.1,%")],
        [(PRESS, 2, "value", "percentage-out-of-range")],
    ),
    "a negative count": (
        [(PRESS, "2155,项", "-1,项")],
        [(PRESS, 6, "value", "negative-count")],
    ),
    "no duration at all": (
        [(PRESS, "22,个月", "0,个月")],
        [(PRESS, 3, "value", "duration-not-positive")],
    ),
    "a rank between two ranks": (
        [(PRESS, "11,位", "11.5,位")],
        [(PRESS, 10, "value", "not-a-rank")],
    ),
    "a baseline's value without its period": (
        [(TARGETS, "24,2020-Q4", "24,")],
        [(TARGETS, 3, "baseline_period", "baseline-incomplete")],
    ),
    "a baseline after the deadline": (
        [(TARGETS, "24,2020-Q4", "24,2025-Q4")],
        [(TARGETS, 3, "baseline_period", "baseline-after-deadline")],
    ),
    "a stated value that the phrase does not hold": (
        [(TARGETS, "400,项", "40,项")],
        [(TARGETS, 4, "phrase", "phrase-without-value")],
    ),
    "a stated value that the phrase holds ten thousand times": (
        [(TARGETS, ">=,2,万项", ">=,2,项")],
        [(TARGETS, 5, "phrase", "phrase-without-value")],
    ),
    "a remark in one language": (
        [(TARGETS, ",文本缺数字,The text lacks the digits", ",文本缺数字,")],
        [(TARGETS, 2, "note_en", "translation-missing")],
    ),
    "position nought": (
        [(TASKS, ",goal,1,", ",goal,0,")],
        [(TASKS, 2, "position", "position-not-positive")],
    ),
    "two tasks in one position": (
        [(TASKS, ",safeguard,2,", ",safeguard,1,")],
        [(TASKS, 5, "position", "position-taken")],
    ),
    "two departments in one position": (
        [(DEPARTMENTS, "Market Regulation,2", "Market Regulation,1")],
        [(DEPARTMENTS, 3, "position", "position-taken")],
    ),
    "a reported figure without its value": (
        [(PRESS, ",1872,", ",,")],
        [(PRESS, 5, "value", "value-missing")],
    ),
    "a value that is said to be absent": (
        [(RETURNS, "2024-Q2,,个,year_to_date,,O", "2024-Q2,7,个,year_to_date,,O")],
        [(RETURNS, 3, "value", "value-of-absence")],
    ),
    "a bound of no value": (
        [(RETURNS, "2024-Q2,,个,year_to_date,,O", "2024-Q2,,个,year_to_date,~,O")],
        [(RETURNS, 3, "bound", "bound-without-value")],
    ),
    "an address where nobody knows the publisher": (
        [(PRESS, "原发布者不明,转载报道,,", "原发布者不明,转载报道,,https://example.cn/copy")],
        [(PRESS, 4, "source_url", "address-of-unknown-publisher")],
    ),
    "a period that its source could not know": (
        [(PRESS, "published,2024-Q2,2155", "published,2024-Q4,2155")],
        [(PRESS, 6, "period", "period-after-source")],
    ),
    "a comma too many": (
        [(PRESS, "2024-07-03,http://example.cn/a?b=1#c,,", "2024-07-03,http://example.cn/a?b=1#c,,,")],
        [(PRESS, 6, "", "field-count")],
    ),
    "a comma too many and one missing": (
        [
            (PRESS, "2024-07-03,http://example.cn/a?b=1#c,,", "2024-07-03,http://example.cn/a?b=1#c,,,"),
            (PRESS, "2020-11-13,,,", "2020-11-13,,"),
        ],
        [(PRESS, 5, "", "field-count"), (PRESS, 6, "", "field-count")],
    ),
    "every rule that a row breaks is told": (
        [(PRESS, "1872,项,running_total,,A,high", "1872.5x,件,total,~,A,sure")],
        [
            (PRESS, 5, "value", "not-a-number"),
            (PRESS, 5, "unit", "unknown-unit"),
            (PRESS, 5, "basis", "not-allowed"),
            (PRESS, 5, "confidence", "not-allowed"),
        ],
    ),
    "the line told is the one where a record begins": (
        [(TARGETS, "全国前10位", "全国前列")],
        [(TARGETS, 8, "phrase", "phrase-without-value")],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), ROWS.values(), ids=ROWS.keys())
def test_a_broken_row_is_named(tmp_path: Path, edits: list[Edit], expected: list[Reason]) -> None:
    checked = check(read(folder(tmp_path, *edits)))
    told = checked.violations.with_columns(pl.col("file").cast(pl.String))
    found = told.select("file", "line", "field", "rule").rows()
    if not any(rule.startswith("rejected-") for _, _, _, rule in expected):
        found = [reason for reason in found if not reason[3].startswith("rejected-")]
    assert sorted(found) == sorted(expected)
    for row in told.iter_rows(named=True):
        assert "{" not in row["message_en"] + row["message_zh"]
        assert row["message_en"] != row["message_zh"]


def test_every_rule_has_a_broken_row() -> None:
    shown = {rule for _, expected in ROWS.values() for _, _, _, rule in expected}
    codes = {rule.code for file in FILES for rule in (*column_rules(file), *RULES[file.table.name])}
    codes |= {
        rejected_reference(file, column).code for file in FILES for column in file.columns if column.refers
    }
    # Falling with a framework, a task or an indicator is the same rule as falling with an area.
    codes -= {"rejected-framework", "rejected-task"}
    assert codes | {"field-count"} == shown
    assert len(codes) >= 25


def test_a_message_names_the_value_and_what_is_allowed(tmp_path: Path) -> None:
    data = folder(
        tmp_path,
        (PRESS, "1872,项,running_total,,A", "1872,项,running_total,,X"),
        (RETURNS, "", LAST_LINE),
    )
    told = check(read(data)).violations.sort("line", descending=True)
    assert told["message_en"].to_list() == [
        "this row is already there (100000 / adoption-rate / published / 2023): progress/press.csv, line 2; "
        "keep one of the two",
        "X is not allowed here; allowed are: A, O, M, Q",
    ]
    assert told["message_zh"].to_list() == [
        "该行已存在（100000 / adoption-rate / published / 2023）：progress/press.csv 第 2 行；请保留其一",
        "X 不可用；可用的值：A, O, M, Q",
    ]


def _replace(file: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(data: Path) -> None:
        text = (data / file).read_bytes()
        assert old in text
        (data / file).write_bytes(text.replace(old, new, 1))

    return change


def _write(file: str, content: bytes) -> Callable[[Path], None]:
    return lambda data: (data / file).write_bytes(content) and None


def _rename(file: str, other: str) -> Callable[[Path], None]:
    return lambda data: (data / file).rename(data / other) and None


def _folder_instead(data: Path) -> None:
    (data / UNITS).unlink()
    (data / UNITS).mkdir()


def _broken_link(data: Path) -> None:
    (data / PRESS).unlink()
    (data / PRESS).symlink_to("nowhere.csv")


def _no_progress(data: Path) -> None:
    for path in (data / "progress").iterdir():
        path.unlink()
    (data / "progress").rmdir()


def _utf_16(data: Path) -> None:
    text = (data / UNITS).read_text(encoding="utf-8")
    (data / UNITS).write_bytes(text.encode("utf-16"))


FILES_BROKEN: dict[str, tuple[Callable[[Path], None], list[tuple[str, str, int | None, str]]]] = {
    "a file is missing": (
        lambda data: (data / TASKS).unlink(),
        [("file-missing", TASKS, None, "missing")],
    ),
    "a file's name is misspelt": (
        _rename(TARGETS, "catalog/target.csv"),
        [("file-missing", TARGETS, None, "called target.csv")],
    ),
    "there is no progress": (
        _no_progress,
        [("file-missing", "progress/*.csv", None, "nothing but the header")],
    ),
    "a folder has the name of a file": (_folder_instead, [("file-unreadable", UNITS, None, "directory")]),
    "a link leads nowhere": (_broken_link, [("file-unreadable", PRESS, None, "No such file")]),
    "a file is empty": (_write(UNITS, b""), [("empty-file", UNITS, None, "empty")]),
    "a file holds a mark and blank lines": (
        _write(UNITS, codecs.BOM_UTF8 + b"\r\n \r\n"),
        [("empty-file", UNITS, None, "empty")],
    ),
    "the header is missing": (
        _replace(UNITS, b"unit,name_zh,name_en,base_unit,factor\n", b""),
        [("header-missing", UNITS, 1, "unit,name_zh,name_en,base_unit,factor")],
    ),
    "a column is missing": (
        _replace(COMPONENTS, b"indicator_code,component_code", b"indicator_code"),
        [("column-missing", COMPONENTS, 1, "component_code")],
    ),
    "a column is there twice": (
        _replace(COMPONENTS, b"indicator_code,", b"component_code,"),
        [
            ("column-twice", COMPONENTS, 1, "component_code"),
            ("column-missing", COMPONENTS, 1, "indicator_code"),
        ],
    ),
    "a column is misspelt": (
        _replace(PRESS, b"confidence", b"Confidance"),
        [
            ("column-unknown", PRESS, 1, "nearest known one is confidence"),
            ("column-missing", PRESS, 1, "confidence"),
        ],
    ),
    "a column is unknown": (
        _replace(PRESS, b"note_en\n", b"note_en,remarks_of_the_editor\n"),
        [("column-unknown", PRESS, 1, "remarks_of_the_editor")],
    ),
    "a column has no name": (
        _replace(PRESS, b"note_en\n", b"note_en,\n"),
        [("column-unknown", PRESS, 1, "column 17")],
    ),
    "an encoding that is neither": (
        _replace(PRESS, "示例日报".encode(), b"\x81\xff\xff"),
        [("encoding", PRESS, None, "neither UTF-8 nor GB18030")],
    ),
    "UTF-16": (_utf_16, [("encoding", UNITS, None, "neither UTF-8 nor GB18030")]),
    "NUL bytes": (_replace(UNITS, b"years", b"ye\0rs"), [("nul-byte", UNITS, 7, "line 7")]),
    "a quote that never closes": (
        _replace(PRESS, b",22,", b',"22,'),
        [("unbalanced-quotes", PRESS, 3, "line 3")],
    ),
    "text behind a closing quote": (
        _replace(PRESS, b",22,", b',"2"2,'),
        [("unbalanced-quotes", PRESS, 3, "line 3")],
    ),
    "line ends of long ago": (
        _replace(UNITS, b"1\n", b"1\r"),
        [("line-ends", UNITS, None, "carriage return")],
    ),
}


@pytest.mark.parametrize(("change", "expected"), FILES_BROKEN.values(), ids=FILES_BROKEN.keys())
def test_a_broken_file_stops_the_run(
    tmp_path: Path,
    database: str,
    change: Callable[[Path], None],
    expected: list[tuple[str, str, int | None, str]],
) -> None:
    data = folder(tmp_path)
    change(data)
    code, report = build(data, database)
    assert code == 2
    assert [(each["code"], each["file"], each["line"]) for each in report["problems"]] == [
        each[:3] for each in expected
    ]
    for problem, (_, _, _, words) in zip(report["problems"], expected, strict=True):
        assert words in problem["message_en"]
        assert re.search(r"[\u4e00-\u9fff]", problem["message_zh"])
    store = open_store(database)
    assert latest(store) is None
    store.close()


def test_all_files_are_looked_at_before_anything_is_told(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path)
    build(data, database)
    store = open_store(database)
    before = latest(store)
    store.close()
    for name in ("a column is misspelt", "a file's name is misspelt", "NUL bytes"):
        FILES_BROKEN[name][0](data)
    code, report = build(data, database)
    assert code == 2
    assert [each["code"] for each in report["problems"]] == [
        "file-missing",
        "nul-byte",
        "column-unknown",
        "column-missing",
    ]
    assert [each["code"] for each in report["notices"]] == ["unknown-file"]
    store = open_store(database)
    assert latest(store) == before == 1
    store.close()


def test_rejected_rows_stay_as_they_were_published(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path)
    build(data, database)
    edit(data / PRESS, ",2155,", ",2,155,")
    edit(data / PRESS, ",1872,", ",1873,")
    edit(data / PRESS, ",82,", ",182,")
    code, report = build(data, database)
    assert code == 1
    assert reasons(report) == [
        (PRESS, 2, "value", "percentage-out-of-range"),
        (PRESS, 6, "", "field-count"),
    ]
    assert report["tables"]["observation"] == {
        "read": 13,
        "new": 0,
        "changed": 1,
        "unchanged": 10,
        "rejected": 2,
        "withdrawn": 0,
    }
    store = open_store(database)
    kept = store.read("newest_observation", None).filter(pl.col("value") == 2155)
    assert kept["version"].to_list() == [1]
    assert not kept["withdrawn"].any()
    store.close()
