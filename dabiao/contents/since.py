"""What changed since another publication, or since a date by which less was known."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from dabiao import progress, publications
from dabiao.briefing.content import Section
from dabiao.contents import tables
from dabiao.contents.asked import Asked, ContentError
from dabiao.periods import CHINA
from dabiao.progress import since as comparing
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
    plans = then.plans(framework) if documents else None
    changed = comparing.compared(rows, then.status(framework=framework), plans)
    heading = words.changes_finding(changed, name(asked, since), asked.language)
    new = asked.undated if comparing.gains_undated(since, asked.vintage) else 0
    said = (sources.undated_new(new, asked.language),) if new else ()
    if changed.is_empty():
        yield Section(heading, said)
    else:
        listed = tables.changes(asked, changed, asked.say("All changes as a table"))
        yield Section(heading, said, table=listed)


def before(asked: Asked, since: str) -> Asked:
    """Return the moment that ``since`` means: an earlier publication, or what this one knew by a date.

    Raises:
        ContentError: the page offers no such thing, or what was known by the date would be judged by other
            rules.
    """
    if not since.isdigit():
        asked.judged_anew()
    known = publications.publications(asked.store)["number"].to_list()
    dates = progress.vintages(asked.store, asked.publication)
    if since not in comparing.offered(asked.publication, known, dates, asked.vintage):
        raise _refused(asked, since, dates)
    publication, vintage = comparing.before(since, asked.publication, asked.vintage)
    return replace(asked, publication=publication, vintage=vintage)


def _refused(asked: Asked, since: str, dates: list[str]) -> ContentError:
    """Return why nothing is compared with what the view asks for."""
    if since.isascii() and since.isdigit() and len(since) < 10:
        return ContentError(
            N_("What has changed is not shown: No. {number} is not before publication No. {shown}."),
            number=int(since),
            shown=asked.publication,
        )
    if since not in dates:
        return ContentError(N_("“{date}” is no date by which figures were known."), date=since)
    return ContentError(
        N_("What has changed is not shown: {date} is not before {vintage}."),
        date=since,
        vintage=asked.vintage,
    )


def name(asked: Asked, since: str) -> str:
    """Return what is compared with, in words."""
    if not since.isdigit():
        return asked.say("what was known by {date}").format(date=since)
    published = publications.publication(asked.store, int(since)).published_at.astimezone(CHINA)
    return asked.say("No. {number} of {date}").format(number=since, date=published.date().isoformat())
