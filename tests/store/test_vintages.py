"""What was known when: a vintage sees the figures whose source had been published, and no others."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dabiao import comparison, conflicts, holdings, progress, publications
from dabiao.progress import InvalidVintageError, rejudge
from dabiao.store import Store, open_store
from tests.store.sample import content, figure, put, put_judged_content, rows, target

LOCAL = "shaanxi-2022-local-standards"
FUTURE = "2099-12-31"


def published(period: str, value: float, on: str | None, **more: Any) -> dict[str, object]:
    date = None if on is None else dt.date.fromisoformat(on)
    return figure(period, value, **({"basis": "since_start", "source_date": date} | more))


def with_figures(*given: dict[str, object]) -> dict[str, pl.DataFrame]:
    return content() | {
        "target": rows("target", target("local-standards"), target("all-standards", value=500.0)),
        "observation": rows("observation", *given),
    }


def put_late_figures(store: Store) -> None:
    """Publish 2022, which was reported late, 2023 in time, and 2024, whose source has no date."""
    frames = with_figures(
        published("2021", 40, "2022-02-01"),
        published("2022", 160, "2024-03-01"),
        published("2023", 240, "2024-02-01"),
        published("2024", 330, None),
    )
    put(store, frames, judge=rejudge)


def put_revised_figures(store: Store) -> None:
    """Publish 2022, its revision, and in its place an earlier year."""
    put(store, with_figures(published("2022", 160, "2023-02-01")), judge=rejudge)
    put(store, with_figures(published("2022", 120, "2024-02-01")), judge=rejudge)
    put(store, with_figures(published("2021", 40, "2022-02-01")), judge=rejudge)


def known(store: Store, vintage: str, as_of: str = "2025") -> dict[str, Any]:
    found = progress.status(store, 1, as_of, vintage=vintage).filter(target_id=LOCAL)
    return found.row(0, named=True)


@pytest.mark.begins(after=put_late_figures)
def test_a_figure_counts_from_the_day_its_source_was_published(store: Store) -> None:
    assert known(store, "2022-01-31")["status"] == "no_data"
    assert (known(store, "2022-02-01")["period"], known(store, "2022-02-01")["status"]) == (
        "2021",
        "far_behind",
    )
    assert known(store, "2024-02-01", "2022")["period"] == "2021"
    assert known(store, "2024-03-01", "2022")["period"] == "2022"
    assert known(store, "2024-03-01")["period"] == "2023"


@pytest.mark.begins(after=put_late_figures)
def test_a_figure_without_a_date_counts_in_the_latest_vintage_only(store: Store) -> None:
    assert known(store, FUTURE)["period"] == "2023"
    assert known(store, progress.LATEST)["period"] == "2024"
    assert progress.undated(store, 1) == 1
    assert progress.undated(store, 1, area="610100") == 0


@pytest.mark.begins(after=put_late_figures)
def test_years_that_can_be_asked_for_lie_between_the_first_and_the_last_source(store: Store) -> None:
    assert progress.vintages(store, 1) == ["2022-12-31", "2023-12-31"]
    assert progress.vintages(store, 1, framework="shaanxi-2022", area="610000") == [
        "2022-12-31",
        "2023-12-31",
    ]
    assert progress.vintages(store, 1, framework="xian-2023") == []


@pytest.mark.begins(after=put_late_figures)
@pytest.mark.parametrize("vintage", ["2024", "20241231", "2024-W01-1", "2024-13-01", "soon", ""])
def test_what_is_no_date_is_no_vintage(store: Store, vintage: str) -> None:
    for ask in (
        lambda: progress.status(store, 1, "2025", vintage=vintage),
        lambda: progress.tallies(store, 1, ["2025"], vintage=vintage),
        lambda: progress.line(store, 1, "610000", "2025", vintage=vintage),
        lambda: progress.observations(store, 1, "2025", vintage=vintage),
        lambda: progress.seen(store, 1, "610000", LOCAL, [vintage], ["2025"]),
    ):
        with pytest.raises(InvalidVintageError):
            ask()


def test_with_every_figure_dated_the_far_future_knows_what_is_kept(store: Store) -> None:
    frames = content()
    dated = frames["observation"].with_columns(pl.col("source_date").fill_null(dt.date(2021, 1, 1)))
    put(store, frames | {"observation": dated}, judge=rejudge)
    put(store, {"observation": dated.with_columns(pl.col("value") + 1)}, judge=rejudge)
    periods = ["2019", "2020", "2024-Q1", "2024", "2026"]
    for publication, period in itertools.product((1, 2), periods):
        kept, then = (
            progress.status(store, publication, period, vintage=vintage)
            for vintage in (progress.LATEST, FUTURE)
        )
        assert_frame_equal(then, kept, check_exact=True)
    for ask in (
        lambda vintage: progress.tallies(store, 2, periods, vintage=vintage),
        lambda vintage: progress.line(store, 2, None, "2025", vintage=vintage),
        lambda vintage: progress.line(
            store, 2, "610000", "2024-Q1", indicator="local-standards", vintage=vintage
        ),
        lambda vintage: progress.observations(store, 2, "2025", vintage=vintage),
        lambda vintage: progress.status(store, 2, "2025", indicator="group-standards", vintage=vintage),
        lambda vintage: progress.status(store, 2, "2025", level="city", vintage=vintage),
        lambda vintage: progress.tallies(store, 2, ["2024"], framework="xian-2023", vintage=vintage),
        lambda vintage: progress.line(store, 2, "610100", "2025", vintage=vintage),
    ):
        assert_frame_equal(ask(FUTURE), ask(progress.LATEST), check_exact=True)


@pytest.mark.begins(after=put_revised_figures)
def test_a_revised_figure_is_the_first_one_until_its_revision_was_published(store: Store) -> None:
    for publication, vintage, value in (
        (1, "2024-12-31", 160),
        (2, "2023-12-31", 160),
        (2, "2024-12-31", 120),
        (2, "2022-12-31", None),
        (3, "2023-12-31", 40),  # withdrawn is withdrawn, whatever was known when
    ):
        row = progress.status(store, publication, "2025", vintage=vintage).filter(target_id=LOCAL)
        assert row["value"].to_list() == [value]
        figures = progress.observations(store, publication, "2025", vintage=vintage).filter(target_id=LOCAL)
        assert figures["value"].to_list() == [value] * (value is not None)


@pytest.mark.begins(after=put_revised_figures)
def test_a_revised_figure_is_shown_and_compared_as_it_was_known_then(store: Store) -> None:
    for publication, vintage, value in (
        (1, "2024-12-31", 160),
        (2, "2023-12-31", 160),
        (2, "2024-02-01", 120),
        (2, "2022-12-31", None),
        (2, progress.LATEST, 120),
        (3, "2023-12-31", 40),  # withdrawn is withdrawn, whatever was known when
    ):
        judged = progress.status(store, publication, "2025", vintage=vintage).filter(target_id=LOCAL)
        shown = (
            holdings.figures(store, publication, as_of="2025", vintage=vintage),
            holdings.observations(store, publication, vintage=vintage),
            comparison.figures(store, publication, "2025", indicator="local-standards", vintage=vintage),
            comparison.figures(store, publication, "2025", areas=["610000"], vintage=vintage),
        )
        for found in shown:
            assert found["value"].to_list() == [value] * (value is not None)
            assert judged["value"].to_list() == [value]
        none_yet = holdings.observations(store, publication, as_of="2020", vintage=vintage)
        assert none_yet.is_empty()


def test_figures_contradict_each_other_as_they_were_known_then(store: Store) -> None:
    before, other = published("2022", 160, "2023-02-01"), published("2022", 160, "2023-03-01", series="site")
    other |= {"publisher": "省统计局"}
    put(store, with_figures(before, other))
    put(store, with_figures(published("2022", 120, "2024-02-01"), other))
    assert conflicts.find(store, 2, vintage="2023-12-31").is_empty()
    assert sorted(conflicts.find(store, 2, vintage="2024-12-31")["value"]) == [120, 160]


@pytest.mark.begins(after=put_late_figures)
def test_a_target_is_seen_by_period_judged_and_date_judged(store: Store) -> None:
    dates, periods = ["2024-12-31", "2022-12-31", progress.LATEST], ["2021", "2022", "2024"]
    found = progress.seen(store, 1, "610000", LOCAL, dates, periods)
    assert found.select("vintage", "as_of", "period", "status").rows() == [
        ("2024-12-31", "2021", "2021", "far_behind"),
        ("2024-12-31", "2022", "2022", "on_track"),
        ("2024-12-31", "2024", "2023", "on_track"),
        ("2022-12-31", "2021", "2021", "far_behind"),
        ("2022-12-31", "2022", "2021", "far_behind"),
        ("2022-12-31", "2024", "2021", "far_behind"),
        ("latest", "2021", "2021", "far_behind"),
        ("latest", "2022", "2022", "on_track"),
        ("latest", "2024", "2024", "on_track"),
    ]
    for row in found.to_dicts():
        alone = progress.status(store, 1, row["as_of"], vintage=row["vintage"]).filter(target_id=LOCAL)
        same = [name for name in found.columns if name in alone.columns]
        assert alone.select(same).row(0, named=True) == {name: row[name] for name in same}


@pytest.mark.begins(after=put_late_figures)
def test_every_target_of_an_area_is_seen_at_once(store: Store) -> None:
    dates, periods = ["latest", "2022-12-31"], ["2024", "2022"]
    together = progress.seen(store, 1, "610000", None, dates, periods)
    assert together.select("vintage", "as_of", "target_id").rows() == [
        (date, period, f"shaanxi-2022-{name}")
        for date in dates
        for period in periods
        for name in ("all-standards", "local-standards")
    ]
    alone = progress.seen(store, 1, "610000", LOCAL, dates, periods)
    assert_frame_equal(together.filter(target_id=LOCAL), alone, check_exact=True)


@pytest.mark.begins(after=put_judged_content)
def test_a_target_that_is_not_there_cannot_be_seen(store: Store) -> None:
    with pytest.raises(LookupError, match="no target"):
        progress.seen(store, 1, "610100", LOCAL, ["latest"], ["2024"])


@pytest.fixture(scope="module")
def growing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that every example publishes figures to."""
    opened = open_store(tmp_path_factory.mktemp("vintages") / "dabiao.duckdb")
    put(opened, content(), judge=rejudge)
    yield opened
    opened.close()


