"""Sentences about tasks, and numbers as documents write them."""

import polars as pl
import pytest

from dabiao.model import TaskStatus
from dabiao.numbers import ordinal
from dabiao.settings import Language
from dabiao.wording import tasks as wording


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("一", 1), ("九", 9), ("十", 10), ("十一", 11), ("二十", 20), ("二十八", 28), ("九十九", 99)],
)
def test_a_chinese_numeral_is_a_number(numeral: str, number: int) -> None:
    assert ordinal(numeral) == number


@pytest.mark.parametrize("text", ["", "零", "一二", "百", "二十十", "十二三", "3", "要求", "一十百"])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert ordinal(text) is None


@pytest.mark.parametrize(
    ("label", "english"),
    [
        ("(二十八)", "(28)"),
        ("（一）", "(1)"),
        ("三十", "30"),
        ("12", "12"),
        ("2025", "2025"),
        ("附则", "附则"),
    ],
)
def test_a_label_is_the_documents_own_in_chinese_and_in_digits_in_english(label: str, english: str) -> None:
    assert wording.label({"label": label}, "zh") == label
    assert wording.label({"label": label}, "en") == english


def counted(*rows: tuple[str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [(name, f"{name} office", tasks, 0) for name, tasks in rows],
        schema=["department_zh", "department_en", "tasks", "named_first"],
        orient="row",
    )


def naming(count: int) -> pl.DataFrame:
    return pl.DataFrame({"departments_zh": [["甲"]] * count})


@pytest.mark.parametrize(
    ("rows", "total", "language", "expected"),
    [
        (counted(("甲", 5), ("乙", 2)), 5, "zh", "甲列名全部 5 项有责任部门的任务"),
        (counted(("甲", 5), ("乙", 2)), 5, "en", "甲 office: named in all 5 tasks that name departments"),
        (counted(("甲", 4), ("乙", 4)), 6, "zh", "甲、乙列名最多，6 项有责任部门的任务中占 4 项"),
        (
            counted(("甲", 4), ("乙", 4)),
            6,
            "en",
            "甲 office, 乙 office: named most, in 4 of the 6 tasks that name departments",
        ),
        (counted(*((name, 1) for name in "甲乙丙丁")), 2, "zh", "2 项任务列有 4 个部门，每个部门至多 1 项"),
    ],
)
def test_the_finding_names_who_carries_most(
    rows: pl.DataFrame, total: int, language: Language, expected: str
) -> None:
    assert wording.departments(rows, naming(total), language) == expected


def test_where_items_stand_is_told_with_those_nobody_reports_on() -> None:
    none = dict.fromkeys((TaskStatus.OVERDUE, TaskStatus.DONE), 0)
    silent = none | {TaskStatus.NOTHING_REPORTED: 31}
    assert wording.standing(silent, "zh") == "共 31 项，均未见公开的进展报告"
    assert wording.standing(silent, "en") == "31 items, and no source has reported on any of them"
    some = silent | {TaskStatus.DONE: 2}
    assert wording.standing(some, "zh") == "共 33 项：已完成 2；未见报告 31"
    assert wording.standing(some, "en") == "33 items: Done 2; nothing reported of 31"
    every = none | {TaskStatus.DONE: 1, TaskStatus.NOTHING_REPORTED: 0}
    assert wording.standing(every, "zh") == "共 1 项：已完成 1"
    assert wording.standing(every, "en") == "1 item: Done 1"


def test_a_chapter_goes_by_its_own_number() -> None:
    assert wording.chapter_number("四、重大工程", 3) == "4"
    assert wording.chapter_number("十一、附则", 2) == "11"
    assert wording.chapter_number("总则", 2) == "2"
