"""An office whose staff fill in and review returns of many counties, for tests that disturb it."""

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from dabiao import audit, progress, publications, returns
from dabiao.progress import rejudge
from dabiao.returns import Desk, Saved
from dabiao.returns.standing import SETTLED
from dabiao.rights import Actor, Grant
from dabiao.store import Store, open_store
from tests.store.returned import GROUP, LI, LOCAL, QUARTER, RULES, XIAN, Clock, typed, world
from tests.store.sample import area, put, rows, target

COUNTIES = tuple(f"6101{number}" for number in range(10, 22))
KEYS = (LOCAL, GROUP)
SAVES_PER_FORM = 3

Told = dict[str, Any]
"""What somebody was told to be done: ``what``, and by what it can be found."""


def prepare(database: str, begun: Sequence[str] = (), handed_in: Sequence[str] = ()) -> None:
    """Publish a world in which every county owes two figures; some have begun, some have handed in."""
    frames = world()
    more = {
        "area": [area(code, "county", XIAN, province_code="610000", city_code=XIAN) for code in COUNTIES],
        "target": [
            target(indicator, area_code=code, target_id=f"{code}-{indicator}", basis="total")
            for code in COUNTIES
            for indicator, _ in KEYS
        ],
    }
    frames |= {name: pl.concat([frames[name], rows(name, *given)]) for name, given in more.items()}
    store = open_store(database)
    put(store, frames, judge=rejudge)
    desk = Desk(store, RULES, Clock())
    for county in (*begun, *handed_in):
        for key in KEYS:
            returns.save_cell(reporter(county), desk, county, QUARTER, key, typed("7"), expected_version=0)
    for county in handed_in:
        returns.submit(reporter(county), desk, county, QUARTER, client_key="first")
    store.close()


def reporter(county: str, name: str = "甲") -> Actor:
    return Actor(f"u-{name}", name, (Grant("reporter", county),))


@dataclass
class Clerk:
    """Takes some counties' returns one after another from the first figure to the publication."""

    store: Store
    counties: list[str]
    rng: random.Random
    tell: Callable[[Told], None]
    """Called with what was done once the call that did it has returned."""

    def work(self) -> None:
        """Do the next things that the returns ask for until all are settled."""
        desk = Desk(self.store, RULES, Clock())
        for county in self.rng.sample(self.counties, len(self.counties)):
            while self.step(desk, county):
                pass

    def step(self, desk: Desk, county: str) -> bool:
        """Do one thing in a county's return; return whether something is left to do."""
        rows = self.store.read("return_cells", county, QUARTER).to_dicts()
        cells = {(row["indicator_code"], row["series"]): row for row in rows}
        if len(cells) == len(KEYS) and all(row["standing"] in SETTLED for row in rows):
            return False
        if any(row["standing"] == "submitted" for row in rows):
            self.decide(desk, county, max(row["submission"] or 0 for row in rows))
            return True
        for key in self.rng.sample(KEYS, self.rng.randint(0, len(KEYS))):
            version = cells[key]["version"] if key in cells else 0
            given = str(self.rng.randint(1, 10**9))
            saved = returns.save_cell(
                reporter(county), desk, county, QUARTER, key, typed(given), expected_version=version
            )
            assert isinstance(saved, Saved), saved
            cells[key] = {"version": saved.version}
            cell = [county, *key]
            self.tell({"what": "saved", "cell": cell, "version": saved.version, "given": given})
        if len(cells) == len(KEYS):
            receipt = returns.submit(
                reporter(county), desk, county, QUARTER, client_key=f"k{self.rng.random()}"
            )
            self.tell({"what": "submitted", "receipt": receipt.number, "digest": receipt.digest})
        return True

    def decide(self, desk: Desk, county: str, submission: int) -> None:
        if self.rng.random() < 0.3:
            returns.send_back(LI, desk, county, QUARTER, submission=submission, reason="核对")
            self.tell({"what": "sent_back", "county": county, "submission": submission})
            return
        decision = returns.approve(LI, desk, county, QUARTER, submission=submission)
        self.tell({"what": "approved", "county": county, "publication": decision.publication})


