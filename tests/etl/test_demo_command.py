"""`python -m etl demo`, and how the demonstration is kept apart from real data."""

import json
import shutil
from pathlib import Path

import pytest

from dabiao import publications, workspaces
from dabiao.settings import settings
from dabiao.store import open_store
from etl.demo import stages
from etl.demo.making import CATALOG, Wanted, is_made, write
from tests.demonstration import Demonstration
from tests.etl.folders import GOOD, build, load_good, run


@pytest.fixture
def in_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the workspace of the demonstration, as ``make demo`` does."""
    monkeypatch.setenv("DABIAO_WORKSPACE", "demo")
    settings.cache_clear()


@pytest.fixture(autouse=True)
def _fresh_settings() -> object:
    yield
    settings.cache_clear()


@pytest.fixture
def generated(tmp_path: Path) -> Path:
    """A small folder of generated figures."""
    folder = tmp_path / "generated"
    shutil.copytree(GOOD, folder)
    (folder / workspaces.MARK).write_text(json.dumps({"workspace": "demo"}), encoding="utf-8")
    return folder


def problems(code: int, report: dict[str, object]) -> list[str]:
    assert code == 2
    return [each["code"] for each in report["problems"]]  # type: ignore[attr-defined]


@pytest.mark.begins(after=load_good)
def test_generated_figures_are_not_loaded_into_a_published_database(database: str, generated: Path) -> None:
    assert problems(*build(generated, database)) == ["folder-of-other-workspace"]
    store = open_store(database)
    assert publications.latest(store) == 1
    store.close()


@pytest.mark.usefixtures("in_demonstration")
def test_real_figures_are_not_loaded_into_the_demonstration(database: str, generated: Path) -> None:
    assert build(generated, database)[0] == 0
    assert problems(*build(GOOD, database)) == ["folder-of-other-workspace"]


@pytest.mark.begins(after=load_good)
def test_a_database_is_opened_for_its_own_workspace_only(
    database: str, generated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DABIAO_WORKSPACE", "demo")
    settings.cache_clear()
    assert problems(*build(generated, database)) == ["other-workspace"]
    code, text = run("build", "--data", str(generated), "--database", database, "--language", "zh")
    assert code == 2
    assert "已公布的数据" in text


def test_a_folder_that_does_not_say_what_it_is_for_is_refused(database: str, generated: Path) -> None:
    (generated / workspaces.MARK).write_text("{", encoding="utf-8")
    assert problems(*build(generated, database)) == ["workspace-unknown"]


@pytest.mark.begins(after=load_good)
def test_the_demonstration_is_not_made_in_a_published_database(database: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, _ = run("demo", "--out", str(out), "--database", database)
    assert code == 2
    assert not out.exists()


def test_the_demonstration_overwrites_no_other_folder(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    shutil.copytree(GOOD, theirs)
    before = {path: path.read_bytes() for path in theirs.rglob("*.csv")}
    code, _ = run("demo", "--out", str(theirs), "--database", str(tmp_path / "demo.duckdb"))
    assert code == 2
    assert {path: path.read_bytes() for path in theirs.rglob("*.csv")} == before


def test_what_is_there_is_not_made_again(demonstration: Demonstration) -> None:
    before = Path(demonstration.database).stat().st_mtime_ns
    place = ("--out", str(demonstration.folder), "--database", demonstration.database)
    assert run("demo", "--if-changed", *place) == (0, "")
    assert Path(demonstration.database).stat().st_mtime_ns == before


def test_what_was_made_by_another_program_or_only_in_part_is_not_taken_for_made(
    tmp_path: Path, demonstration: Demonstration
) -> None:
    copy, folder = tmp_path / "demo.duckdb", tmp_path / "data"
    shutil.copy(demonstration.database, copy)
    shutil.copytree(demonstration.folder, folder)
    store = workspaces.open_workspace(copy, "demo")
    assert is_made(store, folder, Wanted())
    assert not is_made(store, folder, Wanted(seed=1))
    assert not is_made(store, tmp_path, Wanted())
    write(folder, stages.stages(CATALOG)[0])  # as it was before the amendment
    assert not is_made(store, folder, Wanted())
    store.close()


def test_the_lines_are_listed_in_both_languages() -> None:
    zh, en = (run("demo", "--list", "--language", language)[1] for language in ("zh", "en"))
    assert zh.count("\n") == en.count("\n")
    assert "西安市" in zh
    assert "Xi'an" in en
