"""CSV files to frames of text: every cell as it stands, with its file and line. Nothing is judged here.

What makes a whole file unusable is a problem, and a run with a problem loads nothing. All files' problems
are found before any of them is told.
"""

import codecs
import csv
import difflib
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from etl.files import FILES, File
from etl.messages import Notice, marked, notice
from etl.structure import Structure, structure
from etl.values import Values, coded

Progress = Callable[[str, int, int], None]
"""Told of work: which stage (read, check or load), how much of it is done, how much there is."""

Schema = Mapping[str, pl.DataType]
"""Columns in the order of the header, with their types: text, or codes of texts."""

UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BYTES_AT_ONCE: Final = 1 << 20
ROWS_AT_ONCE: Final = 50_000
EXCERPT: Final = 80


class InputError(Exception):
    """The input cannot be used; carries every problem found, and what was noticed on the way."""

    def __init__(self, problems: Sequence[Notice], notices: Sequence[Notice] = ()) -> None:
        """Take all problems at once: nobody likes to mend files one message at a time."""
        super().__init__("\n".join(problem.message_en for problem in problems))
        self.problems = tuple(problems)
        self.notices = tuple(notices)


@dataclass(frozen=True)
class Input:
    """One file of the data folder."""

    file: File
    name: str
    path: Path


@dataclass(frozen=True)
class Misfit:
    """A record whose number of fields is not the header's; its cells cannot be told apart."""

    table: str
    file: str
    line: int
    fields: int
    columns: int
    excerpt: str


@dataclass(frozen=True)
class Reading:
    """The whole input as text."""

    files: dict[str, tuple[str, ...]]
    """Of each table the names of its files."""
    frames: dict[str, pl.DataFrame]
    """Of each table its cells as text, null where blank, with ``file`` (Enum) and the record's ``line``."""
    misfits: tuple[Misfit, ...]
    notices: tuple[Notice, ...]
    digest: str

    @property
    def file_type(self) -> pl.Enum:
        """The type of the frames' column ``file``: the names in the order of reading."""
        return pl.Enum([name for names in self.files.values() for name in names])


@dataclass
class _Findings:
    problems: list[Notice] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


class _UnusableFile(Exception):
    def __init__(self, *problems: Notice) -> None:
        self.problems = problems


def inputs(folder: Path) -> tuple[Input, ...]:
    """Return the files of ``folder`` that hold tables, in the order of checking.

    Raises:
        InputError: the folder or a file is missing.
    """
    found, findings = _inputs(folder)
    if findings.problems:
        raise InputError(findings.problems, findings.notices)
    return found


def digest(files: Iterable[Input]) -> str:
    """Return the SHA-256 over names and bytes of ``files``.

    Raises:
        InputError: a file cannot be read.
    """
    hashed = hashlib.sha256()
    for each in files:
        try:
            _add(hashed, each, each.path.read_bytes())
        except OSError as error:
            raise InputError([unreadable(each.name, error)]) from error
    return hashed.hexdigest()


def read(folder: Path, files: Sequence[File] = FILES, progress: Progress | None = None) -> Reading:
    """Return every cell of ``files`` in ``folder`` as text.

    Args:
        folder: holds ``catalog/`` and ``progress/``.
        files: which of them to read.
        progress: told how many bytes have been read.

    Raises:
        InputError: something makes a file, and with it the whole run, unusable.
    """
    wanted, findings = _inputs(folder, files)
    total = sum(each.path.stat().st_size for each in wanted)
    done = 0
    hashed = hashlib.sha256()
    parts: dict[str, list[pl.DataFrame]] = {file.table.name: [] for file in files}
    misfits: list[Misfit] = []
    types = {
        file.table.name: {name: coded(name) if name in file.coded else pl.String() for name in file.names}
        for file in files
    }
    names = pl.Enum([each.name for each in wanted])
    for each in wanted:
        if progress is not None:
            progress("read", done, total)
        try:
            data = each.path.read_bytes()
            _add(hashed, each, data)
            done += len(data)
            cells, lines, odd = _parse(each, data, types[each.file.table.name], findings)
        except OSError as error:
            findings.problems.append(unreadable(each.name, error))
        except _UnusableFile as error:
            findings.problems.extend(error.problems)
        else:
            misfits += odd
            cells = _tidy(cells.select(each.file.names))
            parts[each.file.table.name].append(
                cells.with_columns(pl.lit(each.name, names).alias("file"), lines.alias("line"))
            )
    if findings.problems:
        raise InputError(findings.problems, findings.notices)
    return Reading(
        files={file.table.name: tuple(each.name for each in wanted if each.file is file) for file in files},
        frames={table: pl.concat(frames) for table, frames in parts.items()},
        misfits=tuple(misfits),
        notices=tuple(findings.notices),
        digest=hashed.hexdigest(),
    )


