"""Rows of a publication as tables of typed cells, each value beside how it is written."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from dabiao import progress, terms, wording
from dabiao.briefing.content import Cell, Column, Table, cited, marked
from dabiao.contents.asked import Asked
from dabiao.model import Bound, ObservationBasis, ObservationStatus
from dabiao.numbers import NOTHING, percent, signed
from dabiao.wording import briefings, sources
from dabiao.wording import changes as change_words

AT_MOST: Final = 1000
"""Rows of a table; what a view has beyond that is counted."""


def table(caption: str, columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]], total: int = 0) -> Table:
    """Return a table of at most `AT_MOST` rows; of ``total`` where ``rows`` are only the first."""
    kept = tuple(rows[:AT_MOST])
    return Table(caption, tuple(columns), kept, max(total, len(rows)) - len(kept))


def text(said: object) -> Cell:
    """Return a cell that holds a text."""
    written = "" if said is None else str(said)
    return Cell(written, written)


def pairs(asked: Asked, caption: str, heads: tuple[str, str], rows: Sequence[tuple[str, str]]) -> Table:
    """Return a table of what is named and what is said of it."""
    columns = (Column(asked.say(heads[0])), Column(asked.say(heads[1])))
    return table(caption, columns, [(text(name), text(said)) for name, said in rows])


def targets(asked: Asked, rows: pl.DataFrame, marks: Mapping[tuple[str, str], str], caption: str) -> Table:
    """Return status rows with their absences, and what refers to their sources by area and target."""
    _ = asked.say
    several = rows["area_code"].n_unique() > 1
    columns = [
        *([Column(_("Area"))] if several else []),
        Column(_("Indicator")),
        Column(_("Target"), "number"),
        Column(_("Deadline")),
        Column(_("Value"), "number"),
        Column(_("Period")),
        Column(_("Attainment"), "share"),
        Column(_("Elapsed time"), "share"),
        Column(_("Pace gap (percentage points)"), "points"),
        Column(_("Status")),
        Column(_("Source")),
    ]
    shown = rows.head(AT_MOST)
    return table(
        caption,
        columns,
        [_target(asked, row, marks, several) for row in wording.rows(shown)],
        rows.height,
    )


def _target(
    asked: Asked, row: wording.Row, marks: Mapping[tuple[str, str], str], several: bool
) -> tuple[Cell, ...]:
    language = asked.language
    absent = absence(asked, row)
    return (
        *([text(wording.name(row, "area", language))] if several else []),
        text(wording.name(row, "indicator", language)),
        Cell(row["target"], wording.target(row, language)),
        text(wording.period(row["deadline"], language)),
        Cell(row["value"], wording.value(row, row["value"], language, row["bound"]))
        if row["value"] is not None
        else text(absent or NOTHING),
        text(wording.period(row["period"], language)),
        Cell(row["attainment"], wording.attainment(row, language)),
        Cell(row["time_share"], percent(row["time_share"], language)),
        _gap(asked, row),
        text(terms.status_label(row["status"], language)),
        text(marks.get((row["area_code"], row["target_id"]), "")),
    )


def _gap(asked: Asked, row: wording.Row) -> Cell:
    """Return the pace gap where it says something: not of a figure from after the deadline."""
    told = briefings.gap(row, asked.language)
    return Cell(None if told == NOTHING else row["pace_gap"], told)


def absence(asked: Asked, row: wording.Row) -> str:
    """Return what stands where a figure is looked for, and of which period; empty for nothing."""
    if row["absence"] is None:
        return ""
    label = terms.absence_label(row["absence"], asked.language)
    return f"{label} · {wording.period(row['absence_period'], asked.language)}"


def path(asked: Asked, row: wording.Row, points: pl.DataFrame, absences: pl.DataFrame) -> Table:
    """Return the judged points of a target (`dabiao.progress.line`) and where its figures are missing."""
    _, language = asked.say, asked.language
    columns = (
        Column(_("Period")),
        Column(_("Value"), "number"),
        Column(_("Attainment"), "share"),
        Column(_("Elapsed time"), "share"),
        Column(_("Status")),
    )
    held: list[tuple[int, tuple[Cell, ...]]] = [
        (
            point["end_month"],
            (
                text(wording.period(point["period"], language)),
                Cell(point["value"], wording.value(row, point["value"], language, point["bound"])),
                Cell(point["attainment"], wording.attainment({**row, **point}, language)),
                Cell(point["time_share"], percent(point["time_share"], language)),
                text(terms.status_label(point["status"], language)),
            ),
        )
        for point in wording.rows(points)
    ]
    for one in wording.rows(absences):
        told = (
            text(wording.period(one["period"], language)),
            text(terms.absence_label(one["absence"], language)),
            *(Cell(None, NOTHING),) * 2,
            text(NOTHING),
        )
        held.append((one["end_month"], told))
    if row["baseline"] is not None and progress.start_month(row) not in points["end_month"]:
        first = (
            text(_("baseline")),
            Cell(row["baseline"], wording.value(row, row["baseline"], language)),
            Cell(0.0, percent(0.0, language)),
            Cell(0.0, percent(0.0, language)),
            text(NOTHING),
        )
        held.insert(0, (0, first))
    rows = [cells for _month, cells in sorted(held, key=lambda pair: pair[0])]
    return table(wording.name(row, "indicator", language), columns, rows)


def figures(asked: Asked, rows: pl.DataFrame, caption: str) -> Table:
    """Return published figures (rows of `dabiao.progress.observations`) with what refers to their sources."""
    _ = asked.say
    columns = (
        Column(_("Period")),
        Column(_("Value"), "number"),
        Column(_("Counts")),
        Column(_("Used")),
        Column(_("Source")),
    )
    return table(caption, columns, [_figure(asked, row) for row in wording.rows(rows)])


def _figure(asked: Asked, row: wording.Row) -> tuple[Cell, ...]:
    _, language = asked.say, asked.language
    status = ObservationStatus(row["status"])
    if status in terms.ABSENCE_NAMES:
        amount, used = text(terms.absence_label(status, language)), ""
    else:
        sign = terms.BOUND_SIGNS[Bound(row["bound"])]
        written = f"{sign}{signed(row['value_reported'])}{wording.unit(row, language)}"
        # As its source gives it, in that unit: what a sheet shows is the number beside the unit of the text.
        amount = Cell(float(row["value_reported"]), written)
        used = _("yes") if row["comparable"] else _("not comparable with the target's basis")
        if not row["judged"]:
            used = _("another definition; not used for the judgement")
    basis = _(terms.OBSERVATION_BASIS_NAMES[ObservationBasis(row["basis"])])
    return (
        text(wording.period(row["period"], language)),
        amount,
        text(f"{wording.name(row, 'indicator', language)} · {basis}"),
        text(used),
        text(asked.notes.mark([sources.source(row, language)])),
    )


def changes(asked: Asked, rows: pl.DataFrame, caption: str) -> Table:
    """Return `dabiao.progress.changed` rows."""
    _, language = asked.say, asked.language
    columns = (
        Column(_("Change")),
        Column(_("Area")),
        Column(_("Indicator")),
        Column(_("Before → now")),
    )
    told = [
        (
            text(terms.change_name(row["change"], language)),
            text(wording.name(row, "area", language)),
            text(wording.name(row, "indicator", language)),
            text(change_words.change(row, language)),
        )
        for row in wording.rows(rows.head(AT_MOST))
    ]
    return table(caption, columns, told, rows.height)


def flags(asked: Asked, row: wording.Row) -> list[str]:
    """Return the flags of a status row with what each means by the rules that raised it."""
    language = asked.language
    if not asked.explained:
        return [terms.flag_name(flag, language) for flag in row["flags"]]
    return [
        briefings.meaning(terms.flag_name(flag, language), terms.flag_meaning(flag, language), language)
        for flag in row["flags"]
    ]


def referred(text: str, rows: pl.DataFrame, marks: Mapping[tuple[str, str], str]) -> str:
    """Return a finding on status rows with what refers to the sources of all of them."""
    keys = rows.select("area_code", "target_id").iter_rows()
    return f"{text} {marked(cited(marks.get(key, '') for key in keys))}".strip()


def standing(asked: Asked, row: wording.Row) -> str:
    """Return the status of a row with what it means, by the rules that gave it."""
    language = asked.language
    label = terms.status_label(row["status"], language)
    if not asked.explained:
        return label
    return briefings.meaning(label, terms.status_meaning(row["status"], language), language)
