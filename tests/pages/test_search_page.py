"""The search page: names, pinyin and initials lead to pages; what has no page says so."""

import pytest

from tests.pages.running import Show
from tests.pages.text import markup, page_text

SEARCH = "progress/search.py"


@pytest.mark.parametrize(
    ("text", "found", "link"),
    [
        ("陕西", "陕西省", "area?"),
        ("sx", "陕西省", "area=610000"),
        ("shaanxi", "陕西省", "area=610000"),
        ("gjbz", "国家标准", "indicator=national-standards"),
        ("LOCAL standards", "地方标准", "indicator=local-standards"),
        ("实施意见", "陕西省人民政府关于贯彻落实", "framework=shaanxi-2022"),
        ("碳达峰", "碳达峰", "framework=hunan-2022"),
        ("scjgj", "省市场监管局", "department="),
    ],
)
def test_names_pinyin_and_initials_lead_to_pages(show: Show, text: str, found: str, link: str) -> None:
    app = show(SEARCH, q=text)
    assert not app.exception
    assert not app.warning
    text = markup(app)
    assert found in text
    assert link in text


def test_an_area_without_anything_on_record_is_found_and_says_so(show: Show) -> None:
    text = markup(show(SEARCH, q="Lhasa", language="en"))
    assert "Lhasa" in text
    assert "no document or target on record" in text
    assert "area=540100" not in text


def test_nothing_found_and_nothing_asked_are_told_apart(show: Show) -> None:
    assert "Nothing is called “qqqq”" in page_text(show(SEARCH, q="qqqq", language="en"))
    assert "Type a name" in page_text(show(SEARCH, language="en"))


def test_results_beyond_the_first_are_counted(show: Show) -> None:
    text = page_text(show(SEARCH, q="县", language="en"))
    assert "the first 20" in text


def test_what_is_typed_is_never_markup(show: Show) -> None:
    app = show(SEARCH, q="<b>bold</b>[x](http://example.org)", language="en")
    assert "<b>bold" not in markup(app)