def decoded(data: bytes) -> tuple[str, str] | None:
    """Return the text of ``data`` and its encoding, utf-8 or gb18030; None if it is neither."""
    if data.startswith(UTF_16):
        return None
    for encoding, name in (("utf-8-sig", "utf-8"), ("gb18030", "gb18030")):
        try:
            return data.decode(encoding), name
        except UnicodeDecodeError:
            continue
    return None


def _inputs(folder: Path, files: Sequence[File] = FILES) -> tuple[tuple[Input, ...], _Findings]:
    findings = _Findings()
    if not folder.is_dir():
        text = marked("The data folder {file} does not exist; name it with --data or DABIAO_DATA.")
        findings.problems.append(notice("folder-missing", text, file=str(folder)))
        return (), findings
    found: list[Input] = []
    for file in files:
        paths = sorted(path for path in folder.glob(file.pattern) if not path.name.startswith("."))
        found += [Input(file, path.relative_to(folder).as_posix(), path) for path in paths]
        if not paths:
            findings.problems.append(_missing(folder, file))
    if files is FILES:
        known = {each.path for each in found}
        for path in sorted(folder.glob("catalog/*.csv")):
            if path not in known and not path.name.startswith("."):
                text = marked("{file} is none of the files of the catalog and was left out.")
                findings.notices.append(notice("unknown-file", text, file=f"catalog/{path.name}"))
    return tuple(found), findings


def _missing(folder: Path, file: File) -> Notice:
    wanted = folder / file.pattern
    there = [path.name for path in wanted.parent.glob("*")] if wanted.parent.is_dir() else []
    near = difflib.get_close_matches(wanted.name, there, 1)
    if near:
        text = marked("{file} is missing; there is a file called {near}. Rename it, or add the file.")
        return notice("file-missing", text, file=file.pattern, near=near[0])
    text = marked("{file} is missing; a file with nothing but the header says that there are no rows.")
    return notice("file-missing", text, file=file.pattern)


def unreadable(name: str, error: OSError) -> Notice:
    """Return the problem of a file that the system does not let us read."""
    text = marked("{file} cannot be read: {reason}.")
    return notice("file-unreadable", text, file=name, reason=error.strerror or type(error).__name__)


def _add(hashed: "hashlib._Hash", each: Input, data: bytes) -> None:
    hashed.update(f"{each.name}\0{len(data)}\0".encode())
    hashed.update(data)


def _parse(
    each: Input, data: bytes, types: Schema, findings: _Findings
) -> tuple[pl.DataFrame, pl.Series, list[Misfit]]:
    data = _utf8(each, data.removeprefix(codecs.BOM_UTF8), findings)
    if not data.strip():
        text = marked("{file} is empty; not even the header is there.")
        raise _UnusableFile(notice("empty-file", text, file=each.name))
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        text = marked("{file} has NUL bytes, the first on line {line}: it is damaged or no text file.")
        raise _UnusableFile(notice("nul-byte", text, file=each.name, line=line))
    header = _header(each, data)
    counted = structure(data)
    if counted.lone_returns:
        text = marked("{file} ends lines with a carriage return alone; save it with LF or CRLF line ends.")
        raise _UnusableFile(notice("line-ends", text, file=each.name))
    schema = {name: types[name] for name in header}
    regular = _parse_regular(data, schema, counted) if counted.fits(len(header)) else None
    if regular is not None:
        return *regular, []
    return _parse_irregular(each, data, schema)


def _utf8(each: Input, data: bytes, findings: _Findings) -> bytes:
    if _is_utf8(data):
        return data
    text = decoded(data)
    if text is None:
        message = marked("{file} is neither UTF-8 nor GB18030 (or GBK); save it as CSV UTF-8.")
        raise _UnusableFile(notice("encoding", message, file=each.name))
    message = marked("{file} is not UTF-8; it was read as GB18030.")
    findings.notices.append(notice("read-as-gb18030", message, file=each.name))
    return text[0].encode()


