"""Forms on accounts and links say what the database did not take, and keep what was typed."""

import pytest
from streamlit.testing.v1 import AppTest

from dabiao import accounts, links
from dabiao.accounts import SignedIn
from dabiao.rights import COMMAND_LINE, Grant
from dabiao.views import SavedView
from dabiao.web import reading
from tests.pages.office import break_trail, hire, open_page, press

VIEW = SavedView.of("area", {"area": "610000", "as_of": "2025"}, 1)

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def boss() -> SignedIn:
    return hire("zhao", "赵", Grant("administrator", "100000"))


def is_told(app: AppTest) -> bool:
    assert not app.exception
    said = "Nothing was saved: the database did not take it. Please try again."
    return [error.value for error in app.error] == [said]


def test_an_account_is_not_added(boss: SignedIn) -> None:
    break_trail()
    app = open_page(boss, "admin/accounts.py")
    typed = {"new-0.name": "wang.min", "new-0.shown": "王敏"}
    for key, text in typed.items():
        app.text_input(key=key).input(text)
    app = press(app, "Add account")
    assert is_told(app)
    assert {key: app.text_input(key=key).value for key in typed} == typed
    assert [each.name for each in accounts.accounts(reading.store(), COMMAND_LINE)] == ["zhao"]


def test_a_link_is_not_made(boss: SignedIn) -> None:
    break_trail()
    app = open_page(boss, "progress/area.py", area="610000")
    app.session_state["share.panel"] = True
    app.run()
    app.text_input(key="share.label").set_value("Review")
    assert is_told(press(app, "Make the link"))
    assert links.register(reading.store(), boss.session.actor).is_empty()


@pytest.mark.parametrize("label", ["Revoke the link", "Give it another address"])
def test_a_link_stays_as_it_is(boss: SignedIn, label: str) -> None:
    store, maker = reading.store(), boss.session.actor
    link_id = links.share(store, maker, VIEW, label="Review")[0]
    break_trail()
    assert is_told(press(open_page(boss, "meetings/links.py", link=link_id), label))
    row = links.register(reading.store(), maker).row(0, named=True)
    assert (row["state"], row["rotated_at"]) == ("open", None)
