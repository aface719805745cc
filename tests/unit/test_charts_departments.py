"""The chart of departments: one bar per department, in two parts, names that fit a phone."""

import plotly.graph_objects as go
import polars as pl
import pytest

from dabiao.charts import theme
from dabiao.charts.departments import SHOWN, tasks_by_department
from dabiao.settings import Language

LONG = "Provincial Department of Industry and Information Technology"


def rows(count: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "department_zh": [f"部门{number}" for number in range(count)],
            "department_en": [LONG] * count,
            "tasks": [count + 1 - number for number in range(count)],
            "named_first": [number % 2 for number in range(count)],
        }
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("dark", [False, True])
def test_a_bar_has_the_tasks_named_first_and_the_others(language: Language, dark: bool) -> None:
    figure = tasks_by_department(rows(3), language=language, colours=theme.palette(dark))
    go.Figure(figure)
    first, later = figure["data"]
    assert first["x"] == [0, 1, 0]
    assert [one + other for one, other in zip(first["x"], later["x"], strict=True)] == [4, 3, 2]
    assert len(figure["layout"]["annotations"]) == 3


def test_long_names_are_broken_and_get_room() -> None:
    chinese = tasks_by_department(rows(3), language="zh", colours=theme.palette(False))["layout"]
    english = tasks_by_department(rows(3), language="en", colours=theme.palette(False))["layout"]
    lines = [line for note in english["annotations"] for line in note["text"].split("<br>")]
    assert max(len(line) for line in lines) <= theme.PHONE_LINE + len("  <b>4</b>")
    assert english["height"] > chinese["height"]


@pytest.mark.parametrize(("count", "drawn", "more"), [(1, 1, 0), (SHOWN, SHOWN, 0), (SHOWN + 4, SHOWN, 1)])
def test_of_many_departments_the_first_are_drawn_and_the_others_told(
    count: int, drawn: int, more: int
) -> None:
    figure = tasks_by_department(rows(count), language="zh", colours=theme.palette(False))
    assert len(figure["data"][0]["y"]) == drawn
    assert len(figure["layout"]["annotations"]) == drawn + more
    if more:
        assert "4" in figure["layout"]["annotations"][-1]["text"]