def _is_utf8(data: bytes) -> bool:
    """Return whether ``data`` is strict UTF-8; piece by piece, to spare the memory of a second copy."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + BYTES_AT_ONCE) + 1 or len(data)
        try:
            pl.Series([data[start:end]], dtype=pl.Binary).cast(pl.String)
        except pl.exceptions.PolarsError:
            return False
        start = end
    return True


def _header(each: Input, data: bytes) -> list[str]:
    """Return the columns in the file's order.

    Raises:
        _UnusableFile: with a problem for every column that is missing, unknown or there twice.
    """
    first = data[: data.find(b"\n") + 1 or len(data)].decode().strip()
    header = [cell.strip() for cell in next(csv.reader([first]), [])]
    names = each.file.names
    if not set(header) & set(names):
        text = marked("{file} has no header; its first line must be: {columns}")
        raise _UnusableFile(notice("header-missing", text, file=each.name, line=1, columns=",".join(names)))
    missing = [name for name in names if name not in header]
    unknown = [name for name in header if name not in names]
    problems = [
        _unknown_column(each.name, name, header.index(name) + 1, missing or list(names)) for name in unknown
    ]
    for name in dict.fromkeys(name for name in header if name in names and header.count(name) > 1):
        text = marked("{file} has the column {column} twice.")
        problems.append(notice("column-twice", text, file=each.name, line=1, column=name))
    for name in missing:
        text = marked("{file} lacks the column {column}; leave its cells blank, but keep the column.")
        problems.append(notice("column-missing", text, file=each.name, line=1, column=name))
    if problems:
        raise _UnusableFile(*problems)
    return header


def _unknown_column(file: str, name: str, number: int, candidates: list[str]) -> Notice:
    if not name:
        text = marked("{file}: column {number} has no name.")
        return notice("column-unknown", text, file=file, line=1, number=number)
    near = difflib.get_close_matches(name.lower(), candidates, 1, cutoff=0.5)
    if near:
        text = marked("{file} has an unknown column {column}; the nearest known one is {near}.")
        return notice("column-unknown", text, file=file, line=1, column=name, near=near[0])
    text = marked("{file} has an unknown column {column}; allowed are: {columns}")
    return notice("column-unknown", text, file=file, line=1, column=name, columns=", ".join(candidates))


def _parse_regular(data: bytes, schema: Schema, counted: Structure) -> tuple[pl.DataFrame, pl.Series] | None:
    """Return cells and lines, or None if a record is short and another long after all."""
    try:
        cells = pl.read_csv(data, schema=schema)
    except pl.exceptions.ComputeError:
        return None
    if cells.height != counted.records - 1:
        return None
    rows = pl.int_range(2, cells.height + 2, dtype=pl.UInt32, eager=True)
    if not counted.lines_in_cells:
        return cells, rows
    inside = pl.sum_horizontal(pl.all().cast(pl.String).str.count_matches("\n", literal=True).fill_null(0))
    return cells, rows + cells.select(inside.cum_sum().shift(1, fill_value=0).cast(pl.UInt32)).to_series()


def _parse_irregular(
    each: Input, data: bytes, schema: Schema
) -> tuple[pl.DataFrame, pl.Series, list[Misfit]]:
    """Read record by record, and tell those with too many or too few fields."""
    texts = dict.fromkeys(schema, pl.String)
    parts = [pl.DataFrame(schema=schema)]
    rows: list[list[str]] = []
    lines: list[int] = []
    misfits: list[Misfit] = []
    for line, record in _records(each.name, data):
        if len(record) != len(schema):
            excerpt = ",".join(record)[:EXCERPT]
            misfits.append(Misfit(each.file.table.name, each.name, line, len(record), len(schema), excerpt))
            continue
        rows.append(record)
        lines.append(line)
        if len(rows) == ROWS_AT_ONCE:
            parts.append(pl.DataFrame(rows, schema=texts, orient="row").cast(pl.Schema(schema)))
            rows = []
    parts.append(pl.DataFrame(rows, schema=texts, orient="row").cast(pl.Schema(schema)))
    return pl.concat(parts), pl.Series(lines, dtype=pl.UInt32), misfits


def _records(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield each record after the header with the line it starts on; blank lines are none."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    reader = csv.reader(text, strict=True)
    start = 1
    try:
        for record in reader:
            if record and start > 1:
                yield start, record
            start = reader.line_num + 1
    except csv.Error as error:
        message = marked("{file}: the quotes of the record that starts on line {line} do not close properly.")
        raise _UnusableFile(notice("unbalanced-quotes", message, file=name, line=start)) from error


def _tidy(cells: pl.DataFrame) -> pl.DataFrame:
    """Trim outer white space, the full-width space among it, and make blank cells null."""
    tidied = []
    for column in cells.iter_columns():
        values = Values(column)
        held = values.frame.to_series()
        trimmed = held.str.strip_chars()
        if ((trimmed != held) | (trimmed == "")).any():
            blank = pl.lit(None, pl.String)
            meant = pl.select(pl.when(trimmed == "").then(blank).otherwise(trimmed)).to_series()
            column = values.of_rows(meant).cast(column.dtype).alias(column.name)
        tidied.append(column)
    return pl.DataFrame(tidied)
