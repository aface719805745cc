"""Every chart is told in words and stands beside a table of what it draws."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node

from dabiao.settings import ROOT
from dabiao.web.menu import MENU
from tests.pages.running import FILLED, Show
from tests.pages.text import CHINESE, figures, page_text

FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def blocks(block: Block) -> Iterator[Block]:
    yield block
    for child in block.children.values():
        if isinstance(child, Block):
            yield from blocks(child)


def elements(block: Block, kind: str) -> list[Node]:
    return [node for part in blocks(block) for node in part.children.values() if node.type == kind]


def charts(main: Block) -> Iterator[tuple[Any, Block]]:
    """Each chart of a page, with the block it stands in."""
    for block in blocks(main):
        for node in block.children.values():
            if node.type == "plotly_chart":
                yield node.proto, block  # type: ignore[attr-defined]


def labels(figure: dict[str, Any]) -> Iterator[str]:
    """The texts written at the marks of a figure."""
    for trace in figure["data"]:
        if "text" in trace.get("mode", "text") and trace.get("text") is not None:
            text = trace["text"]
            yield from [text] if isinstance(text, str) else filter(None, text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("entry", MENU, ids=lambda entry: entry.path)
def test_every_chart_has_its_words_and_its_table(show_demo: Show, entry: Any, language: str) -> None:
    page = str(entry.file.relative_to(ROOT / "pages"))
    app = show_demo(page, language=language, **FILLED.get(entry.path, {}))
    assert not app.exception
    findings = []
    for chart, beside in charts(app.main):
        findings.append(chart.alt)
        assert bool(CHINESE.search(chart.alt)) == (language == "zh"), chart.alt
        tables = [table.value for table in elements(beside, "dataframe")]  # type: ignore[attr-defined]
        assert len(tables) == 1, f"beside “{chart.alt}” stand {len(tables)} tables"
        assert len(tables[0]), f"the table of “{chart.alt}” is empty"
        cells = " ".join(map(str, tables[0].to_numpy().ravel()))
        told = {figure for label in labels(json.loads(chart.spec)) for figure in FIGURE.findall(label)}
        missing = told - set(FIGURE.findall(cells))
        assert not missing, f"drawn in “{chart.alt}”, but not in its table: {missing}"
    assert len(findings) == len(set(findings))
    assert all(len(finding) > 10 for finding in findings)


def test_a_figure_is_sent_as_it_is_with_a_word_for_its_content(show_demo: Show) -> None:
    first, again = (show_demo("progress/area.py", as_of=as_of) for as_of in ("2024-Q2", "2024-Q2"))
    later = show_demo("progress/area.py", as_of="2025-Q2")
    assert len(figures(first)) > 1
    # A template is an object that is never the same twice: Plotly would draw everything anew.
    assert all("template" not in figure["layout"] for figure in figures(first))
    assert revisions(first) == revisions(again)
    assert len(set(revisions(first))) == len(figures(first))
    assert not set(revisions(first)) & set(revisions(later))


def revisions(app: AppTest) -> list[str]:
    return [figure["layout"]["datarevision"] for figure in figures(app)]


INTERVAL = "interval if the average pace since the baseline continues"


def test_the_interval_is_explained_where_one_is_drawn(show_demo: Show) -> None:
    assert INTERVAL in page_text(show_demo("progress/area.py", language="en"))


def test_an_interval_that_nothing_has_is_not_explained(show: Show) -> None:
    text = page_text(show("progress/area.py", language="en"))
    assert "expected path" in text
    assert INTERVAL not in text


def test_rows_that_say_different_things_lose_none_of_them() -> None:
    def page() -> None:
        from dabiao.web import ui

        ui.fold([{"Period": "2024"}, {"Period": "2025", "Status": "waits"}], "All of it")

    (table,) = AppTest.from_function(page).run().dataframe
    assert table.value.fillna("").to_dict("list") == {"Period": ["2024", "2025"], "Status": ["", "waits"]}
