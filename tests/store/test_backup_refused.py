"""Backups that are refused: damaged, cut off, foreign, newer, or not what they say; each with its reason."""

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dabiao import backup
from dabiao.backup import (
    BackupError,
    DamagedError,
    ForeignError,
    NewerError,
    PathError,
    UnprovedError,
    archive,
)
from dabiao.store import open_store
from tests.store.backed_up import Change, other_hash


def refusal(path: Path, tmp_path: Path) -> BackupError:
    """Return why a backup is refused, after making sure that nothing came of it."""
    target = tmp_path / "target.duckdb"
    with pytest.raises(BackupError) as caught:
        backup.restore(path, target, "published")
    assert not list(tmp_path.glob("target.duckdb*"))
    assert caught.value.message("zh") != caught.value.message("en")
    return caught.value


def test_every_flipped_bit_is_found_and_the_table_named(saved: Path, tmp_path: Path) -> None:
    whole = saved.read_bytes()
    with zipfile.ZipFile(saved) as parts:
        spans = {
            entry.filename: (entry.header_offset + 200, entry.header_offset + entry.compress_size // 2 + 100)
            for entry in parts.infolist()
        }
        directory = parts.start_dir
    places = {
        **{
            f"the table {Path(name).stem}": at
            for name, span in spans.items()
            if name.startswith("tables/")
            for at in span[:1]
        },
        "list of contents": spans[archive.CONTENTS][1],
    }
    anywhere = [0, 3, 10, directory, directory + 60, len(whole) - 80, len(whole) - 64, len(whole) - 1]
    path = tmp_path / "flipped.zip"
    for said, at in [*places.items(), *((None, at) for at in anywhere)]:
        damaged = bytearray(whole)
        damaged[at] ^= 1 << at % 8
        path.write_bytes(damaged)
        error = refusal(path, tmp_path)
        assert isinstance(error, DamagedError | ForeignError), at
        assert said is None or said in error.message("en"), (said, at, error)


def test_what_is_cut_off_lengthened_or_empty_is_refused(saved: Path, tmp_path: Path) -> None:
    whole = saved.read_bytes()
    path = tmp_path / "cut.zip"
    for length in (len(whole) - 1, len(whole) - 64, len(whole) // 2, 100, 4):
        path.write_bytes(whole[:length])
        assert isinstance(refusal(path, tmp_path), DamagedError)
    path.write_bytes(whole + b"\0")
    assert isinstance(refusal(path, tmp_path), DamagedError)
    path.write_bytes(whole[64:])
    assert isinstance(refusal(path, tmp_path), DamagedError | ForeignError)


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "foreign"
    with pytest.raises(PathError, match="cannot be read"):
        backup.restore(path, tmp_path / "target.duckdb", "published")
    for garbage in (b"", b"x", b"not a backup\n" * 100, bytes(5000)):
        path.write_bytes(garbage)
        assert isinstance(refusal(path, tmp_path), ForeignError)
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("contents.txt", "of somebody else")
    assert isinstance(refusal(path, tmp_path), ForeignError)
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr(archive.CONTENTS, '{"application": "another"}')
    assert isinstance(refusal(path, tmp_path), ForeignError)
    store = open_store(path.with_suffix(".duckdb"))
    store.close()
    assert isinstance(refusal(path.with_suffix(".duckdb"), tmp_path), ForeignError)


def _encrypted(archive_bytes: bytearray, entry: zipfile.ZipInfo, directory: int) -> None:
    archive_bytes[entry.header_offset + 6] |= 1
    archive_bytes[directory + 8] |= 1


def _packed_otherwise(archive_bytes: bytearray, entry: zipfile.ZipInfo, directory: int) -> None:
    archive_bytes[entry.header_offset + 8] = archive_bytes[directory + 10] = 97


def _spoilt(archive_bytes: bytearray, entry: zipfile.ZipInfo, directory: int) -> None:
    start = entry.header_offset + 30 + len(entry.filename)
    archive_bytes[start : start + entry.compress_size] = b"\xff" * entry.compress_size


@pytest.mark.parametrize("change", [_encrypted, _packed_otherwise, _spoilt])
@pytest.mark.parametrize("tables", [False, True])
def test_a_list_of_contents_that_cannot_be_unpacked_is_refused(
    tmp_path: Path, change: Callable[[bytearray, zipfile.ZipInfo, int], None], tables: bool
) -> None:
    path = tmp_path / "somebody's.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(archive.CONTENTS, '{"application": "dabiao"}' * 20)
        if tables:
            parts.writestr("tables/area.parquet", b"")
    with zipfile.ZipFile(path) as parts:
        entry, directory = parts.getinfo(archive.CONTENTS), parts.start_dir
    changed = bytearray(path.read_bytes())
    change(changed, entry, directory)
    path.write_bytes(changed)
    assert isinstance(refusal(path, tmp_path), DamagedError if tables else ForeignError)


def _without(table: str, *, listed: bool) -> Change:
    def change(held: dict[str, bytes], contents: dict[str, Any]) -> None:
        del held[f"tables/{table}.parquet"]
        if not listed:
            del contents["tables"][table]

    return change


def _saying(**what: Any) -> Change:
    def change(held: dict[str, bytes], contents: dict[str, Any]) -> None:
        contents.update(what)

    return change


def _strange(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    held["tables/more.parquet"] = b"more"


def _unknown_table(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    held["tables/more.parquet"] = held["tables/unit.parquet"]
    contents["tables"]["more"] = contents["tables"]["unit"]


def _other_rows(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    contents["tables"]["unit"]["rows"] += 1


def _swapped(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    held["tables/unit.parquet"] = held["tables/area.parquet"]
    contents["tables"]["unit"] = contents["tables"]["area"]


def _newer_tables(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    contents["migrations"]["99"] = "0" * 64


def _other_tables(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    contents["migrations"]["2"] = "0" * 64


def _fewer_migrations(held: dict[str, bytes], contents: dict[str, Any]) -> None:
    del contents["migrations"]["2"]


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        (_without("observation", listed=True), DamagedError, "table observation is missing"),
        (_without("observation", listed=False), DamagedError, "table observation is missing"),
        (_strange, DamagedError, "tables/more.parquet"),
        (_unknown_table, DamagedError, "table more"),
        (other_hash, DamagedError, "table unit is not as it was written"),
        (_other_rows, UnprovedError, "table unit has"),
        (_swapped, DamagedError, "table unit of the backup does not fit"),
        (_saying(format=2), NewerError, "format 2"),
        (_saying(format="?"), DamagedError, "list of contents"),
        (_saying(more=1), DamagedError, "list of contents"),
        (_newer_tables, NewerError, "newer program (migration 99)"),
        (_other_tables, NewerError, "migration 2"),
        (_fewer_migrations, DamagedError, "list of contents"),
        (_saying(audit_head="1:" + "0" * 64), UnprovedError, "instead of 1:0000"),
    ],
    ids=lambda given: given.__name__.strip("_") if callable(given) else None,
)
def test_what_does_not_fit_together_is_refused(
    written: Callable[[Change], Path], change: Change, kind: type[BackupError], said: str, tmp_path: Path
) -> None:
    error = refusal(written(change), tmp_path)
    assert isinstance(error, kind)
    assert said in error.message("en")


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("observation", pl.col("value") + 1, "Publication 1 is not what its digest says"),
        ("judgement", pl.lit("met").alias("status"), "is not what the rules say"),
        ("judgement", pl.col("attainment") + 1e-6, "is not what the rules say"),
        ("judgement", pl.lit(9, pl.Int64).alias("superseded_by"), "is not what the rules say"),
        ("audit", pl.lit("{}").alias("detail"), "entry 1 does not fit"),
        ("return_submission", pl.lit("{}").alias("content"), "receipt 610000-2025Q3-01"),
    ],
)
def test_what_was_changed_with_a_digest_that_fits_is_found_by_what_it_says(
    written: Callable[[Change], Path], table: str, change: pl.Expr, said: str, tmp_path: Path
) -> None:
    def forge(held: dict[str, bytes], contents: dict[str, Any]) -> None:
        name, file = f"tables/{table}.parquet", tmp_path / "forged"
        pl.read_parquet(held[name]).with_columns(change).write_parquet(file)
        held[name] = file.read_bytes()
        contents["tables"][table]["sha256"] = hashlib.sha256(held[name]).hexdigest()

    error = refusal(written(forge), tmp_path)
    assert isinstance(error, UnprovedError)
    assert said in error.message("en")
