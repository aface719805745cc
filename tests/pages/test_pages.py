import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
import pytest

from dabiao.cli import status_records
from dabiao.settings import ROOT
from dabiao.terms import roll_up_name, status_label
from dabiao.views import unknown
from dabiao.web import reading
from dabiao.web.menu import MENU
from dabiao.web.templates import template
from tests.pages.running import Show, run_page
from tests.pages.text import CHINESE, alternatives, figures, page_text, texts

PAGES = [str(entry.file.relative_to(ROOT / "pages")) for entry in MENU]
ALL_AREAS = ("100000", "350302", "420000", "430000", "610000")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_shows_one_title_and_no_error(show: Show, page: str, language: str) -> None:
    app = show(page, language=language)
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1
    assert not app.warning


@pytest.mark.parametrize("page", PAGES)
def test_choices_and_their_defaults_stand_in_the_address(show: Show, page: str) -> None:
    app = show(page)
    address = app.query_params
    assert address["language"] == "zh"
    assert address["publication"] == "1"
    assert re.fullmatch(r"\d{4}-Q[1-4]", address["as_of"])
    path = next(entry.path for entry in MENU if str(entry.file).endswith(page))
    assert unknown(path, address) == [], "a view that is kept keeps every choice of its page"


@pytest.mark.parametrize("page", PAGES)
def test_a_choice_that_cannot_be_honoured_is_named(show: Show, page: str) -> None:
    app = show(page, language="en", as_of="1999-Q9", publication="77", colour="red")
    said = "\n".join(warning.value for warning in app.warning)
    assert "as_of=1999-Q9" in said
    assert "publication=77" in said
    assert "colour" in said
    assert app.query_params["publication"] == "1"
    assert "colour" not in app.query_params


@pytest.mark.parametrize("page", PAGES)
def test_a_database_without_publications_says_how_to_load_one(
    use_database: Callable[[str], None], empty_database: str, page: str
) -> None:
    use_database(empty_database)
    app = run_page(page, language="en")
    assert not app.exception
    assert "python -m etl build" in app.info[0].value


def test_the_overview_counts_all_thirty_targets(show: Show) -> None:
    text = page_text(show("progress/overview.py", as_of="2026-Q3"))
    assert "共 30 个目标：4 个已达成，1 个达到序时进度，1 个滞后，24 个无法判断" in text


def test_a_past_year_is_replayed_from_what_was_known_at_its_end(show: Show) -> None:
    app = show("progress/overview.py", as_of="2023", framework="shaanxi-2022")
    text = page_text(app)
    assert "共 9 个目标" in text
    assert "地方标准" in text
    assert "70.8%" not in text  # rests on a total of mid-2024