def unsound(store: Store, told: list[Told], since: int) -> str | None:
    """Return what is missing of what was told, or half done, or does not fit; None if all is well.

    Publications before ``since`` were looked at before.
    """
    cells = store.read("return_cell_versions", None, None, None, None, None)
    submissions = store.read("return_submissions", None, None, None, None)
    return (
        _lost(cells, submissions, store.read("publications"), told)
        or _half_done(store, cells, submissions, since)
        or _inconsistent(store, cells, submissions, since)
    )


def _lost(
    cells: pl.DataFrame, submissions: pl.DataFrame, published: pl.DataFrame, told: list[Told]
) -> str | None:
    given = {
        (*row[:3], row[3]): row[4]
        for row in cells.filter(event="saved")
        .select("area_code", "indicator_code", "series", "version", "given")
        .iter_rows()
    }
    digests = dict(submissions.select("receipt", "digest").iter_rows())
    backs = set(cells.filter(event="sent_back").select("area_code", "submission").iter_rows())
    numbers = set(published["number"])
    for one in told:
        match one["what"]:
            case "saved":
                kept = given.get((*one["cell"], one["version"])) == one["given"]
            case "submitted":
                kept = digests.get(one["receipt"]) == one["digest"]
            case "sent_back":
                kept = (one["county"], one["submission"]) in backs
            case "approved":
                kept = one["publication"] in numbers
            case _:
                kept = False
        if not kept:
            return f"lost: {one}"
    return None


def _half_done(store: Store, cells: pl.DataFrame, submissions: pl.DataFrame, since: int) -> str | None:
    for (code, indicator), chain in cells.group_by("area_code", "indicator_code"):
        if sorted(chain["version"]) != list(range(1, chain.height + 1)):
            return f"versions of {code} {indicator}: {sorted(chain['version'])}"
    for row in submissions.iter_rows(named=True):
        if hashlib.sha256(row["content"].encode()).hexdigest() != row["digest"]:
            return f"content of {row['receipt']}"
        handed = cells.filter(area_code=row["area_code"], submission=row["submission"], event="submitted")
        if not handed.height or any(f'"{name}"' not in row["content"] for name in handed["indicator_code"]):
            return f"cells of {row['receipt']}: {handed.height}"
    if cells.filter(pl.col("event") == "submitted", pl.col("submission").is_null()).height:
        return "cells handed in without a hand-in"
    approved = cells.filter(event="approved")
    for publication in (
        publications.publications(store).filter(pl.col("number") >= since).iter_rows(named=True)
    ):
        number = publication["number"]
        if publications.digest(store, number) != publication["digest"]:
            return f"rows of publication {number}"
        if number > 1 and approved.filter(publication=number).height != publication["new"]:
            return f"cells of publication {number}"
    return None


def _inconsistent(store: Store, cells: pl.DataFrame, submissions: pl.DataFrame, since: int) -> str | None:
    verdict = audit.verify(store)
    if verdict.fault is not None:
        return f"audit trail: {verdict}"
    judged = progress.recompute(store, since)
    if judged.fault is not None:
        return f"statuses: {judged.fault}"
    entries = store.read("audit_entries", None, None, None, None, 10**6)["what"].value_counts()
    recorded = dict(entries.iter_rows())
    decided = cells.filter(pl.col("event").is_in(["approved", "sent_back"]))
    done = {
        "figure_saved": cells.filter(event="saved").height,
        "return_submitted": submissions.height,
        "publication": publications.latest(store),
        "return_approved": decided.filter(event="approved").n_unique(["area_code", "publication"]),
        "return_sent_back": decided.filter(event="sent_back").n_unique(["area_code", "submission"]),
    }
    differing = {name: (count, recorded.get(name, 0)) for name, count in done.items()}
    wrong = {name: both for name, both in differing.items() if both[0] != both[1]}
    return f"done and recorded: {wrong}" if wrong else None
