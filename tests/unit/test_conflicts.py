import polars as pl
import pytest

from dabiao import conflicts
from dabiao.model import ConflictKind, Severity
from tests.store.sample import area, figure, indicator, rows

AREAS = rows(
    "area",
    area("100000", "country", None),
    area("610000", "province", "100000", province_code="610000"),
    area("610100", "city", "610000", province_code="610000", city_code="610100"),
    area("610102", "county", "610100", province_code="610000", city_code="610100"),
    area("420000", "province", "100000", province_code="420000"),
)
INDICATORS = rows(
    "indicator",
    indicator("local-standards"),
    indicator("national-standards"),
    indicator("both"),
    indicator("share", unit="%", kind="rate"),
)
COMPONENTS = rows(
    "indicator_component",
    {"indicator_code": "both", "component_code": "local-standards"},
    {"indicator_code": "both", "component_code": "national-standards"},
)
OTHER = {"publisher": "another paper"}


def found(*figures: dict[str, object]) -> pl.DataFrame:
    return conflicts.detect(rows("observation", *figures), AREAS, INDICATORS, COMPONENTS)


def told(frame: pl.DataFrame) -> list[tuple[str, str, list[float]]]:
    """Kind, severity and values of every conflict."""
    grouped = frame.group_by("conflict", "kind", "severity", maintain_order=True).agg("value")
    return [(kind, severity, values) for _, kind, severity, values in grouped.rows()]


CITY = {"area_code": "610100"}
FLOW = {"basis": "flow"}
LEVEL = {"basis": "level"}


def test_a_city_above_its_province_is_a_conflict_and_the_province_stands_first() -> None:
    frame = found(figure("2024-Q2", 67.0), figure("2023", 100.0, **CITY))
    assert told(frame) == [(ConflictKind.PART_ABOVE_WHOLE, Severity.CONTRADICTION, [67.0, 100.0])]
    assert frame["area_code"].to_list() == ["610000", "610100"]


def test_series_that_differ_make_it_a_doubt() -> None:
    frame = found(figure("2024-Q2", 67.0), figure("2023", 100.0, series="recent", **CITY))
    assert told(frame) == [(ConflictKind.PART_ABOVE_WHOLE, Severity.DOUBT, [67.0, 100.0])]


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        (figure("2022", 67.0), figure("2023", 100.0, **CITY)),  # the province may have caught up
        (figure("2023", 67.0), figure("2023", 60.0, **CITY)),
        (figure("2023", 67.0, bound=">="), figure("2023", 100.0, **CITY)),
        (figure("2023", 67.0), figure("2023", 100.0, bound="<=", **CITY)),
        (figure("2023", 67.0, bound="~"), figure("2023", 70.0, **CITY)),
        (figure("2023", 67.0), figure("2023", 100.0, area_code="420000")),
        (figure("2023", 67.0), figure("2023", 100.0, **CITY, **FLOW)),
        (figure("2023", 67.0, **FLOW), figure("2022", 100.0, **CITY, **FLOW)),
        (figure("2023", 67.0, "share", **LEVEL), figure("2023", 90.0, "share", **CITY, **LEVEL)),
        (figure("2023", 67.0), figure("2023", 100.0, "national-standards", **CITY)),
    ],
)
def test_what_cannot_be_compared_or_may_both_be_right_is_no_conflict(whole: dict, part: dict) -> None:
    assert found(whole, part).is_empty()


def test_at_least_a_hundred_is_more_than_sixty_seven() -> None:
    assert told(found(figure("2023", 67.0), figure("2023", 100.0, bound=">=", **CITY)))


def test_a_county_is_held_against_city_province_and_country() -> None:
    wholes = [figure("2023", 5.0, area_code=code, **FLOW) for code in ("610100", "610000", "100000")]
    frame = found(*wholes, figure("2023", 9.0, area_code="610102", **FLOW))
    assert len(told(frame)) == 3


def test_of_many_periods_the_latest_is_told() -> None:
    pairs = [
        one
        for year, city in (("2022", 8.0), ("2023", 9.0))
        for one in (figure(year, 5.0, **FLOW), figure(year, city, **CITY, **FLOW))
    ]
    assert told(found(*pairs)) == [(ConflictKind.PART_ABOVE_WHOLE, Severity.CONTRADICTION, [5.0, 9.0])]


def test_areas_are_not_added_up() -> None:
    cities = [figure("2023", 40.0, area_code=code, **FLOW) for code in ("610100", "610102")]
    assert found(figure("2023", 67.0, **FLOW), *cities).is_empty()


def test_a_running_total_that_falls_is_a_contradiction() -> None:
    frame = found(figure("2018-Q1", 621.0), figure("2020", 600.0), figure("2024-Q2", 610.0))
    assert told(frame) == [(ConflictKind.FALLING_TOTAL, Severity.CONTRADICTION, [621.0, 600.0])]


def test_a_total_that_another_series_goes_on_with_below_it_is_a_doubt() -> None:
    frame = found(figure("2018-Q1", 621.0, series="old"), figure("2024-Q2", 580.0))
    assert told(frame) == [(ConflictKind.FALLING_TOTAL, Severity.DOUBT, [621.0, 580.0])]


@pytest.mark.parametrize(
    "figures",
    [
        [figure("2018", 621.0, **LEVEL), figure("2020", 600.0, **LEVEL)],
        [figure("2018", 621.0, **FLOW), figure("2020", 600.0, **FLOW)],
        [figure("2018", 621.0), figure("2020", 600.0, bound=">=")],
        [figure("2018", 621.0), figure("2020", 600.0, bound="~")],
        [figure("2018", 621.0, area_code="420000"), figure("2020", 600.0)],
        # side by side, not one after the other: two definitions
        [figure("2018", 621.0), figure("2021", 700.0), figure("2019", 500.0, series="led")],
    ],
)
def test_what_may_fall_or_is_another_line_is_no_conflict(figures: list[dict]) -> None:
    assert found(*figures).is_empty()


