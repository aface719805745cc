"""A chart that draws some bars only says so, on paper and on a slide."""

import secrets
from collections.abc import Callable

import pytest

from dabiao import contents, meetings
from dabiao.progress import rejudge
from dabiao.rights import Actor, Grant
from dabiao.views import SavedView
from dabiao.web import deck, reading
from dabiao.workspaces import today
from tests.store.sample import area, content, figure, put, rows, target

SAID = "Drawn are 24 of 30; the table has all of them."
LEADER = Actor("u-wu", "Wu", (Grant("leadership", "100000"),))


@pytest.fixture
def thirty(empty_database: str, use_database: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty provinces with a plan, a target and a figure each."""
    monkeypatch.setenv("DABIAO_SECRET", secrets.token_hex(32))
    use_database(empty_database)
    world, codes = content(), [f"{number}0000" for number in range(21, 51)]
    plan = world["framework"].row(0, named=True)
    more = {
        "area": [area("100000", "country", None)]
        + [area(code, "province", "100000", province_code=code) for code in codes],
        "framework": [plan | {"framework_id": f"plan-{code}", "area_code": code} for code in codes],
        "target": [
            target("local-standards", target_id=f"plan-{code}-1", area_code=code, framework_id=f"plan-{code}")
            for code in codes
        ],
        "observation": [
            figure(period, value, area_code=code)
            for place, code in enumerate(codes)
            for period, value in (("2020-Q4", 1000.0), ("2024-Q2", 1100.0 + 10 * place))
        ],
        "task": [],
        "task_department": [],
        "task_report": [],
    }
    for table, held in more.items():
        world[table] = rows(table, *held)
    put(reading.store(), world, judge=rejudge)


@pytest.mark.usefixtures("thirty")
@pytest.mark.parametrize(
    ("page", "choices"), [("overview", {}), ("indicator", {"indicator": "local-standards"})]
)
def test_a_chart_that_draws_some_bars_says_so_on_paper_and_on_its_slide(
    page: str, choices: dict[str, str]
) -> None:
    store = reading.store()
    view = SavedView.of(page, choices | {"as_of": "2024-Q2", "vintage": "latest"}, 1)
    told = contents.of_view(store, LEADER, view, "en")
    charted = next(section for section in told.sections if section.chart is not None)
    assert charted.chart is not None
    assert (len(charted.chart.categories), charted.chart.left_out) == (24, 6)
    assert SAID in charted.sentences
    meeting = meetings.make(store, LEADER, title="x", area_code="100000", held_on=today(store))
    meetings.add_view(store, LEADER, meeting, view)
    slide = next(one for one in deck.slides(store, LEADER, meeting, "en", "safe")[1] if one.bars)
    assert len(slide.bars) == 24
    assert SAID in slide.sentences
