"""``python -m dabiao``: the judged figures on the command line, the same rows as on the pages."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import polars as pl
import typer

from dabiao import handover, judgement, progress, publications, troubles, workspaces
from dabiao.commands import backup, differences, package, trail, user
from dabiao.commands.printing import Format, print_rows
from dabiao.locale import catalog
from dabiao.periods import InvalidPeriodError, end_month
from dabiao.settings import Language, SettingsError, settings
from dabiao.store import Store, StoreError, StoreLockedError
from dabiao.workspaces import OtherWorkspaceError

COLUMNS: Final = (
    "area",
    "area_name",
    "framework",
    "indicator",
    "indicator_name",
    "comparator",
    "target",
    "unit",
    "deadline",
    "basis",
    "value",
    "baseline",
    "attainment",
    "time_share",
    "pace_gap",
    "pace_ratio",
    "status",
    "roll_up",
    "flags",
    "period",
    "publication",
    "sources",
    "target_id",
    "bound",
    "baseline_period",
    "distance",
    "required_pace",
    "average_pace",
    "as_of",
)
"""What ``status`` prints of a target, in this order; new columns are added at the end only."""

CASE_COLUMNS: Final = (
    "case_id",
    "lin_attainment",
    "lin_time_share",
    "lin_pace",
    "rec_status",
    "rec_flags",
    "cagr",
)


ON_A_TERMINAL: Final = (
    "area_name",
    "indicator_name",
    "comparator",
    "target",
    "unit",
    "deadline",
    "value",
    "attainment",
    "time_share",
    "pace_ratio",
    "status",
    "flags",
    "period",
)
"""What a person reads in a table on a terminal; a pipe gets every column."""


class QuestionError(ValueError):
    """A question that cannot be answered as asked: no such publication, area, framework or period."""


app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(user.app, name="user")
app.add_typer(trail.app, name="audit")
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("diff")(differences.diff)
app.command("package")(package.package)


@app.callback()
def main() -> None:
    """达标 Dabiao: stated targets and published progress."""


def status_records(store: Store, question: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of ``status`` as records with the columns of `COLUMNS`.

    Args:
        store: where the publications are.
        question: area, framework, as_of, publication (each may be missing or null) and language.

    Raises:
        QuestionError: what was asked for does not exist.
    """
    language: Language = question.get("language") or settings().language
    _ = catalog(language).gettext
    latest = publications.latest(store)
    if latest is None:
        raise QuestionError(_("Nothing has been published yet. Load the data with: python -m etl build"))
    asked = question.get("publication")
    publication = latest if asked is None else asked
    if not 1 <= publication <= latest:
        raise QuestionError(
            _("There is no publication {number}; the latest is {latest}.").format(
                number=publication, latest=latest
            )
        )
    as_of = question.get("as_of") or workspaces.latest_quarter(store)
    try:
        end_month(as_of)
    except InvalidPeriodError as error:
        raise QuestionError(
            _("“{text}” is no period; periods are written 2024, 2024-S1, 2024-Q3 or 2024-06.").format(
                text=as_of
            )
        ) from error
    area, framework = question.get("area"), question.get("framework")
    _check_known(publications.current(store, "area", publication), "code", area, _("There is no area {key}."))
    _check_known(
        publications.current(store, "framework", publication),
        "framework_id",
        framework,
        _("There is no framework {key}."),
    )
    rows = progress.status(store, publication, as_of, area=area, framework=framework)
    figures = progress.observations(store, publication, as_of, area=area, framework=framework)
    frame = progress.with_sources(rows, figures).rename(
        {
            "area_code": "area",
            f"area_name_{language}": "area_name",
            "framework_id": "framework",
            "indicator_code": "indicator",
            f"indicator_name_{language}": "indicator_name",
        }
    )
    return frame.with_columns(as_of=pl.lit(as_of)).select(COLUMNS).to_dicts()


def _check_known(frame: pl.DataFrame, column: str, key: str | None, message: str) -> None:
    if key is not None and frame.filter(pl.col(column) == key).is_empty():
        raise QuestionError(message.format(key=key))


def status_job(store: Store, question: Mapping[str, Any], report: Callable[[handover.Event], None]) -> Any:
    """Answer ``status`` inside the server that owns the database; a refused question comes back as a text."""
    try:
        workspaces.check(store, question["workspace"])
        return {"rows": status_records(store, question)}
    except OtherWorkspaceError as error:
        return {"refused": error.message(question["language"])}
    except QuestionError as error:
        return {"refused": str(error)}


@app.command()
def status(
    area: Annotated[str | None, typer.Option(help="GB/T 2260 code of one area.")] = None,
    framework: Annotated[str | None, typer.Option(help="Id of one framework.")] = None,
    as_of: Annotated[
        str | None,
        typer.Option(help="Period up to whose end figures count (2024-Q2); default: the last quarter."),
    ] = None,
    publication: Annotated[
        int | None, typer.Option(help="Number of a publication; default: the latest.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How the rows are printed.")] = Format.TABLE,
    cases: Annotated[
        Path | None, typer.Option(help="Judge the worked cases of a CSV file instead of the database.")
    ] = None,
    database: Annotated[str | None, typer.Option(help="DuckDB file or postgresql:// address.")] = None,
    language: Annotated[Language | None, typer.Option(help="Of names and messages.")] = None,
) -> None:
    """Print where every target stands, one row per target."""
    if cases is not None:
        _print_cases(cases, format_)
        return
    try:
        spoken: Language = language or settings().language
        chosen = database or settings().database
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    question = {
        "area": area,
        "framework": framework,
        "as_of": as_of,
        "publication": publication,
        "language": spoken,
        "workspace": settings().workspace,
    }
    try:
        rows = _ask(chosen, question)
    except StoreError as error:
        typer.echo(troubles.message(error, spoken), err=True)
        raise typer.Exit(2) from error
    except (QuestionError, handover.JobFailedError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if question["workspace"] == "demo":
        _ = catalog(spoken).gettext
        typer.echo(_("Demonstration data: generated, not reported by anyone"), err=True)
    print_rows(rows, COLUMNS, format_, spoken, on_a_terminal=ON_A_TERMINAL)


def _ask(database: str, question: Mapping[str, Any]) -> list[dict[str, Any]]:
    try:
        store = workspaces.open_workspace(database, question["workspace"], claiming=False)
    except StoreLockedError:
        events = handover.hand_over(database, "status", question)
        if events is None:
            raise
        for event in events:
            if "refused" in event.get("result", {}):
                raise QuestionError(event["result"]["refused"]) from None
            if "result" in event:
                return list(event["result"]["rows"])
        raise
    try:
        return status_records(store, question)
    finally:
        store.close()


def _print_cases(path: Path, format_: Format) -> None:
    try:
        rows = judgement.judge_cases(pl.read_csv(path, infer_schema=False)).select(CASE_COLUMNS).to_dicts()
    except (OSError, pl.exceptions.PolarsError) as error:
        typer.echo(f"{path}: {str(error).splitlines()[0]}", err=True)
        raise typer.Exit(2) from error
    print_rows(rows, CASE_COLUMNS, format_, "en")
