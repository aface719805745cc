"""Where a return stands and how it is said."""

import datetime as dt
from itertools import product
from typing import get_args

import pytest

from dabiao.returns import standing
from dabiao.returns.errors import (
    BaseChangedError,
    NotOwedError,
    ReturnError,
    UnfitAmendmentError,
    UnknownQuarterError,
)
from dabiao.returns.retargeting import SAME
from dabiao.returns.rulebook import QuarterRule
from dabiao.rights import ReturnState
from dabiao.wording import returns as wording

RULE = QuarterRule(
    quarter="2025-Q3",
    opens_on=dt.date(2025, 10, 1),
    due_on=dt.date(2025, 10, 20),
    locks_on=dt.date(2025, 12, 31),
)


@pytest.mark.parametrize(
    ("cells", "begun", "expected"),
    [
        ([], False, "not_due"),
        ([], True, "open"),
        (["draft"], True, "draft"),
        (["draft", "open"], True, "draft"),
        (["submitted", "approved"], True, "submitted"),
        (["sent_back", "submitted", "approved"], True, "sent_back"),
        (["approved", "approved"], True, "approved"),
        (["approved", "amended"], True, "amended"),
        (["approved", "open"], True, "approved"),
        (["approved", "draft"], True, "draft"),
        (["submitted", "draft"], True, "submitted"),
    ],
)
def test_state_of_a_return(cells: list[ReturnState], begun: bool, expected: str) -> None:
    assert standing.of_return(cells, begun) == expected


def test_what_asks_for_a_hand_hides_behind_nothing() -> None:
    for cells in product(get_args(ReturnState), repeat=3):
        found = standing.of_return(cells, True)
        if "sent_back" in cells:
            assert found == "sent_back"
        elif "submitted" in cells:
            assert found == "submitted"
        elif found in standing.SETTLED:
            assert set(cells) <= {*standing.SETTLED, "open", "not_due"}


@pytest.mark.parametrize(
    ("state", "day", "days"),
    [
        ("open", "2025-10-20", 0),
        ("open", "2025-10-21", 1),
        ("draft", "2025-10-30", 10),
        ("sent_back", "2025-10-30", 10),
        ("submitted", "2025-10-30", 0),
        ("approved", "2026-10-30", 0),
        ("not_due", "2025-09-01", 0),
    ],
)
def test_late_is_due_and_not_handed_in(state: ReturnState, day: str, days: int) -> None:
    assert standing.days_late(state, RULE, dt.date.fromisoformat(day)) == days


def test_handed_in_on_the_last_day_in_china_is_in_time() -> None:
    assert not standing.handed_in_late(dt.datetime(2025, 10, 20, 15, 59, 59, tzinfo=dt.UTC), RULE)
    assert standing.handed_in_late(dt.datetime(2025, 10, 20, 16, 0, tzinfo=dt.UTC), RULE)


def test_exception_never_shortens() -> None:
    assert standing.locked_from(RULE, None) == dt.date(2025, 12, 31)
    assert standing.locked_from(RULE, dt.date(2026, 2, 1)) == dt.date(2026, 2, 1)
    assert standing.locked_from(RULE, dt.date(2025, 11, 1)) == dt.date(2025, 12, 31)
    never = RULE.model_copy(update={"locks_on": None})
    assert standing.locked_from(never, dt.date(2025, 11, 1)) is None


def test_every_state_event_and_choice_has_a_name_of_its_own_in_both_languages() -> None:
    assert set(wording.STATE_NAMES) == set(wording.STATE_SHAPES) == set(get_args(ReturnState))
    for language in ("zh", "en"):
        names = [wording.state_name(state, language) for state in wording.STATE_NAMES]
        assert len(set(names)) == len(names)
        assert len({wording.event_name(event, language) for event in wording.EVENT_NAMES}) == 7
        assert len({wording.choice_name(choice, language) for choice in wording.CHOICE_NAMES}) == 4


def test_words_of_a_return() -> None:
    assert wording.state_label("open", "zh", days_late=3) == "○! 待填报，逾期3天"
    assert wording.state_name("open", "en", days_late=1) == "To be filled in, 1 day late"
    assert wording.mode_name("increment", "running_total", "zh") == "本季新增"
    assert wording.mode_name("total", "flow", "zh") == wording.mode_name("total", "year_to_date", "zh")
    area = {"name_zh": "陕西省", "name_en": "Shaanxi"}
    assert wording.title(area, "2025-Q3", "zh") == "陕西省2025年第3季度报表"
    at = dt.datetime(2025, 10, 18, 2, 32, 5, tzinfo=dt.UTC)
    assert (wording.saved(at, "zh"), wording.moment(at)) == ("已保存 10:32:05", "2025-10-18 10:32:05")


@pytest.mark.parametrize(
    ("error", "zh"),
    [
        (NotOwedError(indicator="x", quarter="2025-Q3"), "该地区2025年第3季度不需填报x。"),
        (UnknownQuarterError("1999-Q1"), "填报日历中没有1999-Q1这一季度。"),
        (UnfitAmendmentError(reason=SAME), "不能接受所提更正：与现有内容相同"),
    ],
)
def test_errors_speak_both_languages(error: ReturnError, zh: str) -> None:
    assert error.message("zh") == zh
    assert error.message("en")
    named = BaseChangedError(indicator_zh="地方标准", indicator_en="Local standards")
    assert "地方标准" in named.message("zh")
    assert "Local standards" in named.message("en")
