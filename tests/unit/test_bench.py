"""The generated sets are always the same, and the ETL takes every row of them."""

import contextlib
import hashlib
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from bench import sets
from bench.generate import generate
from bench.loading import STAGES, built, raw
from bench.sets import SETS, L, S, Set
from bench.spread import Spread, percentile, ratios, spread
from bench.views import VIEWS, Served, View, questions
from dabiao.model import Level

TINY = Set("tiny", {Level.PROVINCE: 3, Level.CITY: 4, Level.COUNTY: 20}, first_year=2019, quarters=28)
AREAS = 27


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("generated")
    generate(TINY, path)
    return path


@pytest.fixture(scope="module")
def database(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "dabiao.duckdb"
    built(folder, path)
    return path


def digest(folder: Path) -> str:
    hashed = hashlib.sha256()
    for path in sorted(folder.rglob("*.csv")):
        hashed.update(path.relative_to(folder).as_posix().encode())
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


def test_the_same_set_is_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    generate(TINY, tmp_path / "again")
    generate(replace(TINY, seed=1), tmp_path / "other")
    assert digest(tmp_path / "again") == digest(folder)
    assert digest(tmp_path / "other") != digest(folder)


def test_every_area_has_a_target_on_every_indicator(folder: Path) -> None:
    targets = pl.read_csv(folder / "catalog/targets.csv", infer_schema=False)
    assert (
        targets.select("area_code", "indicator_code").n_unique() == targets.height == AREAS * sets.INDICATORS
    )
    assert set(targets["comparator"]) == {">=", "<="}
    assert set(targets["basis"]) == {"in_period", "total", "level"}


def test_figures_come_on_every_basis_with_bounds_remarks_and_gaps(folder: Path) -> None:
    rows = pl.read_csv(folder / "progress/observations.csv", infer_schema=False)
    full = AREAS * sets.INDICATORS * TINY.quarters
    assert 0.9 * full < rows.height < full
    assert set(rows["basis"]) == {"running_total", "flow", "year_to_date", "since_start", "level"}
    assert set(rows["bound"]) == {None, ">=", "~"}
    assert set(rows["status"]) == {None, "O", "Q"}
    assert rows.filter(pl.col("value").is_null() != pl.col("status").is_not_null()).is_empty()
    assert rows["note_en"].drop_nulls().len() > 0


def test_a_set_larger_than_the_catalog_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too few areas"):
        generate(Set("vast", {Level.PROVINCE: 35}, first_year=2020, quarters=4), tmp_path)


def test_the_two_sets_have_the_sizes_they_are_known_by() -> None:
    assert SETS == {"S": S, "L": L}
    sizes = {name: sum(each.areas.values()) * sets.INDICATORS * each.quarters for name, each in SETS.items()}
    assert sizes == {"S": 27_200, "L": 2_055_040}


def test_the_build_takes_every_row_and_tells_its_stages(folder: Path, tmp_path: Path) -> None:
    rows = pl.read_csv(folder / "progress/observations.csv", infer_schema=False).height
    loaded = built(folder, tmp_path / "built.duckdb")
    assert (
        loaded["rows"] == rows == raw(folder / "progress/observations.csv", tmp_path / "raw.duckdb")["rows"]
    )
    assert all(loaded[stage] > 0 for stage in STAGES)
    assert sum(loaded[stage] for stage in STAGES) <= loaded["seconds"]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_both_ways_answer_the_same_question(view: View, database: Path) -> None:
    keys = {
        "ranking": ["area_code"],
        "trajectory": ["indicator_code", "period"],
        "then": ["indicator_code", "period"],
        "years": ["as_of"],
    }
    key = keys.get(view.name, ["area_code", "indicator_code"])
    asked = questions(["110000", "120000"], 5)
    with contextlib.closing(Served(database)) as served:
        for question in asked:
            judged, unjudged = served.judged(view, question), served.raw(view, question)
            assert unjudged.height > 0
            # An area that has reported nothing has a status, and no figure.
            assert unjudged.join(judged, on=key, how="anti").is_empty()


def test_spreads_and_percentiles() -> None:
    assert spread([3.0, 1.0, 2.0]) == Spread(2.0, 1.0, 3.0)
    assert ratios([2.0, 9.0], [1.0, 3.0]) == Spread(2.5, 2.0, 3.0)
    assert percentile([float(number) for number in range(1, 101)], 0.95) == 95.0
    assert percentile([7.0], 0.5) == 7.0
