"""Accounts, sessions and one-time links on either database."""

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import argon2
import pytest

from dabiao import accounts, audit
from dabiao.accounts import AccountError, LinkError, SignedIn, SignInError, TooOftenError, WeakPasswordError
from dabiao.accounts.sessions import IDLE, LIFETIME
from dabiao.rights import COMMAND_LINE, NOBODY, VISITOR, Actor, DeniedError, Grant, may
from dabiao.store import Store, open_store
from tests.store.sample import put_content
from tests.store.staff import employ

PASSWORD = "kettle oblique harbour"
OTHER = "granite whisper oboe"
AGAIN = "Name or password is wrong."
EVERYWHERE = Grant("administrator", "100000")

pytestmark = [pytest.mark.usefixtures("secret"), pytest.mark.begins(after=put_content)]


@pytest.fixture
def office(store: Store) -> Store:
    """A store with areas: a province and a city of it."""
    return store


def begin(store: Store, token: str, password: str = PASSWORD, **more: str) -> SignedIn:
    return accounts.use(store, token, password, address="192.0.2.7", browser="Firefox", **more)


def enter(store: Store, name: str, password: str = PASSWORD, **more: object) -> SignedIn:
    options: dict[str, object] = {"address": "192.0.2.7", "browser": "Firefox"}
    return accounts.sign_in(store, name, password, **(options | more))  # type: ignore[arg-type]


def first(store: Store) -> SignedIn:
    token = accounts.first_administrator(store)
    assert token is not None
    return begin(store, token.text, name="Zhao", shown_name="赵")


def hire(store: Store, name: str, *grants: str, by: Actor = COMMAND_LINE) -> SignedIn:
    token = accounts.add_account(
        store, by, name, name.title(), [accounts.read_grant(text) for text in grants]
    )
    return begin(store, token.text)


def test_first_administrator_comes_by_a_link_that_works_once(office: Store) -> None:
    old, token = (accounts.first_administrator(office) for _ in range(2))
    assert old is not None
    assert token is not None
    with pytest.raises(LinkError):
        begin(office, old.text, name="zhao", shown_name="赵")
    with pytest.raises(WeakPasswordError):
        begin(office, token.text, "zhao", name="zhao", shown_name="赵")
    with pytest.raises(AccountError):
        begin(office, token.text, name="!", shown_name="赵")
    signed_in = begin(office, token.text, name=" ZHAO ", shown_name="赵")
    assert signed_in.session.actor.grants == (EVERYWHERE,)
    trail = audit.entries(office, COMMAND_LINE)
    done = [(row["what"], row["actor_name"], row["actor_id"] is None) for row in trail.to_dicts()]
    # Nobody had an account: the link is all that is known of who made the first one.
    made = [("password_chosen", "赵", False), ("right_given", "set-up link", True)]
    assert done[1:4] == [*made, ("account_added", "set-up link", True)], done
    assert accounts.first_administrator(office) is None
    with pytest.raises(LinkError):
        begin(office, token.text, name="qian", shown_name="钱")
    assert enter(office, "zhao").session.actor.name == "赵"


def test_two_who_follow_the_first_link_make_one_administrator(office: Store) -> None:
    token = accounts.first_administrator(office)
    assert token is not None

    def follow(name: str) -> bool:
        try:
            begin(office, token.text, name=name, shown_name=name)
        except AccountError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(follow, ("qian", "sun"))) == [False, True]


def test_session_is_in_the_store_and_only_its_digest(office: Store, database: str) -> None:
    token = first(office).token.text
    office.close()
    again = open_store(database)
    session = accounts.of_token(again, token)
    assert session is not None
    assert session.actor.name == "赵"
    assert may(session.actor, "administer", accounts.places(again)["610000"])
    assert accounts.of_digest(again, session.token_digest) == session
    assert accounts.of_token(again, session.token_digest) is None
    assert accounts.of_token(again, token + "x") is None
    accounts.sign_out(again, session)
    assert accounts.of_token(again, token) is None
    again.close()


