"""Backups: the whole database in one file, made while it is in use, restored into either kind of database.

The file is a ZIP of one Parquet file per table and a list of contents, `dabiao.backup.archive`. A restored
database takes its place only after it has proved to be what was saved, `dabiao.backup.proof`.
"""

from dabiao.backup.archive import FORMAT, LEFT_OUT, Manifest
from dabiao.backup.errors import (
    BackupError,
    DamagedError,
    ForeignError,
    NewerError,
    OccupiedPlaceError,
    PathError,
    UnprovedError,
)
from dabiao.backup.proof import Proof
from dabiao.backup.restoring import Restored, check, restore
from dabiao.backup.saving import Saved, save

__all__ = [
    "FORMAT",
    "LEFT_OUT",
    "BackupError",
    "DamagedError",
    "ForeignError",
    "Manifest",
    "NewerError",
    "OccupiedPlaceError",
    "PathError",
    "Proof",
    "Restored",
    "Saved",
    "UnprovedError",
    "check",
    "restore",
    "save",
]
