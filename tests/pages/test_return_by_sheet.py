"""A return filled in with a spreadsheet: look first, then take over; the fields show what was taken."""

import json
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from dabiao import accounts, returns
from dabiao.accounts import SignedIn
from dabiao.returns import Conflict, Desk, Form, Saved, Typed
from dabiao.returns.lines import Key
from dabiao.rights import Grant
from dabiao.settings import Language
from dabiao.web import reading
from dabiao.web.returns.keeping import Place
from tests.pages.filling import another, reporter, with_reporter
from tests.pages.office import hire, open_page
from tests.pages.text import CHINESE, page_text

AREA, QUARTER = "610000", "2025-Q3"
LOCAL: Key = ("local-standards", "published")
GROUP: Key = ("association-standards", "published")

pytestmark = [pytest.mark.usefixtures("office"), pytest.mark.begins(after=with_reporter)]


def open_form(viewer: SignedIn, **choices: str) -> AppTest:
    app = open_page(viewer, "returns/return.py", **{"area": AREA, "quarter": QUARTER} | choices)
    assert not app.exception
    return app


def stored(viewer: SignedIn) -> Form:
    return returns.form(viewer.session.actor, Desk(reading.store()), AREA, QUARTER)


def save(viewer: SignedIn, key: Key, typed: Typed) -> None:
    version = stored(viewer).cell(key).version
    desk = Desk(reading.store())
    answer = returns.save_cell(
        viewer.session.actor, desk, AREA, QUARTER, key, typed, expected_version=version
    )
    assert not isinstance(answer, Conflict)
    assert isinstance(answer, Saved)


def field(viewer: SignedIn, key: Key, part: str = "given") -> str:
    place = Place(viewer.session.actor, Desk(reading.store()), AREA, QUARTER, "en")
    return f"{place.name(key)}-{part}"


def filled(viewer: SignedIn, language: Language = "en", **cells: Any) -> bytes:
    """Return the form with fields of local and association standards filled in: ``local_given="5"``."""
    desk = Desk(reading.store())
    book = load_workbook(BytesIO(returns.workbook(viewer.session.actor, desk, AREA, QUARTER, language)))
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    rows = {json.loads(sheet.cell(row, 1).value)[0]: row for row in range(5, sheet.max_row + 1)}
    for name, value in cells.items():
        line, _, part = name.partition("_")
        sheet.cell(rows[(LOCAL if line == "local" else GROUP)[0]], columns[part], value)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def upload(app: AppTest, content: bytes) -> AppTest:
    app = app.file_uploader[0].set_value(("陕西.xlsx", content, "application/octet-stream")).run()
    assert not app.exception
    return app


def paste(app: AppTest, text: str) -> AppTest:
    app = app.button_group(key="sheet-way").set_value("paste").run()
    app = app.text_area(key="sheet-rows-0").set_value(text).run()
    assert not app.exception
    return app


def test_filled_in_form_is_looked_at_and_taken_over_into_the_fields() -> None:
    viewer = reporter()
    app = open_form(viewer)
    app = upload(
        app, filled(viewer, local_given=2400, local_source="陕市监〔2025〕8号", group_absence="withheld")
    )
    text = page_text(app)
    assert "What would change; nothing is saved yet" in text
    assert "2400 (running total)" in text
    assert "must be explained" in text
    assert stored(viewer).state == "open"
    assert app.text_input(key=field(viewer, LOCAL)).value == ""
    app = app.button(key="sheet-take").click().run()
    assert not app.exception
    assert stored(viewer).cell(LOCAL).typed == Typed("2400", "total", source="陕市监〔2025〕8号")
    assert app.text_input(key=field(viewer, LOCAL)).value == "2400"
    assert app.selectbox(key=field(viewer, GROUP, "absence")).value == "Q"
    assert [one.value.startswith("2 figures taken over, saved ") for one in app.success] == [True]
    assert app.file_uploader[0].value is None
    assert [one for one in app.button if one.key == "sheet-take"] == []
    app = app.run()
    assert stored(viewer).cell(LOCAL).version == 1, "what was taken over is not typed anew"


def test_faults_stand_with_their_cells_and_nothing_can_be_taken_over() -> None:
    viewer = reporter()
    app = upload(open_form(viewer), filled(viewer, local_given="24o0", group_given=5))
    text = page_text(app)
    assert "“24o0” is no number." in text
    assert "陕西.xlsx" in text
    assert "cell I" in text
    assert app.button(key="sheet-take").disabled
    assert "Your file with these messages" in str([one.label for one in app.get("download_button")])
    assert stored(viewer).cell(GROUP).version == 0


def test_pasted_rows_are_taken_over() -> None:
    viewer = reporter()
    app = paste(open_form(viewer), "local-standards\t2,400\ta\nassociation-standards\t480")
    assert app.button(key="sheet-take").label == "Take over 2 figures"
    app = app.button(key="sheet-take").click().run()
    assert not app.exception
    assert [stored(viewer).cell(key).typed.given for key in (LOCAL, GROUP)] == ["2400", "480"]
    app = app.text_area(key="sheet-rows-1").set_value("gdp\t5").run()
    assert "row 1, column 1" in page_text(app)


def test_what_two_have_filled_in_is_chosen() -> None:
    first, later = reporter(), another()
    content = filled(later, local_given=2400)
    save(first, LOCAL, Typed("![2390](//a)", source="a"))
    app = upload(open_form(later), content)
    assert app.button(key="sheet-take").disabled
    assert "王 has saved something else" in app.radio[0].label
    assert "![" not in app.radio[0].options[0], "what was typed is shown as it stands"
    app = app.radio[0].set_value("mine").run()
    app = app.button(key="sheet-take").click().run()
    assert stored(first).cell(LOCAL).typed.given == "2400"


def test_change_of_what_a_figure_is_alone_is_shown() -> None:
    viewer = reporter()
    app = upload(open_form(viewer), filled(viewer, local_mode="added this quarter"))
    assert app.button(key="sheet-take").label == "Take over 1 figure"
    assert "added this quarter" in page_text(app)
    assert "The figure is" in page_text(app)


def test_return_that_changes_while_it_is_looked_at_is_looked_at_again() -> None:
    first, later = reporter(), another()
    app = upload(open_form(later), filled(later, local_given=2400))
    save(first, LOCAL, Typed("2390", source="a"))
    app = app.button(key="sheet-take").click().run()
    assert ["The return has changed meanwhile" in one.value for one in app.warning] == [True]
    assert stored(first).cell(LOCAL).typed.given == "2390"
    assert app.radio[0].value is None


def test_fold_is_for_those_who_type_and_speaks_chinese() -> None:
    viewer = reporter()
    app = upload(open_form(viewer, language="zh"), filled(viewer, "zh", local_given="24o0"))
    labels = [
        one.label for one in (*app.file_uploader, *app.button_group, *app.button, *app.get("download_button"))
    ]
    assert [label for label in labels if not CHINESE.search(label)] == []
    assert "须先改正，方可导入" in page_text(app)
    app = open_form(hire("wu", "吴", Grant("leadership", AREA)))
    assert len(app.file_uploader) == 0


def test_what_is_fetched_after_the_page_has_run_asks_for_the_right_again() -> None:
    def script() -> None:
        import streamlit as st

        from dabiao.web import session

        st.session_state.asking = session.asking()

    viewer = reporter()
    app = AppTest.from_function(script, default_timeout=60)
    app.user = {"session": viewer.session.token_digest}
    asking = app.run().session_state.asking
    assert asking() == viewer.session.actor
    accounts.sign_out(reading.store(), viewer.session)
    assert asking().user_id is None
