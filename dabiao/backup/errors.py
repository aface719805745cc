"""Why a backup is not made or not restored, each with a text for people in both languages."""

from typing import Final

from dabiao.refusal import RefusalError
from dabiao.terms import N_

EXISTS: Final = N_("There is a file {path} already; a backup overwrites nothing.")
UNWRITABLE: Final = N_("{path} cannot be written ({reason}).")
UNREADABLE: Final = N_("{path} cannot be read ({reason}).")
NO_DATABASE: Final = N_("There is no database {path}.")

FOREIGN: Final = N_("{path} is no backup of this program.")
CUT_OFF: Final = N_("The backup is damaged: it is cut off, or its end is not as it was written.")
CONTENTS: Final = N_("The backup is damaged: its list of contents is not as it was written.")
TABLE_DAMAGED: Final = N_("The backup is damaged: the table {table} is not as it was written.")
TABLE_MISSING: Final = N_("The backup is damaged: the table {table} is missing.")
TABLE_UNKNOWN: Final = N_("The backup has a table {table} that the database does not know.")
STRANGE_PART: Final = N_(
    "The backup is damaged: it has a part {name} that its list of contents does not name."
)
BETWEEN: Final = N_("The backup is damaged between its tables.")
MISFIT: Final = N_("The table {table} of the backup does not fit into the database ({reason}).")

NEWER_FORMAT: Final = N_("The backup has the format {format}; this program reads formats up to {known}.")
NEWER_TABLES: Final = N_(
    "The backup was made by a newer program (migration {number}); restore it with that one."
)
OTHER_TABLES: Final = N_(
    "The backup was made by another program: its migration {number} is not the one of that number."
)

OCCUPIED: Final = N_(
    "There is something in {place} already. With --replace it is kept beside the restored database."
)
IN_USE: Final = N_("{place} is in use. Stop the server, and whatever else is connected, before restoring.")

ROWS: Final = N_("The restored table {table} has {held} rows instead of {rows}.")
FIGURES: Final = N_("Publication {publication} is not what its digest says.")
STATUSES: Final = N_(
    "The status of target {target} of area {area} in publication {publication} is not what the rules say."
)
RECEIPTS: Final = N_("The return with receipt {receipt} is not what its digest says.")
TRAIL: Final = N_("The audit trail is not intact: entry {number} does not fit.")
OTHER_HEAD: Final = N_("The audit trail ends with {head} instead of {noted}.")


class BackupError(RefusalError):
    """A backup is not made, not restored or not sound."""


class PathError(BackupError):
    """There is a file where there should be none, none where there should be one, or it cannot be used."""


class ForeignError(BackupError):
    """The file is no backup of this program."""


class DamagedError(BackupError):
    """The backup is not as it was written."""


class NewerError(BackupError):
    """The backup was made by a program that knows more than this one, or something else."""


class OccupiedPlaceError(BackupError):
    """The database to restore into has something in it, or is in use."""


class UnprovedError(BackupError):
    """What was restored is not what was saved, or was not sound when it was saved."""
