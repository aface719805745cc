"""The hand-edited catalog and the published figures: what every row must satisfy, read as plain text."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest

from dabiao.model import Bound, Comparator, ObservationBasis, TargetBasis
from dabiao.periods import PATTERN, end_month, month_before
from dabiao.store.tables import OBSERVATION, TABLES

DATA = Path(__file__).parents[2] / "data"

FILES = {
    "area": "catalog/areas.csv",
    "framework": "catalog/frameworks.csv",
    "unit": "catalog/units.csv",
    "indicator": "catalog/indicators.csv",
    "indicator_component": "catalog/indicator_components.csv",
    "target": "catalog/targets.csv",
    "observation": "progress/published.csv",
}

ORIGINAL_PUBLISHERS = frozenset(
    {
        "ce.cn",
        "cmrnn.com.cn",
        "cqn.com.cn",
        "cri.cn",
        "gov.cn",
        "people.com.cn",
        "rednet.cn",
        "snkjb.com",
        "voc.com.cn",
    }
)
"""Domains of governments and of the newspapers and agencies that published a figure first; no reposts."""

LONGEST_TEXT = 120
"""Longer than a remark of one's own needs to be: a longer text is likely a copied sentence."""
LONGEST_ENGLISH = 180
"""Definitions, titles and remarks on a document take more letters in English than in Chinese."""

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
DIGITS = re.compile(r"\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return {name: pl.read_csv(DATA / file, infer_schema=False) for name, file in FILES.items()}


def rows(frame: pl.DataFrame) -> Iterator[dict[str, str]]:
    """Rows with blanks as empty texts."""
    yield from frame.fill_null("").iter_rows(named=True)


def components_of(tables: dict[str, pl.DataFrame], indicator: str) -> list[str]:
    return (
        tables["indicator_component"].filter(indicator_code=indicator).get_column("component_code").to_list()
    )


def figures_for(tables: dict[str, pl.DataFrame], target: dict[str, str]) -> pl.DataFrame:
    """All figures of the target's area for its indicator or a component of it."""
    codes = [target["indicator_code"], *components_of(tables, target["indicator_code"])]
    return tables["observation"].filter(
        pl.col("area_code") == target["area_code"], pl.col("indicator_code").is_in(codes)
    )


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_the_columns_of_its_table(tables, name):
    columns = list(TABLES[name].columns)
    if name == "target":
        columns[columns.index("value_reported")] = "value"
        columns.pop(columns.index("value", columns.index("value") + 1))
    if name == "observation":
        columns = [column for column in columns if column not in ("end_month", "value")]
        columns[columns.index("value_reported")] = "value"
    assert sorted(tables[name].columns) == sorted(columns)


@pytest.mark.parametrize("name", FILES)
def test_a_key_occurs_once(tables, name):
    key = tables[name].select(TABLES[name].key)
    assert key.null_count().sum_horizontal().item() == 0
    assert key.filter(key.is_duplicated()).is_empty()


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_utf8_with_plain_line_ends_and_no_byte_order_mark(name):
    content = (DATA / FILES[name]).read_bytes()
    content.decode("utf-8")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")


def test_there_are_five_frameworks_with_their_areas(tables):
    assert dict(tables["framework"].select("framework_id", "area_code").iter_rows()) == {
        "national-2021": "100000",
        "shaanxi-2022": "610000",
        "hubei-2016": "420000",
        "hunan-2022": "430000",
        "chengxiang-2021": "350302",
    }


def test_a_plan_ends_after_it_starts_and_an_assumed_start_is_explained(tables):
    for framework in rows(tables["framework"]):
        dt.date.fromisoformat(framework["issued_on"])
        assert end_month(framework["horizon"]) > month_before(framework["plan_start"])
        assert framework["plan_start_status"] in ("stated", "assumed")
        if framework["plan_start_status"] == "assumed":
            assert framework["plan_start"] in framework["note_zh"]
            assert framework["plan_start"] in framework["note_en"]


def test_there_are_thirty_targets(tables):
    assert dict(tables["target"].group_by("framework_id").len().iter_rows()) == {
        "shaanxi-2022": 9,
        "hubei-2016": 12,
        "chengxiang-2021": 5,
        "national-2021": 4,
    }


def test_only_the_national_values_are_supplied(tables):
    supplied = tables["target"].filter(value_status="supplied").get_column("framework_id")
    assert supplied.to_list() == ["national-2021"] * 4
    assert set(tables["target"]["value_status"]) == {"stated", "supplied"}
    assert tables["target"].filter(value_status="stated").height == 26


def test_a_phrase_is_short_and_holds_the_digits_and_unit_of_a_stated_value(tables):
    for target in rows(tables["target"]):
        assert 0 < len(target["phrase"]) < 40, target["target_id"]
        stated = target["value_status"] == "stated"
        assert DIGITS.findall(target["phrase"]) == ([target["value"]] if stated else []), target["target_id"]
        assert not stated or target["value"] + target["unit"] in target["phrase"], target["target_id"]


def test_a_target_belongs_to_its_framework(tables):
    frameworks = {framework["framework_id"]: framework for framework in rows(tables["framework"])}
    for target in rows(tables["target"]):
        framework = frameworks[target["framework_id"]]
        assert target["target_id"] == f"{target['framework_id']}-{target['indicator_code']}"
        assert target["area_code"] == framework["area_code"]
        assert target["deadline"] == framework["horizon"]


def test_a_target_is_worded_in_the_terms_of_the_method(tables):
    for target in rows(tables["target"]):
        assert target["comparator"] in set(Comparator)
        assert target["basis"] in set(TargetBasis)
        assert target["basis_status"] in ("stated", "assumed")
        assert float(target["value"]) > 0
        assert CODE.match(target["series"])
        assert target["section"]


def test_a_target_points_the_way_its_indicator_does(tables):
    direction = dict(tables["indicator"].select("indicator_code", "direction").iter_rows())
    for target in rows(tables["target"]):
        better = "up" if target["comparator"] == ">=" else "down"
        assert direction[target["indicator_code"]] == better, target["target_id"]


def test_only_counts_are_judged_by_increment_or_total(tables):
    kind = dict(tables["indicator"].select("indicator_code", "kind").iter_rows())
    for target in rows(tables["target"]):
        is_level = target["basis"] == TargetBasis.LEVEL
        assert is_level == (kind[target["indicator_code"]] in ("rate", "duration")), target["target_id"]


def test_no_document_gives_a_baseline(tables):
    assert tables["target"].select("baseline_value", "baseline_period").null_count().row(0) == (30, 30)


def test_every_code_referred_to_exists(tables):
    areas = tables["area"].get_column("code")
    frameworks = tables["framework"].get_column("framework_id")
    units = tables["unit"].get_column("unit")
    indicators = tables["indicator"].get_column("indicator_code")
    component = tables["indicator_component"]
    for name, column, known in (
        ("framework", "area_code", areas),
        ("target", "area_code", areas),
        ("observation", "area_code", areas),
        ("target", "framework_id", frameworks),
        ("target", "indicator_code", indicators),
        ("observation", "indicator_code", indicators),
        ("indicator_component", "indicator_code", indicators),
        ("indicator_component", "component_code", indicators),
        ("unit", "base_unit", units),
        ("indicator", "unit", units),
        ("target", "unit", units),
        ("observation", "unit", units),
    ):
        missing = set(tables[name][column]) - set(known)
        assert not missing, (name, column, missing)
    assert not set(component["indicator_code"]) & set(component["component_code"]), (
        "components are not combined"
    )


def test_every_indicator_is_aimed_at_or_reported_or_a_component(tables):
    used = {
        *tables["target"]["indicator_code"],
        *tables["observation"]["indicator_code"],
        *tables["indicator_component"]["component_code"],
    }
    assert set(tables["indicator"]["indicator_code"]) == used


def test_a_unit_converts_to_a_base_unit(tables):
    for unit in rows(tables["unit"]):
        base = tables["unit"].filter(unit=unit["base_unit"]).row(0, named=True)
        assert base["base_unit"] == base["unit"]
        assert float(base["factor"]) == 1
        assert float(unit["factor"]) > 0
    assert set(tables["indicator"]["unit"]) <= set(tables["unit"]["base_unit"])


@pytest.mark.parametrize("name", ["target", "observation"])
def test_a_value_converts_to_the_unit_of_its_indicator(tables, name):
    base = dict(tables["unit"].select("unit", "base_unit").iter_rows())
    unit = dict(tables["indicator"].select("indicator_code", "unit").iter_rows())
    for row in rows(tables[name]):
        assert base[row["unit"]] == unit[row["indicator_code"]], row


def test_a_combined_indicator_sums_two_counts_or_more_in_its_own_unit(tables):
    indicators = {indicator["indicator_code"]: indicator for indicator in rows(tables["indicator"])}
    for (code,), group in tables["indicator_component"].group_by("indicator_code"):
        assert group.height >= 2, code
        for each in (indicators[part] for part in (code, *group["component_code"])):
            assert (each["kind"], each["unit"]) == ("count", indicators[code]["unit"]), each["indicator_code"]


def test_an_indicator_is_described_in_the_terms_of_the_method(tables):
    for indicator in rows(tables["indicator"]):
        assert CODE.match(indicator["indicator_code"])
        assert indicator["kind"] in ("count", "rate", "duration", "rank")
        assert indicator["direction"] in ("up", "down")
        assert len(indicator["name_zh"]) <= 16
        assert len(indicator["name_en"]) <= 56


def test_all_152_published_figures_are_here(tables):
    counts = dict(tables["observation"].group_by("area_code").len().iter_rows())
    assert counts == {
        "100000": 76,
        "350300": 3,
        "420000": 22,
        "420100": 5,
        "430000": 4,
        "430200": 5,
        "610000": 32,
        "610100": 5,
    }
    assert tables["observation"].height == 152


def test_an_observation_is_worded_in_the_terms_of_the_method(tables):
    for row in rows(tables["observation"]):
        assert re.match(PATTERN, row["period"])
        assert float(row["value"]) >= 0
        assert CODE.match(row["series"])
        assert row["basis"] in set(ObservationBasis)
        assert row["bound"] in {"", *Bound}
        assert row["status"] == ""
        assert row["confidence"] in ("high", "medium", "low")
        assert row["publisher"]
        assert row["source_title"]
        if row["source_date"]:
            published = dt.date.fromisoformat(row["source_date"])
            assert published.year * 12 + published.month >= end_month(row["period"]) - 2, (
                "told before it happened"
            )


def test_a_series_has_one_basis(tables):
    line = [column for column in OBSERVATION.key if column != "period"]
    mixed = tables["observation"].group_by(line).agg(pl.col("basis").n_unique()).filter(pl.col("basis") > 1)
    assert mixed.is_empty()


def test_flows_and_years_to_date_cover_periods_they_can(tables):
    for row in rows(tables["observation"]):
        if row["basis"] == ObservationBasis.YEAR_TO_DATE:
            assert "-" in row["period"]
            assert row["series"].endswith("-year-to-date")
        if row["basis"] == ObservationBasis.FLOW:
            assert row["series"].endswith("-yearly")
            assert len(row["period"]) == 4


def test_a_figure_since_the_start_counts_from_a_plan_of_its_area(tables):
    starts = dict(tables["framework"].select("area_code", "plan_start").iter_rows())
    for row in rows(tables["observation"].filter(basis=ObservationBasis.SINCE_START)):
        assert row["series"].endswith(f"-since-{starts[row['area_code']]}")


@pytest.mark.parametrize(
    ("area", "indicator", "values"),
    [
        ("610000", "pilot-projects", ["621", "580"]),
        ("610000", "national-committee-secretariats", ["19", "18", "30", "33"]),
        ("420000", "local-standards", ["1021", "1494", "1164"]),
        ("420000", "enterprise-standards", ["19044", "21529", "63600"]),
        ("610000", "international-standards", ["50", "67", "12"]),
    ],
)
def test_figures_of_different_definition_are_in_different_series(tables, area, indicator, values):
    series = (
        tables["observation"]
        .filter(pl.col("value").is_in(values), area_code=area, indicator_code=indicator)
        .get_column("series")
    )
    assert len(series) == len(values)
    assert series.n_unique() == len(values)


def test_a_target_is_judged_by_a_series_that_exists_wherever_its_area_reports_anything(tables):
    without_figures = []
    for target in rows(tables["target"]):
        figures = figures_for(tables, target)
        if figures.is_empty():
            without_figures.append(target["target_id"])
        else:
            assert target["series"] in set(figures["series"]), target["target_id"]
    reported = tables["observation"].select("area_code").unique()
    never_reported = tables["target"].join(reported, on="area_code", how="anti")["target_id"]
    assert set(never_reported) <= set(without_figures)
    assert len(without_figures) < tables["target"].height


@pytest.mark.parametrize(
    ("target_id", "basis", "line"),
    [
        ("shaanxi-2022-local-standards", "running_total", "2020-Q4 1872, 2024-Q2 2155"),
        ("shaanxi-2022-association-standards", "running_total", "2020-Q4 76, 2024-Q2 391"),
        ("shaanxi-2022-national-and-sector-standards", "flow", "2023 262"),
        ("shaanxi-2022-pilot-projects", "running_total", "2024-Q2 580"),
        ("hubei-2016-local-standards", "flow", "2018 103, 2022 195, 2024 242"),
        ("hubei-2016-association-and-alliance-standards", "running_total", "2025-Q4 1377"),
        ("hubei-2016-enterprise-standards", "level", "2018 21529"),
        ("hubei-2016-committee-and-subcommittee-secretariats", "level", "2022 >=30"),
        ("national-2021-international-standards-adoption-rate", "level", "2023 82, 2025 88.9"),
        ("national-2021-national-standards-cycle", "level", "2020 24, 2022 22"),
        ("national-2021-innovation-bases", "level", "2022 ~30, 2023 34"),
    ],
)
def test_the_line_a_target_is_judged_by(tables, target_id, basis, line):
    target = tables["target"].filter(target_id=target_id).row(0, named=True)
    figures = figures_for(tables, target).filter(series=target["series"]).sort("period")
    assert set(figures["basis"]) == {basis}
    assert ", ".join(f"{row['period']} {row['bound']}{row['value']}" for row in rows(figures)) == line


def test_an_address_is_on_the_site_of_an_original_publisher(tables):
    for url in tables["observation"]["source_url"].drop_nulls():
        host = urlsplit(url).hostname
        assert any(host == domain or host.endswith("." + domain) for domain in ORIGINAL_PUBLISHERS), url


@pytest.mark.parametrize("name", [name for name in FILES if name != "area"])
def test_no_text_is_long_enough_to_be_a_copied_sentence(tables, name):
    own_english = {"definition_en", "title_en"} if name != "framework" else {"title_en", "note_en"}
    for column in tables[name].columns:
        if column == "source_url":
            continue
        limit = LONGEST_ENGLISH if column in own_english else LONGEST_TEXT
        longest = tables[name][column].str.len_chars().max() or 0
        assert longest <= limit, (column, longest)


@pytest.mark.parametrize("name", [name for name in FILES if name != "area"])
def test_chinese_columns_hold_chinese_and_english_ones_none(tables, name):
    frame = tables[name]
    for column in frame.columns:
        texts = frame[column].drop_nulls()
        if column.endswith("_zh"):
            assert all(CHINESE.search(text) for text in texts), column
        if column.endswith("_en"):
            assert not any(CHINESE.search(text) for text in texts), column
            twin = frame[column.removesuffix("_en") + "_zh"]
            assert twin.is_null().to_list() == frame[column].is_null().to_list(), f"{column} and its twin"
