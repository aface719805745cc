"""``python -m bench``: measure loading and views on generated data, print tables or JSON."""

import sys
from typing import Annotated

import orjson
import typer
from rich.console import Console

from bench.report import show
from bench.run import run
from bench.sets import SETS


def main(
    json: Annotated[bool, typer.Option("--json", help="Print all figures as one JSON object.")] = False,
    sets: Annotated[str, typer.Option(help="Which sets, with commas between them.")] = ",".join(SETS),
    runs: Annotated[int, typer.Option(min=1, help="How often each thing is measured.")] = 3,
) -> None:
    """Measure loading and judged views against the bare database, as ratios within this one run."""
    names = [name.strip().upper() for name in sets.split(",")]
    if unknown := [name for name in names if name not in SETS]:
        raise typer.BadParameter(f"{', '.join(unknown)}: {', '.join(SETS)}", param_hint="--sets")
    told = Console(stderr=True)
    with told.status("measuring") as status:
        found = run(names, runs, status.update if told.is_terminal else told.print)
    if json:
        sys.stdout.write(orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode())
    else:
        show(found, Console(width=None if sys.stdout.isatty() else 140))


typer.run(main)
