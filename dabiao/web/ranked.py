"""One axis of an indicator on a page: its ranking, the paths of its areas, and how they are spread."""

from collections.abc import Sequence
from typing import Final

import polars as pl
import streamlit as st

from dabiao import comparison
from dabiao.charts.distribution import distribution
from dabiao.charts.ranking import drawn_in_part, ranking
from dabiao.charts.together import Measure, together
from dabiao.comparison import Axis
from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.web import compared, reading, ui, waiting
from dabiao.web.menu import INDICATOR
from dabiao.web.view import Moment, View
from dabiao.wording import beside, comparisons

DRAWN_UP_TO: Final = 40
"""Further axes are drawn below the first as long as all of them have no more areas than this."""
UNFOLDED_UP_TO: Final = 12
"""With more areas without a place than this, their list is folded."""


def places(axis: Axis, view: View, *, whole: bool, key: str) -> None:
    """Show who stands where on an axis, and who has no place and why.

    Args:
        axis: what is ranked.
        view: the page's choices.
        whole: whether all of many areas are drawn.
        key: unique on the page.
    """
    language = view.language
    finding = comparisons.ranking(axis.rows, language)
    st.subheader(finding, anchor=False)
    # One area alone needs no lane: its path below tells more.
    if axis.ranked.height > 1:
        ui.show("legend", language, marks=lanes_legend(language))
        ui.chart(
            ranking(axis.ranked, language=language, colours=ui.palette(view), whole=whole),
            finding=finding,
            key=key,
            language=language,
            table=compared.listing(axis.rows, language),
        )
    if not axis.withheld.is_empty():
        ui.show(
            "withheld",
            language,
            rows=compared.withheld(axis.withheld, view),
            summary=comparisons.not_ranked(axis.rows, language),
            open=axis.withheld.height <= UNFOLDED_UP_TO,
        )


def paths(
    axis: Axis,
    moment: Moment,
    measure: Measure,
    view: View,
    awaited: waiting.Waiting | None = None,
) -> None:
    """Show how the areas of an axis got where they are; nothing to draw is said.

    Args:
        axis: the areas.
        moment: what they are a function of.
        measure: what is drawn over time.
        view: the page's choices.
        awaited: figures that wait for approval, where they were asked for.
    """
    language = view.language
    key = ["area_code", "target_id"]
    points = reading.line(moment, area=None, indicator=axis.indicator_code)
    own = points.filter(pl.col(measure).is_not_null()).join(axis.rows, on=key, how="semi")
    if own.is_empty():
        st.caption(_nothing(measure, language))
        return
    finding = comparisons.paths(axis.rows.join(own, on=key, how="semi"), language)
    st.subheader(finding, anchor=False)
    told = compared.paths(moment, axis.indicator_code, language).join(axis.rows, on=key, how="semi")
    unapproved = None
    if awaited is not None:
        points = awaited.points.filter(pl.col(measure).is_not_null())
        unapproved = points.join(axis.rows, on=key, how="semi")
        told = pl.concat([told, compared.unapproved(axis.rows, unapproved, language)])
    marks = [*_paths_legend(measure, language), *waiting.legend(unapproved, language)]
    ui.show("legend", language, marks=marks)
    ui.chart(
        together(
            axis.rows,
            own,
            measure=measure,
            language=language,
            colours=ui.palette(view),
            unapproved=unapproved,
        ),
        finding=waiting.alternative(finding, unapproved, language),
        key=f"paths-{axis.key}",
        language=language,
        table=told.drop(key).to_dicts(),
    )


def spread(axis: Axis, view: View) -> None:
    """Show how the ranked areas are spread, or say why that is not shown."""
    language = view.language
    finding = comparisons.spread(axis.spread, axis.ranked.height, comparison.SPREAD_FROM, language)
    if axis.spread is None:
        st.caption(finding)
        return
    st.subheader(finding, anchor=False)
    ui.show("legend", language, marks=_spread_legend(language))
    ui.chart(
        distribution(axis.ranked, axis.spread, language=language, colours=ui.palette(view)),
        finding=finding,
        key=f"spread-{axis.key}",
        language=language,
        table=compared.listing(axis.ranked, language),
    )


