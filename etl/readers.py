"""The data folder to frames of text: every cell as it stands, with file and line. Nothing is judged here.

What makes a whole file unusable is a problem, and a run with a problem loads nothing. All files' problems
are found before any of them is told.
"""

import difflib
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from dabiao.terms import N_
from etl.csvfile import Input, Misfit, Schema, UnusableFileError, parse
from etl.files import FILES, File
from etl.messages import Notice, notice
from etl.values import coded

Progress = Callable[[str, int, int], None]
"""Told of work: which stage (read, check or load), how much of it is done, how much there is."""


class InputError(Exception):
    """The input cannot be used; carries every problem found, and what was noticed on the way."""

    def __init__(self, problems: Sequence[Notice], notices: Sequence[Notice] = ()) -> None:
        """Take all problems at once: nobody likes to mend files one message at a time."""
        super().__init__("\n".join(problem.message_en for problem in problems))
        self.problems = tuple(problems)
        self.notices = tuple(notices)


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
    misfits: list[Misfit] = field(default_factory=list)


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
    total = sum(map(_size, wanted))
    done = 0
    hashed = hashlib.sha256()
    parts: dict[str, list[pl.DataFrame]] = {file.table.name: [] for file in files}
    types = {file.table.name: _types(file) for file in files}
    names = pl.Enum([each.name for each in wanted])
    place = {"file": names, "line": pl.UInt32()}
    for each in wanted:
        if progress is not None:
            progress("read", done, total)
        try:
            data = each.path.read_bytes()
        except OSError as error:
            findings.problems.append(unreadable(each.name, error))
            continue
        _add(hashed, each, data)
        done += len(data)
        parts[each.file.table.name] += _cells(each, data, types[each.file.table.name], names, findings)
    if findings.problems:
        raise InputError(findings.problems, findings.notices)
    return Reading(
        files={file.table.name: tuple(each.name for each in wanted if each.file is file) for file in files},
        frames={
            table: pl.concat(frames) if frames else pl.DataFrame(schema={**types[table], **place})
            for table, frames in parts.items()
        },
        misfits=tuple(findings.misfits),
        notices=tuple(findings.notices),
        digest=hashed.hexdigest(),
    )


def _types(file: File) -> Schema:
    """Return how each column of ``file`` is kept: as texts, or as codes of texts."""
    return {name: coded(name) if name in file.coded else pl.String() for name in file.names}


def _cells(
    each: Input, data: bytes, types: Schema, names: pl.Enum, findings: _Findings
) -> list[pl.DataFrame]:
    """Return the cells in ``data`` with file and line, or nothing; ``findings`` take what is to be told."""
    try:
        parsed = parse(each, data, types)
    except UnusableFileError as error:
        findings.problems.extend(error.problems)
        return []
    findings.notices.extend(parsed.notices)
    findings.misfits.extend(parsed.misfits)
    file = pl.lit(each.name, names).alias("file")
    return [parsed.cells.with_columns(file, parsed.lines.alias("line"))]


def _inputs(folder: Path, files: Sequence[File] = FILES) -> tuple[tuple[Input, ...], _Findings]:
    findings = _Findings()
    if not folder.is_dir():
        text = N_("The data folder {file} does not exist; name it with --data or DABIAO_DATA.")
        findings.problems.append(notice("folder-missing", text, file=str(folder)))
        return (), findings
    found: list[Input] = []
    for file in files:
        # Where one file's name is fixed, it is none of those that a pattern of another's takes in.
        others = {folder / each.pattern for each in FILES if each is not file}
        paths = sorted(path for path in folder.glob(file.pattern) if not path.name.startswith("."))
        paths = [path for path in paths if path not in others]
        found += [Input(file, path.relative_to(folder).as_posix(), path) for path in paths]
        if not paths and not file.optional:
            findings.problems.append(_missing(folder, file))
    if files is FILES:
        known = {each.path for each in found}
        for path in sorted(folder.glob("catalog/*.csv")):
            if path not in known and not path.name.startswith("."):
                text = N_("{file} is none of the files of the catalog and was left out.")
                findings.notices.append(notice("unknown-file", text, file=f"catalog/{path.name}"))
    return tuple(found), findings


def _missing(folder: Path, file: File) -> Notice:
    wanted = folder / file.pattern
    taken = {folder / each.pattern for each in FILES}
    there = [path.name for path in wanted.parent.glob("*") if path not in taken]
    near = difflib.get_close_matches(wanted.name, there, 1)
    if near:
        text = N_("{file} is missing; there is a file called {near}. Rename it, or add the file.")
        return notice("file-missing", text, file=file.pattern, near=near[0])
    text = N_("{file} is missing; a file with nothing but the header says that there are no rows.")
    return notice("file-missing", text, file=file.pattern)


def unreadable(name: str, error: OSError) -> Notice:
    """Return the problem of a file that the system does not let us read."""
    text = N_("{file} cannot be read: {reason}.")
    return notice("file-unreadable", text, file=name, reason=error.strerror or type(error).__name__)


def _size(each: Input) -> int:
    try:
        return each.path.stat().st_size
    except OSError:  # told when it is read
        return 0


def _add(hashed: "hashlib._Hash", each: Input, data: bytes) -> None:
    hashed.update(f"{each.name}\0{len(data)}\0".encode())
    hashed.update(data)
