"""The choices of the pages that compare: indicator, level, province, what is drawn or stands side by side."""

from collections.abc import Callable, Sequence
from typing import Any, Final, Literal, cast

import polars as pl
import streamlit as st

from dabiao import comparison
from dabiao.charts.together import Measure
from dabiao.comparison import Axis
from dabiao.model import Level
from dabiao.terms import N_
from dabiao.web import compared, reading
from dabiao.web.view import View
from dabiao.wording import comparisons

ALL: Final = "all"
LARGEST: Final = "largest"
NOWHERE: Final = "none"
"""The province where none has cities to stand beside it."""

Mode = Literal["areas", "province", "frameworks"]

MODES: Final = {
    "areas": N_("Areas"),
    "province": N_("Province and cities"),
    "frameworks": N_("Documents"),
}
MEASURES: Final = {"attainment": N_("Attainment"), "value": N_("Value")}
LANES: Final = {"ends": N_("First and last areas"), "all": N_("All areas")}


def unseen(*_arguments: Any, **_more: Any) -> None:
    """Stand for the widget of a choice that has nothing to choose now; the address keeps it."""


def indicator(view: View, publication: int) -> str:
    """Return the indicator the view shows; at first the one that most areas have a target on."""
    names = compared.indicators_named(publication, view.language)
    known = compared.indicators(publication)
    most = known.sort("areas_with_targets", "areas_with_figures", descending=True, maintain_order=True)
    default = most["indicator_code"][0]
    return view.choose("indicator", view.gettext("Indicator"), list(names), default, names.__getitem__)


def level(view: View) -> str | None:
    """Return the level whose areas the view shows; none stands for all."""
    _ = view.gettext
    chosen = view.choose(
        "level",
        _("Level"),
        [ALL, *map(str, Level)],
        ALL,
        lambda code: _("All levels") if code == ALL else _(comparisons.LEVELS[Level(code)]),
    )
    return None if chosen == ALL else chosen


def province(view: View, publication: int) -> str | None:
    """Return the province whose areas the view shows; none stands for all."""
    _ = view.gettext
    names = {ALL: _("All provinces"), **compared.provinces(publication, view.language)}
    chosen = view.choose("province", _("Province"), list(names), ALL, names.__getitem__)
    return None if chosen == ALL else chosen


def measure(view: View) -> Measure:
    """Return what is drawn over time."""
    chosen = view.choose(
        "measure",
        view.gettext("Over time"),
        list(MEASURES),
        "attainment",
        lambda name: view.gettext(MEASURES[name]),
        widget=st.segmented_control,
    )
    return cast(Measure, chosen)


def whole(view: View, *, many: bool) -> bool:
    """Return whether rankings draw all of their areas; offered only where there are ``many``."""
    chosen = view.choose(
        "lanes",
        view.gettext("Ranking"),
        list(LANES),
        "ends",
        lambda name: view.gettext(LANES[name]),
        widget=st.segmented_control if many else unseen,
    )
    return chosen == "all"


def axis(view: View, axes: Sequence[Axis]) -> str | None:
    """Return the key of the axis that is shown first; none stands for the one with most places."""
    _ = view.gettext
    names = {one.key: comparisons.axis(one.rows.row(0, named=True), view.language) for one in axes}
    widget: Callable[..., Any] = unseen
    if len(axes) > 1:
        widget = st.selectbox
    chosen = view.choose(
        "axis",
        _("Counted alike"),
        [LARGEST, *names],
        LARGEST,
        lambda key: names.get(key, _("The most areas")),
        widget=widget,
    )
    return None if chosen == LARGEST else chosen


def mode(view: View) -> Mode:
    """Return what stands side by side."""
    chosen = view.choose(
        "mode",
        view.gettext("Side by side"),
        list(MODES),
        "areas",
        lambda name: view.gettext(MODES[name]),
        widget=st.segmented_control,
    )
    return cast(Mode, chosen)


def columns(view: View, publication: int, mode: Mode) -> list[str]:
    """Return the area codes or framework ids that stand side by side, in their order.

    The choices of the other modes stay in the address, so that going back to them finds them again.
    """
    _ = view.gettext

    def shown(of: Mode, widget: Callable[..., Any]) -> Callable[..., Any]:
        return widget if mode == of else unseen

    areas = compared.areas(publication)
    names = dict(areas.select("area_code", f"area_name_{view.language}").iter_rows())
    picked = view.choose_many(
        "areas",
        _("Areas"),
        list(names),
        _first_areas(publication),
        names.__getitem__,
        limit=comparison.SIDE_BY_SIDE,
        widget=shown("areas", st.multiselect),
    )
    with_cities = compared.provinces_with_cities(publication, view.language)
    with_targets = reading.areas_with_targets(publication)["area_code"].to_list()
    first = sorted(with_cities, key=lambda code: code not in with_targets)
    chosen = view.choose(
        "province",
        _("Province"),
        list(with_cities) or [NOWHERE],
        next(iter(first), NOWHERE),
        lambda code: with_cities.get(code, code),
        widget=shown("province", st.selectbox) if with_cities else unseen,
    )
    plans = comparison.documents(reading.areas(publication))
    fullest = plans.sort("targets", descending=True, maintain_order=True)["framework_id"].to_list()
    titles = {
        row["framework_id"]: f"{row[f'area_name_{view.language}']} · {row[f'short_{view.language}']}"
        for row in plans.to_dicts()
    }
    documents = view.choose_many(
        "frameworks",
        _("Documents"),
        list(titles),
        fullest[: comparison.DOCUMENTS],
        titles.__getitem__,
        limit=comparison.DOCUMENTS,
        widget=shown("frameworks", st.multiselect),
    )
    if mode == "areas":
        return picked
    if mode == "frameworks":
        return documents
    return comparison.family(areas, chosen) if with_cities else []


def _first_areas(publication: int) -> list[str]:
    """Return the areas that stand side by side at first: provinces with targets, else any with targets."""
    known = reading.areas_with_targets(publication)
    provinces = known.filter(pl.col("level") == Level.PROVINCE)["area_code"].to_list()
    return (provinces if len(provinces) > 1 else known["area_code"].to_list())[: comparison.DOCUMENTS]
