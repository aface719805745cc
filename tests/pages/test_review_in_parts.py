"""Review at a middle level in several steps: what was passed on stands in nobody's way."""

import pytest

from dabiao import returns
from dabiao.progress import rejudge
from dabiao.returns import Desk, Typed
from dabiao.rights import Actor, Grant
from dabiao.store import Store
from dabiao.web import reading
from tests.pages.office import hire, open_page, press
from tests.store.returned import BEILIN, GROUP, LOCAL, QUARTER, XIAN, world
from tests.store.sample import put, rows, target

REPORTER = Actor("u-sun", "孙", (Grant("reporter", BEILIN),))
CITY = Actor("u-zhou", "周", (Grant("reviewer", XIAN),))


def handed_in(store: Store) -> None:
    """Publish a county with two targets, and hand in a figure for each of them."""
    frames = world()
    second = target("group-standards", area_code=BEILIN, target_id="second", basis="total")
    frames["target"] = rows("target", *frames["target"].to_dicts(), second)
    put(store, frames, judge=rejudge)
    desk = Desk(store)
    figures = {key: (Typed("12", source="1号"), 0) for key in (LOCAL, GROUP)}
    returns.save_cells(REPORTER, desk, BEILIN, QUARTER, figures)
    returns.submit(REPORTER, desk, BEILIN, QUARTER, client_key="k")


@pytest.mark.usefixtures("office")
@pytest.mark.begins(after=handed_in)
@pytest.mark.parametrize("decision", ["Approve all", "Send the whole return back"])
def test_the_rest_is_decided_after_a_part_was_passed_on(decision: str) -> None:
    desk = Desk(reading.store())
    returns.approve(CITY, desk, BEILIN, QUARTER, submission=1, cells=[LOCAL])
    app = open_page(
        hire("zhou", "周", Grant("reviewer", XIAN)), "returns/review.py", **{"return": f"{BEILIN}.{QUARTER}"}
    )
    app.text_area[0].set_value("与公报不符")
    label = next(button.label for button in app.button if button.label.startswith(decision))
    app = press(app, label)
    assert not app.exception
    assert not app.error
    form = returns.form(REPORTER, desk, BEILIN, QUARTER)
    assert (form.cell(LOCAL).state, form.cell(LOCAL).passed) == ("submitted", XIAN)
    group = form.cell(GROUP)
    assert (group.state, group.passed) == (
        ("submitted", XIAN) if decision == "Approve all" else ("sent_back", None)
    )
