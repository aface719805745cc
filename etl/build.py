"""One run: read, check, load, report. Independent of the command line, so that a server can do it too."""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from dabiao import publications, troubles, workspaces
from dabiao.progress import RULES_VERSION, rejudge
from dabiao.publications import Kind, LoadRecord, Outcome
from dabiao.settings import Workspace
from dabiao.store import (
    ConflictError,
    DiskFullError,
    Store,
    StoreError,
    StoreLockedError,
    StoreUnavailableError,
)
from dabiao.terms import N_
from dabiao.workspaces import OtherWorkspaceError
from etl.checks import Checked, check
from etl.files import FILE_OF
from etl.load import content
from etl.messages import Notice, notice
from etl.readers import InputError, Progress, Reading, digest, inputs, read
from etl.report import REJECTED, WITHDRAWN, FileRows, Report, Rows

PROBLEMS: Final[Mapping[type[StoreError], str]] = {
    StoreLockedError: "database-locked",
    OtherWorkspaceError: "other-workspace",
    DiskFullError: "disk-full",
    StoreUnavailableError: "database-unavailable",
    ConflictError: "database-busy",
    StoreError: "database-refused",
}
"""What a database that did not do its part is called in a report; the first kind that fits."""


OTHER_FOLDER: Final[Mapping[Workspace, str]] = {
    "demo": N_(
        "{file} holds generated demonstration figures; "
        "they are loaded into the demonstration's database only."
    ),
    "published": N_(
        "{file} holds figures for publishing; they are not loaded into the demonstration's database."
    ),
}
"""By the workspace that the folder's figures are for."""

BY: Final = "etl"
"""Who publishes what a load brings."""


def run(
    store: Store,
    data: Path,
    *,
    if_changed: bool = False,
    progress: Progress | None = None,
    kind: Kind = "load",
    published_at: dt.datetime | None = None,
) -> Report:
    """Load the files of ``data`` as one publication and return what came of it.

    Args:
        store: where to.
        data: folder that holds ``catalog/`` and ``progress/``.
        if_changed: look at the files' digest first, and stop there if it is that of the last load.
        progress: told what is being done, as `etl.readers.Progress` says.
        kind: what brings the publication about.
        published_at: as for `dabiao.publications.publish`.

    Returns:
        A report in both languages. Problems with the input or the database are in it, not raised; nothing was
        loaded then.

    Raises:
        etl.report.IdentityError: rows got lost; a fault in this program.
    """
    begun = time.perf_counter()
    try:
        _check_folder(store, data)
        if if_changed and (same := _same_input(store, data)) is not None:
            return replace(same, seconds=time.perf_counter() - begun)
        started_at = dt.datetime.now(dt.UTC)
        reading = read(data, progress=progress)
        checked = check(reading, progress)
        _tell(progress, "load", 0)
        outcome = _publish(store, started_at, reading, checked, kind, published_at)
        _tell(progress, "load", 1)
        return _report(reading, checked, outcome, time.perf_counter() - begun)
    except InputError as error:
        return Report(problems=error.problems, notices=error.notices, seconds=time.perf_counter() - begun)
    except StoreError as error:
        return Report(problems=(store_problem(error),), seconds=time.perf_counter() - begun)


def job(
    store: Store, arguments: Mapping[str, Any], report: Callable[[dict[str, Any]], None]
) -> dict[str, Any]:
    """Run inside the server that owns the database (`dabiao.handover.Job`); return the report for JSON.

    Args:
        store: the server's.
        arguments: ``data`` (absolute path of the folder), ``if_changed`` and the ``workspace`` that who asks
            is in.
        report: told events with ``stage``, ``done`` and ``total``.
    """

    def progress(stage: str, done: int, total: int) -> None:
        report({"stage": stage, "done": done, "total": total})

    try:
        workspaces.check(store, arguments["workspace"])
    except StoreError as error:
        return Report(problems=(store_problem(error),)).as_json()
    done = run(
        store,
        Path(arguments["data"]),
        if_changed=bool(arguments.get("if_changed")),
        progress=progress,
    )
    return done.as_json()


def store_problem(error: StoreError) -> Notice:
    """Return what to tell of a database that did not do its part."""
    code = next(name for kind, name in PROBLEMS.items() if isinstance(error, kind))
    file = str(error.path) if isinstance(error, StoreLockedError) else ""
    return Notice(code, file, None, troubles.message(error, "zh"), troubles.message(error, "en"))


