"""The store: one SQL text on DuckDB and PostgreSQL. Only this package knows the databases."""

from dabiao.store.errors import (
    ConflictError,
    DiskFullError,
    MigrationError,
    StatementError,
    StoreError,
    StoreLockedError,
    StoreUnavailableError,
    UnknownQueryError,
)
from dabiao.store.store import Store, Transaction, open_store

__all__ = [
    "ConflictError",
    "DiskFullError",
    "MigrationError",
    "StatementError",
    "Store",
    "StoreError",
    "StoreLockedError",
    "StoreUnavailableError",
    "Transaction",
    "UnknownQueryError",
    "open_store",
]
