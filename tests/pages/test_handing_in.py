"""Handing a return in: blanks are confirmed once, and no press is lost or counts twice."""

import pytest
from streamlit.testing.v1 import AppTest

from dabiao.accounts import SignedIn
from dabiao.returns import Typed
from dabiao.returns.lines import Key
from tests.pages.filling import GROUP, LOCAL, name, open_form, reporter, save, stored, type_in, with_reporter
from tests.pages.text import markup, page_text

pytestmark = [pytest.mark.usefixtures("office"), pytest.mark.begins(after=with_reporter)]


def keys_of(app: AppTest) -> set[str | None]:
    return {button.key for button in app.button}


def save_rest_as_withheld(viewer: SignedIn, *, but: Key) -> None:
    for cell in stored(viewer).cells:
        if cell.key != but:
            save(viewer, cell.key, Typed(mode=cell.modes[0], absence="Q", explanation="另行公布"))


def test_text_and_press_in_one_go_lose_nothing_and_give_one_receipt() -> None:
    viewer = reporter()
    save_rest_as_withheld(viewer, but=LOCAL)
    app = open_form(viewer)
    for part, value in (("given", "2400"), ("source", "陕市监〔2025〕8号")):
        app.text_input(key=f"{name(LOCAL, viewer)}-{part}").set_value(value)
    app = app.button(key="return-submit").click().run()
    form = stored(viewer)
    assert form.receipt is not None
    assert (form.receipt.number, form.state) == ("610000-2025Q3-01", "submitted")
    text = page_text(app)
    for said in (
        "610000-2025Q3-01",
        form.receipt.digest,
        f"{form.receipt.head.number}:{form.receipt.head.digest}",
    ):
        assert said in text
    app = app.button(key="return-withdraw").click().run()
    assert stored(viewer).state == "draft"
    app = app.button(key="return-submit").click().run()
    assert "610000-2025Q3-02" in page_text(app)


def test_blanks_are_named_and_confirmed_once_before_they_are_handed_in() -> None:
    viewer = reporter()
    app = open_form(viewer)
    count = len(stored(viewer).cells)
    assert f"{count} blank" in page_text(app)
    app.text_input(key=f"{name(LOCAL, viewer)}-given").set_value("2400")
    app.text_input(key=f"{name(LOCAL, viewer)}-source").set_value("a")
    app = app.button(key="return-submit").click().run()
    app = app.button(key="return-submit").click().run()  # as the second half of a double click
    assert stored(viewer).receipt is None
    assert stored(viewer).cell(LOCAL).typed.given == "2400"
    text = page_text(app)
    assert f"{count - 1} figures are blank and would be recorded as “not reported”:" in text
    for cell in stored(viewer).blank:
        assert f'data-go="{name(cell.key, viewer)}">{cell.line.name_en}<' in markup(app)
    assert f"Hand in with {count - 1} not reported" in [button.label for button in app.button]
    # What is typed with the very press counts, and fewer blanks than were named need no second question.
    app.selectbox(key=f"{name(GROUP, viewer)}-absence").set_value("Q")
    app.text_area(key=f"{name(GROUP, viewer)}-explanation").set_value("另行公布")
    app = app.button(key="return-confirm").click().run()
    form = stored(viewer)
    assert form.receipt is not None
    assert {cell["indicator_code"]: cell["absence"] for cell in form.receipt.cells}[GROUP[0]] == "Q"
    assert "return-confirm" not in keys_of(app)
    assert "blank" not in page_text(app)


def test_field_emptied_with_the_confirming_press_is_asked_for_anew() -> None:
    viewer = reporter()
    app = type_in(open_form(viewer), viewer, LOCAL, given="2400", source="a")
    app = type_in(app, viewer, GROUP, absence="Q", explanation="另行公布")
    app = app.button(key="return-submit").click().run()
    count = len(stored(viewer).blank)
    app.selectbox(key=f"{name(GROUP, viewer)}-absence").set_value("figure")
    app = app.button(key="return-confirm").click().run()
    assert stored(viewer).receipt is None
    assert app.button(key="return-confirm").label == f"Hand in with {count + 1} not reported"
    app = app.button(key="return-go-on").click().run()
    assert "return-confirm" not in keys_of(app)
    app = app.button(key="return-submit").click().run()
    app = app.button(key="return-confirm").click().run()
    assert stored(viewer).state == "submitted"


def test_what_is_to_be_settled_is_said_before_blanks_are_asked_for() -> None:
    viewer = reporter()
    app = type_in(open_form(viewer), viewer, LOCAL, given="24o0")
    app = app.button(key="return-submit").click().run()
    assert "points to settle" in app.error[0].value
    assert "return-confirm" not in keys_of(app)


def test_press_on_the_page_of_a_lost_session_hands_nothing_in() -> None:
    viewer = reporter()
    save(viewer, LOCAL, Typed("2400", source="a"))
    app = open_form(viewer)
    for button in ("return-submit", "return-confirm"):
        app.button(key="return-submit").click().run()
        for kept in ("return.known", "return.blank"):
            del app.session_state[kept]  # as after a restart of the server: the browser's page stands on
        app = app.button(key=button).click().run()
        assert "The connection was lost meanwhile" in app.error[0].value
        assert stored(viewer).receipt is None
    app.button(key="return-submit").click().run()
    app.button(key="return-confirm").click().run()
    assert stored(viewer).state == "submitted"
