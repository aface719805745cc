"""What a database must do for the store, and how the store opens the right one."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import polars as pl
import pyarrow as pa

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

    def batches(self, table: str) -> Iterator[pa.RecordBatch]:
        """Yield all rows of a table, some at a time."""

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

    def snapshot(self) -> AbstractContextManager[Connection]:
        """Begin a transaction that only reads: it sees one state, and nobody waits for it."""

    def migration(self) -> AbstractContextManager[Session]:
        """Begin a session in which no other process and no other thread migrates."""

    def close(self) -> None:
        """Let go of all connections."""
