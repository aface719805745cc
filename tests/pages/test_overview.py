"""The overview: where things stand, what changed since, how it was seen at the time, and links to it."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from dabiao.progress import RULES_VERSION, rejudge
from dabiao.store import open_store
from tests.pages.running import Show, run_page
from tests.pages.text import alternatives, markup, page_text
from tests.store import sample

OVERVIEW = "progress/overview.py"
CARD = "target=shaanxi-2022-local-standards"


def links(text: str) -> list[dict[str, list[str]]]:
    return [
        parse_qs(urlsplit(address.replace("&amp;", "&")).query) | {"page": [urlsplit(address).path]}
        for address in re.findall(r'href="([^"]+)"', text)
    ]


def test_what_changed_since_a_date_names_what_was_met_and_leads_there(show: Show) -> None:
    app = show(OVERVIEW, language="en", as_of="2026-Q3", since="2023-12-31")
    assert not app.warning
    assert "Since what was known by 2023-12-31: Newly achieved 4" in page_text(app)
    assert "Newly achieved (4)" in page_text(app)
    assert CARD in markup(app)


def test_against_itself_nothing_has_changed(show: Show) -> None:
    app = show(OVERVIEW, language="en", as_of="2016", vintage="2025-12-31", since="2024-12-31")
    assert "Nothing has changed since what was known by 2024-12-31" in page_text(app)


def test_a_change_leads_from_less_to_more(show: Show) -> None:
    app = show(OVERVIEW, language="en", vintage="2023-12-31", since="2024-12-31")
    assert "since=2024-12-31" in app.warning[0].value
    assert app.query_params["since"] < "2023-12-31"


def test_a_year_can_be_opened_as_it_was_known_at_its_end(show: Show) -> None:
    found = links(markup(show(OVERVIEW, language="en", framework="shaanxi-2022")))
    views = {(one["as_of"][0], one["vintage"][0]) for one in found if one["page"] == ["overview"]}
    assert ("2024", "2024-12-31") in views
    assert ("2024", "latest") in views


def test_a_view_of_then_says_that_figures_without_a_date_are_left_out(show: Show) -> None:
    then = show(OVERVIEW, language="en", vintage="2023-12-31")
    assert "10 figures are left out" in then.info[0].value
    assert not show(OVERVIEW, language="en").info


def test_a_view_of_then_knows_nothing_published_later(show: Show) -> None:
    then = page_text(
        show(OVERVIEW, language="en", as_of="2023", vintage="2023-12-31", framework="shaanxi-2022")
    )
    now = page_text(show(OVERVIEW, language="en", as_of="2023", framework="shaanxi-2022"))
    assert "9 targets: 0 achieved" in then
    assert "9 targets: 1 achieved" in now


def test_every_target_in_the_matrix_leads_to_its_card(show: Show) -> None:
    found = links(markup(show(OVERVIEW)))
    cards = {(one["area"][0], one["target"][0]) for one in found if one["page"] == ["target"]}
    assert len(cards) == 30
    assert sum(area == "420000" for area, _ in cards) == 12


@pytest.mark.parametrize(
    ("language", "finding"),
    [
        ("zh", "34 个省级地区中 2 个有目标：0 个有滞后的，2 个没有，0 个无法判断"),
        ("en", "2 of 34 province-level areas have targets: something is behind in 0, nothing in 2, 0 cannot"),
    ],
)
def test_the_map_says_in_words_what_it_shows(show: Show, language: str, finding: str) -> None:
    told = alternatives(show(OVERVIEW, language=language, as_of="2026-Q3"))
    assert any(one.startswith(finding) for one in told)


def test_a_date_that_is_none_is_named(show: Show) -> None:
    app = show(OVERVIEW, language="en", vintage="2023-13-01", since="yesterday")
    said = "\n".join(warning.value for warning in app.warning)
    assert "vintage=2023-13-01" in said
    assert "since=yesterday" in said


def test_a_document_that_sets_targets_only_for_areas_below_is_not_looked_back_on(
    empty_database: str, use_database: Callable[[str], None]
) -> None:
    below = sample.target("local-standards", area_code="610100")
    own = sample.target("local-standards", area_code="610100", framework_id="xian-2023") | {
        "target_id": "xian-2023-local-standards"
    }
    store = open_store(empty_database)
    for targets in ([below], [below, own]):
        sample.put(store, sample.content() | {"target": sample.rows("target", *targets)}, judge=rejudge)
    store.close()
    use_database(empty_database)
    for publication in ("1", "2"):
        app = run_page(OVERVIEW, language="en", publication=publication)
        assert not app.exception
        assert "Attainment by area and year" in page_text(app)
        chosen = run_page(OVERVIEW, language="en", publication=publication, framework="shaanxi-2022")
        assert not chosen.exception
        assert chosen.query_params["framework"] == "shaanxi-2022"


def test_the_years_keep_what_changes_are_counted_from_where_less_was_known_then(show: Show) -> None:
    since = "2024-12-31"
    found = links(markup(show(OVERVIEW, language="en", as_of="2026-Q3", since=since)))
    years = [link for link in found if link["page"] == ["overview"]]
    assert {link["vintage"][0] for link in years} >= {"latest", since, "2025-12-31"}
    for link in years:
        assert ("since" in link) == (link["vintage"][0] > since)


def test_publication_that_other_rules_judged_is_announced(
    empty_database: str, use_database: Callable[[str], None]
) -> None:
    store = open_store(empty_database)
    sample.put(store, sample.content(), judge=rejudge, rules=RULES_VERSION + 1)
    store.close()
    use_database(empty_database)
    told = [info.value for info in run_page(OVERVIEW, language="en", as_of="2024-Q2").info]
    assert any(f"was judged by rules version {RULES_VERSION + 1}" in text for text in told)
    choices = {"area": "610000", "target": "shaanxi-2022-local-standards", "as_of": "2024-Q2"}
    card = page_text(run_page("progress/target.py", language="en", **choices))
    assert card.count(f"given by rules version {RULES_VERSION + 1}") == 2, "the rule and the arithmetic"
    assert "2,155 − 1,872" not in card
    assert "2155 − 1872" not in card
