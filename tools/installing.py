"""Puts pinned requirement files into an environment: with uv where that can do it, else with pip.

uv installs side by side what pip installs one after another. It is told what pip is set to on this machine, a
mirror or a proxy for instance; where a setting has no word in uv, pip does the work. Runs before anything is
installed, so it may import the standard library only.
"""

import ast
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

DIVERTING: Final = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PYTHONPATH", "PYTHONHOME")
"""Variables that would make pip install somewhere else, or see packages that are not in the environment."""

OPTIONS: Final = {
    "index-url": "--default-index",
    "extra-index-url": "--index",
    "find-links": "--find-links",
    "trusted-host": "--allow-insecure-host",
}
"""What uv calls a setting of pip whose value is a list."""

VARIABLES: Final = {
    "cert": ("SSL_CERT_FILE",),
    "client-cert": ("SSL_CLIENT_CERT",),
    "proxy": ("HTTP_PROXY", "HTTPS_PROXY"),
    "timeout": ("UV_HTTP_TIMEOUT",),
    "default-timeout": ("UV_HTTP_TIMEOUT",),
}
"""Variables through which uv learns a setting of pip."""

WITHOUT_EFFECT: Final = frozenset(
    {
        "cache-dir",
        "disable-pip-version-check",
        "no-cache-dir",
        "no-color",
        "no-input",
        "progress-bar",
        "quiet",
        "require-virtualenv",
        "retries",
        "root-user-action",
        "user",
        "verbose",
    }
)
"""Settings of pip that change nothing in what is installed here."""

SETTING: Final = re.compile(
    r"^(?P<source>:env:|global|install)\.(?P<name>[\w-]+)=(?P<value>.+)$", re.MULTILINE
)
PRECEDENCE: Final = ("global", "install", ":env:")

LEFT_UNCOMPILED: Final = r"/(pip|tests)/"
"""Parts of packages that are not imported when the dashboard is served."""


def install(python: Path, files: Sequence[Path]) -> None:
    """Install exactly what ``files`` pin, with the index and proxies of pip's own configuration.

    What was installed is compiled at once: who serves the dashboard may not be allowed to write here, and
    would else compile it at every start.

    Raises:
        subprocess.CalledProcessError: pip failed; it has printed why.
    """
    surroundings = {name: value for name, value in os.environ.items() if name not in DIVERTING}
    if not _by_uv(python, files, surroundings):
        _by_pip(python, *_named(files), surroundings=surroundings)
    packages = python.parent.parent / "lib"
    compiling = [str(python), "-m", "compileall", "-qq", "-j", "0", "-x", LEFT_UNCOMPILED, str(packages)]
    # Some packages bring templates that are no Python; what cannot be compiled is left as it is.
    subprocess.run(compiling, check=False, env=surroundings, stdout=subprocess.DEVNULL)


def _named(files: Sequence[Path]) -> list[str]:
    return [part for file in files for part in ("--requirement", str(file))]


def _by_pip(python: Path, *wanted: str, surroundings: Mapping[str, str]) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", "--no-input", "--no-user", "--no-compile"]
    command += ["--disable-pip-version-check", *wanted]
    subprocess.run(command, check=True, env=surroundings, stdin=subprocess.DEVNULL)


def _by_uv(python: Path, files: Sequence[Path], surroundings: Mapping[str, str]) -> bool:
    """Return whether uv, in the version that ``files`` pin, has installed them."""
    pin = re.search(r"^uv==\S+", "\n".join(file.read_text(encoding="utf-8") for file in files), re.MULTILINE)
    if pin is None:
        return False
    settings = _settings_of_pip(python, surroundings)
    if not settings.keys() <= {*OPTIONS, *VARIABLES, *WITHOUT_EFFECT, "no-index"}:
        return False
    try:
        _by_pip(python, pin[0], surroundings=surroundings)
        command, own = _told(settings)
        command = [str(python.with_name("uv")), *command, "--python", str(python), *_named(files)]
        # One source of truth: pip's configuration, not what a user has set uv to besides.
        plain = {name: value for name, value in surroundings.items() if not name.startswith("UV_")}
        return subprocess.run(command, check=False, env=plain | own, stdin=subprocess.DEVNULL).returncode == 0
    except (OSError, subprocess.CalledProcessError):
        return False


def _settings_of_pip(python: Path, surroundings: Mapping[str, str]) -> dict[str, str]:
    command = [str(python), "-m", "pip", "config", "list"]
    listed = subprocess.run(command, check=True, env=surroundings, stdout=subprocess.PIPE, text=True).stdout
    found = sorted(SETTING.finditer(listed), key=lambda each: PRECEDENCE.index(each["source"]))
    return {each["name"]: str(ast.literal_eval(each["value"])) for each in found}


def _told(settings: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """Return uv's command with the settings of pip, and the variables that say the rest of them."""
    command = ["pip", "install", "-qq", "--no-config", "--index-strategy", "unsafe-best-match"]
    command += ["--no-index"] if settings.get("no-index", "").lower() in {"1", "true", "yes", "on"} else []
    command += [
        part
        for name, option in OPTIONS.items()
        for each in settings.get(name, "").split()
        for part in (option, each)
    ]
    variables = {
        variable: settings[name] for name, own in VARIABLES.items() if name in settings for variable in own
    }
    return command, variables
