"""Typing into a return: what is saved stays, and of two who change one cell none overwrites the other."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import polars as pl
import pytest

from dabiao import audit, returns
from dabiao.returns import Conflict, Saved, Typed
from dabiao.rights import Actor, DeniedError
from dabiao.store import Store, open_store
from tests.store.returned import (
    ADMINISTRATOR,
    BEILIN,
    BEILIN_REPORTER,
    FIRST,
    GROUP,
    LEADER,
    LI,
    LOCAL,
    QUARTER,
    SHAANXI,
    SHARE,
    XIAN,
    ZHANG,
    ZHAO,
    Clock,
    desk_of,
    put_world,
    typed,
)

pytestmark = pytest.mark.begins(after=put_world)


def test_form_shows_what_the_area_owes_with_what_stands_beside_it(store: Store) -> None:
    form = returns.form(ZHANG, desk_of(store), SHAANXI, QUARTER)
    assert (form.state, form.days_late, form.closed, form.submittable) == ("open", 0, None, False)
    # All standards are the sum of two kinds whose figures are published: those are asked for, not the sum.
    assert [cell.key for cell in form.cells] == [GROUP, LOCAL, SHARE]
    local = form.cell(LOCAL)
    assert local.modes == ("total", "increment")
    assert (local.version, local.state, local.editable) == (0, "open", True)
    assert local.last_quarter is not None
    assert (local.last_quarter.period, str(local.last_quarter.amount)) == ("2025-Q2", "2290")
    assert local.year_before is not None
    assert (local.year_before.period, str(local.year_before.amount)) == ("2024-Q3", "2190")
    assert [(one["target"], one["status"], one["value"]) for one in local.targets] == [
        (400, "met_early", 418)
    ]
    share = form.cell(SHARE)
    assert share.modes == ("total",)
    assert share.last_quarter is not None
    assert share.last_quarter.period == "2024"


@pytest.mark.parametrize(
    ("given", "mode", "amount", "other"),
    [
        ("2320", "total", "2320", "30"),
        ("30", "increment", "2320", "30"),
        ("2320.50", "total", "2320.50", "30.5"),
        ("+30.0", "increment", "2320", "30"),
        ("三十", "total", None, None),
    ],
)
def test_either_is_typed_and_the_other_follows(
    store: Store, given: str, mode: str, amount: str | None, other: str | None
) -> None:
    desk = desk_of(store)
    saved = returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed(given, mode), expected_version=0)
    assert isinstance(saved, Saved)
    cell = returns.form(ZHANG, desk, SHAANXI, QUARTER).cell(LOCAL)
    assert cell.typed.given == given
    assert (cell.entry.amount_text, cell.entry.other_text) == (amount, other)
    assert cell.last is not None
    assert (cell.last.done_by_name, cell.last.done_at) == ("张", saved.saved_at)
    assert FIRST < saved.saved_at < FIRST + dt.timedelta(minutes=1)


@pytest.mark.parametrize(("choice", "status"), [("zero", "A"), ("M", "M"), ("Q", "Q"), (None, "O")], ids=str)
def test_zero_not_applicable_withheld_and_empty_are_four_things(
    store: Store, choice: str | None, status: str
) -> None:
    desk = desk_of(store)
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("5"), expected_version=0)
    chosen = typed(None, absence=choice)
    assert returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, chosen, expected_version=1)
    entry = returns.form(ZHANG, desk, SHAANXI, QUARTER).cell(LOCAL).entry
    assert entry.status == status
    assert (entry.number == 0) == (choice == "zero")


def test_every_save_is_a_version_of_its_own(store: Store) -> None:
    desk = desk_of(store)
    for version, given in enumerate(["1", "12", "123", None, "123"]):
        saved = returns.save_cell(
            ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed(given), expected_version=version
        )
        assert isinstance(saved, Saved)
        assert saved.version == version + 1
    history = returns.figure_history(ZHANG, desk, SHAANXI, QUARTER, LOCAL)
    assert history["given"].to_list() == ["1", "12", "123", None, "123"]
    assert history["done_at"].is_sorted()


def test_what_was_sent_twice_is_saved_once(store: Store) -> None:
    desk = desk_of(store)
    first = returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed(" 2320 "), expected_version=0)
    again = returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2320"), expected_version=0)
    assert first == again
    assert returns.figure_history(ZHANG, desk, SHAANXI, QUARTER, LOCAL).height == 1
    nothing = returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, GROUP, Typed(), expected_version=0)
    assert isinstance(nothing, Saved)
    assert nothing.version == 0


def test_later_of_two_sees_both_values(store: Store) -> None:
    desk = desk_of(store)
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2310"), expected_version=0)
    conflict = returns.save_cell(ZHAO, desk, SHAANXI, QUARTER, LOCAL, typed("2320"), expected_version=0)
    assert isinstance(conflict, Conflict)
    assert (conflict.theirs.typed.given, conflict.theirs.done_by_name) == ("2310", "张")
    assert conflict.yours.given == "2320"
    chosen = returns.save_cell(
        ZHAO, desk, SHAANXI, QUARTER, LOCAL, conflict.yours, expected_version=conflict.theirs.version
    )
    assert isinstance(chosen, Saved)
    assert returns.figure_history(ZHAO, desk, SHAANXI, QUARTER, LOCAL)["given"].to_list() == ["2310", "2320"]


def test_of_many_who_change_one_cell_at_once_each_is_saved_or_told(store: Store) -> None:
    desk = desk_of(store)

    def save(number: int) -> Saved | Conflict:
        actor = (ZHANG, ZHAO)[number % 2]
        return returns.save_cell(actor, desk, SHAANXI, QUARTER, LOCAL, typed(str(number)), expected_version=0)

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(save, range(1, 17)))
    saved = [one for one in outcomes if isinstance(one, Saved)]
    conflicts = [one for one in outcomes if isinstance(one, Conflict)]
    assert len(saved) == 1
    assert len(conflicts) == 15
    history = returns.figure_history(ZHANG, desk, SHAANXI, QUARTER, LOCAL)
    assert {one.theirs.typed.given for one in conflicts} == set(history["given"])
    assert history.height == 1


def test_changes_of_different_cells_at_once_both_stay(store: Store) -> None:
    desk = desk_of(store)

    def fill(key: tuple[str, str]) -> None:
        for version in range(6):
            done = returns.save_cell(
                ZHANG, desk, SHAANXI, QUARTER, key, typed(str(version)), expected_version=version
            )
            assert isinstance(done, Saved)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(fill, [LOCAL, GROUP, SHARE]))
    form = returns.form(ZHANG, desk, SHAANXI, QUARTER)
    held = {cell.key: (cell.version, cell.typed.given) for cell in form.cells}
    assert held == dict.fromkeys((LOCAL, GROUP, SHARE), (6, "5"))
    assert form.state == "draft"
    assert audit.verify(store).fault is None


def test_writers_of_two_processes_find_each_other_out(database: str) -> None:
    """Two stores on one PostgreSQL are two processes to it; DuckDB has one process and one store."""
    first = open_store(database)
    second = open_store(database) if "://" in database else first
    desk = desk_of(first)
    desks = (desk, replace(desk, store=second))

    def save(number: int) -> Saved | Conflict:
        return returns.save_cell(
            ZHANG, desks[number % 2], SHAANXI, QUARTER, LOCAL, typed(str(number)), expected_version=0
        )

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(save, range(8)))
    assert sum(isinstance(one, Saved) for one in outcomes) == 1
    assert audit.verify(first).fault is None
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("actor", "area"),
    [(LI, SHAANXI), (LEADER, SHAANXI), (ADMINISTRATOR, SHAANXI), (BEILIN_REPORTER, SHAANXI), (ZHANG, BEILIN)],
    ids=lambda one: getattr(one, "name", one),
)
def test_only_reporters_of_the_area_type(store: Store, actor: Actor, area: str) -> None:
    desk = desk_of(store)
    key = ("local-standards", "press")
    with pytest.raises(DeniedError):
        returns.save_cell(actor, desk, area, QUARTER, key, typed("1"), expected_version=0)
    assert desk.store.read("return_cells", None, None).is_empty()


def test_calendar_opens_and_locks(store: Store) -> None:
    clock = Clock()
    desk = desk_of(store, clock)
    clock.set("2025-09-30")
    early = returns.form(ZHANG, desk, SHAANXI, QUARTER)
    assert (early.state, [cell.editable for cell in early.cells]) == ("not_due", [False] * 3)
    with pytest.raises(returns.NotOpenError) as not_open:
        returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("1"), expected_version=0)
    assert "2025-10-01" in not_open.value.message("zh")
    clock.set("2027-06-30")
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("1"), expected_version=0)
    clock.set("2027-07-01")
    late = returns.form(ZHANG, desk, SHAANXI, QUARTER)
    assert isinstance(late.closed, returns.LockedError)
    with pytest.raises(returns.LockedError, match="2027-06-30"):
        returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2"), expected_version=1)
    ends = dt.date(2027, 7, 10)
    returns.grant_exception(ADMINISTRATOR, desk, SHAANXI, QUARTER, ends_on=ends, reason="机构调整")
    form = returns.form(ZHANG, desk, SHAANXI, QUARTER)
    assert form.closed is None
    assert form.locks_on == ends
    assert form.exception is not None
    assert form.exception["reason"] == "机构调整"
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2"), expected_version=1)
    clock.set("2027-07-11")
    with pytest.raises(returns.LockedError):
        returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("3"), expected_version=2)


def test_what_is_not_owed_is_refused(store: Store) -> None:
    desk = desk_of(store)
    with pytest.raises(returns.NotOwedError):
        returns.save_cell(
            ZHANG, desk, SHAANXI, QUARTER, ("all-standards", "x"), typed("1"), expected_version=0
        )
    with pytest.raises(returns.UnknownQuarterError):
        returns.form(ZHANG, desk, SHAANXI, "1999-Q1")
    with pytest.raises(returns.UnknownAreaError):
        returns.form(ZHANG, desk, "999999", QUARTER)
    with pytest.raises(returns.TooLongError):
        returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("1" * 61), expected_version=0)


def test_a_city_without_targets_owes_nothing(store: Store) -> None:
    rows = returns.completeness(ADMINISTRATOR, desk_of(store))
    assert XIAN not in rows["area_code"].to_list()
    assert rows.filter(pl.col("area_code") == BEILIN)["quarter"].to_list() == [
        f"2025-Q{n}" for n in range(1, 5)
    ]
