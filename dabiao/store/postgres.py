"""The shared database, PostgreSQL, for several hosts: migrations through psycopg, rows through ADBC."""

import contextlib
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

import adbc_driver_manager
import adbc_driver_postgresql.dbapi
import polars as pl
import psycopg
import pyarrow as pa
from adbc_driver_manager.dbapi import Connection as Link
from psycopg import sql

from dabiao.store.engine import Parameter
from dabiao.store.errors import (
    ConflictError,
    DiskFullError,
    Fault,
    StatementError,
    StoreError,
    StoreUnavailableError,
)
from dabiao.store.schema import LEDGER, Migration

MAX_CONNECTIONS: Final = 16
"""Connections of one process; a call beyond them waits. PostgreSQL allows 100 for all as it comes."""

MIGRATION_LOCK: Final = 0x646162_69616F
"""Key of the advisory lock under which one of several starting processes migrates ("dabiao")."""

REPEATABLE_READ: Final = {
    "adbc.connection.transaction.isolation_level": "adbc.connection.transaction.isolation.repeatable_read"
}

RETRY: Final = frozenset({"40001", "40P01", "23505"})
"""serialization_failure, deadlock_detected, unique_violation."""
DISK_FULL: Final = "53100"
UNAVAILABLE: Final = ("08", "28", "3D", "53", "57P")
"""Classes: connection, authorization, no such database, insufficient resources, shut-down."""

FAULTS: Final[Mapping[Fault, str]] = {
    Fault.UNKNOWN_HOST: "could not translate host name",
    Fault.SIGN_IN: 'password authentication failed|no password supplied|role ".*" does not exist',
    Fault.NO_DATABASE: 'database ".*" does not exist',
    Fault.NO_ANSWER: "Connection refused|timed? ?out|No route to host|Is the server running",
}
"""What libpq says where no connection comes about: it gives no code then."""

T = TypeVar("T")

_OTHER_COLLATION: Final = """
select table_name, array_agg(column_name::text)
from information_schema.columns
where table_schema = current_schema()
    and data_type = 'character varying'
    and collation_name is distinct from 'C'
group by table_name
"""


class PostgresConnection:
    """One transaction: what it reads, writes and copies in goes over one ADBC connection."""

    def __init__(self, link: Link) -> None:
        """Work on ``link``, on which a transaction has begun."""
        self._link = link
        self.ended = False
        """Whether the link can serve others again."""

    @staticmethod
    def begin(link: Link) -> None:
        """Begin a transaction on ``link`` and fix the state that it sees."""
        with translated():
            link.adbc_connection.set_autocommit(False)
        _rows(link, "select 1 as one", ())  # the driver begins when it is first asked for something

    def read(self, text: str, parameters: Sequence[Parameter]) -> pl.DataFrame:
        """Return the rows of one statement."""
        return _rows(self._link, text, parameters)

    def execute(self, text: str, parameters: Sequence[Parameter]) -> None:
        """Run one statement."""
        _execute(self._link, text, parameters)

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Append the rows of ``frame`` with COPY."""
        with translated(), self._link.cursor() as cursor:
            cursor.adbc_ingest(table, frame.to_arrow(), mode="append")

    def batches(self, table: str) -> Iterator[pa.RecordBatch]:
        """Yield all rows of a table, some at a time."""
        with translated(), self._link.cursor() as cursor:
            cursor.execute(f'select * from "{table}"')
            yield from cursor.fetch_record_batch()

    def commit(self) -> None:
        """Make the transaction's writes last."""
        # The driver's own: its commit() on a link that was opened with autocommit does nothing.
        with translated():
            self._link.adbc_connection.commit()
            self._link.adbc_connection.set_autocommit(True)
        self.ended = True

    def rollback(self) -> None:
        """Undo the transaction's writes."""
        with contextlib.suppress(StoreError), translated():
            self._link.adbc_connection.rollback()
            self._link.adbc_connection.set_autocommit(True)
            self.ended = True


class PostgresSession:
    """Applies migrations."""

    def __init__(self, connection: psycopg.Connection) -> None:
        """Work on ``connection``."""
        self._connection = connection

    def applied(self) -> Mapping[int, str]:
        """Return the checksum of every applied migration, by number."""
        with translated():
            self._connection.execute(LEDGER.encode())
            return dict(self._connection.execute("select number, checksum from schema_migration").fetchall())

    def apply(self, migration: Migration) -> None:
        """Run the script and note it, both or neither."""
        with translated(), self._connection.transaction():
            if migration.concerns("postgresql"):
                self._connection.execute(migration.script.encode())
                self._sort_by_code_point()
            self._connection.execute(
                "insert into schema_migration values (%s, %s, %s, now())",
                [migration.number, migration.name, migration.checksum],
            )

    def _sort_by_code_point(self) -> None:
        """Give every text column the order that DuckDB sorts in, whatever the language of the database."""
        change = sql.SQL('alter column {} type varchar collate "C"')
        for table, columns in self._connection.execute(_OTHER_COLLATION).fetchall():
            self._connection.execute(
                sql.SQL("alter table {} {}").format(
                    sql.Identifier(table),
                    sql.SQL(", ").join(change.format(sql.Identifier(column)) for column in columns),
                )
            )