def test_two_series_that_disagree_again_and_again_are_one_conflict() -> None:
    pairs = [
        one
        for year in ("2021", "2022", "2023")
        for one in (figure(year, 16.0, **FLOW), figure(year, 20.0, series="other", **FLOW, **OTHER))
    ]
    frame = found(*pairs)
    assert frame["conflict"].max() == 1
    assert frame["times"].to_list() == [3, 3]
    assert frame["period"].to_list() == ["2023", "2023"]


def test_two_sources_with_two_figures_for_one_quarter() -> None:
    growth = [
        figure("2023-Q3", 16.0, "share", unit="%", **LEVEL),
        figure("2023-Q3", 110.6, "share", unit="%", series="other copy", **LEVEL, **OTHER),
    ]
    frame = found(*growth)
    assert told(frame) == [(ConflictKind.TWO_FIGURES, Severity.CONTRADICTION, [16.0, 110.6])]


@pytest.mark.parametrize(
    "other",
    [
        figure("2023-Q3", 16.0, series="other", **OTHER),
        figure("2023-Q3", 20.0, series="other"),  # one source says both: two definitions
        figure("2023-Q3", 20.0, series="other", basis="flow", **OTHER),
        figure("2023-Q3", 15.0, series="other", bound=">=", **OTHER),
        figure("2023-Q3", 17.0, series="other", bound="~", **OTHER),
        figure("2023", 20.0, series="other", **OTHER),
        figure("2023-Q3", None, series="other", status="O", **OTHER),
    ],
)
def test_two_figures_that_agree_or_mean_two_things_are_no_conflict(other: dict) -> None:
    assert found(figure("2023-Q3", 16.0), other).is_empty()


def test_a_running_total_at_a_years_end_is_one_moment_however_the_period_is_written() -> None:
    frame = found(figure("2023", 16.0), figure("2023-Q4", 20.0, series="other", **OTHER))
    assert told(frame) == [(ConflictKind.TWO_FIGURES, Severity.CONTRADICTION, [16.0, 20.0])]


@pytest.mark.parametrize(("before", "after"), [(18.0, 33.0), (4.0, 2.0)])
def test_a_stock_that_jumps_with_its_series_is_a_doubt(before: float, after: float) -> None:
    frame = found(figure("2020-Q4", before, series="old", **LEVEL), figure("2024-Q2", after, **LEVEL))
    assert told(frame) == [(ConflictKind.DEFINITION_JUMP, Severity.DOUBT, [before, after])]


@pytest.mark.parametrize(
    "figures",
    [
        [figure("2020", 18.0, **LEVEL), figure("2024", 33.0, **LEVEL)],  # one series: it grew
        [figure("2020", 30.0, series="old", **LEVEL), figure("2024", 33.0, **LEVEL)],
        [figure("2020", 18.0, series="old", bound=">=", **LEVEL), figure("2024", 33.0, **LEVEL)],
        [figure("2020", 18.0, "share", series="old", **LEVEL), figure("2024", 33.0, "share", **LEVEL)],
    ],
)
def test_a_stock_that_goes_on_is_no_conflict(figures: list[dict]) -> None:
    assert found(*figures).is_empty()


def test_components_above_their_sum() -> None:
    frame = found(
        figure("2023", 100.0, "both"),
        figure("2023", 60.0, "local-standards"),
        figure("2023", 50.0, "national-standards"),
    )
    assert told(frame) == [(ConflictKind.COMPONENTS_ABOVE_TOTAL, Severity.CONTRADICTION, [100.0, 60.0, 50.0])]


@pytest.mark.parametrize(
    "parts",
    [
        [figure("2023", 60.0), figure("2023", 40.0, "national-standards")],
        [figure("2023", 60.0), figure("2022", 50.0, "national-standards")],
        [figure("2023", 60.0), figure("2023", 50.0, "national-standards", series="led")],
        [figure("2023", 60.0, bound="<="), figure("2023", 50.0, "national-standards")],
    ],
)
def test_components_that_fit_or_are_counted_otherwise_are_no_conflict(parts: list[dict]) -> None:
    assert found(figure("2023", 100.0, "both"), *parts).is_empty()


@pytest.mark.parametrize("basis", ["running_total", "level"])
def test_a_component_counts_once_at_a_moment_with_a_figure_of_the_year_and_of_its_last_quarter(
    basis: str,
) -> None:
    def of(period: str, value: float, indicator: str) -> dict[str, object]:
        return figure(period, value, indicator, basis=basis)

    parts = [
        of("2024-Q4", 90.0, "local-standards"),
        of("2024", 100.0, "local-standards"),
        of("2024-Q4", 50.0, "national-standards"),
    ]
    assert found(of("2024-Q4", 160.0, "both"), *parts).is_empty()
    assert told(found(of("2024-Q4", 145.0, "both"), *parts)) == [
        (ConflictKind.COMPONENTS_ABOVE_TOTAL, Severity.CONTRADICTION, [145.0, 100.0, 50.0])
    ]


def test_contradictions_stand_before_doubts_and_are_numbered() -> None:
    frame = found(
        figure("2018-Q1", 621.0, series="old"),
        figure("2024-Q2", 580.0),
        figure("2020", 5.0, "national-standards"),
        figure("2021", 4.0, "national-standards"),
    )
    assert frame["conflict"].to_list() == [1, 1, 2, 2]
    assert frame["severity"].unique(maintain_order=True).to_list() == ["contradiction", "doubt"]


def test_of_no_figures_there_is_no_conflict() -> None:
    assert found().is_empty()
