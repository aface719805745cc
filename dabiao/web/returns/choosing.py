"""Which return a page shows: areas that owe one and that the viewer has to do with, and their quarters."""

import polars as pl
import streamlit as st

from dabiao.periods import latest_complete_quarter
from dabiao.returns import Desk
from dabiao.returns.lines import owing
from dabiao.rights import Action, Actor, could
from dabiao.web import reading
from dabiao.web.view import View
from dabiao.wording import period


def one(view: View, viewer: Actor, desk: Desk, action: Action) -> tuple[str, str] | None:
    """Let area and quarter be chosen; None where no area owes a return that the viewer has to do with.

    At first it is the latest quarter that has begun.
    """
    _ = view.gettext
    publication = desk.publication
    owed, places = _owed(publication), desk.places
    codes = [code for code in owed["area_code"].unique(maintain_order=True) if code in places]
    mine = [code for code in codes if could(viewer, action, places[code])]
    if not mine:
        st.info(_("None of your areas has a quarterly return."))
        return None
    names = reading.area_names(publication, view.language)
    area = view.choose("area", _("Area"), mine, _nearest(viewer, mine), lambda code: names.get(code, code))
    quarters = owed.filter(area_code=area)["quarter"].to_list()
    begun = [quarter for quarter in quarters if desk.quarter(quarter).opens_on <= desk.today]
    first = (begun or quarters[:1])[-1]
    quarter = view.choose(
        "quarter", _("Quarter"), quarters[::-1], first, lambda code: period(code, view.language)
    )
    if quarters[-1] < latest_complete_quarter(desk.today):
        # Whoever looks for the quarter that has just ended is told why it is not among them.
        last = period(quarters[-1], view.language)
        told = _(
            "The last return that {area} owes is that for {quarter}: its plans and the rules of returns ask "
            "for nothing after it."
        )
        view.tell(told.format(area=names.get(area, area), quarter=last))
    return area, quarter


def _nearest(viewer: Actor, mine: list[str]) -> str:
    own = [grant.area_code for grant in viewer.grants if grant.area_code in mine]
    return (own or mine)[0]


@reading.kept
def _owed(publication: int) -> pl.DataFrame:
    return owing(Desk(reading.store()))
