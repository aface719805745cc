"""``python -m dabiao diff`` and ``package``: what changed between two publications, and data to take away."""

import csv
import io
import json
import resource
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from dabiao import new_file
from dabiao.cli import app
from dabiao.commands.differences import COLUMNS
from dabiao.progress import rejudge
from dabiao.settings import settings
from dabiao.store import Store
from tests.store.sample import content, put

AS_OF = ("--as-of", "2024-Q2")


def put_two(store: Store) -> None:
    """Publish twice: a figure and a target change, a target is withdrawn."""
    first = content()
    put(store, first, judge=rejudge)
    latest = pl.col("value") == 2155
    figures = first["observation"].with_columns(
        value=pl.when(latest).then(2255.0).otherwise("value"),
        value_reported=pl.when(latest).then(pl.lit("2255")).otherwise("value_reported"),
    )
    group = pl.col("indicator_code") == "group-standards"
    targets = first["target"].filter(pl.col("indicator_code") != "all-standards")
    targets = targets.with_columns(value=pl.when(group).then(120.0).otherwise("value"))
    put(store, {"observation": figures, "target": targets}, judge=rejudge, kind="amendment")


pytestmark = pytest.mark.begins(after=put_two)


@pytest.fixture
def database(duckdb_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database with two publications, which the settings name."""
    monkeypatch.setenv("DABIAO_DATABASE", duckdb_database)
    monkeypatch.setenv("DABIAO_LANGUAGE", "en")
    settings.cache_clear()
    yield duckdb_database
    settings.cache_clear()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.mark.usefixtures("database")
def test_changes_between_two_publications_are_listed() -> None:
    done = run("diff", "1", "2", *AS_OF, "--format", "json")
    assert done.exit_code == 0, done.output
    rows = {row["indicator"]: row for row in json.loads(done.stdout)}
    assert tuple(rows["local-standards"]) == COLUMNS
    local = rows["local-standards"]
    assert (local["value_before"], local["value"]) == (283, 383)
    assert (local["change"], local["target_before"]) == ("value", 400)
    assert rows["group-standards"]["change"] == "target_changed"
    assert (rows["group-standards"]["target_before"], rows["group-standards"]["target"]) == (100, 120)
    assert rows["all-standards"]["change"] == "withdrawn"
    assert rows["all-standards"]["status"] is None


@pytest.mark.usefixtures("database")
def test_the_same_rows_come_as_csv_and_as_a_table() -> None:
    held = list(csv.DictReader(io.StringIO(run("diff", "1", "2", *AS_OF, "--format", "csv").stdout)))
    assert len(held) == 3
    table = run("diff", "1", "2", *AS_OF).stdout
    assert "local-standards" in table
    assert "70.75%" in table
    assert json.loads(run("diff", "2", "2", *AS_OF, "--format", "json").stdout) == []


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("diff", "1", "9"), "There is no publication 9; the latest is 2."),
        (("diff", "0", "1"), "There is no publication 0; the latest is 2."),
        (("diff", "1", "2", "--as-of", "soon"), "“soon” is no period."),
    ],
)
def test_what_is_not_there_is_said(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_file_that_cannot_be_written_to_its_end_leaves_nothing(tmp_path: Path) -> None:
    path, before = tmp_path / "package.zip", resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))  # as a disk that is full
    try:
        with pytest.raises(OSError, match="too large"), new_file.opened(path) as file:
            file.write(b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []
    for text in (b"whole", b"again"):
        with suppress(FileExistsError), new_file.opened(path) as file:
            file.write(text)
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"whole"]


@pytest.mark.usefixtures("database")
def test_a_package_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    done = run("package", str(path), "--publication", "1", *AS_OF)
    assert done.exit_code == 0, done.output
    assert "publication No. 1 as of 2024-Q2" in done.stdout
    with zipfile.ZipFile(path) as package:
        names = {name.removeprefix("dabiao/") for name in package.namelist()}
        told = package.read("dabiao/README.txt").decode()
    assert names >= {"targets.csv", "observations.csv", "rules.json", "SHA256SUMS", "recompute.py"}
    assert "第 1 号发布版本" in told
    assert "Publication No. 1" in told
    again = run("package", str(path))
    assert again.exit_code == 2
    assert "cannot be written" in again.stderr
    assert run("package", str(tmp_path / "none.zip"), "--publication", "7").exit_code == 2
    assert run("package", str(tmp_path / "none.zip"), "--vintage", "soon").exit_code == 2
