import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tools.programs import postgres, program
from tools import provide


@pytest.fixture
def anyones_folder() -> Iterator[Path]:
    """A folder that every user may look into, as nobody must to start a PostgreSQL; pytest's is closed."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(autouse=True)
def bare_machine(anyones_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any of the programs; returns the folder that is its PATH."""
    folder = anyones_folder / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for name in ("DABIAO_TEST_CHROMIUM", "DABIAO_TEST_POSTGRES_BIN", "DABIAO_TEST_POSTGRES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(provide, "BROWSERS", anyones_folder / "tools" / "browsers")
    monkeypatch.setattr(provide, "POSTGRES_WHEEL", anyones_folder / "tools" / "postgres")
    return folder


def need(
    name: str, folder: Path, *, fetch: Callable[[], None], variable: str = "", debian: str = ""
) -> provide.Need:
    """A need for a program in ``folder``."""

    def find() -> str | None:
        return str(folder / name) if (folder / name).exists() else None

    return provide.Need(f"the program {name}", find, fetch, debian or f"package-of-{name}", variable)


def nothing() -> None:
    """Fetch nothing."""


def test_the_first_chromium_that_starts_is_taken(bare_machine: Path) -> None:
    program(bare_machine, "chromium", "exit 127")
    working = program(bare_machine, "google-chrome", "echo Google Chrome 150")
    program(bare_machine, "chromium-browser", "echo only in a snap >&2; exit 1")
    assert provide.find_chromium() == str(working)


def test_without_a_chromium_none_is_found(bare_machine: Path) -> None:
    assert provide.find_chromium() is None


def test_the_chromium_that_is_named_is_taken_before_the_system_s(
    bare_machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(bare_machine, "chromium", "echo Chromium 150")
    named = program(tmp_path / "own", "browser", "echo Chromium 151")
    monkeypatch.setenv("DABIAO_TEST_CHROMIUM", str(named))
    assert provide.find_chromium() == str(named)


def test_a_named_chromium_that_does_not_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIAO_TEST_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(provide.MissingError, match="DABIAO_TEST_CHROMIUM=/nowhere/chromium"):
        provide.find_chromium()


def test_a_downloaded_chromium_is_found_where_playwright_keeps_it() -> None:
    kept = provide.says(
        [sys.executable, "-m", "playwright", "install", "--dry-run", "--only-shell", "chromium"],
        PLAYWRIGHT_BROWSERS_PATH=str(provide.BROWSERS),
    )
    place = re.search(r"Install location: +(.*chromium.*)", kept or "")
    assert place, kept
    folder = Path(place[1])
    folder.mkdir(parents=True)
    assert provide.find_chromium() is None
    browser = program(folder / "chrome-headless-shell-linux64", "chrome-headless-shell", "echo Chrome 159")
    assert provide.find_chromium() == str(browser)


def test_a_download_that_is_refused_says_so_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:9")
    provide.fetch_chromium()
    assert "not possible here" in capsys.readouterr().out
    assert provide.find_chromium() is None


def test_a_chinese_font_is_asked_of_fontconfig(bare_machine: Path) -> None:
    assert provide.find_chinese_font() is None
    program(bare_machine, "fc-list", "true")
    assert provide.find_chinese_font() is None
    program(bare_machine, "fc-list", 'test "$1" = :lang=zh-cn && echo Noto Sans CJK SC')
    assert provide.find_chinese_font() == "Noto Sans CJK SC"


def test_the_newest_postgres_that_is_new_enough_is_taken(anyones_folder: Path) -> None:
    for version in ("9", "14", "15", "16"):
        postgres(anyones_folder / "postgresql" / version / "bin", f"{version}.3")
    (anyones_folder / "postgresql/16/bin/pg_ctl").unlink()
    folders = [f"{anyones_folder}/postgresql/*/bin"]
    assert provide.find_postgres(folders) == str(anyones_folder / "postgresql/15/bin")


def test_the_postgres_on_the_path_is_taken_first(bare_machine: Path, anyones_folder: Path) -> None:
    postgres(bare_machine, "15.18 (Debian)")
    postgres(anyones_folder / "postgresql/17/bin", "17.2")
    assert provide.find_postgres([f"{anyones_folder}/postgresql/*/bin"]) == str(bare_machine)


def test_an_old_postgres_is_none(bare_machine: Path) -> None:
    postgres(bare_machine, "13.4")
    assert provide.find_postgres([]) is None


def test_the_postgres_of_a_wheel_is_taken_last() -> None:
    folder = postgres(provide.POSTGRES_WHEEL / "some_server/pginstall/bin", "16.14")
    assert provide.find_postgres([]) == str(folder)


def test_a_named_folder_without_postgres_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DABIAO_TEST_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(provide.MissingError, match="has no PostgreSQL 15 or newer"):
        provide.find_postgres([])


def test_a_postgres_wheel_that_cannot_be_had_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    provide.fetch_postgres()
    assert "not possible here" in capsys.readouterr().out
    assert provide.find_postgres([]) is None


def test_what_is_there_is_not_fetched(bare_machine: Path) -> None:
    program(bare_machine, "browser", "true")

    def fetch() -> None:
        raise AssertionError("fetched although it was there")

    found = provide.provide([need("browser", bare_machine, fetch=fetch, variable="BROWSER")])
    assert found == {"BROWSER": str(bare_machine / "browser")}


def test_what_is_missing_is_fetched_as_a_package_first(bare_machine: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    program(bare_machine, "apt-get", f'echo "$@" >> {asked}')
    wanted = need("browser", bare_machine, fetch=(bare_machine / "browser").touch, variable="BROWSER")
    assert provide.provide([wanted]) == {"BROWSER": str(bare_machine / "browser")}
    assert not asked.exists()


def test_root_gets_the_rest_from_debian_in_one_go(
    bare_machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    asked = tmp_path / "asked"
    program(
        bare_machine,
        "apt-get",
        f'echo "$@" >> {asked}\n[ "$1" = update ] && exit 1\n'
        f": > {bare_machine}/browser\n: > {bare_machine}/font",
    )
    needs = [need(name, bare_machine, fetch=nothing, variable=name.upper()) for name in ("browser", "font")]
    assert provide.provide(needs).keys() == {"BROWSER", "FONT"}
    update, install = asked.read_text(encoding="utf-8").splitlines()
    assert update.startswith("update")
    assert install.endswith("package-of-browser package-of-font")


@pytest.mark.parametrize(
    ("packages", "installed"), [("*-shell", "browser-shell"), ("browser", "browser"), ("nothing", "browser")]
)
def test_of_alternatives_the_first_that_the_system_has_a_package_of_is_installed(
    packages: str, installed: str, bare_machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    program(bare_machine, "apt-cache", f'case "$3" in {packages}) echo "Package: $3";; *) exit 100;; esac')
    program(bare_machine, "apt-get", f'echo "$@" > {tmp_path}/asked\n: > {bare_machine}/browser')
    wanted = need("browser", bare_machine, fetch=nothing, debian="browser-shell|browser")
    provide.provide([wanted])
    assert (tmp_path / "asked").read_text(encoding="utf-8").split()[-1] == installed


@pytest.mark.parametrize("user", [0, 1000], ids=["root without apt-get", "no root"])
def test_what_cannot_be_had_stops_with_one_line_that_says_what_to_install(
    user: int, bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    needs = [need(name, bare_machine, fetch=nothing, variable=name.upper()) for name in ("browser", "font")]
    with pytest.raises(provide.MissingError) as stopped:
        provide.provide(needs)
    text = str(stopped.value)
    assert "\n" not in text
    assert "the program browser and the program font" in text
    assert "apt install package-of-browser package-of-font" in text
    assert "BROWSER and FONT" in text


def test_only_root_installs_from_debian(
    bare_machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    asked = tmp_path / "asked"
    program(bare_machine, "apt-get", f'echo "$@" >> {asked}')
    with pytest.raises(provide.MissingError):
        provide.provide([need("browser", bare_machine, fetch=nothing)])
    assert not asked.exists()


def test_the_command_runs_with_the_outcome_and_its_exit_code_counts(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chromium = program(bare_machine, "chromium", "echo Chromium 150")
    program(bare_machine, "fc-list", "echo Noto Sans CJK SC")
    postgres(bare_machine, "16.1")
    program(bare_machine, "tests", 'echo "$DABIAO_TEST_CHROMIUM $DABIAO_TEST_POSTGRES_BIN $1"; exit 3')
    said = subprocess.run(
        [sys.executable, provide.ROOT / "tools/provide.py", "tests", "fast"], capture_output=True, text=True
    )
    assert said.stdout.splitlines()[-1] == f"{chromium} {bare_machine} fast"
    assert said.returncode == 3


def test_a_server_that_is_named_makes_a_postgres_of_our_own_unnecessary(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(bare_machine, "chromium", "echo Chromium 150")
    program(bare_machine, "fc-list", "echo Noto Sans CJK SC")
    program(bare_machine, "tests", 'echo "[$DABIAO_TEST_POSTGRES_BIN]"')
    monkeypatch.setenv("DABIAO_TEST_POSTGRES", "postgresql://tests@db/tests")
    said = subprocess.run(
        [sys.executable, provide.ROOT / "tools/provide.py", "tests"], capture_output=True, text=True
    )
    assert said.stdout.splitlines()[-1] == "[]"
