"""Links on either database: made, opened, revoked, changed, and what is on record of them."""

import datetime as dt
import secrets
from dataclasses import replace

import polars as pl
import pytest

from dabiao import accounts, audit, links
from dabiao.accounts import TooOftenError, WeakPasswordError, attempts
from dabiao.links import LinkError, PasswordNeededError, UnusableLinkError, sharing
from dabiao.rights import COMMAND_LINE, NOBODY, VISITOR, Actor, DeniedError, Grant, may_read
from dabiao.store import Store, open_store
from dabiao.views import SavedView
from tests.store.sample import content, put, put_content
from tests.store.staff import employ

PASSWORD = "kettle oblique harbour"
HERE = "192.0.2.7"
PINNED = SavedView.of("area", {"area": "610000", "as_of": "2025"}, 1)
CURRENT = SavedView.of("area", {"area": "610000"}, None)
DAY = dt.timedelta(days=1)

pytestmark = [pytest.mark.usefixtures("secret"), pytest.mark.begins(after=put_content)]


@pytest.fixture
def office(store: Store) -> Store:
    """A store with areas, published once."""
    return store


@pytest.fixture
def qian(office: Store) -> Actor:
    """Somebody who leads a province."""
    return employ(office, "qian", Grant("leadership", "610000"))


def opened(store: Store, token: str, password: str | None = None, **more: object) -> links.Opened:
    return links.open_link(store, token, password, **({"address": HERE} | more))  # type: ignore[arg-type]


def is_dead(store: Store, token: str, **more: object) -> bool:
    with pytest.raises(UnusableLinkError) as refused:
        opened(store, token, **more)
    return "cannot be used" in refused.value.message("en")


def publish_again(store: Store) -> None:
    put(store, {"unit": content()["unit"].reverse()}, by="again")


def test_link_shows_its_view_after_a_restart_and_only_digests_are_kept(
    office: Store, qian: Actor, database: str
) -> None:
    link_id, token = links.share(office, qian, PINNED, label="  Review\nmeeting ")
    assert len(token.text) >= 43
    begun = opened(office, token.text)
    office.close()
    again = open_store(database)
    session = links.of_token(again, begun.token.text)
    assert session is not None
    assert (session.view, session.label, session.link_id) == (PINNED, "Review meeting", link_id)
    assert session.actor.kind == "link"
    assert may_read(session.actor, PINNED)
    assert not may_read(session.actor, replace(PINNED, publication=2))
    assert links.of_digest(again, session.token_digest) == session
    for wrong in (session.token_digest, token.text, begun.token.text + "x", ""):
        assert links.of_token(again, wrong) is None
    with again.snapshot() as state:
        held = "".join(
            str(batch.to_pydict())
            for name in ("link", "link_session", "audit")
            for batch in state.batches(name)
        )
    assert token.text not in held
    assert begun.token.text not in held
    again.close()


def test_link_is_open_from_its_beginning_to_its_end(office: Store, qian: Actor) -> None:
    now = dt.datetime.now(dt.UTC)
    token = links.share(office, qian, PINNED, label="a", opens_at=now + DAY, expires_at=now + 2 * DAY)[1].text
    assert is_dead(office, token)
    session = opened(office, token, now=now + DAY).session
    assert links.of_digest(office, session.token_digest, now + 2 * DAY - dt.timedelta(seconds=1))
    assert links.of_digest(office, session.token_digest, now + 2 * DAY) is None
    assert is_dead(office, token, now=now + 2 * DAY)
    month = links.share(office, qian, PINNED, label="b", now=now)[1].text
    assert opened(office, month, now=now + links.VALID_FOR - dt.timedelta(seconds=1))
    assert is_dead(office, month, now=now + links.VALID_FOR)


def test_revoked_link_ends_what_was_opened(office: Store, qian: Actor) -> None:
    link_id, token = links.share(office, qian, PINNED, label="a")
    session = opened(office, token.text).session
    links.revoke(office, qian, link_id)
    links.revoke(office, qian, link_id)
    assert links.of_digest(office, session.token_digest) is None
    assert is_dead(office, token.text)
    with pytest.raises(LinkError, match="revoked"):
        links.rotate(office, qian, link_id)
    told = audit.entries(office, employ(office, "zhao", Grant("administrator", "100000")))
    assert told.filter(what="link_revoked").height == 1


def test_changed_secret_ends_the_one_before_and_keeps_its_place(office: Store, qian: Actor) -> None:
    link_id, old = links.share(office, qian, PINNED, label="a")
    session = opened(office, old.text).session
    new = links.rotate(office, qian, link_id)
    assert new.text != old.text
    assert links.of_digest(office, session.token_digest) is None
    assert is_dead(office, old.text)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)
    assert opened(office, new.text, now=later).session.view == PINNED
    row = links.register(office, qian).row(0, named=True)
    assert (row["link_id"], row["openings"]) == (link_id, 2)


