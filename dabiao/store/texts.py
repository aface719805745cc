"""The SQL texts: one statement per file of ``queries/``, called by the file's name."""

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from dabiao.store.errors import StatementError, UnknownQueryError

QUERIES: Final = Path(__file__).parent / "queries"

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_COMMENT: Final = re.compile(r"--[^\n]*")
_PARAMETER: Final = re.compile(r"\$(\d+)")


def query(name: str, parameters: Sequence[object]) -> str:
    """Return the statement in ``queries/<name>.sql``, to be run with ``parameters``.

    Raises:
        UnknownQueryError: there is no such file.
        StatementError: the statement has not as many parameters.
    """
    text, wanted = _read(name)
    # One driver reports it, the other passes over what is too many.
    if wanted != len(parameters):
        raise StatementError(f"query {name!r} takes {wanted} parameters, not {len(parameters)}")
    return text


@functools.cache
def _read(name: str) -> tuple[str, int]:
    path = QUERIES / f"{name}.sql"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise UnknownQueryError(f"no query {name!r}: {path} does not exist")
    # A driver may put it into parentheses: no semicolon inside, and no comment that swallows the last one.
    text = path.read_text(encoding="utf-8").rstrip().removesuffix(";") + "\n"
    parameters = {int(number) for number in _PARAMETER.findall(_COMMENT.sub("", text))}
    return text, max(parameters, default=0)