def _check_folder(store: Store, data: Path) -> None:
    """Make sure that the folder's figures are for the workspace that the database belongs to.

    Raises:
        InputError: they are for another.
    """
    try:
        meant = workspaces.of_folder(data)
    except ValueError as error:
        text = N_("{file} does not say what the figures are for.")
        raise InputError([notice("workspace-unknown", text, file=str(data / workspaces.MARK))]) from error
    if meant != workspaces.workspace(store):
        raise InputError([notice("folder-of-other-workspace", OTHER_FOLDER[meant], file=str(data))])


def _tell(progress: Progress | None, stage: str, done: int) -> None:
    if progress is not None:
        progress(stage, done, 1)


def _same_input(store: Store, data: Path) -> Report | None:
    """Return a report if the input is that of the last load and the rules are as then, else None."""
    last = next(store.read("last_load").iter_rows(named=True), None)
    if last is None or publications.rules_changed(store, RULES_VERSION):
        return None
    if last["input_digest"] != digest(inputs(data)):
        return None
    rejected = last["rows_rejected"]
    text = N_("Rows rejected by the last load: {rejected}; python -m etl build names them again.")
    notices = (notice("rejected-before", text, rejected=rejected),) if rejected else ()
    return Report(same_input=True, rejected_before=rejected, digest=last["input_digest"], notices=notices)


def _publish(
    store: Store,
    started_at: dt.datetime,
    reading: Reading,
    checked: Checked,
    kind: Kind,
    published_at: dt.datetime | None,
) -> Outcome:
    for table, names in reading.files.items():
        Rows(
            read=sum(checked.read[name] for name in names),
            new=checked.accepted[table].height,
            rejected=sum(checked.rejected[name] for name in names),
        ).checked(f"{table} before loading")
    # One rejected row is enough to withdraw nothing anywhere: a row that seems to be gone may be referred to
    # by the earlier version of one that was rejected.
    hold_back = frozenset(reading.files) if any(checked.rejected.values()) else frozenset()
    return publications.publish(
        store,
        content(checked),
        kind=kind,
        by=BY,
        judge=rejudge,
        rules=RULES_VERSION,
        hold_back=hold_back,
        load=LoadRecord(
            started_at=started_at,
            input_digest=reading.digest,
            rows_read=sum(checked.read.values()),
            rows_rejected=sum(checked.rejected.values()),
            rejected=_rejected(checked),
        ),
        published_at=published_at,
    )


def _rejected(checked: Checked) -> pl.DataFrame:
    """Return the violations with the columns of `etl.report.REJECTED`."""
    return checked.violations.select(pl.col(name).cast(dtype) for name, dtype in REJECTED.items())


def _report(reading: Reading, checked: Checked, outcome: Outcome, seconds: float) -> Report:
    tables = {}
    for table, names in reading.files.items():
        counts = outcome.counts[table]
        tables[table] = Rows(
            read=sum(checked.read[name] for name in names),
            new=counts.new,
            changed=counts.changed,
            unchanged=counts.unchanged,
            rejected=sum(checked.rejected[name] for name in names),
            withdrawn=counts.withdrawn,
        ).checked(table)
    changes, withdrawn = _changes(outcome, tables)
    report = Report(
        notices=reading.notices,
        files=tuple(
            FileRows(name, table, checked.read[name], checked.rejected[name])
            for table, names in reading.files.items()
            for name in names
        ),
        tables=tables,
        publication=outcome.publication,
        digest=reading.digest,
        seconds=seconds,
        changes=changes,
        withdrawn=withdrawn,
        rejected=_rejected(checked),
    )
    report.total.checked("all tables")
    return report


def _changes(outcome: Outcome, tables: Mapping[str, Rows]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what changed in rows that were there before, and which rows are there no more."""
    if not any(rows.changed or rows.withdrawn for rows in tables.values()):
        # The first load has millions of new rows, whose every field would be a change from nothing.
        return Report().changes, Report().withdrawn
    changes = outcome.changes
    # A new row changes every field from nothing, a row that goes changes it to nothing: fields that a row
    # must have tell such rows from those whose remark came or went.
    required = pl.DataFrame(
        [(table, name) for table, file in FILE_OF.items() for name in (*file.required, *file.key)],
        schema={"table": pl.String, "field": pl.String},
        orient="row",
    )
    telling = changes.join(required, on=["table", "field"], how="semi")
    come = telling.filter(pl.col("before").is_null()).select("table", "key").unique()
    gone = telling.filter(pl.col("after").is_null()).select("table", "key").unique(maintain_order=True)
    return (
        changes.join(come, on=["table", "key"], how="anti", maintain_order="left").join(
            gone, on=["table", "key"], how="anti", maintain_order="left"
        ),
        gone.select(*WITHDRAWN),
    )
