"""The search page: names, pinyin and initials lead to pages; what has no page says so."""

import pytest

from dabiao import publications
from dabiao.store import open_store
from dabiao.web.view import LONGEST_TEXT
from etl import files
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


def test_the_longest_title_there_can_be_is_looked_for_whole(show: Show, published: str) -> None:
    assert LONGEST_TEXT == files.TITLE_LENGTH
    store = open_store(published)
    titles = publications.current(store, "task", 1)["title_en"].drop_nulls()
    store.close()
    longest = max(titles, key=len)
    assert len(longest) > 100
    app = show(SEARCH, q=longest, language="en")
    assert not app.warning
    assert app.query_params["q"] == longest
    assert longest.replace("&", "&amp;") in markup(app)


def test_a_text_longer_than_any_title_is_named_and_not_cut(show: Show) -> None:
    text = "Shaanxi " + "x" * LONGEST_TEXT
    app = show(SEARCH, q=text, language="en")
    (warning,) = app.warning
    assert "Shaanxi xxx" in warning.value
    assert "208 characters" in warning.value
    assert app.query_params["q"] == ""
    assert "Type a name" in page_text(app)


def test_results_beyond_the_first_are_counted(show: Show) -> None:
    text = page_text(show(SEARCH, q="县", language="en"))
    assert "the first 20" in text


def test_what_is_typed_is_never_markup(show: Show) -> None:
    app = show(SEARCH, q="<b>bold</b>[x](http://example.org)", language="en")
    assert "<b>bold" not in markup(app)
