"""Absences of areas and documents held against each other are those that their own documents tell."""

import pytest

from dabiao import contents
from dabiao.progress import rejudge
from dabiao.rights import VISITOR
from dabiao.store import Store
from dabiao.views import SavedView
from tests.store.sample import content, put, rows, target

PROVINCE, CITY = "610000", "610100"
AHEAD = {"framework_id": "ahead", "deadline": "2030", "basis": "level"}


def put_plan_ahead(store: Store) -> None:
    """Publish targets of a plan that begins in 2027 beside those of one whose latest figure is missing."""
    frames = content()
    plans = frames["framework"].to_dicts()
    ahead = plans[0] | {"framework_id": "ahead", "plan_start": "2027", "horizon": "2030"}
    frames["framework"] = rows("framework", *plans, ahead)
    frames["target"] = rows(
        "target",
        *frames["target"].to_dicts(),
        *(target("group-standards", area_code=code, target_id="ahead", **AHEAD) for code in (PROVINCE, CITY)),
    )
    put(store, frames, judge=rejudge)


def cells(store: Store, page: str, **choices: str) -> list[list[str]]:
    """Return the cells of the tables of a view's document."""
    view = SavedView.of(page, choices | {"as_of": "2025-Q3", "vintage": "latest"}, 1)
    told = contents.of_view(store, VISITOR, view, "en")
    return [
        [cell.text for cell in row]
        for section in told.sections
        if section.table is not None
        for row in section.table.rows
    ]


@pytest.mark.begins(after=put_plan_ahead)
def test_what_is_not_due_yet_is_told_beside_another_area_too(store: Store) -> None:
    told = "◌ not due yet · 2030"
    alone = [row for row in cells(store, "area", area=CITY) if told in row]
    beside = [row for row in cells(store, "compare", mode="areas", areas=f"{PROVINCE},{CITY}") if told in row]
    assert len(alone) == 1
    assert [row[0] for row in beside] == [PROVINCE, CITY]


@pytest.mark.begins(after=put_plan_ahead)
def test_a_later_figure_missing_costs_the_place_and_one_that_is_not_due_is_named(
    store: Store,
) -> None:
    def reasons(indicator: str) -> dict[str, str]:
        """Return why areas have no place."""
        found = cells(store, "indicator", indicator=indicator, level="all", province="all")
        return {row[1]: row[-2] for row in found if row[-2]}

    assert reasons("local-standards")[PROVINCE] == "◎ a later figure missing"
    assert set(reasons("group-standards").values()) >= {"◌ not due yet"}
