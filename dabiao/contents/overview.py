"""The content of the overview: the documents' targets at one moment, and what changed."""

from collections.abc import Iterator, Mapping

import polars as pl

from dabiao import progress, wording
from dabiao.briefing.content import Content, Section, Tile
from dabiao.contents import drawn, since, tables
from dabiao.contents.asked import UNKNOWN, Asked, ContentError
from dabiao.model import RollUp
from dabiao.terms import roll_up_name
from dabiao.wording import briefings
from dabiao.wording import changes as change_words


def content(asked: Asked) -> Content:
    """Return the overview's content."""
    framework = asked.chosen("framework")
    plans = asked.plans(framework)
    if plans.is_empty():
        raise ContentError(UNKNOWN["framework"], number=asked.publication)
    rows = progress.of_documents(asked.status(framework=framework), plans)
    marks = asked.used(rows, asked.observations(framework=framework))
    lead = wording.standing(progress.counts(rows), asked.language)
    sections = _sections(asked, rows, plans, marks, framework)
    return asked.content(asked.say("Overview"), lead, sections)


def _sections(
    asked: Asked,
    rows: pl.DataFrame,
    plans: pl.DataFrame,
    marks: Mapping[tuple[str, str], str],
    framework: str | None,
) -> Iterator[Section]:
    language = asked.language
    yield standing(asked, rows, wording.coverage(progress.completeness(rows), plans, language))
    known = progress.attained(rows)
    if not known.is_empty():
        finding = tables.referred(wording.attainments(known, language), known, marks)
        chart = drawn.attainment(asked, known)
        yield Section(finding, drawn.left_out(asked, chart), chart=chart)
    behind = progress.furthest_behind(rows)
    told = [
        f"{briefings.shortfall(row, language)} {marks.get((row['area_code'], row['target_id']), '')}".strip()
        for row in wording.rows(behind)
    ]
    yield Section(wording.behind(behind, rows, language), tuple(told))
    yield from _caught_up(asked, rows)
    yield from since.sections(asked, rows, framework)
    caption = asked.say("All targets as a table")
    yield Section(caption, table=tables.targets(asked, rows, marks, caption))


def standing(asked: Asked, rows: pl.DataFrame, facts: list[str]) -> Section:
    """Return how many targets stand where, with what else is to be known first."""
    counts = progress.counts(rows)
    language = asked.language
    dated = wording.dated(rows, language)
    return Section(
        wording.standing(counts, language),
        (
            wording.as_of(asked.publication, asked.as_of, rows, language),
            *([dated] if dated else []),
            *facts,
            *([wording.silent(rows, language)] if counts[RollUp.NO_DATA] else []),
        ),
        tiles(asked, counts),
    )


def tiles(asked: Asked, counts: Mapping[RollUp, int]) -> tuple[Tile, ...]:
    """Return how many targets stand in each of the four groups."""
    return tuple(
        Tile(roll_up_name(group, asked.language), count, asked.colours.group(group))
        for group, count in counts.items()
    )


def _caught_up(asked: Asked, rows: pl.DataFrame) -> Iterator[Section]:
    codes = rows["area_code"].unique().sort().to_list()
    points = [asked.line(code) for code in codes]
    if not points:
        return
    caught = progress.caught_up(rows, pl.concat(points))
    if not caught.is_empty():
        heading = asked.say("Behind before, caught up since ({count})").format(count=caught.height)
        told = [change_words.caught_up(row, asked.language) for row in wording.rows(caught)]
        yield Section(heading, tuple(told))
