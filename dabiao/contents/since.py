"""What changed since another publication, or since a date by which less was known."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from dabiao import progress, publications
from dabiao.briefing.content import Section
from dabiao.contents import tables
from dabiao.contents.asked import Asked, ContentError
from dabiao.periods import CHINA
from dabiao.progress import LATEST
from dabiao.terms import N_
from dabiao.wording import changes as words
from dabiao.wording import sources


def sections(
    asked: Asked, rows: pl.DataFrame, framework: str | None, *, documents: bool = True
) -> Iterator[Section]:
    """Yield what became of the targets since what the view compares with; nothing where it does not.

    Args:
        asked: the view.
        rows: its status rows.
        framework: id of the one framework shown, None for all.
        documents: whether the rows are of the areas alone that issued the documents.
    """
    since = asked.chosen("since")
    if since is None:
        return
    try:
        then = before(asked, since)
    except ContentError as error:  # all else that the view shows stands without it
        yield Section(error.message(asked.language))
        return
    stated = then.status(framework=framework)
    earlier = progress.of_documents(stated, then.plans(framework)) if documents else stated
    changed = progress.changed(rows, earlier)
    heading = words.changes_finding(changed, name(asked, since), asked.language)
    new = asked.undated if asked.vintage == LATEST and not since.isdigit() else 0
    said = (sources.undated_new(new, asked.language),) if new else ()
    if changed.is_empty():
        yield Section(heading, said)
    else:
        listed = tables.changes(asked, changed, asked.say("All changes as a table"))
        yield Section(heading, said, table=listed)


def before(asked: Asked, since: str) -> Asked:
    """Return the moment that ``since`` means: an earlier publication, or what this one knew by a date.

    Raises:
        ContentError: it is neither, or what was known by the date would be judged by other rules.
    """
    if since.isascii() and since.isdigit() and len(since) < 10:
        number = int(since)
        if 1 <= number < asked.publication:
            return replace(asked, publication=number)
        raise ContentError(
            N_("What has changed is not shown: No. {number} is not before publication No. {shown}."),
            number=number,
            shown=asked.publication,
        )
    try:
        date = dt.date.fromisoformat(since).isoformat()
    except ValueError as error:
        raise ContentError(N_("“{date}” is no date by which figures were known."), date=since) from error
    if asked.vintage != LATEST and date >= asked.vintage:
        raise ContentError(
            N_("What has changed is not shown: {date} is not before {vintage}."),
            date=date,
            vintage=asked.vintage,
        )
    asked.judged_anew()
    return replace(asked, vintage=date)


def name(asked: Asked, since: str) -> str:
    """Return what is compared with, in words."""
    if not since.isdigit():
        return asked.say("what was known by {date}").format(date=since)
    published = publications.publication(asked.store, int(since)).published_at.astimezone(CHINA)
    return asked.say("No. {number} of {date}").format(number=since, date=published.date().isoformat())
