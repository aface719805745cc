"""Looks at an uploaded workbook before it is parsed: nothing in it may take the server's time or memory.

A few kilobytes can unpack to gigabytes, one merged range can stand for billions of cells, one formula be
written out in a hundred thousand, one part be named by a thousand sheets. So every part is walked once, as a
stream, against limits that no return comes near.
"""

import posixpath
import zipfile
import zlib
from collections import Counter
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
"""Cells that merged ranges, links, comments and tables may span: each becomes a cell when it is parsed."""
TRANSLATED: Final = 1_000_000
"""Characters of formulas that cells share, once for each cell: so they are written out when it is parsed."""

_CHUNK: Final = 2**16
_OLE: Final = b"\xd0\xcf\x11\xe0"
"""How old workbooks and those with a password begin."""
_COLUMNS: Final = 16_384
_ROWS: Final = 1_048_576
_SPANNING: Final = ("mergeCell", "hyperlink", "comment", "table")
_PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How office programs pack; other ways may ask for gigabytes to unpack a few bytes."""
_REFERENCES: Final = ("id", "embed", "link")
"""Attributes, always with a prefix, that name a relationship of the part."""


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
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise FaultyFileError("damaged") from error


def _check_parts(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as file:
        parts = file.infolist()
        # What a part unpacks to can be told wrong, but no more than that is ever read of it.
        if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
            raise FaultyFileError("too_much")
        if any(part.compress_type not in _PACKED for part in parts):
            raise FaultyFileError("damaged")
        if "[Content_Types].xml" not in file.namelist():
            raise FaultyFileError("no_workbook")
        walk = _Walk()
        for part in parts:
            with file.open(part) as stream:
                walk.part(part.filename, part.file_size, iter(partial(stream.read, _CHUNK), b""))
        walk.check_repeats()


class _Walk:
    """Counts what the parts hold, and how often each is parsed."""

    def __init__(self) -> None:
        self._part = ""
        self._held: dict[str, Counter[str]] = {}
        """What each part holds of what there are limits to."""
        self._total: Counter[str] = Counter()
        self._formulas: dict[str | None, int] = {}
        """Characters of the formulas that cells of the part share, by their number."""
        self._formula: str | None = None
        """Number of the shared formula whose text comes next; none otherwise."""
        self._named_by: dict[str, list[tuple[str, str]]] = {}
        """Parts that name a part, each with its name for the relationship."""
        self._used: Counter[tuple[str, str]] = Counter()
        """How often a part uses a relationship."""
        self._times: dict[str, int | None] = {}

    def part(self, name: str, size: int, chunks: Iterator[bytes]) -> None:
        """Walk a part, as far as it is XML.

        All of it is read: the checksum at its end tells whether the file is whole.
        """
        self._part, self._formulas, self._formula = name, {}, None
        self._held.setdefault(name, Counter())["size"] += size
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._element
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        readable = True
        for chunk in chunks:
            if readable:
                try:
                    parser.Parse(chunk, False)
                except expat.ExpatError:
                    readable = False
        self._total.update(self._held[name])
        _check_limits(self._total)

    def check_repeats(self) -> None:
        """Make sure that the parts hold no more than they may, each as often as it is parsed.

        Raises:
            FaultyFileError: they do, or one names itself.
        """
        total: Counter[str] = Counter()
        for name, held in self._held.items():
            times = self._parsed(name)
            total.update({what: count * times for what, count in held.items()})
        _check_limits(total)

    def _parsed(self, name: str) -> int:
        """Return how often a part is parsed: as often as those that name it name it."""
        if name not in self._times:
            self._times[name] = None
            times = sum(
                self._parsed(source) * max(self._used[source, called], 1)
                for source, called in self._named_by.get(name, ())
            )
            self._times[name] = max(times, 1)
        found = self._times[name]
        if found is None:
            raise FaultyFileError("damaged")
        return found

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        held, kind = self._held[self._part], name.rpartition(":")[2]
        held["elements"] += 1
        self._formula = None
        if kind in _SPANNING:
            held["spanned"] += _cells(attributes.get("ref", ""))
        elif kind == "f" and attributes.get("t") == "shared":
            number = attributes.get("si", "")
            held["translated"] += self._formulas.setdefault(number, 0)
            self._formula = None if self._formulas[number] else number
        elif kind == "Relationship":
            self._note_relationship(attributes)
        for attribute, value in attributes.items():
            prefix, _, local = attribute.rpartition(":")
            if prefix and local in _REFERENCES:
                self._used[self._part, value] += 1
        _check_limits(held)

    def _text(self, text: str) -> None:
        if self._formula is not None:
            self._formulas[self._formula] += len(text)

    def _note_relationship(self, told: dict[str, str]) -> None:
        if told.get("TargetMode") == "External":
            return
        folder, _, own = self._part.rpartition("_rels/")
        target = told.get("Target", "")
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        source = folder + own.removesuffix(".rels")
        self._named_by.setdefault(path, []).append((source, told.get("Id", "")))

    def _doctype(self, *told: object) -> None:
        # No office program writes one; entities that multiply are declared in it.
        raise FaultyFileError("damaged")


def _check_limits(held: Counter[str]) -> None:
    if (
        held["size"] > UNPACKED
        or held["elements"] > ELEMENTS
        or held["spanned"] > SPANNED
        or held["translated"] > TRANSLATED
    ):
        raise FaultyFileError("too_much")


def _cells(reference: str) -> int:
    """Return how many cells a range has; whole rows and columns have all there can be."""
    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return 1
    width = (right or _COLUMNS) - (left or 1) + 1
    return int(abs(width) * abs((bottom or _ROWS) - (top or 1) + 1))
