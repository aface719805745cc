"""What documents say of a view: sentences of the pages, each figure with its source and its publication."""

import datetime as dt
import re

import polars as pl
import pytest

from dabiao import contents, publications
from dabiao.briefing.content import Content, canonical, cited, marked
from dabiao.charts.theme import palette
from dabiao.contents import ContentError
from dabiao.progress import rejudge
from dabiao.rights import NOBODY, VISITOR, DeniedError
from dabiao.store import Store, open_store
from dabiao.views import SavedView
from tests.briefing.views import VIEWS, content, view
from tests.etl.folders import load_own
from tests.store.sample import put


def texts(told: Content) -> list[str]:
    return [text for section in told.sections for text in (section.heading, *section.sentences)]


def test_a_target_is_told_in_one_sentence(chinese: list[Content], english: list[Content]) -> None:
    told = "陕西省地方标准：283项，目标≥400项，达成率 70.8%，超序时进度 0.8 个百分点"
    assert any(text.startswith(told) for text in texts(chinese[1]))
    assert any("attainment 70.8%" in text and "0.8 points ahead" in text for text in texts(english[1]))


@pytest.mark.parametrize("page", VIEWS)
def test_every_content_says_what_it_is_a_function_of(store: Store, page: str) -> None:
    told = content(store, page)
    assert told.provenance.startswith("第 1 号发布版本（")
    assert "截至2024年第2季度" in told.provenance
    assert SavedView.of_text(told.view).publication == 1


@pytest.mark.parametrize("page", VIEWS)
def test_every_mark_leads_to_a_source(store: Store, page: str) -> None:
    told = content(store, page)
    said = [text for text in told.texts() if text not in told.sources]
    assert cited(said) == list(range(1, len(told.sources) + 1))


def test_marks_of_many_sources_are_told_as_a_span() -> None:
    assert marked([1, 3, 4, 6, 7, 8, 12]) == "[1][3][4][6]–[8][12]"
    assert cited(["a [2]–[4] b", "[1][3]"]) == [1, 2, 3, 4]
    assert cited(["〔2022〕38", "[x]"]) == []


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("1", "What has changed is not shown: No. 1 is not before publication No. 1."),
        ("then", "“then” is no date by which figures were known."),
    ],
)
def test_a_view_compared_with_nothing_says_so_and_all_the_rest(store: Store, since: str, said: str) -> None:
    asked = SavedView.of("overview", {"as_of": "2024-Q2", "since": since}, 1)
    told = contents.of_view(store, VISITOR, asked, "en")
    assert said in [section.heading for section in told.sections]
    assert "30 targets" in told.lead


@pytest.mark.parametrize("page", VIEWS)
def test_figures_for_the_screen_are_drawn_when_asked_for(store: Store, page: str) -> None:
    for chart in content(store, page).charts:
        assert chart.figure is not None
        assert chart.figure(palette(dark=True))["data"]


def test_figures_of_nobody_are_told_to_nobody(store: Store) -> None:
    with pytest.raises(DeniedError):
        contents.of_view(store, NOBODY, view("overview"), "zh")


@pytest.mark.parametrize(
    ("page", "choices", "publication"),
    [
        ("search", {"q": "陕西"}, 1),
        ("area", {}, 1),
        ("area", {"area": "999999"}, 1),
        ("target", {"area": "610000", "target": "none"}, 1),
        ("target", {"area": "610000"}, 1),
        ("indicator", {"indicator": "none"}, 1),
        ("compare", {"mode": "areas", "areas": "610000,none"}, 1),
        ("compare", {"mode": "frameworks", "frameworks": "none,shaanxi-2022"}, 1),
        ("compare", {"mode": "province", "province": "none"}, 1),
        ("compare", {"mode": "areas", "areas": "610000,610000"}, 1),
        ("compare", {"mode": "areas", "areas": ",".join(f"{code}0000" for code in range(41, 48))}, 1),
        ("compare", {"mode": "areas", "areas": "610000,110000,120000,130000,420000,430000,100000"}, 1),
        ("compare", {"mode": "province", "province": "110000"}, 1),
        ("tasks", {"framework": "none"}, 1),
        ("tasks", {"framework": "all", "chapter": "2"}, 1),
        ("tasks", {"framework": "hunan-2022", "chapter": "99"}, 1),
        ("tasks", {"framework": "hunan-2022", "department": "x"}, 1),
        ("tasks", {"framework": "hunan-2022", "status": "x"}, 1),
        ("tasks", {"framework": "hunan-2022", "area": "110000"}, 1),
        ("overview", {"framework": "none"}, 1),
        ("overview", {"as_of": "2024-Q9"}, 1),
        ("overview", {"vintage": "soon"}, 1),
        ("data", {"section": "catalog"}, 1),
        ("data", {"section": "completeness"}, 1),
        ("data", {"section": "downloads"}, 1),
        ("overview", {}, 9),
        ("overview", {}, 0),
    ],
)
def test_what_cannot_be_told_is_refused_in_words(
    store: Store, page: str, choices: dict[str, str], publication: int
) -> None:
    with pytest.raises(ContentError) as refused:
        contents.of_view(store, VISITOR, SavedView.of(page, choices, publication), "zh")
    assert refused.value.message("zh") != refused.value.message("en")
    assert "=" not in refused.value.message("en")
    assert not {"area", "framework", "none", "target"} & set(
        re.findall("[a-z]+", refused.value.message("zh"))
    )


