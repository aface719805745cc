"""Another DuckDB file in the place of one, held while the new one is made, so that no server opens it.

The old one is let go of just before the two are moved: a server that starts in that moment can still open it.
"""

import os
from pathlib import Path
from typing import Final

from dabiao.store.duckdb import DuckDBEngine
from dabiao.store.errors import StoreLockedError, StoreUnavailableError
from dabiao.store.replacing import OccupiedError, holds_rows, stamp

UNFINISHED: Final = ".restoring"
LOG: Final = ".wal"
"""What DuckDB adds to a file's name for the log of what is not in the file yet."""


class FileSite:
    """The path of a DuckDB file; the new one is made beside it."""

    def __init__(self, path: Path, *, replace: bool) -> None:
        """Hold what is at ``path`` and begin a new file.

        Raises:
            OccupiedError: something else than an empty database is there, and not ``replace``.
            StoreLockedError: another process holds the file.
        """
        self._path = path.resolve()
        self._part = _with(self._path, UNFINISHED)
        self._old: DuckDBEngine | None = None
        self._kept: Path | None = None
        if self._path.exists():
            self._hold(replace=replace)
        self._clear()
        try:
            self.engine = DuckDBEngine(self._part)
        except BaseException:
            self._let_go()
            raise

    def install(self) -> str | None:
        """Put the new file in place of the old one."""
        self.engine.close()
        self._let_go()
        try:
            _to_disk(self._part)
            # A log that lies beside the new file would be taken for its own.
            if (log := _with(self._path, LOG)).exists():
                log.rename(_with(self._kept or _with(self._path, f".{stamp()}"), LOG))
            if self._kept is not None:
                _keep(self._path, self._kept)
            self._part.replace(self._path)
            _to_disk(self._path.parent)
        except OSError as error:
            raise StoreUnavailableError(f"cannot move the database to {self._path}: {error}") from error
        return None if self._kept is None else str(self._kept)

    def leave(self) -> None:
        """Let go of the old file and delete the new one if it was not installed."""
        self.engine.close()
        self._let_go()
        self._clear()

    def _hold(self, *, replace: bool) -> None:
        try:
            self._old = DuckDBEngine(self._path)
            if not holds_rows(self._old):
                return
        except StoreLockedError:
            raise
        except StoreUnavailableError:
            pass  # no database, or a broken one: it is kept like any other
        if not replace:
            self._let_go()
            raise OccupiedError(str(self._path))
        self._kept = _with(self._path, f".before-restore-{stamp()}")

    def _let_go(self) -> None:
        if self._old is not None:
            self._old.close()
            self._old = None

    def _clear(self) -> None:
        for path in (self._part, _with(self._part, LOG)):
            path.unlink(missing_ok=True)


def _with(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _keep(path: Path, kept: Path) -> None:
    """Give a file another name; both hold, where the disk can, until another file takes the first."""
    try:
        kept.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError:
        path.rename(kept)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
