"""Data folders for tests of the ETL: the good one with snippets replaced, and the command itself."""

import json
import shutil
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from dabiao.settings import ROOT
from dabiao.store import Store
from etl import build as building
from etl.cli import app

FIXTURES = Path(__file__).parents[1] / "fixtures" / "etl"
GOOD = FIXTURES / "good"

AREAS = "catalog/areas.csv"
FRAMEWORKS = "catalog/frameworks.csv"
UNITS = "catalog/units.csv"
INDICATORS = "catalog/indicators.csv"
COMPONENTS = "catalog/indicator_components.csv"
TARGETS = "catalog/targets.csv"
TASKS = "catalog/tasks.csv"
DEPARTMENTS = "catalog/task_departments.csv"
REPORTS = "progress/tasks.csv"
PRESS = "progress/press.csv"
RETURNS = "progress/returns.csv"

Edit = tuple[str, str, str]
"""File, a snippet that occurs once in it, and what stands there instead; an empty snippet is the end."""

Reason = tuple[str, int, str, str]
"""File, line, field and rule of what was rejected."""


def folder(tmp_path: Path, *edits: Edit) -> Path:
    """Return a copy of the good data folder with ``edits``."""
    copy = tmp_path / "data"
    shutil.copytree(GOOD, copy)
    for file, old, new in edits:
        edit(copy / file, old, new)
    return copy


def edit(path: Path, old: str, new: str) -> None:
    """Replace the only ``old`` in the file at ``path``."""
    text = path.read_bytes().decode("utf-8")
    assert old == "" or text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {path.name}"
    text = text.replace(old, new) if old else text + new
    path.write_bytes(text.encode("utf-8"))


def load_good(store: Store) -> None:
    """Publish the good data folder."""
    assert building.run(store, GOOD).exit_code == 0


def load_own(store: Store) -> None:
    """Publish the project's own data."""
    assert building.run(store, ROOT / "data").exit_code == 0


def build(data: Path, database: str | Path, *options: str) -> tuple[int, dict[str, Any]]:
    """Run ``python -m etl build --json`` and return its exit code and report."""
    code, text = run("build", "--data", str(data), "--database", str(database), "--json", *options)
    return code, json.loads(text)


def run(*arguments: str) -> tuple[int, str]:
    """Run ``python -m etl`` in this process and return exit code and what it printed."""
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    return result.exit_code, result.stdout


def reasons(report: dict[str, Any]) -> list[Reason]:
    """Return file, line, field and rule of everything that was rejected."""
    return [(row["file"], row["line"], row["field"], row["rule"]) for row in report["rejected"]]
