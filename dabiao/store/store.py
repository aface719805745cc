"""The store: named SQL texts in, Polars frames out, with the same rows on either database."""

import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

import polars as pl
import pyarrow as pa

from dabiao.store.engine import Connection, Engine, Parameter
from dabiao.store.errors import ConflictError
from dabiao.store.schema import MIGRATIONS, migrate, read_migrations
from dabiao.store.texts import query

ATTEMPTS: Final = 10
"""How often `Store.run` tries a transaction that lost to another one."""
FIRST_WAIT: Final = 0.01
"""Longest wait in seconds before the second attempt; each later one may wait twice as long."""
LONGEST_WAIT: Final = 1.0

T = TypeVar("T")

_TABLE: Final = re.compile(r"[a-z][a-z0-9_]*")


class Transaction:
    """Reads and writes that take effect together or not at all."""

    def __init__(self, connection: Connection, types: dict[str, pl.Schema] | None = None) -> None:
        """Work on ``connection``, on which a transaction has begun.

        Args:
            connection: the connection.
            types: columns of tables as other transactions of the same store found them; is added to.
        """
        self._connection = connection
        self._types = {} if types is None else types
        self.failure: Exception | None = None
        """The first error of a statement. After it nothing is committed, even if the caller went on: DuckDB
        would commit the rest, PostgreSQL would say it did."""

    def read(self, name: str, *parameters: Parameter) -> pl.DataFrame:
        """Return the rows of ``queries/<name>.sql``; it sees what this transaction wrote.

        Raises:
            StoreError: as `Store.read`.
        """
        text = query(name, parameters)
        with self._noting_failure():
            return self._connection.read(text, parameters)

    def execute(self, name: str, *parameters: Parameter) -> None:
        """Run the statement in ``queries/<name>.sql``.

        Raises:
            StoreError: as `Store.run`.
        """
        text = query(name, parameters)
        with self._noting_failure():
            self._connection.execute(text, parameters)

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Append the rows of ``frame``, columns by name; a column of the table that it lacks becomes null.

        Values are cast to the table's types; one that does not fit is an error.

        Raises:
            ValueError: the frame has a column that the table lacks.
            polars.exceptions.InvalidOperationError: a value does not fit its column.
            StoreError: as `Store.run`.
        """
        if not _TABLE.fullmatch(table):
            raise ValueError(f"not the name of a table: {table!r}")
        with self._noting_failure():
            if table not in self._types:
                self._types[table] = self._connection.read(f'select * from "{table}" limit 0', ()).schema
            types = self._types[table]
            if unknown := [column for column in frame.columns if column not in types]:
                raise ValueError(f"{table} has no column {', '.join(unknown)}")
            if not frame.is_empty():
                self._connection.insert(table, frame.cast({name: types[name] for name in frame.columns}))

    @contextmanager
    def _noting_failure(self) -> Iterator[None]:
        if self.failure is not None:
            raise self.failure
        try:
            yield
        except Exception as error:
            self.failure = error
            raise


class Snapshot(Transaction):
    """One state of the whole database, to be read only."""

    def batches(self, table: str) -> Iterator[pa.RecordBatch]:
        """Yield all rows of a table, some at a time, with the names and types of its columns."""
        if not _TABLE.fullmatch(table):
            raise ValueError(f"not the name of a table: {table!r}")
        with self._noting_failure():
            yield from self._connection.batches(table)


class Store:
    """An open database, shared by all threads of the process."""

    def __init__(self, engine: Engine) -> None:
        """Use ``engine``; `open_store` makes the right one."""
        self._engine = engine
        self._types: dict[str, pl.Schema] = {}
        self._here = threading.local()

    def read(self, name: str, *parameters: Parameter) -> pl.DataFrame:
        """Return the rows of ``queries/<name>.sql`` as last committed; parameters stand for $1, $2 ….

        Types: varchar String, bigint Int64, integer Int32, double precision Float64, boolean Boolean, date
        Date, timestamp with time zone Datetime in microseconds and UTC.

        Raises:
            UnknownQueryError: there is no such file.
            StoreUnavailableError: the database cannot be reached.
            StatementError: the database refused the statement or its parameters.
        """
        return self._engine.read(query(name, parameters), parameters)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Begin a transaction: committed when the block ends, undone when it raises or a statement failed.

        Raises:
            RuntimeError: this thread is in a transaction already.
            StoreError: as `run`.
        """
        if getattr(self._here, "writing", False):
            raise RuntimeError("this thread is in a transaction already: pass the transaction on")
        self._here.writing = True
        try:
            with self._engine.transaction() as connection:
                transaction = Transaction(connection, self._types)
                try:
                    yield transaction
                    if transaction.failure is not None:
                        raise transaction.failure
                    connection.commit()
                except BaseException:
                    connection.rollback()
                    raise
        finally:
            self._here.writing = False

    def run(self, work: Callable[[Transaction], T]) -> T:
        """Return what ``work`` returns in a transaction, tried again when another transaction came first.

        ``work`` may be called several times and must have no effect but through its transaction.

        Raises:
            ConflictError: another transaction came first every time.
            DiskFullError: nothing more can be written.
            StoreUnavailableError: the database cannot be reached; if the connection broke while
                committing, whether the work is in is unknown.
            StatementError: the database refused a statement.
        """
        for attempt in range(ATTEMPTS - 1):
            try:
                with self.transaction() as transaction:
                    return work(transaction)
            except ConflictError:
                longest = min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)
                time.sleep(random.uniform(0, longest))
        with self.transaction() as transaction:
            return work(transaction)

    @contextmanager
    def snapshot(self) -> Iterator["Snapshot"]:
        """Read one state of the database, the last one committed, however long it takes; nobody waits for it.

        Raises:
            StoreError: as `read`.
        """
        with self._engine.snapshot() as connection:
            yield Snapshot(connection)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.close()


def open_store(database: str | Path, migrations: Path = MIGRATIONS) -> Store:
    """Open the database and bring its tables to the shape this code needs.

    Args:
        database: path of a DuckDB file, which is made if it does not exist, or the address of a PostgreSQL
            database (postgresql://…).
        migrations: directory of the scripts that make the tables.

    Raises:
        StoreLockedError: another process holds the file.
        StoreUnavailableError: the database cannot be reached or opened, or its file is no database.
        DiskFullError: no space to make the tables.
        MigrationError: the tables cannot be brought to that shape.
    """
    engine = _engine(database)
    try:
        with engine.migration() as session:
            migrate(session, read_migrations(migrations))
    except BaseException:
        engine.close()
        raise
    return Store(engine)


def _engine(database: str | Path) -> Engine:
    # Each driver takes a while to import; a server needs one of them.
    if str(database).startswith(("postgresql://", "postgres://")):
        from dabiao.store.postgres import PostgresEngine

        return PostgresEngine(str(database))
    from dabiao.store.duckdb import DuckDBEngine

    return DuckDBEngine(Path(database))
