"""Returns for tests: a desk with a clock of its own, people, and rows to try queries on."""

import datetime as dt
from dataclasses import dataclass, field

import polars as pl

from dabiao import returns
from dabiao.progress import rejudge
from dabiao.returns import Desk, Typed, rulebook
from dabiao.returns.lines import Key
from dabiao.rights import Actor, Grant
from dabiao.settings import ROOT
from dabiao.store import Store, Transaction
from tests.store.sample import area, content, figure, put, rows, target

RULES = rulebook.read(ROOT / "data/rules")

SHAANXI, XIAN, BEILIN = "610000", "610100", "610103"
QUARTER = "2025-Q3"
LOCAL: Key = ("local-standards", "press")
GROUP: Key = ("group-standards", "press")
SHARE: Key = ("standards-share", "press")

ZHANG = Actor("u-zhang", "张", (Grant("reporter", SHAANXI),))
ZHAO = Actor("u-zhao", "赵", (Grant("reporter", SHAANXI),))
LI = Actor("u-li", "李", (Grant("reviewer", SHAANXI),))
BEILIN_REPORTER = Actor("u-sun", "孙", (Grant("reporter", BEILIN),))
XIAN_REVIEWER = Actor("u-zhou", "周", (Grant("reviewer", XIAN),))
LEADER = Actor("u-wu", "吴", (Grant("leadership", SHAANXI),))
ADMINISTRATOR = Actor("u-zheng", "郑", (Grant("administrator", "100000"),))

FIRST = dt.datetime(2025, 10, 10, 2, 0, tzinfo=dt.UTC)
AFTER_APPROVAL = FIRST + dt.timedelta(minutes=1)
"""When the desk of `put_approved` has done what it does."""


@dataclass
class Clock:
    """The server's time, a second later each time it is asked for."""

    at: dt.datetime = field(default=FIRST)

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(seconds=1)
        return self.at

    def set(self, day: str) -> None:
        self.at = dt.datetime.fromisoformat(f"{day}T10:00:00+08:00")


def world() -> dict[str, pl.DataFrame]:
    """Return the sample with a county, a target on a rate, and quarters of local standards."""
    frames = content()
    county = area(BEILIN, "county", XIAN, province_code=SHAANXI, city_code=XIAN)
    share = {
        "indicator_code": "standards-share",
        "name_zh": "占比",
        "name_en": "Share",
        "unit": "%",
        "kind": "rate",
        "direction": "up",
        "definition_zh": "占比",
        "definition_en": "share",
    }
    percent = {"unit": "%", "name_zh": "百分比", "name_en": "%", "base_unit": "%", "factor": 1.0}
    more = {
        "area": [county],
        "indicator": [share],
        "unit": [percent],
        "target": [
            target("standards-share", basis="level", value=50.0, value_reported="50", unit="%"),
            target("local-standards", area_code=BEILIN, target_id="beilin", basis="total"),
        ],
        "observation": [
            figure("2024-Q3", 2190),
            figure("2024-Q4", 2220),
            figure("2025-Q1", 2255),
            figure("2025-Q2", 2290),
            figure("2025-Q2", 450, "group-standards"),
            figure("2024", 44.5, "standards-share", basis="level", unit="%"),
        ],
    }
    frames["observation"] = frames["observation"].filter(pl.col("period") != "2024-Q3")
    return {name: pl.concat([frame, rows(name, *more.get(name, []))]) for name, frame in frames.items()}


def put_world(store: Store) -> None:
    """Publish the world."""
    put(store, world(), judge=rejudge)


def desk_of(store: Store, clock: Clock | None = None) -> Desk:
    """Return a desk at a store where the world is published."""
    return Desk(store, RULES, clock or Clock())


def put_approved(store: Store) -> None:
    """Publish the world, and let Shaanxi's return for the quarter be approved with 2320, as publication 2."""
    put_world(store)
    desk = desk_of(store)
    returns.save_cell(ZHANG, desk, SHAANXI, QUARTER, LOCAL, typed("2320"), expected_version=0)
    returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k")
    returns.approve(LI, desk, SHAANXI, QUARTER, submission=1)


def typed(given: str | None, mode: str = "total", **more: str | None) -> Typed:
    """Return what somebody types who names a source."""
    return Typed(given, mode, **({"source": "陕市监〔2025〕8号"} | more))  # type: ignore[arg-type]


def put_returns(store: Store) -> None:
    """Add a few rows to every table of returns."""

    def add(tx: Transaction) -> None:
        cell = {
            "area_code": SHAANXI,
            "quarter": QUARTER,
            "indicator_code": LOCAL[0],
            "series": LOCAL[1],
            "mode": "total",
            "done_by": "u-zhang",
            "done_by_name": "张",
            "done_at": FIRST,
        }
        told = {"amount": "2320", "basis": "running_total", "submission": 1}
        versions = [
            {"version": 1, "event": "saved", "given": "2320"},
            {"version": 2, "event": "submitted", "given": "2320", "rules": "jump"} | told,
            {"version": 3, "event": "approved", "given": "2320", "publication": 2, "done_by": "u-li"} | told,
            {"version": 1, "event": "saved", "absence": "Q", "indicator_code": GROUP[0]},
            {"version": 1, "event": "submitted", "absence": "M", "indicator_code": SHARE[0], "submission": 1},
        ]
        tx.insert("return_cell", pl.DataFrame([cell | version for version in versions]))
        submission = {
            "area_code": SHAANXI,
            "quarter": QUARTER,
            "submission": 1,
            "receipt": "610000-2025Q3-01",
            "client_key": "k",
            "content": "{}",
            "digest": "d",
            "audit_number": 1,
            "audit_digest": "a",
            "submitted_by": "u-zhang",
            "submitted_by_name": "张",
            "submitted_at": FIRST,
        }
        tx.insert("return_submission", pl.DataFrame([submission]))
        exception = {
            "area_code": XIAN,
            "quarter": QUARTER,
            "exception": 1,
            "ends_on": dt.date(2027, 9, 30),
            "reason": "补报",
            "granted_by": "u-zheng",
            "granted_by_name": "郑",
            "granted_at": FIRST,
        }
        tx.insert("return_exception", pl.DataFrame([exception]))
        proposal = {
            "area_code": SHAANXI,
            "number": 1,
            "kind": "target",
            "target_id": "shaanxi-2022-local-standards",
            "replaces": 1,
            "given": "450",
            "reason": "调整",
            "proposed_by": "u-zhang",
            "proposed_by_name": "张",
            "proposed_at": FIRST,
        }
        tx.insert("amendment", pl.DataFrame([proposal, proposal | {"number": 2}]))
        decision = {
            "area_code": SHAANXI,
            "number": 1,
            "approved": True,
            "publication": 3,
            "decided_by": "u-li",
            "decided_by_name": "李",
            "decided_at": FIRST,
        }
        tx.insert("amendment_decision", pl.DataFrame([decision]))

    store.run(add)
