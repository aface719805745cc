"""``python -m dabiao user`` and ``audit``: on a database of their own, and on one that a server owns."""

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from dabiao import accounts, audit
from dabiao.cli import app
from dabiao.commands import trail, user
from dabiao.rights import COMMAND_LINE
from dabiao.settings import settings
from dabiao.store import open_store
from tests.serving import serving

Command = Callable[..., Result]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "dabiao.duckdb"
    monkeypatch.setenv("DABIAO_DATABASE", str(path))
    monkeypatch.setenv("DABIAO_SECRET", secrets.token_hex(32))
    monkeypatch.setenv("DABIAO_LANGUAGE", "en")
    settings.cache_clear()
    yield path
    settings.cache_clear()


@pytest.fixture
def server(database: Path) -> Iterator[None]:
    """A server that owns the database and takes these jobs."""
    with serving(database, {"user": user.job, "audit": trail.job}):
        yield


@pytest.fixture(params=["alone", "served"])
def run(request: pytest.FixtureRequest, database: Path) -> Command:
    if request.param == "served":
        request.getfixturevalue("server")
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_life_of_an_account(run: Command) -> None:
    added = run("user", "add", "Wang", "--shown-name", "王", "--right", "leadership:100000")
    assert added.exit_code == 0, added.stderr
    link = re.search(r"^http://localhost:8501/set-up/([\w-]{43})$", added.stdout, re.MULTILINE)
    assert link, added.stdout
    again = run("user", "reset", "wang")
    assert "/set-up/" in again.stdout
    assert link[1] not in again.stdout
    assert run("user", "grant", "wang", "administrator:100000").stdout == (
        "wang has the right administrator:100000.\n"
    )
    assert run("user", "revoke", "wang", "leadership:100000").exit_code == 0
    listed = run("user", "list").stdout
    assert re.search(r"wang +王 +invited +administrator:100000\b", listed), listed
    assert "signed out everywhere" in run("user", "disable", "wang").stdout
    assert re.search(r"wang +王 +disabled", run("user", "list").stdout)
    assert run("user", "enable", "wang").stdout == "wang can sign in again.\n"
    verified = run("audit", "verify")
    assert verified.exit_code == 0
    assert re.fullmatch(r"The audit trail is intact: 7 entries, head 7:[0-9a-f]{64}\n", verified.stdout)
    head = verified.stdout.split()[-1]
    assert run("audit", "verify", "--head", head).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("user", "add", "wang", "--right", "boss:100000"), "“boss:100000” is no right"),
        (("user", "add", "wang", "--right", "reporter:610000"), "There is no area 610000."),
        (("user", "reset", "nobody"), "There is no account nobody."),
        (("user", "disable", "nobody", "--language", "zh"), "没有账号nobody。"),
        (("audit", "verify", "--head", "17"), "“17” is no head of a trail"),
    ],
)
def test_what_is_refused_is_said(run: Command, arguments: tuple[str, ...], said: str) -> None:
    refused = run(*arguments)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert refused.stdout == ""


def test_changed_trail_is_told(database: Path) -> None:
    store = open_store(database)
    accounts.add_account(store, COMMAND_LINE, "wang", "王", [accounts.read_grant("leadership:100000")])
    noted = audit.head(store)
    store.close()
    with duckdb.connect(database) as file:
        file.execute("update audit set what = 'other' where number = 2")
    told = CliRunner().invoke(app, ["audit", "verify"])
    assert (told.exit_code, told.stderr) == (1, "Entry 2 was changed.\n")
    other = CliRunner().invoke(app, ["audit", "verify", "--head", f"1:{noted.digest}"])
    assert (other.exit_code, other.stderr) == (
        1,
        "Entry 1 is not the one on the receipt: the trail was rewritten.\n",
    )
