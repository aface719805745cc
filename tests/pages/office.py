"""People who sign in, and pages as each of them sees them."""

import datetime as dt
from functools import cache

import duckdb
from streamlit.testing.v1 import AppTest

from dabiao.accounts import SignedIn, passwords, people, sessions
from dabiao.rights import COMMAND_LINE, Actor, Grant
from dabiao.settings import ROOT, settings
from dabiao.store import Store, Transaction
from dabiao.web import reading
from tests.etl.folders import load_own
from tests.pages.running import SHELL

PASSWORD = "kettle oblique harbour"


@cache
def kept_password() -> str:
    """Return the hash of everybody's password: to hash it for each of them would take longest of all."""
    return passwords.hashed(PASSWORD)


def add(tx: Transaction, name: str, shown_name: str, *grants: Grant) -> Actor:
    """Add an account."""
    user_id = people.add(tx, COMMAND_LINE, name, shown_name, grants)
    tx.execute("set_password", user_id, kept_password(), dt.datetime.now(dt.UTC))
    return Actor(user_id, shown_name, grants)


def with_leader(store: Store) -> None:
    """Publish the project's own data, for a leader of Shaanxi too."""
    load_own(store)
    store.run(lambda tx: add(tx, "wu", "Wu", Grant("leadership", "610000")))


def hire(name: str, shown_name: str, *grants: Grant) -> SignedIn:
    """Add an account and sign it in."""
    return reading.store().run(lambda tx: _begin(tx, add(tx, name, shown_name, *grants)))


def enter(name: str) -> SignedIn:
    """Sign in somebody who has an account since before the test."""

    def work(tx: Transaction) -> SignedIn:
        row = tx.read("account_to_sign_in", name).row(0, named=True)
        return _begin(tx, Actor(row["user_id"], row["shown_name"]))

    return reading.store().run(work)


def _begin(tx: Transaction, holder: Actor) -> SignedIn:
    told = {"address": "192.0.2.7", "browser": "Firefox/130 Linux", "now": dt.datetime.now(dt.UTC)}
    return sessions.begin(tx, holder.user_id or "", holder.name, **told)  # type: ignore[arg-type]


def open_page(viewer: SignedIn | None, page: str, **choices: str) -> AppTest:
    """Open a page of ``pages/`` as somebody, or as nobody, in English unless chosen otherwise."""
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.user = {} if viewer is None else {"session": viewer.session.token_digest}
    for name, value in ({"language": "en"} | choices).items():
        app.query_params[name] = value
    app.switch_page(str(ROOT / "pages" / page))
    return app.run()


def break_trail() -> None:
    """Let the audit trail be read and no longer written: the database takes nothing that is done."""
    reading.close()
    with duckdb.connect(settings().database) as connection:
        connection.execute("alter table audit rename to audit_before")
        connection.execute("create view audit as select * from audit_before")


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with a label."""
    return next(button for button in app.button if button.label == label).click().run()
