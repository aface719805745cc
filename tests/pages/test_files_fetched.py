"""A page's files are made when they are fetched: by then who looks at it may have lost the right to them."""

from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dabiao import accounts, links, meetings
from dabiao.accounts import SignedIn
from dabiao.rights import COMMAND_LINE, Action, DeniedError, Grant
from dabiao.settings import settings
from dabiao.views import SavedView
from dabiao.web import reading
from dabiao.workspaces import today
from tests.pages.office import hire, open_page, press

Fetch = Callable[[Callable[[], bytes]], bytes]

FILE = b"figures"
OF_PROVINCE = Grant("leadership", "610000")
OF_CITY = Grant("reviewer", "610100")


@pytest.fixture(autouse=True)
def _closed(office: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose figures need an account."""
    monkeypatch.setenv("DABIAO_OPEN_TO", "accounts")
    settings.cache_clear()


def fetching(needs: Action, **user: str) -> Fetch:
    """Return what hands out the files of a page that somebody has before them."""

    def page(needs: "Action") -> None:
        import streamlit as st

        from dabiao.web import session

        st.session_state["fetch"] = session.fetching(needs)

    app = AppTest.from_function(page, kwargs={"needs": needs})
    app.user = user
    app.run()
    assert not app.exception
    fetch: Fetch = app.session_state["fetch"]
    return fetch


def of_account(needs: Action, *grants: Grant) -> tuple[SignedIn, Fetch]:
    somebody = hire("qian", "钱", *grants)
    return somebody, fetching(needs, session=somebody.session.token_digest)


def take(somebody: SignedIn, grant: Grant) -> None:
    accounts.take(reading.store(), COMMAND_LINE, somebody.session.actor.user_id or "", grant)


def test_account_without_any_grant_left_is_given_no_file() -> None:
    somebody, fetch = of_account("read_published", OF_PROVINCE, OF_CITY)
    take(somebody, OF_CITY)
    assert fetch(lambda: FILE) == FILE
    take(somebody, OF_PROVINCE)
    with pytest.raises(DeniedError):
        fetch(lambda: FILE)


def test_who_has_signed_out_is_given_no_file() -> None:
    somebody, fetch = of_account("read_published", OF_PROVINCE)
    accounts.sign_out(reading.store(), somebody.session)
    with pytest.raises(DeniedError):
        fetch(lambda: FILE)


@pytest.mark.parametrize("needs", ["chase", "read_unapproved"])
def test_file_of_what_waits_is_given_to_who_has_all_the_grants_it_was_shown_for(needs: Action) -> None:
    somebody, fetch = of_account(needs, OF_PROVINCE, OF_CITY)
    assert fetch(lambda: FILE) == FILE
    take(somebody, OF_CITY)
    with pytest.raises(DeniedError):
        fetch(lambda: FILE)


def test_link_gives_the_files_of_its_view_as_long_as_it_holds() -> None:
    maker = hire("qian", "钱", OF_PROVINCE)
    view = SavedView.of("area", {"area": "610000"}, 1)
    link_id, token = links.share(reading.store(), maker.session.actor, view, label="Review")
    guest = links.open_link(reading.store(), token.text, None, address="192.0.2.9")
    fetch = fetching("read_published", link=guest.session.token_digest)
    assert fetch(lambda: FILE) == FILE
    links.revoke(reading.store(), maker.session.actor, link_id)
    with pytest.raises(DeniedError):
        fetch(lambda: FILE)


@pytest.mark.parametrize("open_to", ["accounts", "everyone"])
def test_briefing_of_a_meeting_is_given_to_who_may_still_hold_it(
    open_to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DABIAO_OPEN_TO", open_to)
    settings.cache_clear()
    files: dict[str, Callable[[], bytes]] = {}
    offered = st.download_button

    def offer(label: str, data: Callable[[], bytes], **more: Any) -> bool:
        files[more["key"]] = data
        return offered(label, data, **more)

    monkeypatch.setattr(st, "download_button", offer)
    somebody, store = hire("qian", "钱", OF_PROVINCE, Grant("reporter", "610100")), reading.store()
    meeting = meetings.make(
        store, somebody.session.actor, title="调度会", area_code="610000", held_on=today(store)
    )
    app = open_page(somebody, "meetings/meeting.py", meeting=meeting)
    app.session_state["briefing.panel"] = True
    app.run().radio(key="briefing.format").set_value("xlsx").run()
    press(app, "Make the document")
    assert files["briefing.download"]()[:2] == b"PK"
    if open_to == "accounts":
        take(somebody, OF_PROVINCE)
    else:
        accounts.sign_out(store, somebody.session)
    with pytest.raises(DeniedError):
        files["briefing.download"]()
