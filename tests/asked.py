"""Which queries DuckDB was asked, by its own record."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

from dabiao.store.duckdb import CONFIG
from dabiao.store.texts import QUERIES

Asked = Callable[[], list[str]]
"""Tells which queries were asked since it told last, by name, and as it stands what columns a table has."""

COLUMNS = '" limit 0'
"""How the question ends which columns a table has."""
RECORD = "select message from duckdb_logs where type = 'QueryLog' order by timestamp"


@contextmanager
def recorded(database: str) -> Iterator[Asked]:
    """Record what any connection of this process asks of an open file."""
    files = {file.stem: file.read_text(encoding="utf-8") for file in QUERIES.glob("*.sql")}
    names = {re.sub(r"^\s*(--.*\n)+", "", text).strip(): name for name, text in files.items()}
    with duckdb.connect(database, config=CONFIG) as beside:
        beside.execute("call enable_logging('QueryLog')")
        beside.execute("call truncate_duckdb_logs()")

        def tell() -> list[str]:
            said = [str(message).strip() for (message,) in beside.execute(RECORD).fetchall()]
            beside.execute("call truncate_duckdb_logs()")
            return [names.get(text, text) for text in said if text in names or text.endswith(COLUMNS)]

        try:
            yield tell
        finally:
            beside.execute("call disable_logging()")
