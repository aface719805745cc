"""The conflicts in the project's own published figures, on both engines."""

import pytest

from dabiao import conflicts, progress
from dabiao.model import ConflictKind
from dabiao.store import Store
from tests.etl.folders import load_own

REAL = {
    (ConflictKind.TWO_FIGURES, "national-standards-growth", (16.0, 110.6)),
    (ConflictKind.TWO_FIGURES, "association-standards-growth", (20.0, 22.0)),
    (ConflictKind.TWO_FIGURES, "enterprise-standards-growth", (16.0, 12.6)),
    (ConflictKind.FALLING_TOTAL, "pilot-projects", (621.0, 580.0)),
    (ConflictKind.PART_ABOVE_WHOLE, "international-standards", (67.0, 100.0)),
    (ConflictKind.DEFINITION_JUMP, "international-secretariats", (4.0, 2.0)),
    (ConflictKind.DEFINITION_JUMP, "national-committee-secretariats", (18.0, 30.0)),
}


pytestmark = pytest.mark.begins(after=load_own)


def test_the_published_figures_contradict_each_other_in_these_places(store: Store) -> None:
    frame = conflicts.find(store, 1)
    assert tuple(frame.columns) == conflicts.CONFLICT
    told = frame.group_by("conflict", "kind", "indicator_code").agg("value")
    assert {(kind, code, tuple(values)) for _, kind, code, values in told.rows()} == REAL


def test_a_conflict_names_its_sources_and_the_targets_it_touches(store: Store) -> None:
    frame = conflicts.find(store, 1)
    assert frame["publisher"].is_not_null().all()
    pilots = frame.filter(indicator_code="pilot-projects")
    assert pilots["targets"].to_list() == [["shaanxi-2022-pilot-projects"]] * 2
    parts = frame.filter(indicator_code="international-secretariats")
    assert parts["targets"].to_list() == [["shaanxi-2022-secretariats-and-working-groups"]] * 2


def test_before_the_second_figure_there_is_no_conflict(store: Store) -> None:
    codes = set(conflicts.find(store, 1, as_of="2023")["indicator_code"])
    assert "pilot-projects" not in codes
    assert "national-standards-growth" in codes
    known = conflicts.find(store, 1, vintage="2024-03-31")
    # The other copy of the growth rates has no date: it is known with the latest vintage only.
    assert "national-standards-growth" not in set(known["indicator_code"])
    assert "pilot-projects" not in set(known["indicator_code"])


def test_what_is_no_vintage_is_refused(store: Store) -> None:
    with pytest.raises(progress.InvalidVintageError):
        conflicts.find(store, 1, vintage="soon")
