"""Areas compared on a page: what is read for it, and the rows of its tables in the viewer's language."""

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from dabiao import comparison, terms, wording
from dabiao.charts.waiting import STATE
from dabiao.locale import catalog
from dabiao.model import Level
from dabiao.numbers import percent
from dabiao.settings import Language
from dabiao.web import reading
from dabiao.web.menu import AREA, INDICATOR, TARGET
from dabiao.web.view import LANGUAGES, Moment, View
from dabiao.wording import beside, comparisons, sources
from dabiao.wording.returns import state_label

RELATED_AT_MOST: Final = 12
"""Targets on related indicators that stand beside one; the link of an indicator leads to all of its."""

COUNTED_IN: Final = ("end_month", "deadline_month", "period_months")
"""Columns that only computations read: their periods stand beside them."""

Cell = dict[str, Any]


@reading.kept
def indicators(publication: int) -> pl.DataFrame:
    """Return `dabiao.comparison.indicators` rows."""
    return comparison.indicators(reading.store(), publication)


@reading.kept
def components(publication: int) -> pl.DataFrame:
    """Return `dabiao.comparison.components` rows."""
    return comparison.components(reading.store(), publication)


@reading.kept
def areas_with_figures(publication: int) -> pl.DataFrame:
    """Return `dabiao.comparison.areas_with_figures` rows."""
    return comparison.areas_with_figures(reading.store(), publication)


@reading.kept
def figures(moment: Moment, *, indicator: str | None = None, areas: tuple[str, ...] = ()) -> pl.DataFrame:
    """Return `dabiao.comparison.figures` rows."""
    return comparison.figures(
        reading.store(),
        moment.publication,
        moment.as_of,
        indicator=indicator,
        areas=areas,
        vintage=moment.vintage,
    )


@reading.kept
def standings(moment: Moment, indicator: str) -> pl.DataFrame:
    """Return `dabiao.comparison.standings` rows of one indicator in all areas."""
    stated = reading.with_absences(moment, reading.status(moment, indicator=indicator))
    rows = comparison.standings(stated, moment.as_of)
    for language in LANGUAGES:
        rows = comparison.told_apart(rows, language, reading.area_names(moment.publication, language))
    return rows


@reading.kept
def areas(publication: int) -> pl.DataFrame:
    """Return the areas that have a document, a target or a figure.

    Columns: area_code, area_name_zh/en, level, province_code.
    """
    known = (reading.areas, reading.areas_with_targets, areas_with_figures)
    return comparison.comparable(*(frame(publication) for frame in known))


def within(rows: pl.DataFrame, level: str | None, province: str | None) -> pl.DataFrame:
    """Return the rows of areas of one level and in one province; none of both leaves all."""
    if level is not None:
        rows = rows.filter(pl.col("level") == level)
    return rows if province is None else rows.filter(pl.col("province_code") == province)


def years(rows: pl.DataFrame, offered: Sequence[str]) -> list[str]:
    """Return those of the ``offered`` periods in which a plan of ``rows`` runs or has run."""
    first = rows["plan_start"].min()
    return [] if first is None else [period for period in offered if period[:4] >= str(first)[:4]]


def provinces(publication: int, language: Language) -> dict[str, str]:
    """Return code → name of the provinces in which an area has a document, a target or a figure."""
    inside = areas(publication)["province_code"].drop_nulls().unique().to_list()
    names = reading.area_names(publication, language)
    return {code: names[code] for code in sorted(inside) if code in names}


def provinces_with_cities(publication: int, language: Language) -> dict[str, str]:
    """Return code → name of the provinces that have cities with a document, a target or a figure."""
    inside = comparison.with_cities(areas(publication))
    return {code: name for code, name in provinces(publication, language).items() if code in inside}


def listing(rows: pl.DataFrame, language: Language) -> list[dict[str, str]]:
    """Return rows of `dabiao.comparison.standings` as a table of texts: what is ranked and what is not."""
    _ = catalog(language).gettext
    return [
        {
            _("Place"): "" if row["place"] is None else str(row["place"]),
            _("Area"): wording.name(row, "area", language),
            _("Framework"): wording.name(row, "framework", language),
            _("Target"): wording.target(row, language),
            _("Value"): wording.value(row, row["value"], language, row["bound"]),
            _("Period"): wording.period(row["period"], language),
            _("Attainment"): wording.attainment(row, language),
            _("Elapsed time"): percent(row["time_share"], language),
            _("Status"): terms.status_label(row["status"], language),
            _("Why not ranked"): ""
            if row["withheld"] is None
            else comparisons.withheld_name(row["withheld"], language),
        }
        for row in wording.rows(rows)
    ]


@reading.kept
def paths(moment: Moment, indicator: str, language: Language) -> pl.DataFrame:
    """Return the judged points of all areas on an indicator in words, with area_code and target_id."""
    rows = standings(moment, indicator)
    points = reading.line(moment, area=None, indicator=indicator).filter(pl.col("value").is_not_null())
    statuses = [terms.status_label(status, language) for status in points["status"]]
    return _in_words(rows, points, statuses, language)


