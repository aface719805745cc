"""Makes the demonstration: writes its folder stage by stage and loads each stage as a publication."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dabiao import publications, workspaces
from dabiao.settings import ROOT
from dabiao.store import Store
from dabiao.terms import N_
from etl import build
from etl.demo import stages
from etl.messages import notice
from etl.readers import InputError, digest, inputs
from etl.report import Report

CATALOG: Final = ROOT / "data" / "catalog"
"""The real catalog, which the demonstration's is made from."""

FOLDERS: Final = ("catalog", "progress")

Made = Callable[[stages.Stage, int, Report], None]
"""Told of each stage, how many there are, and what came of it."""


@dataclass(frozen=True)
class Wanted:
    """Which demonstration."""

    seed: int = stages.SEED
    catalog: Path = CATALOG


def is_made(store: Store, folder: Path, wanted: Wanted) -> bool:
    """Return whether folder and database hold the demonstration as this program would make it now."""
    if _mark(folder).get("made_from") != stages.digest(wanted.catalog, wanted.seed):
        return False
    last = next(store.read("last_load").iter_rows(named=True), None)
    try:
        return last is not None and last["input_digest"] == digest(inputs(folder))
    except InputError:
        return False


def make(store: Store, folder: Path, wanted: Wanted, made: Made) -> Report:
    """Write the folder and load it, publication by publication; return the report of the last one.

    Args:
        store: the demonstration's database, without any publication.
        folder: where to; what is there must be a demonstration's.
        wanted: which demonstration.
        made: told of every publication.

    Raises:
        InputError: the folder holds something else, or the database holds publications already.
    """
    if publications.latest(store) is not None:
        text = N_("The database holds an older demonstration; empty it and try again.")
        raise InputError([notice("demo-older", text)])
    clear(folder)
    grown = stages.stages(wanted.catalog, wanted.seed)
    report = Report()
    for stage in grown:
        write(folder, stage)
        report = build.run(store, folder, kind=stage.kind, published_at=stage.published_at)
        made(stage, len(grown), report)
        if report.problems:
            break
    return report


def write(folder: Path, stage: stages.Stage) -> None:
    """Write the files of ``stage`` into ``folder``."""
    for name, content in stage.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def clear(folder: Path) -> None:
    """Empty the folder of an earlier demonstration.

    Raises:
        InputError: it holds something else.
    """
    if folder.exists() and any(folder.iterdir()) and _mark(folder).get("workspace") != "demo":
        text = N_("{file} is no folder of the demonstration; name another with --out.")
        raise InputError([notice("not-a-demo-folder", text, file=str(folder))])
    for name in FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)


def _mark(folder: Path) -> dict[str, Any]:
    try:
        mark = json.loads((folder / workspaces.MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return mark if isinstance(mark, dict) else {}
