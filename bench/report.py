"""The figures of a run as tables to read."""

from typing import Any, Final

from rich.console import Console
from rich.table import Table

AIMS: Final = {
    "loaded_to_raw": "<= 1.3",
    "loaded_to_indexed": "",
    "judgement_to_raw": "",
    "build_to_raw": "",
}
"""Ratios of loading, in the order shown, with what the design aims at."""

NAMES: Final = {
    "loaded_to_raw": "read + check + insert, to raw",
    "loaded_to_indexed": "the same, to raw with a unique index",
    "judgement_to_raw": "judgement, to raw",
    "build_to_raw": "whole build, to raw",
    "raw": "raw read_csv into a file",
    "raw_indexed": "raw, and a unique index",
    "build": "etl build",
    "read": "  read",
    "check": "  check",
    "insert": "  insert",
    "judgement": "  judgement",
}


def show(found: dict[str, Any], console: Console) -> None:
    """Print all tables of a run."""
    of = found["machine"]
    libraries = ", ".join(f"{name} {version}" for name, version in of["libraries"].items())
    console.print(f"{found['date']} · {of['processor']}, {of['cores']} cores, {of['system']}")
    console.print(f"Python {of['python']}, {libraries} · load average at the start {of['load_average']:.1f}")
    console.print(
        f"{found['runs']} repetitions in turn, {found['answers']} questions of each view in each; "
        "median (least - greatest)\n"
    )
    for name, load in found["load"].items():
        _show_load(name, found["sets"][name], load, found["serving"][name], console)
    for name, views in found["views"].items():
        _show_views(name, views, console)
    for name, parts in found["briefings"].items():
        _show_briefings(name, parts, console)
    if found["large_against_small"]:
        _show_against(found["large_against_small"], console)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, header_style="dim")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    return table


def _show_load(
    name: str, size: dict[str, int], load: dict[str, Any], serving: dict[str, float], console: Console
) -> None:
    title = (
        f"Loading {name}: {size['areas']:,} areas, {size['targets']:,} targets, "
        f"{size['observations']:,} observations, {size['bytes'] / 1e6:.0f} MB"
    )
    table = _table(title, "", "s", "processor s", "peak memory MB (aim < 1,500)")
    for kind, seconds in load["seconds"].items():
        memory = load["peak_memory_mb"].get(kind)
        table.add_row(
            NAMES[kind],
            _spread(seconds),
            _spread(load["cpu_seconds"][kind]),
            _spread(memory, 0) if memory else "",
        )
    table.add_row("serving the views", "", "", f"{serving['peak_memory_mb']:.0f}")
    console.print(table)
    table = _table("", "", "ratio", "ratio of processor time", "aim")
    for kind, aim in AIMS.items():
        table.add_row(NAMES[kind], _spread(load["ratios"][kind]), _spread(load["ratios_cpu"][kind]), aim)
    console.print(table, "")


def _show_views(name: str, views: dict[str, Any], console: Console) -> None:
    table = _table(
        f"Views on {name}: judged, against the raw query; aim <= 10 processor ms",
        "",
        "rows",
        "p50 ms",
        "p95 ms",
        "processor ms",
        "raw p50 ms",
        "ratio",
        "ratio of processor time",
    )
    for view, found in views.items():
        judged = found["judged"]
        table.add_row(
            view,
            f"{judged['rows']:,.0f}",
            *(f"{judged[name]:.1f}" for name in ("p50_ms", "p95_ms", "cpu_ms")),
            f"{found['raw']['p50_ms']:.1f}",
            _spread(found["ratio"]),
            _spread(found["ratio_cpu"]),
        )
    console.print(table, "")


def _show_briefings(name: str, parts: dict[str, Any], console: Console) -> None:
    title = f"A briefing of thirty targets on {name}: reading, then one format; aim <= 5 s together"
    table = _table(title, "", "s", "processor s")
    for part, found in parts.items():
        table.add_row(part, _spread(found["seconds"]), _spread(found["cpu_seconds"]))
    console.print(table, "")


def _show_against(against: dict[str, Any], console: Console) -> None:
    table = _table("Judged views on L against S; aim <= 1.3", "", "ratio", "ratio of processor time")
    for view, found in against.items():
        table.add_row(view, _spread(found["wall"]), _spread(found["cpu"]))
    console.print(table)


def _spread(spread: dict[str, float], decimals: int = 2) -> str:
    median, least, greatest = (f"{spread[name]:,.{decimals}f}" for name in ("median", "least", "greatest"))
    return f"{median} ({least} - {greatest})"
