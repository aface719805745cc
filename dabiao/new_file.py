"""Files that are there whole or not at all: written beside, and named once they are."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def opened(path: Path, mode: int = 0o666) -> Iterator[IO[bytes]]:
    """Open a file that has its name once it is written; of one that was not there is nothing left.

    Args:
        path: of the file; there is none yet.
        mode: who may read and write it, as far as the system leaves that to anyone.

    Raises:
        FileExistsError: there is such a file by now.
        OSError: it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _name_it(part, path)
    finally:
        if part.is_file():
            part.unlink()


def _name_it(part: Path, path: Path) -> None:
    """Give a file its name, which no other file has; a plain rename would replace one that came meanwhile."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # the disk knows no links
        part.rename(path)
