"""The content of an indicator: who stands where, since when, and who has no place and why."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import polars as pl

from dabiao import comparison, progress, terms, wording
from dabiao.briefing.content import Cell, Chart, Column, Content, Section, Table
from dabiao.charts.ranking import ranking
from dabiao.charts.theme import Palette
from dabiao.comparison import Axis
from dabiao.contents import drawn, overview, tables
from dabiao.contents.asked import Asked
from dabiao.numbers import percent
from dabiao.wording import briefings, comparisons


def content(asked: Asked) -> Content:
    """Return the content of the indicator that the view shows."""
    known = comparison.indicators(asked.store, asked.publication)
    code = asked.required("indicator", known["indicator_code"].to_list())
    row = known.row(by_predicate=pl.col("indicator_code") == code, named=True)
    rows = _standings(asked, code)
    for name, column in (("level", "level"), ("province", "province_code")):
        if (chosen := asked.chosen(name)) is not None:
            rows = rows.filter(pl.col(column) == chosen)
    title = wording.name(row, "indicator", asked.language)
    if rows.is_empty():
        lead = asked.say("No area in this selection has a target on this indicator.")
        return asked.content(title, lead, [Section(lead, (row[f"definition_{asked.language}"],))])
    lead = wording.standing(progress.counts(rows), asked.language)
    return asked.content(title, lead, _sections(asked, rows, code, row[f"definition_{asked.language}"]))


def _standings(asked: Asked, code: str) -> pl.DataFrame:
    areas = asked.areas()
    rows = comparison.standings(asked.status(indicator=code), asked.as_of)
    names = dict(areas.select("code", f"name_{asked.language}").iter_rows())
    return comparison.told_apart(rows, asked.language, names)


def _sections(asked: Asked, rows: pl.DataFrame, code: str, definition: str) -> Iterator[Section]:
    language = asked.language
    used = asked.observations()
    marks = asked.used(rows, used.filter(pl.col("indicator_code") == code))
    yield overview.standing(asked, rows, [definition] if definition else [])
    axes = comparison.axes(rows)
    first = asked.chosen("axis")
    for axis in sorted(axes, key=lambda one: one.key != first):
        head = comparisons.axis(axis.rows.row(0, named=True), language)
        finding = tables.referred(comparisons.ranking(axis.rows, language), axis.ranked, marks)
        chart = _ranked(asked, axis) if axis.ranked.height > 1 else None
        told = [head, *drawn.left_out(asked, chart)]
        told += [_withheld(asked, row) for row in wording.rows(axis.withheld.head(tables.AT_MOST))]
        if (more := axis.withheld.height - tables.AT_MOST) > 0:
            told.append(briefings.left_out(more, language))
        told.append(comparisons.spread(axis.spread, axis.ranked.height, comparison.SPREAD_FROM, language))
        yield Section(finding, tuple(text for text in told if text), chart=chart)
    if axes:
        caption = asked.say("Every area with a target")
        yield Section(caption, table=_table(asked, axes, marks, caption))


def _withheld(asked: Asked, row: wording.Row) -> str:
    area = wording.name(row, "area", asked.language)
    return briefings.meaning(area, comparisons.withheld(row, asked.language), asked.language)


def _ranked(asked: Asked, axis: Axis) -> Chart:
    ranked = axis.ranked
    if ranked.height > drawn.BARS:
        ranked = pl.concat([ranked.head(drawn.BARS // 2), ranked.tail(drawn.BARS // 2)])
    found = wording.rows(ranked)
    names = [f"{row['place']} {wording.name(row, 'area', asked.language)}" for row in found]
    return drawn.bars(asked, found, names, partial(_ranking, axis.ranked, asked), axis.ranked.height)


def _ranking(rows: pl.DataFrame, asked: Asked, colours: Palette) -> dict[str, Any]:
    return ranking(rows, language=asked.language, colours=colours)


def _table(asked: Asked, axes: list[Axis], marks: dict[tuple[str, str], str], caption: str) -> Table:
    _ = asked.say
    columns = [
        Column(_("Place"), "count"),
        Column(_("Area")),
        Column(_("Target"), "number"),
        Column(_("Value"), "number"),
        Column(_("Period")),
        Column(_("Attainment"), "share"),
        Column(_("Elapsed time"), "share"),
        Column(_("Status")),
        Column(_("Why not ranked")),
        Column(_("Source")),
    ]
    rows = pl.concat([axis.rows for axis in axes])
    told = [_row(asked, row, marks) for row in wording.rows(rows.head(tables.AT_MOST))]
    return tables.table(caption, columns, told, rows.height)


def _row(asked: Asked, row: wording.Row, marks: dict[tuple[str, str], str]) -> tuple[Cell, ...]:
    language = asked.language
    withheld = row["withheld"]
    return (
        tables.text("") if row["place"] is None else Cell(row["place"], str(row["place"])),
        tables.text(wording.name(row, "area", language)),
        Cell(row["target"], wording.target(row, language)),
        Cell(row["value"], wording.value(row, row["value"], language, row["bound"])),
        tables.text(wording.period(row["period"], language)),
        Cell(row["attainment"], wording.attainment(row, language)),
        Cell(row["time_share"], percent(row["time_share"], language)),
        tables.text(terms.status_label(row["status"], language)),
        tables.text("" if withheld is None else comparisons.withheld_name(withheld, language)),
        tables.text(marks.get((row["area_code"], row["target_id"]), "")),
    )
