"""The store: one SQL text on DuckDB and PostgreSQL. Only this package knows the databases."""

from dabiao.store.errors import (
    ConflictError,
    DiskFullError,
    Fault,
    MigrationError,
    StatementError,
    StoreError,
    StoreLockedError,
    StoreUnavailableError,
    UnknownQueryError,
)
from dabiao.store.replacing import InUseError, OccupiedError, Replacement, replacement
from dabiao.store.schema import Migration, read_migrations
from dabiao.store.store import Snapshot, Store, Transaction, open_store

__all__ = [
    "ConflictError",
    "DiskFullError",
    "Fault",
    "InUseError",
    "Migration",
    "MigrationError",
    "OccupiedError",
    "Replacement",
    "Snapshot",
    "StatementError",
    "Store",
    "StoreError",
    "StoreLockedError",
    "StoreUnavailableError",
    "Transaction",
    "UnknownQueryError",
    "open_store",
    "read_migrations",
    "replacement",
]