class PostgresEngine:
    """One PostgreSQL database and a pool of connections to it."""

    def __init__(self, address: str) -> None:
        """Connect to the database at ``address`` (postgresql://…).

        Raises:
            StoreUnavailableError: it cannot be reached, or the address cannot be read.
        """
        if not _readable(address):
            raise StoreUnavailableError("the address cannot be read", fault=Fault.ADDRESS)
        self._address = address
        self._slots = threading.BoundedSemaphore(MAX_CONNECTIONS)
        self._writing = threading.Lock()
        self._idle: list[Link] = []
        try:
            with translated():
                # Knows the types of the database; cloning it takes 3 ms, connecting anew 50.
                self._root = adbc_driver_postgresql.dbapi.connect(address, autocommit=True)
        except StoreUnavailableError as error:
            said = str(error)
            raise StoreUnavailableError(said, fault=_fault(said), place=_place(address)) from error.__cause__

    def read(self, text: str, parameters: Sequence[Parameter]) -> pl.DataFrame:
        """Return the rows of one statement, as last committed."""
        with self._slots:
            link, rows = self._take(lambda link: _rows(link, text, parameters))
            self._idle.append(link)
        return rows

    @contextlib.contextmanager
    def transaction(self) -> Iterator[PostgresConnection]:
        """Begin a transaction that sees one state of the database from its first statement on."""
        # One after another within a process: all end at the head of the audit trail, where the later of two
        # would only find out that it must begin anew. Other processes are told so by the database.
        with self._writing, self._slots:
            link, _ = self._take(PostgresConnection.begin)
            connection = PostgresConnection(link)
            try:
                yield connection
            finally:
                if connection.ended:
                    self._idle.append(link)
                else:
                    link.close()

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[PostgresConnection]:
        """Begin a transaction beside the one that may be writing."""
        with self._slots:
            link, _ = self._take(PostgresConnection.begin)
            connection = PostgresConnection(link)
            try:
                yield connection
            finally:
                connection.rollback()
                if connection.ended:
                    self._idle.append(link)
                else:
                    link.close()

    @contextlib.contextmanager
    def migration(self) -> Iterator[PostgresSession]:
        """Begin a session for migrations when no other process is in one."""
        with translated(), psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute("select pg_advisory_lock(%s)", [MIGRATION_LOCK])
            yield PostgresSession(connection)

    def close(self) -> None:
        """Close all connections that are not in use."""
        while self._idle:
            self._idle.pop().close()
        self._root.close()

    def _take(self, first: Callable[[Link], T]) -> tuple[Link, T]:
        """Return a connection that works and what ``first`` returned on it."""
        while True:
            try:
                link, used = self._idle.pop(), True
            except IndexError:
                link, used = self._connect(), False
            try:
                return link, first(link)
            except StoreUnavailableError:
                link.close()
                # The server may have been restarted while the connection lay idle: then a new one works.
                if not used:
                    raise
            except BaseException:
                link.close()
                raise

    def _connect(self) -> Link:
        with translated():
            link: Link = self._root.adbc_clone()
            link.adbc_connection.set_autocommit(True)
            link.adbc_connection.set_options(**REPEATABLE_READ)
        _execute(link, "set timezone to 'UTC'")
        return link


def _rows(link: Link, text: str, parameters: Sequence[Parameter]) -> pl.DataFrame:
    with translated(), link.cursor() as cursor:
        cursor.execute(text, list(parameters) or None)
        frame = pl.from_arrow(cursor.fetch_arrow_table())
    assert isinstance(frame, pl.DataFrame)  # from_arrow of a table, not of an array
    return frame


def _execute(link: Link, text: str, parameters: Sequence[Parameter] = ()) -> None:
    with translated(), link.cursor() as cursor:
        cursor.execute(text, list(parameters) or None)


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Raise the errors of both drivers as the store's."""
    try:
        yield
    except (adbc_driver_manager.Error, psycopg.Error) as error:
        raise _translation(error) from error


def _translation(error: adbc_driver_manager.Error | psycopg.Error) -> StoreError:
    state, said = error.sqlstate, str(error)
    if state in RETRY:
        return ConflictError(said)
    if state == DISK_FULL:
        return DiskFullError(said)
    # A server that cannot be reached, or has gone, cannot give a reason in its own code.
    gone = state is None and isinstance(
        error, (adbc_driver_manager.OperationalError, psycopg.OperationalError)
    )
    if gone or (state is not None and state.startswith(UNAVAILABLE)):
        return StoreUnavailableError(said)
    return StatementError(said)


def _fault(said: str) -> Fault | None:
    return next((fault for fault, text in FAULTS.items() if re.search(text, said)), None)


def _readable(address: str) -> bool:
    """Return whether libpq takes an address apart where its writer meant it to.

    A password with a sign that should be written with a percent sign ends up in host, port or name, and in
    all that the driver says of them.
    """
    user, at, _ = address.partition("://")[2].partition("?")[0].rpartition("@")
    if at and ("@" in user or "/" in user):
        return False
    try:
        parts = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.Error:
        return False
    return all(port.isdigit() for port in str(parts.get("port", "0")).split(","))


def _place(address: str) -> str:
    """Return a readable address without its password."""
    parts = psycopg.conninfo.conninfo_to_dict(address)
    user = f"{parts['user']}@" if "user" in parts else ""
    port = f":{parts['port']}" if "port" in parts else ""
    return f"postgresql://{user}{parts.get('host', '')}{port}/{parts.get('dbname', '')}"
