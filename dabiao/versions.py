"""Versions of published rows: what leads from one state of a table to the next, its digest, how it reads.

Frames in, frames out; the numbering and the writing is done by `dabiao.publications`.
"""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Final, cast

import polars as pl

from dabiao.model import ObservationStatus
from dabiao.store.tables import OBSERVATION, VERSIONING, Table

CHANGE: Final = {
    "table": pl.String,
    "key": pl.String,
    "field": pl.String,
    "before": pl.String,
    "after": pl.String,
}
"""Columns of what `changes` returns."""

KEY_SEPARATOR: Final = " / "


@dataclass(frozen=True)
class Counts:
    """How many rows of one table were found new, changed, unchanged and missing."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0

    @property
    def versions(self) -> int:
        """How many versions that makes."""
        return self.new + self.changed + self.withdrawn


@dataclass(frozen=True)
class Difference:
    """The versions that lead from what is current to what shall be."""

    versions: pl.DataFrame
    """The table's columns, version, withdrawn; in key order."""
    counts: Counts


def conforming(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``frame`` with the table's columns in their order and types, sorted by key.

    Raises:
        ValueError: a column is unknown or missing, or a key is null or occurs twice.
        polars.exceptions.InvalidOperationError: a value does not fit its column.
    """
    if set(frame.columns) != set(table.columns):
        raise ValueError(
            f"{table.name} has columns {', '.join(table.columns)}; not {', '.join(frame.columns)}"
        )
    rows = _in_key_order(table, frame.select(*table.columns).cast(pl.Schema(table.columns)))
    if rows.select(pl.any_horizontal(pl.col(*table.key).is_null().any())).item():
        raise ValueError(f"{table.name}: a key is null")
    repeated = rows.filter(pl.all_horizontal(pl.col(*table.key) == pl.col(*table.key).shift(1)))
    if not repeated.is_empty():
        key = repeated.select(_key_text(table)).item(0, 0)
        raise ValueError(f"{table.name}: {key} occurs twice")
    return rows


def difference(table: Table, rows: pl.DataFrame, newest: pl.DataFrame, *, withdraw: bool) -> Difference:
    """Return what leads from ``newest`` to ``rows``.

    Args:
        table: what the rows are of.
        rows: what shall be current, as `conforming` returns it.
        newest: the newest version of every key, withdrawn ones too.
        withdraw: whether a row that is current but not in ``rows`` is withdrawn.
    """
    if newest.is_empty():
        first = rows.with_columns(version=pl.lit(1, pl.Int32), withdrawn=pl.lit(False))
        return Difference(first, Counts(new=rows.height))
    key, columns = list(table.key), list(table.columns)
    # Joined by key alone, then compared column by column: all columns of millions of rows twice is too much.
    before = rows.select(key).join(
        newest.select(*key, "version", "withdrawn").with_row_index("place"),
        on=key,
        how="left",
        maintain_order="left",
    )
    is_new = before["place"].is_null() | before["withdrawn"].fill_null(True)
    differs = is_new
    for name in columns:
        if name not in key:
            differs = differs | rows[name].ne_missing(newest[name].gather(before["place"]))
    versions = rows.with_columns(
        version=before["version"].fill_null(0) + 1,
        withdrawn=pl.lit(False),
    ).filter(differs)
    missing = newest.clear()
    if withdraw:
        missing = newest.filter(~pl.col("withdrawn")).join(rows.select(key), on=key, how="anti")
    new = int(is_new.sum())
    counts = Counts(
        new=new,
        changed=versions.height - new,
        unchanged=rows.height - versions.height,
        withdrawn=missing.height,
    )
    if not missing.is_empty():
        last = missing.select(*columns, version=pl.col("version") + 1, withdrawn=pl.lit(True))
        versions = _in_key_order(table, pl.concat([versions, last]))
    return Difference(versions, counts)


def left_alone(
    table: Table, rows: pl.DataFrame, newest: pl.DataFrame, decided: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return ``rows`` and ``newest`` such that their difference touches nothing that was decided.

    That an area reported nothing takes no figure away that the rows bring.

    Args:
        table: what the rows are of.
        rows: what shall be current, as `conforming` returns it.
        newest: the newest version of every key.
        decided: numbers of the publications whose versions stay.
    """
    kept = newest.filter(pl.col("publication").is_in(decided.implode()))
    if kept.is_empty():
        return rows, newest
    key = list(table.key)
    if table is OBSERVATION:
        silent = kept.filter(pl.col("status") == ObservationStatus.NOT_REPORTED)
        kept = kept.join(silent.join(rows.select(key), on=key, how="semi"), on=key, how="anti")
    named = kept.join(rows.select(key), on=key, how="semi")
    others = rows.join(kept.select(key), on=key, how="anti")
    # What the rows name counts as found unchanged, so that every row read is accounted for; a withdrawal
    # that was decided has nothing to show and is not among them.
    standing = named.filter(~pl.col("withdrawn")).select(*table.columns)
    passed_over = kept.join(standing.select(key), on=key, how="anti")
    return (
        _in_key_order(table, pl.concat([others, standing])),
        newest.join(passed_over.select(key), on=key, how="anti", maintain_order="left"),
    )


def _in_key_order(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Sort ``frame`` by key, without a copy when it is sorted already."""
    order = frame.select(pl.arg_sort_by(*table.key)).to_series()
    return frame if order.is_sorted() else frame[order]


class _Hash(io.RawIOBase):
    """A file that keeps nothing of what is written but the digest."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def write(self, data: object) -> int:
        written = bytes(cast(bytes, data))
        self._hash.update(written)
        return len(written)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def digest(versions: Iterable[tuple[Table, pl.DataFrame]]) -> str:
    """Return the SHA-256 of versions written as CSV: per table its name, a header, the versions in key order.

    Null is nothing and an empty text ``""``; a number is the shortest decimal that reads back to the same
    double; dates are ISO 8601. The publication's number is left out: what was brought counts, not when. A
    column that a later migration added counts where it holds something: what was published before keeps
    its digest.
    """
    hashed = _Hash()
    for table, frame in versions:
        hashed.write(f"{table.name}\n".encode())
        absent = {name for name in table.added if frame[name].is_null().all()}
        columns = [*table.columns, *(name for name in VERSIONING if name != "publication")]
        columns = [name for name in columns if name not in absent]
        _in_key_order(table, frame.select(*columns)).write_csv(cast(IO[bytes], hashed))
    return hashed.hexdigest()


def changes(table: Table, versions: pl.DataFrame, number: int) -> pl.DataFrame:
    """Return what publication ``number`` changed in one table: one row per field, in key order.

    Columns: `CHANGE`. ``before`` is null in the fields of a new row, ``after`` in those of a withdrawn one.

    Args:
        table: what the versions are of.
        versions: those the publication brought and those they replaced.
        number: the publication.
    """
    key = list(table.key)
    # A table whose columns are all key has nothing else to show of a row that comes or goes.
    fields = [name for name in table.columns if name not in key] or key
    brought = versions.filter(pl.col("publication") == number)
    replaced = versions.filter(pl.col("publication") < number)
    pairs = brought.join(replaced, on=key, how="left", suffix="_before", maintain_order="left").with_columns(
        # Between a withdrawal and the row's return there was nothing.
        nothing_before=pl.col("withdrawn_before").fill_null(True),
        row=pl.int_range(pl.len()),
    )
    parts = []
    for position, name in enumerate(fields):
        before = pl.col(name if name in key else f"{name}_before")
        parts.append(
            pairs.select(
                "row",
                pl.lit(position).alias("position"),
                pl.lit(table.name).alias("table"),
                _key_text(table),
                pl.lit(name).alias("field"),
                pl.when(~pl.col("nothing_before")).then(_text(before, table, name)).alias("before"),
                pl.when(~pl.col("withdrawn")).then(_text(pl.col(name), table, name)).alias("after"),
            ).filter(pl.col("before").ne_missing(pl.col("after")))
        )
    return pl.concat(parts).sort("row", "position").select(*CHANGE)


def _key_text(table: Table) -> pl.Expr:
    return pl.concat_str(*table.key, separator=KEY_SEPARATOR).alias("key")


def _text(value: pl.Expr, table: Table, name: str) -> pl.Expr:
    text = value.cast(pl.String)
    return text.str.strip_suffix(".0") if table.columns[name] == pl.Float64 else text
