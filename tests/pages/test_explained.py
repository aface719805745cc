"""The explanation that a rule asked for goes with the approved figure to where it is shown and drawn."""

import pytest

from dabiao import returns
from dabiao.returns import Desk, Typed
from dabiao.returns.lines import Key
from dabiao.rights import Actor, Grant
from dabiao.web import reading
from tests.pages.office import open_page
from tests.pages.text import figures, markup

AREA, QUARTER = "610000", "2025-Q3"
LOCAL: Key = ("local-standards", "published")
WANG = Actor("u-wang", "王", (Grant("reporter", AREA),))
LI = Actor("u-li", "李", (Grant("reviewer", AREA),))
WHY = "清理废止<b>一批</b>标准"


@pytest.mark.usefixtures("office")
def test_explanation_stands_at_the_approved_figure_on_the_target_page() -> None:
    desk = Desk(reading.store())
    for quarter, typed in {
        "2025-Q2": Typed("2400", source="a"),
        QUARTER: Typed("2300", source="a", explanation=WHY),
    }.items():
        returns.save_cell(WANG, desk, AREA, quarter, LOCAL, typed, expected_version=0)
        found = [finding.rule for finding in returns.form(WANG, desk, AREA, quarter).findings]
        returns.submit(WANG, desk, AREA, quarter, client_key=quarter)
        returns.approve(LI, desk, AREA, quarter, submission=1)
    assert found == ["falling-total"]
    app = open_page(
        None, "progress/target.py", area=AREA, target="shaanxi-2022-local-standards", language="zh"
    )
    assert not app.exception
    row = next(one for one in markup(app).split("<tr")[1:] if "2025年第3季度" in one and "2300" in one)
    assert "清理废止&lt;b&gt;一批&lt;/b&gt;标准" in row
    told = next(
        trace["customdata"] for trace in figures(app)[0]["data"] if trace["mode"] == "lines+markers+text"
    )
    assert told[-1][0] == "2025年第3季度"
    assert told[-1][1].replace("<br>", "") == "清理废止&lt;b&gt;一批&lt;/b&gt;标准"