def test_session_ends_when_idle_and_in_any_case(office: Store) -> None:
    begun = dt.datetime.now(dt.UTC)
    token = first(office).token.text
    assert accounts.of_token(office, token, begun + IDLE + dt.timedelta(minutes=5)) is None
    moment = begun
    while (moment := moment + IDLE - dt.timedelta(hours=1)) < begun + LIFETIME:
        assert accounts.of_token(office, token, moment) is not None, "use keeps it alive"
    assert accounts.of_token(office, token, begun + LIFETIME + dt.timedelta(seconds=5)) is None


def test_rights_and_their_loss_show_in_running_sessions(office: Store) -> None:
    boss = employ(office, "zhao", EVERYWHERE)
    session = hire(office, "wang", "reporter:610000", by=boss).session
    user_id = session.actor.user_id
    assert user_id is not None
    accounts.give(office, boss, user_id, Grant("reporter", "610000", frozenset({"local-standards"})))
    accounts.give(office, boss, user_id, Grant("reviewer", "610100"))
    now = accounts.of_digest(office, session.token_digest)
    assert now is not None
    assert now.actor.grants == (
        Grant("reporter", "610000", frozenset({"local-standards"})),
        Grant("reviewer", "610100"),
    )
    accounts.take(office, boss, user_id, Grant("reviewer", "610100"))
    accounts.disable(office, boss, user_id)
    assert accounts.of_digest(office, session.token_digest) is None
    with pytest.raises(SignInError, match=AGAIN):
        enter(office, "wang")
    accounts.enable(office, boss, user_id)
    session = enter(office, "wang").session
    assert session.actor.grants == now.actor.grants[:1]
    accounts.take(office, boss, user_id, session.actor.grants[0])
    left = accounts.of_digest(office, session.token_digest)
    assert left is not None, "who has no rights is signed in still"
    assert left.actor.grants == ()


def test_unknown_and_wrong_and_without_password_are_one(office: Store) -> None:
    hire(office, "wang", "reporter:610000")
    accounts.add_account(office, COMMAND_LINE, "li", "李", [Grant("leadership", "610000")])
    for name, password in (("wang", OTHER), ("nobody", PASSWORD), ("li", ""), ("li", PASSWORD), ("", "")):
        with pytest.raises(SignInError) as refused:
            enter(office, name, password)
        assert str(refused.value) == AGAIN
        assert refused.value.message("zh") == "登录名或密码错误。"


@pytest.mark.usefixtures("real_hashes")
def test_unknown_takes_as_long_as_wrong(office: Store) -> None:
    hire(office, "wang", "reporter:610000")

    def seconds(name: str, address: str) -> float:
        begun = time.perf_counter()
        with pytest.raises(SignInError, match=AGAIN):
            enter(office, name, OTHER, address=address)
        return time.perf_counter() - begun

    seconds("nobody", "192.0.2.1")
    wrong = [seconds("wang", f"192.0.2.{number}") for number in range(2, 6)]
    unknown = [seconds(f"nobody{number}", f"192.0.2.{number}") for number in range(2, 6)]
    assert 0.4 < median(unknown) / median(wrong) < 2.5


def test_failures_slow_the_next_attempt_also_for_names_that_no_account_has(office: Store) -> None:
    hire(office, "wang", "reporter:610000")
    now = dt.datetime.now(dt.UTC)
    for name in ("wang", "nobody"):
        for _ in range(5):
            with pytest.raises(SignInError, match=AGAIN):
                enter(office, name, OTHER, now=now)
        with pytest.raises(TooOftenError) as slowed:
            enter(office, name, PASSWORD, now=now)
        assert slowed.value.wait == dt.timedelta(seconds=4)
        assert slowed.value.message("zh") == "登录失败次数过多，请在1分钟后重试。"
    later = now + dt.timedelta(seconds=4)
    with pytest.raises(SignInError, match=AGAIN):
        enter(office, "wang", OTHER, now=later)
    with pytest.raises(TooOftenError):
        enter(office, "wang", now=later + dt.timedelta(seconds=7))
    enter(office, "wang", now=later + dt.timedelta(seconds=8))
    with pytest.raises(SignInError, match=AGAIN):
        enter(office, "wang", OTHER, now=later + dt.timedelta(seconds=8))


