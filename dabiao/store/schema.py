"""The migrations: numbered SQL scripts that give either database the tables the code needs.

The tables are the same on both. A script that is about how one of them finds rows (an index) and would cost
the other more than it brings names its database: ``005_indexes.postgresql.sql``. It is noted on both, so that
the numbers mean the same everywhere, and run on the one.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol, cast

from dabiao.store.errors import MigrationError, StatementError

MIGRATIONS: Final = Path(__file__).parent / "migrations"

LEDGER: Final = """
create table if not exists schema_migration (
    number integer primary key,
    name varchar not null,
    checksum varchar not null, -- SHA-256 of the script
    applied_at timestamp with time zone not null
)
"""

Database = Literal["duckdb", "postgresql"]

_NAME: Final = re.compile(r"(?P<number>\d{3})_(?P<name>[a-z0-9_]+)(?:\.(?P<only>duckdb|postgresql))?\.sql")


@dataclass(frozen=True)
class Migration:
    """One numbered script, many statements allowed."""

    number: int
    name: str
    script: str
    checksum: str
    only: Database | None = None
    """The database it is run on; None for both."""

    def __str__(self) -> str:
        """Return number and name."""
        return f"{self.number:03}_{self.name}"

    def concerns(self, database: Database) -> bool:
        """Return whether the script is run on ``database``."""
        return self.only in (None, database)


class Session(Protocol):
    """A connection on which migrations are applied while nobody else applies any."""

    def applied(self) -> Mapping[int, str]:
        """Return the checksum of every migration that was applied, by number; makes the ledger if need be."""

    def apply(self, migration: Migration) -> None:
        """Run the script, if it concerns this database, and note it in the ledger: both or neither."""


def read_migrations(directory: Path = MIGRATIONS) -> list[Migration]:
    """Read the scripts of ``directory`` in the order of their numbers.

    Raises:
        MigrationError: a file is not called NNN_name.sql or NNN_name.database.sql, or a number is missing or
            given twice.
    """
    migrations = []
    for path in sorted(directory.glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        if match is None:
            raise MigrationError(f"{path}: a migration is called NNN_name.sql or NNN_name.postgresql.sql")
        script = path.read_bytes()
        checksum = hashlib.sha256(script).hexdigest()
        only = cast(Database | None, match["only"])
        migrations.append(
            Migration(int(match["number"]), match["name"], script.decode("utf-8"), checksum, only)
        )
    numbers = [migration.number for migration in migrations]
    if numbers != list(range(1, len(numbers) + 1)):
        raise MigrationError(f"{directory}: migrations are numbered 1, 2, 3 …, not {numbers}")
    return migrations


def migrate(session: Session, migrations: Sequence[Migration]) -> int:
    """Apply those of ``migrations`` that the database lacks and return how many they were.

    Raises:
        MigrationError: an applied script has changed since, the database has migrations that this code
            does not know, or a script failed; the database is then as the last one that succeeded left it.
    """
    applied = session.applied()
    known = {migration.number for migration in migrations}
    if newer := sorted(set(applied) - known):
        raise MigrationError(f"the database is newer than this program: it has migration {newer[-1]:03}")
    for migration in migrations:
        if applied.get(migration.number, migration.checksum) != migration.checksum:
            raise MigrationError(f"migration {migration} has changed since it was applied to the database")
    pending = [migration for migration in migrations if migration.number not in applied]
    for migration in pending:
        try:
            session.apply(migration)
        except StatementError as error:
            raise MigrationError(f"migration {migration} failed: {error}") from error
    return len(pending)
