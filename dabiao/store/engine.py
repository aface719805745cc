"""What a database must do for the store, and how the store opens the right one."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import polars as pl

from dabiao.store.schema import Session

Parameter = object
"""A value for a ``$n``: str, int, float, bool, date, datetime with zone, None, or a list of one of them."""


class Connection(Protocol):
    """One transaction on one connection; every method raises the errors of `dabiao.store.errors`."""

    def read(self, text: str, parameters: Sequence[Parameter]) -> pl.DataFrame:
        """Return the rows of one statement; it sees what this transaction wrote."""

    def execute(self, text: str, parameters: Sequence[Parameter]) -> None:
        """Run one statement."""

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Append the rows of ``frame``, whose columns have the names and types of the table's."""

    def commit(self) -> None:
        """Make the transaction's writes last."""

    def rollback(self) -> None:
        """Undo the transaction's writes; never raises."""


class Engine(Protocol):
    """One database, shared by all threads of the process."""

    def read(self, text: str, parameters: Sequence[Parameter]) -> pl.DataFrame:
        """Return the rows of one statement, as last committed."""

    def transaction(self) -> AbstractContextManager[Connection]:
        """Begin a transaction on a connection of its own; the caller commits or rolls back."""

    def migration(self) -> AbstractContextManager[Session]:
        """Begin a session in which no other process and no other thread migrates."""

    def backup(self, path: Path) -> None:
        """Copy the last committed state into a fresh database file."""

    def close(self) -> None:
        """Let go of all connections."""
