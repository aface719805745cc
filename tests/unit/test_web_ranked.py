"""How much of an indicator a page draws: what is chosen, then what there is room for."""

import pytest

from dabiao import comparison
from dabiao.comparison import Axis
from dabiao.web import ranked
from tests.unit.comparison_frames import standing, standings


def axes(**sizes: int) -> list[Axis]:
    rows = [standing(f"{level}{n}", level=level) for level, size in sizes.items() for n in range(size)]
    return comparison.axes(standings(*rows))


@pytest.mark.parametrize(
    ("sizes", "first", "shown", "told"),
    [
        ({"county": 3, "city": 2, "province": 1}, None, ["county", "city", "province"], []),
        ({"county": 120, "city": 13, "province": 1}, None, ["county"], ["city", "province"]),
        ({"county": 120, "city": 13, "province": 1}, "city", ["city"], ["county", "province"]),
        ({"county": 30, "city": 10, "province": 1}, None, ["county", "city"], ["province"]),
        ({}, None, [], []),
    ],
)
def test_what_is_chosen_is_drawn_and_then_what_there_is_room_for(
    sizes: dict[str, int], first: str | None, shown: list[str], told: list[str]
) -> None:
    found = axes(**sizes) if sizes else []
    key = next((axis.key for axis in found if axis.level == first), None)
    drawn, others = ranked.drawn(found, key)
    assert [axis.level for axis in drawn] == shown
    assert [axis.level for axis in others] == told


def test_another_year_is_drawn_on_the_axes_shown_now() -> None:
    now = axes(county=3, city=2)
    then = axes(county=1)
    assert [axis.level for axis in ranked.same(then, now)] == ["county"]
    assert ranked.same(now, then)[0].rows["area_code"].to_list() == ["county0", "county1", "county2"]