def drawn(axes: Sequence[Axis], first: str | None) -> tuple[list[Axis], list[Axis]]:
    """Return the axes to draw and those to be told in a sentence: a page of hundreds of areas is no overview.

    Args:
        axes: of an indicator, the one with most places first.
        first: key of the axis that is drawn in any case; none stands for the first.
    """
    ordered = sorted(axes, key=lambda axis: axis.key != first)
    shown: list[Axis] = []
    for axis in ordered:
        if shown and sum(one.rows.height for one in shown) + axis.rows.height > DRAWN_UP_TO:
            break
        shown.append(axis)
    return shown, ordered[len(shown) :]


def same(axes: Sequence[Axis], shown: Sequence[Axis]) -> list[Axis]:
    """Return those of the axes of another time that are ``shown``, in their order."""
    then = {axis.key: axis for axis in axes}
    return [then[axis.key] for axis in shown if axis.key in then]


def others(axes: Sequence[Axis], view: View) -> None:
    """Show what is counted otherwise, a sentence each that leads to its charts."""
    if not axes:
        return
    caption = view.gettext("Counted otherwise: not to be ranked with the above")
    st.header(caption, anchor=False)
    kept = {name: view.chosen(name) for name in ("indicator", "level", "province", "measure", "lanes")}
    ui.show(
        "axes",
        view.language,
        rows=[
            {
                "name": comparisons.axis(axis.rows.row(0, named=True), view.language),
                "link": view.link(INDICATOR, **kept, axis=axis.key),
                "finding": comparisons.ranking(axis.rows, view.language),
            }
            for axis in axes
        ],
    )


def any_in_part(axes: Sequence[Axis]) -> bool:
    """Return whether a ranking has so many areas that only its ends are drawn unless all are wanted."""
    return any(drawn_in_part(axis.ranked) for axis in axes)


def _nothing(measure: Measure, language: Language) -> str:
    _ = catalog(language).gettext
    if measure == "value":
        return _("No path to draw: no area has a figure that can be compared with its target.")
    return _("No path to draw: no area has both a baseline and a later figure.")


def lanes_legend(language: Language) -> list[tuple[str, str]]:
    """Return what the marks of lanes are."""
    _ = catalog(language).gettext
    return [("bar", _("attained so far")), ("tick", _("where it should be by now"))]


def _paths_legend(measure: Measure, language: Language) -> list[tuple[str, str]]:
    _ = catalog(language).gettext
    path = ("path", _("expected path")) if measure == "attainment" else ("line", _("target at the deadline"))
    return [path, ("dash", _("not ranked: the latest figure is incomplete"))]


def _spread_legend(language: Language) -> list[tuple[str, str]]:
    _ = catalog(language).gettext
    return [("half", _("middle half of the areas")), ("median", _("median"))]


def without_target(rows: pl.DataFrame, view: View) -> None:
    """Show the figures of areas that published the indicator without having a target on it."""
    if rows.is_empty():
        return
    caption = comparisons.untargeted(rows, view.language)
    st.header(caption, anchor=False)
    ui.show("untargeted", view.language, caption=caption, rows=compared.untargeted(rows, view.language))


def related(own: pl.DataFrame, others: pl.DataFrame, view: View) -> None:
    """Show the targets on related indicators beside the own ones, and why they are kept apart."""
    if others.is_empty():
        return
    language = view.language
    caption = beside.related(others, language)
    st.header(caption, anchor=False)
    shown = others.head(compared.RELATED_AT_MOST)
    mine = own.head(compared.RELATED_AT_MOST)
    ui.show("related", language, caption=caption, rows=compared.beside_each_other(mine, shown, view))
    if shown.height < others.height or mine.height < own.height:
        left_out = others.height - shown.height + own.height - mine.height
        st.caption(
            catalog(language)
            .ngettext(
                "{count} more target is not shown; the indicator’s name leads to all of its.",
                "{count} more targets are not shown; an indicator’s name leads to all of its.",
                left_out,
            )
            .format(count=left_out)
        )
    ui.show("facts", language, facts=beside.apart(mine, shown, language))