@pytest.mark.parametrize("area", ALL_AREAS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_area_with_a_framework_has_a_page(show: Show, area: str, language: str) -> None:
    app = show("progress/area.py", area=area, language=language)
    assert not app.exception
    assert not app.warning
    assert app.title[0].value


def test_an_area_without_numeric_targets_says_so_and_draws_nothing(show: Show) -> None:
    app = show("progress/area.py", area="430000")
    assert "没有量化目标" in page_text(app)
    assert not figures(app)


def test_the_area_page_shows_the_worked_figure_of_local_standards(show: Show) -> None:
    text = page_text(show("progress/area.py", area="610000", as_of="2026-Q3"))
    assert "地方标准：283项，目标≥400项，达成率 70.8%" in text
    assert "达到序时进度" in text
    assert "539" not in text


@pytest.mark.parametrize(
    ("page", "choices"),
    [(page, {}) for page in PAGES] + [("progress/area.py", {"area": area}) for area in ALL_AREAS],
)
def test_every_figure_is_valid_filled_and_told_in_words(
    show: Show, page: str, choices: dict[str, str]
) -> None:
    app = show(page, language="en", **choices)
    for figure in figures(app):
        drawn = go.Figure(figure)  # raises on anything Plotly does not know
        assert drawn.data
    told = alternatives(app)
    assert len(told) == len(figures(app))
    assert len(set(told)) == len(told), "two charts with one finding"
    assert all(len(finding) > 20 for finding in told)


@pytest.mark.parametrize("area", ALL_AREAS)
def test_an_area_has_a_chart_of_what_is_attained_and_one_of_each_line(show: Show, area: str) -> None:
    drawn = figures(show("progress/area.py", area=area, as_of="2026-Q3"))
    rows = status(area)
    attained = any(row["attainment"] is not None for row in rows)
    assert len(drawn) == attained + sum(row["value"] is not None for row in rows)


def status(area: str | None = None) -> list[dict[str, Any]]:
    """The rows of the command ``status``, as of 2026-Q3, from the database that pages read."""
    return status_records(reading.store(), {"area": area, "as_of": "2026-Q3", "language": "en"})


def test_english_pages_hold_chinese_only_in_quotes_and_sources(show: Show) -> None:
    app = show("progress/overview.py", language="en")
    chinese = [text for text in texts(app) if CHINESE.search(text)]
    assert not chinese
    table = app.dataframe[0].value
    assert not [column for column in table.columns if CHINESE.search(column)]


NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")


def read_back(text: str) -> float | None:
    """The figure that a cell shows; none where it shows that there is none."""
    found = NUMBER.search(text)
    return None if found is None else float(found.group().replace(",", ""))


@pytest.mark.parametrize("area", [None, "100000", "420000", "610000"])
def test_rows_on_the_pages_are_the_rows_of_status(show: Show, area: str | None) -> None:
    page, choices = ("progress/area.py", {"area": area}) if area else ("progress/overview.py", {})
    shown = show(page, language="en", as_of="2026-Q3", **choices).dataframe[-1].value.to_dict("records")
    rows = status(area)
    assert rows
    assert len(shown) == len(rows)
    for cells, row in zip(shown, rows, strict=True):
        assert cells["Area"] == row["area_name"]
        assert cells["Indicator"] == row["indicator_name"]
        assert cells["Status"] == status_label(row["status"], "en")
        assert read_back(cells["Target"]) == row["target"]
        assert read_back(cells["Value"]) == row["value"]
        for heading, exact, rounding in (
            ("Attainment", row["attainment"] and 100 * row["attainment"], 0.1),
            ("Elapsed time", row["time_share"] and 100 * row["time_share"], 0.05),
            ("Pace ratio", row["pace_ratio"], 0.005),
        ):
            assert read_back(cells[heading]) == (exact and pytest.approx(exact, abs=rounding + 1e-9)), cells


def test_the_tiles_count_the_rows_of_status(show: Show) -> None:
    text = page_text(show("progress/overview.py", language="en", as_of="2026-Q3"))
    counted = Counter(row["roll_up"] for row in status())
    assert sum(counted.values()) == 30
    for roll_up, number in counted.items():
        assert re.search(rf"\b{number}\s+{roll_up_name(roll_up, 'en')}\b", text), (roll_up, number)


def test_choosing_in_a_widget_rewrites_the_address(show: Show) -> None:
    app = show("progress/overview.py", language="en")
    app.selectbox(key="overview.framework").set_value("hubei-2016").run()
    assert app.query_params["framework"] == "hubei-2016"
    assert "12 targets" in page_text(app)
    app.select_slider(key="overview.as_of").set_value("2018").run()
    assert app.query_params["as_of"] == "2018"
    assert "As of 2018" in page_text(app)


def test_templates_escape_what_they_are_given() -> None:
    text = template("facts").render(facts=["<script>alert(1)</script>"], _=str)
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_what_an_address_says_does_not_become_markdown(show: Show) -> None:
    app = show("progress/overview.py", language="en", framework="[log in](https://example.org)")
    assert "](https" not in app.warning[0].value
    assert r"\[log in\]" in app.warning[0].value


@pytest.mark.parametrize("bare", ["https://example.org/x", "www.example.org", "someone@example.org"])
def test_what_an_address_says_does_not_become_a_link(show: Show, bare: str) -> None:
    said = show("progress/overview.py", language="en", framework=bare).warning[0].value
    assert bare not in said.replace("\\", ""), "Streamlit's Markdown would make a link of it"
    assert bare in said.replace("\\", "").replace("\u200b", "")


@pytest.mark.parametrize("area", ["430000", "610000"])
def test_every_page_ends_with_the_footer(show: Show, area: str) -> None:
    app = show("progress/area.py", area=area, language="zh")
    assert app.caption[-1].value.startswith("达标 ·")


def test_completeness_counts_figures_that_can_be_compared(show: Show) -> None:
    text = page_text(show("progress/overview.py", as_of="2026-Q3", language="en"))
    assert "Hubei: figures for 3 of 12 targets" in text


def test_the_source_named_is_that_of_the_figure_shown(show: Show) -> None:
    text = page_text(show("progress/area.py", area="420000", as_of="2026-Q3"))
    assert "来源：荆楚网" not in text
