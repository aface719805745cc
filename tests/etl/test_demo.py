"""The demonstration: the same every time, and what it shows."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dabiao import conflicts, progress, publications, workspaces
from dabiao.model import (
    Bound,
    ConflictKind,
    Flag,
    ObservationBasis,
    ObservationStatus,
    Status,
    TaskReportStatus,
)
from dabiao.periods import CHINA
from dabiao.settings import ROOT
from dabiao.store import Store
from etl import build
from etl.demo import cases, stages, timetable
from etl.demo.listing import listing
from etl.demo.making import CATALOG, write
from tests.demonstration import Demonstration

STAGES_TO_COMPARE = 3


@pytest.fixture(scope="module")
def grown() -> list[stages.Stage]:
    return stages.stages(CATALOG)


@pytest.fixture(scope="module")
def store(demonstration: Demonstration) -> Iterator[Store]:
    opened = workspaces.open_workspace(demonstration.database, "demo")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def last(store: Store) -> int:
    number = publications.latest(store)
    assert number is not None
    return number


@pytest.fixture(scope="module")
def status(store: Store, last: int) -> pl.DataFrame:
    return progress.status(store, last, timetable.LAST_QUARTER)


@pytest.fixture(scope="module")
def figures(store: Store, last: int) -> pl.DataFrame:
    return progress.observations(store, last, timetable.LAST_QUARTER)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


def test_files_are_the_same_every_time(
    tmp_path: Path, demonstration: Demonstration, grown: list[stages.Stage]
) -> None:
    for stage in grown:
        write(tmp_path, stage)
    assert contents(tmp_path) == contents(demonstration.folder)


def test_another_seed_gives_other_figures(grown: list[stages.Stage]) -> None:
    others = stages.stages(CATALOG, stages.SEED + 1)
    differing = {
        name
        for stage, other in zip(grown, others, strict=True)
        for name in stage.files.keys() & other.files.keys()
        if stage.files[name] != other.files[name]
    }
    assert "catalog/targets.csv" in differing
    assert f"progress/{timetable.LAST_QUARTER}.csv" in differing
    assert not {name for name in differing if name.startswith("catalog/")} - {"catalog/targets.csv"}


def test_publications_are_the_same_on_either_database(
    tmp_path: Path, store: Store, postgres_database: str, grown: list[stages.Stage]
) -> None:
    other = workspaces.open_workspace(postgres_database, "demo")
    for number, stage in enumerate(grown[:STAGES_TO_COMPARE], start=1):
        write(tmp_path, stage)
        build.run(other, tmp_path, kind=stage.kind, published_at=stage.published_at)
        ours, theirs = (publications.publication(each, number) for each in (store, other))
        assert ours == theirs
    other.close()


def test_it_ends_on_a_fixed_day(store: Store) -> None:
    assert dt.date(2025, 5, 15) == timetable.TODAY
    assert timetable.LAST_QUARTER == "2025-Q1" == workspaces.latest_quarter(store)


def test_each_quarter_is_published_the_day_after_its_figures_are_reported(store: Store) -> None:
    rows = publications.publications(store).reverse()
    days = [moment.astimezone(CHINA).date() for moment in rows["published_at"]]
    assert days[0] == dt.date(2021, 1, 21)
    assert days[-2:] == [dt.date(2025, 4, 21), timetable.AMENDED_ON]
    assert days == sorted(set(days))
    assert rows["kind"].to_list() == ["load"] * 18 + ["amendment"]
    for number, day in enumerate(days, start=1):
        brought = store.read("versions_observation", number).filter(pl.col("publication") == number)
        assert brought.filter(pl.col("source_date") > day).is_empty()


def test_every_row_is_accepted_but_those_that_shall_be_rejected(
    demonstration: Demonstration, store: Store
) -> None:
    rejected = {
        quarter: report.total.rejected
        for quarter, report in zip(timetable.PUBLISHED, demonstration.reports, strict=False)
        if report.total.rejected
    }
    assert rejected == {cases.BROKEN[0]: 3}
    assert {"percentage-out-of-range", "thousands-separator", "unknown-area"} == set(
        publications.rejected_rows(store, 1 + timetable.PUBLISHED.index(cases.BROKEN[0]))["rule"]
    )


def test_every_status_flag_basis_and_bound_is_shown(status: pl.DataFrame, figures: pl.DataFrame) -> None:
    assert set(status["status"]) == set(Status)
    assert set(status["flags"].explode(empty_as_null=False)) == set(Flag)
    used = figures.filter("judged")
    assert set(used["basis"]) == set(ObservationBasis)
    assert set(used["bound"]) == set(Bound)
    assert set(figures["confidence"]) == {"high", "medium", "low"}
    assert figures["series"].n_unique() > 5


def test_each_of_the_five_absences_is_shown(status: pl.DataFrame, figures: pl.DataFrame) -> None:
    assert set(figures["status"]) == set(ObservationStatus)  # among them O, M and Q
    assert not figures.filter((pl.col("value") == 0) & (pl.col("status") == "A")).is_empty()
    # Not due yet: reported once a year, and this year's figure lies ahead.
    yearly = status.filter((pl.col("period") == "2024") & (pl.col("deadline") == "2025"))
    assert not yearly.is_empty()


def test_every_kind_of_conflict_is_shown_and_no_area_passes_another_by_chance(
    store: Store, last: int
) -> None:
    found = conflicts.find(store, last)
    assert set(found["kind"]) == set(ConflictKind)
    above = found.filter(pl.col("kind") == ConflictKind.PART_ABOVE_WHOLE)
    assert set(above["area_code"]) == {"610000", "610100"}
    assert set(above["indicator_code"]) == {"international-standards"}


@pytest.mark.parametrize("case", cases.CASES.values(), ids=lambda case: case.key)
def test_a_deliberate_line_shows_what_is_said_of_it(
    case: cases.Case, status: pl.DataFrame, figures: pl.DataFrame
) -> None:
    row = status.row(
        by_predicate=(pl.col("area_code") == case.area)
        & (pl.col("framework_id") == case.framework)
        & (pl.col("indicator_code") == case.indicator),
        named=True,
    )
    its = figures.filter(
        (pl.col("area_code") == case.area) & (pl.col("target_id") == row["target_id"]) & pl.col("judged")
    )
    shown = {row["status"], *row["flags"], *its["status"], *its["basis"], *its["bound"]}
    shown |= {"0"} if (its["value"] == 0).any() else set()
    assert set(case.shows.split()) <= shown


def test_every_document_province_and_sub_area_has_targets(status: pl.DataFrame) -> None:
    levels = dict(status.group_by("framework_id").agg(pl.col("level").unique()).iter_rows())
    assert set(levels["national-2021"]) == {"country", "province", "city", "county"}
    assert set(levels["shaanxi-2022"]) == {"province", "city", "county"}
    assert set(levels["hubei-2016"]) == {"province", "city", "county"}
    assert set(levels["chengxiang-2021"]) == {"county"}
    provinces = status.filter((pl.col("framework_id") == "national-2021") & (pl.col("level") == "province"))
    assert provinces["area_code"].n_unique() == 31
    hunan = status.filter((pl.col("province_code") == "430000") & (pl.col("level") == "county"))
    assert hunan["area_code"].n_unique() == 122
    assert status.filter(pl.col("framework_id") == "hunan-2022").is_empty()


def test_no_figure_is_absurd(figures: pl.DataFrame) -> None:
    values = figures.filter(pl.col("value").is_not_null())
    rates = values.filter(pl.col("unit") == "%")
    assert rates["value"].is_between(0, 100).all()
    counts = values.filter(~pl.col("unit").is_in(["%", "个月"]))
    assert ((counts["value"] == counts["value"].floor()) & (counts["value"] >= 0)).all()


def test_nothing_pretends_to_be_real(store: Store, last: int) -> None:
    figures = publications.current(store, "observation", last)
    reports = publications.current(store, "task_report", last)
    for frame in (figures, reports):
        assert frame["publisher"].str.contains("演示数据").all()
        assert frame["source_title"].str.contains("generated demonstration figures").all()
        assert frame["source_url"].is_null().all()
    stated = pl.read_csv(CATALOG / "targets.csv", infer_schema=False)
    targets = publications.current(store, "target", last)
    generated = targets.join(stated, on=["area_code", "target_id"], how="anti")
    assert generated.height == targets.height - stated.height
    assert set(generated["value_status"]) == {"supplied"}
    assert set(generated["phrase"]) == {stages.NOT_QUOTED}
    assert generated["note_en"].str.starts_with("Demonstration:").all()
    for table in ("framework", "indicator", "area", "task"):
        ours = publications.current(store, table, last)
        theirs = pl.read_csv(CATALOG / f"{table}s.csv", infer_schema=False)
        assert ours.height == theirs.height


def test_tasks_are_reported_in_every_way(store: Store, last: int) -> None:
    reports = publications.current(store, "task_report", last)
    assert set(reports["status"]) == set(TaskReportStatus)
    assert set(reports["framework_id"]) == {
        "national-2021",
        "shaanxi-2022",
        "hubei-2016",
        "hunan-2022",
        "chengxiang-2021",
    }
    overdue = reports.filter(pl.col("task_id").is_in(cases.OVERDUE))
    assert set(overdue["task_id"]) == set(cases.OVERDUE)
    assert "done" not in set(overdue["status"])
    tasks = publications.current(store, "task", last)
    assert set(tasks.filter(pl.col("task_id").is_in(cases.OVERDUE))["horizon"]) == {"2020"}


def test_the_amendment_corrects_figures_and_changes_a_target(store: Store, last: int) -> None:
    changes = publications.changes(store, last)
    values: dict[str, Any] = {
        table: changes.filter((pl.col("table") == table) & (pl.col("field") == "value"))["key"].to_list()
        for table in ("target", "observation")
    }
    assert values["target"] == ["610100 / shaanxi-2022-local-standards"]
    assert len(values["observation"]) == len(cases.CORRECTIONS)


def test_the_folder_says_what_it_is_made_from(demonstration: Demonstration) -> None:
    mark = json.loads((demonstration.folder / workspaces.MARK).read_text(encoding="utf-8"))
    assert mark == {
        "workspace": "demo",
        "seed": stages.SEED,
        "made_from": stages.digest(CATALOG, stages.SEED),
    }


def test_the_documentation_lists_the_deliberate_lines() -> None:
    text = (ROOT / "docs" / "demo.md").read_text(encoding="utf-8")
    assert listing("en") in text, "run `python -m etl demo --list --language en` and put the table in"
