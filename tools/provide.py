"""Finds what the tests need from outside Python: a browser, Chinese fonts, a PostgreSQL.

``python tools/provide.py COMMAND …`` runs the command with the outcome in its environment:
``DABIAO_TEST_CHROMIUM`` is the browser, ``DABIAO_TEST_POSTGRES_BIN`` the folder of ``initdb`` and ``pg_ctl``.
With ``DABIAO_TEST_POSTGRES``, the address of a running server, no PostgreSQL is looked for.

For each need in this order: the one named by a variable, the system's, one that comes as a package and is
kept under ``.tools/`` (Playwright's own browser, a PostgreSQL in a wheel), Debian's packages when run as
root. What is still missing then ends the run with one line: tests are never skipped for it.
"""

import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
TOOLS: Final = ROOT / ".tools"
BROWSERS: Final = TOOLS / "browsers"
PLAYWRIGHT_CHROMIUM: Final = "chromium_headless_shell-*"
"""How Playwright names the folders of its own browsers without windows."""
POSTGRES_WHEEL: Final = TOOLS / "postgres"

OLDEST_POSTGRES: Final = 15

CHROMIUM_NAMES: Final = (
    "chromium-headless-shell",  # the same browser without its windows: less work for the same pages
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
POSTGRES_FOLDERS: Final = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


class MissingError(Exception):
    """Something the tests need is not here and could not be got; the text says what to install."""


@dataclass(frozen=True)
class Need:
    """One thing the tests need: how to find it and how to get it without being root."""

    name: str
    find: Callable[[], str | None]
    fetch: Callable[[], None]
    debian: str
    """The packages of Debian that bring it; of ``a|b`` the first that the system knows."""
    variable: str = ""
    """Through which the tests learn where it is, and which may say so beforehand."""


def says(command: Sequence[str | Path], *, unprivileged: bool = False, **variables: str) -> str | None:
    """Return what ``command`` prints, or None if it cannot be run, fails or takes over a minute.

    With ``unprivileged`` root runs it as nobody.
    """
    nobody = pwd.getpwnam("nobody") if unprivileged and is_root() else None
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **variables},
            user=nobody.pw_uid if nobody else None,
            group=nobody.pw_gid if nobody else None,
            extra_groups=[] if nobody else None,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def attempt(command: Sequence[str | Path], what: str, **variables: str) -> bool:
    """Run ``command``, saying what it is for; False and its last words if it fails."""
    print(f"  {what} …", flush=True)
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **variables},
    )
    if done.returncode:
        reason = next((line for line in done.stdout.splitlines() if "rror" in line or "E:" in line), "")
        print(f"  … not possible here ({reason.strip()[:120] or f'exit code {done.returncode}'})", flush=True)
    return done.returncode == 0


def is_root() -> bool:
    """Return whether this process may install packages of the system."""
    return os.geteuid() == 0


def find_chromium(names: Iterable[str] = CHROMIUM_NAMES) -> str | None:
    """Return the first Chromium that starts: ``DABIAO_TEST_CHROMIUM``, the system's, Playwright's.

    Raises:
        MissingError: the variable names a file that is no working browser.
    """
    named = os.environ.get("DABIAO_TEST_CHROMIUM")
    if named:
        if says([named, "--version"]) is None:
            raise MissingError(f"DABIAO_TEST_CHROMIUM={named} does not start.")
        return named
    for name in names:
        path = shutil.which(name)
        if path and says([path, "--version"]):
            return path
    downloaded = BROWSERS.glob(f"{PLAYWRIGHT_CHROMIUM}/*/chrome-headless-shell")
    return next((str(path) for path in sorted(downloaded, reverse=True) if says([path, "--version"])), None)


def fetch_chromium() -> None:
    """Download the browser that belongs to the installed Playwright, as root with the libraries it needs."""
    command = [sys.executable, "-m", "playwright"]
    place = {"PLAYWRIGHT_BROWSERS_PATH": str(BROWSERS)}
    done = attempt(
        [*command, "install", "--only-shell", "chromium"], "downloading Playwright's Chromium", **place
    )
    if done and find_chromium() is None and is_root():
        attempt([*command, "install-deps", "chromium"], "installing the libraries Chromium needs", **place)


def find_chinese_font() -> str | None:
    """Return the name of a font with Chinese characters; macOS always has one."""
    if sys.platform == "darwin":
        return "PingFang SC"
    families = says(["fc-list", ":lang=zh-cn", "family"])
    return sorted(families.splitlines())[0] if families else None


