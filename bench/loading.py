"""One load of a generated data folder into a fresh DuckDB file: by `etl build`, or by the bare database."""

import contextlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from dabiao.progress import rejudge
from dabiao.publications import Judge
from dabiao.store import open_store
from etl import build
from etl.files import OBSERVATIONS, Kind

SQL_TYPES: Final = {Kind.DECIMAL: "double", Kind.DATE: "date"}
"""Columns of other kinds are text, as in the store."""

LOADED: Final = ("read", "check", "insert")
STAGES: Final = (*LOADED, "judgement")
"""What a build does, in this order; a bare load does the first three in one."""


def raw(observations: Path, database: Path, *, index: bool = False) -> dict[str, Any]:
    """Load the observations with nothing but typed ``read_csv``, with a unique index on their key or without.

    Returns:
        seconds (opening and closing included), rows.
    """
    types = {column.name: SQL_TYPES.get(column.kind, "varchar") for column in OBSERVATIONS.columns}
    begun = time.perf_counter()
    with contextlib.closing(duckdb.connect(database)) as connection:
        connection.execute(
            "create table observation as select * from read_csv($1, header = true, columns = $2)",
            [str(observations), types],
        )
        if index:
            key = ", ".join(OBSERVATIONS.key)
            connection.execute(f"create unique index observation_key on observation ({key})")
        rows = connection.execute("select count(*) from observation").fetchall()[0][0]
    return {"seconds": time.perf_counter() - begun, "rows": rows}


def built(folder: Path, database: Path) -> dict[str, Any]:
    """Load the folder as ``python -m etl build`` does.

    Returns:
        seconds (opening and closing included), rows, and of each of `STAGES` the seconds under its name and
        the processor's under its name and ``_cpu``. "insert" is everything of publishing but the judgement:
        comparing with what is there, the digest, the rows, the commit.

    Raises:
        RuntimeError: a row was rejected or nothing was loaded, so that there is nothing to compare.
    """
    clock = _Clock()
    # The build judges inside of publishing; the time that takes is known only there.
    vars(build)["rejudge"] = clock.judging(rejudge)
    try:
        begun = time.perf_counter()
        with contextlib.closing(open_store(database)) as store:
            clock("read", 0, 1)
            report = build.run(store, folder, progress=clock)
            ended = _Moment.now()
        seconds = time.perf_counter() - begun
    finally:
        vars(build)["rejudge"] = rejudge
    if report.exit_code:
        raise RuntimeError(f"the build ended with {report.exit_code}: {report.as_json()}")
    reading, checking, loading = (clock.starts[stage] for stage in ("read", "check", "load"))
    taken = {
        "read": checking - reading,
        "check": loading - checking,
        "insert": ended - loading - clock.judgement,
        "judgement": clock.judgement,
    }
    return {
        "seconds": seconds,
        "rows": report.tables["observation"].new,
        **{stage: moment.wall for stage, moment in taken.items()},
        **{f"{stage}_cpu": moment.cpu for stage, moment in taken.items()},
    }


@dataclass(frozen=True)
class _Moment:
    """A moment, or the time between two, by the clock and by the processor, in seconds."""

    wall: float = 0.0
    cpu: float = 0.0

    @classmethod
    def now(cls) -> "_Moment":
        return cls(time.perf_counter(), time.process_time())

    def __sub__(self, other: "_Moment") -> "_Moment":
        return _Moment(self.wall - other.wall, self.cpu - other.cpu)

    def __add__(self, other: "_Moment") -> "_Moment":
        return _Moment(self.wall + other.wall, self.cpu + other.cpu)


class _Clock:
    """Notes when each stage of a build was first told of, and how long the judgement took."""

    def __init__(self) -> None:
        self.starts: dict[str, _Moment] = {}
        self.judgement = _Moment()

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.starts.setdefault(stage, _Moment.now())

    def judging(self, judge: Judge) -> Judge:
        def timed(*arguments: Any, **options: Any) -> None:
            begun = _Moment.now()
            judge(*arguments, **options)
            self.judgement += _Moment.now() - begun

        return timed
