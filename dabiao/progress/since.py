"""What a moment is compared with: an earlier publication, or a date by which less was known."""

from collections.abc import Iterable

import polars as pl

from dabiao.progress.changes import changed
from dabiao.progress.summaries import of_documents
from dabiao.progress.vintage import LATEST


def offered(publication: int, known: Iterable[int], dates: Iterable[str], vintage: str) -> list[str]:
    """Return what there is to compare with: earlier publications, then dates, each from the newest on.

    Only dates before the one by which figures are known: a change leads from less to more.

    Args:
        publication: the one shown.
        known: numbers of the publications on record.
        dates: vintages of the one shown (`dabiao.progress.vintages`).
        vintage: date by which its figures are known, or `LATEST`, which comes after every date.
    """
    earlier = sorted((number for number in known if number < publication), reverse=True)
    return [*map(str, earlier), *sorted((date for date in dates if date < vintage), reverse=True)]


def before(since: str, publication: int, vintage: str) -> tuple[int, str]:
    """Return publication and vintage of what is compared with."""
    return (int(since), vintage) if since.isdigit() else (publication, since)


def compared(now: pl.DataFrame, then: pl.DataFrame, plans: pl.DataFrame | None) -> pl.DataFrame:
    """Return `changed` rows between two moments.

    Args:
        now: status rows of the moment shown.
        then: those of what it is compared with, of every area.
        plans: its documents (rows of `areas`), of whose own areas alone the rows are; None for all areas.
    """
    return changed(now, then if plans is None else of_documents(then, plans))


def gains_undated(since: str, vintage: str) -> bool:
    """Return whether figures whose source has no date count now and did not then."""
    return vintage == LATEST and not since.isdigit()
