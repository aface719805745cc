"""The content of a comparison: areas or documents side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import polars as pl

from dabiao import comparison, progress, wording
from dabiao.briefing.content import Chart, Content, Section
from dabiao.charts.compare import side_by_side
from dabiao.charts.theme import Palette
from dabiao.contents import drawn, tables
from dabiao.contents.asked import UNKNOWN, Asked, ContentError
from dabiao.model import Level
from dabiao.terms import N_
from dabiao.wording import beside, comparisons


@dataclass(frozen=True)
class _Abreast:
    """What stands side by side."""

    by: Literal["area", "framework"]
    key: str
    columns: tuple[str, ...]
    rows: pl.DataFrame
    """Rows of `dabiao.comparison.standings` of their targets."""
    published: pl.DataFrame


def content(asked: Asked) -> Content:
    """Return the content of the comparison that the view shows."""
    known = _abreast(asked)
    title = beside.abreast(_named(asked, known), asked.language)
    if known.rows.is_empty():
        lead = asked.say("None of them has a target or a published figure up to this moment.")
        return asked.content(title, lead, [Section(lead)])
    lead = beside.side_by_side(known.rows, len(known.columns), known.key, asked.language)
    return asked.content(title, lead, _sections(asked, known))


def _named(asked: Asked, known: _Abreast) -> list[str]:
    """Return what stands side by side by name."""
    areas = dict(asked.areas().select("code", f"name_{asked.language}").iter_rows())
    if asked.view.choice("mode") == "province":
        return [beside.family(areas[asked.required("province", areas)], asked.language)]
    plans = asked.plans().select("framework_id", f"short_{asked.language}")
    names = areas if known.by == "area" else dict(plans.iter_rows())
    return [names[column] for column in known.columns]


def _abreast(asked: Asked) -> _Abreast:
    by, key = comparison.KEYS.get(asked.view.choice("mode") or "areas", comparison.KEYS["areas"])
    columns = _columns(asked, by)
    if len(columns) < 2:
        raise ContentError(N_("Choose at least two to put side by side."))
    own = asked.plans().select("framework_id", "area_code")
    rows = [
        asked.status(area=column)
        if by == "area"
        else asked.status(framework=column).join(own, on=["framework_id", "area_code"], how="semi")
        for column in columns
    ]
    stated = pl.concat(rows)
    areas = list(columns) if by == "area" else stated["area_code"].unique().sort().to_list()
    published = comparison.figures(
        asked.store, asked.publication, asked.as_of, areas=tuple(areas), vintage=asked.vintage
    )
    standings = comparison.standings(stated, asked.as_of)
    return _Abreast(by, key, columns, standings, published)


def _columns(asked: Asked, by: str) -> tuple[str, ...]:
    """Return the codes or ids that stand side by side; all of them known to the publication."""
    areas = comparison.comparable(
        asked.plans(),
        progress.areas_with_targets(asked.store, asked.publication),
        comparison.areas_with_figures(asked.store, asked.publication),
    )
    if asked.view.choice("mode") == "province":
        return tuple(comparison.family(areas, asked.required("province", comparison.with_cities(areas))))
    name, known, limit = "areas", set(areas["area_code"]), comparison.SIDE_BY_SIDE
    if by == "framework":
        documents = comparison.documents(asked.plans())
        name, known, limit = "frameworks", set(documents["framework_id"]), comparison.DOCUMENTS
    chosen = tuple(dict.fromkeys(one for one in (asked.view.choice(name) or "").split(",") if one))
    if len(chosen) > limit:
        raise ContentError(N_("At most {limit} can be put side by side."), limit=limit)
    if not known.issuperset(chosen):
        raise ContentError(UNKNOWN[by], number=asked.publication)
    return chosen


def _sections(asked: Asked, known: _Abreast) -> Iterator[Section]:
    language = asked.language
    levels = known.published.select("area_code", "level", "province_code").unique()
    own = levels.filter(pl.col("level") == Level.PROVINCE)["area_code"].to_list()
    cities = levels.filter(pl.col("level") == Level.CITY, pl.col("province_code").is_in(own)).height
    alike = comparison.alike(known.rows, known.key)
    heading = asked.say("Where the same is counted in the same way")
    leads = (*beside.leads(alike, known.by, language), *comparisons.apart(cities, language))
    attained = progress.attained(known.rows)
    if not alike.is_empty() or attained.is_empty():
        yield Section(heading, leads)
        leads = ()
    codes = known.rows["area_code"].unique().sort().to_list()
    figures = pl.concat([asked.observations(area=code) for code in codes])
    marks = asked.used(known.rows, figures)
    if not attained.is_empty():
        told = beside.compared_chart(attained, alike, known.by, language)
        chart = _chart(asked, known, attained)
        said = (*leads, *drawn.left_out(asked, chart))
        yield Section(tables.referred(told, attained, marks), said, chart=chart)
    caption = asked.say("Target, value, attainment and status side by side")
    ordered = known.rows.sort("indicator_code", maintain_order=True)
    yield Section(caption, table=tables.targets(asked, ordered, marks, caption))


def _chart(asked: Asked, known: _Abreast, attained: pl.DataFrame) -> Chart:
    figure = partial(_lanes, attained, known, asked)
    found = wording.rows(attained.sort("indicator_code", known.key).head(drawn.BARS))
    names = [
        f"{wording.name(row, 'indicator', asked.language)} · {wording.name(row, known.by, asked.language)}"
        for row in found
    ]
    return drawn.bars(asked, found, names, figure, attained.height)


def _lanes(rows: pl.DataFrame, known: _Abreast, asked: Asked, colours: Palette) -> dict[str, Any]:
    return side_by_side(rows, known.columns, by=known.by, language=asked.language, colours=colours)
