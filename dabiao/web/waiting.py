"""Figures that wait for approval beside published ones: for those who may read them and ask for them.

Whoever may not, or does not ask, is shown a page that does not depend on them in any way.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl
import streamlit as st

from dabiao import returns, terms, wording
from dabiao.charts.waiting import name_of
from dabiao.locale import catalog
from dabiao.numbers import signed
from dabiao.progress import LATEST
from dabiao.returns import Desk
from dabiao.rights import Actor, Place, could, holds
from dabiao.settings import Language
from dabiao.web import compared, reading, records, ui
from dabiao.web.menu import RETURN
from dabiao.web.session import actor
from dabiao.web.view import LANGUAGES, Moment, View
from dabiao.wording import fields, joining
from dabiao.wording import returns as words

CHOICE: Final = "unapproved"
"""Name of the choice in the address."""
DOWNLOADED: Final = (
    "area_code",
    "area_name_zh",
    "area_name_en",
    "quarter",
    "indicator_code",
    "indicator_name_zh",
    "indicator_name_en",
    "series",
    "amount",
    "unit_name_zh",
    "unit_name_en",
    "basis",
    "absence",
    "explanation",
    "source",
    "done_by_name",
    "done_at",
    "state",
)
NO: Final = "0"
YES: Final = "1"


@dataclass(frozen=True)
class Waiting:
    """Figures that wait for approval."""

    figures: pl.DataFrame
    """Rows of `dabiao.returns.unapproved` that say something."""
    points: pl.DataFrame
    """Rows of `dabiao.returns.unapproved_points`."""

    def of_target(self, row: wording.Row) -> pl.DataFrame:
        """Return the points of one target."""
        return self.points.filter(area_code=row["area_code"], target_id=row["target_id"])


def of_area(view: View, moment: Moment, area: str) -> Waiting | None:
    """Let a viewer who may read them ask for an area's figures that wait; return them if they do."""
    viewer = actor()
    place = _places(viewer).get(area)
    allowed = place is not None and could(viewer, "read_unapproved", place)
    if not _asked(view, moment, allowed=allowed):
        return None
    desk = Desk(reading.store())
    return Waiting(
        _told(returns.unapproved(viewer, desk, area_code=area)),
        returns.unapproved_points(viewer, desk, moment.as_of, area_code=area),
    )


def of_indicator(view: View, moment: Moment, indicator: str) -> Waiting | None:
    """Let a viewer who may read some ask for figures of an indicator that wait; return them if they do."""
    viewer = actor()
    places = _places(viewer)
    codes = parts(moment.publication, indicator)
    allowed = any(
        could(viewer, "read_unapproved", replace(places[grant.area_code], indicator=code))
        for grant in viewer.grants
        if grant.area_code in places
        for code in codes
    )
    if not _asked(view, moment, allowed=allowed):
        return None
    desk = Desk(reading.store())
    figures = returns.unapproved(viewer, desk).filter(pl.col("indicator_code").is_in(codes))
    return Waiting(_told(figures), returns.unapproved_points(viewer, desk, moment.as_of, indicator=indicator))


def _places(viewer: Actor) -> dict[str, Place]:
    """Return every area as rights see it; none for those who may read nothing unapproved anywhere."""
    return dict(Desk(reading.store()).places) if holds(viewer, "read_unapproved") else {}


def parts(publication: int, indicator: str) -> list[str]:
    """Return the codes of an indicator and of those it is the sum of."""
    components = compared.components(publication).filter(indicator_code=indicator)
    return [indicator, *components["component_code"]]


