"""Restoring: into a new database, which proves itself and only then takes the place of the old one."""

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dabiao import audit
from dabiao.backup import errors
from dabiao.backup.archive import LEFT_OUT, Archive, Manifest, read
from dabiao.backup.errors import DamagedError, NewerError, OccupiedPlaceError, PathError
from dabiao.backup.proof import Proof, prove
from dabiao.backup.saving import SUBJECT
from dabiao.rights import COMMAND_LINE
from dabiao.settings import Workspace
from dabiao.store import (
    ConflictError,
    InUseError,
    Migration,
    OccupiedError,
    Replacement,
    StatementError,
    StoreLockedError,
    read_migrations,
    replacement,
)
from dabiao.workspaces import OtherWorkspaceError


@dataclass(frozen=True)
class Restored:
    """A backup that was restored, or that could be."""

    manifest: Manifest
    proof: Proof
    kept: str | None = None
    """Where what was in place before is kept."""


def restore(path: Path, database: str | Path, workspace: Workspace, *, replace: bool = False) -> Restored:
    """Restore the backup at ``path`` into ``database``; until all is proved the database stays as it is.

    Args:
        path: of the backup.
        database: path of a DuckDB file or address of a PostgreSQL database; no server may be using it.
        workspace: what the database shall be used for.
        replace: whether a database that is in place may be moved aside.

    Raises:
        PathError, ForeignError, DamagedError, NewerError: it cannot be restored as it is.
        OtherWorkspaceError: its figures are of another workspace.
        OccupiedPlaceError: something is in place and may not be moved aside, or it is in use.
        UnprovedError: what came of it is not what was saved.
        StoreError: the database cannot be written.
    """
    with _archive(path) as archive:
        if archive.manifest.workspace != workspace:
            raise OtherWorkspaceError(archive.manifest.workspace)
        migrations = _migrations(archive.manifest)
        with _beside(database, migrations, replace=replace) as fresh:
            proof = _fill(fresh, archive)
            detail = {"made_at": archive.manifest.made_at, "head": archive.manifest.audit_head}
            fresh.store.run(lambda tx: audit.record(tx, COMMAND_LINE, "backup_restored", SUBJECT, detail))
            return Restored(archive.manifest, proof, fresh.install())


def check(path: Path) -> Restored:
    """Restore the backup at ``path`` into a database that is thrown away, to see that it can be.

    Raises:
        BackupError, StoreError: as `restore`.
    """
    with (
        _archive(path) as archive,
        tempfile.TemporaryDirectory(prefix="dabiao-") as folder,
        replacement(Path(folder) / "dabiao.duckdb", _migrations(archive.manifest), replace=False) as fresh,
    ):
        return Restored(archive.manifest, _fill(fresh, archive))


@contextlib.contextmanager
def _archive(path: Path) -> Iterator[Archive]:
    with contextlib.ExitStack() as stack:
        try:
            archive = read(stack.enter_context(path.open("rb")), path)
        except OSError as error:
            raise PathError(errors.UNREADABLE, path=path, reason=error.strerror or error) from error
        yield archive


def _migrations(manifest: Manifest) -> Sequence[Migration]:
    """Return the migrations that give the tables the shape they were saved in."""
    known = {migration.number: migration for migration in read_migrations()}
    for number, checksum in sorted(manifest.migrations.items()):
        if number not in known:
            raise NewerError(errors.NEWER_TABLES, number=number)
        if known[number].checksum != checksum:
            raise NewerError(errors.OTHER_TABLES, number=number)
    if sorted(manifest.migrations) != list(range(1, len(manifest.migrations) + 1)):
        raise DamagedError(errors.CONTENTS)
    return [known[number] for number in sorted(manifest.migrations)]


@contextlib.contextmanager
def _beside(database: str | Path, migrations: Sequence[Migration], *, replace: bool) -> Iterator[Replacement]:
    try:
        with replacement(database, migrations, replace=replace) as fresh:
            yield fresh
    except OccupiedError as error:
        raise OccupiedPlaceError(errors.OCCUPIED, place=error.place) from error
    except InUseError as error:
        raise OccupiedPlaceError(errors.IN_USE, place=error.place) from error
    except StoreLockedError as error:
        raise OccupiedPlaceError(errors.IN_USE, place=error.path) from error


def _fill(fresh: Replacement, archive: Archive) -> Proof:
    wanted = set(fresh.store.read("table_names")["table_name"]) - LEFT_OUT
    for table in sorted(wanted ^ archive.manifest.tables.keys()):
        raise DamagedError(errors.TABLE_MISSING if table in wanted else errors.TABLE_UNKNOWN, table=table)
    for table in archive.manifest.tables:
        try:
            with fresh.store.transaction() as tx:
                for frame in archive.frames(table):
                    tx.insert(table, frame)
        except (StatementError, ConflictError, ValueError, pl.exceptions.PolarsError) as error:
            raise DamagedError(errors.MISFIT, table=table, reason=error) from error
    fresh.bring_up_to_date()
    return prove(fresh.store, archive.manifest)
