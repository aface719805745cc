"""Rows broken by a cell itself, by what it refers to, or by their number of fields; why each is rejected."""

from tests.etl.folders import (
    AREAS,
    COMPONENTS,
    DEPARTMENTS,
    INDICATORS,
    PRESS,
    RETURNS,
    TARGETS,
    TASKS,
    UNITS,
    Edit,
    Reason,
)

LAST_LINE = "100000,adoption-rate,published,2023,82,%,level,,,high,示例日报,年度报道,,,,\n"
"""What the last line of the good figures would be a second time."""

CELLS: dict[str, tuple[list[Edit], list[Reason]]] = {
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
        [(TASKS, "", "shaanxi-2022,shaanxi-2022-1,task,3,二、主要任务,2,,,3,再次,Again,\n")],
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
