"""Reading: the fast way and the exact way give the same cells and lines, whatever stands in them."""

import csv
import io
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.files import INDICATOR_COMPONENTS
from etl.readers import Reading, read
from tests.etl.folders import PRESS, TARGETS, folder

PIECES = ["a", "标", ",", '"', "\n", "\r\n", " ", "\u3000", "１", ";", "\t"]
CELL = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
ROWS = st.lists(st.tuples(CELL, CELL), max_size=12)
HEADER = ("indicator_code", "component_code")


def components(text: str) -> Reading:
    """Read ``text`` as the file of components."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / INDICATOR_COMPONENTS.pattern
        path.parent.mkdir()
        path.write_bytes(text.encode("utf-8"))
        return read(Path(name), (INDICATOR_COMPONENTS,))


def cells(reading: Reading) -> list[tuple[int, str | None, str | None]]:
    return reading.frames["indicator_component"].select("line", *HEADER).rows()


@settings(max_examples=200, deadline=None)
@given(
    rows=ROWS,
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_was_written_is_read(rows: list[tuple[str, str]], quoting: int, end: str) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=quoting, lineterminator=end)
    writer.writerow(HEADER)
    expected = []
    for row in rows:
        expected.append((text.getvalue().count("\n") + 1, *(cell.strip() or None for cell in row)))
        writer.writerow(row)
    misfit_line = text.getvalue().count("\n") + 1
    fast = components(text.getvalue())
    assert cells(fast) == expected
    assert fast.misfits == ()
    # A record with a field missing makes the whole file go the exact way.
    exact = components(text.getvalue() + "alone" + end)
    assert cells(exact) == expected
    assert [(misfit.line, misfit.fields, misfit.columns) for misfit in exact.misfits] == [(misfit_line, 1, 2)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n\n\nc,d\n", [(2, "a", "b"), (5, "c", "d")]),
        ("a,b\r\n\r\nc,d", [(2, "a", "b"), (4, "c", "d")]),
        (',b\n"",d\n', [(2, None, "b"), (3, None, "d")]),
        ('a"b,c\n', [(2, 'a"b', "c")]),
        ('a,5" pipe\n"x\n",y\nz,\n', [(2, "a", '5" pipe'), (3, "x", "y"), (5, "z", None)]),
    ],
    ids=["blank lines", "blank lines in CRLF", "quoted blanks", "a bare quote", "bare and real quotes"],
)
def test_lines_are_those_of_an_editor(text: str, expected: list[tuple[int, str | None, str | None]]) -> None:
    assert cells(components(",".join(HEADER) + "\n" + text)) == expected


def test_files_of_a_folder_follow_each_other_by_name(tmp_path: Path) -> None:
    reading = read(folder(tmp_path))
    assert reading.files["observation"] == (PRESS, "progress/returns.csv")
    frame = reading.frames["observation"]
    assert frame["file"].cast(pl.String).unique(maintain_order=True).to_list() == [
        PRESS,
        "progress/returns.csv",
    ]
    assert frame["line"].to_list() == [*range(2, 11), *range(2, 6)]
    assert reading.frames["target"]["line"].to_list() == [2, 3, 4, 5, 6, 8]


def test_hidden_files_and_other_kinds_are_not_read(tmp_path: Path) -> None:
    data = folder(tmp_path)
    before = read(data).digest
    for name in ("progress/.~lock.press.csv", "catalog/.hidden.csv", "catalog/README.md", "progress/a.txt"):
        (data / name).write_bytes(b"\0not a table")
    assert read(data).digest == before


def test_the_digest_knows_names_and_bytes(tmp_path: Path) -> None:
    data = folder(tmp_path)
    digests = {read(data).digest}
    (data / PRESS).rename(data / "progress" / "papers.csv")
    digests.add(read(data).digest)
    (data / TARGETS).write_bytes((data / TARGETS).read_bytes() + b"\n")
    digests.add(read(data).digest)
    assert len(digests) == 3
