"""Rows of progress are a function of (choices, publication): later changes touch no earlier answer."""

import polars as pl
import pytest

from dabiao import comparison, progress
from dabiao.progress import rejudge
from dabiao.store import Store
from dabiao.wording.figures import bound_of_attainment
from tests.store.sample import content, figure, put, put_judged_content, rows, target

LOCAL = "shaanxi-2022-local-standards"


def status(store: Store, publication: int, as_of: str = "2025-Q4") -> dict[str, dict]:
    frame = progress.status(store, publication, as_of)
    return {row["target_id"]: row for row in frame.to_dicts()}


def figures(store: Store, publication: int, as_of: str = "2025-Q4") -> pl.DataFrame:
    return progress.observations(store, publication, as_of)


def replayed(store: Store, publication: int, periods: list[str], area: str | None = None) -> pl.DataFrame:
    return pl.concat(
        progress.status(store, publication, period, area=area).with_columns(as_of=pl.lit(period))
        for period in periods
    )


@pytest.mark.begins(after=put_judged_content)
def test_a_changed_figure_changes_the_next_publication_only(store: Store) -> None:
    is_latest = pl.col("value") == 2155
    changed = content()["observation"].with_columns(
        value=pl.when(is_latest).then(2255.0).otherwise("value"),
        value_reported=pl.when(is_latest).then(pl.lit("2255")).otherwise("value_reported"),
    )
    put(store, {"observation": changed}, judge=rejudge)
    assert status(store, 1)[LOCAL]["attainment"] == 0.7075
    assert status(store, 2)[LOCAL]["attainment"] == 0.9575
    of_latest = (pl.col("target_id") == LOCAL) & (pl.col("period") == "2024-Q2")
    assert figures(store, 1).filter(of_latest)["value_reported"].to_list() == ["2155"]
    assert figures(store, 2).filter(of_latest)["value_reported"].to_list() == ["2255"]


@pytest.mark.begins(after=put_judged_content)
def test_a_figure_that_comes_later_is_not_in_an_earlier_answer(store: Store) -> None:
    more = pl.concat([content()["observation"], rows("observation", figure("2024-Q4", 2255))])
    put(store, {"observation": more}, judge=rejudge)
    assert status(store, 1)[LOCAL]["period"] == "2024-Q2"
    assert status(store, 2)[LOCAL]["period"] == "2024-Q4"
    assert "2024-Q4" not in figures(store, 1)["period"].to_list()
    assert "2024-Q4" in figures(store, 2)["period"].to_list()
    assert set(progress.line(store, 1, "610000", "2025")["period"]) < set(
        progress.line(store, 2, "610000", "2025")["period"]
    )


@pytest.mark.begins(after=put_judged_content)
def test_a_withdrawn_figure_is_judged_and_shown_no_more(store: Store) -> None:
    fewer = content()["observation"].filter(
        ~((pl.col("indicator_code") == "local-standards") & (pl.col("period") == "2024-Q2"))
    )
    put(store, {"observation": fewer}, judge=rejudge)
    assert status(store, 1)[LOCAL]["status"] == "on_track"
    assert status(store, 2)[LOCAL]["status"] == "too_early"
    assert (
        figures(store, 2).filter((pl.col("target_id") == LOCAL) & (pl.col("period") == "2024-Q2")).is_empty()
    )


@pytest.mark.begins(after=put_judged_content)
def test_a_changed_target_is_judged_anew_and_the_old_one_stays_in_its_publication(store: Store) -> None:
    easier = pl.concat(
        [
            content()["target"].filter(pl.col("target_id") != LOCAL),
            rows("target", target("local-standards", value=283.0, value_reported="283", phrase="283项以上")),
        ]
    )
    put(store, {"target": easier}, judge=rejudge)
    assert (status(store, 1)[LOCAL]["target"], status(store, 1)[LOCAL]["phrase"]) == (400.0, "400项以上")
    assert status(store, 1)[LOCAL]["status"] == "on_track"
    assert (status(store, 2)[LOCAL]["target"], status(store, 2)[LOCAL]["phrase"]) == (283.0, "283项以上")
    assert status(store, 2)[LOCAL]["status"] == "met_early"


