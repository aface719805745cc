"""``python -m etl``: `build` loads the data folder, `trace` checks the targets against their documents.

`demo` makes the demonstration.
"""

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dabiao import handover, workspaces
from dabiao.settings import Language, Settings, SettingsError, settings
from dabiao.store import StoreError, StoreLockedError
from dabiao.terms import N_
from etl import build as building
from etl.demo.command import demo
from etl.messages import notice, translated
from etl.printing import print_problems, print_report, print_trace
from etl.readers import InputError
from etl.report import EXIT_NOTHING, IdentityError, Report
from etl.trace import trace as trace_phrases

STAGES: Final = {
    "read": N_("Reading the files"),
    "check": N_("Checking the rows"),
    "load": N_("Publishing"),
}

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data", help="Folder that holds catalog/ and progress/; default: DABIAO_DATA, else data/."
    ),
]
LanguageOption = Annotated[str | None, typer.Option("--language", help="zh or en; default: DABIAO_LANGUAGE.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print everything as one JSON object.")]

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """From hand-edited CSV files to one numbered publication."""


app.command("demo")(demo)


@app.command()
def build(
    data: DataOption = None,
    database: Annotated[
        str | None,
        typer.Option(help="DuckDB file or postgresql:// address; default: DABIAO_DATABASE."),
    ] = None,
    language: LanguageOption = None,
    json: JsonOption = False,
    if_changed: Annotated[
        bool, typer.Option("--if-changed", help="Do nothing if the input is that of the last load.")
    ] = False,
) -> None:
    """Read, check and load the data folder as one publication.

    Exit code 0: all rows accepted; 1: loaded, but some rows were rejected, now or when the same input was
    loaded last; 2: nothing was loaded.
    """
    chosen = _settings()
    told = _language(language or chosen.language)
    with _bar(told) as progress:
        report = _build(database or chosen.database, (data or chosen.data).resolve(), if_changed, progress)
    if json:
        _print_json(report.as_json())
    else:
        print_report(report, told, Console(soft_wrap=True))
    raise typer.Exit(report.exit_code)


@app.command()
def trace(
    sources: Annotated[Path, typer.Option(help="Folder with the documents as <framework id>.txt.")],
    data: DataOption = None,
    language: LanguageOption = None,
    json: JsonOption = False,
) -> None:
    """Look the phrase and number of every target up in its document.

    Exit code 0: every stated phrase was found with its number; 1: not so; 2: something cannot be read.
    """
    chosen = _settings()
    told = _language(language or chosen.language)
    try:
        found = trace_phrases(sources, data or chosen.data)
    except InputError as error:
        print_problems(error.problems, told, Console(stderr=True, soft_wrap=True))
        raise typer.Exit(EXIT_NOTHING) from error
    if json:
        _print_json(found.as_json())
    else:
        print_trace(found, told, Console(soft_wrap=True))
    raise typer.Exit(found.exit_code)


def _build(database: str, data: Path, if_changed: bool, progress: Callable[[str, int, int], None]) -> Report:
    try:
        store = workspaces.open_workspace(database, settings().workspace)
    except StoreLockedError as error:
        return _by_the_server(database, data, if_changed, progress) or _failed(error)
    except StoreError as error:
        return _failed(error)
    with contextlib.closing(store):
        try:
            return building.run(store, data, if_changed=if_changed, progress=progress)
        except IdentityError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(EXIT_NOTHING) from error


def _failed(error: StoreError) -> Report:
    return Report(problems=(building.store_problem(error),))


def _by_the_server(
    database: str, data: Path, if_changed: bool, progress: Callable[[str, int, int], None]
) -> Report | None:
    """Let the server that owns the database do it; None if none answers."""
    try:
        asked = {"data": str(data), "if_changed": if_changed, "workspace": settings().workspace}
        events = handover.hand_over(database, "build", asked)
        if events is None:
            return None
        for event in events:
            if "stage" in event:
                progress(event["stage"], event["done"], event["total"])
            if "result" in event:
                return Report.from_json(event["result"])
    except handover.HandoverError:
        pass  # it stopped in the middle of a line; told below like one that stopped between two
    except StoreError as error:
        return _failed(error)
    except handover.JobFailedError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(EXIT_NOTHING) from error
    text = N_(
        "The server that has the database open stopped answering; whether the load is in is unknown. "
        "Run it again: what is in already changes nothing."
    )
    return Report(problems=(notice("server-lost", text),))


def _settings() -> Settings:
    try:
        return settings()
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(EXIT_NOTHING) from error


def _language(name: str) -> Language:
    match name:
        case "zh":
            return "zh"
        case "en":
            return "en"
        case _:
            raise typer.BadParameter(f"{name!r}: zh, en", param_hint="--language")


@contextlib.contextmanager
def _bar(language: Language) -> Iterator[Callable[[str, int, int], None]]:
    """Show what is being done on a terminal; elsewhere nothing."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    shown = sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not shown) as bar:
        tasks: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(translated(STAGES[stage], language), total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield progress


def _print_json(told: dict[str, Any]) -> None:
    sys.stdout.write(orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode())
