"""Every kind of file that cannot be used: it stops the run, is named, and what was there before stays."""

import codecs
import inspect
import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from dabiao.publications import latest, loads
from dabiao.store import open_store
from etl import csvfile, readers
from tests.etl.folders import COMPONENTS, FIXTURES, PRESS, TARGETS, TASKS, UNITS, build, folder, load_good


def _replace(file: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(data: Path) -> None:
        text = (data / file).read_bytes()
        assert old in text
        (data / file).write_bytes(text.replace(old, new, 1))

    return change


def _write(file: str, content: bytes) -> Callable[[Path], None]:
    return lambda data: (data / file).write_bytes(content) and None


def _rename(file: str, other: str) -> Callable[[Path], None]:
    return lambda data: (data / file).rename(data / other) and None


def _folder_instead(data: Path) -> None:
    (data / UNITS).unlink()
    (data / UNITS).mkdir()


def _broken_link(data: Path) -> None:
    (data / PRESS).unlink()
    (data / PRESS).symlink_to("nowhere.csv")


def _no_progress(data: Path) -> None:
    for path in (data / "progress").iterdir():
        path.unlink()
    (data / "progress").rmdir()


def _utf_16(data: Path) -> None:
    text = (data / UNITS).read_text(encoding="utf-8")
    (data / UNITS).write_bytes(text.encode("utf-16"))


CHANGES: dict[str, Callable[[Path], None]] = {
    "a file is missing": lambda data: (data / TASKS).unlink(),
    "a file's name is misspelt": _rename(TARGETS, "catalog/target.csv"),
    "there is no progress": _no_progress,
    "a folder has the name of a file": _folder_instead,
    "a link leads nowhere": _broken_link,
    "a file is empty": _write(UNITS, b""),
    "a file holds a mark and blank lines": _write(UNITS, codecs.BOM_UTF8 + b"\r\n \r\n"),
    "the header is missing": _replace(UNITS, b"unit,name_zh,name_en,base_unit,factor\n", b""),
    "a column is missing": _replace(COMPONENTS, b"indicator_code,component_code", b"indicator_code"),
    "a column is there twice": _replace(COMPONENTS, b"indicator_code,", b"component_code,"),
    "a column is misspelt": _replace(PRESS, b"confidence", b"Confidance"),
    "a column is unknown": _replace(PRESS, b"note_en\n", b"note_en,remarks_of_the_editor\n"),
    "a column has no name": _replace(PRESS, b"note_en\n", b"note_en,\n"),
    "an encoding that is neither": _replace(PRESS, "示例日报".encode(), b"\x81\xff\xff"),
    "UTF-16": _utf_16,
    "NUL bytes": _replace(UNITS, b"years", b"ye\0rs"),
    "a quote that never closes": _replace(PRESS, b",22,", b',"22,'),
    "text behind a closing quote": _replace(PRESS, b",22,", b',"2"2,'),
    "line ends of long ago": _replace(UNITS, b"1\n", b"1\r"),
}
"""What makes one file of a good folder unusable."""

PROBLEM = {
    "change": pl.String,
    "code": pl.String,
    "file": pl.String,
    "line": pl.Int64,
    "message_zh": pl.String,
    "message_en": pl.String,
}


def problems() -> pl.DataFrame:
    """Return what is to be told of each of `CHANGES`: the columns of `PROBLEM`."""
    return pl.read_csv(FIXTURES / "broken_files.csv", schema=PROBLEM)


@pytest.mark.parametrize("change", CHANGES)
def test_a_broken_file_stops_the_run(tmp_path: Path, database: str, change: str) -> None:
    data = folder(tmp_path)
    CHANGES[change](data)
    code, report = build(data, database)
    assert code == 2
    told = [tuple(each[name] for name in PROBLEM if name != "change") for each in report["problems"]]
    assert told == problems().filter(change=change).drop("change").rows()
    store = open_store(database)
    assert latest(store) is None
    assert loads(store).is_empty()
    store.close()


def test_every_kind_of_problem_with_a_file_has_a_broken_file() -> None:
    code = "".join(inspect.getsource(module) for module in (csvfile, readers))
    kinds = set(re.findall(r'notice\(\s*"([a-z0-9-]+)"', code))
    notices = {"read-as-gb18030", "unknown-file"}  # told, and the run goes on
    assert kinds - notices - {"folder-missing"} == set(problems()["code"])
    assert set(problems()["change"]) == CHANGES.keys()


@pytest.mark.begins(after=load_good)
def test_all_files_are_looked_at_before_anything_is_told(tmp_path: Path, database: str) -> None:
    data = folder(tmp_path)
    store = open_store(database)
    before = latest(store)
    store.close()
    for name in ("a column is misspelt", "a file's name is misspelt", "NUL bytes"):
        CHANGES[name](data)
    code, report = build(data, database)
    assert code == 2
    assert [each["code"] for each in report["problems"]] == [
        "file-missing",
        "nul-byte",
        "column-unknown",
        "column-missing",
    ]
    assert [each["code"] for each in report["notices"]] == ["unknown-file"]
    store = open_store(database)
    assert latest(store) == before == 1
    store.close()
