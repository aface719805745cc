"""A browser that says what no browser says, at a real server, over the websocket with a link's cookie."""

import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.sync.client import connect

from dabiao.rights import Grant
from dabiao.settings import settings
from dabiao.views import SavedView
from dabiao.web import reading
from dabiao.web.menu import PAGES
from tests.attacks.strangers import Sharing, hire
from tests.databases import Originals
from tests.etl.folders import load_own
from tests.journeys.dashboard import Server
from tests.pages.running import SHELL

AREA = {"area": "610000", "as_of": "2025", "vintage": "latest", "language": "en"}
FIELD = re.compile(r'type="hidden" name="token" value="([^"]+)"')


@dataclass(frozen=True)
class Guest:
    """Who opened a link at a server."""

    server: Server
    cookie: str
    maker: Sharing

    def run(self, page: str, *, headers: dict[str, str] | None = None, **said: object) -> str:
        """Ask for a page as the script of a browser does, and return all that the server says."""
        address = f"ws://127.0.0.1:{self.server.port}/_stcore/stream"
        sent = {"Cookie": self.cookie} | (headers or {})
        message = BackMsg()
        state = message.rerun_script
        state.page_name = page
        state.query_string = urlencode(said.get("choices", AREA))
        state.page_script_hash = str(said.get("page_hash", ""))
        state.fragment_id = str(said.get("fragment", ""))
        for name, value in said.get("widgets", {}).items():  # type: ignore[attr-defined]
            widget = state.widget_states.widgets.add()
            widget.id, widget.string_value = name, value
        told = []
        with connect(address, additional_headers=sent, max_size=None) as socket:
            socket.send(message.SerializeToString())
            with suppress(TimeoutError):  # to what it does not know the server says nothing
                while True:
                    answer = ForwardMsg.FromString(socket.recv(said.get("patience", 30)))  # type: ignore[arg-type]
                    told.append(str(answer))
                    if answer.WhichOneof("type") == "script_finished":
                        break
        return "\n".join(told)


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory, duckdb_originals: Originals) -> Iterator[Guest]:
    server = Server(tmp_path_factory.mktemp("wire"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DABIAO_SECRET", secrets.token_hex(32))
        patch.setenv("DABIAO_OPEN_TO", "accounts")
        patch.setenv("DABIAO_DATABASE", str(server.database))
        reading.close()
        settings.cache_clear()
        shutil.copyfile(duckdb_originals.of(load_own), server.database)
        maker = Sharing(hire("qian", Grant("administrator", "100000")))
        shared = maker.share(SavedView.of("area", AREA, 1))
        reading.close()
        server.start()
        yield Guest(server, opened(server, shared.secret), maker)
        server.stop()
    settings.cache_clear()


def opened(server: Server, secret: str) -> str:
    """Open a link with the form of the server, and return the cookie."""
    with httpx.Client(base_url=server.address) as browser:
        token = FIELD.findall(browser.get("/shared").text)[0]
        answer = browser.post("/shared", data={"token": token, "link": secret})
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"] == SavedView.of("area", AREA, 1).address()
        return f"dabiao-published-link={browser.cookies['dabiao-published-link']}"


def test_the_view_itself_is_shown(guest: Guest) -> None:
    told = guest.run("area")
    assert "Shaanxi" in told
    assert "plotly_chart" in told
    assert "Shared by" in told


@pytest.mark.parametrize("page", [entry.path for entry in PAGES if entry.path != "area"] + ["", "nosuch"])
def test_another_page_tells_nothing(guest: Guest, page: str) -> None:
    told = guest.run(page)
    assert "Not part of this link" in told
    assert "plotly_chart" not in told
    assert "download_button" not in told


FORGED: dict[str, dict[str, object]] = {
    "another area": {"choices": AREA | {"area": "430000"}},
    "twice the area": {"choices": [*AREA.items(), ("area", "430000")]},
    "another case": {"choices": AREA | {"AREA": "430000"}},
    "another period": {"choices": AREA | {"as_of": "2023", "since": "1"}},
    "a fragment there is not": {"fragment": "0" * 32, "patience": 3},
    "the hash of no page": {"page_hash": "0" * 32},
    "the hash of its own page": {"page_hash": calc_hash("area")},
    "the hash of the script itself": {"page_hash": calc_hash(str(SHELL))},
    "widgets there are not": {"widgets": {"$$ID-0-area.area": "430000", "area.area": "430000"}},
    "the panel that shares": {"widgets": {"share.panel": "true", "$$ID-0-share.panel": "true"}},
    "the search box": {"widgets": {"search.box": "Hunan"}},
}


@pytest.mark.parametrize("how", FORGED)
def test_forged_message_shows_the_view_or_nothing(guest: Guest, how: str) -> None:
    told = guest.run("area", **FORGED[how])  # type: ignore[arg-type]
    assert "Hunan" not in told
    assert "Make the link" not in told
    assert "Shaanxi" in told or "plotly_chart" not in told


@pytest.mark.parametrize("page", ["overview", "compare", "accounts", ""])
def test_another_page_by_its_hash_tells_nothing(guest: Guest, page: str) -> None:
    told = guest.run("area", page_hash=calc_hash(page))
    assert "plotly_chart" not in told
    assert "download_button" not in told
    if page:
        assert "Not part of this link" in told


def test_identity_cannot_be_said_in_a_header(guest: Guest) -> None:
    forged = {"X-Dabiao-Session": guest.maker.maker.session.token_digest, "x-dabiao-link": "x"}
    told = guest.run("accounts", headers=forged)
    assert "Not part of this link" in told
    assert "qian" not in told


def test_nobody_is_told_to_sign_in(guest: Guest) -> None:
    told = Guest(guest.server, "x=y", guest.maker).run("area")
    assert "Sign in first" in told
    assert "plotly_chart" not in told


@pytest.mark.parametrize(
    ("path", "status"),
    [("/_stcore/metrics", 401), ("/_stcore/agent/run", 401), ("/media/" + "0" * 56 + ".csv", 404)],
)
def test_routes_of_the_real_server_are_closed(guest: Guest, path: str, status: int) -> None:
    answer = httpx.get(guest.server.address + path, headers={"Cookie": guest.cookie})
    assert answer.status_code == status
