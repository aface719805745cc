"""Provides a real PostgreSQL to the tests that want one: the session's server, and databases on it.

``DABIAO_TEST_POSTGRES`` names a server to use (an address of a role that may create databases). Without it
one is started in a temporary folder, which is in memory where there is room, from the binaries in
``DABIAO_TEST_POSTGRES_BIN``, on the ``PATH`` or where Debian puts them; under pytest-xdist every worker
starts its own.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

UNPRIVILEGED = "nobody"
"""Who runs the server when root runs the tests: PostgreSQL refuses to run as root."""

MEMORY = Path("/dev/shm")
ROOM_BYTES = 2 << 30
"""What a server may come to need, of which a container often has less in its memory."""

SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "Asia/Shanghai",  # not what the store shows times in, so that a slip shows
    "dynamic_shared_memory_type": "mmap",  # in the folder, which is removed, where stopping at once leaves it
}


def binaries() -> Path:
    """Return the directory that holds ``initdb`` and ``pg_ctl``."""
    if named := os.environ.get("DABIAO_TEST_POSTGRES_BIN"):
        return Path(named)
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    for directory in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (directory / "initdb").exists():
            return directory
    pytest.fail(
        "no PostgreSQL for the tests: install one (Debian: apt install postgresql) "
        "or set DABIAO_TEST_POSTGRES=postgresql://…",
        pytrace=False,
    )


def in_memory() -> Path | None:
    """Return a folder whose files are kept in memory, if there is one with room: None is the usual one.

    A database is hundreds of files, and on a disk making them is most of the work of a short test.
    """
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM_BYTES:
        return MEMORY
    return None


@contextmanager
def running_server(directory: Path) -> Iterator[str]:
    """Run a PostgreSQL of our own in ``directory`` and give the address of its maintenance database."""
    tools = binaries()
    user = None
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED)
        os.chown(directory, user.pw_uid, user.pw_gid)

    def call(tool: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [tools / tool, *arguments],
            cwd=directory,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            log = directory / "log"
            pytest.fail(f"{tool}: {done.stderr}\n{log.read_text() if log.exists() else ''}", pytrace=False)

    data = directory / "data"
    call("initdb", "--pgdata", data, "--username=dabiao", "--auth=trust", "--encoding=UTF8", "--no-sync")
    settings = "\n".join(f"{name} = {value}" for name, value in SETTINGS.items())
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(f"{settings}\nunix_socket_directories = '{directory}'\n")
    call("pg_ctl", "start", "--wait", "--silent", "--pgdata", data, "--log", directory / "log")
    try:
        yield f"postgresql://dabiao@/postgres?host={directory}"
    finally:
        call("pg_ctl", "stop", "--wait", "--silent", "--mode=immediate", "--pgdata", data)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL that the tests may create databases on."""
    if address := os.environ.get("DABIAO_TEST_POSTGRES"):
        yield address
        return
    # Not below pytest's own directory, which only its owner may enter; and short, for the socket's sake.
    with (
        tempfile.TemporaryDirectory(prefix="dabiao-", dir=in_memory(), ignore_cleanup_errors=True) as name,
        running_server(Path(name)) as address,
    ):
        yield address


@contextmanager
def fresh_database(server: str, original: str | None = None) -> Iterator[str]:
    """Give the address of a database of its own: a copy of ``original``, which nobody may have open.

    Without an original it is empty, and in a language that does not sort letters by their codes.
    """
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        if original is not None:
            # Its files are copied as they are: that is less work than through the log, which is the default.
            copied = urlsplit(original).path.removeprefix("/")
            connection.execute(f"create database {name} template {copied} strategy file_copy")
        else:
            create = f"create database {name} template template0 strategy file_copy"
            try:
                connection.execute(f"{create} locale_provider icu icu_locale 'zh' locale 'C'")
            except psycopg.errors.FeatureNotSupported:  # a PostgreSQL without ICU knows no such language
                connection.execute(create)
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f"drop database {name} with (force)")
