"""Reports as text for people, in one language."""

from typing import Final

import polars as pl
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dabiao.settings import Language
from etl.messages import Notice, marked, say, translated
from etl.report import Report, Rows
from etl.trace import Finding, Trace, Traced

LINES: Final = 50
"""Lines of one list that are shown; ``--json`` has all of them."""

TABLE_NAMES: Final = {
    "area": marked("areas"),
    "framework": marked("frameworks"),
    "unit": marked("units"),
    "indicator": marked("indicators"),
    "indicator_component": marked("components"),
    "target": marked("targets"),
    "task": marked("tasks"),
    "task_department": marked("departments of tasks"),
    "observation": marked("observations"),
}

FINDINGS: Final = {
    Finding.FOUND: marked("found"),
    Finding.NUMBER_DIFFERS: marked("the number differs"),
    Finding.NOT_FOUND: marked("not found"),
    Finding.SUPPLIED: marked("supplied: the text has no digits"),
    Finding.NO_DOCUMENT: marked("the document is missing"),
}

COLUMNS: Final = {
    "read": marked("read"),
    "new": marked("new"),
    "changed": marked("changed"),
    "unchanged": marked("unchanged"),
    "rejected": marked("rejected"),
    "withdrawn": marked("withdrawn"),
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
        _line(console, say("The input is that of the last load; nothing to do.", language), "green")
        return
    _counts(report, language, console)
    _verdict(report, language, console)
    _changes(report.changes, language, console)
    _withdrawn(report.withdrawn, language, console)
    _rejected(report.rejected, language, console)


def print_trace(trace: Trace, language: Language, console: Console) -> None:
    """Print what became of every phrase, and how many were found."""
    heads = (marked("target"), marked("value"), marked("finding"), marked("line"), marked("character"))
    lines = [[*(translated(head, language) for head in heads), translated(marked("phrase"), language)]]
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
    if changes.is_empty():
        return
    _line(console, say("Changed:", language), "bold")
    for row in changes.head(LINES).iter_rows(named=True):
        table = row["table"]
        name = translated(TABLE_NAMES[table], language)
        before, after = (row[each] if row[each] is not None else "–" for each in ("before", "after"))
        _line(console, f"  {name}: {row['key']}: {row['field']}: {before} → {after}")
    _more(changes.height, language, console)


def _withdrawn(withdrawn: pl.DataFrame, language: Language, console: Console) -> None:
    if withdrawn.is_empty():
        return
    _line(console, say("Withdrawn, as no file holds them any more:", language), "bold")
    for table, key in withdrawn.head(LINES).iter_rows():
        _line(console, f"  {translated(TABLE_NAMES[table], language)}: {key}")
    _more(withdrawn.height, language, console)


def _rejected(rejected: pl.DataFrame, language: Language, console: Console) -> None:
    if rejected.is_empty():
        return
    _line(console, say("Rejected:", language), "bold red")
    for row in rejected.head(LINES).iter_rows(named=True):
        field, value = row["field"] or "–", row["value"] if row["value"] is not None else ""
        message = row[f"message_{language}"]
        _line(console, f"  {row['file']}:{row['line']}: {field} = “{value}”: {message} [{row['rule']}]")
    _more(rejected.height, language, console)


def _more(height: int, language: Language, console: Console) -> None:
    if height > LINES:
        _line(
            console, "  " + say("… and {more} more; --json has all of them.", language, more=height - LINES)
        )
