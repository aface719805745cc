"""One CSV file's bytes to its cells and lines: encoding, header, records."""

import codecs
import csv
import difflib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from dabiao.terms import N_
from etl.files import File
from etl.messages import Notice, notice
from etl.structure import Structure, structure
from etl.values import Values

Schema = Mapping[str, pl.DataType]
"""Columns in the order of the header, with their types: text, or codes of texts."""

UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BYTES_AT_ONCE: Final = 1 << 20
ROWS_AT_ONCE: Final = 50_000
EXCERPT: Final = 80


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
class Parsed:
    """What a file holds."""

    cells: pl.DataFrame
    """Columns in their usual order: texts, or codes of texts; null where blank."""
    lines: pl.Series
    """The line each record starts on, counted from 1."""
    misfits: tuple[Misfit, ...]
    notices: tuple[Notice, ...]


class UnusableFileError(Exception):
    """A file of which no row can be used; carries every reason."""

    def __init__(self, *problems: Notice) -> None:
        """Take all problems of the file."""
        super().__init__("\n".join(problem.message_en for problem in problems))
        self.problems = problems


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


def parse(each: Input, data: bytes, types: Schema) -> Parsed:
    """Return what the bytes of a file hold.

    Args:
        each: the file.
        data: its bytes.
        types: of each column whether it is kept as texts or as codes of texts.

    Raises:
        UnusableFileError: something makes the whole file unusable.
    """
    data, notices = _utf8(each, data.removeprefix(codecs.BOM_UTF8))
    if not data or data.isspace():
        text = N_("{file} is empty; not even the header is there.")
        raise UnusableFileError(notice("empty-file", text, file=each.name))
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        text = N_("{file} has NUL bytes, the first on line {line}: it is damaged or no text file.")
        raise UnusableFileError(notice("nul-byte", text, file=each.name, line=line))
    header = _header(each, data)
    counted = structure(data)
    if counted.lone_returns:
        text = N_("{file} ends lines with a carriage return alone; save it with LF or CRLF line ends.")
        raise UnusableFileError(notice("line-ends", text, file=each.name))
    schema = {name: types[name] for name in header}
    misfits: list[Misfit] = []
    regular = _parse_regular(data, schema, counted) if counted.fits(len(header)) else None
    cells, lines = regular or _parse_irregular(each, data, schema, misfits)
    return Parsed(_tidy(cells.select(each.file.names)), lines, tuple(misfits), notices)


def _utf8(each: Input, data: bytes) -> tuple[bytes, tuple[Notice, ...]]:
    """Return the file in UTF-8, and what is to be told of its encoding."""
    if _is_utf8(data):
        return data, ()
    text = decoded(data)
    if text is None:
        message = N_("{file} is neither UTF-8 nor GB18030 (or GBK); save it as CSV UTF-8.")
        raise UnusableFileError(notice("encoding", message, file=each.name))
    message = N_("{file} is not UTF-8; it was read as GB18030.")
    return text[0].encode(), (notice("read-as-gb18030", message, file=each.name),)


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
        UnusableFileError: with a problem for every column that is missing, unknown or there twice.
    """
    first = data[: data.find(b"\n") + 1 or len(data)].decode().strip()
    header = [cell.strip() for cell in next(csv.reader([first]), [])]
    names = each.file.names
    if not set(header) & set(names):
        text = N_("{file} has no header; its first line must be: {columns}")
        raise UnusableFileError(
            notice("header-missing", text, file=each.name, line=1, columns=",".join(names))
        )
    missing = [name for name in names if name not in header]
    unknown = [name for name in header if name not in names]
    problems = [
        _unknown_column(each.name, name, header.index(name) + 1, missing or list(names)) for name in unknown
    ]
    for name in dict.fromkeys(name for name in header if name in names and header.count(name) > 1):
        text = N_("{file} has the column {column} twice.")
        problems.append(notice("column-twice", text, file=each.name, line=1, column=name))
    for name in missing:
        text = N_("{file} lacks the column {column}; leave its cells blank, but keep the column.")
        problems.append(notice("column-missing", text, file=each.name, line=1, column=name))
    if problems:
        raise UnusableFileError(*problems)
    return header


def _unknown_column(file: str, name: str, number: int, candidates: list[str]) -> Notice:
    if not name:
        text = N_("{file}: column {number} has no name.")
        return notice("column-unknown", text, file=file, line=1, number=number)
    near = difflib.get_close_matches(name.lower(), candidates, 1, cutoff=0.5)
    if near:
        text = N_("{file} has an unknown column {column}; the nearest known one is {near}.")
        return notice("column-unknown", text, file=file, line=1, column=name, near=near[0])
    text = N_("{file} has an unknown column {column}; allowed are: {columns}")
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
    each: Input, data: bytes, schema: Schema, misfits: list[Misfit]
) -> tuple[pl.DataFrame, pl.Series]:
    """Read record by record, and add those with too many or too few fields to ``misfits``."""
    texts = dict.fromkeys(schema, pl.String)
    parts = [pl.DataFrame(schema=schema)]
    rows: list[list[str]] = []
    lines: list[int] = []
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
    return pl.concat(parts), pl.Series(lines, dtype=pl.UInt32)


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
        message = N_("{file}: the quotes of the record that starts on line {line} do not close properly.")
        raise UnusableFileError(notice("unbalanced-quotes", message, file=name, line=start)) from error


def _tidy(cells: pl.DataFrame) -> pl.DataFrame:
    """Trim outer white space, the full-width space among it, and make blank cells null."""
    texts = pl.col(pl.String)
    untidy = cells.select(_is_untidy(texts).any())
    tidied = [_trimmed(pl.col(name)) for name in untidy.columns if untidy[name].item()]
    for column in cells.select(pl.col(pl.Categorical)).iter_columns():
        values = Values(column)
        held = values.frame.select(untidy=_is_untidy(texts).any(), meant=_trimmed(texts))
        if held["untidy"].any():
            tidied.append(pl.lit(values.of_rows(held["meant"]).cast(column.dtype).alias(column.name)))
    return cells.with_columns(tidied)


def _is_untidy(text: pl.Expr) -> pl.Expr:
    trimmed = text.str.strip_chars()
    return (trimmed != text) | (trimmed == "")


def _trimmed(text: pl.Expr) -> pl.Expr:
    trimmed = text.str.strip_chars()
    return pl.when(trimmed != "").then(trimmed)