@pytest.mark.begins(after=put_judged_content)
def test_a_withdrawn_target_has_no_row_and_no_figures(store: Store) -> None:
    put(store, {"target": content()["target"].filter(pl.col("target_id") != LOCAL)}, judge=rejudge)
    assert LOCAL in status(store, 1)
    assert LOCAL not in status(store, 2)
    assert figures(store, 2).filter(pl.col("target_id") == LOCAL).is_empty()
    plans = progress.areas(store, 2).filter(pl.col("framework_id") == "shaanxi-2022")
    assert plans["targets"].to_list() == [2]


@pytest.mark.begins(after=put_judged_content)
def test_a_renamed_area_keeps_its_old_name_in_the_old_publication(store: Store) -> None:
    renamed = content()["area"].with_columns(
        name_zh=pl.when(pl.col("code") == "610000").then(pl.lit("陕西")).otherwise("name_zh")
    )
    put(store, {"area": renamed}, judge=rejudge)
    assert status(store, 1)[LOCAL]["area_name_zh"] == "地区610000"
    assert status(store, 2)[LOCAL]["area_name_zh"] == "陕西"


@pytest.mark.begins(after=put_judged_content)
def test_components_of_a_combined_indicator_are_summed_as_of_their_publication(store: Store) -> None:
    alone = content()["indicator_component"].head(1)
    put(store, {"indicator_component": alone}, judge=rejudge)
    both, one = status(store, 1), status(store, 2)
    name = "shaanxi-2022-all-standards"
    assert both[name]["value"] == 283 + 315
    assert one[name]["value"] == 283
    assert set(figures(store, 2).filter(pl.col("target_id") == name)["indicator_code"]) == {"local-standards"}


@pytest.mark.begins(after=put_judged_content)
def test_the_past_is_replayed_from_one_publication(store: Store) -> None:
    replay = replayed(store, 1, ["2020", "2023", "2024"], area="610000").filter(pl.col("target_id") == LOCAL)
    assert dict(replay.select("as_of", "status").iter_rows()) == {
        "2020": "too_early",
        "2023": "too_early",
        "2024": "on_track",
    }


@pytest.mark.begins(after=put_judged_content)
def test_sources_are_those_of_the_latest_figure_and_the_baseline(store: Store) -> None:
    rows_ = progress.with_sources(progress.status(store, 1, "2025-Q4"), figures(store, 1))
    sources = dict(rows_.select("target_id", "sources").iter_rows())
    assert sources[LOCAL] == ["省市场监管局 · 标准化工作情况"]


def test_figures_that_end_in_one_month_stand_in_one_order_on_either_database(store: Store) -> None:
    periods = ["2023-12", "2023-Q4", "2023", "2023-S2"]
    for count in range(1, len(periods) + 1):
        ends = [figure(period, 2100.0) for period in periods[:count]]
        put(store, content() | {"observation": rows("observation", *ends)}, judge=rejudge)
    found = figures(store, len(periods)).filter(target_id=LOCAL)
    assert found["period"].to_list() == sorted(periods)


@pytest.mark.begins(after=put_judged_content)
def test_a_target_that_moves_to_another_document_leaves_the_first(store: Store) -> None:
    moved = content()["target"].with_columns(
        framework_id=pl.when(pl.col("target_id") == LOCAL).then(pl.lit("xian-2023")).otherwise("framework_id")
    )
    put(store, {"target": moved}, judge=rejudge)
    left = progress.observations(store, 2, "2025", framework="shaanxi-2022")
    assert LOCAL not in left["target_id"].to_list()
    assert LOCAL in progress.observations(store, 2, "2025", framework="xian-2023")["target_id"].to_list()
    assert LOCAL in progress.observations(store, 1, "2025", framework="shaanxi-2022")["target_id"].to_list()


