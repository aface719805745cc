"""The SQL texts: one statement per file of ``queries/``, called by the file's name."""

import functools
import re
from pathlib import Path
from typing import Final

from dabiao.store.errors import UnknownQueryError

QUERIES: Final = Path(__file__).parent / "queries"

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


@functools.cache
def query(name: str) -> str:
    """Return the statement in ``queries/<name>.sql``.

    Raises:
        UnknownQueryError: there is no such file.
    """
    path = QUERIES / f"{name}.sql"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise UnknownQueryError(f"no query {name!r}: {path} does not exist")
    # A driver may put it into parentheses: no semicolon inside, and no comment that swallows the last one.
    return path.read_text(encoding="utf-8").rstrip().removesuffix(";") + "\n"
