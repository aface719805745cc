"""A command line's job handed to the server that owns the database file.

One process owns a DuckDB file. While the server runs, a command finds the server's key file beside the
database, sends the job over the loopback and reads events back, a JSON object a line: progress, then one
result or one error, which is raised anew where the command runs. The key file can be read by its owner
only, and the server answers this route on the loopback only.
"""

import http.client
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from dabiao.store import (
    ConflictError,
    DiskFullError,
    MigrationError,
    StatementError,
    Store,
    StoreError,
    StoreUnavailableError,
)

Event = dict[str, Any]
Job = Callable[[Store, Mapping[str, Any], Callable[[Event], None]], Any]
"""Does a job on the store with its arguments, reports progress events, returns a JSON-able result."""

ROUTE: Final = "/jobs/"
CONNECT_TIMEOUT_S: Final = 5
EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Addresses to listen at, and the one of the loopback that reaches them."""


STOPPED: Final = "The server that owns the database stopped before it had answered ({error!r})."


TRANSLATED: Final[Mapping[str, type[StoreError]]] = {
    error.__name__: error
    for error in (
        ConflictError,
        DiskFullError,
        MigrationError,
        StatementError,
        StoreUnavailableError,
        StoreError,
    )
}
"""Errors of the store that are the same error at both ends; of any other the server's log has the trace."""


class HandoverError(StoreError):
    """The server stopped before it had answered; whether the job was done is not known."""


class JobFailedError(Exception):
    """The job ended with an error that is none of the store's: a fault in this program."""


@dataclass(frozen=True)
class Door:
    """Where the owning server takes jobs, and the key that opens it."""

    host: str
    port: int
    key: str
    pid: int


def key_file(database: str) -> Path | None:
    """Return where the server of a DuckDB file leaves its key; PostgreSQL has many clients and needs none."""
    return None if "://" in database else Path(f"{database}.server.json")


def open_door(database: str, host: str, port: int) -> Door:
    """Leave a fresh key for command lines of the same user and return it."""
    door = Door(host=EVERYWHERE.get(host, host), port=port, key=secrets.token_urlsafe(32), pid=os.getpid())
    path = key_file(database)
    if path is not None:
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(door), file)
    return door


def close_door(database: str) -> None:
    """Take the key away."""
    path = key_file(database)
    if path is not None:
        path.unlink(missing_ok=True)


def hand_over(database: str, job: str, arguments: Mapping[str, Any]) -> Iterator[Event] | None:
    """Send a job to the server that owns ``database``; return its events, or none if none answers.

    Raises:
        HandoverError: the server stopped in the middle; so do the events.
        StoreError: from the events: what the job ended with, as the class it is in the server.
        JobFailedError: from the events: the job ended with an error that is none of the store's.
    """
    path = key_file(database)
    if path is None or not path.exists():
        return None
    try:
        door = Door(**json.loads(path.read_text(encoding="utf-8")))
        connection = http.client.HTTPConnection(door.host, door.port, timeout=CONNECT_TIMEOUT_S)
        connection.connect()
    except (OSError, ValueError, TypeError):
        return None  # the key is another user's, half written, or outlived its server
    assert connection.sock is not None
    connection.sock.settimeout(None)  # a long load reports when it has something to say
    try:
        connection.request(
            "POST",
            ROUTE + quote(job),
            body=json.dumps(dict(arguments)),
            headers={"Authorization": f"Bearer {door.key}", "Content-Type": "application/json"},
        )
        response = connection.getresponse()
    except (OSError, http.client.HTTPException) as error:
        raise HandoverError(STOPPED.format(error=error)) from error
    if response.status != http.HTTPStatus.OK:
        return None
    return _events(connection, response)


def failure(error: Exception) -> Event:
    """Return the event that tells a command what its job ended with."""
    for kind in type(error).__mro__:
        if kind.__name__ in TRANSLATED:
            return {"error": kind.__name__, "message": str(error)}
    kind = type(error)
    return {"error": kind.__name__, "message": f"{kind.__name__}: {error}" if str(error) else kind.__name__}


def _events(connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> Iterator[Event]:
    try:
        for line in response:
            event = json.loads(line)
            if "error" in event:
                raise TRANSLATED.get(event["error"], JobFailedError)(event["message"])
            yield event
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise HandoverError(STOPPED.format(error=error)) from error
    finally:
        connection.close()
