"""The content of an area: each of its targets, how it got there, and what that rests on."""

from collections.abc import Iterator, Mapping

import polars as pl

from dabiao import progress, terms, wording
from dabiao.briefing.content import Content, Section
from dabiao.contents import drawn, overview, tables
from dabiao.contents.asked import Asked
from dabiao.wording import briefings, rules


def content(asked: Asked) -> Content:
    """Return the content of the area that the view shows."""
    known = asked.areas()
    names = dict(known.select("code", f"name_{asked.language}").iter_rows())
    area = asked.required("area", names)
    rows = asked.status(area=area)
    if rows.is_empty():
        lead = asked.say(
            "None of this area's documents states a numeric target; its tasks are tracked by text."
        )
        return asked.content(names[area], lead, [Section(lead, tuple(_plans(asked, area)))])
    figures = asked.observations(area=area)
    marks = asked.used(rows, figures)
    lead = wording.standing(progress.counts(rows), asked.language)
    return asked.content(names[area], lead, _sections(asked, rows, figures, marks, area))


def _plans(asked: Asked, area: str) -> list[str]:
    plans = asked.plans().filter(pl.col("area_code") == area)
    return wording.plans(plans, asked.language)


def _sections(
    asked: Asked,
    rows: pl.DataFrame,
    figures: pl.DataFrame,
    marks: Mapping[tuple[str, str], str],
    area: str,
) -> Iterator[Section]:
    language = asked.language
    yield overview.standing(asked, rows, _plans(asked, area))
    known = progress.attained(rows)
    if not known.is_empty():
        finding = tables.referred(wording.attainments(known, language), known, marks)
        chart = drawn.area_bars(asked, progress.drawable(rows))
        yield Section(finding, drawn.left_out(asked, chart), chart=chart)
    points = asked.line(area).filter(pl.col("value").is_not_null())
    with_path = pl.col("target_id").is_in(points["target_id"].unique().to_list())
    for row in wording.rows(rows.filter(with_path)):
        own = pl.col("target_id") == row["target_id"]
        yield of_target(asked, row, points.filter(own), figures.filter(own), marks)
    without = rows.filter(~with_path)
    if not without.is_empty():
        yield Section(
            wording.silent(without, language),
            tuple(
                f"{wording.name(row, 'indicator', language)} {wording.target(row, language)} — "
                f"{terms.status_label(row['status'], language)}"
                for row in wording.rows(without)
            ),
        )
    caption = asked.say("All targets as a table")
    yield Section(caption, table=tables.targets(asked, rows, marks, caption))


def of_target(
    asked: Asked,
    row: wording.Row,
    points: pl.DataFrame,
    figures: pl.DataFrame,
    marks: Mapping[tuple[str, str], str],
) -> Section:
    """Return one target with a path: its finding, the chart and the table of it, what is said of it.

    Args:
        asked: the view.
        row: its status row with its absence.
        points: its judged points with a value, at least one.
        figures: the published figures behind it.
        marks: what refers to the sources of targets.
    """
    language = asked.language
    mark = marks.get((row["area_code"], row["target_id"]), "")
    projection = progress.projection(row, points, figures)
    return Section(
        f"{briefings.target(row, language)} {mark}".strip(),
        (
            tables.standing(asked, row),
            *wording.explanation(row, language),
            *wording.outlook(projection, row, language),
            *tables.flags(asked, row),
            *(rules.remarks(row, points, language) if asked.explained else []),
        ),
        chart=drawn.path(asked, row, points, figures),
        table=tables.path(asked, row, points, progress.on_axis(row, figures)),
    )
