"""The page on accounts: for administrators, of the areas that are theirs."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from dabiao import accounts, audit, contents, documents, links, meetings
from dabiao.accounts import SignedIn
from dabiao.rights import COMMAND_LINE, Grant
from dabiao.views import SavedView
from dabiao.web import reading
from dabiao.workspaces import today
from tests.pages.office import PASSWORD, hire, open_page, press
from tests.pages.text import page_text

PAGE = "admin/accounts.py"

pytestmark = pytest.mark.usefixtures("office")


def boss() -> SignedIn:
    return hire("zhao", "赵", Grant("administrator", "100000"))


def test_visitor_is_led_to_the_form() -> None:
    app = open_page(None, PAGE)
    assert not app.exception
    assert "Sign in first." in page_text(app)
    assert not app.text_input(key="search.box").disabled
    assert [button.label for button in app.button] == []


def test_reporter_is_told_that_it_is_not_theirs() -> None:
    app = open_page(hire("wang", "王", Grant("reporter", "610000")), PAGE)
    assert [info.value for info in app.info] == ["Your account has no right to do this here."]
    assert "zhao" not in page_text(app)


def test_administrator_adds_an_account_and_hands_over_its_link() -> None:
    app = open_page(boss(), PAGE)
    assert not app.exception
    field = {each.label: each for each in app.text_input}
    field["Name to sign in with"].input("Qian.Wei")
    field["Name that others see"].input("钱伟")
    app.selectbox(key="new-0.role").select("reporter")
    app.selectbox(key="new-0.area").select("610000")
    app = press(app, "Add account")
    assert [each.value for each in app.success] == ["The account Qian.Wei has been added."]
    link = app.code[0].value
    token = link.rpartition("/set-up/")[2]
    assert accounts.look_up(reading.store(), token).name == "qian.wei"
    store = reading.store()
    account = accounts.account(store, COMMAND_LINE, accounts.id_of(store, "qian.wei"))
    assert account.grants == (Grant("reporter", "610000"),)
    assert not app.run().code, "a link is shown once"
    assert new_account(app, 1) == ("", "", "leadership", "100000")


def new_account(app: AppTest, added: int) -> tuple[object, ...]:
    """Return what stands in the form for a new account."""
    return (
        *(app.text_input(key=f"new-{added}.{part}").value for part in ("name", "shown")),
        *(app.selectbox(key=f"new-{added}.{part}").value for part in ("role", "area")),
    )


def test_form_of_an_account_that_is_refused_keeps_what_was_typed() -> None:
    app = open_page(boss(), PAGE)
    app.text_input(key="new-0.name").input("王")
    app.text_input(key="new-0.shown").input("王敏")
    app.selectbox(key="new-0.role").select("reviewer")
    app.selectbox(key="new-0.area").select("610000")
    app = press(app, "Add account")
    assert app.error
    assert new_account(app, 0) == ("王", "王敏", "reviewer", "610000")
    app.text_input(key="new-0.name").input("wang.min")
    assert not press(app, "Add account").error
    assert new_account(app, 1) == ("", "", "leadership", "100000")


def test_the_trail_names_the_link_by_which_the_first_account_was_made() -> None:
    token = accounts.first_administrator(reading.store())
    assert token is not None
    more = {"name": "zhao", "shown_name": "赵", "address": "192.0.2.7", "browser": "Firefox/130 Linux"}
    first = accounts.use(reading.store(), token.text, PASSWORD, **more)
    app = open_page(first, PAGE)
    assert "Set-up link of the first start" in page_text(app)
    assert "首次启动的设置链接" in page_text(open_page(first, PAGE, language="zh"))


def test_what_cannot_be_is_said() -> None:
    app = press(open_page(boss(), PAGE), "Add account")
    assert [error.value for error in app.error] == [
        "A name to sign in with has 2 to 64 letters, digits, dots, hyphens, underscores or @, "
        "and begins with a letter or digit."
    ]


def test_administrator_changes_rights_and_disables() -> None:
    viewer = boss()
    worker = hire("wang", "王", Grant("reporter", "610000"), Grant("leadership", "610000"))
    user_id = worker.session.actor.user_id or ""
    app = open_page(viewer, PAGE, account=user_id)
    assert "Firefox · Linux" in page_text(app)
    app = app.button(key="take-leadership:610000").click().run()
    assert accounts.account(reading.store(), COMMAND_LINE, user_id).grants == (Grant("reporter", "610000"),)
    app.selectbox(key="more.role").select("reviewer")
    app.selectbox(key="more.area").select("610000")
    app = press(app, "Give this right")
    assert Grant("reviewer", "610000") in accounts.account(reading.store(), COMMAND_LINE, user_id).grants
    app = press(app, "Disable account")
    assert accounts.of_digest(reading.store(), worker.session.token_digest) is None
    app = press(app, "Enable account")
    assert not app.exception
    app = press(app, "Link for a new password")
    assert app.code[0].value.startswith("http://localhost:8501/set-up/")


def test_last_administrator_cannot_disable_themselves() -> None:
    viewer = boss()
    app = press(open_page(viewer, PAGE, account=viewer.session.actor.user_id or ""), "Disable account")
    assert ["This is the last administrator" in error.value for error in app.error] == [True]


def test_trail_tells_who_did_what_and_is_checked() -> None:
    app = open_page(boss(), PAGE)
    text = page_text(app)
    assert all(
        said in text for said in ("Published", "Data loaded", "Account added", "Command line", "Signed in")
    )
    app = press(app, "Check the whole trail")
    number = audit.head(reading.store()).number
    assert f"The audit trail is intact: {number} entries" in app.success[0].value
    app.selectbox(key="trail.what").select("load").run()
    assert not app.exception


def test_documents_that_were_issued_are_listed() -> None:
    viewer = boss()
    app = open_page(viewer, PAGE)
    assert "Documents issued" not in page_text(app)
    store = reading.store()
    overview = SavedView.of("overview", {"framework": "all"}, 1)
    said = [contents.of_view(store, COMMAND_LINE, overview, "en")]
    document = documents.issue(store, viewer.session.actor, "meeting", "For the meeting in May", said)
    text = page_text(app.run())
    told = (document.number, "Briefing of a meeting", "For the meeting in May", "赵", document.digest)
    assert all(each in text for each in told)
    local = open_page(hire("local", "本地", Grant("administrator", "610000")), PAGE)
    assert document.number not in page_text(local)


def test_administrator_of_a_province_sees_theirs_alone_and_no_trail() -> None:
    hire("sun", "孙", Grant("leadership", "110000"))
    app = open_page(hire("local", "本地", Grant("administrator", "610000")), PAGE)
    text = page_text(app)
    assert "孙" not in text
    assert "Audit trail" not in text
    assert "110000" not in " ".join(app.selectbox(key="new-0.area").options)


def test_session_that_ended_loses_the_page_at_the_next_click() -> None:
    viewer = boss()
    app = open_page(viewer, PAGE)
    accounts.sign_out(reading.store(), viewer.session)
    app = press(app, "Add account")
    assert "Sign in first." in page_text(app)
    assert not app.exception


@pytest.mark.parametrize("page", ["progress/overview.py", "admin/accounts.py"])
def test_where_an_account_is_needed_nobody_sees_anything(
    page: str, monkeypatch: pytest.MonkeyPatch, use_database: Callable[[str], None]
) -> None:
    database = reading.settings().database
    monkeypatch.setenv("DABIAO_HOST", "0.0.0.0")
    use_database(database)
    app = open_page(None, page)
    assert "Sign in first." in page_text(app)
    assert not app.header
    assert not app.selectbox
    viewer = hire("wang", "王", Grant("leadership", "610000"))
    assert not open_page(viewer, page).exception
    assert ("Sign in first." in page_text(open_page(viewer, page))) is False


def test_corner_says_who_is_signed_in() -> None:
    assert "赵 · sign out" in page_text(open_page(boss(), "progress/overview.py"))
    assert "Sign in" in page_text(open_page(None, "progress/overview.py"))


def test_trail_names_returns_figures_and_corrections() -> None:
    viewer = boss()
    done = {
        "return_submitted": ("return:610000/2025-Q3", "Return submitted", "Return of Shaanxi, Q3 2025"),
        "figure_saved": (
            "figure:610000/2025-Q3/local-standards/returns",
            "Figure saved",
            "Shaanxi · Q3 2025 · Local standards",
        ),
        "backup_made": ("database", "Backup made", "The whole database"),
        "amendment_approved": ("amendment:610000/4", "Correction approved", "Correction 4 of Shaanxi"),
        "target_change_proposed": (
            "target:610000/shaanxi-2022-local-standards",
            "Change of a target proposed",
            "Shaanxi · Local standards",
        ),
    }
    for what, (subject, _, _) in done.items():
        reading.store().run(
            partial(audit.record, actor=viewer.session.actor, what=what, subject=subject, detail={})
        )
    text = page_text(open_page(viewer, PAGE))
    for _, word, named in done.values():
        assert word in text
        assert named in text


def test_trail_names_meetings_their_actions_and_links() -> None:
    viewer = boss()
    where = reading.store(), viewer.session.actor
    held_on = today(reading.store()) - dt.timedelta(days=3)
    meeting = meetings.make(*where, title="Third quarter", area_code="610000", held_on=held_on)
    meetings.record(*where, meeting, kind="decision", what="Go on", about=None)
    links.share(*where, SavedView.of("overview", {}, None), label="For the press")
    text = page_text(open_page(viewer, PAGE))
    assert f"{held_on} Third quarter" in text
    assert f"{held_on} Third quarter: No. 1" in text
    assert "Link: For the press" in text
    assert meeting not in text
