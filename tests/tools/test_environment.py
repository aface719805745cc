import os
import shlex
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.once import once
from tests.tools.programs import program
from tools import environment

FINDER = environment.ROOT / "tools/find-python.sh"


def wheel(folder: Path, package: str, version: str, **files: str) -> None:
    """Put a package that can be installed without a network into ``folder``."""
    name = f"{package.replace('-', '_')}-{version}"
    metadata = f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n"
    described = "Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    contents = {"METADATA": metadata, "WHEEL": described, "RECORD": ""}
    contents = files | {f"{name}.dist-info/{each}": text for each, text in contents.items()}
    with zipfile.ZipFile(folder / f"{name}-py3-none-any.whl", "w") as archive:
        for each, text in contents.items():
            entry = zipfile.ZipInfo(each)
            entry.external_attr = (stat.S_IFREG | 0o755) << 16
            archive.writestr(entry, text)


@pytest.fixture
def requirements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that pins one package, which pip finds beside it."""
    for version in ("1.0", "2.0"):
        wheel(tmp_path, "dabiao-probe", version, **{"dabiao_probe.py": f"VERSION = {version!r}\n"})
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    path = tmp_path / "requirements.txt"
    path.write_text("# one package\ndabiao-probe==1.0\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but pip."""
    path = tmp_path_factory.mktemp("empty") / ".venv"
    environment.create(path)
    return path


