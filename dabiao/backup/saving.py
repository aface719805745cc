"""Saving: one state of the database into one file, while others read and write."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dabiao import audit, publications, workspaces
from dabiao.backup import errors
from dabiao.backup.archive import LEFT_OUT, Manifest, Part, write
from dabiao.backup.errors import PathError
from dabiao.rights import EVERYWHERE, Actor, require
from dabiao.store import Snapshot, Store

SUBJECT: Final = "database"
"""What the audit trail calls the whole of it."""


@dataclass(frozen=True)
class Saved:
    """A backup that was made."""

    path: Path
    size: int
    """In bytes."""
    manifest: Manifest


def save(actor: Actor, store: Store, path: Path) -> Saved:
    """Save the database to ``path``: what was committed when it begins, that it was saved included.

    Raises:
        DeniedError: ``actor`` may not back up the whole server.
        PathError: there is a file at ``path``, or it cannot be written; the trail says so.
        StoreError: the database cannot be read.
    """
    require(actor, "back_up", EVERYWHERE)
    if path.exists():
        raise PathError(errors.EXISTS, path=path)
    store.run(lambda tx: audit.record(tx, actor, "backup_made", SUBJECT, {"file": path.name}))
    with store.snapshot() as state:
        said = {
            "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "workspace": workspaces.workspace(state),
            "publications": publications.latest(state) or 0,
            "audit_head": str(audit.head(state)),
            "migrations": dict(state.read("applied_migrations").select("number", "checksum").rows()),
        }
        try:
            manifest = write(path, _parts(state), said)
        except BaseException:
            store.run(lambda tx: audit.record(tx, actor, "backup_failed", SUBJECT, {"file": path.name}))
            raise
    return Saved(path, path.stat().st_size, manifest)


def _parts(state: Snapshot) -> Iterator[Part]:
    for table in state.read("table_names")["table_name"]:
        if table not in LEFT_OUT:
            yield Part(table, state.batches(table))
