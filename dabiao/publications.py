"""Publications: numbered, immutable steps of the published data.

A publication brings new versions of rows and changes none that is there: what is current at publication N is,
of every key, the greatest version with a publication <= N, unless that version says the row was withdrawn.
"""

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, Protocol

import polars as pl

from dabiao import audit, versions, workspaces
from dabiao.rights import COMMAND_LINE, Actor
from dabiao.store import Store, Transaction
from dabiao.store.tables import TABLES
from dabiao.versions import CHANGE, Counts

__all__ = [
    "CHANGE",
    "Counts",
    "Judge",
    "Kind",
    "LoadRecord",
    "Outcome",
    "Publication",
    "UnknownPublicationError",
    "bring",
    "changes",
    "current",
    "digest",
    "history_of",
    "latest",
    "loads",
    "publication",
    "publications",
    "publish",
    "rejected_rows",
    "tell",
]

Kind = Literal["load", "approval", "amendment", "target_change", "rules"]
"""What brought a publication about; ``rules`` alone means that the figures are as before."""


class Judge(Protocol):
    """Judges lines in a publication's transaction: `dabiao.progress.rejudge`."""

    def __call__(self, tx: Transaction, publication: int, *, everything: bool) -> None:
        """Judge the lines that ``publication`` touched, or every line."""


@dataclass(frozen=True)
class LoadRecord:
    """What a load did before it came to publishing."""

    started_at: dt.datetime
    """With zone."""
    input_digest: str
    """SHA-256 over the names and bytes of the files."""
    rows_read: int
    """Rows of all files: those in the content and those rejected."""
    rows_rejected: int
    rejected: pl.DataFrame
    """One row per reason: file, line, field, value, rule, message_zh, message_en; a row may have several."""


@dataclass(frozen=True)
class Outcome:
    """What publishing came to."""

    publication: int | None
    """Number of the publication; None when nothing had changed."""
    counts: Mapping[str, Counts]
    """Per table of the content."""
    store: Store = field(repr=False, compare=False)

    @cached_property
    def changes(self) -> pl.DataFrame:
        """What changed from what to what, as `changes` says; read from the store when asked for."""
        if self.publication is None:
            return pl.DataFrame(schema=CHANGE)
        return changes(self.store, self.publication)


@dataclass(frozen=True)
class Publication:
    """What a publication says of itself."""

    number: int
    published_at: dt.datetime
    """In UTC."""
    published_by: str
    kind: Kind
    counts: Mapping[str, Counts]
    """Per table of which it brought versions; what it left unchanged is not counted."""
    digest: str
    """SHA-256 over the versions it brought, as `digest` computes it."""
    rules: int
    """Version of the rules its lines are judged by."""


class UnknownPublicationError(LookupError):
    """There is no publication with the number that was asked for."""


def publish(
    store: Store,
    content: Mapping[str, pl.DataFrame],
    *,
    kind: Kind,
    by: str,
    judge: Judge,
    rules: int,
    hold_back: Collection[str] = frozenset(),
    load: LoadRecord | None = None,
    published_at: dt.datetime | None = None,
    actor: Actor = COMMAND_LINE,
) -> Outcome:
    """Publish what differs between ``content`` and what is current, in one transaction.

    A row that is current but missing from its table's content is withdrawn, except from the tables in
    ``hold_back``; what an approved return, an amendment or the change of a target brought stays, whatever the
    content says. When nothing differs there is no publication; ``load`` is recorded all the same. When the
    rules have changed since the latest publication there is one even so, in which every line is judged anew:
    the earlier publications keep what was said of them.

    Args:
        store: where to.
        content: the complete valid rows of some tables, with the columns of `tables.TABLES`; the other tables
            stay as they are.
        kind: what brings the publication about.
        by: who does.
        judge: called when the versions are in.
        rules: version of the rules that ``judge`` goes by.
        hold_back: tables of which rows were rejected, so that a missing row says nothing.
        load: the load that read the content.
        published_at: with zone, where it is not now; generated publications alone may pretend a time.
        actor: whom the audit trail names.

    Raises:
        ValueError: a table or column is unknown or missing, a key is null or occurs twice, the load
            does not count as many rows as the content and the rejected ones are, or a time is given for
            published figures.
        StoreError: as `Store.run`; nothing is published then.
    """
    if unknown := [name for name in (*content, *hold_back) if name not in TABLES]:
        raise ValueError(f"no such table: {', '.join(unknown)}")
    rows = {
        name: versions.conforming(table, content[name]) for name, table in TABLES.items() if name in content
    }
    held = sum(frame.height for frame in rows.values())
    if load is not None and load.rows_read != held + load.rows_rejected:
        raise ValueError(f"{load.rows_read} rows read, but {held} valid and {load.rows_rejected} rejected")

    def work(tx: Transaction) -> Outcome:
        if workspaces.claim(tx, "published") != "demo" and published_at is not None:
            raise ValueError("only a publication of generated figures may pretend a time")
        decided = tx.read("brought_by_decisions")["publication"]
        differences = {}
        for name, frame in rows.items():
            table = TABLES[name]
            left = versions.left_alone(table, frame, tx.read(f"newest_{name}", None), decided)
            differences[name] = versions.difference(table, *left, withdraw=name not in hold_back)
        counts = {name: each.counts for name, each in differences.items()}
        number = bring(tx, differences, kind=kind, by=by, judge=judge, rules=rules, at=published_at)
        if load is not None:
            _record_load(tx, load, number, counts, actor)
        if number is not None:
            tell(tx, number, actor)
        return Outcome(number, counts, store)

    return store.run(work)


