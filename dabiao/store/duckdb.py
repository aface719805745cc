"""The embedded database: one DuckDB file that one process owns."""

import contextlib
import re
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb
import polars as pl
import pyarrow as pa

from dabiao.store.engine import Parameter
from dabiao.store.errors import (
    FULL_DISK,
    ConflictError,
    DiskFullError,
    Fault,
    StatementError,
    StoreError,
    StoreLockedError,
    StoreUnavailableError,
)
from dabiao.store.schema import LEDGER, Migration

CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
}

SLICE_ROWS: Final = 122_880
"""Rows handed over at once, as many as a row group of DuckDB has: a big frame in one piece costs memory."""

_writing: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)
"""One lock per file and process: DuckDB refuses concurrent updates instead of letting the second one wait."""


class DuckDBConnection:
    """One transaction on a cursor of its own."""

    def __init__(self, engine: "DuckDBEngine", cursor: duckdb.DuckDBPyConnection) -> None:
        """Begin a transaction."""
        self._engine = engine
        self._cursor = cursor
        with engine.translated():
            self._cursor.begin()

    def read(self, text: str, parameters: Sequence[Parameter]) -> pl.DataFrame:
        """Return the rows of one statement."""
        with self._engine.translated():
            return _rows(self._cursor, text, parameters)

    def execute(self, text: str, parameters: Sequence[Parameter]) -> None:
        """Run one statement."""
        with self._engine.translated():
            self._cursor.execute(text, list(parameters))

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Append the rows of ``frame``."""
        with self._engine.translated():
            # What is registered is kept until the transaction ends; a stream that has run holds nothing.
            self._cursor.register("incoming", _stream(frame))
            self._cursor.execute(f'insert into "{table}" by name select * from incoming')
            self._cursor.unregister("incoming")

    def batches(self, table: str) -> Iterator[pa.RecordBatch]:
        """Yield all rows of a table, some at a time."""
        with self._engine.translated():
            yield from self._cursor.sql(f'select * from "{table}"').to_arrow_reader(SLICE_ROWS)

    def commit(self) -> None:
        """Make the transaction's writes last."""
        with self._engine.translated():
            self._cursor.commit()

    def rollback(self) -> None:
        """Undo the transaction's writes."""
        # A failed commit has already rolled back, and a database that is gone has nothing to undo.
        with contextlib.suppress(duckdb.Error):
            self._cursor.rollback()


class DuckDBSession:
    """Applies migrations."""

    def __init__(self, engine: "DuckDBEngine", cursor: duckdb.DuckDBPyConnection) -> None:
        """Work on ``cursor``."""
        self._engine = engine
        self._cursor = cursor

    def applied(self) -> Mapping[int, str]:
        """Return the checksum of every applied migration, by number."""
        with self._engine.translated():
            self._cursor.execute(LEDGER)
            rows = self._cursor.execute("select number, checksum from schema_migration").fetchall()
        return dict(rows)

    def apply(self, migration: Migration) -> None:
        """Run the script and note it, both or neither; then write everything into the file itself."""
        with self._engine.translated():
            self._cursor.begin()
            try:
                if migration.concerns("duckdb"):
                    self._cursor.execute(migration.script)
                self._cursor.execute(
                    "insert into schema_migration values ($1, $2, $3, now())",
                    [migration.number, migration.name, migration.checksum],
                )
                self._cursor.commit()
            except duckdb.Error:
                with contextlib.suppress(duckdb.Error):
                    self._cursor.rollback()
                raise
            self._cursor.execute("checkpoint")