def test_one_indicator_is_asked_for_in_all_areas(store: Store) -> None:
    plan = rows(
        "target", target("local-standards", area_code="610100", target_id="xian-2023-local-standards")
    )
    figures = rows("observation", figure("2023", 40, area_code="610100", basis="since_start"))
    frames = content()
    put(
        store,
        frames
        | {
            "target": pl.concat([frames["target"], plan.with_columns(framework_id=pl.lit("xian-2023"))]),
            "observation": pl.concat([frames["observation"], figures]),
        },
        judge=rejudge,
    )
    found = progress.status(store, 1, "2025", indicator="local-standards")
    assert found["area_code"].to_list() == ["610000", "610100"]
    points = progress.line(store, 1, None, "2025", indicator="local-standards")
    assert points.select("area_code", "period").rows() == [
        ("610000", "2020-Q4"),
        ("610000", "2024-Q2"),
        ("610100", "2023"),
    ]
    past = progress.status(store, 1, "2023", indicator="local-standards")
    assert past["area_code"].to_list() == ["610000", "610100"]


def bounds_of_attainment(then: pl.DataFrame) -> list[str]:
    return [str(bound_of_attainment(row)) for row in progress.attained(then).sort("attainment").to_dicts()]


def test_a_tally_keeps_the_bound_of_its_least_and_its_greatest_attainment(store: Store) -> None:
    frames = content()
    at_least = frames["observation"].with_columns(
        bound=pl.when(pl.col("period") == "2024-Q2").then(pl.lit(">=")).otherwise("bound")
    )
    put(store, frames | {"observation": at_least}, judge=rejudge)
    found = progress.tallies(store, 1, ["2024"])
    (row,) = found.filter(roll_up="on_track").to_dicts()
    assert (row["least"], row["least_bound"], row["greatest_bound"]) == (0.7075, ">=", ">=")
    then = progress.seen(store, 1, "610000", None, ["2024-12-31"], ["2024"])
    assert set(progress.tallied_then(then).columns) == set(found.columns)


@pytest.mark.begins(after=put_judged_content)
def test_tallies_count_what_the_replay_says(store: Store) -> None:
    periods = ["2024", "2020", "2024-Q4"]
    found = progress.tallies(store, 1, periods)
    replay = replayed(store, 1, periods)
    assert found.select("area_code", "framework_id", "as_of").unique(maintain_order=True).rows() == [
        ("610000", "shaanxi-2022", period) for period in periods
    ]
    for row in found.to_dicts():
        then = replay.filter(as_of=row["as_of"], framework_id=row["framework_id"], roll_up=row["roll_up"])
        known = progress.attained(then)["attainment"]
        assert (row["targets"], row["least"], row["greatest"]) == (then.height, known.min(), known.max())
        for end, at in (("least", 0), ("greatest", -1)):
            bounds = bounds_of_attainment(then)
            assert row[f"{end}_bound"] == (bounds[at] if bounds else None)
    assert found.group_by("as_of").agg(pl.col("targets").sum())["targets"].to_list() == [3, 3, 3]
    start = found.filter(as_of="2020")
    # At its start a plan's attainment is 0 by definition: that says nothing.
    assert start.select("roll_up", "least", "greatest").rows() == [("no_data", None, None)]
    assert found.filter(as_of="2024", roll_up="on_track")["least"].to_list() == [0.7075]
    assert progress.tallies(store, 1, periods, framework="xian-2023").is_empty()
    assert progress.tallies(store, 1, periods, areas=["610000"]).equals(found)
    assert progress.tallies(store, 1, periods, areas=["610100"]).is_empty()


def test_a_documents_targets_are_those_of_its_area_and_apart_those_below(store: Store) -> None:
    below = [target(name, area_code="610100") for name in ("local-standards", "group-standards")]
    put(store, content() | {"target": rows("target", target("local-standards"), *below)})
    counts = ["framework_id", "targets", "targets_below"]
    assert progress.areas(store, 1).select(counts).rows() == [("shaanxi-2022", 1, 2), ("xian-2023", 0, 0)]
    put(store, content() | {"target": rows("target", *below)})
    assert progress.areas(store, 2).select(counts).rows() == [("shaanxi-2022", 0, 2), ("xian-2023", 0, 0)]


def test_an_indicator_is_counted_in_the_areas_with_a_value_of_it(store: Store) -> None:
    absent = figure("2024", None, value_reported=None, area_code="610100")
    put(store, content() | {"observation": rows("observation", figure("2024", 5), absent)})
    counted = comparison.indicators(store, 1).select("indicator_code", "areas_with_figures")
    assert dict(counted.iter_rows()) == {"all-standards": 0, "group-standards": 0, "local-standards": 1}
