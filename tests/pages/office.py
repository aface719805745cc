"""People who sign in, and pages as each of them sees them."""

from streamlit.testing.v1 import AppTest

from dabiao import accounts
from dabiao.accounts import SignedIn
from dabiao.rights import COMMAND_LINE, Grant
from dabiao.settings import ROOT
from dabiao.web import reading
from tests.pages.running import SHELL

PASSWORD = "kettle oblique harbour"


def hire(name: str, shown_name: str, *grants: Grant) -> SignedIn:
    """Add an account and sign it in."""
    token = accounts.add_account(reading.store(), COMMAND_LINE, name, shown_name, grants)
    return accounts.use(
        reading.store(), token.text, PASSWORD, address="192.0.2.7", browser="Firefox/130 Linux"
    )


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