def bring(
    tx: Transaction,
    differences: Mapping[str, versions.Difference],
    *,
    kind: Kind,
    by: str,
    judge: Judge,
    rules: int,
    at: dt.datetime | None = None,
) -> int | None:
    """Publish differences in the caller's transaction and return the number; None if there are none."""
    brought = {name: each.versions for name, each in differences.items() if each.counts.versions}
    if not (new_rules := rules_changed(tx, rules)) and not brought:
        return None
    counts = {name: each.counts for name, each in differences.items()}
    number = (latest(tx) or 0) + 1
    # First, so that of two that publish at once the later one finds out before it has written much.
    record = _record(number, kind if brought else "rules", by, counts, brought, rules)
    if at is not None:
        record = record.with_columns(published_at=pl.lit(at.astimezone(dt.UTC)))
    tx.insert("publication", record)
    for name, frame in brought.items():
        tx.insert(name, frame.with_columns(publication=pl.lit(number, pl.Int64)))
    judge(tx, number, everything=new_rules)
    return number


def tell(tx: Transaction, number: int, actor: Actor) -> None:
    """Enter a publication into the audit trail."""
    row = publication(tx, number)
    told = {name: getattr(row, name) for name in ("kind", "published_by", "digest")}
    audit.record(tx, actor, "publication", f"publication:{number}", told)


def latest(store: Store | Transaction) -> int | None:
    """Return the number of the latest publication; None before the first."""
    number: int | None = next(iter(store.read("latest_publication")["number"]), None)
    return number


def rules_changed(store: Store | Transaction, rules: int) -> bool:
    """Return whether the latest publication was judged by another version of the rules than ``rules``."""
    number = latest(store)
    return number is not None and publication(store, number).rules != rules


def current(store: Store | Transaction, table: str, publication: int | None = None) -> pl.DataFrame:
    """Return the rows of ``table`` that are current at ``publication`` (default: the latest), in key order.

    Columns: those of `tables.TABLES`.
    """
    newest = store.read(f"newest_{table}", publication)
    return newest.filter(~pl.col("withdrawn")).select(*TABLES[table].columns)


def history_of(
    store: Store | Transaction, table: str, key: Sequence[str], publication: int | None = None
) -> pl.DataFrame:
    """Return every version of one row up to ``publication`` (default: the latest), the newest first.

    Columns: version, publication (that brought it), published_at (UTC), published_by, kind, withdrawn, and
    those of `tables.TABLES`, which in a withdrawn version say what was withdrawn.

    Args:
        store: where the publications are.
        table: ``target``, the table that a history can be asked of.
        key: the parts of the row's key, in the order of `tables.TABLES`.
        publication: number of the last publication to look at.

    Raises:
        UnknownQueryError: of this table there is no history.
        StatementError: the key has another number of parts.
    """
    rows = store.read(f"history_{table}", publication, *key)
    told = ("version", "publication", "published_at", "published_by", "kind", "withdrawn")
    return rows.select(*told, *TABLES[table].columns)


def publications(store: Store | Transaction) -> pl.DataFrame:
    """Return one row per publication, the latest first.

    Columns: number, published_at (UTC), published_by, kind, new, changed, withdrawn (how many versions of
    each sort it brought, of all tables together), digest, rules (version).
    """
    rows = store.read("publications")
    counts = [_counts(summary).values() for summary in rows["summary"]]
    return rows.select(
        "number",
        "published_at",
        "published_by",
        "kind",
        pl.Series("new", [sum(count.new for count in each) for each in counts], pl.Int64),
        pl.Series("changed", [sum(count.changed for count in each) for each in counts], pl.Int64),
        pl.Series("withdrawn", [sum(count.withdrawn for count in each) for each in counts], pl.Int64),
        "digest",
        "rules",
    )


