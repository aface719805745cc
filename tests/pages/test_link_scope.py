"""Who came by a link sees its one view, whatever the address says, and who has an account makes links."""

import datetime as dt
import re
from collections.abc import Callable

import duckdb
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dabiao import accounts, links, publications, views
from dabiao.accounts import SignedIn
from dabiao.rights import COMMAND_LINE, Grant
from dabiao.settings import settings
from dabiao.store import Store
from dabiao.views import PAGES, SavedView
from dabiao.web import reading
from dabiao.web.menu import MENU
from dabiao.web.menu import PAGES as ENTRIES
from tests.etl.folders import load_own
from tests.pages.office import add, enter, hire, open_page, press
from tests.pages.running import SHELL
from tests.store.sample import load_of, put

AREA = {"area": "610000", "as_of": "2025", "vintage": "latest", "language": "en"}
VIEW = SavedView.of("area", AREA, 1)


def with_qian(store: Store) -> None:
    """Publish the project's own data, for somebody who may share its views."""
    load_own(store)
    store.run(lambda tx: add(tx, "qian", "钱", Grant("leadership", "610000")))


pytestmark = pytest.mark.begins(after=with_qian)


@pytest.fixture
def closed(office: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The published data at a server that needs accounts."""
    monkeypatch.setenv("DABIAO_OPEN_TO", "accounts")
    settings.cache_clear()


@pytest.fixture
def qian(closed: None) -> SignedIn:
    return enter("qian")


def opened(maker: SignedIn, view: SavedView, label: str = "Review") -> links.Opened:
    token = links.share(reading.store(), maker.session.actor, view, label=label)[1]
    return links.open_link(reading.store(), token.text, None, address="192.0.2.9")


def visit(guest: links.Opened, path: str, **choices: str) -> AppTest:
    """Open a page as who came by a link."""
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.user = {"link": guest.session.token_digest}
    for name, value in choices.items():
        app.query_params[name] = value
    file = next(entry.file for entry in ENTRIES if entry.path == path)
    app.switch_page(str(file))
    return app.run()


def texts(app: AppTest) -> str:
    """Return all that a page says."""
    assert not app.exception
    parts = [*app.markdown, *app.caption, *app.info, *app.warning, *app.title, *app.header]
    return "\n".join([*(part.value for part in parts), *(part.proto.body for part in app.get("html"))])


def widgets(app: AppTest) -> set[str]:
    sorts = (app.selectbox, app.multiselect, app.text_input, app.slider, app.select_slider, app.radio)
    return {widget.label for sort in sorts for widget in sort} | {button.label for button in app.button}


def publish_again() -> None:
    """Publish indicators with other names and figures twice as large."""
    store = reading.store()
    indicator = publications.current(store, "indicator")
    named = pl.col("name_en").str.replace("^", "Renamed ")
    figures = publications.current(store, "observation").filter(area_code="610000")
    frames = {"indicator": indicator.with_columns(named)}
    put(store, frames | {"observation": figures.with_columns(pl.col("value") * 2)}, by="again")


def test_view_of_a_link_is_shown_with_no_other_choice(qian: SignedIn) -> None:
    app = visit(opened(qian, VIEW, "<b>Review</b>"), "area", **AREA, publication="1")
    assert app.title[0].value == "Shaanxi"
    assert widgets(app) == {"Colours"}
    assert not app.warning
    said = texts(app)
    assert "&lt;b&gt;Review&lt;/b&gt;" in said
    assert "Shared by 钱, until " in said
    assert "Shows: No. 1 of " in said


WIDENED = {
    "another area": {"area": "430000"},
    "another period": {"as_of": "2024"},
    "another vintage": {"vintage": "2024-01-01"},
    "another publication": {"publication": "2"},
    "another workspace": {"workspace": "demo"},
    "what waits for approval": {"unapproved": "1"},
    "another page's choice": {"target": "shaanxi-2022-all-standards"},
    "a comparison": {"since": "2020-01-01"},
    "many": {"area": "430000", "as_of": "2024", "publication": "2", "framework": "all"},
    "nonsense": {"area": "<script>", "x" * 30: "y"},
}


def test_address_widens_nothing_and_is_put_right(qian: SignedIn) -> None:
    guest = opened(qian, VIEW)
    publish_again()
    for how, asked in WIDENED.items():
        app = visit(guest, "area", **(AREA | {"publication": "1"} | asked))
        assert app.title[0].value == "Shaanxi", how
        assert app.warning, f"{how}: what was asked for is named"
        told = {name: app.query_params[name] for name in app.query_params}
        assert told == AREA | {"publication": "1", "colours": "safe"}, how
        assert "Renamed" not in texts(app), how


def test_every_other_page_is_refused(qian: SignedIn) -> None:
    guest = opened(qian, VIEW)
    for entry in ENTRIES:
        if entry.path == VIEW.page:
            continue
        app = visit(guest, entry.path, language="en", area="610000", publication="1")
        assert [title.value for title in app.title] == ["Not part of this link"], entry.path
        assert widgets(app) == set(), entry.path
        assert not app.get("plotly_chart"), entry.path
        assert not app.get("download_button"), entry.path


def test_files_are_of_the_view_and_end_with_the_link(qian: SignedIn) -> None:
    view = SavedView.of("overview", {"framework": "all", "as_of": "2025", "language": "en"}, 1)
    guest = opened(qian, view)
    app = visit(guest, "overview", framework="all", as_of="2025", language="en", publication="1")
    assert app.get("download_button")
    links.revoke(reading.store(), qian.session.actor, guest.session.link_id)
    app.run()
    assert [title.value for title in app.title] == ["A shared view"]
    assert not app.get("download_button")
    assert not app.get("plotly_chart")


ENDS: dict[str, Callable[[SignedIn, links.Opened], object]] = {
    "revoked": lambda maker, guest: links.revoke(reading.store(), maker.session.actor, guest.session.link_id),
    "another address": lambda maker, guest: links.rotate(
        reading.store(), maker.session.actor, guest.session.link_id
    ),
    "maker disabled": lambda maker, guest: accounts.disable(
        reading.store(), COMMAND_LINE, maker.session.actor.user_id or ""
    ),
}


@pytest.mark.parametrize("open_to", ["accounts", "everyone"])
@pytest.mark.parametrize("how", ENDS)
def test_open_page_ends_with_its_link(
    qian: SignedIn, monkeypatch: pytest.MonkeyPatch, how: str, open_to: str
) -> None:
    monkeypatch.setenv("DABIAO_OPEN_TO", open_to)
    settings.cache_clear()
    guest = opened(qian, VIEW)
    app = visit(guest, "area", **AREA)
    assert app.title[0].value == "Shaanxi"
    ENDS[how](qian, guest)
    app.run()
    assert [title.value for title in app.title] == ["A shared view"]
    assert "cannot be used" in app.info[0].value
    assert widgets(app) == set()


def test_pinned_view_stays_and_tells_only_that_there_is_a_newer_one(qian: SignedIn) -> None:
    guest = opened(qian, VIEW)
    before = visit(guest, "area", **AREA, publication="1")
    publish_again()
    reading.close()  # as when the server is started anew
    after = visit(guest, "area", **AREA, publication="1")
    told = "There is a newer publication."
    assert told not in texts(before)
    assert told in texts(after)
    assert "No. 2" not in texts(after)
    assert [one.proto.spec for one in after.get("plotly_chart")] == [
        one.proto.spec for one in before.get("plotly_chart")
    ]
    own = open_page(qian, "progress/area.py", **AREA, publication="1")
    assert "publications?" in texts(own)
    assert "Show current" in texts(own)


def test_publications_after_the_pinned_one_are_not_listed(qian: SignedIn) -> None:
    kept = {"as_of": "2025", "language": "en"}
    guest = opened(qian, SavedView.of("publications", kept, 1))
    publish_again()
    app = visit(guest, "publications", **kept, publication="1")
    assert "No. 1" in texts(app)
    assert "No. 2" not in texts(app)


def test_loads_up_to_the_next_publication_are_listed_those_that_changed_nothing_too(qian: SignedIn) -> None:
    frames = {"area": publications.current(reading.store(), "area")}
    assert put(reading.store(), frames, load=load_of(frames)).publication is None
    kept = {"as_of": "2025", "language": "en", "section": "loads", "load": "2"}
    guest = opened(qian, SavedView.of("data", kept, 1))
    renamed = {"area": frames["area"].with_columns(pl.col("name_en") + "x")}
    put(reading.store(), renamed, load=load_of(renamed))
    told = texts(visit(guest, "data", **kept, publication="1"))
    assert "Load 2 rejected no row" in told
    assert "nothing had changed" in told
    assert "publication=2" not in told
    own = open_page(qian, "data/data.py", section="loads")
    assert "Load 3 rejected no row" in texts(own)


def test_current_view_follows_the_newest_publication_alone(qian: SignedIn) -> None:
    guest = opened(qian, SavedView.of("area", AREA, None))
    app = visit(guest, "area", **AREA)
    assert "publication" not in app.query_params
    publish_again()
    app = visit(guest, "area", **AREA, publication="1")
    assert "Renamed" in texts(app)
    assert any("publication" in warning.value for warning in app.warning)
    assert links.openings(reading.store(), qian.session.actor, guest.session.link_id).height == 2


def test_register_numbers_visitors_as_they_first_came(qian: SignedIn) -> None:
    store, maker = reading.store(), qian.session.actor
    link_id, token = links.share(store, maker, VIEW, label="Review")
    now = dt.datetime.now(dt.UTC)
    for hours, visitor in enumerate((7, 8, 7)):
        when = now + dt.timedelta(hours=2 * hours)
        links.open_link(store, token.text, None, address=f"192.0.2.{visitor}", now=when)
    told = texts(open_page(qian, "meetings/links.py", link=link_id))
    assert re.findall(r"visitor \d", told) == ["visitor 1", "visitor 2", "visitor 1"]


def test_what_is_gone_is_replaced_by_nothing_else(qian: SignedIn) -> None:
    guest = opened(qian, SavedView.of("area", AREA | {"area": "999999"}, 1))
    app = visit(guest, "area", **AREA)
    assert "not in the publication any more" in app.info[0].value
    assert not app.get("plotly_chart")
    assert not app.title


def test_publication_that_a_restored_database_lacks_is_named_as_such(qian: SignedIn) -> None:
    guest = opened(qian, VIEW)
    database = settings().database
    reading.close()
    with duckdb.connect(database) as connection:
        connection.execute("update link set saved_view = replace(saved_view, ':1}', ':7}')")
    kept = SavedView.of("area", AREA, 7)
    assert links.register(reading.store(), qian.session.actor)["saved_view"].to_list() == [kept.as_text()]
    for app in (
        open_page(qian, "meetings/links.py"),
        open_page(qian, "meetings/links.py", link=guest.session.link_id),
        visit(guest, "area", **AREA, publication="7"),
    ):
        assert "No. 7, which is not on record here" in texts(app)


@pytest.mark.parametrize("spoilt", ["too many choices", "page that is not kept"])
def test_share_says_what_a_view_is_that_cannot_be_kept(
    qian: SignedIn, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    if spoilt == "too many choices":
        monkeypatch.setattr(views, "LONGEST", 20)
    else:
        monkeypatch.setattr(views, "PAGES", ())
    app = open_page(qian, "progress/area.py", area="610000")
    app.session_state["share.panel"] = True
    app.run()
    assert ("too many choices" in app.error[0].value) == (spoilt == "too many choices")


def test_every_page_that_can_be_shared_is_shown_by_its_link(qian: SignedIn) -> None:
    for entry in MENU:
        guest = opened(qian, SavedView.of(entry.path, {"as_of": "2025", "language": "en"}, 1))
        app = visit(guest, entry.path, language="en", as_of="2025", publication="1")
        assert not app.exception, entry.path
        assert widgets(app) - {"Compute the digest anew from the rows on record"} == {"Colours"}, entry.path
        assert not app.warning, entry.path
    assert {entry.path for entry in MENU} == set(PAGES)


def test_share_makes_a_link_that_restores_the_view(qian: SignedIn) -> None:
    app = open_page(qian, "progress/area.py", area="610000", as_of="2024", colours="traffic")
    app.session_state["share.panel"] = True
    app.run()
    assert "area?area=610000&as_of=2024" in app.code[0].value
    app.text_input(key="share.label").set_value("For the meeting")
    press(app, "Make the link")
    address = app.code[0].value
    assert "/shared#" in address
    assert any("data:image/svg+xml" in part.proto.body for part in app.get("html"))
    token = address.rpartition("#")[2]
    view = links.open_link(reading.store(), token, None, address="192.0.2.9").session.view
    assert view.publication == 1
    assert dict(view.choices) | {"area": "610000", "as_of": "2024", "colours": "traffic"} == dict(
        view.choices
    )
    row = links.register(reading.store(), qian.session.actor).row(0, named=True)
    assert (row["label"], row["has_password"]) == ("For the meeting", False)


def test_share_always_current_follows_the_calendar_too(qian: SignedIn) -> None:
    app = open_page(qian, "progress/overview.py")
    app.session_state["share.panel"] = True
    app.run()
    app.radio(key="share.pin").set_value("current").run()
    assert "publication=" not in app.code[0].value
    assert "as_of=" not in app.code[0].value
    assert "since=" not in app.code[0].value


def test_share_refuses_a_weak_password_and_an_empty_label(qian: SignedIn) -> None:
    app = open_page(qian, "progress/area.py")
    app.session_state["share.panel"] = True
    app.run()
    press(app, "Make the link")
    assert "what the link is for" in app.error[0].value
    app.text_input(key="share.label").set_value("x")
    app.text_input(key="share.password").set_value("123")
    press(app, "Make the link")
    assert "at least 12" in app.error[0].value
    assert links.register(reading.store(), qian.session.actor).is_empty()


def test_visitor_of_an_open_server_gets_an_address_and_no_link(office: None) -> None:
    app = open_page(None, "progress/area.py")
    app.session_state["share.panel"] = True
    app.run()
    assert "publication=1" in app.code[0].value
    assert "Make the link" not in widgets(app)
    refused = open_page(None, "meetings/links.py")
    assert "Sign in first." in texts(refused)


def test_register_shows_who_opened_what_and_ends_it(qian: SignedIn) -> None:
    guest = opened(qian, VIEW, "For <i>the</i> meeting")
    app = open_page(qian, "meetings/links.py", link=guest.session.link_id)
    said = texts(app)
    assert "For &lt;i&gt;the&lt;/i&gt; meeting" in said
    assert "visitor 1" in said
    assert "Area · Shaanxi" in said
    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    assert re.search(rf'class="db-whole">\s*{moment} –<br>{moment}\s*<', said), "days are not broken"
    press(app, "Give it another address")
    address = app.code[0].value
    assert "/shared#" in address
    assert links.of_digest(reading.store(), guest.session.token_digest) is None
    app.run()
    assert not app.code, "it is shown once"
    press(app, "Revoke the link")
    assert "revoked 1" in texts(app)
    with pytest.raises(links.UnusableLinkError):
        links.open_link(reading.store(), address.rpartition("#")[2], None, address="192.0.2.9")


def test_register_says_by_when_the_figures_of_a_link_were_known(qian: SignedIn) -> None:
    known = SavedView.of("area", AREA | {"vintage": "2024-12-31"}, 1)
    app = open_page(qian, "meetings/links.py", link=opened(qian, known).session.link_id)
    facts = next(part.proto.body for part in app.get("html") if "as of 2025" in part.proto.body)
    assert "figures known by 2024-12-31" in facts


def test_register_keeps_links_of_others_to_administrators(qian: SignedIn) -> None:
    guest = opened(qian, VIEW)
    sun = hire("sun", "孙", Grant("reporter", "610100"))
    app = open_page(sun, "meetings/links.py", link=guest.session.link_id)
    assert "Review" not in texts(app)
    zhao = hire("zhao", "赵", Grant("administrator", "100000"))
    assert "Review" in texts(open_page(zhao, "meetings/links.py"))
