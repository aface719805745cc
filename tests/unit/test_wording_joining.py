"""Texts joined and sources said one way in each language."""

import datetime as dt

import polars as pl
import pytest

from dabiao.settings import Language
from dabiao.wording import tasks
from dabiao.wording.joining import clauses, listed, statements
from dabiao.wording.sentences import latest_source
from dabiao.wording.sources import source

REPORT = {"publisher": "省政府", "source_title": "工作报告", "source_date": dt.date(2024, 6, 30)}


@pytest.mark.parametrize(
    ("language", "side_by_side", "in_one_breath", "apart"),
    [("zh", "甲、乙", "甲，乙", "甲；乙"), ("en", "甲, 乙", "甲, 乙", "甲; 乙")],
)
def test_texts_are_joined_as_the_language_does(
    language: Language, side_by_side: str, in_one_breath: str, apart: str
) -> None:
    assert listed(["甲", "乙"], language) == side_by_side
    assert clauses(["甲", "", "乙"], language) == in_one_breath
    assert statements(["甲", "", "乙"], language) == apart


@pytest.mark.parametrize(
    ("language", "dated", "undated"),
    [
        ("zh", "省政府 · 工作报告（2024-06-30）", "省政府 · 工作报告（无日期）"),
        ("en", "省政府 · 工作报告 (2024-06-30)", "省政府 · 工作报告 (no date)"),
    ],
)
def test_a_source_is_said_one_way(language: Language, dated: str, undated: str) -> None:
    assert source(REPORT, language) == dated
    assert source(REPORT | {"source_date": None}, language) == undated
    assert tasks.source(REPORT | {"period": "2024"}, language).endswith(f" · {dated}")
    figures = pl.DataFrame([REPORT | {"comparable": True, "end_month": 1}])
    assert latest_source(figures, language).endswith(dated)
