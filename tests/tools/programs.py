"""Stand-ins for programs of the system, so that a machine with or without them can be set up in a folder."""

from pathlib import Path


def program(folder: Path, name: str, script: str) -> Path:
    """Put a shell script that can be run into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def postgres(folder: Path, version: str) -> Path:
    """Put what tells a PostgreSQL server of ``version`` into ``folder``."""
    for name in ("initdb", "pg_ctl", "postgres"):
        program(folder, name, f'echo "{name} (PostgreSQL) {version}"')
    return folder
