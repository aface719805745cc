"""Areas or documents abreast on a page: what is read for it, its parts, and its cells in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl
import streamlit as st

from dabiao import comparison, progress, terms, wording
from dabiao.charts import compare
from dabiao.locale import catalog
from dabiao.model import Level
from dabiao.numbers import percent
from dabiao.settings import Language
from dabiao.web import compared, ranked, reading, ui
from dabiao.web.compared import Cell, indicators_named
from dabiao.web.menu import AREA, INDICATOR, TARGET
from dabiao.web.view import Moment, View
from dabiao.wording import beside, comparisons


@dataclass(frozen=True)
class Abreast:
    """What stands side by side, and what is known of it."""

    mode: str
    columns: Sequence[str]
    """Codes of areas or ids of documents, in their order."""
    areas: Sequence[str]
    rows: pl.DataFrame
    """Rows of `dabiao.comparison.standings` of their targets."""
    published: pl.DataFrame
    """Rows of `dabiao.comparison.figures` of these areas."""
    alone: pl.DataFrame
    """Of these the latest of areas that have no target on it; none beside documents."""

    @property
    def by(self) -> Literal["area", "framework"]:
        """Whose names are told."""
        return comparison.KEYS[self.mode][0]

    @property
    def key(self) -> str:
        """The column that tells them apart."""
        return comparison.KEYS[self.mode][1]


def read(moment: Moment, mode: str, columns: Sequence[str]) -> Abreast:
    """Return what is known of some areas or documents.

    Args:
        moment: what it is a function of.
        mode: one of `comparison.KEYS`.
        columns: the codes or ids.
    """
    by, key = comparison.KEYS[mode]
    stated = targets(moment, key, columns)
    areas = list(columns) if by == "area" else stated["area_code"].unique().sort().to_list()
    published = compared.figures(moment, areas=tuple(areas))
    rows = comparison.standings(reading.with_absences(moment, stated), moment.as_of)
    alone = comparison.untargeted(published, rows) if by == "area" else published.clear()
    return Abreast(mode, columns, areas, rows, published, alone)


def missing(known: Abreast, language: Language) -> str:
    """Return why nothing can be put side by side; empty where something can."""
    _ = catalog(language).gettext
    if known.mode == "province" and not known.columns:
        return _("No province has cities with a document, a target or a figure.")
    if len(known.columns) < 2:
        return _("Choose at least two to put side by side.")
    if known.rows.is_empty() and known.alone.is_empty():
        return _("None of them has a target or a published figure up to this moment.")
    return ""


def show_lead(known: Abreast, view: View) -> None:
    """Show how much can be held against each other, and who leads where it can."""
    _, language = view.gettext, view.language
    ui.lead(beside.side_by_side(known.rows, len(known.columns), known.key, language))
    cities = cities_beside_province(known.published)
    ui.show("facts", language, facts=comparisons.apart(cities, language))
    st.header(_("Where the same is counted in the same way"), anchor=False)
    alike = comparison.alike(known.rows, known.key)
    ui.show("facts", language, facts=beside.leads(alike, known.by, language))


def show_lanes(known: Abreast, view: View) -> None:
    """Show how far each has come on every target, or that none has a path."""
    _, language = view.gettext, view.language
    attained = progress.attained(known.rows)
    if attained.is_empty():
        st.info(_("No target has both a baseline and a later figure at this moment."))
        return
    alike = comparison.alike(known.rows, known.key)
    finding = beside.compared_chart(attained, alike, known.by, language)
    st.header(finding, anchor=False)
    ui.show("legend", language, marks=ranked.lanes_legend(language))
    ui.chart(
        compare.side_by_side(
            attained, known.columns, by=known.by, language=language, colours=ui.palette(view)
        ),
        finding=finding,
        key="compared",
        language=language,
        table=listing(attained, language),
    )


def show_table(known: Abreast, moment: Moment, view: View) -> None:
    """Show target, value, attainment and status side by side, and offer them as files."""
    _, language = view.gettext, view.language
    caption = _("Target, value, attainment and status side by side")
    st.header(caption, anchor=False)
    ui.show(
        "compared",
        language,
        caption=caption,
        columns=heads(moment.publication, known.columns, known.by, view),
        rows=side_by_side(known.rows, known.alone, known.columns, known.key, view),
    )
    ui.downloads(view, moment, compared.exported(known.rows), _("Targets side by side"))
    if not known.alone.is_empty():
        ui.downloads(view, moment, compared.exported(known.alone), _("Figures without a target"))


def targets(moment: Moment, key: str, columns: Sequence[str]) -> pl.DataFrame:
    """Return the status rows of some areas or documents, in their order.

    Of a document those of its own area: what it asks of areas below is theirs to be compared.

    Args:
        moment: what the rows are a function of.
        key: ``area_code`` or ``framework_id``.
        columns: the codes or ids.
    """
    if key == "area_code":
        rows = [reading.status(moment, area=column) for column in columns]
    else:
        own = reading.areas(moment.publication).select("framework_id", "area_code")
        rows = [
            reading.status(moment, framework=column).join(own, on=["framework_id", "area_code"], how="semi")
            for column in columns
        ]
    return pl.concat(rows) if rows else reading.status(moment, area="")


def cities_beside_province(published: pl.DataFrame) -> int:
    """Return how many cities with figures stand beside their province."""
    levels = published.select("area_code", "level", "province_code").unique()
    own = levels.filter(pl.col("level") == Level.PROVINCE)["area_code"].to_list()
    return levels.filter(pl.col("level") == Level.CITY, pl.col("province_code").is_in(own)).height


def heads(publication: int, columns: Sequence[str], by: str, view: View) -> list[Cell]:
    """Return name and link of what stands side by side; a document leads to its area."""
    if by == "area":
        names = reading.area_names(publication, view.language)
        return [{"name": names[code], "link": view.link(AREA, area=code)} for code in columns]
    plans = {row["framework_id"]: row for row in reading.areas(publication).to_dicts()}
    return [
        {
            "name": plans[one][f"short_{view.language}"],
            "link": view.link(AREA, area=plans[one]["area_code"]),
        }
        for one in columns
    ]


def listing(rows: pl.DataFrame, language: Language) -> list[dict[str, str]]:
    """Return status rows as a table of texts: what lanes side by side draw, and what each counts."""
    _ = catalog(language).gettext
    return [
        {
            _("Indicator"): wording.name(row, "indicator", language),
            _("Area"): wording.name(row, "area", language),
            _("Framework"): wording.name(row, "framework", language),
            _("Counts"): comparisons.counting(row, language),
            _("Target"): wording.target(row, language),
            _("Value"): wording.value(row, row["value"], language, row["bound"]),
            _("Period"): wording.period(row["period"], language),
            _("Attainment"): wording.attainment(row, language),
            _("Elapsed time"): percent(row["time_share"], language),
            _("Pace gap"): wording.pace(row, language),
            _("Status"): terms.status_label(row["status"], language),
        }
        for row in wording.rows(rows)
    ]


def side_by_side(
    targets: pl.DataFrame, alone: pl.DataFrame, columns: Sequence[str], key: str, view: View
) -> list[tuple[str, str, str, list[Cell]]]:
    """Return per indicator its name, its link, what all its targets count, and a cell per column.

    A cell holds targets, else figures without one. Where not all targets of an indicator count alike each
    cell says what its own counts.

    Args:
        targets: status rows of what is compared.
        alone: latest figures of areas without a target (`dabiao.comparison.untargeted`).
        columns: area codes or framework ids, in their order.
        key: the column of ``targets`` that holds them.
        view: the page's choices.
    """
    names = indicators_named(int(view.chosen("publication")), view.language)
    entries: dict[tuple[str, str], Cell] = {}
    counting: dict[str, set[str]] = {}
    for row in wording.rows(targets):
        counting.setdefault(row["indicator_code"], set()).add(comparisons.counting(row, view.language))
    common = {code: next(iter(told)) for code, told in counting.items() if len(told) == 1}
    for row in wording.rows(targets):
        cell = entries.setdefault((row["indicator_code"], row[key]), {"targets": [], "figures": []})
        cell["targets"].append(_entry(row, view, counting=row["indicator_code"] not in common))
    for row in wording.rows(alone) if key == "area_code" else []:
        cell = entries.setdefault((row["indicator_code"], row[key]), {"targets": [], "figures": []})
        cell["figures"].append(comparisons.published(row, view.language))
    with_target = targets["indicator_code"].unique().to_list()
    codes = sorted({code for code, _ in entries}, key=lambda code: (code not in with_target, names[code]))
    nothing: Cell = {"targets": [], "figures": []}
    return [
        (
            names[code],
            view.link(INDICATOR, indicator=code),
            common.get(code, ""),
            [entries.get((code, column), nothing) for column in columns],
        )
        for code in codes
    ]


def _entry(row: wording.Row, view: View, *, counting: bool) -> Cell:
    language = view.language
    remarks = [
        wording.pace(row, language),
        "" if row["period"] is None else wording.period(row["period"], language),
        comparisons.counting(row, language) if counting else "",
    ]
    return {
        "status": row["status"],
        "share": "" if row["attainment"] is None else wording.attainment(row, language),
        "value": wording.value(row, row["value"], language, row["bound"]),
        "short": wording.short(row, row["value"], language, row["bound"]),
        "target": wording.target(row, language),
        "link": view.link(TARGET, target=row["target_id"], area=row["area_code"]),
        "remark": " · ".join(remark for remark in remarks if remark),
    }
