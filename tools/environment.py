"""Installs pinned requirement files into ``.venv``; when they are there already, nothing happens.

Runs before anything is installed, so it may import the standard library only.
"""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tools.installing import install

ROOT: Final = Path(__file__).resolve().parent.parent


def digest(requirements: Path) -> str:
    """Return the line of the stamp that says ``requirements`` is installed as it reads now."""
    return f"{hashlib.sha256(requirements.read_bytes()).hexdigest()}  {requirements.name}"


def pinned(requirements: Path) -> int:
    """Return how many packages ``requirements`` names."""
    return len(re.findall(r"^\w[^=\n]*==", requirements.read_text(encoding="utf-8"), re.MULTILINE))


def python_of(environment: Path) -> Path:
    """Return the interpreter of ``environment``."""
    return environment / "bin" / "python"


def create(environment: Path) -> None:
    """Make ``environment`` with pip in it; one that was left half-made is completed.

    Raises:
        subprocess.CalledProcessError: pip could not be put into it.
    """
    if not os.access(python_of(environment), os.X_OK):
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=True).create(environment)
    elif Path(sys.prefix) == environment and importlib.util.find_spec("pip") is None:
        subprocess.run([sys.executable, "-m", "ensurepip", "--upgrade", "--default-pip"], check=True)


def provide(environment: Path, files: Sequence[Path]) -> bool:
    """Bring ``environment`` to what ``files`` pin.

    Returns:
        Whether there was anything to do.

    Raises:
        subprocess.CalledProcessError: pip or ensurepip failed; it has printed why.
    """
    stamp = environment / "installed-requirements"
    wanted = [digest(file) for file in files]
    if stamp.is_file() and os.access(python_of(environment), os.X_OK):
        present = stamp.read_text(encoding="utf-8").splitlines()
        if set(wanted) <= set(present):
            return False
    names = ", ".join(file.name for file in files)
    print(
        f"Setting up {environment.name} from {names}: {max(map(pinned, files))} packages, once.", flush=True
    )
    create(environment)
    stamp.unlink(missing_ok=True)
    install(python_of(environment), files)
    stamp.write_text("\n".join(wanted) + "\n", encoding="utf-8")
    return True


def main(arguments: Sequence[str]) -> int:
    """Install the requirement files named by ``arguments``; 0 when they are installed, 2 when not."""
    try:
        provide(ROOT / ".venv", [ROOT / name for name in arguments])
    except subprocess.CalledProcessError as error:
        print(f"The environment could not be set up: {' '.join(error.cmd[:4])} … failed.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
