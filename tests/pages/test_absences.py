"""Reported zero, not reported, not due, not applicable, withheld: told apart wherever they are shown."""

from collections.abc import Iterator
from io import BytesIO

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dabiao import exports, progress, publications, terms, workspaces
from dabiao.charts import theme
from dabiao.charts.bullet import bullets
from dabiao.charts.trajectory import trajectory
from dabiao.model import Absence
from dabiao.settings import Language
from dabiao.store import Store
from dabiao.web import tables
from tests.demonstration import Demonstration
from tests.pages.running import Show
from tests.pages.text import figures, page_text

AS_OF = "2025-Q1"
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(scope="module")
def store(demonstration: Demonstration) -> Iterator[Store]:
    store = workspaces.open_workspace(demonstration.database, "demo")
    yield store
    store.close()


@pytest.fixture(scope="module")
def last(store: Store) -> int:
    number: int = publications.publications(store)["number"].max()  # type: ignore[assignment]
    return number


@pytest.fixture(scope="module")
def rows(store: Store, last: int) -> pl.DataFrame:
    """Every target of the demonstration with its absence."""
    status = progress.status(store, last, AS_OF)
    absent = progress.registered(store, last, AS_OF, status["area_code"].unique().to_list())
    return progress.with_absences(status, absent, AS_OF)


@pytest.fixture(scope="module")
def one_of_each(rows: pl.DataFrame) -> pl.DataFrame:
    """A target with each of the five."""
    found = rows.drop_nulls("absence").unique("absence", maintain_order=True)
    assert set(found["absence"]) == set(Absence)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_has_a_shape_and_a_word_of_its_own(language: Language) -> None:
    labels = [terms.absence_label(absence, language).split(" ", 1) for absence in Absence]
    assert len({shape for shape, _ in labels}) == len({word for _, word in labels}) == 5
    assert len({theme.ABSENCE_MARKS[absence] for absence in Absence}) == 5


def test_an_absence_is_later_than_the_figure_it_stands_beside(rows: pl.DataFrame) -> None:
    stated = rows.filter(pl.col("absence").is_in(["O", "M", "Q"]) & pl.col("period").is_not_null())
    assert not stated.is_empty()
    later = [missing > figure for missing, figure in stated.select("absence_period", "period").iter_rows()]
    assert all(later)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_says_each(one_of_each: pl.DataFrame, language: Language) -> None:
    shown = [list(line.values())[-1] for line in tables.listing(one_of_each, language)]
    expected = [terms.absence_label(absence, language) for absence in one_of_each["absence"]]
    assert [text.split(" · ")[0] for text in shown] == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_export_says_each(one_of_each: pl.DataFrame, language: Language) -> None:
    provenance = exports.Provenance("demo", 1, AS_OF, "latest", language, "x")
    written = pl.read_parquet(BytesIO(exports.parquet(one_of_each, provenance)))
    words = [terms.absence_label(absence, language).split(" ", 1)[1] for absence in Absence]
    columns = [name for name in written.columns if set(map(str, written[name].to_list())) == set(words)]
    assert len(columns) == 1


def heatmap() -> None:
    """A page that shows the heatmap of every target with an absence, as the overview shows its own."""
    import polars as pl

    from dabiao.web import choices, reading, tables, ui
    from dabiao.web.menu import OVERVIEW
    from dabiao.web.view import View

    view = View(OVERVIEW)
    moment = choices.moment(view, choices.publication(view))
    rows = reading.with_absences(moment, reading.status(moment)).filter(pl.col("absence").is_not_null())
    areas, matrix = tables.matrix(rows, view)
    ui.show("matrix", view.language, areas=areas, rows=matrix, caption="")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_heatmap_says_each(show_demo: Show, language: Language) -> None:
    app = AppTest.from_function(heatmap, default_timeout=60)
    app.query_params["language"] = language
    app.query_params["as_of"] = AS_OF
    app.run()
    assert not app.exception
    text = page_text(app)
    for absence in Absence:
        assert terms.absence_label(absence, language) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bullet_chart_says_what_stands_instead_of_a_bar(rows: pl.DataFrame, language: Language) -> None:
    silent = rows.filter(pl.col("absence").is_not_null() & pl.col("value").is_null())
    zero = rows.filter(pl.col("absence") == Absence.ZERO, pl.col("attainment").is_not_null()).head(1)
    shown = pl.concat([zero, silent])
    # Of those without a figure the demonstration shows two; the others differ in nothing but the word.
    others = pl.concat([silent.head(1).with_columns(absence=pl.lit(str(kind))) for kind in list(Absence)[1:]])
    for drawn in (shown, pl.concat([zero, others])):
        figure = bullets(drawn, language=language, colours=theme.LIGHT)
        texts = [note["text"] for note in figure["layout"]["annotations"]]
        said = {text.split(" · ")[0] for text in texts}
        assert {terms.absence_label(kind, language) for kind in drawn["absence"]} <= said
    bars = [bar["x"][0] for bar in figure["data"] if bar["y"] == [0]]
    assert min(bars) == 0


def test_the_trajectory_marks_each(one_of_each: pl.DataFrame, store: Store, last: int) -> None:
    row = one_of_each.row(by_predicate=pl.col("absence") == Absence.WITHHELD, named=True)
    found = progress.observations(store, last, AS_OF, area=row["area_code"])
    its = found.filter(pl.col("target_id") == row["target_id"])
    absences = progress.on_axis(row, its)
    assert Absence.WITHHELD in absences["absence"]
    points = progress.line(store, last, row["area_code"], AS_OF).filter(
        pl.col("target_id") == row["target_id"], pl.col("value").is_not_null()
    )
    kinds = [str(kind) for kind in Absence if kind != Absence.ZERO]
    all_kinds = pl.concat([absences.head(1).with_columns(absence=pl.lit(kind)) for kind in kinds])
    start = progress.start_month(row)
    figure = trajectory(
        row, points, None, start_month=start, language="zh", colours=theme.LIGHT, absences=all_kinds
    )
    marks = figure["data"][-1]
    assert len(set(marks["marker"]["symbol"])) == len(set(marks["text"])) == len(kinds)
    told = [list(line.values())[1] for line in tables.path(row, points, all_kinds, "zh")]
    assert {terms.absence_label(kind, "zh") for kind in kinds} <= set(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_of_a_target_names_its_latest_absence(
    show_demo: Show, one_of_each: pl.DataFrame, language: Language
) -> None:
    for row in one_of_each.iter_rows(named=True):
        app = show_demo(
            "progress/target.py",
            area=row["area_code"],
            target=row["target_id"],
            as_of=AS_OF,
            language=language,
        )
        assert not app.exception
        assert tables.absence(row, language) in page_text(app)


def test_the_page_of_an_area_draws_what_it_has_no_figure_of(show_demo: Show, rows: pl.DataFrame) -> None:
    silent = rows.filter(pl.col("absence").is_in(["O", "M"]) & pl.col("value").is_null())
    for row in silent.iter_rows(named=True):
        app = show_demo("progress/area.py", area=row["area_code"], as_of=AS_OF, language="zh")
        assert not app.exception
        notes = [note["text"] for note in figures(app)[0]["layout"]["annotations"]]
        assert tables.absence(row, "zh") in notes
