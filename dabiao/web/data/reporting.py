"""The section that tells who has reported what until when, and who has not."""

import polars as pl
import streamlit as st

from dabiao import wording
from dabiao.numbers import NOTHING, number
from dabiao.settings import Language
from dabiao.web import records, ui
from dabiao.web.data import readings
from dabiao.web.menu import AREA
from dabiao.web.records import LIMIT, Cell
from dabiao.web.view import Moment, View
from dabiao.wording import method as words
from dabiao.wording.fields import code_names
from dabiao.wording.joining import listed

NAMES_SHOWN = 4
"""Indicators named of those without a figure; the rest is counted."""


def show(view: View, moment: Moment) -> None:
    """Show who is silent, then every area with its figures, and how many figures are which absence."""
    _, language = view.gettext, view.language
    areas = readings.completeness(moment)
    rows = areas.to_dicts()
    ui.lead(words.silent(rows, language), _("Counted are figures up to the moment chosen above."))
    st.header(_("What each area has reported"), anchor=False)
    records.show(
        _("What each area has reported"),
        [
            _("Area"),
            _("In a sentence"),
            _("Targets with a comparable figure"),
            _("Published figures"),
            _("No figure for"),
        ],
        [
            (
                Cell(wording.name(row, "area", language), link=view.link(AREA, area=row["area_code"])),
                words.reported(row, language),
                _("{reported} of {targets}").format(reported=row["reported"], targets=row["targets"])
                if row["targets"]
                else _("no numeric target"),
                Cell(number(row["figures"], language), note=_marked(row["not_reported"], view)),
                _missing(row[f"missing_{language}"], language, view) or NOTHING,
            )
            for row in rows[:LIMIT]
        ],
        language,
        total=areas.height,
    )
    ui.downloads(view, moment, areas, _("Completeness"))
    st.header(_("Figures and absences on record"), anchor=False)
    ui.show("facts", language, facts=_absences(readings.figures(moment), view))


def _marked(count: int, view: View) -> str:
    return view.gettext("{count} marked as not reported").format(count=count) if count else ""


def _missing(names: list[str], language: Language, view: View) -> str:
    shown = listed(names[:NAMES_SHOWN], language)
    more = len(names) - NAMES_SHOWN
    return view.gettext("{names} and {more} more").format(names=shown, more=more) if more > 0 else shown


def _absences(figures: pl.DataFrame, view: View) -> list[str]:
    _, language = view.gettext, view.language
    names = code_names("absence", language)
    counts = dict(figures.group_by("absence").len().iter_rows())
    values = sum(count for code, count in counts.items() if code in (None, "zero"))
    told = [_("{name}: {count}").format(name=_("Figures"), count=number(values, language))]
    told += [
        _("{name}: {count}").format(name=name, count=number(counts[code], language))
        for code, name in names.items()
        if code in counts
    ]
    return told
