"""What can go wrong with the store, whichever database is behind it; the driver's error is the cause."""

from enum import StrEnum
from pathlib import Path
from typing import Final

FULL_DISK: Final = ("No space left on device", "File too large", "Disk quota exceeded")
"""What the operating system says when nothing more can be written (ENOSPC, EFBIG, EDQUOT)."""


class StoreError(Exception):
    """Anything that goes wrong with the store."""


class Fault(StrEnum):
    """Why a place that was named as the database cannot be opened."""

    NO_FOLDER = "no_folder"
    FOLDER = "folder"
    NOT_ALLOWED = "not_allowed"
    NO_DATABASE_FILE = "no_database_file"
    UNKNOWN_HOST = "unknown_host"
    NO_ANSWER = "no_answer"
    SIGN_IN = "sign_in"
    NO_DATABASE = "no_database"
    ADDRESS = "address"


class StoreUnavailableError(StoreError):
    """The database cannot be reached or opened, or its file is no database."""

    def __init__(self, said: str, *, fault: Fault | None = None, place: str = "") -> None:
        """Say what the driver said.

        Args:
            said: by the driver.
            fault: why, where that can be told.
            place: the file, or the address without its password.
        """
        super().__init__(said)
        self.fault = fault
        self.place = place


class StoreLockedError(StoreUnavailableError):
    """Another process holds the database's file."""

    def __init__(self, path: Path, pid: int | None) -> None:
        """Name the file and, if it can be told, the process that holds it."""
        holder = f"process {pid}" if pid is not None else "another process"
        super().__init__(f"{path} is in use by {holder}")
        self.path = path
        self.pid = pid


class DiskFullError(StoreError):
    """Nothing more can be written; what was committed before is intact."""


class ConflictError(StoreError):
    """Another transaction wrote the same rows first; the transaction can be tried again."""


class StatementError(StoreError):
    """The database refused a statement: wrong SQL, wrong parameters, or rows that a constraint forbids."""


class MigrationError(StoreError):
    """The tables cannot be brought to the shape this code needs."""


class UnknownQueryError(StoreError, LookupError):
    """No file in ``queries/`` has the name that was asked for."""
