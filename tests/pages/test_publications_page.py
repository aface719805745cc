"""The page on publications: the list, what one brought, what changed with it, and its digest."""

import re
from collections.abc import Callable

import pytest

from dabiao import publications
from dabiao.settings import ROOT
from dabiao.store import open_store
from dabiao.web import menu, reading
from etl import build
from tests.etl.folders import load_own
from tests.pages.running import Show, run_page
from tests.pages.text import CHINESE, page_text

PAGE = "data/publications.py"


@pytest.fixture(scope="module")
def republished(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The project's data, and a second publication that corrects, adds and withdraws a figure."""
    folder = tmp_path_factory.mktemp("republished")
    database = str(folder / "dabiao.duckdb")
    store = open_store(database)
    build.run(store, ROOT / "data")
    for part in ("catalog", "progress"):
        (folder / part).mkdir()
        for file in (ROOT / "data" / part).glob("*.csv"):
            text = file.read_text(encoding="utf-8")
            if file.name == "published.csv":
                text = corrected(text)
            (folder / part / file.name).write_text(text, encoding="utf-8")
    assert build.run(store, folder).exit_code == 0
    store.close()
    return database


def corrected(text: str) -> str:
    lines = text.splitlines(keepends=True)
    issued = next(line for line in lines if line.startswith("610000,local-standards,published,2024-Q2,2155"))
    later = issued.replace("2024-Q2,2155", "2024-Q4,2200").replace("2024-07-03", "2025-01-20")
    gone = next(line for line in lines if line.startswith("610000,verification-points"))
    return "".join(lines).replace(issued, issued.replace(",2155,", ",2100,") + later).replace(gone, "")


@pytest.fixture
def show_republished(republished: str, use_database: Callable[[str], None]) -> Show:
    use_database(republished)
    return run_page


def html(app) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_tells_when_by_whom_and_what(show_republished: Show, language: str) -> None:
    app = show_republished(PAGE, language=language)
    assert not app.exception
    assert not app.warning
    text = page_text(app)
    assert {"zh": "共 2 个发布版本，最新为第 2 号", "en": "2 publications; the latest is No. 2"}[
        language
    ] in text
    assert {"zh": "入库程序", "en": "loading program"}[language] in text
    assert "publication=1" in html(app)
    assert app.query_params["publication"] == "2"


def test_an_english_page_is_all_english_but_for_what_sources_say(show: Show) -> None:
    text = page_text(show(PAGE, language="en", table="unit"))
    assert {line for line in text.splitlines() if CHINESE.search(line)} <= set(sayings())


def sayings() -> list[str]:
    """Units are called by their Chinese words."""
    return [word.strip() for word in ("项", "万项", "个", "家", "人", "万人", "个月", "位", "%（同比）")]


def test_what_a_publication_brought_is_told_field_by_field(show_republished: Show) -> None:
    app = show_republished(PAGE, language="zh", publication="2")
    text = page_text(app)
    assert "第 2 号发布版本：新增 1 行，变更 1 行，撤下 1 行" in text
    assert app.query_params["table"] == "observation"
    assert "陕西省 · 地方标准 · 公布数 · 2024年第2季度" in text
    changed = html(app).split("2024年第2季度</strong>")[1].split("</li>")[0]
    assert "2155</del>" in changed
    assert "2100</ins>" in changed
    assert "国家标准验证点" in text


def test_what_became_of_targets_is_told_beside(show_republished: Show) -> None:
    app = show_republished(PAGE, language="en", publication="2", since="1", as_of="2026-Q3")
    text = page_text(app)
    assert "Figure changed 1" in text
    # The corrected total of mid-2024 and the new one of its end: 2,200 less the 1,872 at the start.
    assert re.search(r"283 items.*→ 328 items", text)
    assert "target=shaanxi-2022-local-standards" in html(app)


def test_every_page_can_be_opened_as_of_a_publication(show_republished: Show) -> None:
    links = html(show_republished(PAGE, publication="1")).split("db-pages")[1]
    for entry in menu.MENU:
        if entry.listed and entry != menu.PUBLICATIONS:
            assert f'"{entry.path}?' in links
    assert links.count("publication=1") >= 5


def test_the_digest_holds_as_long_as_nothing_is_altered(show_republished: Show, republished: str) -> None:
    app = show_republished(PAGE, language="en", publication="2")
    app.button(key="publications.verify").click().run()
    assert "same digest" in app.success[0].value
    reading.close()
    store = open_store(republished)
    shown = publications.publication(store, 2).digest
    store.close()
    assert shown in page_text(app)


@pytest.mark.begins(after=load_own)
def test_a_row_altered_in_the_database_is_found_out(
    duckdb_database: str, use_database: Callable[[str], None]
) -> None:
    import duckdb

    with duckdb.connect(duckdb_database) as connection:
        connection.execute("update observation set value = 9 where value = 2155")
    use_database(duckdb_database)
    app = run_page(PAGE, language="en")
    app.button(key="publications.verify").click().run()
    assert "another digest" in app.error[0].value


def test_a_long_table_is_not_told_whole(show: Show) -> None:
    app = show(PAGE, language="en", table="area")
    assert "The first 25 of 3,213 rows" in page_text(app)
    assert html(app).count("<strong>") < 100


@pytest.mark.parametrize(
    "table", ["framework", "indicator_component", "target", "task", "task_department", "unit"]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_table_can_be_looked_into(show: Show, table: str, language: str) -> None:
    app = show(PAGE, table=table, language=language)
    assert not app.exception
    assert not app.warning
    assert app.query_params["table"] == table


def test_a_table_that_was_not_touched_is_named(show_republished: Show) -> None:
    app = show_republished(PAGE, language="en", publication="2", table="unit")
    assert "table=unit" in app.warning[0].value
