"""The card of one target: arithmetic, clause, sources, what it would take, what was said before."""

import shutil
from collections.abc import Callable
from pathlib import Path

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from dabiao.settings import ROOT
from dabiao.store import open_store
from etl import build
from tests.pages.running import Show, run_page
from tests.pages.text import CHINESE, alternatives, figures, page_text

PAGE = "progress/target.py"
MOMENT = {"as_of": "2026-Q3"}

TARGETS = {
    "increment by running totals": ("610000", "shaanxi-2022-local-standards"),
    "increment without a start": ("610000", "shaanxi-2022-pilot-projects"),
    "increment by components": ("610000", "shaanxi-2022-national-and-sector-standards"),
    "increment by flows, past its end": ("420000", "hubei-2016-local-standards"),
    "total": ("420000", "hubei-2016-enterprise-standards"),
    "total without a start": ("100000", "national-2021-innovation-bases"),
    "level that must fall": ("100000", "national-2021-national-standards-cycle"),
    "level, achieved": ("100000", "national-2021-international-standards-adoption-rate"),
    "no data": ("420000", "hubei-2016-key-field-consistency"),
    "no data, nothing beside it": ("350302", "chengxiang-2021-contribution-awards"),
    "stocks beside an increment": ("610000", "shaanxi-2022-secretariats-and-working-groups"),
}


@pytest.mark.parametrize(("area", "target"), TARGETS.values(), ids=TARGETS.keys())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_target_has_a_card(show: Show, area: str, target: str, language: str) -> None:
    app = show(PAGE, area=area, target=target, language=language, **MOMENT)
    assert not app.exception
    assert not app.warning
    assert app.query_params["target"] == target
    text = page_text(app)
    for raw in ("in_period", "running_total", "no_data", "{", "None\n", " nan"):
        assert raw not in text
    for figure in figures(app):
        assert go.Figure(figure).data
    assert all(len(told) > 20 for told in alternatives(app))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_card_says_where_the_worked_figure_comes_from(show: Show, language: str) -> None:
    app = show(PAGE, area="610000", target="shaanxi-2022-local-standards", language=language, **MOMENT)
    text = page_text(app)
    assert "2155 − 1872 = 283" in text
    assert "(2155 − 1872) / 400 = 70.75%" in text
    assert "14 / 20" in text
    assert "70.75% / 70% ≈ 1.0107" in text
    assert "发布地方标准400项以上" in text
    assert "陕西科技报" in text
    assert "539" not in text


def test_the_rule_the_basis_and_what_was_assumed_are_told(show: Show) -> None:
    app = show(PAGE, area="610000", target="shaanxi-2022-local-standards", language="en", **MOMENT)
    text = page_text(app)
    assert "Rule 10, the first that applies: the pace ratio is 0.95 or more; here it is 1.0107." in text
    assert "a total is never divided by the target as it stands" in text
    assert "the total of Q4 2020, at the plan&#39;s start" in text
    assert "2021, assumed: the document does not say when its plan starts" in text
    assert "○ not reported: the figure for 2025, the deadline" in text
    assert "27 months before the end of Q3 2026" in text


def test_a_figure_that_is_not_due_yet_is_told_apart_from_a_missing_one(show: Show) -> None:
    app = show(PAGE, area="610000", target="shaanxi-2022-local-standards", as_of="2024", language="en")
    text = page_text(app)
    assert "○ not reported: the figure for Q3 2024, the next of its kind" in text
    assert "◌ not due yet: the figure for 2025, the deadline" in text


def test_no_data_is_said_with_the_reason_and_what_it_would_take(show: Show) -> None:
    app = show(PAGE, area="420000", target="hubei-2016-key-field-consistency", language="zh", **MOMENT)
    text = page_text(app)
    assert "无数据：尚未公布可与目标值比较的数据。" in text
    assert "公布的只有全国主要消费品的数字，不能代替" in text
    assert "要作判断，需有2020年末的水平" in text
    assert not figures(app)
    assert not app.slider


def test_figures_that_are_not_used_say_why(show: Show) -> None:
    app = show(
        PAGE, area="610000", target="shaanxi-2022-secretariats-and-working-groups", language="en", **MOMENT
    )
    assert "some may have gone while others came. They are listed and not used." in page_text(app) or (
        "another definition; not used for the judgement" in page_text(app)
    )


def _paced(show: Show, pace: str) -> AppTest:
    return show(
        PAGE, area="610000", target="shaanxi-2022-local-standards", language="en", pace=pace, **MOMENT
    )


def test_the_needed_pace_arrives_at_the_deadline(show: Show) -> None:
    text = page_text(_paced(show, "19.5"))
    assert (
        "At 19.5 items a quarter from Q2 2024 on, the target is reached by the end of 2025: in time." in text
    )
    assert "needed 19.5 items a quarter, so far 20.2 items a quarter" in text


def test_once_the_deadline_has_passed_a_pace_tells_what_would_have_been(show: Show) -> None:
    target = {"area": "610000", "target": "shaanxi-2022-local-standards", "language": "en"}
    said = "The deadline 2025 has passed and its figure is not published"
    assert said in page_text(show(PAGE, **target, as_of="2026-Q3"))
    before = page_text(show(PAGE, **target, as_of="2024-Q2"))
    assert "a quarter from Q2 2024 on" in before
    assert said not in before


def test_a_slower_pace_arrives_late(show: Show) -> None:
    app = _paced(show, "13")
    assert "reached by the end of Q3 2026, after the deadline 2025" in page_text(app)
    app.slider(key="target.pace").set_value(0.0).run()
    assert app.query_params["pace"] == "0"
    assert "the target is not reached" in page_text(app)


