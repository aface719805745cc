"""What later figures changed: what was said of a period when its figures were new, and what is said now."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import polars as pl

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import Status
from dabiao.settings import Language
from dabiao.wording.figures import Row, period, rows

SILENT: Final = (Status.NO_DATA, Status.INVALID_TARGET, Status.TOO_EARLY)
"""Statuses that judge nothing: to go from them to another changes no judgement."""


class Change(NamedTuple):
    """A period of which something else is said now than by what was known at a date."""

    as_of: str
    vintage: str
    before: str
    after: str


def changes(seen: pl.DataFrame, latest: str) -> list[Change]:
    """Return which periods are judged otherwise now than when they first were.

    Args:
        seen: rows of `dabiao.progress.seen`, the vintages in the order of time, ``latest`` among them.
        latest: the vintage that knows everything.
    """
    found = []
    for (as_of,), judged in seen.group_by("as_of", maintain_order=True):
        said = [row for row in rows(judged) if row["status"] not in SILENT]
        now = next((row["status"] for row in said if row["vintage"] == latest), None)
        first = next((row for row in said if row["vintage"] != latest), None)
        if first is not None and now is not None and first["status"] != now:
            found.append(Change(str(as_of), first["vintage"], first["status"], now))
    return found


def judged(seen: pl.DataFrame) -> bool:
    """Return whether the target was judged at all, of any period by what was known at any date."""
    return not seen.filter(~pl.col("status").is_in([str(status) for status in SILENT])).is_empty()


def finding(seen: pl.DataFrame, changed: Sequence[Change], language: Language) -> str:
    """Return what later figures changed, in one sentence."""
    catalogue = catalog(language)
    if not judged(seen):
        return catalogue.gettext("At no date was enough known to judge the target")
    if not changed:
        return catalogue.gettext("No period is judged otherwise now than when it was first judged")
    return catalogue.ngettext(
        "{count} period is judged otherwise now than when it was first judged",
        "{count} periods are judged otherwise now than when they were first judged",
        len(changed),
    ).format(count=len(changed))


def sentence(change: Change, language: Language) -> str:
    """Return what was said of a period first and what is said now."""
    _ = catalog(language).gettext
    return _("{period}: {before} by what was known on {date}; {after} by all that is known now.").format(
        period=period(change.as_of, language),
        before=terms.status_label(change.before, language),
        date=change.vintage,
        after=terms.status_label(change.after, language),
    )


def unchanged(versions: pl.DataFrame, language: Language) -> str:
    """Return that a target has been the same since it was entered (its one version, of `publications`)."""
    row = versions.row(-1, named=True)
    return (
        catalog(language)
        .gettext("The target has not been changed since publication No. {number}, which brought it")
        .format(number=row["publication"])
    )


def revised(versions: pl.DataFrame, language: Language) -> str:
    """Return how often a target was changed since it was entered."""
    catalogue = catalog(language)
    times = versions.height - 1
    return catalogue.ngettext(
        "The target has been changed {times} time since publication No. {number}, which brought it",
        "The target has been changed {times} times since publication No. {number}, which brought it",
        times,
    ).format(times=times, number=versions["publication"].min())


def version_kind(row: Row, newest: int, first: int, language: Language) -> str:
    """Return what a version of a target is: the original, the current one, one between, or a withdrawal."""
    _ = catalog(language).gettext
    if row["withdrawn"]:
        return _("withdrawn")
    if row["version"] == newest:
        return _("current")
    return _("original") if row["version"] == first else _("in between")