def test_one_visitor_is_noted_once_an_hour_and_every_other_too(office: Store, qian: Actor) -> None:
    link_id, token = links.share(office, qian, CURRENT, label="a")
    now = dt.datetime.now(dt.UTC)
    sessions = [
        opened(office, token.text, now=now + dt.timedelta(minutes=minutes)).session for minutes in (0, 1, 59)
    ]
    assert links.openings(office, qian, link_id).height == 1
    opened(office, token.text, address="192.0.2.8", now=now)
    opened(office, token.text, now=now + dt.timedelta(minutes=61))
    for session in sessions:
        links.note_seen(office, session, 2, now)
    noted = links.openings(office, qian, link_id)
    assert sorted(noted["publication"]) == [1, 1, 1, 2]
    assert audit.entries(office, COMMAND_LINE, what="link_opened").height == noted.height


def test_visitors_are_numbered_as_they_first_came(
    office: Store, qian: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    link_id, token = links.share(office, qian, PINNED, label="a")
    other = links.share(office, qian, PINNED, label="b")[1]
    now = dt.datetime.now(dt.UTC)
    opened(office, other.text, now=now, address="192.0.2.9")
    for hours, visitor in enumerate((7, 8, 7, 9, 8)):
        when = now + dt.timedelta(hours=2 * hours)
        opened(office, token.text, now=when, address=f"192.0.2.{visitor}")
    assert links.openings(office, qian, link_id)["visitor"].to_list() == [2, 3, 1, 2, 1]
    monkeypatch.setattr(sharing, "OPENINGS", 2)
    assert links.openings(office, qian, link_id)["visitor"].to_list() == [2, 3]


def test_openings_by_one_address_are_counted_per_link(
    office: Store, qian: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "OPENINGS", 3)
    token, other = (links.share(office, qian, PINNED, label=label)[1].text for label in "ab")
    for _ in range(3):
        opened(office, token)
    with pytest.raises(TooOftenError):
        opened(office, token)
    assert opened(office, other)
    assert opened(office, token, address="192.0.2.8")
    assert opened(office, token, now=dt.datetime.now(dt.UTC) + attempts.FORGOTTEN_AFTER)


def test_link_ends_with_the_account_or_the_rights_of_its_maker(office: Store, qian: Actor) -> None:
    token = links.share(office, qian, PINNED, label="a")[1].text
    session = opened(office, token).session
    accounts.disable(office, COMMAND_LINE, qian.user_id or "")
    assert links.of_digest(office, session.token_digest) is None
    assert is_dead(office, token)
    accounts.enable(office, COMMAND_LINE, qian.user_id or "")
    assert opened(office, token)
    accounts.take(office, COMMAND_LINE, qian.user_id or "", qian.grants[0])
    assert is_dead(office, token)


def test_register_calls_open_what_can_be_opened(office: Store, qian: Actor) -> None:
    zhao = employ(office, "zhao", Grant("administrator", "100000"))
    now = dt.datetime.now(dt.UTC)
    at = {"opens_at": now + DAY, "expires_at": now + 2 * DAY}
    token = links.share(office, qian, PINNED, label="a", **at, now=now)[1].text  # type: ignore[arg-type]

    # An attempt at an earlier time than the one before would have to wait.
    addresses = (f"192.0.2.{number}" for number in range(20, 40))

    def stands(moment: dt.datetime) -> str:
        """Return the state of the link, which is open if and only if it can be opened."""
        state: str = links.register(office, zhao, moment)["state"].item()
        if state == "open":
            assert opened(office, token, now=moment, address=next(addresses))
        else:
            assert is_dead(office, token, now=moment, address=next(addresses))
        return state

    assert [stands(now + days * DAY) for days in (0, 1, 2)] == ["not_yet", "open", "expired"]
    accounts.take(office, COMMAND_LINE, qian.user_id or "", qian.grants[0])
    assert [stands(now + days * DAY) for days in (0, 1, 2)] == ["maker_without_right"] * 3
    accounts.disable(office, COMMAND_LINE, qian.user_id or "")
    assert stands(now + DAY) == "maker_disabled"
    links.revoke(office, zhao, links.register(office, zhao)["link_id"].item())
    assert stands(now + DAY) == "revoked"


def test_password_is_asked_for_kept_hashed_and_guessing_is_slowed(office: Store, qian: Actor) -> None:
    with pytest.raises(WeakPasswordError):
        links.share(office, qian, PINNED, label="a", password="123")
    link_id, made = links.share(office, qian, PINNED, label="a", password=PASSWORD)
    token = made.text
    for given, said in ((None, "asks for a password"), ("", "asks for"), (PASSWORD + "x", "is wrong")):
        with pytest.raises(PasswordNeededError, match=said):
            opened(office, token, given)
    assert opened(office, token, PASSWORD)
    now = dt.datetime.now(dt.UTC)
    for number in range(20):
        attempts.begin(office, attempts.at_link(link_id, f"192.0.2.{number}"), now)
    with pytest.raises(TooOftenError):
        opened(office, token, PASSWORD, address="198.51.100.1")
    assert opened(office, token, PASSWORD, now=now + dt.timedelta(minutes=11))


def test_guessing_secrets_is_slowed_for_the_one_address_and_tells_nothing_meanwhile(
    office: Store, qian: Actor
) -> None:
    token = links.share(office, qian, PINNED, label="a")[1].text
    assert is_dead(office, secrets.token_urlsafe(32))
    for _ in range(99):
        attempts.begin(office, attempts.at_unknown_link(HERE), dt.datetime.now(dt.UTC))
    with pytest.raises(TooOftenError):
        opened(office, token)
    assert opened(office, token, address="198.51.100.1")


def test_a_whole_meeting_opens_a_link_at_once(office: Store, qian: Actor) -> None:
    token = links.share(office, qian, PINNED, label="a")[1].text
    digests = {opened(office, token).session.token_digest for _ in range(40)}
    assert len(digests) == 40


def test_link_to_the_newest_notes_what_was_seen_of_it(office: Store, qian: Actor) -> None:
    link_id, token = links.share(office, qian, CURRENT, label="a")
    session = opened(office, token.text).session
    assert session.publication == 1
    publish_again(office)
    for _ in range(2):
        links.note_seen(office, session, 2)
    assert links.openings(office, qian, link_id)["publication"].to_list() == [2, 1]
    row = links.register(office, qian).row(0, named=True)
    assert (row["openings"], row["last_publication"], row["state"]) == (2, 2, "open")
    later = links.openings(office, qian, link_id)["opened_at"].max() + dt.timedelta(seconds=1)  # type: ignore[operator]
    row = {"link_id": link_id, "opening_id": "x", "opened_at": later, "publication": 1, "visitor_digest": "0"}
    office.run(lambda tx: tx.insert("link_opening", pl.DataFrame([row])))
    row = links.register(office, qian).row(0, named=True)
    assert (row["openings"], row["last_opened_at"], row["last_publication"]) == (3, later, 1)


def test_register_is_the_makers_own_and_the_administrators(office: Store, qian: Actor) -> None:
    zhao = employ(office, "zhao", Grant("administrator", "100000"))
    city = employ(office, "sun", Grant("administrator", "610100"))
    mine = links.share(office, qian, PINNED, label="mine")[0]
    theirs = links.share(office, zhao, CURRENT, label="theirs")[0]
    assert links.register(office, qian)["link_id"].to_list() == [mine]
    assert set(links.register(office, zhao)["link_id"]) == {mine, theirs}
    assert links.register(office, city).is_empty()
    for actor, link_id in ((qian, theirs), (city, mine), (VISITOR, mine), (NOBODY, mine)):
        for act in (links.revoke, links.rotate, links.openings):
            with pytest.raises(DeniedError):
                act(office, actor, link_id)
    with pytest.raises(LinkError):
        links.revoke(office, zhao, "none")
    links.revoke(office, zhao, mine)
    assert links.register(office, qian)["state"].to_list() == ["revoked"]


@pytest.mark.parametrize(
    "actor", [NOBODY, VISITOR, COMMAND_LINE, Actor("u9", "No rights"), Actor(None, "", (), "link", PINNED)]
)
def test_who_has_no_account_with_a_right_makes_no_link(office: Store, actor: Actor) -> None:
    with pytest.raises(DeniedError):
        links.share(office, actor, PINNED, label="a")
    with pytest.raises(DeniedError):
        links.register(office, actor)


def test_unfit_links_are_refused(office: Store, qian: Actor) -> None:
    now = dt.datetime.now(dt.UTC)
    for label in ("", " \n", "\u202e\u200b", "x" * 121):
        with pytest.raises(LinkError, match="what the link is for"):
            links.share(office, qian, PINNED, label=label)
    for begins, ends in (
        (None, now - DAY),
        (now + DAY, now + DAY),
        (None, now + 400 * DAY),
        (now - DAY, now),
    ):
        with pytest.raises(LinkError, match="ends after it begins"):
            links.share(office, qian, PINNED, label="a", opens_at=begins, expires_at=ends, now=now)
    for number in (0, -1, 2, 10**18):
        with pytest.raises(LinkError, match="no publication"):
            links.share(office, qian, replace(PINNED, publication=number), label="a")
    assert links.register(office, qian).is_empty()


def test_label_is_kept_in_one_line_without_what_nobody_sees(office: Store, qian: Actor) -> None:
    links.share(office, qian, PINNED, label="<b>\u202e会议\r\nSet-Cookie: x\x00\x1b[31m")
    assert links.register(office, qian)["label"].to_list() == ["<b>会议 Set-Cookie: x[31m"]


def test_trail_tells_what_was_done_and_no_secret(office: Store, qian: Actor) -> None:
    link_id, token = links.share(office, qian, PINNED, label="a", password=PASSWORD)
    opened(office, token.text, PASSWORD)
    links.rotate(office, qian, link_id)
    links.revoke(office, qian, link_id)
    zhao = employ(office, "zhao", Grant("administrator", "100000"))
    told = audit.entries(office, zhao, subject=f"link:{link_id}")
    assert told["what"].to_list() == ["link_revoked", "link_rotated", "link_opened", "link_shared"]
    assert audit.verify(office).fault is None
