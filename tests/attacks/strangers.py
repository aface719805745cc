"""Views that are shared, and browsers at addresses of their own."""

import datetime as dt
import re
from dataclasses import dataclass
from itertools import count

import httpx

from dabiao import accounts, links
from dabiao.accounts import SignedIn
from dabiao.rights import COMMAND_LINE, Actor, Grant
from dabiao.views import SavedView
from dabiao.web import reading
from tests.pages.test_sign_in_forms import Browser

PASSWORD = "kettle oblique harbour"
VIEW = SavedView.of("area", {"area": "610000", "as_of": "2025", "language": "en"}, 1)
NUMBERS = count(1)
COOKIE = "dabiao-published-link"
USELESS = "This link cannot be used"


@dataclass(frozen=True)
class Shared:
    """A link, and the secret of its address."""

    link_id: str
    secret: str


@dataclass(frozen=True)
class Sharing:
    """Somebody who shares views."""

    maker: SignedIn

    @property
    def actor(self) -> Actor:
        return self.maker.session.actor

    def share(self, view: SavedView = VIEW, label: str = "Review", **more: object) -> Shared:
        link_id, token = links.share(reading.store(), self.actor, view, label=label, **more)  # type: ignore[arg-type]
        return Shared(link_id, token.text)


def hire(name: str, *grants: Grant) -> SignedIn:
    token = accounts.add_account(reading.store(), COMMAND_LINE, name, name.title(), grants)
    return accounts.use(reading.store(), token.text, PASSWORD, address="192.0.2.7", browser="Firefox")


def stranger(base: str = "http://dabiao.test") -> Browser:
    number = next(NUMBERS)
    return Browser(base, f"10.0.{number // 250}.{number % 250}")


def soon(**passed: float) -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(**passed)


def card(answer: httpx.Response) -> str:
    """Return a page without what is another for every browser."""
    return re.sub(r'name="token" value="[^"]+"', "", answer.text)


def try_open(browser: Browser, secret: str, **fields: str) -> httpx.Response:
    return browser.send("/shared", link=secret, **fields)


def opened(sharing: Sharing, view: SavedView = VIEW, **more: object) -> tuple[Browser, Shared]:
    """Return a browser that has opened a fresh link."""
    shared, browser = sharing.share(view, **more), stranger()
    assert try_open(browser, shared.secret).status_code == 303
    assert COOKIE in browser.cookies
    return browser, shared


def openings(sharing: Sharing, shared: Shared) -> int:
    return links.openings(reading.store(), sharing.actor, shared.link_id).height


def revoke(sharing: Sharing, shared: Shared) -> None:
    links.revoke(reading.store(), sharing.actor, shared.link_id)
