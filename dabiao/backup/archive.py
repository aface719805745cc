"""The file of a backup: a ZIP of one Parquet file per table and a list of contents, sealed with a digest.

The last 64 characters, the comment of the ZIP, are the SHA-256 of all that stands before them: no bit can
change unseen. The list of contents holds the SHA-256 of every table, to say which one is damaged.
"""

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, ValidationError

from dabiao import new_file
from dabiao.backup import errors
from dabiao.backup.errors import DamagedError, ForeignError, NewerError, PathError
from dabiao.settings import Workspace

FORMAT: Final = 1
"""Number of the format that is written, and the latest that is read."""

LEFT_OUT: Final = frozenset(
    {"account_session", "link_session", "one_time_link", "sign_in_failure", "schema_migration"}
)
"""Tables that are not saved: who is signed in, links that must not work twice, failed sign-ins; and the notes
on migrations, which the list of contents has."""

CONTENTS: Final = "contents.json"
SEAL_BYTES: Final = 64
BLOCK_BYTES: Final = 1 << 20
UNREADABLE: Final = (zipfile.BadZipFile, OSError, EOFError, RuntimeError, zlib.error)
"""What reading a part of a ZIP may raise; RuntimeError where it is encrypted or packed in an unknown way."""
ROWS_AT_ONCE: Final = 122_880


class TableEntry(BaseModel):
    """What the list of contents says of a table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: int
    sha256: str | None
    """Of its Parquet file; None for a table without rows, which has no file."""


class Manifest(BaseModel):
    """The list of contents."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    application: str
    format: int
    made_at: str
    """ISO 8601, UTC."""
    workspace: Workspace
    publications: int
    audit_head: str
    """As `dabiao.audit.Head` prints it."""
    migrations: dict[int, str]
    """Checksum of each migration that gave the tables their shape, by number."""
    left_out: list[str]
    tables: dict[str, TableEntry]

    @property
    def rows(self) -> int:
        """How many rows there are in all tables together."""
        return sum(table.rows for table in self.tables.values())


class Part(NamedTuple):
    """One table to be written."""

    table: str
    batches: Iterable[pa.RecordBatch]


class _Digesting(io.RawIOBase):
    """Passes on what is written, takes its digest, and knows where it stands: a part of a ZIP does not."""

    def __init__(self, sink: IO[bytes]) -> None:
        self._sink = sink
        self._at = 0
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        self._sink.write(data)
        self._at += len(memoryview(data).cast("B"))
        return len(memoryview(data).cast("B"))

    def tell(self) -> int:
        return self._at


def write(path: Path, parts: Iterable[Part], said: dict[str, Any]) -> Manifest:
    """Write a backup to ``path``, readable by its owner only; nothing is there before it is whole.

    Args:
        path: where to; there is no file yet.
        parts: the tables.
        said: what the list of contents says beside the tables.

    Raises:
        PathError: it cannot be written, or there is a file by now.
    """
    try:
        with new_file.opened(path, 0o600) as file:
            manifest = _write(file, parts, said)
            _seal(file)
    except FileExistsError as error:
        raise PathError(errors.EXISTS, path=path) from error
    except OSError as error:
        raise PathError(errors.UNWRITABLE, path=path, reason=error.strerror or error) from error
    return manifest


class Archive:
    """A backup that is as it was written."""

    def __init__(self, file: IO[bytes], manifest: Manifest) -> None:
        """Read from ``file``."""
        self._zip = zipfile.ZipFile(file)
        self.manifest: Final = manifest

    def frames(self, table: str) -> Iterator[pl.DataFrame]:
        """Yield the rows of a table, some at a time."""
        if self.manifest.tables[table].sha256 is None:
            return
        source = pq.ParquetFile(pa.BufferReader(self._zip.read(_name(table))))
        for batch in source.iter_batches(ROWS_AT_ONCE):
            frame = pl.from_arrow(batch)
            assert isinstance(frame, pl.DataFrame)  # from_arrow of a batch, not of an array
            yield frame


