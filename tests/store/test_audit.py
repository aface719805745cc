"""The audit trail: one chain, whoever writes, and whatever was done to it afterwards shows."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

import duckdb
import psycopg
import pytest

from dabiao import audit
from dabiao.audit import BEGINNING, Head, UnreadableHeadError, Verdict
from dabiao.rights import COMMAND_LINE, NOBODY, VISITOR, Actor, DeniedError, Grant
from dabiao.store import Store, Transaction, open_store
from tests.store.sample import content, load_of, put

WANG = Actor("u1", "王", (Grant("reporter", "610100"),))
ADMINISTRATOR = Actor("u2", "Li", (Grant("administrator", "100000"),))


def write(store: Store, count: int, actor: Actor = WANG) -> None:
    for number in range(count):
        detail = {"词": "值", "n": number}
        store.run(partial(audit.record, actor=actor, what="tried", subject=f"thing:{number}", detail=detail))


def write_five(store: Store) -> None:
    write(store, 5)


def behind_its_back(database: str, *statements: str) -> None:
    """Change the database as someone does who has its file or its password."""
    if "://" in database:
        with psycopg.connect(database, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())
        return
    with duckdb.connect(database) as file:
        for statement in statements:
            file.execute(statement)


def test_entries_follow_one_another(store: Store) -> None:
    assert audit.head(store) == Head(0, BEGINNING)
    assert audit.verify(store) == Verdict(0)
    write(store, 3)
    rows = audit.entries(store, ADMINISTRATOR).reverse()
    assert rows["number"].to_list() == [1, 2, 3]
    assert rows["previous"].to_list() == [BEGINNING, *rows["chain_digest"].to_list()[:2]]
    assert rows["detail"][1] == '{"n":1,"词":"值"}'
    assert set(rows["actor_name"]) == {"王"}
    assert audit.head(store) == Head(3, rows["chain_digest"][2])
    assert audit.verify(store) == Verdict(3)


def test_several_entries_of_one_transaction_stay_in_order(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        return [audit.record(tx, WANG, "tried", f"thing:{n}", {}).number for n in range(3)]

    assert store.run(work) == [1, 2, 3]
    assert audit.verify(store) == Verdict(3)


def test_what_did_not_happen_leaves_no_entry(store: Store) -> None:
    def work(tx: Transaction) -> None:
        audit.record(tx, WANG, "tried", "thing:1", {})
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        store.run(work)
    assert audit.head(store).number == 0


def test_writers_at_once_make_one_chain(store: Store) -> None:
    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(write, store, 10) for _ in range(6)]:
            done.result()
    assert audit.verify(store) == Verdict(60)
    rows = audit.entries(store, ADMINISTRATOR)
    assert all(later["previous"] == earlier["chain_digest"] for later, earlier in pairwise(rows.to_dicts()))


def test_walk_is_not_disturbed_by_those_who_write(store: Store) -> None:
    with ThreadPoolExecutor(2) as pool:
        writing = pool.submit(write, store, 40)
        while not writing.done():
            assert audit.verify(store).fault is None
        writing.result()


LAST = "(select max(number) from audit)"
TAMPERED: dict[str, tuple[tuple[str, ...], Verdict]] = {
    "a word changed": (("update audit set actor_name = 'Zhao' where number = 3",), Verdict(2, "changed", 3)),
    "a detail changed": (("update audit set detail = '{}' where number = 1",), Verdict(0, "changed", 1)),
    "a time changed": (
        ("update audit set recorded_at = recorded_at - interval '1 day' where number = 5",),
        Verdict(4, "changed", 5),
    ),
    "one taken out": (("delete from audit where number = 2",), Verdict(1, "missing", 2)),
    "the first taken out": (("delete from audit where number = 1",), Verdict(0, "missing", 1)),
    "one taken out and the rest moved up": (
        ("delete from audit where number = 2", "update audit set number = number - 1 where number > 2"),
        Verdict(1, "changed", 2),
    ),
    "the end cut off": (("delete from audit where number > 3",), Verdict(3, "cut_off", 4)),
    "all taken out": (("delete from audit",), Verdict(0, "cut_off", 1)),
    "the end cut off and the head moved to a false digest": (
        ("delete from audit where number > 3", "update audit_head set number = 3"),
        Verdict(3, "changed", 3),
    ),
    "one added behind": (
        (
            "insert into audit select number + 1, recorded_at, actor_id, actor_name, what, subject, detail, "
            f"chain_digest, chain_digest from audit where number = {LAST}",
        ),
        Verdict(5, "added", 6),
    ),
    "one added before": (
        (
            "insert into audit select 0, recorded_at, actor_id, actor_name, what, subject, detail, "
            "previous, chain_digest from audit where number = 1",
        ),
        Verdict(5, "added", 6),
    ),
}


@pytest.mark.begins(after=write_five)
@pytest.mark.parametrize(("statements", "verdict"), TAMPERED.values(), ids=TAMPERED.keys())
def test_what_was_done_to_it_shows(database: str, statements: tuple[str, ...], verdict: Verdict) -> None:
    behind_its_back(database, *statements)
    store = open_store(database)
    assert audit.verify(store) == verdict
    store.close()


def test_whoever_rewrites_all_is_given_away_by_a_receipt(database: str) -> None:
    store = open_store(database)
    write(store, 3)
    noted = audit.head(store)
    write(store, 2)
    assert audit.verify(store, noted) == Verdict(5)
    store.close()
    forged = f"update audit_head set number = 0, chain_digest = '{BEGINNING}'"
    behind_its_back(database, "delete from audit", forged)
    store = open_store(database)
    assert audit.verify(store) == Verdict(0)
    assert audit.verify(store, noted) == Verdict(0, "cut_off", 1)
    write(store, 4, COMMAND_LINE)
    assert audit.verify(store) == Verdict(4)
    assert audit.verify(store, noted) == Verdict(2, "other_head", 3)
    store.close()


def test_head_is_read_as_it_is_printed() -> None:
    noted = Head(17, "0123456789abcdef" * 4)
    assert audit.read_head(f" {noted}\n") == noted


@pytest.mark.parametrize("text", ["", "17", "17:", f"-1:{'0' * 64}", f"x:{'0' * 64}", f"1:{'g' * 64}"])
def test_other_texts_are_no_head(text: str) -> None:
    with pytest.raises(UnreadableHeadError):
        audit.read_head(text)


def test_loads_and_publications_are_told(store: Store) -> None:
    first = content()
    put(store, first, load=load_of(first))
    put(store, first, load=load_of(first))
    rows = audit.entries(store, ADMINISTRATOR).reverse().to_dicts()
    assert [(row["what"], row["subject"]) for row in rows] == [
        ("load", "load:1"),
        ("publication", "publication:1"),
        ("load", "load:2"),
    ]
    assert {row["actor_name"] for row in rows} == {"command line"}
    assert audit.verify(store) == Verdict(3)


@pytest.mark.parametrize("actor", [NOBODY, VISITOR, WANG], ids=["nobody", "visitor", "reporter"])
def test_trail_is_for_administrators(store: Store, actor: Actor) -> None:
    with pytest.raises(DeniedError):
        audit.entries(store, actor)
