"""Targets on a page: their path over time, what is said of them, and the figures they rest on."""

import polars as pl
import streamlit as st

from dabiao import progress, terms, wording
from dabiao.charts.bullet import bullets
from dabiao.charts.trajectory import trajectory
from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.web import reading, tables, ui
from dabiao.web import waiting as awaiting
from dabiao.web.menu import TARGET
from dabiao.web.view import Moment, View


def show_bars(rows: pl.DataFrame, view: View) -> None:
    """Show how far the targets of an area have come, a bar each; nothing where there is nothing to draw.

    Args:
        rows: its status rows with their absence (`dabiao.progress.with_absences`).
        view: the page's choices.
    """
    drawn = progress.drawable(rows)
    if drawn.is_empty():
        return
    language = view.language
    finding = wording.attainments(progress.attained(rows), language)
    st.header(finding, anchor=False)
    ui.show("legend", language, marks=ui.bullet_legend(language))
    ui.chart(
        bullets(drawn, language=language, colours=ui.palette(view)),
        finding=finding,
        key="bullets",
        language=language,
        table=tables.listing(drawn, language),
    )


def show_each(
    rows: pl.DataFrame, area: str, moment: Moment, view: View, waiting: awaiting.Waiting | None = None
) -> None:
    """Show the targets of an area one by one, those with a path first, then those that cannot be judged.

    Args:
        rows: its status rows with their absence (`dabiao.progress.with_absences`).
        area: its code.
        moment: what is shown.
        view: the page's choices.
        waiting: figures that wait for approval, where they were asked for.
    """
    points = reading.line(moment, area=area).filter(pl.col("value").is_not_null())
    figures = reading.observations(moment, area=area)
    paths, figures_of = (frame.partition_by("target_id", as_dict=True) for frame in (points, figures))
    with_path = pl.col("target_id").is_in([target for (target,) in paths])
    drawn = [(row, (row["target_id"],)) for row in wording.rows(rows.filter(with_path))]
    projections = [progress.projection(row, paths[own], figures_of[own]) for row, own in drawn]
    if drawn:
        marks = awaiting.legend(waiting.points.filter(with_path) if waiting else None, view.language)
        fan = any(projection.fan for projection in projections)
        ui.show("legend", view.language, marks=[*ui.trajectory_legend(view.language, fan=fan), *marks])
    for (row, own), projection in zip(drawn, projections, strict=True):
        unapproved = waiting.of_target(row) if waiting else None
        show(row, paths[own], figures_of[own], projection, view, unapproved)
    without = rows.filter(~with_path)
    if not without.is_empty():
        show_silent(without, figures, view)


def show(
    row: wording.Row,
    points: pl.DataFrame,
    figures: pl.DataFrame,
    projection: progress.Projection,
    view: View,
    unapproved: pl.DataFrame | None = None,
) -> None:
    """Show one target whose figures can be compared with it: path, judgement, sources.

    Args:
        row: its status row with its absence (`dabiao.progress.with_absences`).
        points: its judged points with a value (`dabiao.progress.line`), at least one.
        figures: the published figures behind it (`dabiao.progress.observations`).
        projection: where it leads (`dabiao.progress.projection`).
        view: the page's choices.
        unapproved: its points that wait for approval.
    """
    _, language = view.gettext, view.language
    finding = wording.verdict(row, language)
    st.header(finding, anchor=False)
    wide, narrow = st.columns([3, 2], gap="large")
    absences = progress.on_axis(row, figures)
    with wide:
        ui.chart(
            trajectory(
                row,
                points,
                progress.fan(projection, points),
                start_month=progress.start_month(row),
                language=language,
                colours=ui.palette(view),
                absences=absences,
                unapproved=unapproved,
                notes=tables.notes(figures, language),
            ),
            finding=awaiting.alternative(finding, unapproved, language),
            key=row["target_id"],
            language=language,
            table=tables.path(row, points, absences, language, unapproved),
        )
    with narrow:
        ui.show(
            "target",
            language,
            status=row["status"],
            meaning=terms.status_meaning(row["status"], language),
            sentences=[*wording.explanation(row, language), *wording.outlook(projection, row, language)],
            flags=[
                (terms.flag_name(flag, language), terms.flag_meaning(flag, language)) for flag in row["flags"]
            ],
            source=wording.latest_source(figures, language),
            link=card_of(row, view),
        )
    show_figures(row, figures, language)


def card_of(row: wording.Row, view: View) -> str:
    """Return the address of a target's card."""
    return view.link(TARGET, area=row["area_code"], target=row["target_id"])


def show_silent(rows: pl.DataFrame, figures: pl.DataFrame, view: View) -> None:
    """Show the targets that no published figure can be compared with, and what was published beside them."""
    language = view.language
    st.header(wording.silent(rows, language), anchor=False)
    ui.show(
        "silent",
        language,
        rows=[
            {
                "status": row["status"],
                "heading": f"{wording.name(row, 'indicator', language)} {wording.target(row, language)}",
                "link": card_of(row, view),
                "sentences": [wording.silence(row, language), *wording.explanation(row, language)],
            }
            for row in wording.rows(rows)
        ],
    )
    for row in wording.rows(rows):
        show_figures(row, figures.filter(pl.col("target_id") == row["target_id"]), language)


def show_figures(row: wording.Row, figures: pl.DataFrame, language: Language) -> None:
    """Show the published figures of one target behind a fold; nothing where none was published."""
    if figures.is_empty():
        return
    _ = catalog(language).gettext
    caption = _("{indicator}: published figures and their sources ({count})").format(
        indicator=wording.name(row, "indicator", language), count=figures.height
    )
    with st.expander(caption):
        ui.show("sources", language, figures=tables.figures(figures, language), caption=caption)
