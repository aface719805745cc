"""What a restored database has to prove before it takes its place: that it is what was saved, and sound."""

from dataclasses import dataclass

from dabiao import audit, progress, publications
from dabiao.backup import errors
from dabiao.backup.archive import Manifest
from dabiao.backup.errors import UnprovedError
from dabiao.returns import receipts
from dabiao.store import Store


@dataclass(frozen=True)
class Proof:
    """What was found to be in order."""

    tables: int
    rows: int
    publications: int
    """Whose figures fit their digests."""
    statuses: int
    """That the rules gave again."""
    by_earlier_rules: int
    """Publications judged by rules this program no longer has; their statuses are as they were saved."""
    receipts: int
    """Whose returns fit their digests."""
    entries: int
    """Of the audit trail."""
    head: str


def prove(store: Store, manifest: Manifest) -> Proof:
    """Look at everything in a restored database.

    Raises:
        UnprovedError: it is not what was saved, or was not sound when it was saved.
        StoreError: it cannot be read.
    """
    _check_rows(store, manifest)
    for number in range(1, manifest.publications + 1):
        if publications.digest(store, number) != publications.publication(store, number).digest:
            raise UnprovedError(errors.FIGURES, publication=number)
    judged = progress.recompute(store)
    if judged.fault is not None:
        fault = judged.fault
        raise UnprovedError(
            errors.STATUSES, target=fault.target_id, area=fault.area_code, publication=fault.publication
        )
    verdict = audit.verify(store)
    if verdict.fault is not None:
        raise UnprovedError(errors.TRAIL, number=verdict.number)
    head = str(audit.head(store))
    if head != manifest.audit_head:
        raise UnprovedError(errors.OTHER_HEAD, head=head, noted=manifest.audit_head)
    return Proof(
        tables=len(manifest.tables),
        rows=manifest.rows,
        publications=manifest.publications,
        statuses=judged.statuses,
        by_earlier_rules=judged.by_earlier_rules,
        receipts=_receipts(store),
        entries=verdict.entries,
        head=head,
    )


def _check_rows(store: Store, manifest: Manifest) -> None:
    with store.snapshot() as state:
        for table, entry in manifest.tables.items():
            held = sum(batch.num_rows for batch in state.batches(table))
            if held != entry.rows:
                raise UnprovedError(errors.ROWS, table=table, held=held, rows=entry.rows)


def _receipts(store: Store) -> int:
    handed_in = store.read("return_submissions", None, None, None, None)
    for receipt, content, digest in handed_in.select("receipt", "content", "digest").iter_rows():
        if receipts.digest(content) != digest:
            raise UnprovedError(errors.RECEIPTS, receipt=receipt)
    return handed_in.height
