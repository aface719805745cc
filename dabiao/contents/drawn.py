"""Rows of a publication as charts that documents draw natively; the page's own figure stands beside each."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import polars as pl

from dabiao import progress, terms, wording
from dabiao.briefing.content import Chart, Series
from dabiao.charts.attainment import attainment_by_area
from dabiao.charts.bullet import bullets
from dabiao.charts.theme import Palette
from dabiao.charts.trajectory import LABELLED_UP_TO, trajectory
from dabiao.contents import tables
from dabiao.contents.asked import Asked
from dabiao.model import RollUp
from dabiao.periods import last_day
from dabiao.wording import briefings

BARS: Final = 24
"""Bars that a slide holds with their names; with more targets they are counted by area instead."""


def attainment(asked: Asked, rows: pl.DataFrame) -> Chart:
    """Return how far targets have come, a bar each; where they are too many, how many stand where by area.

    Args:
        asked: the view.
        rows: status rows that say something of attainment (`dabiao.progress.attained`), at least one.
    """
    figure = partial(_attainment, rows, asked)
    if rows.height > BARS:
        return _standing_by_area(asked, rows, figure)
    found = wording.rows(rows.sort("area_code", "attainment", descending=[False, True]))
    several = rows["area_code"].n_unique() > 1
    return bars(asked, found, [_named(row, asked, several) for row in found], figure)


def _attainment(rows: pl.DataFrame, asked: Asked, colours: Palette) -> dict[str, object]:
    return attainment_by_area(rows, language=asked.language, colours=colours)


def _named(row: wording.Row, asked: Asked, several: bool) -> str:
    names = [wording.name(row, "area", asked.language)] if several else []
    return " · ".join([*names, wording.name(row, "indicator", asked.language)])


def bars(
    asked: Asked,
    rows: Sequence[wording.Row],
    names: Sequence[str],
    figure: partial[dict[str, object]],
    total: int = 0,
) -> Chart:
    """Return a bar per status row with its attainment and where it should be by now.

    Args:
        asked: the view.
        rows: the status rows.
        names: what each bar is named.
        figure: draws them for the screen, and all of them where ``rows`` are only some.
        total: of how many rows these are some.
    """
    return Chart(
        kind="bars",
        categories=tuple(names),
        series=(
            Series(
                name=asked.say("Attainment"),
                values=tuple(row["attainment"] for row in rows),
                texts=tuple(wording.attainment(row, asked.language) for row in rows),
                colours=tuple(asked.colours.status(row["status"]) for row in rows),
            ),
            Series(
                name=asked.say("Elapsed time"),
                values=tuple(row["time_share"] for row in rows),
                colours=(asked.colours.grid,),
            ),
        ),
        unit="%",
        share=True,
        left_out=max(0, total - len(rows)),
        in_table=total <= tables.AT_MOST,
        figure=figure,
    )


def left_out(asked: Asked, chart: Chart | None) -> tuple[str, ...]:
    """Return that bars are drawn of some only, where there are more than a chart holds."""
    if chart is None or not chart.left_out:
        return ()
    shown = len(chart.categories)
    return (briefings.drawn(shown, shown + chart.left_out, asked.language, in_table=chart.in_table),)


def area_bars(asked: Asked, rows: pl.DataFrame) -> Chart:
    """Return how far the targets of one area have come.

    Args:
        asked: the view.
        rows: `dabiao.progress.drawable` rows, at least one of them `attained`.
    """
    known = progress.attained(rows)
    if known.height > BARS:
        return attainment(asked, known)
    found = wording.rows(known)
    figure = partial(_bullets, rows, asked)
    return bars(asked, found, [wording.name(row, "indicator", asked.language) for row in found], figure)


def _bullets(rows: pl.DataFrame, asked: Asked, colours: Palette) -> dict[str, object]:
    return bullets(rows, language=asked.language, colours=colours)


def _standing_by_area(asked: Asked, rows: pl.DataFrame, figure: partial[dict[str, object]]) -> Chart:
    language = asked.language
    name = f"area_name_{language}"
    every = rows.select("area_code", name).unique().sort("area_code")
    areas = every.head(BARS)
    held = rows.group_by("area_code", "roll_up").len()
    by_area = {(code, group): count for code, group, count in held.iter_rows()}
    codes = areas["area_code"].to_list()
    return Chart(
        kind="stacked",
        categories=tuple(areas[name].to_list()),
        series=tuple(
            Series(
                name=terms.roll_up_name(group, language),
                values=tuple(by_area.get((code, str(group)), 0) for code in codes),
                colours=(asked.colours.group(group),),
            )
            for group in RollUp
        ),
        unit=asked.say("Number of targets"),
        left_out=every.height - areas.height,
        in_table=rows.height <= tables.AT_MOST,
        figure=figure,
    )


def path(asked: Asked, row: wording.Row, points: pl.DataFrame, figures: pl.DataFrame) -> Chart:
    """Return the way of one target over time: figures, expected path, target, and its outlook.

    Args:
        asked: the view.
        row: its status row with its absence.
        points: its judged points with a value, at least one.
        figures: the published figures behind it.
    """
    _, language, colours = asked.say, asked.language, asked.colours
    start, deadline = progress.start_month(row), row["deadline_month"]
    days = [last_day(month) for month in points["end_month"].to_list()]
    values = points["value"].to_list()
    bounds = points["bound"].to_list()
    texts = [wording.value(row, value, language, bound) for value, bound in zip(values, bounds, strict=True)]
    if row["baseline"] is not None and start not in points["end_month"]:
        days, values = [last_day(start), *days], [row["baseline"], *values]
        texts = [wording.value(row, row["baseline"], language), *texts]
    if len(texts) > LABELLED_UP_TO:
        texts = [texts[0], *[""] * (len(texts) - 2), texts[-1]]
    ends = (last_day(start), last_day(deadline))
    series = [
        Series(
            wording.name(row, "indicator", language),
            tuple(values),
            tuple(days),
            tuple(texts),
            "line",
            (colours.status(row["status"]),),
        )
    ]
    if row["target"] is not None:
        if row["baseline"] is not None:
            expected = (row["baseline"], row["target"])
            series.append(Series(_("expected path"), expected, ends, (), "dotted", (colours.muted,)))
        until = max(*days, ends[1])
        level = Series(
            _("target"),
            (row["target"], row["target"]),
            (min(*days, ends[0]), until),
            ("", wording.target(row, language)),
            "solid",
            (colours.ink,),
        )
        series.append(level)
    projection = progress.projection(row, points, figures)
    fan = progress.fan(projection, points)
    if fan is not None:
        series += _outlook(asked, fan)
    return Chart(
        kind="path",
        categories=(),
        series=tuple(series),
        unit=wording.unit(row, language).strip(),
        figure=partial(_trajectory, asked, row, points, fan, progress.on_axis(row, figures)),
    )


def _outlook(asked: Asked, fan: pl.DataFrame) -> list[Series]:
    days = tuple(last_day(month) for month in fan["end_month"].to_list())
    names = {
        "centre": asked.say("if the average pace continues"),
        "low": asked.say("lower end of the interval"),
        "high": asked.say("upper end of the interval"),
    }
    styles = {"centre": "dashed", "low": "dotted", "high": "dotted"}
    accent = asked.colours.accent
    return [
        Series(names[end], tuple(fan[end].to_list()), days, (), style, (accent,))  # type: ignore[arg-type]
        for end, style in styles.items()
    ]


def _trajectory(
    asked: Asked,
    row: wording.Row,
    points: pl.DataFrame,
    fan: pl.DataFrame | None,
    absences: pl.DataFrame,
    colours: Palette,
) -> dict[str, object]:
    return trajectory(
        row,
        points,
        fan,
        start_month=progress.start_month(row),
        language=asked.language,
        colours=colours,
        absences=absences,
    )