def test_failures_for_many_names_slow_their_address(office: Store) -> None:
    now = dt.datetime.now(dt.UTC)
    for number in range(30):
        with pytest.raises(SignInError, match=AGAIN):
            enter(office, f"name{number}", "", now=now)
    with pytest.raises(TooOftenError):
        enter(office, "another", now=now)
    with pytest.raises(SignInError, match=AGAIN):
        enter(office, "another", now=now, address="192.0.2.8")


def test_attempts_at_once_do_not_slip_through(office: Store) -> None:
    def guess(number: int) -> str:
        try:
            enter(office, "wang", f"guess {number}")
        except SignInError as error:
            return type(error).__name__
        return "in"

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(guess, range(16)))
    assert answers == ["SignInError"] * 5 + ["TooOftenError"] * 11


def test_reset_link_ends_other_sessions_and_the_old_password(office: Store) -> None:
    session = hire(office, "wang", "reporter:610000").session
    user_id = accounts.id_of(office, "WANG")
    token = accounts.reset(office, COMMAND_LINE, user_id)
    enter(office, "wang")
    assert accounts.look_up(office, token.text).name == "wang"
    with pytest.raises(LinkError):
        accounts.look_up(office, token.text, dt.datetime.now(dt.UTC) + dt.timedelta(days=4))
    begin(office, token.text, OTHER)
    assert accounts.of_digest(office, session.token_digest) is None
    with pytest.raises(SignInError):
        enter(office, "wang")
    enter(office, "wang", OTHER)


@pytest.mark.usefixtures("real_hashes")
def test_hash_of_older_parameters_is_renewed(office: Store) -> None:
    hire(office, "wang", "reporter:610000")
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    user_id = accounts.id_of(office, "wang")
    office.run(lambda tx: tx.execute("set_password", user_id, weak, dt.datetime.now(dt.UTC)))
    for _ in range(2):
        enter(office, "wang")
        kept = office.read("account_to_sign_in", "wang").item(0, "password_hash")
        assert "m=65536,t=3,p=4" in kept


def test_sign_out_everywhere(office: Store) -> None:
    boss = employ(office, "zhao", EVERYWHERE)
    one, two = hire(office, "wang", "reporter:610000").session, enter(office, "wang").session
    assert accounts.sessions_of(office, one.actor, one.actor.user_id or "").height == 2
    with pytest.raises(DeniedError):
        accounts.sign_out_everywhere(office, one.actor, boss.user_id or "")
    accounts.sign_out_everywhere(office, one.actor, one.actor.user_id or "")
    assert accounts.of_digest(office, one.token_digest) is None
    assert accounts.of_digest(office, two.token_digest) is None
    again = enter(office, "wang").session
    accounts.sign_out_everywhere(office, boss, again.actor.user_id or "")
    assert accounts.sessions_of(office, boss, again.actor.user_id or "").is_empty()


def test_administrator_of_an_area_reaches_no_further(office: Store) -> None:
    boss = employ(office, "zhao", EVERYWHERE)
    local = employ(office, "local", Grant("administrator", "610000"), by=boss)
    below = employ(office, "wang", Grant("reporter", "610100"), by=local)
    above = employ(office, "qian", Grant("reporter", "610100"), Grant("leadership", "100000"), by=boss)
    assert [each.name for each in accounts.accounts(office, local)] == ["local", "wang"]
    assert [each.name for each in accounts.accounts(office, boss)] == ["local", "qian", "wang", "zhao"]
    with pytest.raises(DeniedError):
        accounts.add_account(office, local, "sun", "孙", [Grant("leadership", "100000")])
    with pytest.raises(DeniedError):
        accounts.give(office, local, below.user_id or "", EVERYWHERE)
    for forbidden in (accounts.reset, accounts.disable, accounts.enable, accounts.account):
        with pytest.raises(DeniedError):
            forbidden(office, local, above.user_id or "")
    accounts.disable(office, local, below.user_id or "")