def find_postgres(folders: Iterable[str] = POSTGRES_FOLDERS) -> str | None:
    """Return the folder of the first PostgreSQL server that is new enough and starts, the newest first.

    Raises:
        MissingError: ``DABIAO_TEST_POSTGRES_BIN`` names a folder without one.
    """
    named = os.environ.get("DABIAO_TEST_POSTGRES_BIN")
    if named:
        if not serves(Path(named)):
            raise MissingError(
                f"DABIAO_TEST_POSTGRES_BIN={named} has no PostgreSQL {OLDEST_POSTGRES} or newer."
            )
        return named
    on_path = shutil.which("initdb")
    system = [path for pattern in folders for path in Path("/").glob(pattern.removeprefix("/"))]
    wheel = POSTGRES_WHEEL.glob("*/pginstall/bin")
    newest_first = sorted(
        system, key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))], reverse=True
    )
    candidates = [*([Path(on_path).resolve().parent] if on_path else []), *newest_first, *wheel]
    return next((str(folder) for folder in candidates if serves(folder)), None)


def serves(folder: Path) -> bool:
    """Return whether ``folder`` holds a PostgreSQL server that is new enough and starts.

    PostgreSQL refuses to run as root, so for root the question is whether another user can start it.
    """
    said = says([folder / "postgres", "--version"], unprivileged=True)
    major = re.search(r"PostgreSQL\) (\d+)", said or "")
    complete = all((folder / name).exists() for name in ("initdb", "pg_ctl"))
    return complete and major is not None and int(major[1]) >= OLDEST_POSTGRES


def fetch_postgres() -> None:
    """Install the PostgreSQL that comes in a wheel, beside the environment and not into it."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-user", "--upgrade"]
    command += ["--disable-pip-version-check", "--target", str(POSTGRES_WHEEL)]
    attempt(
        [*command, "--requirement", str(ROOT / "tools/postgres-wheel.txt")], "installing a PostgreSQL wheel"
    )


def nothing_to_fetch() -> None:
    """Do nothing: there is no package of Chinese fonts that every system could use."""


def install_from_debian(packages: Sequence[str]) -> None:
    """Install Debian's ``packages``."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    attempt(["apt-get", "update", "--quiet"], "updating the package lists", **quiet)
    names = [known(package) for package in packages]
    command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *names]
    attempt(command, f"installing {' '.join(names)}", **quiet)


def known(package: str) -> str:
    """Return the first of the alternatives ``a|b`` that this system has a package of, else the last."""
    *first, last = package.split("|")
    return next((name for name in first if says(["apt-cache", "show", "--quiet", name])), last)


NEEDS: Final = (
    Need(
        "a Chromium browser",
        find_chromium,
        fetch_chromium,
        "chromium-headless-shell|chromium",
        "DABIAO_TEST_CHROMIUM",
    ),
    Need("a font with Chinese characters", find_chinese_font, nothing_to_fetch, "fontconfig fonts-noto-cjk"),
    Need(
        f"PostgreSQL {OLDEST_POSTGRES} or newer",
        find_postgres,
        fetch_postgres,
        "postgresql",
        "DABIAO_TEST_POSTGRES_BIN",
    ),
)


def provide(needs: Sequence[Need]) -> dict[str, str]:
    """Get what of ``needs`` is missing.

    Returns:
        The variables that tell the tests where things are.

    Raises:
        MissingError: something is missing and could not be got.
    """
    found: dict[Need, str] = {}
    for need in needs:
        place = need.find()
        if place is None:
            print(f"{need.name}: not found", flush=True)
            need.fetch()
            place = need.find()
        if place is not None:
            found[need] = place
    missing = [need for need in needs if need not in found]
    if missing and is_root() and shutil.which("apt-get"):
        install_from_debian([package for need in missing for package in need.debian.split()])
        found |= {need: place for need in missing if (place := need.find()) is not None}
        missing = [need for need in needs if need not in found]
    if missing:
        raise MissingError(advice(missing))
    for need in needs:
        print(f"{need.name}: {found[need]}", flush=True)
    return {need.variable: found[need] for need in needs if need.variable}


def advice(missing: Sequence[Need]) -> str:
    """Return in one line what is missing and what to do about it."""
    names = " and ".join(need.name for need in missing)
    packages = " ".join(known(package) for need in missing for package in need.debian.split())
    settable = " and ".join(need.variable for need in missing if need.variable)
    other = f", or say where it is in {settable}" if settable else ""
    return f"The tests need {names}. Install it (Debian, Ubuntu: apt install {packages}){other}."


def main(command: Sequence[str]) -> int:
    """Become ``command`` with what the tests need in its environment; 2 if something is missing."""
    needs = [
        need for need in NEEDS if need.find is not find_postgres or not os.environ.get("DABIAO_TEST_POSTGRES")
    ]
    try:
        variables = provide(needs)
    except MissingError as error:
        print(error, file=sys.stderr)
        return 2
    os.execvpe(command[0], list(command), {**os.environ, **variables})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
