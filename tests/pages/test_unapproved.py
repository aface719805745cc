"""Figures that wait for approval: drawn apart for those who may and ask, and no trace of them for others."""

import copy
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dabiao import exports, returns
from dabiao.accounts import SignedIn
from dabiao.returns import Conflict, Desk, Typed
from dabiao.returns.lines import Key
from dabiao.rights import Actor, Grant
from dabiao.store import Store
from dabiao.web import reading, waiting
from tests.etl.folders import load_own
from tests.pages.office import add, enter, hire, open_page
from tests.pages.text import CHINESE, alternatives, figures, markup, page_text

AREA, QUARTER = "610000", "2025-Q3"
LOCAL: Key = ("local-standards", "published")
TARGET = "shaanxi-2022-local-standards"
PAGES = {
    "progress/target.py": {"area": AREA, "target": TARGET},
    "progress/area.py": {"area": AREA},
    "progress/indicator.py": {"indicator": LOCAL[0], "measure": "value"},
}
MOMENT = {"as_of": "2026-Q3", "language": "en"}
ASKED = {"unapproved": "1"}
LEGEND = 'class="db-mark db-mark-waiting"'

pytestmark = pytest.mark.usefixtures("office")


def reporter() -> SignedIn:
    return hire("wang", "Wang", Grant("reporter", AREA))


def hand_in(actor: Actor, store: Store) -> None:
    where = actor, Desk(store), AREA, QUARTER
    typed = Typed("2400", source="陕市监〔2025〕8号", explanation="Published in one go")
    answer = returns.save_cell(*where, LOCAL, typed, expected_version=0)
    assert not isinstance(answer, Conflict)
    returns.submit(*where, client_key="k")


def handed_in(store: Store) -> None:
    """Publish the project's own data; a figure that Wang has handed in waits."""
    load_own(store)
    hand_in(store.run(lambda tx: add(tx, "wang", "Wang", Grant("reporter", AREA))), store)


def show(viewer: SignedIn | None, page: str, **choices: str) -> AppTest:
    app = open_page(viewer, page, **{**PAGES[page], **MOMENT, **choices})
    assert not app.exception
    return app


def parts(node: Any) -> Iterator[bytes]:
    """Every element of a page as it is sent to the browser."""
    if getattr(node, "proto", None) is not None:
        proto = copy.deepcopy(node.proto)
        if hasattr(proto, "deferred_file_id"):
            proto.deferred_file_id = ""  # made anew for every button every time it is shown
        yield proto.SerializeToString(deterministic=True)
    for child in getattr(node, "children", {}).values():
        yield from parts(child)


def sent(app: AppTest) -> list[bytes]:
    return list(parts(app._tree))


def awaited(app: AppTest) -> list[dict[str, Any]]:
    """The marks of figures that wait, in all charts of a page."""
    return [
        trace
        for figure in figures(app)
        for trace in figure["data"]
        if trace.get("marker", {}).get("symbol") == "square-open"
    ]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("choices", [{}, ASKED], ids=["not asked", "asked"])
def test_page_of_a_visitor_is_the_same_to_the_byte_with_and_without_a_waiting_figure(
    page: str, choices: dict[str, str]
) -> None:
    before = sent(show(None, page, **choices))
    assert len(before) > 20
    hand_in(reporter().session.actor, reading.store())
    reading.close()  # with its answers, or the page would be that of before
    assert sent(show(None, page, **choices)) == before


