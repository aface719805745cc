"""Every kind of change between two moments, and what is no change."""

from typing import Any

import polars as pl
import pytest

from dabiao import progress
from dabiao.model import ROLL_UP, Change, Status
from dabiao.settings import Language
from dabiao.terms import change_name

TARGET: dict[str, Any] = {
    "area_code": "610000",
    "area_name_zh": "陕西省",
    "area_name_en": "Shaanxi",
    "framework_id": "shaanxi-2022",
    "framework_name_zh": "陕西实施意见",
    "framework_name_en": "Shaanxi opinions",
    "indicator_code": "local-standards",
    "indicator_name_zh": "地方标准",
    "indicator_name_en": "Local standards",
    "target_id": "shaanxi-2022-local-standards",
    "comparator": ">=",
    "target": 400.0,
    "unit": "项",
    "unit_name_zh": "项",
    "unit_name_en": "items",
    "deadline": "2025",
    "basis": "in_period",
    "series": "published",
    "stated_baseline": None,
    "stated_baseline_period": None,
    "plan_start": "2021",
    "period": "2024-Q2",
    "value": 283.0,
    "bound": "=",
    "baseline": 0.0,
    "attainment": 0.7075,
    "time_share": 0.7,
    "pace_gap": 0.75,
    "flags": [],
}


def rows(*given: dict[str, Any] | None) -> pl.DataFrame:
    found = [
        TARGET
        | {"status": "on_track"}
        | row
        | {"roll_up": str(ROLL_UP[Status(row.get("status", "on_track"))])}
        for row in given
        if row is not None
    ]
    schema: Any = {"stated_baseline": pl.Float64, "stated_baseline_period": pl.String}
    example = pl.DataFrame([TARGET | {"status": "", "roll_up": ""}], schema_overrides=schema)
    return pl.DataFrame(found, schema=example.schema)


def standing(status: str, **more: Any) -> dict[str, Any]:
    return {"status": status} | more


KINDS = [
    ("on_track", "met_early", Change.MET),
    ("missed", "achieved", Change.MET),
    ("no_data", "achieved", Change.MET),
    ("met_early", "missed", Change.LOST),
    ("met_early", "on_track", Change.LOST),
    ("on_track", "lagging", Change.NEWLY_BEHIND),
    ("on_track", "moving_away", Change.NEWLY_BEHIND),
    ("far_behind", "on_track", Change.CAUGHT_UP),
    ("no_data", "on_track", Change.JUDGED_FIRST),
    ("no_baseline", "far_behind", Change.JUDGED_FIRST),
    ("on_track", "pending_final", Change.NO_LONGER_JUDGED),
    ("achieved", "no_data", Change.NO_LONGER_JUDGED),
    ("far_behind", "lagging", Change.VALUE),
    ("no_data", "no_baseline", Change.VALUE),
]


@pytest.mark.parametrize(("before", "now", "change"), KINDS)
def test_a_change_of_standing_has_its_kind(before: str, now: str, change: Change) -> None:
    found = progress.changed(rows(standing(now, value=300.0)), rows(standing(before)))
    assert found.select("change", "status_before", "status", "value_before", "value").rows() == [
        (str(change), before, now, 283.0, 300.0)
    ]


@pytest.mark.parametrize(
    "figure",
    [{"value": 284.0}, {"value": None}, {"bound": ">="}, {"baseline": 1.0}, {"period": "2024-Q3"}],
    ids=lambda figure: next(iter(figure)),
)
def test_a_figure_alone_may_change(figure: dict[str, Any]) -> None:
    found = progress.changed(rows(figure), rows({}))
    assert found["change"].to_list() == ["value"]


@pytest.mark.parametrize(
    "terms",
    [
        {"target": 300.0},
        {"target": None},
        {"comparator": "<="},
        {"deadline": "2030"},
        {"basis": "total"},
        {"series": "returns"},
        {"stated_baseline": 1872.0},
        {"stated_baseline_period": "2020"},
        {"plan_start": "2022"},
    ],
    ids=lambda terms: next(iter(terms)),
)
def test_other_terms_are_told_before_any_standing(terms: dict[str, Any]) -> None:
    found = progress.changed(rows(standing("met_early", **terms)), rows(standing("far_behind")))
    assert found["change"].to_list() == ["target_changed"]


def test_a_target_that_came_or_went_is_named_with_what_is_known_of_it() -> None:
    new, old = {"target_id": "new", "area_name_zh": "新"}, {"target_id": "old", "area_name_zh": "旧"}
    found = progress.changed(rows(new), rows(old))
    assert found.select(
        "change", "target_id", "area_name_zh", "unit", "value", "value_before", "status", "status_before"
    ).rows() == [
        ("added", "new", "新", "项", 283.0, None, "on_track", None),
        ("withdrawn", "old", "旧", "项", None, 283.0, None, "on_track"),
    ]


def test_what_only_the_clock_or_a_name_moved_is_no_change() -> None:
    later = {"time_share": 0.75, "pace_gap": -4.25, "flags": ["stale"], "area_name_zh": "陕西"}
    assert progress.changed(rows(later), rows({})).is_empty()
    assert progress.changed(rows(), rows()).is_empty()


def test_the_weightiest_change_stands_first() -> None:
    names = [f"t{number:02}" for number in range(len(KINDS))]
    now = rows(*(standing(kind[1], target_id=name) for name, kind in zip(names, KINDS, strict=True)))
    before = rows(*(standing(kind[0], target_id=name) for name, kind in zip(names, KINDS, strict=True)))
    found = progress.changed(now.reverse(), before.sample(fraction=1, shuffle=True, seed=1))
    assert found["target_id"].to_list() == sorted(
        names, key=lambda name: (list(Change).index(KINDS[names.index(name)][2]), name)
    )


def test_the_same_target_in_two_areas_is_two() -> None:
    found = progress.changed(
        rows({}, {"area_code": "420000", "value": 1.0}), rows({}, {"area_code": "420000"})
    )
    assert found.select("area_code", "change").rows() == [("420000", "value")]


def test_every_change_has_a_name_in_both_languages() -> None:
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        assert len({change_name(change, language) for change in Change}) == len(Change)