def _told(figures: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that say something: most of a return's empty cells are of no interest here."""
    return figures.filter(pl.col("amount").is_not_null() | pl.col("absence").is_not_null())


def _asked(view: View, moment: Moment, *, allowed: bool) -> bool:
    """Return whether what waits is to be shown; say why not, where the address asks for it."""
    _ = view.gettext
    if not allowed:
        # Whoever may read them has the choice in every address and may pass it on: that is no fault.
        if st.query_params.get(CHOICE, NO) != NO:
            text = _(
                "The address asks for figures that wait for approval, which you may not read here; shown are "
                "the published ones."
            )
            view.notices.append(text)
        st.query_params.pop(CHOICE, None)
        return False
    names = {NO: _("published only"), YES: _("also unapproved ones")}
    if view.choose(CHOICE, _("Figures shown"), [NO, YES], NO, names.__getitem__) == NO:
        return False
    if moment.vintage != LATEST or moment.publication != Desk(reading.store()).publication:
        text = _(
            "Figures wait for approval now: they are shown with the latest publication and all its figures."
        )
        view.tell(text)
        return False
    return True


def legend(points: pl.DataFrame | None, language: Language) -> list[tuple[str, str]]:
    """Return what the marks of figures that wait are; nothing where none is drawn."""
    return [] if points is None or points.is_empty() else [("waiting", name_of(language))]


def alternative(finding: str, points: pl.DataFrame | None, language: Language) -> str:
    """Return the text alternative of a chart, with what of it is not published."""
    if points is None or points.is_empty():
        return finding
    text = catalog(language).ngettext(
        "{count} figure waiting for approval is drawn as a hollow square and counts for nothing",
        "{count} figures waiting for approval are drawn as hollow squares and count for nothing",
        points.height,
    )
    return joining.statements([finding.rstrip("。."), text.format(count=points.height)], language)


def show_list(
    view: View, moment: Moment, waiting: Waiting | None, only: Collection[str] | None = None
) -> None:
    """Show the figures that wait, with who handed them in, and offer them as files of their own.

    Args:
        view: the page's choices.
        moment: what the page shows.
        waiting: what waits; None where it was not asked for.
        only: codes of the indicators; None for all.
    """
    if waiting is None:
        return
    _, language = view.gettext, view.language
    figures = waiting.figures
    if only is not None:
        figures = figures.filter(pl.col("indicator_code").is_in(list(only)))
    caption = _("Waiting for approval, not published ({count})").format(count=figures.height)
    st.header(caption, anchor=False)
    if figures.is_empty():
        ui.lead(_("No figure that you may read is waiting for approval here."))
        return
    st.caption(_("They count for no status, tally or ranking and are in no download of published figures."))
    known = {row["indicator_code"]: row for row in compared.indicators(moment.publication).to_dicts()}
    desk = Desk(reading.store())
    areas, returned = desk.areas_of(figures["area_code"]), desk.places
    records.show(
        caption,
        [_("Indicator"), _("Area"), _("Quarter"), _("Figure"), _("Explanation"), _("Handed in"), _("State")],
        [
            (
                records.Cell(
                    known.get(row["indicator_code"], {}).get(
                        f"indicator_name_{language}", row["indicator_code"]
                    ),
                    link=view.link(RETURN, area=row["area_code"], quarter=row["quarter"])
                    if row["area_code"] in returned
                    else "",
                ),
                areas[row["area_code"]][f"name_{language}"],
                records.Cell(wording.period(row["quarter"], language), whole=True),
                records.Cell(
                    _figure(row, known.get(row["indicator_code"]), language),
                    note=fields.spoken("basis", row["basis"], language),
                ),
                records.Cell(row["explanation"] or "", note=row["source"] or ""),
                records.Cell(words.moment(row["done_at"]), note=row["done_by_name"]),
                words.state_label(row["state"], language),
            )
            for row in figures.head(records.LIMIT).to_dicts()
        ],
        language,
        total=figures.height,
    )
    frame = downloaded(figures, moment.publication)
    ui.downloads(view, moment, frame, _("Waiting for approval"), needs="read_unapproved")


def downloaded(figures: pl.DataFrame, publication: int) -> pl.DataFrame:
    """Return figures that wait as they are downloaded: with names, and each with its state.

    Args:
        figures: rows of `dabiao.returns.unapproved`.
        publication: whose names of indicators they have.
    """
    names = compared.indicators(publication).select(
        "indicator_code", "indicator_name_zh", "indicator_name_en", "unit_name_zh", "unit_name_en"
    )
    areas = Desk(reading.store()).areas_of(figures["area_code"])
    for language in LANGUAGES:
        known = {code: area[f"name_{language}"] for code, area in areas.items()}
        name = pl.col("area_code").replace_strict(known, default=None, return_dtype=pl.String)
        figures = figures.with_columns(name.alias(f"area_name_{language}"))
    return figures.join(names, on="indicator_code", how="left", maintain_order="left").select(DOWNLOADED)


def _figure(row: dict[str, Any], indicator: dict[str, Any] | None, language: Language) -> str:
    """Return a figure with the unit of its indicator; without one where that has left the catalog."""
    if row["absence"] in ("M", "Q"):
        return terms.absence_label(row["absence"], language)
    return f"{signed(row['amount'])}{wording.unit(indicator, language) if indicator else ''}"
