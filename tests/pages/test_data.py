"""The page on data and method: every section in both languages, and that it shows what is on record."""

import io
import re
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dabiao import comparison, conflicts, exports, holdings, method, progress, publications
from dabiao.settings import ROOT
from dabiao.store import open_store
from dabiao.web import reading
from dabiao.web.data import catalogue, contradictions, files
from etl import build
from tests.pages.running import Show
from tests.pages.text import CHINESE, page_text

PAGE = "data/data.py"
SECTIONS = ("method", "catalog", "conflicts", "completeness", "loads", "downloads")


def html_tables(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_section_shows_without_error_and_stands_in_the_address(
    show: Show, section: str, language: str
) -> None:
    app = show(PAGE, section=section, language=language)
    assert not app.exception
    assert not app.warning
    assert app.query_params["section"] == section
    assert app.title[0].value


def test_the_method_is_the_first_section_and_says_so(show: Show) -> None:
    assert show(PAGE).query_params["section"] == "method"


def test_a_section_that_is_not_there_is_named(show: Show) -> None:
    app = show(PAGE, language="en", section="secrets")
    assert "section=secrets" in app.warning[0].value


@pytest.mark.parametrize("section", ["method", "loads", "completeness"])
def test_an_english_section_is_all_english(show: Show, section: str) -> None:
    found = CHINESE.findall(page_text(show(PAGE, section=section, language="en")))
    assert not found


def test_the_status_table_is_printed_as_it_runs(show: Show) -> None:
    text = page_text(show(PAGE, section="method", language="en"))
    for rule in method.RULES:
        for end in (rule.lowest, rule.below):
            assert end is None or f"{end:g}" in text
    assert "Rules version 1" in text


def test_the_catalog_lists_all_documents_targets_and_indicators(show: Show, published: str) -> None:
    app = show(PAGE, section="catalog", language="en")
    tables = html_tables(app)
    assert tables.count("target?target=") == 30
    assert tables.count("indicator?indicator=") == 43
    text = page_text(app)
    assert "湘政办发〔2022〕38号" in text
    assert "none stated" in text
    assert "supplied" in text
    assert "start assumed" in text


def test_the_contradictions_name_both_figures_their_sources_and_the_targets(show: Show) -> None:
    app = show(PAGE, section="conflicts", language="zh")
    text = page_text(app)
    assert "已公布的数据有 7 处相互矛盾：确有矛盾 3 处，存疑 4 处" in text
    assert "西安市报告≥ 100项（2023年），多于其所属陕西省的67项（2024年第2季度）" in text
    assert "累计数由621个（2018年第1季度）降为580个（2024年第2季度）" in text
    assert "一个来源为16%（同比），另一来源为110.6%（同比）" in text
    assert "中国市场监管报" in text
    assert "target=shaanxi-2022-pilot-projects" in html_tables(app)


def test_contradictions_are_those_known_at_the_moment_chosen(show: Show) -> None:
    text = page_text(show(PAGE, section="conflicts", language="en", as_of="2018", vintage="latest"))
    assert "No published figures contradict each other" in text


def test_who_has_reported_nothing_stands_first(show: Show) -> None:
    assert "城厢区自2021年以来没有报告任何数据" in page_text(show(PAGE, section="completeness"))
    text = page_text(show(PAGE, section="completeness", language="en"))
    assert text.index("Chengxiang has reported nothing since 2021") < text.index(
        "Hunan has published 4 figures"
    )


def test_a_load_without_rejected_rows_says_so(show: Show) -> None:
    text = page_text(show(PAGE, section="loads", language="en"))
    assert "Load 1 rejected no row" in text
    assert "publications?publication=1" in html_tables(show(PAGE, section="loads", language="en"))


def test_rejected_rows_are_shown_with_file_row_field_and_reason(
    tmp_path_factory: pytest.TempPathFactory, use_database: Callable[[str], None], show: Show
) -> None:
    folder = tmp_path_factory.mktemp("broken")
    for part in ("catalog", "progress"):
        for file in (ROOT / "data" / part).glob("*.csv"):
            text = file.read_text(encoding="utf-8")
            if file.name == "published.csv":
                text = text.replace(",1872,项,", ",about 1872,项,")
            copy = folder / part / file.name
            copy.parent.mkdir(exist_ok=True)
            copy.write_text(text, encoding="utf-8")
    database = str(folder / "dabiao.duckdb")
    store = open_store(database)
    build.run(store, ROOT / "data")
    build.run(store, folder)
    store.close()
    use_database(database)
    app = show(PAGE, section="loads", language="en")
    text = page_text(app)
    assert app.query_params["load"] == "2"
    assert "Load 2 rejected 1 row" in text
    assert "published.csv" in text
    assert "about 1872" in text
    assert re.search(r"Value\s", text)
    assert "Not a number" in text
    assert "不是数字" in page_text(show(PAGE, section="loads", language="zh"))
    store = open_store(database)
    rejected = publications.rejected_rows(store, 2)
    store.close()
    # The page names them; the file that is downloaded keeps what programs go by.
    for name in ("field", "rule"):
        assert rejected[name][0] in exports.readable(rejected, "en").to_series(rejected.columns.index(name))
    assert rejected["rule"][0] not in text
    assert "load=2" in html_tables(app)
    # A load that rejected nothing is not offered.
    assert "load=1" in show(PAGE, section="loads", language="en", load="1").warning[0].value


def test_what_is_offered_for_download_is_what_is_on_record(show: Show, published: str) -> None:
    app = show(PAGE, section="downloads", language="en", as_of="2026-Q3")
    shown = app.dataframe[0].value
    reading.close()
    store = open_store(published)
    figures = holdings.figures(store, 1, as_of="2026-Q3")
    status = progress.status(store, 1, "2026-Q3").select(files.STATUS_COLUMNS)
    store.close()
    assert len(shown) == figures.height == 152
    assert list(shown.columns) == exports.readable(figures, "en").columns
    assert len(app.dataframe[2].value) == status.height == 30
    assert len(app.get("download_button")) == 9


def test_a_download_reads_back_as_the_rows_of_status(published: str) -> None:
    store = open_store(published)
    status = progress.status(store, 1, "2026-Q3").select(files.STATUS_COLUMNS)
    store.close()
    origin = exports.Provenance("published", 1, "2026-Q3", "latest", "en", "Status")
    back = pl.read_parquet(io.BytesIO(exports.parquet(status, origin)))
    assert back["Attainment (1 = 100%)"].to_list() == status["attainment"].to_list()
    assert back.height == pl.read_csv(exports.csv(status, origin)).height == 30
    chinese = pl.read_csv(exports.csv(status, replace(origin, language="zh")))
    assert not [name for name in chinese.columns[:-4] if not CHINESE.search(name)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_file_has_a_heading_without_a_name(published: str, language: str) -> None:
    store = open_store(published)
    status = progress.status(store, 1, "2026-Q3")
    figures = holdings.figures(store, 1, as_of="2026-Q3")
    plans = progress.areas(store, 1)
    loads = publications.loads(store)
    frames = {
        "figures": figures,
        "status": status.select(files.STATUS_COLUMNS),
        "targets": status.select(catalogue.TARGET_COLUMNS),
        "plans": plans,
        "completeness": holdings.completeness(status, plans, figures),
        "conflicts": contradictions.spoken(conflicts.find(store, 1), language),
        "changed": progress.changed(status, progress.status(store, 1, "2023")),
        "loads": loads,
        "rejected": publications.rejected_rows(store, 1).drop("load_id", "position"),
        "brought": publications.changes(store, 1, "target"),
        "indicators": comparison.indicators(store, 1).drop("unit"),
    }
    store.close()
    for name, frame in frames.items():
        headings = exports.readable(frame, language).columns
        assert not [one for one in headings if one in frame.columns or "_" in one], name
        if language == "zh":
            assert all(CHINESE.search(one) for one in headings), name
