"""Pages with figures and proposals of an area that has left the catalog: they go on for everybody."""

import polars as pl
import pytest

from dabiao import publications, returns
from dabiao.progress import rejudge
from dabiao.returns import Desk, Typed
from dabiao.returns.lines import Key
from dabiao.rights import Grant
from dabiao.store import Store
from dabiao.web import reading, waiting
from tests.etl.folders import load_own
from tests.pages.office import add, enter, hire, open_page
from tests.pages.text import markup, page_text
from tests.store.sample import put

SHAANXI, COUNTY, QUARTER = "610000", "350302", "2025-Q3"
FIGURE: Key = ("local-standards", "published")


def left(store: Store) -> None:
    """Publish the project's own data; a county that typed, handed in and proposed then leaves the catalog."""
    load_own(store)
    sun = store.run(lambda tx: add(tx, "sun", "孙", Grant("reporter", COUNTY)))
    desk = Desk(store)
    typed = Typed("110", source="文号", explanation="已核对")
    returns.save_cell(sun, desk, COUNTY, QUARTER, FIGURE, typed, expected_version=0)
    returns.submit(sun, desk, COUNTY, QUARTER, client_key="k")
    target = publications.current(store, "target").filter(area_code=COUNTY)["target_id"][0]
    returns.propose_target(sun, desk, COUNTY, target, value="450", source="文号", reason="区划调整")
    tables = ("framework", "target", "observation")
    plans = publications.current(store, "framework").filter(area_code=COUNTY)["framework_id"]
    gone = {"area": pl.col("code") == COUNTY} | dict.fromkeys(tables, pl.col("area_code") == COUNTY)
    for name in ("task", "task_department", "task_report"):
        gone[name] = pl.col("framework_id").is_in(plans.implode())
    rest = {name: publications.current(store, name).filter(~which) for name, which in gone.items()}
    put(store, rest, judge=rejudge)


pytestmark = [pytest.mark.usefixtures("office"), pytest.mark.begins(after=left)]


def test_history_names_it_as_it_was_called_last_and_offers_no_decision() -> None:
    for viewer in (enter("sun"), hire("li", "李", Grant("reviewer", "100000"))):
        app = open_page(viewer, "returns/history.py", language="zh")
        assert not app.exception
        text = page_text(app)
        for said in ("城厢区", "区划调整"):
            assert said in text, said
        assert "通过" not in [button.label for button in app.button]


def test_no_way_leads_to_a_return_that_is_none_any_more() -> None:
    assert "figure=local-standards" not in markup(open_page(enter("sun"), "returns/history.py"))


def test_figures_that_wait_are_told_of_it_under_its_name() -> None:
    viewer = hire("li", "李", Grant("reviewer", "100000"))
    app = open_page(viewer, "progress/indicator.py", indicator=FIGURE[0], unapproved="1", as_of="2026-Q3")
    assert not app.exception
    assert "Chengxiang" in page_text(app)
    assert f'href="return?area={COUNTY}' not in markup(app)
    waits = returns.unapproved(viewer.session.actor, Desk(reading.store()))
    assert waiting.downloaded(waits, 1)["area_name_zh"].unique().to_list() == ["城厢区"]


def without_indicator(store: Store) -> None:
    """Publish the project's own data; an indicator that waits for approval then leaves the catalog."""
    load_own(store)
    sun = store.run(lambda tx: add(tx, "sun", "孙", Grant("reporter", SHAANXI)))
    typed = Typed("7654", source="文号", explanation="已核对")
    returns.save_cell(sun, Desk(store), SHAANXI, QUARTER, FIGURE, typed, expected_version=0)
    returns.submit(sun, Desk(store), SHAANXI, QUARTER, client_key="k")
    left_out = pl.col("indicator_code") == FIGURE[0]
    gone = dict.fromkeys(("indicator", "target", "observation"), left_out)
    gone["indicator_component"] = left_out | (pl.col("component_code") == FIGURE[0])
    rest = {name: publications.current(store, name).filter(~which) for name, which in gone.items()}
    put(store, rest, judge=rejudge)


@pytest.mark.begins(after=without_indicator)
def test_figures_that_wait_of_an_indicator_that_left_are_told_by_its_code() -> None:
    viewer = enter("sun")
    for page in ("progress/area.py", "returns/history.py", "returns/return.py"):
        app = open_page(viewer, page, area=SHAANXI, unapproved="1", as_of="2026-Q3")
        assert not app.exception, page
        if page != "returns/return.py":
            text = page_text(app)
            assert "local-standards" in text, page
            assert "7654" in text, page
