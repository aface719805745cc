"""Areas or documents abreast on a page: what is read for it, and its cells in the viewer's language."""

from collections.abc import Sequence
from typing import Final, Literal

import polars as pl

from dabiao import terms, wording
from dabiao.locale import catalog
from dabiao.model import Level
from dabiao.numbers import percent
from dabiao.settings import Language
from dabiao.web import reading
from dabiao.web.compared import Cell, indicators_named
from dabiao.web.menu import AREA, INDICATOR, TARGET
from dabiao.web.view import Moment, View
from dabiao.wording import comparisons

KEYS: Final[dict[str, tuple[Literal["area", "framework"], str]]] = {
    "areas": ("area", "area_code"),
    "province": ("area", "area_code"),
    "frameworks": ("framework", "framework_id"),
}
"""By what stands side by side: whose names are told, and the column that tells them apart."""


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
