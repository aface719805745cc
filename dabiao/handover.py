"""A command line's job handed to the server that owns the database file.

One process owns a DuckDB file. While the server runs, a command finds the server's key file beside the
database, sends the job over the loopback and reads events back, a JSON object a line: progress, then one
result or one error. The key file can be read by its owner only, and the server answers this route on the
loopback only.
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

from dabiao.store import Store, StoreError

Event = dict[str, Any]
Job = Callable[[Store, Mapping[str, Any], Callable[[Event], None]], Any]
"""Does a job on the store with its arguments, reports progress events, returns a JSON-able result."""

ROUTE: Final = "/jobs/"
CONNECT_TIMEOUT_S: Final = 5
EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Addresses to listen at, and the one of the loopback that reaches them."""


STOPPED: Final = "The server that owns the database stopped before it had answered ({error!r})."


class HandoverError(StoreError):
    """The server stopped before it had answered; whether the job was done is not known."""


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
    """Send a job to the server that owns ``database``; return its events, or none if none answers."""
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


def _events(connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> Iterator[Event]:
    try:
        for line in response:
            yield json.loads(line)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise HandoverError(STOPPED.format(error=error)) from error
    finally:
        connection.close()
