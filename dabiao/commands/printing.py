"""How rows are printed: as a table for people, as CSV or JSON for programs."""

import csv
import json
import sys
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

import typer
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from dabiao.numbers import number, percent
from dabiao.settings import Language

UNFOLDED: Final = 100_000
"""Wider than any table: no cell is folded in a pipe."""
SHARES: Final = ("attainment", "time_share", "attainment_before")
PERIODS: Final = ("period", "period_before", "baseline_period")

Rows = Sequence[Mapping[str, Any]]


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def print_rows(
    rows: Rows,
    columns: Sequence[str],
    format_: Format,
    language: Language,
    *,
    on_a_terminal: Collection[str] = (),
) -> None:
    """Print rows.

    Args:
        rows: records with the columns.
        columns: what is printed of a record, in this order.
        format_: how.
        language: of numbers in a table.
        on_a_terminal: the columns that a table on a terminal has; all without.
    """
    match format_:
        case Format.JSON:
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        case Format.CSV:
            writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows({name: _cell(row[name]) for name in columns} for row in rows)
        case Format.TABLE:
            narrow = sys.stdout.isatty()
            shown = [name for name in columns if not narrow or not on_a_terminal or name in on_a_terminal]
            _print_table(rows, shown, language, narrow=narrow)


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value


def _print_table(rows: Rows, shown: Sequence[str], language: Language, *, narrow: bool) -> None:
    """Print columns as a table; cells are never cut."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in shown:
        justify: JustifyMethod = "right" if rows and isinstance(rows[0][name], float) else "left"
        table.add_column(name, justify=justify, overflow="fold", no_wrap=not narrow)
    for row in rows:
        table.add_row(*(Text(_text(name, row[name], language)) for name in shown))
    Console(soft_wrap=not narrow, width=None if narrow else UNFOLDED).print(table)


def _text(name: str, value: Any, language: Language) -> str:
    if name in SHARES:
        return percent(value, language, 2)
    if isinstance(value, float) or (value is None and name not in PERIODS):
        return number(value, language, 4)
    return str(_cell(value) or "")