@pytest.fixture
def where(empty: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(empty, tmp_path / ".venv", symlinks=True)


@pytest.fixture
def made(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with pip in it and no requirements yet."""
    whole = once(tmp_path_factory, "environment", lambda folder: environment.create(folder / ".venv"))
    return Path(shutil.copytree(whole / ".venv", tmp_path / ".venv", symlinks=True))


def installed(where: Path) -> str:
    """Return the version of the package that is installed in the environment ``where``."""
    command = [environment.python_of(where), "-c", "import dabiao_probe; print(dabiao_probe.VERSION)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_a_new_environment_gets_the_pins_and_the_second_time_nothing_happens(
    tmp_path: Path, requirements: Path
) -> None:
    where = tmp_path / ".venv"
    assert environment.provide(where, [requirements]) is True
    assert installed(where) == "1.0"
    assert environment.provide(where, [requirements]) is False

    requirements.write_text("dabiao-probe==2.0\n", encoding="utf-8")
    assert environment.provide(where, [requirements]) is True
    assert installed(where) == "2.0"

    development = tmp_path / "requirements-dev.txt"
    development.write_text("dabiao-probe==2.0\n", encoding="utf-8")
    assert environment.provide(where, [requirements, development]) is True
    assert environment.provide(where, [requirements]) is False


def test_pip_s_odd_settings_do_not_lead_it_elsewhere(
    where: Path, tmp_path: Path, requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nuser = true\nrequire-virtualenv = true\n", encoding="utf-8")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    monkeypatch.setenv("PIP_TARGET", str(elsewhere))
    monkeypatch.setenv("HOME", str(tmp_path / "no-home"))
    environment.provide(where, [requirements])
    assert installed(where) == "1.0"
    assert not elsewhere.exists()


def test_what_cannot_be_installed_is_tried_again_the_next_time(where: Path, requirements: Path) -> None:
    requirements.write_text("dabiao-probe==3.0\n", encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        environment.provide(where, [requirements])
    requirements.write_text("dabiao-probe==1.0\n", encoding="utf-8")
    assert environment.provide(where, [requirements]) is True
    assert installed(where) == "1.0"


@pytest.fixture
def pinned_uv(requirements: Path) -> Path:
    """The same file with a pin of uv, which pip finds as a package that runs the real one."""
    program = Path(sys.prefix, "bin", "uv")
    script = {"uv-9.9.data/scripts/uv": f'#!/bin/sh\nexec {shlex.quote(str(program))} "$@"\n'}
    wheel(requirements.parent, "uv", "9.9", **script)
    requirements.write_text("uv==9.9\ndabiao-probe==1.0\n", encoding="utf-8")
    return requirements


def installer(where: Path) -> str:
    """Return what has installed the package into the environment ``where``."""
    (record,) = where.glob("lib/*/site-packages/dabiao_probe-*.dist-info/INSTALLER")
    return record.read_text(encoding="utf-8").strip()


def test_uv_installs_what_is_pinned_with_the_settings_of_pip(
    where: Path, pinned_uv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = ("CACHE_DIR", "NO_CACHE_DIR", "NO_COLOR", "RETRIES", "ROOT_USER_ACTION")
    for name, value in zip(settings, (str(where.parent / "cache"), "0", "1", "2", "ignore"), strict=True):
        monkeypatch.setenv(f"PIP_{name}", value)
    environment.provide(where, [pinned_uv])
    assert (installed(where), installer(where)) == ("1.0", "uv")
    assert list(where.glob("lib/*/site-packages/__pycache__/dabiao_probe.*.pyc"))

    pinned_uv.write_text("uv==9.9\ndabiao-probe==2.0\n", encoding="utf-8")
    environment.provide(where, [pinned_uv])
    assert (installed(where), installer(where)) == ("2.0", "uv")


@pytest.mark.parametrize("variable", ["PIP_NO_BINARY", "UV_BROKEN"])
def test_pip_installs_what_uv_cannot(
    where: Path, pinned_uv: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "another-package")
    if variable == "UV_BROKEN":
        wheel(pinned_uv.parent, "uv", "9.9", **{"uv-9.9.data/scripts/uv": "#!/bin/sh\nexit 2\n"})
    environment.provide(where, [pinned_uv])
    assert (installed(where), installer(where)) == ("1.0", "pip")


def test_an_environment_whose_python_is_gone_is_made_anew(tmp_path: Path, requirements: Path) -> None:
    where = tmp_path / ".venv"
    environment.provide(where, [requirements])
    environment.python_of(where).unlink()
    environment.python_of(where).symlink_to("/gone/with/the/last/upgrade/python")
    assert environment.provide(where, [requirements]) is True
    assert installed(where) == "1.0"


def found_python(checkout: Path, path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Ask the finder, in a checkout on a machine whose programs are in ``path``, which Python it takes."""
    return subprocess.run(
        ["/bin/sh", FINDER, "-c", "taken"],
        cwd=checkout,
        capture_output=True,
        text=True,
        env={"PATH": str(path), **variables},
    )


def python(folder: Path, name: str, exit_code: int) -> Path:
    """Put a Python into ``folder`` whose examination ends with ``exit_code`` and which else says its name."""
    return program(folder, name, f'[ "$2" = taken ] && echo "$0" && exit 0\nexit {exit_code}')


GOOD, TOO_OLD, WITHOUT_VENV = 0, 10, 1


def test_the_python_of_the_environment_is_taken_first(tmp_path: Path) -> None:
    python(tmp_path / "bin", "python3", GOOD)
    python(tmp_path / ".venv/bin", "python", GOOD)
    assert found_python(tmp_path, tmp_path / "bin").stdout.strip().endswith(".venv/bin/python")


def test_the_python_that_is_named_is_taken_before_others(tmp_path: Path) -> None:
    python(tmp_path / "bin", "python3", GOOD)
    own = python(tmp_path / "own", "mine", GOOD)
    assert found_python(tmp_path, tmp_path / "bin", PYTHON=str(own)).stdout.strip() == str(own)


def test_a_newer_python_is_looked_for_under_its_own_name(tmp_path: Path) -> None:
    python(tmp_path / "bin", "python3", TOO_OLD)
    newer = python(tmp_path / "bin", "python3.12", GOOD)
    assert found_python(tmp_path, tmp_path / "bin").stdout.strip() == str(newer)


def test_a_python_that_cannot_make_environments_is_passed_over(tmp_path: Path) -> None:
    python(tmp_path / "bin", "python3", WITHOUT_VENV)
    other = python(tmp_path / "bin", "python3.13", GOOD)
    assert found_python(tmp_path, tmp_path / "bin").stdout.strip() == str(other)


@pytest.mark.parametrize(
    ("exit_code", "says"),
    [(TOO_OLD, "Python 3.11 or newer is needed (too old: python3)"), (WITHOUT_VENV, "python3-venv")],
    ids=["too old", "without venv"],
)
def test_without_a_usable_python_one_line_says_what_to_do(exit_code: int, says: str, tmp_path: Path) -> None:
    python(tmp_path / "bin", "python3", exit_code)
    done = found_python(tmp_path, tmp_path / "bin")
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_real_python_passes_the_examination(tmp_path: Path) -> None:
    (tmp_path / "python3").symlink_to(sys.executable)
    done = subprocess.run(
        ["/bin/sh", FINDER, "-c", "print(6 * 7)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": str(tmp_path), "PYTHON": ""},
    )
    assert done.stdout.strip() == "42", done.stderr