@pytest.mark.parametrize(
    ("name", "shown_name", "grants", "english"),
    [
        ("wang", "Wang", ["leadership:610000"], "There is an account wang already."),
        ("-", "Wang", ["leadership:610000"], "A name to sign in with has 2 to 64"),
        ("Wang 2", "Wang", ["leadership:610000"], "A name to sign in with has 2 to 64"),
        ("sun", " ", ["leadership:610000"], "Give the name that others see."),
        ("sun", "Sun", [], "Give at least one right."),
        ("sun", "Sun", ["leadership:999999"], "There is no area 999999."),
        ("sun", "Sun", ["reporter:610000:none"], "There is no indicator none."),
        ("sun", "Sun", ["reviewer:610000:local-standards"], "Only reporters can be restricted"),
    ],
)
def test_account_that_cannot_be(
    office: Store, name: str, shown_name: str, grants: list[str], english: str
) -> None:
    accounts.add_account(office, COMMAND_LINE, "wang", "Wang", [Grant("reporter", "610000")])
    with pytest.raises(AccountError, match=english):
        accounts.add_account(
            office, COMMAND_LINE, name, shown_name, [accounts.read_grant(text) for text in grants]
        )
    assert len(accounts.accounts(office, COMMAND_LINE)) == 1


def test_last_administrator_stays(office: Store) -> None:
    boss = first(office).session.actor
    for last in (
        lambda: accounts.disable(office, boss, boss.user_id or ""),
        lambda: accounts.take(office, COMMAND_LINE, boss.user_id or "", EVERYWHERE),
    ):
        with pytest.raises(AccountError, match="last administrator"):
            last()
    hire(office, "qian", "administrator:100000", by=boss)
    accounts.take(office, boss, boss.user_id or "", EVERYWHERE)


@pytest.mark.parametrize(
    "actor", [NOBODY, VISITOR, Actor("u9", "No rights")], ids=["nobody", "visitor", "user"]
)
def test_nobody_may_do_anything(office: Store, actor: Actor) -> None:
    user_id = employ(office, "zhao", EVERYWHERE).user_id or ""
    before = audit.head(office)
    for refused in (
        lambda: accounts.accounts(office, actor),
        lambda: accounts.account(office, actor, user_id),
        lambda: accounts.add_account(office, actor, "sun", "孙", [EVERYWHERE]),
        lambda: accounts.reset(office, actor, user_id),
        lambda: accounts.disable(office, actor, user_id),
        lambda: accounts.enable(office, actor, user_id),
        lambda: accounts.give(office, actor, user_id, EVERYWHERE),
        lambda: accounts.take(office, actor, user_id, EVERYWHERE),
        lambda: accounts.sessions_of(office, actor, user_id),
        lambda: accounts.sign_out_everywhere(office, actor, user_id),
        lambda: audit.entries(office, actor),
    ):
        with pytest.raises(DeniedError):
            refused()
    assert audit.head(office) == before


def test_every_step_is_in_the_trail_without_secrets(office: Store) -> None:
    signed_in = first(office)
    boss = signed_in.session.actor
    hire(office, "wang", "reporter:610000", by=boss)
    with pytest.raises(SignInError):
        enter(office, "nobody", PASSWORD)
    accounts.sign_out(office, signed_in.session)
    rows = audit.entries(office, boss).reverse()
    assert rows["what"].to_list() == [
        "publication",
        *("account_added", "right_given", "password_chosen", "signed_in"),
        *("account_added", "right_given", "password_chosen", "signed_in"),
        *("sign_in_refused", "signed_out"),
    ]
    text = rows.write_json()
    assert "nobody" not in text
    assert all(secret not in text for secret in (PASSWORD, signed_in.token.text, "argon2", "192.0.2.7"))
    assert audit.verify(office).fault is None


@pytest.mark.parametrize("text", ["", "leadership", "leadership:", "boss:610000"])
def test_rights_that_are_not_written_as_such(text: str) -> None:
    with pytest.raises(AccountError, match="is no right"):
        accounts.read_grant(text)


@pytest.mark.parametrize("text", ["leadership:100000", "reporter:610100:a,b", "administrator:610000"])
def test_rights_are_read_as_written(text: str) -> None:
    assert accounts.write_grant(accounts.read_grant(text)) == text
