"""``python -m dabiao diff N M``: what became of every target between two publications."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

import polars as pl
import typer

from dabiao import progress, publications, workspaces
from dabiao.commands.asking import Answer, answering, ask
from dabiao.commands.printing import Format, print_rows
from dabiao.periods import InvalidPeriodError, end_month
from dabiao.refusal import RefusalError
from dabiao.settings import Language, settings
from dabiao.store import Store
from dabiao.terms import N_

COLUMNS: Final = (
    "change",
    "area",
    "area_name",
    "framework",
    "indicator",
    "indicator_name",
    "target_id",
    "comparator",
    "unit",
    "target_before",
    "target",
    "deadline_before",
    "deadline",
    "period_before",
    "period",
    "value_before",
    "value",
    "bound_before",
    "bound",
    "attainment_before",
    "attainment",
    "status_before",
    "status",
)
"""What is printed of a changed target, in this order; new columns are added at the end only."""
ON_A_TERMINAL: Final = (
    "change",
    "area_name",
    "indicator_name",
    "target_before",
    "target",
    "value_before",
    "value",
    "status_before",
    "status",
)


class DifferenceError(RefusalError):
    """What was asked for does not exist."""


def _work(store: Store, question: Mapping[str, Any], language: Language) -> Answer:
    latest = publications.latest(store) or 0
    numbers = (question["before"], question["after"])
    for number in numbers:
        if not 1 <= number <= latest:
            raise DifferenceError(
                N_("There is no publication {number}; the latest is {latest}."), number=number, latest=latest
            )
    as_of = question["as_of"] or workspaces.latest_quarter(store)
    try:
        end_month(as_of)
    except InvalidPeriodError as error:
        raise DifferenceError(N_("“{period}” is no period."), period=as_of) from error
    before, after = (progress.status(store, number, as_of) for number in numbers)
    rows = progress.changed(after, before).rename(
        {
            "area_code": "area",
            f"area_name_{language}": "area_name",
            "framework_id": "framework",
            "indicator_code": "indicator",
            f"indicator_name_{language}": "indicator_name",
        }
    )
    return {"as_of": as_of, "rows": rows.select(*(pl.col(name) for name in COLUMNS)).to_dicts()}


job = answering(_work)


def diff(
    before: Annotated[int, typer.Argument(help="Number of the publication to compare with.", metavar="N")],
    after: Annotated[int, typer.Argument(help="Number of the publication that is looked at.", metavar="M")],
    as_of: Annotated[
        str | None,
        typer.Option(help="Period up to whose end figures count (2024-Q2); default: the last quarter."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How the rows are printed.")] = Format.TABLE,
    database: Annotated[str | None, typer.Option(help="DuckDB file or postgresql:// address.")] = None,
    language: Annotated[Language | None, typer.Option(help="Of names and messages.")] = None,
) -> None:
    """Print which targets say or have something else at publication M than at N: target, value, status."""
    answer = ask("diff", job, database, language, before=before, after=after, as_of=as_of)
    spoken: Language = language or settings().language
    print_rows(answer["rows"], COLUMNS, format_, spoken, on_a_terminal=ON_A_TERMINAL)
