"""One load of a generated data folder into a fresh DuckDB file: by `etl build`, or by the bare database."""

import contextlib
import time
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

STAGES: Final = ("read", "check", "insert", "judgement")


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
        seconds (opening and closing included), rows, and the seconds of each of `STAGES`; "insert" is
        everything of publishing but the judgement: comparing with what is there, the digest, the rows, the
        commit.

    Raises:
        RuntimeError: a row was rejected or nothing was loaded, so that there is nothing to compare.
    """
    clock = _Clock()
    # The build judges inside of publishing; the time that takes is known only there.
    vars(build)["rejudge"] = clock.judging(rejudge)
    try:
        begun = time.perf_counter()
        with contextlib.closing(open_store(database)) as store:
            started = time.perf_counter()
            report = build.run(store, folder, progress=clock)
            ended = time.perf_counter()
        seconds = time.perf_counter() - begun
    finally:
        vars(build)["rejudge"] = rejudge
    if report.exit_code:
        raise RuntimeError(f"the build ended with {report.exit_code}: {report.as_json()}")
    checking, loading = clock.starts["check"], clock.starts["load"]
    return {
        "seconds": seconds,
        "rows": report.tables["observation"].new,
        "read": checking - started,
        "check": loading - checking,
        "insert": ended - loading - clock.judgement,
        "judgement": clock.judgement,
    }


class _Clock:
    """Notes when each stage of a build was first told of, and how long the judgement took."""

    def __init__(self) -> None:
        self.starts: dict[str, float] = {}
        self.judgement = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.starts.setdefault(stage, time.perf_counter())

    def judging(self, judge: Judge) -> Judge:
        def timed(*arguments: Any, **options: Any) -> None:
            begun = time.perf_counter()
            judge(*arguments, **options)
            self.judgement += time.perf_counter() - begun

        return timed
