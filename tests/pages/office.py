"""People who sign in, and pages as each of them sees them."""

import datetime as dt
from functools import cache

from streamlit.testing.v1 import AppTest

from dabiao.accounts import SignedIn, passwords, people, sessions
from dabiao.rights import COMMAND_LINE, Grant
from dabiao.settings import ROOT
from dabiao.store import Transaction
from dabiao.web import reading
from tests.pages.running import SHELL

PASSWORD = "kettle oblique harbour"


@cache
def kept_password() -> str:
    """Return the hash of everybody's password: to hash it for each of them would take longest of all."""
    return passwords.hashed(PASSWORD)


def hire(name: str, shown_name: str, *grants: Grant) -> SignedIn:
    """Add an account and sign it in."""

    def work(tx: Transaction) -> SignedIn:
        user_id, now = people.add(tx, COMMAND_LINE, name, shown_name, grants), dt.datetime.now(dt.UTC)
        tx.execute("set_password", user_id, kept_password(), now)
        return sessions.begin(
            tx, user_id, shown_name, address="192.0.2.7", browser="Firefox/130 Linux", now=now
        )

    return reading.store().run(work)


def open_page(viewer: SignedIn | None, page: str, **choices: str) -> AppTest:
    """Open a page of ``pages/`` as somebody, or as nobody, in English unless chosen otherwise."""
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.user = {} if viewer is None else {"session": viewer.session.token_digest}
    for name, value in ({"language": "en"} | choices).items():
        app.query_params[name] = value
    app.switch_page(str(ROOT / "pages" / page))
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with a label."""
    return next(button for button in app.button if button.label == label).click().run()
