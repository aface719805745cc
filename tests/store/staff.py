"""People for tests: accounts that act, and accounts to try queries with, whose moments are fixed."""

import datetime as dt

import polars as pl

from dabiao import accounts
from dabiao.rights import COMMAND_LINE, Actor, Grant
from dabiao.store import Store, Transaction

THEN = dt.datetime(2026, 1, 5, 1, 30, tzinfo=dt.UTC)
LATER = THEN + dt.timedelta(days=5)


def employ(store: Store, name: str, *grants: Grant, by: Actor = COMMAND_LINE) -> Actor:
    """Add an account that acts and never signs in: choosing a password takes longer than all the rest."""
    accounts.add_account(store, by, name, name.title(), grants)
    return Actor(accounts.id_of(store, name), name.title(), grants)


def put_staff(store: Store) -> None:
    """Insert two accounts, one with a password, with rights, a session, links and failures."""
    made = {"created_at": THEN, "created_by": "command line", "changed_at": THEN}

    def work(tx: Transaction) -> None:
        tx.insert(
            "account",
            pl.DataFrame(
                [
                    {"user_id": "u1", "name": "wang", "shown_name": "王", "password_hash": "$argon2id$"}
                    | made,
                    {"user_id": "u2", "name": "li", "shown_name": "李", "password_hash": None} | made,
                ]
            ),
        )
        given = {"granted_at": THEN, "granted_by": "command line"}
        tx.insert(
            "account_grant",
            pl.DataFrame(
                [
                    {"area_code": "100000", "user_id": "u1", "role": "administrator", "indicators": None}
                    | given,
                    {"area_code": "610000", "user_id": "u2", "role": "reporter", "indicators": '["all"]'}
                    | given,
                ]
            ),
        )
        session = {"token_digest": "s1", "user_id": "u1", "created_at": THEN, "seen_at": THEN}
        place = {"expires_at": LATER, "address": "192.0.2.7", "browser": "Firefox"}
        tx.insert("account_session", pl.DataFrame([session | place]))
        link = {"created_at": THEN, "expires_at": LATER}
        tx.insert(
            "one_time_link",
            pl.DataFrame(
                [
                    {"token_digest": "l1", "purpose": "set_password", "user_id": "u2"} | link,
                    {"token_digest": "l2", "purpose": "first_administrator", "user_id": None} | link,
                ]
            ),
        )
        identity = {"issuer": "https://id.example", "subject": "77", "user_id": "u1", "bound_at": THEN}
        tx.insert("account_identity", pl.DataFrame([identity]))
        link = {"link_id": "k1", "token_digest": "t1", "label": "会议", "password_hash": "$argon2id$"}
        view = {"saved_view": '{"choices":{},"page":"area","publication":1}', "opens_at": THEN}
        maker = {"expires_at": LATER, "made_at": THEN, "made_by": "u1", "made_by_name": "王"}
        tx.insert("link", pl.DataFrame([link | view | maker]))
        document = {"number": "DB-2026-000001", "issued_year": 2026, "serial": 1, "kind": "briefing"}
        told = {"title": "简报", "language": "zh", "views": "[]", "publication": 1, "digest": "d1"}
        by = {"issued_at": THEN, "issued_by": "u1", "issued_by_name": "王"}
        tx.insert("document", pl.DataFrame([document | told | by]))
        seen = {"link_id": "k1", "publication": 1, "visitor_digest": "v1"}
        openings = [{"opening_id": one, "opened_at": THEN} | seen for one in ("o1", "o2")]
        tx.insert("link_opening", pl.DataFrame(openings))
        tx.insert("link_session", pl.DataFrame([{"token_digest": "s1", "begun_at": THEN} | seen]))
        failure = {"subject_digest": "f1", "failures": 3, "failed_at": THEN}
        tx.insert("sign_in_failure", pl.DataFrame([failure]))

    store.run(work)
