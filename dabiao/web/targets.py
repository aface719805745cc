"""One target on a page: its path over time, what is said of it, and the figures it rests on."""

import polars as pl
import streamlit as st

from dabiao import judgement, terms, wording
from dabiao.charts.trajectory import trajectory
from dabiao.locale import catalog
from dabiao.model import Status
from dabiao.settings import Language
from dabiao.web import tables, ui


def show(row: wording.Row, points: pl.DataFrame, figures: pl.DataFrame, language: Language) -> None:
    """Show one target.

    Args:
        row: its status row (`dabiao.progress.status`).
        points: its judged points (`dabiao.progress.line`).
        figures: the published figures behind it (`dabiao.progress.observations`).
        language: of the texts.
    """
    _ = catalog(language).gettext
    finding = wording.verdict(row, language)
    st.subheader(finding, anchor=row["target_id"])
    wide, narrow = st.columns([3, 2], gap="large")
    known = points.filter(pl.col("value").is_not_null())
    with wide:
        if known.is_empty():
            st.info(wording.silence(row, language))
        else:
            ui.chart(
                trajectory(
                    row,
                    known,
                    judgement.fan(row, known),
                    start_month=judgement.start_month(row),
                    language=language,
                    dark=ui.dark(),
                ),
                language=language,
                finding=finding,
                key=row["target_id"],
            )
    with narrow:
        ui.show(
            "target",
            language,
            status=row["status"],
            meaning=_(terms.STATUS_MEANINGS[Status(row["status"])]),
            sentences=wording.explanation(row, language),
            flags=[
                (terms.flag_name(flag, language), terms.flag_meaning(flag, language)) for flag in row["flags"]
            ],
            figures=tables.figures(figures, row["basis"], language),
            caption=_("Published figures and their sources"),
        )