@pytest.mark.begins(after=handed_in)
def test_waiting_figure_is_drawn_apart_for_those_who_may_read_it_and_ask() -> None:
    viewer = enter("wang")
    for person in (
        viewer,
        hire("wu", "Wu", Grant("leadership", AREA)),
        hire("li", "Li", Grant("reviewer", AREA)),
    ):
        page = show(person, "progress/target.py", **ASKED)
        (mark,) = awaited(page)
        assert mark["x"] == ["2025-09-30"]
        assert mark["y"] == [528.0]  # 2400 less the 1872 with which the plan began
        assert mark["customdata"] == [["Q3 2025", "528 items", "◉ Waiting for review"]]
        assert mark["text"] == ["528 items waiting for approval"]
        way = next(trace for trace in figures(page)[0]["data"] if trace["line"].get("dash") == "dash")
        assert way["x"][-1] == "2025-09-30"
        assert "1 figure waiting for approval is drawn as a hollow square" in alternatives(page)[0]
        assert LEGEND in markup(page)
        table = page.dataframe[0].value
        assert table.filter(like="Status").iloc[-1, 0] == "◉ Waiting for review"
        text = page_text(page)
        assert "Waiting for approval, not published (1)" in text
        assert "2400 items" in text
        assert "Published in one go" in text
        assert f"return?area={AREA}&amp;quarter={QUARTER}" in markup(page)


@pytest.mark.begins(after=handed_in)
def test_nothing_but_the_mark_changes_for_those_who_ask() -> None:
    viewer = enter("wang")
    for page in PAGES:
        plain, asked = show(viewer, page), show(viewer, page, **ASKED)
        assert not awaited(plain)
        assert "unapproved" in plain.query_params
        assert len(awaited(asked)) == 1
        assert [each.value for each in plain.header] == [
            each.value for each in asked.header if not each.value.startswith("Waiting for approval")
        ]
        heads = [one for one in sent(plain) if b"db-tiles" in one or b"db-target-head" in one]
        assert heads == [one for one in sent(asked) if b"db-tiles" in one or b"db-target-head" in one]


@pytest.mark.begins(after=handed_in)
def test_visitor_and_stranger_are_told_that_they_may_not() -> None:
    for person in (None, hire("zhao", "Zhao", Grant("reporter", "420000"))):
        app = show(person, "progress/target.py", **ASKED)
        assert not awaited(app)
        assert ["you may not read here" in warning.value for warning in app.warning] == [True]
        assert "unapproved" not in app.query_params
    assert not show(None, "progress/target.py", unapproved="0").warning


@pytest.mark.begins(after=handed_in)
def test_download_of_what_waits_names_its_state_and_that_of_the_published_has_none_of_it() -> None:
    viewer = enter("wang")
    rows = returns.unapproved(viewer.session.actor, Desk(reading.store()), area_code=AREA)
    file = exports.readable(waiting.downloaded(rows.filter(pl.col("amount").is_not_null()), 1), "zh")
    assert file.select("地区", "指标", "填报数", "填报状态").rows() == [
        ("陕西省", "地方标准", "2400", "待审核")
    ]
    assert not CHINESE.search("".join(exports.readable(waiting.downloaded(rows, 1), "en").columns))
    page = show(viewer, "progress/target.py", **ASKED)
    assert "2400" not in "\n".join(
        element.proto.body for element in page.get("html") if "db-sources" in element.proto.body
    )


@pytest.mark.begins(after=handed_in)
def test_earlier_moment_has_nothing_that_waits_now() -> None:
    viewer = enter("wang")
    assert not awaited(show(viewer, "progress/target.py", as_of="2025-Q2", **ASKED))
    app = show(viewer, "progress/target.py", vintage="2024-12-31", **ASKED)
    assert not awaited(app)
    assert any("Figures wait for approval now" in hint.value for hint in app.info)


def test_target_without_a_published_path_shows_what_waits_for_it() -> None:
    viewer = reporter()
    where = viewer.session.actor, Desk(reading.store()), AREA, QUARTER
    key: Key = ("front-runner-standards", "published")
    returns.save_cell(*where, key, Typed("120", source="x", explanation="y"), expected_version=0)
    returns.submit(*where, client_key="k")
    choices = {"target": "shaanxi-2022-front-runner-standards"} | ASKED
    assert [mark["y"] for mark in awaited(show(viewer, "progress/target.py", **choices))] == [[120.0]]
    page = show(viewer, "progress/area.py", **ASKED)
    assert not awaited(page)
    assert LEGEND not in markup(page), "no mark is explained that is not drawn"
    assert "Waiting for approval, not published (1)" in page_text(page)
