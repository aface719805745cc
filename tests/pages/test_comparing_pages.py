"""The pages that compare: what is drawn, what is withheld, and what an address may ask for."""

import re
from html import unescape

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from dabiao.settings import ROOT
from tests.pages.running import Show
from tests.pages.text import CHINESE, alternatives, figures, page_text

INDICATOR = "progress/indicator.py"
COMPARE = "progress/compare.py"
DATA = "data/data.py"
NOW = {"as_of": "2026-Q3", "vintage": "latest"}
LANGUAGES = ["zh", "en"]
INDICATORS = [
    "local-standards",
    "national-and-sector-standards",
    "association-standards",
    "project-standards-share",
    "national-standards-cycle",
    "front-runner-rank",
    "innovation-bases",
]
COMPARISONS = [
    {},
    {"areas": "100000,350302,420000,430000,610000,610100"},
    {"mode": "province", "province": "610000"},
    {"mode": "frameworks", "frameworks": "hubei-2016,chengxiang-2021"},
]


def check(app: AppTest, language: str) -> None:
    assert not app.exception
    assert not app.warning
    assert len(app.title) == 1
    for figure in figures(app):
        drawn = go.Figure(figure)  # raises on anything Plotly does not know
        assert drawn.data
        assert language == "zh" or not CHINESE.search(str(figure["layout"]))
    told = alternatives(app)
    assert all(len(one) > 10 for one in told)
    assert language == "zh" or not CHINESE.search("\n".join(told))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("indicator", INDICATORS)
