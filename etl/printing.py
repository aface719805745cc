"""Reports as text for people, in one language."""

from collections.abc import Callable
from typing import Any, Final

import polars as pl
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dabiao.settings import Language
from dabiao.terms import N_
from etl.messages import Notice, say, translated
from etl.report import Report, Rows
from etl.trace import Finding, Trace, Traced

Row = dict[str, Any]

LINES: Final = 50
"""Lines of one list that are shown; ``--json`` has all of them."""

TABLE_NAMES: Final = {
    "area": N_("areas"),
    "framework": N_("frameworks"),
    "unit": N_("units"),
    "indicator": N_("indicators"),
    "indicator_component": N_("components"),
    "target": N_("targets"),
    "task": N_("tasks"),
    "task_department": N_("departments of tasks"),
    "task_report": N_("reports of tasks"),
    "observation": N_("observations"),
}

FINDINGS: Final = {
    Finding.FOUND: N_("found"),
    Finding.NUMBER_DIFFERS: N_("the number differs"),
    Finding.NOT_FOUND: N_("not found"),
    Finding.SUPPLIED: N_("supplied: the text has no digits"),
    Finding.NO_DOCUMENT: N_("the document is missing"),
}

COLUMNS: Final = {
    "read": N_("read"),
    "new": N_("new"),
    "changed": N_("changed"),
    "unchanged": N_("unchanged"),
    "rejected": N_("rejected"),
    "withdrawn": N_("withdrawn"),
}


def print_report(report: Report, language: Language, console: Console) -> None:
    """Print what a run came to: the verdict first, then counts, changes and every rejected row."""
    for each in report.notices:
        _line(console, _text(each, language), "yellow")
    if report.problems:
        _line(console, say("Nothing was loaded; what was there before is unchanged.", language), "bold red")
        for each in report.problems:
            _line(console, f"  {_text(each, language)}", "red")
        return
    if report.same_input:
        style = "yellow" if report.rejected_before else "green"
        _line(console, say("The input is that of the last load; nothing to do.", language), style)
        return
    _counts(report, language, console)
    _verdict(report, language, console)
    _changes(report.changes, language, console)
    _withdrawn(report.withdrawn, language, console)
    _rejected(report.rejected, language, console)


def print_trace(trace: Trace, language: Language, console: Console) -> None:
    """Print what became of every phrase, and how many were found."""
    heads = (N_("target"), N_("value"), N_("finding"), N_("line"), N_("character"))
    lines = [[*(translated(head, language) for head in heads), translated(N_("phrase"), language)]]
    for row in trace.rows:
        place = ("" if each is None else str(each) for each in (row.line, row.offset))
        value = f"{row.value or ''} {row.unit}".strip()
        phrase = row.phrase
        if row.finding is Finding.NUMBER_DIFFERS:
            phrase += say(" (the text reads: {words})", language, words=row.reads)
        lines.append([row.target_id, value, translated(FINDINGS[row.finding], language), *place, phrase])
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    styles = ["bold", *(_style(row) for row in trace.rows)]
    for line, style in zip(lines, styles, strict=True):
        # By hand: a table of Rich's would cut the phrases to the width of the terminal.
        cells = (set_cell_size(cell, width) for cell, width in zip(line, widths, strict=True))
        _line(console, "  ".join(cells).rstrip(), style)
    text = say(
        "{found} of {stated} stated phrases found; values supplied from elsewhere: {supplied}.",
        language,
        found=trace.found,
        stated=trace.stated,
        supplied=len(trace.rows) - trace.stated,
    )
    _line(console, text, "bold red" if trace.exit_code else "bold green")


def _style(row: Traced) -> str:
    return "green" if row.finding in (Finding.FOUND, Finding.SUPPLIED) else "red"


def print_problems(problems: tuple[Notice, ...], language: Language, console: Console) -> None:
    """Print why a command could not do what it was asked for."""
    for each in problems:
        _line(console, _text(each, language), "red")


def _text(each: Notice, language: Language) -> str:
    return each.message_zh if language == "zh" else each.message_en


def _line(console: Console, text: str, style: str | None = None) -> None:
    # Never wrapped: where a line ends is the terminal's or the next program's business.
    console.print(text, style=style, markup=False, emoji=False, highlight=False, soft_wrap=True)


def _counts(report: Report, language: Language, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    for name in COLUMNS.values():
        table.add_column(translated(name, language), justify="right", no_wrap=True)
    for name, rows in report.tables.items():
        table.add_row(translated(TABLE_NAMES[name], language), *_cells(rows, language))
    table.add_row(say("total", language), *_cells(report.total, language), style="bold")
    console.print(table)


def _cells(rows: Rows, language: Language) -> list[str]:
    return [escape(f"{getattr(rows, name):,}") for name in COLUMNS]


def _verdict(report: Report, language: Language, console: Console) -> None:
    total = report.total
    identity = say(
        "{read} rows read = {new} new + {changed} changed + {unchanged} unchanged + {rejected} rejected"
        "; {withdrawn} withdrawn; {seconds} s.",
        language,
        read=total.read,
        new=total.new,
        changed=total.changed,
        unchanged=total.unchanged,
        rejected=total.rejected,
        withdrawn=total.withdrawn,
        seconds=f"{report.seconds:.1f}",
    )
    _line(console, identity)
    if report.publication is None:
        _line(console, say("Nothing changed, no publication.", language), "bold")
    else:
        _line(console, say("Publication {number}.", language, number=report.publication), "bold green")
    if total.rejected:
        text = say(
            "Rows rejected: {rejected}. Of their tables nothing was withdrawn, "
            "and what was published of these rows before stays.",
            language,
            rejected=total.rejected,
        )
        _line(console, text, "bold red")


def _changes(changes: pl.DataFrame, language: Language, console: Console) -> None:
    def told(row: Row) -> str:
        before, after = (row[each] if row[each] is not None else "–" for each in ("before", "after"))
        return f"{_table(row, language)}: {row['key']}: {row['field']}: {before} → {after}"

    _list(say("Changed:", language), changes, told, "bold", language, console)


def _withdrawn(withdrawn: pl.DataFrame, language: Language, console: Console) -> None:
    def told(row: Row) -> str:
        return f"{_table(row, language)}: {row['key']}"

    heading = say("Withdrawn, as no file holds them any more:", language)
    _list(heading, withdrawn, told, "bold", language, console)


def _rejected(rejected: pl.DataFrame, language: Language, console: Console) -> None:
    def told(row: Row) -> str:
        field, value = row["field"] or "–", row["value"] if row["value"] is not None else ""
        place = f"{row['file']}:{row['line']}"
        return f"{place}: {field} = “{value}”: {row[f'message_{language}']} [{row['rule']}]"

    _list(say("Rejected:", language), rejected, told, "bold red", language, console)


def _list(
    heading: str,
    rows: pl.DataFrame,
    told: Callable[[Row], str],
    style: str,
    language: Language,
    console: Console,
) -> None:
    """Print ``heading`` and a line for each of the first rows; nothing where there are none."""
    if rows.is_empty():
        return
    _line(console, heading, style)
    for row in rows.head(LINES).iter_rows(named=True):
        _line(console, f"  {told(row)}")
    if rows.height > LINES:
        more = say("… and {more} more; --json has all of them.", language, more=rows.height - LINES)
        _line(console, f"  {more}")


def _table(row: Row, language: Language) -> str:
    name = row["table"]
    return translated(TABLE_NAMES[name], language)
