import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabiao.views import PAGES, SavedView, UnfitViewError, unknown
from dabiao.web.menu import MENU

IDS = st.text(max_size=40)


@given(st.sampled_from(PAGES), st.dictionaries(IDS, IDS, max_size=6), st.none() | st.integers(1, 10**6))
def test_view_is_read_back_as_it_was_written(page, choices, publication):
    view = SavedView.of(page, choices, publication)
    assert SavedView.of_text(view.as_text()) == view
    assert SavedView.of(page, dict(reversed(choices.items())), publication).as_text() == view.as_text()


def test_a_view_keeps_what_its_page_knows_and_nothing_else():
    asked = {"area": "610000", "as_of": "2024", "target": "x", "colour": "red"}
    assert dict(SavedView.of("area", asked, 1).choices) == {"area": "610000", "as_of": "2024"}
    assert unknown("area", asked) == ["target", "colour"]
    assert unknown("area", {"unapproved": "yes", "publication": "1", "language": "zh"}) == []


def test_views_are_of_the_pages_that_show_what_is_published():
    assert {entry.path for entry in MENU} == set(PAGES)


def test_address_holds_the_pinned_publication_or_the_one_asked_for():
    view = SavedView.of("area", {"area": "610000", "publication": "9", "unapproved": "1"}, 3)
    assert view.address() == "area?area=610000&publication=3"
    assert view.address(7) == "area?area=610000&publication=7"
    assert SavedView.of("area", {"area": "610000"}, None).address() == "area?area=610000"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"page": "area"}',
        '{"page": "return", "choices": {}, "publication": 1}',
        '{"page": "area", "choices": {}, "publication": "1"}',
    ],
)
def test_what_is_no_view_is_refused(text):
    with pytest.raises(UnfitViewError):
        SavedView.of_text(text)


def test_pages_that_show_more_than_is_published_are_refused():
    with pytest.raises(UnfitViewError):
        SavedView.of("return", {"area": "610000"}, 1)


def test_what_is_said_of_an_unfit_view_is_what_it_is():
    for unfit, said in (
        (lambda: SavedView.of("return", {}, 1), "此页面不存在或不展示已发布数据"),
        (lambda: SavedView.of("search", {"q": "长" * 5000}, 1), "选项过多"),
        (lambda: SavedView.of_text("{"), "无法读取"),
        (lambda: SavedView.of_text('{"page": "return", "choices": {}, "publication": 1}'), "此页面不存在"),
    ):
        with pytest.raises(UnfitViewError) as refused:
            unfit()
        assert said in refused.value.message("zh")


def test_view_longer_than_any_address_is_refused():
    with pytest.raises(UnfitViewError):
        SavedView.of("search", {"q": "长" * 5000}, 1)
