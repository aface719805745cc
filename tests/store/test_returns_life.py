"""The life of a return: whatever is done in whatever order, nothing is lost, doubled or skips approval."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dabiao import audit, publications, returns
from dabiao.progress import rejudge
from dabiao.returns import Conflict, Desk, Saved, Typed
from dabiao.returns.lines import Key
from dabiao.returns.standing import EDITABLE, SETTLED
from dabiao.rights import Actor, DeniedError, Grant
from dabiao.store import Store
from dabiao.wording.returns import EVENT_NAMES
from tests.store.returned import GROUP, LI, LOCAL, QUARTER, RULES, XIAN, XIAN_REVIEWER, Clock, typed, world
from tests.store.sample import area, put, rows, target

KEYS = st.sampled_from([LOCAL, GROUP])
SOME = st.sampled_from([[LOCAL], [GROUP], None])
FIGURES = st.sampled_from(["10", "20", None])
STAGES = ["submitted", "withdrawn", "passed", "amended", "sent_back", "approved", "draft", "open"]
COUNTIES = 89


@dataclass(frozen=True)
class Known:
    """What is known of a cell."""

    state: str = "open"
    version: int = 0
    given: str | None = None
    last_saved: bool = False
    published: str | None = None
    turn: str = "city"


class Life(RuleBasedStateMachine):
    """One return of one county, acted on by two reporters, the city's and the province's reviewer."""

    def __init__(self, desk: Desk, county: str) -> None:
        super().__init__()
        self.desk, self.county = desk, county
        self.reporters = [Actor(f"u-{n}", n, (Grant("reporter", county),)) for n in ("甲", "乙")]
        self.cells: dict[Key, Known] = {LOCAL: Known(), GROUP: Known()}
        self.submissions = 0
        self.keys = itertools.count()
        self.published = publications.latest(desk.store)

    @initialize(stage=st.sampled_from(STAGES))
    def begin(self, stage: str) -> None:
        """Begin in the middle of a life, by the same steps, so that a short one comes far."""
        if stage != "open":
            self.type(LOCAL, "10", 0, False)
            self.type(GROUP, "20", 1, False)
        if stage not in ("open", "draft"):
            self.submit(True)
        if stage == "passed":
            self.approve([LOCAL], "city")
        if stage == "withdrawn":
            self.withdraw()
        if stage == "sent_back":
            self.send_back([GROUP])
        if stage in ("approved", "amended"):
            self.approve(None, "province")
        if stage == "amended":
            self.amend(LOCAL, "30", True)

    def place(self) -> tuple[Desk, str, str]:
        return self.desk, self.county, QUARTER

    @rule(key=KEYS, given=FIGURES, who=st.integers(0, 1), stale=st.booleans())
    def type(self, key: Key, given: str | None, who: int, stale: bool) -> None:
        known = self.cells[key]
        expected = known.version - (stale and known.version > 0)
        new = typed(given) if given else Typed()

        def save() -> Saved | Conflict:
            return returns.save_cell(self.reporters[who], *self.place(), key, new, expected_version=expected)

        if known.state not in EDITABLE:
            with pytest.raises(DeniedError):
                save()
            return
        done = save()
        if (known.last_saved and known.given == given) or (known.version == 0 and given is None):
            assert isinstance(done, Saved)
            assert done.version == known.version
        elif expected != known.version:
            assert isinstance(done, Conflict)
            assert (done.theirs.version, done.theirs.typed.given) == (known.version, known.given)
            assert done.yours.given == given
        else:
            assert isinstance(done, Saved)
            state = "draft" if known.state == "open" else known.state
            self.cells[key] = replace(
                known, state=state, version=known.version + 1, given=given, last_saved=True
            )
            assert done.version == known.version + 1

    @rule(again=st.booleans())
    def submit(self, again: bool) -> None:
        key = f"k{next(self.keys)}"
        fresh = [one for one, known in self.cells.items() if known.state in EDITABLE]
        begun = any(self.cells[one].version for one in fresh)

        def hand_in() -> returns.Receipt:
            return returns.submit(self.reporters[0], *self.place(), client_key=key)

        if self.submissions and not begun:
            assert hand_in().replayed
        elif all(known.given is None for known in self.cells.values()):
            with pytest.raises(returns.NothingToSubmitError):
                hand_in()
        else:
            receipt = hand_in()
            self.submissions += 1
            assert (receipt.submission, receipt.replayed) == (self.submissions, False)
            for one in fresh:
                known = self.cells[one]
                self.cells[one] = replace(
                    known, state="submitted", version=known.version + 1, last_saved=False, turn="city"
                )
            if again:
                repeated = hand_in()
                assert repeated.replayed
                assert repeated.number == receipt.number

    def waiting(self, chosen: list[Key] | None) -> list[Key]:
        wanted = list(self.cells) if chosen is None else chosen
        return [one for one in wanted if self.cells[one].state == "submitted"]

    @rule()
    def withdraw(self) -> None:
        waiting = self.waiting(None)
        if not waiting:
            with pytest.raises(DeniedError):
                returns.withdraw(self.reporters[1], *self.place())
            return
        assert returns.withdraw(self.reporters[1], *self.place()) == len(waiting)
        for one in waiting:
            known = self.cells[one]
            self.cells[one] = replace(known, state="draft", version=known.version + 1, last_saved=False)

    @rule(chosen=SOME, level=st.sampled_from(["city", "province"]))
    def approve(self, chosen: list[Key] | None, level: str) -> None:
        reviewer = XIAN_REVIEWER if level == "city" else LI
        waiting = self.waiting(chosen)

        def decide() -> returns.Decision:
            return returns.approve(reviewer, *self.place(), submission=self.submissions, cells=chosen)

        if not waiting:
            settled = level == "province" and self._replays(chosen)
            if not settled:
                with pytest.raises(returns.NothingToDecideError):
                    decide()
            return
        if level == "city" and any(self.cells[one].turn == "province" for one in waiting):
            if all(self.cells[one].turn == "province" for one in waiting):
                repeated = decide()
                assert (set(repeated.cells), repeated.replayed) == (set(waiting), True)
                return
            with pytest.raises(DeniedError):
                decide()
            return
        decision = decide()
        assert set(decision.cells) == set(waiting)
        for one in waiting:
            known = self.cells[one]
            told = replace(known, version=known.version + 1, last_saved=False)
            if level == "city":
                self.cells[one] = replace(told, turn="province")
            else:
                self.cells[one] = replace(told, state="approved", published=known.given or "O")
        assert (decision.publication is None) == (level == "city")
        if decision.publication is not None:
            assert decision.publication == (self.published or 0) + 1
            self.published = decision.publication

    def _replays(self, chosen: list[Key] | None) -> bool:
        wanted = list(self.cells) if chosen is None else chosen
        return any(self.cells[one].state == "approved" for one in wanted)

    @rule(chosen=SOME)
    def send_back(self, chosen: list[Key] | None) -> None:
        waiting = self.waiting(chosen)
        cells = None if chosen is None else dict.fromkeys(chosen, "核对")

        def decide() -> returns.Decision:
            return returns.send_back(
                LI, *self.place(), submission=self.submissions, reason="核对", cells=cells
            )

        if not waiting:
            with pytest.raises(returns.NothingToDecideError):
                decide()
            return
        decide()
        for one in waiting:
            known = self.cells[one]
            self.cells[one] = replace(known, state="sent_back", version=known.version + 1, last_saved=False)

    @precondition(lambda self: any(known.state in SETTLED for known in self.cells.values()))
    @rule(key=KEYS, given=st.sampled_from(["10", "20", "30"]), approved=st.booleans())
    def amend(self, key: Key, given: str, approved: bool) -> None:
        known = self.cells[key]

        def propose() -> int:
            return returns.propose_figure(
                self.reporters[0],
                *self.place(),
                key,
                typed(given),
                reason="更正",
                expected_version=known.version,
            )

        if known.state not in SETTLED:
            with pytest.raises(returns.NotApprovedError):
                propose()
            return
        if known.given == given:
            with pytest.raises(returns.UnfitAmendmentError):
                propose()
            return
        number = propose()
        done = returns.decide(LI, self.desk, self.county, number, approved=approved, reason="核实")
        if not approved:
            assert done is None
            return
        assert done == (self.published or 0) + 1
        self.published = done
        self.cells[key] = replace(
            known,
            state="amended",
            version=known.version + 1,
            given=given,
            published=given,
            last_saved=False,
        )

    @invariant()
    def cells_are_as_known(self) -> None:
        form = returns.form(self.reporters[0], *self.place())
        seen = {cell.key: (cell.state, cell.version, cell.typed.given) for cell in form.cells}
        known = {key: (one.state, one.version, one.given) for key, one in self.cells.items()}
        assert seen == known
        assert publications.latest(self.desk.store) == self.published

    def teardown(self) -> None:
        store = self.desk.store
        held = publications.current(store, "observation").filter(area_code=self.county, period=QUARTER)
        told = {
            (row["indicator_code"], row["series"]): row["value_reported"] or row["status"]
            for row in held.to_dicts()
        }
        assert told == {key: one.published for key, one in self.cells.items() if one.published}
        versions = store.read("return_cell_versions", self.county, QUARTER, None, None, None)
        for key, one in self.cells.items():
            own = versions.filter(indicator_code=key[0])
            assert own["version"].to_list() == list(range(1, one.version + 1))
        receipts = store.read("return_submissions", self.county, QUARTER, None, None)
        assert receipts["submission"].to_list() == list(range(1, self.submissions + 1))
        for number, digest in receipts.select("receipt", "digest").iter_rows():
            checked = returns.verify(LI, self.desk, number, digest)
            assert checked.intact
            assert checked.matches
        (row,) = returns.completeness(self.reporters[0], self.desk).filter(quarter=QUARTER).to_dicts()
        assert row["state"] == returns.form(self.reporters[0], *self.place()).state
        assert audit.verify(store).fault is None


@pytest.fixture
def counties(store: Store) -> Iterator[str]:
    """Counties that owe two figures each; every life takes the next one."""
    codes = [f"6101{number}" for number in range(10, 10 + COUNTIES)]
    frames = world()
    more = {
        "area": [area(code, "county", XIAN, province_code="610000", city_code=XIAN) for code in codes],
        "target": [
            target(indicator, area_code=code, target_id=f"{code}-{indicator}", basis="total")
            for code in codes
            for indicator in ("local-standards", "group-standards")
        ],
    }
    frames |= {name: pl.concat([frames[name], rows(name, *given)]) for name, given in more.items()}
    put(store, frames, judge=rejudge)
    return iter(codes)


def test_every_life_of_a_return_keeps_what_was_acknowledged(store: Store, counties: Iterator[str]) -> None:
    desk = Desk(store, RULES, Clock())
    for stage in STAGES:
        life = Life(desk, next(counties))
        life.begin(stage)
        life.cells_are_as_known()
        life.teardown()
    seen = set(store.read("return_cell_versions", None, None, None, None, None)["event"])
    assert seen == set(EVENT_NAMES), "the lives tried begin nowhere near something that can happen"
    run_state_machine_as_test(
        lambda: Life(desk, next(counties)),
        settings=settings(
            max_examples=8,
            stateful_step_count=15,
            # No shrinking: every life leaves its mark on the database.
            phases=[Phase.generate],
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
