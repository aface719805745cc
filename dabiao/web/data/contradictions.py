"""The section that shows published figures that contradict each other, as what they are."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from dabiao import wording
from dabiao.settings import Language
from dabiao.web import ui
from dabiao.web.data import readings
from dabiao.web.menu import TARGET
from dabiao.web.records import LIMIT
from dabiao.web.view import Moment, View
from dabiao.wording import conflicts as words
from dabiao.wording import sources
from dabiao.wording.series import series


def show(view: View, moment: Moment) -> None:
    """Show every conflict with its figures, their sources and the targets it bears on."""
    _, language = view.gettext, view.language
    found = readings.contradictions(moment)
    ui.lead(
        words.finding(found, language),
        _("Nothing is corrected and nothing is left out: the sources say both, and both are on record."),
    )
    if not found.is_empty():
        listed(found, view, moment)
        ui.downloads(view, moment, spoken(found, language), _("Contradictions"))


def concerning(areas: Sequence[str], view: View, moment: Moment) -> None:
    """Show the conflicts in which a figure of one of ``areas`` stands; nothing where there is none."""
    known = readings.contradictions(moment)
    found = known.filter(pl.col("area_code").is_in(areas).any().over("conflict"))
    if not found.is_empty():
        st.header(words.finding(found, view.language), anchor=False)
        listed(found, view, moment)


def listed(found: pl.DataFrame, view: View, moment: Moment) -> None:
    """Show rows of `dabiao.conflicts.find`, each conflict with its severity, figures and sources."""
    _, language = view.gettext, view.language
    each = found.partition_by("conflict", maintain_order=True)
    ui.show("conflicts", language, conflicts=[_conflict(figures, view, moment) for figures in each[:LIMIT]])
    if len(each) > LIMIT:
        st.caption(
            _("The first {shown} of {total}; the download holds all of them.").format(
                shown=LIMIT, total=len(each)
            )
        )


def _conflict(figures: pl.DataFrame, view: View, moment: Moment) -> dict[str, Any]:
    language = view.language
    rows = figures.to_dicts()
    kind, severity = rows[0]["kind"], rows[0]["severity"]
    return {
        "kind": words.kind_name(kind, language),
        "severity": severity,
        "severity_name": words.severity_name(severity, language),
        "sentence": words.sentence(rows, language),
        "why": words.explanation(kind, severity, language),
        "repeated": words.repeated(rows[0]["times"], language),
        "figures": [_figure(row, language) for row in rows],
        "targets": _touched(rows, view, moment),
    }


def _figure(row: dict[str, Any], language: Language) -> dict[str, str]:
    return {
        "area": wording.name(row, "area", language),
        "period": wording.period(row["period"], language),
        "amount": wording.value(row, row["value"], language, row["bound"]),
        "series": series(row["series"], language),
        "source": sources.source(row, language),
        "url": row["source_url"] or "",
        "note": row[f"note_{language}"] or "",
    }


def _touched(rows: list[dict[str, Any]], view: View, moment: Moment) -> list[dict[str, str]]:
    touched = {(row["area_code"], target): None for row in rows for target in row["targets"]}
    names = readings.names(moment.publication)
    place = 0 if view.language == "zh" else 1
    return [
        {
            "name": f"{names['area'][area][place]} · {names['target'][target][place]}",
            "link": view.link(TARGET, target=target, area=area),
        }
        for area, target in touched
    ]


def spoken(found: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Return the conflicts for download, with kind and severity in words."""
    return (
        found.drop("end_month", "unit")
        .rename({"targets": "target_id"})
        .with_columns(
            kind=pl.col("kind").replace(
                {str(kind): words.kind_name(kind, language) for kind in words.KIND_NAMES}
            ),
            severity=pl.col("severity").replace(
                {str(one): words.severity_name(one, language) for one in words.SEVERITY_NAMES}
            ),
        )
    )
