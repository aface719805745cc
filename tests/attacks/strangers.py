"""Views that are shared, and browsers at addresses of their own."""

import datetime as dt
from dataclasses import dataclass
from itertools import count

from dabiao import accounts, links
from dabiao.accounts import SignedIn
from dabiao.rights import COMMAND_LINE, Actor, Grant
from dabiao.views import SavedView
from dabiao.web import reading
from tests.pages.test_sign_in_forms import Browser

PASSWORD = "kettle oblique harbour"
VIEW = SavedView.of("area", {"area": "610000", "as_of": "2025", "language": "en"}, 1)
NUMBERS = count(1)


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
