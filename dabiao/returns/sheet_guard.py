"""Looks at an uploaded workbook before it is parsed: nothing in it may take the server's time or memory.

A few kilobytes can unpack to gigabytes, and one merged range can stand for billions of cells. So every part
is walked once, as a stream, against limits that no return comes near.
"""

import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Final
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

from dabiao.returns.faults import FaultyFileError

BYTES: Final = 5 * 2**20
UNPACKED: Final = 40 * 2**20
PARTS: Final = 1000
ELEMENTS: Final = 400_000
"""Of all parts together; a cell is two of them."""
SPANNED: Final = 100_000
"""Cells that merged ranges and links may span together: each becomes a cell when the workbook is parsed."""

_CHUNK: Final = 2**16
_OLE: Final = b"\xd0\xcf\x11\xe0"
"""How old workbooks and those with a password begin."""
_COLUMNS: Final = 16_384
_ROWS: Final = 1_048_576
_SPANNING: Final = ("mergeCell", "hyperlink")


def check(content: bytes) -> None:
    """Make sure that a file is a workbook that can be parsed without harm.

    Raises:
        FaultyFileError: it is none, is damaged, or holds too much.
    """
    if len(content) > BYTES:
        raise FaultyFileError("too_large", size=f"{len(content) / 2**20:.1f}", limit=str(BYTES // 2**20))
    if content.startswith(_OLE):
        raise FaultyFileError("old_or_locked")
    if not zipfile.is_zipfile(BytesIO(content)):
        raise FaultyFileError("no_workbook")
    try:
        _check_parts(content)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise FaultyFileError("damaged") from error


def _check_parts(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as file:
        parts = file.infolist()
        # What a part unpacks to can be told wrong, but no more than that is ever read of it.
        if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
            raise FaultyFileError("too_much")
        if "[Content_Types].xml" not in file.namelist():
            raise FaultyFileError("no_workbook")
        walk = _Walk()
        for part in parts:
            with file.open(part) as stream:
                walk.part(iter(partial(stream.read, _CHUNK), b""))


class _Walk:
    """Counts what the parts hold."""

    def __init__(self) -> None:
        self._elements = 0
        self._spanned = 0

    def part(self, chunks: Iterator[bytes]) -> None:
        """Walk a part, as far as it is XML.

        All of it is read: the checksum at its end tells whether the file is whole.
        """
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._element
        parser.StartDoctypeDeclHandler = self._doctype
        readable = True
        for chunk in chunks:
            if readable:
                try:
                    parser.Parse(chunk, False)
                except expat.ExpatError:
                    readable = False

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if name.rpartition(":")[2] in _SPANNING:
            self._spanned += _cells(attributes.get("ref", ""))
        if self._elements > ELEMENTS or self._spanned > SPANNED:
            raise FaultyFileError("too_much")

    def _doctype(self, *told: object) -> None:
        # No office program writes one; entities that multiply are declared in it.
        raise FaultyFileError("damaged")


def _cells(reference: str) -> int:
    """Return how many cells a range has; whole rows and columns have all there can be."""
    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return 1
    width = (right or _COLUMNS) - (left or 1) + 1
    return int(abs(width) * abs((bottom or _ROWS) - (top or 1) + 1))
