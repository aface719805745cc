"""The section that shows the catalog as it is: documents, indicators, targets."""

from typing import Any, Final

import polars as pl
import streamlit as st

from dabiao import wording
from dabiao.numbers import NOTHING
from dabiao.web import reading, records, ui
from dabiao.web.data import readings
from dabiao.web.menu import AREA, INDICATOR, TARGET
from dabiao.web.records import LIMIT, Cell
from dabiao.web.view import Moment, View
from dabiao.wording.fields import spoken
from dabiao.wording.figures import span
from dabiao.wording.joining import listed

TARGET_COLUMNS: Final = (
    *("area_code", "area_name_zh", "area_name_en", "framework_id", "framework_name_zh", "framework_name_en"),
    *(
        "indicator_code",
        "indicator_name_zh",
        "indicator_name_en",
        "target_id",
        "comparator",
        "target",
        "unit_name_zh",
        "unit_name_en",
    ),
    *("target_reported", "target_unit", "value_status", "deadline", "basis", "basis_status", "series"),
    *("stated_baseline_period", "plan_start", "plan_start_status", "section", "phrase", "note_zh", "note_en"),
)
"""Of a status row, what the document and the catalog say of the target."""


def show(view: View, moment: Moment) -> None:
    """Show the documents with their assumptions, the indicators with their definitions, the targets."""
    plans = reading.areas(moment.publication)
    indicators = readings.indicators(moment.publication)
    targets = reading.status(moment).select(TARGET_COLUMNS)
    _documents(view, moment, plans)
    _targets(view, moment, targets, reading.status(moment))
    _indicators(view, moment, indicators)


def _documents(view: View, moment: Moment, plans: pl.DataFrame) -> None:
    _, language = view.gettext, view.language
    st.header(_("Policy documents"), anchor=False)
    records.show(
        _("Policy documents"),
        [
            _("Document"),
            _("Area"),
            _("Document number"),
            _("Issuer"),
            _("Issued on"),
            _("Plan period"),
            _("Note"),
        ],
        [
            (
                Cell(row[f"title_{language}"], note=_count(row, view)),
                Cell(row[f"area_name_{language}"], link=view.link(AREA, area=row["area_code"])),
                row["document_number"] or _("none stated"),
                row[f"issuer_{language}"],
                Cell(row["issued_on"].isoformat(), whole=True),
                Cell(
                    span(row["plan_start"], row["horizon"], language),
                    note=_("start {how}").format(
                        how=spoken("plan_start_status", row["plan_start_status"], language)
                    ),
                    whole=True,
                ),
                row[f"note_{language}"] or "",
            )
            for row in plans.to_dicts()
        ],
        language,
    )
    ui.downloads(view, moment.publication, plans, _("Policy documents"))


def _count(row: dict[str, Any], view: View) -> str:
    return view.gettext("{targets} numeric targets, {tasks} tasks").format(
        targets=row["targets"], tasks=row["tasks"]
    )


def _targets(view: View, moment: Moment, targets: pl.DataFrame, rows: pl.DataFrame) -> None:
    _, language = view.gettext, view.language
    st.header(_("Numeric targets"), anchor=False)
    records.show(
        _("Numeric targets"),
        [
            _("Indicator"),
            _("Area"),
            _("Target"),
            _("Deadline"),
            _("Basis"),
            _("Words of the document"),
            _("Note"),
        ],
        [
            (
                Cell(
                    wording.name(row, "indicator", language),
                    link=view.link(TARGET, target=row["target_id"], area=row["area_code"]),
                ),
                Cell(wording.name(row, "area", language), note=wording.name(row, "framework", language)),
                Cell(
                    wording.target(row, language),
                    note=spoken("value_status", row["value_status"], language),
                    whole=True,
                ),
                wording.period(row["deadline"], language),
                Cell(
                    spoken("basis", row["basis"], language),
                    note=spoken("basis_status", row["basis_status"], language),
                ),
                Cell(f"“{row['phrase']}”", note=row["section"]),
                row[f"note_{language}"] or "",
            )
            for row in rows.head(LIMIT).to_dicts()
        ],
        language,
        total=rows.height,
    )
    ui.downloads(view, moment.publication, targets, _("Numeric targets"))


def _indicators(view: View, moment: Moment, indicators: pl.DataFrame) -> None:
    _, language = view.gettext, view.language
    st.header(_("Indicators"), anchor=False)
    records.show(
        _("Indicators"),
        [_("Indicator"), _("Unit"), _("Kind"), _("Definition"), _("Sum of")],
        [
            (
                Cell(
                    wording.name(row, "indicator", language),
                    link=view.link(INDICATOR, indicator=row["indicator_code"]),
                ),
                row["unit"] if language == "zh" else row["unit_name_en"],
                Cell(
                    spoken("kind", row["kind"], language),
                    note=spoken("direction", row["direction"], language),
                ),
                row[f"definition_{language}"],
                listed(row[f"component_{language}"], language) or NOTHING,
            )
            for row in indicators.head(LIMIT).to_dicts()
        ],
        language,
        total=indicators.height,
    )
    ui.downloads(view, moment.publication, indicators.drop("unit"), _("Indicators"))
