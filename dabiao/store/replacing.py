"""A new database in the place of another: made beside it, and moved there only when it is whole.

Until the last step, which is one rename or one transaction, the database in place is as it was; a process
that is killed leaves something unfinished beside it, which the next one clears away.
"""

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

from dabiao.store.engine import Engine
from dabiao.store.errors import StoreError
from dabiao.store.schema import Migration, migrate, read_migrations
from dabiao.store.store import Store
from dabiao.store.texts import query

BOOKKEEPING: Final = frozenset({"schema_migration", "workspace", "audit_head"})
"""Tables that have rows in a database that nobody has put anything into."""


class OccupiedError(StoreError):
    """There is something in the place of the new database, and it was not said that it may be moved aside."""

    def __init__(self, place: str) -> None:
        """Name the place."""
        super().__init__(f"there is a database at {place}")
        self.place = place


class InUseError(StoreError):
    """Other processes are connected to the database that is to be replaced."""

    def __init__(self, place: str) -> None:
        """Name the database."""
        super().__init__(f"{place} is in use")
        self.place = place


class Site(Protocol):
    """The place of a database, watched over while another is made beside it."""

    @property
    def engine(self) -> Engine:
        """The new database."""

    def install(self) -> str | None:
        """Put the new database in its place; return where the one before is kept, None if it held nothing."""

    def leave(self) -> None:
        """Clear away what is not installed."""


class Replacement:
    """A database in the making: empty, with the tables that some migrations give."""

    def __init__(self, site: Site) -> None:
        """Make it at ``site``."""
        self._site = site
        self.store: Final = Store(site.engine)

    def bring_up_to_date(self) -> None:
        """Apply the migrations that it lacks.

        Raises:
            StoreError: as `open_store`.
        """
        with self._site.engine.migration() as session:
            migrate(session, read_migrations())

    def install(self) -> str | None:
        """Put it in place and return where the one before is kept; None if there was none or it held nothing.

        The store is closed then.

        Raises:
            InUseError: somebody has begun to use the database in place.
            StoreUnavailableError: it cannot be moved.
        """
        return self._site.install()


@contextlib.contextmanager
def replacement(
    database: str | Path, migrations: Sequence[Migration], *, replace: bool
) -> Iterator[Replacement]:
    """Begin a database that shall take the place of ``database``; it is dropped unless it was installed.

    Args:
        database: path of a DuckDB file or address of a PostgreSQL database.
        migrations: those that give it the tables to begin with.
        replace: whether what is in place may be moved aside.

    Raises:
        OccupiedError: there is something in place, and it may not.
        InUseError: others are connected to the PostgreSQL database in place.
        StoreLockedError: another process holds the file in place.
        StoreError: as `open_store`.
    """
    site = _site(database, replace=replace)
    try:
        with site.engine.migration() as session:
            migrate(session, migrations)
        _empty(site.engine)
        yield Replacement(site)
    finally:
        site.leave()


def stamp() -> str:
    """Return the time as it stands in the name of what is kept."""
    return dt.datetime.now(dt.UTC).strftime("%Y%m%dt%H%M%Sz")


def holds_rows(engine: Engine) -> bool:
    """Return whether anybody has put anything into a database."""
    with engine.snapshot() as connection:
        names = connection.read(query("table_names", ()), ())["table_name"]
        return any(
            not connection.read(f'select 1 as one from "{name}" limit 1', ()).is_empty()
            for name in names
            if name not in BOOKKEEPING
        )


def _empty(engine: Engine) -> None:
    """Take out what the migrations put in.

    In a transaction of its own: within one, DuckDB takes a key that was deleted for one that is still there.
    """
    with engine.transaction() as connection:
        for name in connection.read(query("table_names", ()), ())["table_name"]:
            if name != "schema_migration":
                connection.execute(f'delete from "{name}"', ())
        connection.commit()


def _site(database: str | Path, *, replace: bool) -> Site:
    if str(database).startswith(("postgresql://", "postgres://")):
        from dabiao.store.replacing_postgres import SchemaSite

        return SchemaSite(str(database), replace=replace)
    from dabiao.store.replacing_duckdb import FileSite

    return FileSite(Path(database), replace=replace)