def unapproved(rows: pl.DataFrame, points: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Return points that wait for approval in words, as `paths` does; they have no status."""
    return _in_words(rows, points, [state_label(STATE, language)] * points.height, language)


def _in_words(
    rows: pl.DataFrame, points: pl.DataFrame, statuses: Sequence[str], language: Language
) -> pl.DataFrame:
    _ = catalog(language).gettext
    by_target = {(row["area_code"], row["target_id"]): row for row in wording.rows(rows)}
    columns = ("area_code", "target_id", _("Area"), _("Period"), _("Value"), _("Attainment"), _("Status"))
    told = [
        (
            *key,
            wording.name(by_target[key], "area", language),
            wording.period(point["period"], language),
            wording.value(by_target[key], point["value"], language, point["bound"]),
            wording.attainment({**by_target[key], **point}, language),
            status,
        )
        for point, status in zip(wording.rows(points), statuses, strict=True)
        for key in [(point["area_code"], point["target_id"])]
    ]
    return pl.DataFrame(told, schema=dict.fromkeys(columns, pl.String), orient="row")


def linked(rows: pl.DataFrame, view: View) -> list[Cell]:
    """Return rows of `dabiao.comparison.standings` with links to area and target, for the template."""
    language = view.language
    return [
        {
            "place": row["place"],
            "withheld": ""
            if row["withheld"] is None
            else comparisons.withheld_name(row["withheld"], language),
            **_target(row, view),
        }
        for row in wording.rows(rows)
    ]


def by_axis(axes: Sequence[comparison.Axis], view: View) -> list[tuple[str, list[Cell]]]:
    """Return what the targets of each axis count, and its rows with links."""
    return [
        (comparisons.axis(axis.rows.row(0, named=True), view.language), linked(axis.rows, view))
        for axis in axes
    ]


def _target(row: wording.Row, view: View) -> Cell:
    language = view.language
    return {
        "area": wording.name(row, "area", language),
        "area_link": view.link(AREA, area=row["area_code"]),
        "framework": wording.name(row, "framework", language),
        "target": wording.target(row, language),
        "target_link": view.link(TARGET, target=row["target_id"], area=row["area_code"]),
        "value": wording.value(row, row["value"], language, row["bound"]),
        "short": wording.short(row, row["value"], language, row["bound"]),
        "period": "" if row["period"] is None else wording.period(row["period"], language),
        "share": wording.attainment(row, language),
        "pace": wording.pace(row, language),
        "status": row["status"],
    }


def withheld(rows: pl.DataFrame, view: View) -> list[Cell]:
    """Return the rows without a place as links with the reason."""
    return [
        {
            "area": wording.name(row, "area", view.language),
            "link": view.link(TARGET, target=row["target_id"], area=row["area_code"]),
            "sign": comparisons.withheld_name(row["withheld"], view.language),
            "reason": comparisons.withheld(row, view.language),
        }
        for row in wording.rows(rows.sort("withheld", "area_code"))
    ]


def untargeted(rows: pl.DataFrame, language: Language) -> list[Cell]:
    """Return figures of areas without a target, with what they count and who published them."""
    return [
        {
            "area": wording.name(row, "area", language),
            "period": wording.period(row["period"], language),
            "amount": wording.value(row, row["value"], language, row["bound"]),
            "counts": comparisons.counts(row, language),
            "source": sources.source(row, language),
            "url": row["source_url"],
        }
        for row in wording.rows(rows)
    ]


def related(moment: Moment, indicator: str) -> pl.DataFrame:
    """Return status rows of targets on related indicators, with relation and shared, higher levels first."""
    found = comparison.related(indicator, components(moment.publication))
    order = {str(level): place for place, level in enumerate(Level)}
    rows = [reading.status(moment, indicator=code) for code in found["indicator_code"]]
    if not rows:
        return reading.status(moment, indicator=indicator).clear()
    return (
        pl.concat(rows)
        .join(found, on="indicator_code")
        .sort(pl.col("level").replace_strict(order, return_dtype=pl.Int8), "area_code", "indicator_code")
    )


def beside_each_other(own: pl.DataFrame, others: pl.DataFrame, view: View) -> list[Cell]:
    """Return targets on an indicator and on related ones as rows of one table, their own bases told."""
    names = dict(indicators_named(int(view.chosen("publication")), view.language))
    kept = {choice: view.chosen(choice) for choice in ("level", "province", "measure")}
    cells = []
    for row in [*wording.rows(own), *wording.rows(others)]:
        kind = row.get("relation")
        shared = {code: names[code] for code in row.get("shared") or []}
        cells.append(
            {
                "indicator": wording.name(row, "indicator", view.language),
                "indicator_link": kind and view.link(INDICATOR, indicator=row["indicator_code"], **kept),
                "relation": kind and beside.relation(kind, shared, view.language),
                "counts": comparisons.counting(row, view.language),
                **_target(row, view),
            }
        )
    return cells


def indicators_named(publication: int, language: Language) -> dict[str, str]:
    """Return code → name of all indicators."""
    return dict(indicators(publication).select("indicator_code", f"indicator_name_{language}").iter_rows())


def definition(publication: int, indicator: str, language: Language) -> list[str]:
    """Return what an indicator counts, in which unit, which way is better, and what it is the sum of."""
    names = indicators_named(publication, language)
    row = indicators(publication).row(by_predicate=pl.col("indicator_code") == indicator, named=True)
    parts = components(publication).filter(pl.col("indicator_code") == indicator)["component_code"]
    return beside.definition(row, {code: names[code] for code in parts}, language)


def exported(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame as it is downloaded: without `COUNTED_IN`."""
    return frame.drop(COUNTED_IN, strict=False)
