"""The section on loads: what each brought, and which rows it rejected and why."""

from typing import Any

import polars as pl
import streamlit as st

from dabiao import publications
from dabiao.locale import catalog
from dabiao.numbers import NOTHING, number
from dabiao.periods import CHINA
from dabiao.web import reading, records, ui
from dabiao.web.menu import DATA, PUBLICATIONS
from dabiao.web.records import LIMIT, Cell
from dabiao.web.view import Moment, View
from dabiao.wording import rejections
from dabiao.wording.fields import field_name


def show(view: View, moment: Moment) -> None:
    """Show the loads, the latest first, and the rows that one of them rejected."""
    _, language = view.gettext, view.language
    loads = _known(view, publications.loads(reading.store()))
    if loads.is_empty():
        ui.lead(_("Nothing has been loaded from files."))
        return
    _rejected(view, moment, loads)
    st.header(_("Loads"), anchor=False)
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
                *(_count(row, name, view) for name in counts),
            )
            for row in loads.head(LIMIT).to_dicts()
        ],
        language,
        total=loads.height,
    )
    ui.downloads(view, moment.publication, loads, _("Loads"))


def _known(view: View, loads: pl.DataFrame) -> pl.DataFrame:
    """Return the loads; to who came by a link those before any later publication than it is pinned to.

    A load that changed nothing has no publication: it belongs to the one before it.
    """
    if view.held is None or view.held.publication is None:
        return loads
    later = loads.filter(pl.col("publication") > view.held.publication)["load_id"].min()
    return loads if later is None else loads.filter(pl.col("load_id") < later)


def _count(row: dict[str, Any], name: str, view: View) -> Cell:
    """Return a count of rows; that of the rejected ones leads to them."""
    link = ""
    if name == "rows_rejected" and row[name]:
        link = view.link(DATA, section="loads", load=str(row["load_id"]))
    return Cell(number(row[name], view.language), link=link)


def _rejected(view: View, moment: Moment, loads: pl.DataFrame) -> None:
    _, language = view.gettext, view.language
    counts = dict(loads.select("load_id", "rows_rejected").iter_rows())
    latest = str(loads["load_id"][0])
    # A link keeps the load that was the latest when it was made.
    told = {latest, view.held.choice("load") if view.held is not None else latest}
    choosable = [str(load) for load, count in counts.items() if count or str(load) in told]
    chosen = view.choose(
        "load", _("Load"), choosable, latest, lambda load: _("Load {load}").format(load=load)
    )
    rejected = publications.rejected_rows(reading.store(), int(chosen))
    note = _("A row that breaks a rule is not published; it is kept here with the reason.")
    if rejected.is_empty():
        ui.lead(_("Load {load} rejected no row").format(load=chosen), note)
        return
    count = counts[int(chosen)]
    found = catalog(language).ngettext(
        "Load {load} rejected {count} row", "Load {load} rejected {count} rows", count
    )
    title = _("Rejected rows of load {load}").format(load=chosen)
    ui.lead(found.format(load=chosen, count=number(count, language)), note)
    st.header(title, anchor=False)
    records.show(
        title,
        [_("File"), _("Row in the file"), _("Field"), _("Value"), _("Rule"), _("Message")],
        [
            (
                row["file"],
                number(row["line"], language),
                rejections.place(row["field"], language),
                row["value"] or NOTHING,
                rejections.rule_name(row["rule"], language),
                row[f"message_{language}"],
            )
            for row in rejected.head(LIMIT).to_dicts()
        ],
        language,
        total=rejected.height,
    )
    ui.downloads(view, moment.publication, rejected.drop("load_id", "position"), title)