def publication(store: Store | Transaction, number: int) -> Publication:
    """Return one publication.

    Raises:
        UnknownPublicationError: there is none with that number.
    """
    rows = store.read("publication", number)
    if rows.is_empty():
        raise UnknownPublicationError(f"there is no publication {number}")
    row = rows.row(0, named=True)
    summary = row.pop("summary")
    return Publication(**row, counts=_counts(summary))


def changes(store: Store | Transaction, number: int, table: str | None = None) -> pl.DataFrame:
    """Return what publication ``number`` changed from what to what: one row per field, by table and key.

    Columns: table, key (its parts joined by " / "), field, before, after (texts). ``before`` is null where
    there was nothing, as in every field of a new row; ``after`` is null in every field of a withdrawn one.

    Args:
        store: where the publications are.
        number: of the publication.
        table: name of one table; all by default.

    Raises:
        UnknownPublicationError: there is no such publication.
    """
    brought = publication(store, number).counts
    parts = [
        versions.changes(one, store.read(f"versions_{name}", number), number)
        for name, one in TABLES.items()
        if name in brought and table in (None, name)
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=CHANGE)


def digest(store: Store | Transaction, number: int) -> str:
    """Compute the digest of publication ``number`` anew from the versions it brought.

    Differs from `Publication.digest` if one of them was altered in the database.

    Raises:
        UnknownPublicationError: there is no such publication.
    """
    brought = publication(store, number).counts
    frames = (
        (TABLES[name], store.read(f"versions_{name}", number).filter(pl.col("publication") == number))
        for name in TABLES
        if name in brought
    )
    return versions.digest(frames)


def loads(store: Store | Transaction) -> pl.DataFrame:
    """Return one row per load, the latest first.

    Columns: those of the table; publication is null when nothing had changed.
    """
    return store.read("loads")


def rejected_rows(store: Store | Transaction, load_id: int) -> pl.DataFrame:
    """Return one row per reason for which load ``load_id`` rejected a row, in the order of the files' rows.

    Columns: load_id, position, file, line, field, value, rule, message_zh, message_en.
    """
    return store.read("rejected_rows", load_id)


def _record(
    number: int,
    kind: Kind,
    by: str,
    counts: Mapping[str, Counts],
    brought: Mapping[str, pl.DataFrame],
    rules: int,
) -> pl.DataFrame:
    summary = {
        name: {"new": counts[name].new, "changed": counts[name].changed, "withdrawn": counts[name].withdrawn}
        for name in brought
    }
    return pl.DataFrame(
        {
            "number": number,
            "published_at": dt.datetime.now(dt.UTC),
            "published_by": by,
            "kind": kind,
            "summary": json.dumps(summary),
            "digest": versions.digest((TABLES[name], frame) for name, frame in brought.items()),
            "rules": rules,
        }
    )


def _record_load(
    tx: Transaction, load: LoadRecord, number: int | None, counts: Mapping[str, Counts], actor: Actor
) -> None:
    load_id = next(iter(tx.read("last_load")["load_id"]), 0) + 1
    record = {
        "load_id": load_id,
        "started_at": load.started_at.astimezone(dt.UTC),
        "finished_at": dt.datetime.now(dt.UTC),
        "input_digest": load.input_digest,
        "publication": number,
        "rows_read": load.rows_read,
        "rows_new": sum(count.new for count in counts.values()),
        "rows_changed": sum(count.changed for count in counts.values()),
        "rows_unchanged": sum(count.unchanged for count in counts.values()),
        "rows_rejected": load.rows_rejected,
        "rows_withdrawn": sum(count.withdrawn for count in counts.values()),
    }
    tx.insert("load", pl.DataFrame({name: [value] for name, value in record.items()}))
    reasons = load.rejected.with_row_index("position").with_columns(load_id=pl.lit(load_id))
    tx.insert("rejected_row", reasons)
    told = ("input_digest", "publication", "rows_read", "rows_rejected")
    audit.record(tx, actor, "load", f"load:{load_id}", {name: record[name] for name in told})


def _counts(summary: str) -> dict[str, Counts]:
    return {name: Counts(**count) for name, count in json.loads(summary).items()}