def test_no_pace_can_be_tried_while_the_final_figure_is_pending(show: Show) -> None:
    app = show(PAGE, area="420000", target="hubei-2016-local-standards", language="en", **MOMENT)
    assert not app.slider
    assert "To judge it takes what was added since 2015" in page_text(app)


def test_an_impossible_pace_is_named(show: Show) -> None:
    app = _paced(show, "-3")
    assert "pace=-3" in app.warning[0].value


def test_another_target_of_the_area_forgets_the_pace(show: Show) -> None:
    app = _paced(show, "13")
    app.selectbox(key="target.target").set_value("shaanxi-2022-association-standards").run()
    assert not app.exception
    assert not app.warning
    assert app.query_params["target"] == "shaanxi-2022-association-standards"


def test_another_area_shows_one_of_its_own_targets(show: Show) -> None:
    app = _paced(show, "13")
    app.selectbox(key="target.area").set_value("420000").run()
    assert not app.exception
    assert not app.warning
    assert app.query_params["target"].startswith("hubei-2016")


def test_an_address_that_is_followed_is_honoured_whatever_was_shown_before(show: Show) -> None:
    app = _paced(show, "13")
    app.query_params["area"] = "420000"
    app.query_params["target"] = "hubei-2016-key-field-consistency"
    app.run()
    assert not app.exception
    assert app.query_params["target"] == "hubei-2016-key-field-consistency"


def test_a_target_of_another_area_is_named(show: Show) -> None:
    app = show(PAGE, area="420000", target="shaanxi-2022-local-standards")
    assert "target=shaanxi-2022-local-standards" in app.warning[0].value
    assert "现显示“目标：" in app.warning[0].value


def test_an_area_without_targets_says_so(show: Show) -> None:
    app = show(PAGE, area="430000")
    assert "没有量化目标" in page_text(app)
    assert not app.warning


def test_what_was_said_before_stays_visible(show: Show) -> None:
    app = show(PAGE, area="610000", target="shaanxi-2022-local-standards", language="en", **MOMENT)
    text = page_text(app)
    assert "by 2023-12-31" in text
    assert "◌ not over by then" in text
    assert "No period is judged otherwise now than when it was first judged" in text


def test_the_card_of_a_vintage_rests_on_what_was_known_then(show: Show) -> None:
    app = show(
        PAGE,
        area="610000",
        target="shaanxi-2022-local-standards",
        language="en",
        as_of="2024",
        vintage="2023-12-31",
    )
    text = page_text(app)
    assert not app.exception
    assert "Too early to judge" in text
    assert "Rule 8, the first that applies: the latest figure is not later than the plan&#39;s start." in text
    assert "2155" not in text


def test_a_target_that_was_never_judged_shows_no_grid(show: Show) -> None:
    app = show(PAGE, area="420000", target="hubei-2016-key-field-consistency", language="en", **MOMENT)
    text = page_text(app)
    assert "At no date was enough known to judge the target" in text
    assert "No figure of this indicator has been published for the area." in text
    assert "Only a country figure for consumer goods is published" in text


@pytest.fixture
def revised(tmp_path: Path) -> str:
    """A database in which the target of 400 local standards was first one of 350."""
    database, folder = str(tmp_path / "dabiao.duckdb"), tmp_path / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("*.duckdb*"))
    catalog = folder / "catalog" / "targets.csv"
    now = catalog.read_text(encoding="utf-8")
    first = now.replace("shaanxi-2022,local-standards,>=,400", "shaanxi-2022,local-standards,>=,350")
    catalog.write_text(first.replace("发布地方标准400项", "发布地方标准350项"), encoding="utf-8")
    store = open_store(database)
    assert build.run(store, folder).exit_code == 0
    catalog.write_text(now, encoding="utf-8")
    assert build.run(store, folder).exit_code == 0
    store.close()
    return database


def test_the_original_target_stays_visible_beside_the_current_one(
    use_database: Callable[[str], None], revised: str
) -> None:
    use_database(revised)
    choices = {"area": "610000", "target": "shaanxi-2022-local-standards", "language": "en"}
    app = run_page(PAGE, **choices, **MOMENT)
    text = page_text(app)
    assert "The target has been changed 1 time since publication No. 1, which brought it" in text
    assert "≥ 350 items" in text
    notes = [note["text"] for note in figures(app)[0]["layout"]["annotations"]]
    assert "target ≥ 400 items by 2025" in notes
    assert "formerly ≥ 350 items by 2025" in notes
    before = page_text(run_page(PAGE, publication="1", **choices, **MOMENT))
    assert "(2155 − 1872) / 350 ≈ 80.86%" in before
    assert "has not been changed" in before


def test_the_area_page_and_its_silent_targets_lead_to_the_cards(show: Show) -> None:
    app = show("progress/area.py", area="610000", language="en", **MOMENT)
    pages = "".join(element.proto.body for element in app.get("html"))
    assert "target?area=610000&amp;target=shaanxi-2022-local-standards" in pages
    assert "target=shaanxi-2022-front-runner-standards" in pages


def test_the_card_in_english_holds_chinese_only_in_names_of_sources_and_quotes(show: Show) -> None:
    app = show(PAGE, area="100000", target="national-2021-national-standards-cycle", language="en", **MOMENT)
    told = [*alternatives(app), *(element.value for element in (*app.header, *app.title))]
    assert not [text for text in told if CHINESE.search(text)]


def test_what_a_plan_brought_before_it_began_is_no_reported_zero(show: Show) -> None:
    choices = {"area": "610000", "target": "shaanxi-2022-local-standards", "language": "zh"}
    text = page_text(show(PAGE, **choices, as_of="2023"))
    assert "0项" in text
    assert "报告为零" not in text