def read(file: IO[bytes], path: Path) -> Archive:
    """Return the backup in ``file`` after looking at every byte of it.

    Raises:
        ForeignError: it is no backup.
        NewerError: it has a format that this program does not know.
        DamagedError: it is not as it was written.
    """
    sealed = _is_sealed(file)
    try:
        parts = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        file.seek(0)
        if file.read(4) == b"PK\x03\x04":
            raise DamagedError(errors.CUT_OFF) from error
        raise ForeignError(errors.FOREIGN, path=path) from error
    manifest = _manifest(parts, path, sealed=sealed)
    names = set(parts.namelist()) - {CONTENTS}
    for table, entry in manifest.tables.items():
        if entry.sha256 is not None and _name(table) not in names:
            raise DamagedError(errors.TABLE_MISSING, table=table)
        if entry.sha256 is not None and _digest_of(parts, table) != entry.sha256:
            raise DamagedError(errors.TABLE_DAMAGED, table=table)
    if strange := sorted(names - {_name(table) for table in manifest.tables}):
        raise DamagedError(errors.STRANGE_PART, name=strange[0])
    if not sealed:
        raise DamagedError(errors.BETWEEN)
    return Archive(file, manifest)


def _write(file: IO[bytes], parts: Iterable[Part], said: dict[str, Any]) -> Manifest:
    tables = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for table, batches in parts:
            tables[table] = _write_table(archive, table, batches)
        manifest = Manifest(
            application="dabiao", format=FORMAT, left_out=sorted(LEFT_OUT), tables=tables, **said
        )
        archive.writestr(CONTENTS, manifest.model_dump_json(indent=1))
        archive.comment = b"0" * SEAL_BYTES
    return manifest


def _write_table(archive: zipfile.ZipFile, table: str, batches: Iterable[pa.RecordBatch]) -> TableEntry:
    filled = (batch for batch in batches if batch.num_rows)
    first = next(filled, None)
    if first is None:
        return TableEntry(rows=0, sha256=None)
    rows = first.num_rows
    with archive.open(_name(table), "w", force_zip64=True) as part:
        sink = _Digesting(part)
        with pq.ParquetWriter(sink, first.schema, compression="zstd") as writer:
            writer.write_batch(first)
            for batch in filled:
                writer.write_batch(batch)
                rows += batch.num_rows
    return TableEntry(rows=rows, sha256=sink.digest.hexdigest())


def _seal(file: IO[bytes]) -> None:
    digest = _digest_before_seal(file)
    file.seek(-SEAL_BYTES, os.SEEK_END)
    file.write(digest.encode())
    file.flush()


def _is_sealed(file: IO[bytes]) -> bool:
    size = file.seek(0, os.SEEK_END)
    if size <= SEAL_BYTES:
        return False
    file.seek(-SEAL_BYTES, os.SEEK_END)
    return file.read() == _digest_before_seal(file).encode()


def _digest_before_seal(file: IO[bytes]) -> str:
    left = file.seek(0, os.SEEK_END) - SEAL_BYTES
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (block := file.read(min(BLOCK_BYTES, left))):
        digest.update(block)
        left -= len(block)
    return digest.hexdigest()


def _manifest(parts: zipfile.ZipFile, path: Path, *, sealed: bool) -> Manifest:
    # A ZIP with another comment is somebody else's, or ours with a damaged end: its tables tell.
    ours = sealed or any(name.startswith("tables/") for name in parts.namelist())
    try:
        said = json.loads(parts.read(CONTENTS))
        if said["application"] != "dabiao":
            raise ForeignError(errors.FOREIGN, path=path)
        if sealed and said["format"] > FORMAT:
            raise NewerError(errors.NEWER_FORMAT, format=said["format"], known=FORMAT)
        return Manifest.model_validate(said)
    except ForeignError:
        raise
    except (KeyError, TypeError, ValueError, ValidationError, *UNREADABLE) as error:
        if not ours:
            raise ForeignError(errors.FOREIGN, path=path) from error
        raise DamagedError(errors.CONTENTS) from error


def _digest_of(parts: zipfile.ZipFile, table: str) -> str | None:
    """Return the digest of a table's file; None if it cannot be read at all."""
    digest = hashlib.sha256()
    try:
        with parts.open(_name(table)) as part:
            while block := part.read(BLOCK_BYTES):
                digest.update(block)
    except (ValueError, *UNREADABLE):
        return None
    return digest.hexdigest()


def _name(table: str) -> str:
    return f"tables/{table}.parquet"
