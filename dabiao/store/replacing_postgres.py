"""Other tables in the place of those of a PostgreSQL database: made in another schema, moved at once."""

import contextlib
import time
from collections.abc import Iterator
from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from dabiao.store.errors import MigrationError, StoreError
from dabiao.store.postgres import MIGRATION_LOCK, PostgresEngine, translated
from dabiao.store.replacing import InUseError, OccupiedError, holds_rows, stamp
from dabiao.store.schema import read_migrations

GOING_S: Final = 1.0
"""How long others may take to go."""
UNFINISHED: Final = sql.Identifier("dabiao_restoring")

_OTHERS: Final = """
select count(*)
from pg_stat_activity
where datname = current_database()
    and pid <> pg_backend_pid()
    and usename is not null -- the server's own workers have none
    and coalesce(backend_type, 'client backend') = 'client backend'
"""
_TABLES: Final = """
select table_name::text
from information_schema.tables
where table_schema = %s and table_type = 'BASE TABLE'
"""
_DROP: Final = sql.SQL("drop schema if exists {} cascade").format(UNFINISHED)


class SchemaSite:
    """The schema that the tables of a PostgreSQL database stand in; the new ones are made in another."""

    def __init__(self, address: str, *, replace: bool) -> None:
        """Look at what is there and begin a new schema.

        Raises:
            OccupiedError: there are tables with rows, and not ``replace``.
            InUseError: others are connected.
            MigrationError: the tables are a newer program's.
        """
        self._address = address
        known = conninfo_to_dict(address)
        self._called = f"postgresql://{known.get('host', '')}/{known.get('dbname', '')}"
        with self._connected() as connection:
            self._refuse_company(connection)
            self._refuse_newer(connection)
        self._occupied = self._holds_rows()
        if self._occupied and not replace:
            raise OccupiedError(self._called)
        with self._connected() as connection:
            connection.execute(_DROP)
            connection.execute(sql.SQL("create schema {}").format(UNFINISHED))
        options = f"{known.get('options') or ''} -c search_path=dabiao_restoring".strip()
        try:
            self.engine = PostgresEngine(make_conninfo(address, options=options))
        except StoreError:
            self._drop()
            raise

    def install(self) -> str | None:
        """Move the new tables into place; those before go into a schema of their own."""
        self.engine.close()
        kept = f"before_restore_{stamp()}" if self._occupied else None
        with self._connected() as connection:
            # Under the lock of migrations no server can open the database until this is done.
            connection.execute("select pg_advisory_xact_lock(%s)", [MIGRATION_LOCK])
            self._refuse_company(connection)
            here = _here(connection)
            new = _tables(connection, "dabiao_restoring")
            if kept is not None:
                connection.execute(sql.SQL("create schema {}").format(sql.Identifier(kept)))
            for name in sorted(new & _tables(connection, here)):
                if kept is not None:
                    _move(connection, here, name, kept)
                else:
                    connection.execute(sql.SQL("drop table {}").format(sql.Identifier(here, name)))
            for name in sorted(new):
                _move(connection, "dabiao_restoring", name, here)
            connection.execute(_DROP)
        return None if kept is None else f"{self._called}, schema {kept}"

    def leave(self) -> None:
        """Delete the new tables if they were not installed."""
        self.engine.close()
        with contextlib.suppress(StoreError):  # a server that is gone; the next one clears it away
            self._drop()

    def _drop(self) -> None:
        with self._connected() as connection:
            connection.execute(_DROP)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[psycopg.Connection]:
        """Give a connection in one transaction, which is committed unless something is raised."""
        with translated(), psycopg.connect(self._address) as connection:
            yield connection

    def _holds_rows(self) -> bool:
        in_place = PostgresEngine(self._address)
        try:
            return holds_rows(in_place)
        finally:
            in_place.close()

    def _refuse_company(self, connection: psycopg.Connection) -> None:
        # What has just been disconnected, by this process too, is listed until its server process has ended;
        # and within a transaction the list is the one first looked at.
        until = time.monotonic() + GOING_S
        while True:
            connection.execute("select pg_stat_clear_snapshot()")
            if not connection.execute(_OTHERS).fetchall()[0][0]:
                return
            if time.monotonic() > until:
                raise InUseError(self._called)
            time.sleep(GOING_S / 20)

    def _refuse_newer(self, connection: psycopg.Connection) -> None:
        if "schema_migration" not in _tables(connection, _here(connection)):
            return
        newest = connection.execute("select coalesce(max(number), 0) from schema_migration").fetchall()[0][0]
        if newest > len(read_migrations()):
            raise MigrationError(f"the database is newer than this program: it has migration {newest:03}")


def _here(connection: psycopg.Connection) -> str:
    return str(connection.execute("select current_schema()").fetchall()[0][0])


def _tables(connection: psycopg.Connection, schema: str) -> set[str]:
    return {name for (name,) in connection.execute(_TABLES, [schema]).fetchall()}


def _move(connection: psycopg.Connection, source: str, table: str, target: str) -> None:
    move = sql.SQL("alter table {} set schema {}")
    connection.execute(move.format(sql.Identifier(source, table), sql.Identifier(target)))