THEN = {"vintage": "2024-12-31"}


def canonical_views(store: Store) -> dict[str, str]:
    """Return what is told of every page's view, of all figures and of those known by a date."""
    asked = {
        f"{page} {sorted(more)}": SavedView.of(page, dict(view(page).choices) | more, 1)
        for page in VIEWS
        for more in ({}, THEN)
        if not (more and "since" in VIEWS[page])
    }
    asked["overview then"] = SavedView.of("overview", {"as_of": "2024-Q2", "since": "2023-12-31"} | THEN, 1)
    return {name: canonical([contents.of_view(store, VISITOR, one, "en")]) for name, one in asked.items()}


@pytest.mark.begins(after=load_own)
def test_a_content_stays_what_it_is_whatever_is_published_after_it(duckdb_database: str) -> None:
    store = open_store(duckdb_database)
    before = canonical_views(store)
    figures, areas, plans, asked = (
        publications.current(store, table) for table in ("observation", "area", "framework", "target")
    )
    amended = figures.with_columns(
        pl.col("value") * 2, publisher=pl.lit("again"), source_date=dt.date(2021, 1, 1)
    )
    assert put(store, {"observation": amended}, judge=rejudge, kind="amendment").publication == 2
    renamed = pl.col("name_zh") + "x", pl.col("name_en") + "x"
    counties = pl.col("level").is_in(["city", "county"])
    put(
        store,
        {
            "area": areas.filter(~counties | pl.col("code").is_in(plans["area_code"].implode())).with_columns(
                renamed
            ),
            "framework": plans.with_columns(plan_start=pl.lit("2019"), short_en=pl.lit("x")),
            "indicator": publications.current(store, "indicator").with_columns(renamed),
            "target": asked.filter(pl.col("indicator_code") != "local-standards"),
            "task": publications.current(store, "task").with_columns(title_en=pl.lit("x")),
        },
        judge=rejudge,
    )
    assert publications.latest(store) == 3
    store.close()
    again = open_store(duckdb_database)
    after = canonical_views(again)
    assert [name for name, told in before.items() if told != after[name]] == []
    newest = contents.of_view(again, VISITOR, view("area", 3), "en")
    again.close()
    assert canonical([newest]) != before["area []"]


def test_a_content_is_another_in_another_language(chinese: list[Content], english: list[Content]) -> None:
    for one, other in zip(chinese, english, strict=True):
        assert canonical([one]) != canonical([other])


def told_of(store: Store, page: str, **choices: str) -> Content:
    """Return what a document says, in English, of the view of a page with some choices made otherwise."""
    asked = dict(view(page).choices) | choices
    return contents.of_view(store, VISITOR, SavedView.of(page, asked, 1), "en")


@pytest.mark.parametrize("page", VIEWS)
def test_figures_that_a_date_leaves_out_are_counted(store: Store, page: str) -> None:
    told, known = told_of(store, page, vintage="2023-12-31"), told_of(store, page)
    said = "10 figures are left out: their sources have no date"
    assert any(text.startswith(said) for text in told.sections[0].sentences)
    assert "figures known by 2023-12-31, without 10 whose source has no date" in told.provenance
    assert "no date" not in known.provenance
    assert not any(text.startswith(said) for text in known.texts())


def test_a_comparison_leads_from_less_to_more(store: Store) -> None:
    told = told_of(store, "overview", vintage="2023-12-31", since="2024-12-31")
    headings = [section.heading for section in told.sections]
    assert "What has changed is not shown: 2024-12-31 is not before 2023-12-31." in headings


@pytest.mark.parametrize("page", ["overview", "publications"])
def test_figures_that_count_as_new_since_a_date_are_counted(store: Store, page: str) -> None:
    said = "10 figures whose sources have no date were known at no date: they count as new here."
    assert said in told_of(store, page, since="2022-12-31").texts()
    assert said not in told_of(store, page, since="2022-12-31", vintage="2024-12-31").texts()


def test_the_newest_publication_is_told_of_a_view_that_is_pinned_to_none(store: Store) -> None:
    loose = contents.of_view(store, VISITOR, view("overview", None), "zh")
    assert canonical([loose]) == canonical([content(store, "overview")])
