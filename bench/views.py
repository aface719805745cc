"""What pages ask for, judged by `dabiao.progress` and raw by plain SQL on the observations alone."""

import functools
import gc
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from bench.generate import INDICATORS
from dabiao import progress
from dabiao.model import Level
from dabiao.periods import end_month
from dabiao.store import Store
from dabiao.store.duckdb import DuckDBEngine

QUERIES: Final = Path(__file__).parent / "queries"

PUBLICATION: Final = 1
"""The only one of a freshly built store."""

SEED: Final = 20241231

YEARS: Final = ("2021", "2022", "2023", "2024", "2025")


@dataclass(frozen=True)
class Question:
    """What a viewer chose."""

    as_of: str
    year: str
    province: str
    indicator: str


@dataclass(frozen=True)
class View:
    """One thing shown, and the two ways to get its rows."""

    name: str
    judged: Callable[[Store, Question], pl.DataFrame]
    parameters: Callable[[Question], Sequence[object]]
    """Of ``queries/<name>.sql``."""
    same_rows: bool
    """Whether it has as many rows in a large set as in a small one, so that the two can be compared."""


def _heatmap(store: Store, question: Question) -> pl.DataFrame:
    return progress.status(store, PUBLICATION, question.as_of, level=Level.PROVINCE)


def _ranking(store: Store, question: Question) -> pl.DataFrame:
    return progress.status(
        store, PUBLICATION, question.year, level=Level.PROVINCE, indicator=question.indicator
    )


def _trajectory(store: Store, question: Question) -> pl.DataFrame:
    return progress.line(store, PUBLICATION, question.province, question.as_of)


def _counties(store: Store, question: Question) -> pl.DataFrame:
    return progress.status(store, PUBLICATION, question.as_of, level=Level.COUNTY, province=question.province)


def _then(store: Store, question: Question) -> pl.DataFrame:
    return progress.line(
        store, PUBLICATION, question.province, question.as_of, vintage=_end_of(question.year)
    )


def _years(store: Store, question: Question) -> pl.DataFrame:
    return progress.tallies(store, PUBLICATION, YEARS)


def _everywhere(store: Store, question: Question) -> pl.DataFrame:
    return progress.status(store, PUBLICATION, question.as_of)


def _end_of(year: str) -> str:
    return f"{year}-12-31"


VIEWS: Final = (
    View("heatmap", _heatmap, lambda asked: (end_month(asked.as_of),), same_rows=True),
    View("ranking", _ranking, lambda asked: (end_month(asked.year), asked.indicator), same_rows=True),
    View("trajectory", _trajectory, lambda asked: (end_month(asked.as_of), asked.province), same_rows=True),
    View(
        "then",
        _then,
        lambda asked: (end_month(asked.as_of), asked.province, _end_of(asked.year)),
        same_rows=True,
    ),
    View(
        "counties",
        _counties,
        lambda asked: (end_month(asked.as_of), f"{asked.province[:2]}%"),
        same_rows=False,
    ),
    View("years", _years, lambda asked: ([end_month(year) for year in YEARS],), same_rows=False),
    View("everywhere", _everywhere, lambda asked: (end_month(asked.as_of),), same_rows=False),
)

SELDOM: Final = 5
"""Of the views of everything, which take far longer than the others, every fifth question is asked."""


class Served:
    """An open store, asked both ways."""

    def __init__(self, database: Path) -> None:
        """Open ``database``, a DuckDB file."""
        self._engine = DuckDBEngine(database)
        self.store = Store(self._engine)

    def judged(self, view: View, question: Question) -> pl.DataFrame:
        """Return the rows a page shows."""
        return view.judged(self.store, question)

    def raw(self, view: View, question: Question) -> pl.DataFrame:
        """Return the figures for the same rows, unjudged and unnamed."""
        return self._engine.read(_text(view.name), view.parameters(question))

    def close(self) -> None:
        """Close the file."""
        self.store.close()


@functools.cache
def _text(name: str) -> str:
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def questions(provinces: Sequence[str], number: int, seed: int = SEED) -> list[Question]:
    """Return ``number`` questions about ``provinces``, the same for the same seed."""
    drawn = random.Random(seed)
    periods = [f"{year}-Q{quarter}" for year in range(2021, 2026) for quarter in range(1, 5)]
    indicators = INDICATORS["indicator_code"].to_list()
    return [
        Question(
            as_of=drawn.choice(periods),
            year=str(drawn.randint(2021, 2025)),
            province=drawn.choice(provinces),
            indicator=drawn.choice(indicators),
        )
        for _ in range(number)
    ]


Answers = dict[str, list[dict[str, float]]]
"""Of each view and way of asking (``heatmap judged``) its answers: wall_ms, cpu_ms, rows."""


def ask(stores: Mapping[str, Served], asked: Sequence[Question]) -> dict[str, Answers]:
    """Ask every question of every view and store in turn, judged and raw; return the answers by store."""
    found: dict[str, Answers] = {name: {} for name in stores}
    for number, question in enumerate(asked):
        for view in VIEWS:
            if view.name in ("years", "everywhere") and number % SELDOM:
                continue
            for name, served in stores.items():
                for kind, answer in (("judged", served.judged), ("raw", served.raw)):
                    told = _timed(functools.partial(answer, view, question))
                    if told["rows"]:
                        found[name].setdefault(f"{view.name} {kind}", []).append(told)
    return found


def _timed(answer: Callable[[], pl.DataFrame]) -> dict[str, float]:
    """Return what one answer took; the processor's time is that of all threads."""
    wall, cpu = time.perf_counter(), time.process_time()
    rows = answer()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"wall_ms": wall * 1000, "cpu_ms": cpu * 1000, "rows": rows.height}


def measure(databases: Mapping[str, Path], provinces: Sequence[str], runs: int, answers: int) -> list[Any]:
    """Return for each of ``runs`` repetitions what `ask` found for ``answers`` questions.

    All databases are open in this one process and are asked in turn, so that what else the machine does
    meets them alike.
    """
    stores = {name: Served(path) for name, path in databases.items()}
    try:
        drawn = questions(provinces, (runs + 1) * answers)
        ask(stores, drawn[:answers])
        # As the server does: what is there now will stay, and need not be looked through again.
        gc.collect()
        gc.freeze()
        return [ask(stores, drawn[run * answers : (run + 1) * answers]) for run in range(1, runs + 1)]
    finally:
        for served in stores.values():
            served.close()
