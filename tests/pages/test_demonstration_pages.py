"""Pages on generated figures: marked as such, seen from their own time, for areas without a document too."""

import pytest

from tests.pages.running import Show
from tests.pages.text import page_text


@pytest.mark.parametrize(
    ("area", "name"),
    [("610100", "西安市"), ("610112", "未央区"), ("330000", "浙江省"), ("430000", "湖南省")],
    ids=["a city", "a county", "a province without a document", "a document without a target"],
)
def test_area_of_any_level_has_a_page(show_demo: Show, area: str, name: str) -> None:
    app = show_demo("progress/area.py", area=area, language="zh")
    assert not app.exception
    assert [title.value for title in app.title] == [name]
    text = page_text(app)
    assert "演示数据" in text
    assert "2025年第1季度" in text
