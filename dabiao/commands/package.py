"""``python -m dabiao package FILE``: a publication's data, the rules, and a script that recomputes it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from dabiao import new_file, offline, publications, workspaces
from dabiao.commands.asking import Answer, answering, ask, spoken
from dabiao.offline import UnknownPackageError
from dabiao.periods import InvalidPeriodError
from dabiao.progress import LATEST, InvalidVintageError
from dabiao.rights import COMMAND_LINE
from dabiao.settings import Language
from dabiao.store import Store
from dabiao.terms import N_

WRITTEN: Final = N_("Written to {path}: publication No. {number} as of {as_of}")


def _work(store: Store, question: Mapping[str, Any], language: Language) -> Answer:
    number = question["publication"] or publications.latest(store) or 0
    as_of = question["as_of"] or workspaces.latest_quarter(store)
    try:
        made = offline.package(store, COMMAND_LINE, number, as_of, question["vintage"])
        with new_file.opened(Path(question["path"])) as file:
            file.write(made)
    except InvalidPeriodError as error:
        raise UnknownPackageError(N_("“{period}” is no period."), period=as_of) from error
    except InvalidVintageError as error:
        raise UnknownPackageError(
            N_("“{date}” is no date by which figures were known."), date=question["vintage"]
        ) from error
    except OSError as error:
        raise UnknownPackageError(
            N_("{path} cannot be written: {reason}"), path=question["path"], reason=error.strerror
        ) from error
    return {"number": number, "as_of": as_of}


job = answering(_work)


def package(
    path: Annotated[Path, typer.Argument(help="ZIP to write; nothing is overwritten.")],
    publication: Annotated[
        int | None, typer.Option(help="Number of a publication; default: the latest.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(help="Period up to whose end figures count (2024-Q2); default: the last quarter."),
    ] = None,
    vintage: Annotated[str, typer.Option(help="Date by which figures were known, or latest.")] = LATEST,
    database: Annotated[str | None, typer.Option(help="DuckDB file or postgresql:// address.")] = None,
    language: Annotated[Language | None, typer.Option(help="Of messages.")] = None,
) -> None:
    """Write data, rules, checksums and a script that recomputes every status into one ZIP."""
    path = path.resolve()
    asked = {"publication": publication, "as_of": as_of, "vintage": vintage}
    answer = ask("package", job, database, language, path=str(path), **asked)
    typer.echo(spoken(language)(WRITTEN).format(path=path, **answer))