PERIODS = [
    *map(str, range(2019, 2027)),
    *(f"{year}-Q{number}" for year in (2020, 2021, 2022) for number in (1, 2, 3, 4)),
]
DAYS = st.one_of(st.none(), st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31)))


@settings(max_examples=10, deadline=None)
@given(
    basis=st.sampled_from(["since_start", "flow", "year_to_date", "running_total"]),
    figures=st.dictionaries(st.sampled_from(PERIODS), st.tuples(st.integers(0, 300), DAYS), min_size=1),
    vintage=st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31)),
)
def test_a_vintage_never_sees_what_was_published_later(
    growing: Store, basis: str, figures: dict[str, tuple[int, dt.date | None]], vintage: dt.date
) -> None:
    all_of_them = [
        figure(period, value, basis=basis, source_date=date) for period, (value, date) in figures.items()
    ]
    known_then = [row for row in all_of_them if row["source_date"] and row["source_date"] <= vintage]
    asked = vintage.isoformat()
    then = published_anew(growing, all_of_them)
    found = progress.line(growing, then, None, "2026", vintage=asked)
    told = progress.observations(growing, then, "2026", vintage=asked)
    assert {*told["source_date"]} <= {row["source_date"] for row in known_then}
    alone = published_anew(growing, known_then)
    assert_frame_equal(found, progress.line(growing, alone, None, "2026"), check_exact=True)


def published_anew(store: Store, figures: list[dict[str, object]]) -> int:
    """Return a publication that holds these figures, of which no earlier version was ever published."""
    for held in ([], figures):
        put(store, {"observation": rows("observation", *held)}, judge=rejudge)
    number = publications.latest(store)
    assert number is not None
    return number
