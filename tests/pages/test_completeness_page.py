"""The page on completeness: where every return stands, who is late, and files of it."""

import polars as pl
import pytest

from dabiao import exports, returns
from dabiao.returns import Desk, Typed
from dabiao.rights import Actor, Grant, holds
from dabiao.web import reading
from dabiao.web.menu import COMPLETENESS
from dabiao.web.oversight import DOWNLOADED
from dabiao.wording.fields import field_name
from tests.pages.office import hire, open_page
from tests.pages.text import CHINESE, markup, page_text

PAGE = "returns/completeness.py"
REPORTER = Actor("u-zhang", "张", (Grant("reporter", "610000"),))

pytestmark = pytest.mark.usefixtures("office")


def begin(quarter: str = "2025-Q2") -> Desk:
    """Let a reporter type one figure."""
    desk = Desk(reading.store())
    form = returns.form(REPORTER, desk, "610000", quarter)
    key = next(cell.key for cell in form.cells if cell.line.basis == "running_total")
    returns.save_cell(
        REPORTER, desk, "610000", quarter, key, Typed("2500", source="a", explanation="b"), expected_version=0
    )
    return desk


def test_matrix_shows_every_area_and_quarter_with_shape_and_word() -> None:
    desk = begin()
    app = open_page(hire("li", "李", Grant("leadership", "100000")), PAGE)
    assert not app.exception
    text, html = page_text(app), markup(app)
    rows = returns.completeness(Actor("u", "李", (Grant("leadership", "100000"),)), desk)
    for name in rows["area_name_en"].unique():
        assert name in text
    assert html.count('class="db-cell ') == rows.height
    for word in ("Not open yet", "To be filled in", "Being filled in", "Waiting for review", "Sent back"):
        assert word in text
    cell = html[html.index("◐!") :]
    assert "Being filled in" in cell[:200]
    late = rows.filter("late")
    assert f"{late.height} overdue" in text
    assert f"{late['days_late'].max()} days" in text


def test_province_and_quarter_are_chosen_in_the_address() -> None:
    viewer = hire("li", "李", Grant("leadership", "100000"))
    app = open_page(viewer, PAGE, province="610000", quarter="2025-Q1")
    assert not app.exception
    assert app.query_params["province"] == "610000"
    assert markup(app).count('class="db-cell ') == 1
    assert "Fujian" not in markup(app)
    app = open_page(viewer, PAGE, province="999999")
    assert ["province=999999" in warning.value for warning in app.warning] == [True]


def test_cells_lead_to_review_or_to_the_return_for_those_who_may_read_it() -> None:
    desk = begin("2025-Q1")
    begin("2025-Q2")
    returns.submit(REPORTER, desk, "610000", "2025-Q2", client_key="k")
    html = markup(open_page(hire("wu", "吴", Grant("leadership", "100000")), PAGE))
    assert "return?area=610000&amp;quarter=2025-Q2" in html
    assert "quarter=2025-Q1" not in html
    assert "review?" not in html
    html = markup(open_page(hire("li", "李", Grant("reviewer", "610000")), PAGE))
    assert "review?return=610000.2025-Q2" in html
    assert "return?area=" not in html
    html = markup(open_page(hire("zheng", "郑", Grant("administrator", "100000")), PAGE))
    assert "return?area=" not in html


def test_list_to_chase_is_downloaded_as_shown() -> None:
    begin()
    app = open_page(hire("li", "李", Grant("reviewer", "610000")), PAGE)
    labels = [(button.label, button.key) for button in app.get("download_button")]
    assert ("CSV", "Returns to chase.csv") in labels
    assert "Fujian" not in markup(app)
    for column in ("state", "days_late", "due_on", "locks_on", "excepted", "submitted_late"):
        assert CHINESE.search(field_name(column, "zh")), column


def test_files_name_states_in_words() -> None:
    desk = begin()
    rows = returns.to_chase(Actor("u", "李", (Grant("leadership", "100000"),)), desk).select(DOWNLOADED)
    read = exports.readable(rows, "zh")
    assert set(read["填报状态"]) == {"待填报", "填报中"}
    assert read["逾期天数"].dtype == pl.Int64


def test_chinese_has_no_english() -> None:
    app = open_page(hire("li", "李", Grant("leadership", "100000")), PAGE, language="zh")
    text = page_text(app)
    for said in ("填报进度", "催报", "逾期", "待填报"):
        assert said in text
    assert "overdue" not in text


def test_reporter_chases_nobody() -> None:
    app = open_page(hire("wang", "王", Grant("reporter", "610000")), PAGE)
    assert [info.value for info in app.info] == ["Your account has no right to do this here."]
    assert "db-stacked db-completeness" not in markup(app)
    assert "Sign in first." in page_text(open_page(None, PAGE))


def test_who_may_see_it_finds_it_in_the_menu_and_nobody_else() -> None:
    needs = COMPLETENESS.needs
    assert needs is not None
    assert holds(Actor("u", "李", (Grant("leadership", "610000"),)), needs)
    assert not holds(REPORTER, needs)


def test_choices_of_public_pages_in_the_address_are_kept_in_silence() -> None:
    viewer = hire("li", "李", Grant("reviewer", "610000"))
    app = open_page(viewer, PAGE, publication="1", as_of="2024-Q2", vintage="latest", strange="1")
    assert [warning.value for warning in app.warning] == [
        "The address holds something this page does not know: strange."
    ]
