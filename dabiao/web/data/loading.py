"""The section on loads: what each brought, and which rows the last one rejected and why."""

import polars as pl
import streamlit as st

from dabiao import publications
from dabiao.locale import catalog
from dabiao.numbers import NOTHING, number
from dabiao.periods import CHINA
from dabiao.web import reading, records, ui
from dabiao.web.menu import PUBLICATIONS
from dabiao.web.records import LIMIT, Cell
from dabiao.web.view import Moment, View
from dabiao.wording.fields import field_name


def show(view: View, moment: Moment) -> None:
    """Show the loads, the latest first, and the rows that the last one rejected."""
    _, language = view.gettext, view.language
    loads = publications.loads(reading.store())
    if loads.is_empty():
        ui.lead(_("Nothing has been loaded from files."))
        return
    rejected = publications.rejected_rows(reading.store(), loads["load_id"][0])
    _rejected(view, moment, loads["rows_rejected"][0], rejected)
    st.header(_("Loads"))
    counts = ("rows_read", "rows_new", "rows_changed", "rows_unchanged", "rows_rejected", "rows_withdrawn")
    records.show(
        _("Loads"),
        [_("Load"), _("Finished"), _("Publication"), *(field_name(name, language) for name in counts)],
        [
            (
                str(row["load_id"]),
                Cell(row["finished_at"].astimezone(CHINA).strftime("%Y-%m-%d %H:%M"), whole=True),
                Cell(
                    str(row["publication"]),
                    link=view.link(PUBLICATIONS, publication=str(row["publication"])),
                )
                if row["publication"]
                else Cell(NOTHING, note=_("nothing had changed")),
                *(number(row[name], language) for name in counts),
            )
            for row in loads.head(LIMIT).to_dicts()
        ],
        language,
        total=loads.height,
    )
    ui.downloads(view, moment, loads, _("Loads"))


def _rejected(view: View, moment: Moment, count: int, rejected: pl.DataFrame) -> None:
    _, language = view.gettext, view.language
    note = _("A row that breaks a rule is not published; it is kept here with the reason.")
    if rejected.is_empty():
        ui.lead(_("The last load rejected no row"), note)
        return
    ui.lead(
        catalog(language)
        .ngettext("The last load rejected {count} row", "The last load rejected {count} rows", count)
        .format(count=number(count, language)),
        note,
    )
    st.header(_("Rejected rows of the last load"))
    records.show(
        _("Rejected rows of the last load"),
        [_("File"), _("Row in the file"), _("Field"), _("Value"), _("Rule"), _("Message")],
        [
            (
                row["file"],
                number(row["line"], language),
                Cell(field_name(row["field"], language), note=row["field"]),
                row["value"] or NOTHING,
                row["rule"],
                row[f"message_{language}"],
            )
            for row in rejected.head(LIMIT).to_dicts()
        ],
        language,
        total=rejected.height,
    )
    ui.downloads(view, moment, rejected.drop("load_id", "position"), _("Rejected rows of the last load"))
