"""``python -m dabiao audit``: whether the audit trail is as it was written."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

import typer

from dabiao import audit
from dabiao.audit import Fault, UnreadableHeadError
from dabiao.commands.asking import REFUSED, Answer, answering, ask, spoken
from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.store import Store
from dabiao.terms import N_

app = typer.Typer(no_args_is_help=True, help="The audit trail.")

FAULTS: Final[Mapping[Fault, str]] = {
    "changed": N_("Entry {number} was changed."),
    "missing": N_("Entry {number} is missing."),
    "cut_off": N_("The trail is cut off: entry {number} and what followed are missing."),
    "added": N_("There are entries that the head of the trail does not know of, from number {number} on."),
    "other_head": N_("Entry {number} is not the one on the receipt: the trail was rewritten."),
}
INTACT: Final = N_("The audit trail is intact: {entries} entries, head {head}")
NO_HEAD: Final = N_("“{given}” is no head of a trail; it is printed as number:digest.")


@app.callback()
def main() -> None:
    """The audit trail: who did what when to what."""


def _work(store: Store, question: Mapping[str, Any], language: Language) -> Answer:
    try:
        noted = audit.read_head(question["head"]) if question["head"] else None
    except UnreadableHeadError:
        return {REFUSED: catalog(language).gettext(NO_HEAD).format(given=question["head"])}
    head = audit.head(store)
    verdict = audit.verify(store, noted)
    return {
        "entries": verdict.entries,
        "fault": verdict.fault,
        "number": verdict.number,
        "head": str(head),
    }


job = answering(_work)


@app.command()
def verify(
    head: Annotated[str | None, typer.Option(help="Head from a receipt, as number:digest.")] = None,
    database: Annotated[str | None, typer.Option(help="DuckDB file or postgresql:// address.")] = None,
    language: Annotated[Language | None, typer.Option(help="Of messages.")] = None,
) -> None:
    """Walk the whole trail: exit code 0 if every entry is as it was written, 1 if not."""
    answer = ask("audit", job, database, language, head=head)
    _ = spoken(language)
    if answer["fault"] is None:
        typer.echo(_(INTACT).format(entries=answer["entries"], head=answer["head"]))
        return
    fault: Fault = answer["fault"]
    typer.echo(_(FAULTS[fault]).format(number=answer["number"]), err=True)
    raise typer.Exit(1)