def test_an_indicator_has_a_page_without_empty_charts(show: Show, indicator: str, language: str) -> None:
    check(show(INDICATOR, indicator=indicator, language=language, **NOW), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("choices", COMPARISONS)
def test_what_can_be_compared_has_a_page(show: Show, choices: dict[str, str], language: str) -> None:
    check(show(COMPARE, language=language, **choices, **NOW), language)


def test_every_choice_stands_in_the_address(show: Show) -> None:
    address = show(INDICATOR, indicator="local-standards").query_params
    assert {
        name: address[name] for name in ("indicator", "level", "province", "axis", "measure", "lanes")
    } == {
        "indicator": "local-standards",
        "level": "all",
        "province": "all",
        "axis": "largest",
        "measure": "attainment",
        "lanes": "ends",
    }
    address = show(COMPARE).query_params
    assert {name: address[name] for name in ("mode", "areas", "frameworks", "province")} == {
        "mode": "areas",
        "areas": "420000,610000",
        "frameworks": "hubei-2016,shaanxi-2022",
        "province": "420000",
    }


@pytest.mark.parametrize(
    ("page", "choices", "named"),
    [
        (INDICATOR, {"indicator": "gdp"}, "indicator=gdp"),
        (INDICATOR, {"level": "town"}, "level=town"),
        (INDICATOR, {"province": "610100"}, "province=610100"),
        (INDICATOR, {"measure": "rank"}, "measure=rank"),
        (INDICATOR, {"lanes": "some"}, "lanes=some"),
        (INDICATOR, {"axis": "county-total"}, "axis=county-total"),
        (COMPARE, {"mode": "people"}, "mode=people"),
        (COMPARE, {"areas": "610000,999999,atlantis"}, "999999,atlantis"),
        (COMPARE, {"frameworks": "hubei-2016,moon-2000", "mode": "frameworks"}, "moon-2000"),
        (COMPARE, {"areas": "100000,350302,420000,430000,610000,610100,420100"}, "Wuhan"),
        (COMPARE, {"province": "110000", "mode": "province"}, "province=110000"),
    ],
)
def test_a_choice_that_cannot_be_honoured_is_named(
    show: Show, page: str, choices: dict[str, str], named: str
) -> None:
    app = show(page, language="en", **choices, **NOW)
    assert not app.exception
    assert named in "\n".join(warning.value for warning in app.warning)


def test_a_selection_without_targets_says_so_and_draws_nothing(show: Show) -> None:
    app = show(INDICATOR, indicator="national-standards-cycle", level="county", language="en", **NOW)
    assert "No area in this selection has a target on this indicator." in page_text(app)
    assert not figures(app)


def test_incomplete_areas_are_named_with_what_they_miss(show: Show) -> None:
    text = page_text(show(INDICATOR, indicator="national-and-sector-standards", **NOW))
    assert "没有地区可以排名：◐ 合计不全 1" in text
    assert "截至2023年为 ≥ 262.0%：合计缺少部分时期或分项。" in text
    chengxiang = page_text(show(INDICATOR, indicator="association-standards", language="en", **NOW))
    assert "No area can be ranked: ○ not reported 1" in chengxiang


def test_a_past_year_ranks_by_what_was_known_then(show: Show) -> None:
    app = show(INDICATOR, indicator="local-standards", province="610000", as_of="2024-Q2", language="en")
    assert "Only Shaanxi can be compared here: attainment 70.8%" in page_text(app)


def test_unlike_bases_and_plans_have_an_axis_of_their_own(show: Show) -> None:
    app = show(INDICATOR, indicator="local-standards", as_of="2019", language="en")
    headings = [header.value for header in app.header]
    assert "Provinces · increment within the plan period · plan 2021–2025 · published figures" in headings
    hubei = "increment within the plan period · plan 2016–2020 · published figures (issued, within the year)"
    assert f"Provinces · {hubei}" in headings
    for figure in figures(app):
        assert not [name for name in figure["layout"] if re.fullmatch(r"[xy]axis\d+", name)]


def test_related_indicators_stand_beside_and_are_not_added(show: Show) -> None:
    text = page_text(show(INDICATOR, indicator="national-and-sector-standards", language="en", **NOW))
    assert "Related indicators with targets of their own" in text
    assert "Hubei Plan 2016–2020" in text
    assert "neither added up nor divided" in text
    assert "They cover different plan periods (2021–2025; 2016–2020)." in text
    assert "1,300" not in text


def test_areas_without_a_target_are_listed_with_their_figures(show: Show) -> None:
    text = page_text(show(INDICATOR, indicator="international-standards", language="en", **NOW))
    assert "have no target: listed, not compared" in text
    assert "Xi'an" in unescape(text)


@pytest.mark.parametrize("choices", [{"mode": "province", "province": "610000"}, {"areas": "610000,610100"}])
def test_what_contradicts_a_province_reads_as_on_the_page_of_data(
    show: Show, choices: dict[str, str]
) -> None:
    def told(app: AppTest) -> list[str]:
        html = "\n".join(element.proto.body for element in app.get("html"))
        entries = re.findall(r'<li class="db-conflict db-.*?</p>\s*<ul', html, re.DOTALL)
        return [entry for entry in entries if "67 items" in entry]

    compared = show(COMPARE, language="en", **choices, **NOW)
    entries = told(compared)
    assert len(entries) == 1
    assert "doubtful" in entries[0]
    assert "Xi'an reports ≥ 100 items (2023), more than 67 items (Q2 2024) of Shaanxi" in unescape(entries[0])
    assert entries == told(show(DATA, section="conflicts", language="en", **NOW))
    assert "never added" in page_text(compared)


def test_contradictions_of_other_areas_are_left_to_the_page_of_data(show: Show) -> None:
    assert "67 items" not in page_text(show(COMPARE, areas="420000,430000", language="en", **NOW))


def test_nothing_is_said_of_cities_where_none_is_beside_its_province(show: Show) -> None:
    assert "never added" not in page_text(show(COMPARE, areas="420000,610000", language="en", **NOW))


def test_one_area_alone_is_not_compared(show: Show) -> None:
    app = show(COMPARE, areas="610000", language="en", **NOW)
    assert "Choose at least two" in page_text(app)
    assert not figures(app)


def test_choosing_in_a_widget_rewrites_the_address(show: Show) -> None:
    app = show(COMPARE, language="en", **NOW)
    app.multiselect(key="compare.areas").set_value(["420000", "100000"]).run()
    assert app.query_params["areas"] == "420000,100000"
    app.segmented_control(key="compare.mode").set_value("frameworks").run()
    assert app.query_params["mode"] == "frameworks"
    assert app.query_params["areas"] == "420000,100000"
    assert not app.warning
    app = show(INDICATOR, language="en", **NOW)
    app.selectbox(key="indicator.indicator").set_value("pilot-projects").run()
    assert app.query_params["indicator"] == "pilot-projects"


def test_values_are_drawn_in_the_unit_when_asked_for(show: Show) -> None:
    app = show(INDICATOR, indicator="local-standards", province="610000", measure="value", **NOW)
    labels = str([figure["layout"].get("annotations") for figure in figures(app)])
    assert "283项" in labels


def test_the_years_run_when_asked_and_stop_at_the_year_shown(show: Show) -> None:
    app = show(INDICATOR, indicator="local-standards", language="en", **NOW)
    app.button(key="indicator.play").click().run()
    assert not app.exception
    assert app.query_params["as_of"] == "2026-Q3"
    assert app.button(key="indicator.stop").label == "Stop at 2016"
    app.run()
    assert app.button(key="indicator.stop").label == "Stop at 2017"
    app.button(key="indicator.stop").click().run()
    assert not app.exception
    assert app.query_params["as_of"] == "2017"
    assert app.button(key="indicator.play").label.startswith("Play the years 2016 to 2017")


def test_the_years_stop_when_the_indicator_or_the_page_is_left(show: Show) -> None:
    app = show(INDICATOR, indicator="local-standards", language="en", **NOW)
    app.button(key="indicator.play").click().run()
    app.selectbox(key="indicator.indicator").set_value("association-standards").run()
    assert "indicator.stop" not in [button.key for button in app.button]
    app.selectbox(key="indicator.indicator").set_value("local-standards").run()
    app.button(key="indicator.play").click().run()
    assert "indicator.stop" in [button.key for button in app.button]
    app.switch_page(str(ROOT / "pages" / COMPARE)).run()
    app.switch_page(str(ROOT / "pages" / INDICATOR)).run()
    assert not app.exception
    assert "indicator.stop" not in [button.key for button in app.button]


def test_related_indicators_are_shown_with_the_choices_made(show: Show) -> None:
    choices = {"level": "county", "province": "350000", "measure": "value"}
    app = show(INDICATOR, indicator="national-and-sector-standards", language="en", **choices, **NOW)
    html = "\n".join(element.proto.body for element in app.get("html"))
    links = re.findall(r'href="(indicator\?[^"]*)"', html)
    assert links
    for link in links:
        assert all(f"{name}={chosen}" in link for name, chosen in choices.items())


def test_links_lead_to_area_and_target_and_keep_the_moment(show: Show) -> None:
    app = show(INDICATOR, indicator="local-standards", language="en", as_of="2024-Q2")
    html = "\n".join(element.proto.body for element in app.get("html"))
    target = re.search(r'href="target\?target=shaanxi-2022-local-standards&amp;area=610000[^"]*"', html)
    assert target
    assert "as_of=2024-Q2" in target[0]
    assert re.search(r'href="area\?area=610000[^"]*"', html)


def test_an_axis_of_the_address_is_drawn_first(show: Show) -> None:
    key = "province-in-period-published-issued-yearly-2016-2020-up"
    app = show(INDICATOR, indicator="local-standards", axis=key, language="en", **NOW)
    assert "plan 2016–2020" in app.header[0].value
    assert app.query_params["axis"] == key


@pytest.mark.parametrize(("page", "choices"), [(INDICATOR, {"indicator": "local-standards"}), (COMPARE, {})])
def test_what_is_shown_can_be_downloaded_in_three_kinds(
    show: Show, page: str, choices: dict[str, str]
) -> None:
    app = show(page, language="en", **choices, **NOW)
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels[:3] == ["CSV", "XLSX", "PARQUET"]
