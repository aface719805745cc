"""``python -m etl demo``: the demonstration from the command line."""

import contextlib
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from dabiao import publications, workspaces
from dabiao.settings import Language, SettingsError, settings
from dabiao.store import StoreError
from dabiao.terms import N_
from etl import build
from etl.demo import stages
from etl.demo.listing import listing
from etl.demo.making import Wanted, is_made, make
from etl.messages import Notice, say
from etl.printing import print_problems
from etl.readers import InputError
from etl.report import EXIT_COMPLETE, EXIT_NOTHING, Report

PUBLISHED = N_("Publication {number} of {all}: figures up to {quarter}, {rows} rows changed.")
"""Said of each publication."""


def demo(
    out: Annotated[
        Path | None, typer.Option(help="Folder to write; default: DABIAO_DATA, else data/demo.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            help="DuckDB file or postgresql:// address; default: DABIAO_DATABASE, else data/demo.duckdb."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of everything that is left to chance.")] = stages.SEED,
    language: Annotated[Language | None, typer.Option(help="zh or en; default: DABIAO_LANGUAGE.")] = None,
    if_changed: Annotated[
        bool, typer.Option("--if-changed", help="Do nothing if it is there as this program would make it.")
    ] = False,
    list_: Annotated[
        bool, typer.Option("--list", help="Print what the deliberate lines show, and make nothing.")
    ] = False,
) -> None:
    """Generate the demonstration: a data folder, loaded into a database of its own, quarter by quarter.

    Exit code 0: it is there; 2: it could not be made.
    """
    try:
        chosen = settings("demo")
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(EXIT_NOTHING) from error
    told = language or chosen.language
    if list_:
        typer.echo(listing(told))
        return
    wanted = Wanted(seed)
    problems = _demo(
        database or chosen.database, (out or chosen.data).resolve(), wanted, told, if_changed=if_changed
    )
    if problems:
        print_problems(problems, told, Console(stderr=True, soft_wrap=True))
    raise typer.Exit(EXIT_NOTHING if problems else EXIT_COMPLETE)


def _demo(
    database: str, folder: Path, wanted: Wanted, language: Language, *, if_changed: bool
) -> tuple[Notice, ...]:
    """Make the demonstration and return why it could not be made."""

    def made(stage: stages.Stage, all_: int, report: Report) -> None:
        if not report.problems:
            rows = report.total.new + report.total.changed
            values = {"number": report.publication, "all": all_, "quarter": stage.quarter, "rows": rows}
            typer.echo(say(PUBLISHED, language, **values))

    try:
        with contextlib.closing(workspaces.open_workspace(database, "demo")) as store:
            if if_changed and is_made(store, folder, wanted):
                return ()
            older = publications.latest(store) is not None
        if older:
            _remove(database)
        with contextlib.closing(workspaces.open_workspace(database, "demo")) as store:
            return make(store, folder, wanted, made).problems
    except InputError as error:
        return error.problems
    except StoreError as error:
        return (build.store_problem(error),)


def _remove(database: str) -> None:
    """Remove a DuckDB file; a PostgreSQL database is emptied by who owns it."""
    if "://" not in database:
        for path in (Path(database), Path(f"{database}.wal")):
            path.unlink(missing_ok=True)
