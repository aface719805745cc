"""What a run came to, as an object that JSON can hold and a text that people can read."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

import polars as pl

from etl.messages import Notice

EXIT_COMPLETE: Final = 0
EXIT_REJECTED: Final = 1
EXIT_NOTHING: Final = 2

REJECTED: Final = {
    "file": pl.String,
    "line": pl.Int64,
    "field": pl.String,
    "value": pl.String,
    "rule": pl.String,
    "message_zh": pl.String,
    "message_en": pl.String,
}
"""Columns of the rejected rows: one row per rule that a row of a file broke."""

CHANGES: Final = {
    "table": pl.String,
    "key": pl.String,
    "field": pl.String,
    "before": pl.String,
    "after": pl.String,
}
"""Columns of the changes: one row per field of a row that was there before and stays."""

WITHDRAWN: Final = {"table": pl.String, "key": pl.String}
"""Columns of the withdrawn rows: those whose key no file holds any more."""


class IdentityError(AssertionError):
    """Rows got lost or were counted twice: a fault in this program, never in the input."""

    def __init__(self, name: str, counts: "Rows") -> None:
        """Name what does not add up."""
        super().__init__(
            f"internal error in the count of {name}: {counts.read} rows read, but {counts.new} new + "
            f"{counts.changed} changed + {counts.unchanged} unchanged + {counts.rejected} rejected"
        )


@dataclass(frozen=True)
class Rows:
    """How many rows of a table, or of all tables, went which way."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    withdrawn: int = 0
    """Not among those read: rows published before that no file holds any more."""

    def checked(self, name: str) -> "Rows":
        """Return these counts.

        Raises:
            IdentityError: rows read are not new + changed + unchanged + rejected.
        """
        if self.read != self.new + self.changed + self.unchanged + self.rejected:
            raise IdentityError(name, self)
        return self

    def __add__(self, other: "Rows") -> "Rows":
        """Return the counts of both together."""
        return Rows(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Rows)))


@dataclass(frozen=True)
class FileRows:
    """How many rows a file holds and how many of them were rejected."""

    file: str
    table: str
    read: int
    rejected: int


@dataclass(frozen=True)
class Report:
    """All that a run has to tell."""

    problems: tuple[Notice, ...] = ()
    """Why nothing was loaded; empty when something was."""
    notices: tuple[Notice, ...] = ()
    files: tuple[FileRows, ...] = ()
    tables: dict[str, Rows] = field(default_factory=dict)
    publication: int | None = None
    """Number of the new publication; None when nothing had changed."""
    same_input: bool = False
    """Whether the input was that of the last load, so that nothing was read."""
    rejected_before: int = 0
    """How many rows that load had rejected, and this one would reject again."""
    digest: str | None = None
    """SHA-256 over names and bytes of the input."""
    seconds: float = 0.0
    changes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CHANGES))
    withdrawn: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=WITHDRAWN))
    rejected: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REJECTED))

    @property
    def total(self) -> Rows:
        """The counts of all tables together."""
        return sum(self.tables.values(), Rows())

    @property
    def exit_code(self) -> int:
        """0 all rows accepted, 1 some rejected, now or when the same input was loaded, 2 nothing loaded."""
        if self.problems:
            return EXIT_NOTHING
        return EXIT_REJECTED if self.total.rejected or self.rejected_before else EXIT_COMPLETE

    def as_json(self) -> dict[str, Any]:
        """Return all of it as dictionaries, lists, texts and numbers."""
        return {
            "exit_code": self.exit_code,
            "problems": [asdict(each) for each in self.problems],
            "notices": [asdict(each) for each in self.notices],
            "publication": self.publication,
            "same_input": self.same_input,
            "rejected_before": self.rejected_before,
            "digest": self.digest,
            "seconds": round(self.seconds, 3),
            "files": [asdict(each) for each in self.files],
            "tables": {name: asdict(rows) for name, rows in self.tables.items()},
            "total": asdict(self.total),
            "changes": self.changes.to_dicts(),
            "withdrawn": self.withdrawn.to_dicts(),
            "rejected": self.rejected.to_dicts(),
        }

    @staticmethod
    def from_json(told: dict[str, Any]) -> "Report":
        """Return the report that `as_json` told of."""
        return Report(
            problems=tuple(Notice(**each) for each in told["problems"]),
            notices=tuple(Notice(**each) for each in told["notices"]),
            files=tuple(FileRows(**each) for each in told["files"]),
            tables={name: Rows(**rows) for name, rows in told["tables"].items()},
            publication=told["publication"],
            same_input=told["same_input"],
            rejected_before=told["rejected_before"],
            digest=told["digest"],
            seconds=told["seconds"],
            changes=pl.DataFrame(told["changes"], schema=CHANGES, orient="row"),
            withdrawn=pl.DataFrame(told["withdrawn"], schema=WITHDRAWN, orient="row"),
            rejected=pl.DataFrame(told["rejected"], schema=REJECTED, orient="row"),
        )
