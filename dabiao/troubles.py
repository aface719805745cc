"""What to tell people of a database that did not do its part: what is wrong, where, and what to do."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from dabiao.handover import HandoverError
from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.store import (
    ConflictError,
    DiskFullError,
    Fault,
    StoreError,
    StoreLockedError,
    StoreUnavailableError,
)
from dabiao.terms import N_
from dabiao.workspaces import OtherWorkspaceError

UNOPENED: Final[Mapping[Fault, str]] = {
    Fault.NO_FOLDER: N_(
        "There is no folder {folder} for the database {place}. Make the folder, or name another file with "
        "DABIAO_DATABASE."
    ),
    Fault.FOLDER: N_(
        "{place} is a folder. Name a file in it with DABIAO_DATABASE, such as {place}/dabiao.duckdb."
    ),
    Fault.NOT_ALLOWED: N_(
        "The user who runs this program may not read and write {place}. Give them the right to the file and "
        "its folder, or name another file with DABIAO_DATABASE."
    ),
    Fault.NO_DATABASE_FILE: N_(
        "{place} is no DuckDB database. It was left as it is; name another file with DABIAO_DATABASE."
    ),
    Fault.UNKNOWN_HOST: N_(
        "The host in {place} is not known on this network. Check the address in DABIAO_DATABASE."
    ),
    Fault.NO_ANSWER: N_(
        "No database server answers at {place}. See whether it runs and can be reached from here, and check "
        "host and port in DABIAO_DATABASE."
    ),
    Fault.SIGN_IN: N_(
        "The database server at {place} refuses user or password. Check both in DABIAO_DATABASE; signs such "
        "as @, : and / in them are written with a percent sign, @ as %40."
    ),
    Fault.NO_DATABASE: N_(
        "The server has no database {place}. Make it (createdb), or name another one with DABIAO_DATABASE."
    ),
    Fault.ADDRESS: N_(
        "The address in DABIAO_DATABASE cannot be read. It is written "
        "postgresql://user:password@host:port/name; signs such as @, : and / in user and password are "
        "written with a percent sign, @ as %40."
    ),
}
"""Where a place that was named cannot be opened; the command line's --database says the same thing."""


def message(error: StoreError, language: Language) -> str:
    """Return what to tell people of an error of the store."""
    _ = catalog(language).gettext
    match error:
        case OtherWorkspaceError():
            return error.message(language)
        case HandoverError():
            return _(
                "The server that has the database open stopped answering; whether it did what was asked for "
                "is not known."
            )
        case StoreLockedError(pid=None):
            text = _("The database {file} is in use by another process; end it and try again.")
            return text.format(file=error.path)
        case StoreLockedError():
            text = _("The database {file} is in use by process {pid}; end it and try again.")
            return text.format(file=error.path, pid=error.pid)
        case StoreUnavailableError(fault=Fault() as fault):
            return _(UNOPENED[fault]).format(place=error.place, folder=Path(error.place).parent)
        case StoreUnavailableError():
            text = _("The database cannot be reached or opened: {reason}")
        case DiskFullError():
            text = _("The disk is full ({reason}); make room and try again. What was there before is intact.")
        case ConflictError():
            text = _("Others kept writing to the database at the same time; try again. ({reason})")
        case _:
            text = _("The database refused: {reason}")
    return text.format(reason=error)
