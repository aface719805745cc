"""Checks the targets against the text of their documents: is the phrase there, and does it hold the number?

White space and punctuation do not count on either side, nor does the width of characters: pages wrap lines,
mix full and half width, and one of the documents lost nearly all of its punctuation. Digits must be equal.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from dabiao.terms import N_
from etl.csvfile import decoded
from etl.figures import NUMBER, half_width, says
from etl.files import TARGETS
from etl.messages import Notice, notice
from etl.readers import InputError, read, unreadable


class Finding(StrEnum):
    """What became of one phrase."""

    FOUND = "found"
    NUMBER_DIFFERS = "number_differs"
    """The words are there, with another number, or the phrase does not say the target's value."""
    NOT_FOUND = "not_found"
    SUPPLIED = "supplied"
    """The words are there; the text has no digits, the value comes from elsewhere."""
    NO_DOCUMENT = "no_document"


@dataclass(frozen=True)
class Traced:
    """One target's phrase and where it stands."""

    target_id: str
    framework_id: str
    phrase: str
    value: str | None
    unit: str
    value_status: str
    finding: Finding
    line: int | None = None
    """Line of the document, counted from 1."""
    offset: int | None = None
    """Characters of the document before the phrase."""
    reads: str | None = None
    """What the document says where it differs."""


@dataclass(frozen=True)
class Trace:
    """All phrases, in the order of the targets."""

    rows: tuple[Traced, ...]

    @property
    def stated(self) -> int:
        """How many values the documents state."""
        return sum(row.value_status == "stated" for row in self.rows)

    @property
    def found(self) -> int:
        """How many of them were found with their number."""
        return sum(row.value_status == "stated" and row.finding is Finding.FOUND for row in self.rows)

    @property
    def exit_code(self) -> int:
        """0 when all stated phrases were found with their number and no document is missing, else 1."""
        missing = any(row.finding is Finding.NO_DOCUMENT for row in self.rows)
        return int(self.found < self.stated or missing)

    def as_json(self) -> dict[str, Any]:
        """Return it all as what JSON can hold."""
        return {
            "stated": self.stated,
            "found": self.found,
            "findings": dict(Counter(row.finding.value for row in self.rows)),
            "rows": [asdict(row) for row in self.rows],
            "exit_code": self.exit_code,
        }


class Document:
    """A text with its white space and punctuation out of the way."""

    def __init__(self, text: str) -> None:
        """Index ``text``."""
        self._text = text
        kept = list(_kept(text))
        self._plain = "".join(character for _, character in kept)
        self._offsets = [offset for offset, _ in kept]

    def find(self, pattern: re.Pattern[str]) -> tuple[int, int, str] | None:
        """Return line, offset and the text of the first match, or None."""
        match = pattern.search(self._plain)
        if match is None:
            return None
        start, last = self._offsets[match.start()], self._offsets[match.end() - 1]
        return self._text.count("\n", 0, start) + 1, start, " ".join(self._text[start : last + 1].split())


PERCENT_SIGNS: Final = "%‰"
_ANY_NUMBER: Final = r"[0-9]+(?:\.[0-9]+)?[千万亿]?"


def _kept(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and character of what counts: letters, digits, percent signs, decimal points.

    Punctuation between two digits stays, as a comma: without it two numbers would become one.
    """
    wide = half_width(text)
    before, apart = "", None
    for offset, character in enumerate(wide):
        point = character == "." and before.isdigit() and wide[offset + 1 : offset + 2].isdigit()
        if character.isalnum() or character in PERCENT_SIGNS or point:
            if apart is not None and before.isdigit() and character.isdigit():
                yield apart, ","
            yield offset, character
            before, apart = character, None
        elif not character.isspace():
            apart = offset


def _plain(text: str) -> str:
    return "".join(character for _, character in _kept(text))


def _exactly(phrase: str) -> re.Pattern[str]:
    """Return what matches the phrase, and not as a part of a longer number."""
    plain = _plain(phrase)
    before = r"(?<![0-9.])" if plain[:1].isdigit() else ""
    behind = r"(?![0-9千万亿]|\.[0-9])" if plain[-1:].isdigit() else ""
    return re.compile(before + re.escape(plain) + behind)


def _with_any_number(phrase: str) -> re.Pattern[str]:
    words = NUMBER.split(_plain(phrase))[:: NUMBER.groups + 1]
    return re.compile(_ANY_NUMBER.join(map(re.escape, words)))


def _without_digits(phrase: str) -> re.Pattern[str]:
    words = re.split(f"[0-9]+(?:[.,][0-9]+)*[{PERCENT_SIGNS}]?", _plain(phrase))
    return re.compile(f"[{PERCENT_SIGNS}]?".join(map(re.escape, words)))


def trace(sources: Path, data: Path) -> Trace:
    """Look every target's phrase up in ``sources/<framework_id>.txt``.

    Args:
        sources: folder of the documents as plain text, UTF-8 or GB18030.
        data: folder that holds ``catalog/``.

    Raises:
        InputError: targets or a document cannot be read, or the folder of documents is missing.
    """
    if not sources.is_dir():
        raise InputError([_no_sources(sources)])
    reading = read(data, (TARGETS,))
    if reading.misfits:
        raise InputError([_misfit(misfit.file, misfit.line) for misfit in reading.misfits])
    targets = reading.frames["target"].select(
        "target_id", "framework_id", "phrase", "value", "unit", "value_status"
    )
    documents = {name: _document(sources / f"{name}.txt") for name in targets["framework_id"].unique()}
    return Trace(
        tuple(
            _look_up(documents[row["framework_id"]], row)
            for row in targets.drop_nulls(["framework_id", "phrase"]).iter_rows(named=True)
        )
    )


def _look_up(document: Document | None, target: dict[str, Any]) -> Traced:
    if document is None:
        return Traced(**target, finding=Finding.NO_DOCUMENT)
    phrase, value = target["phrase"], target["value"]
    supplied = target["value_status"] == "supplied"
    if value is None or says(phrase, value, target["unit"] or ""):
        agreement = Finding.FOUND
    else:
        agreement = Finding.SUPPLIED if supplied else Finding.NUMBER_DIFFERS
    attempts = [(_exactly(phrase), agreement)]
    if supplied:
        attempts.append((_without_digits(phrase), Finding.SUPPLIED))
    else:
        attempts.append((_with_any_number(phrase), Finding.NUMBER_DIFFERS))
    for pattern, finding in attempts:
        there = document.find(pattern)
        if there is not None:
            line, offset, reads = there
            return Traced(**target, finding=finding, line=line, offset=offset, reads=reads)
    return Traced(**target, finding=Finding.NOT_FOUND)


def _document(path: Path) -> Document | None:
    """Return the text at ``path``, None if there is none.

    Raises:
        InputError: it is no text in UTF-8 or GB18030.
    """
    try:
        text = decoded(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError([unreadable(path.name, error)]) from error
    if text is None:
        message = N_("{file} is neither UTF-8 nor GB18030; save it as UTF-8 text.")
        raise InputError([notice("encoding", message, file=path.name)])
    return Document(text[0])


def _no_sources(sources: Path) -> Notice:
    text = N_("The folder of documents {file} does not exist; name it with --sources.")
    return notice("folder-missing", text, file=str(sources))


def _misfit(file: str, line: int) -> Notice:
    text = N_("{file}, line {line}: the number of fields is not the header's; the phrase cannot be told.")
    return notice("field-count", text, file=file, line=line)