class DuckDBEngine:
    """One DuckDB file; a root connection keeps it open, every call gets a fresh cursor."""

    def __init__(self, path: Path) -> None:
        """Open the file at ``path``, which is made if it does not exist.

        Raises:
            StoreLockedError: another process holds the file.
            StoreUnavailableError: it cannot be opened, or is no DuckDB file.
        """
        self._path = path.resolve()
        self._opening = threading.Lock()
        self._lost = False
        self._root = self._open()

    def _open(self) -> duckdb.DuckDBPyConnection:
        with self.translated(opening=True):
            root = duckdb.connect(self._path, config=CONFIG)
            root.execute("set global TimeZone = 'UTC'")
        return root

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a connection of the caller's own; rows of a shared one reach whichever thread asks first."""
        with self._opening:
            if self._lost:
                # After a write that failed half-way DuckDB serves nobody until the file is opened anew.
                self._root.close()
                self._root = self._open()
                self._lost = False
            with self.translated():
                return self._root.cursor()

    def read(self, text: str, parameters: Sequence[Parameter]) -> pl.DataFrame:
        """Return the rows of one statement, as last committed."""
        with contextlib.closing(self.cursor()) as cursor, self.translated():
            return _rows(cursor, text, parameters)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[DuckDBConnection]:
        """Begin a transaction when no other thread is in one."""
        with _writing[self._path], contextlib.closing(self.cursor()) as cursor:
            yield DuckDBConnection(self, cursor)

    @contextlib.contextmanager
    def migration(self) -> Iterator[DuckDBSession]:
        """Begin a session for migrations when no other thread writes."""
        with _writing[self._path], contextlib.closing(self.cursor()) as cursor:
            yield DuckDBSession(self, cursor)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[DuckDBConnection]:
        """Begin a transaction beside the one that may be writing."""
        with contextlib.closing(self.cursor()) as cursor:
            connection = DuckDBConnection(self, cursor)
            try:
                yield connection
            finally:
                connection.rollback()

    def close(self) -> None:
        """Let go of the file."""
        self._root.close()

    @contextlib.contextmanager
    def translated(self, *, opening: bool = False) -> Iterator[None]:
        """Raise DuckDB's errors as the store's."""
        try:
            yield
        except duckdb.Error as error:
            self._lost = self._lost or isinstance(error, duckdb.FatalException)
            raise _translation(error, self._path, opening=opening) from error


def _stream(frame: pl.DataFrame) -> pa.RecordBatchReader:
    """Return the rows of ``frame`` as a stream that holds no more of them once it has run."""
    slices = frame.iter_slices(SLICE_ROWS)
    batches = (batch for rows in slices for batch in rows.to_arrow().to_batches())
    return pa.RecordBatchReader.from_batches(frame.clear().to_arrow().schema, batches)


def _rows(cursor: duckdb.DuckDBPyConnection, text: str, parameters: Sequence[Parameter]) -> pl.DataFrame:
    # Polars takes a relation as it is, for less work; then DuckDB complains of leaks when the process ends.
    frame: pl.DataFrame = cursor.sql(text, params=list(parameters)).pl()
    return frame


def _translation(error: duckdb.Error, path: Path, *, opening: bool) -> StoreError:
    said = str(error)
    if any(reason in said for reason in FULL_DISK):
        return DiskFullError(f"no space left to write {path}")
    if "Could not set lock on file" in said:
        holder = re.search(r"\(PID (\d+)\)", said)
        return StoreLockedError(path, int(holder[1]) if holder else None)
    if opening:
        return StoreUnavailableError(f"cannot use {path}: {said}", fault=_fault(said, path), place=str(path))
    if isinstance(error, (duckdb.IOException, duckdb.FatalException, duckdb.ConnectionException)):
        return StoreUnavailableError(f"cannot use {path}: {said}")
    lost = isinstance(error, (duckdb.TransactionException, duckdb.ConstraintException))
    if lost and re.search("(?i)conflict|duplicate key", said):
        return ConflictError(said)
    return StatementError(said)


def _fault(said: str, path: Path) -> Fault | None:
    """Return why a file cannot be opened."""
    if "Permission denied" in said or "Read-only file system" in said:
        return Fault.NOT_ALLOWED
    if path.is_dir():
        return Fault.FOLDER
    if not path.parent.is_dir():
        return Fault.NO_FOLDER
    return Fault.NO_DATABASE_FILE if "not a valid DuckDB database file" in said else None
