"""``python -m dabiao backup`` and ``restore``: the whole database in one file, and back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from dabiao import troubles
from dabiao.backup import BackupError, PathError, Restored, check, errors, save
from dabiao.backup import restore as restore_backup
from dabiao.commands.asking import Answer, answering, ask, spoken
from dabiao.rights import COMMAND_LINE
from dabiao.settings import Language, SettingsError, settings
from dabiao.store import Store, StoreError
from dabiao.terms import N_

Database = Annotated[str | None, typer.Option(help="DuckDB file or postgresql:// address.")]
Spoken = Annotated[Language | None, typer.Option(help="Of messages.")]

SAVED: Final = N_(
    "Saved to {path}: {rows} rows in {tables} tables, up to publication {publications}, audit trail up to "
    "{head}, {megabytes} MB"
)
RESTORED: Final = N_("Restored into {database}. It has proved:")
CHECKED: Final = N_("The backup can be restored. It has proved:")
PROVED: Final = (
    N_("Rows as they were saved: {rows} in {tables} tables"),
    N_("Publications with the figures of their digests: {publications}"),
    N_("Statuses judged again and found the same: {statuses}"),
    N_("Returns with the content of their receipts: {receipts}"),
    N_("Audit trail unbroken, as when it was saved: {entries} entries, head {head}"),
)
EARLIER: Final = N_(
    "Publications judged by earlier rules, which this program no longer has; their statuses are as they were "
    "saved: {by_earlier_rules}"
)
KEPT: Final = N_("What was there before is kept: {kept}")


def _work(store: Store, question: Mapping[str, Any], language: Language) -> Answer:
    saved = save(COMMAND_LINE, store, Path(question["path"]))
    return {
        "rows": saved.manifest.rows,
        "tables": len(saved.manifest.tables),
        "publications": saved.manifest.publications,
        "head": saved.manifest.audit_head,
        "megabytes": f"{saved.size / 1e6:.1f}",
    }


job = answering(_work)


def backup(
    path: Annotated[Path, typer.Argument(help="File to write; nothing is overwritten.")],
    database: Database = None,
    language: Spoken = None,
) -> None:
    """Save the whole database to one file, also while the server runs."""
    path = path.resolve()
    try:
        place = database or settings().database
        if "://" not in place and not Path(place).exists():
            raise PathError(errors.NO_DATABASE, path=place)
    except (SettingsError, BackupError) as error:
        raise _ended(error, language) from error
    answer = ask("backup", job, database, language, path=str(path))
    typer.echo(spoken(language)(SAVED).format(path=path, **answer))


def restore(
    path: Annotated[Path, typer.Argument(help="Backup to restore.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Keep what is there beside the restored database.")
    ] = False,
    check_only: Annotated[
        bool, typer.Option("--check", help="Only see whether it can be restored; touches no database.")
    ] = False,
    database: Database = None,
    language: Spoken = None,
) -> None:
    """Restore a backup into the database, after it has proved to be whole; the server must not run."""
    try:
        chosen = settings()
        place = database or chosen.database
        if check_only:
            _tell(check(path), CHECKED, place, language)
        else:
            _tell(
                restore_backup(path, place, chosen.workspace, replace=replace),
                RESTORED,
                place,
                language,
            )
    except (SettingsError, BackupError, StoreError) as error:
        raise _ended(error, language) from error


def _tell(done: Restored, heading: str, place: str, language: Language | None) -> None:
    _ = spoken(language)
    typer.echo(_(heading).format(database=shown(place)))
    for text in PROVED:
        typer.echo(f"  {_(text).format(**vars(done.proof))}")
    if done.proof.by_earlier_rules:
        typer.echo(_(EARLIER).format(**vars(done.proof)))
    if done.kept is not None:
        typer.echo(_(KEPT).format(kept=done.kept))


def shown(place: str) -> str:
    """Return a database as it can be printed: without the password of its address."""
    before, at, after = place.rpartition("@")
    if not at or "://" not in before:
        return place
    scheme, _, user = before.partition("://")
    return f"{scheme}://{user.partition(':')[0]}@{after}"


def _ended(error: Exception, language: Language | None) -> typer.Exit:
    text = str(error)
    if isinstance(error, BackupError):
        text = error.message(language or settings().language)
    elif isinstance(error, StoreError):
        text = troubles.message(error, language or settings().language)
    typer.echo(text, err=True)
    return typer.Exit(2)
