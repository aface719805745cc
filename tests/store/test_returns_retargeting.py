"""A change of a target keeps to the rules of loaded targets and names the document it rests on."""

import polars as pl
import pytest

from dabiao import contents, publications, returns
from dabiao.returns import Desk
from dabiao.rights import VISITOR
from dabiao.settings import Language
from dabiao.store import Store
from dabiao.views import SavedView
from tests.store.returned import (
    AFTER_APPROVAL,
    LI,
    SHAANXI,
    ZHANG,
    Clock,
    desk_of,
    put_approved,
    put_world,
    world,
)
from tests.store.sample import put, rows, target

pytestmark = pytest.mark.begins(after=put_approved)

TARGET = "shaanxi-2022-local-standards"
RATE = "shaanxi-2022-standards-share"
DOCUMENT = "陕政办〔2024〕9号"


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store, Clock(AFTER_APPROVAL))


def propose(desk: Desk, value: str, target_id: str = TARGET, **told: str) -> int:
    return returns.propose_target(
        ZHANG, desk, SHAANXI, target_id, value=value, **({"source": DOCUMENT, "reason": "中期调整"} | told)
    )


def published(desk: Desk, number: int, target_id: str = TARGET) -> dict[str, object]:
    returns.decide(LI, desk, SHAANXI, number, approved=True)
    return publications.current(desk.store, "target").filter(target_id=target_id).row(0, named=True)


@pytest.mark.parametrize(
    ("told", "zh", "en"),
    [
        ({"value": "9" * 40}, "目标：9", "Target: 9"),
        ({"value": "-5"}, "目标：-5 是负数；", "Target: -5 is negative; a count is 0 or more"),
        ({"value": "500", "target_id": RATE}, "比率须在 0 到 100 之间", "a rate lies between 0 and 100"),
        (
            {"value": "450", "deadline": "2010"},
            "截止期 2010 早于规划起点（2021）",
            "before the plan starts",
        ),
        (
            {"value": "450", "deadline": "2099"},
            "截止期 2099 晚于政策文件的规划期末 2025",
            "after the framework's",
        ),
        ({"value": "450", "deadline": "20252"}, "截止期不是有效的期", "the deadline is no period"),
    ],
    ids=["digits", "negative", "rate", "too early", "too late", "no period"],
)
def test_a_target_that_the_loader_refuses_is_not_proposed(
    desk: Desk, told: dict[str, str], zh: str, en: str
) -> None:
    with pytest.raises(returns.UnfitAmendmentError) as refused:
        propose(desk, **told)
    assert zh in refused.value.message("zh")
    assert en in refused.value.message("en")
    assert en in str(refused.value)
    assert returns.proposals(LI, desk).is_empty()


def test_a_number_without_end_is_refused_for_its_length(desk: Desk) -> None:
    with pytest.raises(returns.TooLongError):
        propose(desk, "9" * 400)


def test_a_proposal_that_the_rules_no_longer_allow_is_not_approved(desk: Desk) -> None:
    number = propose(desk, "450", deadline="2025-Q2")
    frames = world()
    earlier = pl.when(framework_id="shaanxi-2022").then(pl.lit("2024")).otherwise("horizon").alias("horizon")
    frames["framework"] = frames["framework"].with_columns(earlier)
    put(desk.store, {"framework": frames["framework"]})
    with pytest.raises(returns.UnfitAmendmentError, match="after the framework's horizon 2024"):
        returns.decide(LI, desk, SHAANXI, number, approved=True)


@pytest.mark.begins(after=put_world)
def test_base_units_are_those_of_the_loader(store: Store) -> None:
    frames = world()
    wide = target("local-standards", target_id="wide", unit="万项", value=10000.0, value_reported="1")
    frames["target"] = pl.concat([frames["target"], rows("target", wide)])
    put(store, frames)
    desk = desk_of(store)
    row = published(desk, propose(desk, "1.13", "wide"), "wide")
    assert (row["value_reported"], row["value"]) == ("1.13", 11300.0)
    row = published(desk, propose(desk, "+.50", "wide"), "wide")
    assert (row["value_reported"], row["value"]) == ("0.50", 5000.0)


def test_the_same_number_spelled_otherwise_changes_nothing(desk: Desk) -> None:
    with pytest.raises(returns.UnfitAmendmentError, match="already"):
        propose(desk, "400.0")


def document(desk: Desk, language: Language) -> dict[str, str]:
    """Return what a document says of the target's clause, by heading."""
    choices = {"area": SHAANXI, "target": TARGET, "as_of": "2025-Q3"}
    asked = SavedView.of("target", choices, publications.latest(desk.store))
    told = contents.of_view(desk.store, VISITOR, asked, language)
    tables = [section.table for section in told.sections if section.table]
    return {row[0].text: row[1].text for table in tables for row in table.rows if len(row) == 2}


def test_a_changed_value_is_told_with_the_document_it_rests_on(desk: Desk) -> None:
    before = document(desk, "en")
    assert (before["Words of the document"], before["Where the number comes from"]) == (
        "“400项以上”",
        "stated in the document",
    )
    row = published(desk, propose(desk, "450"))
    assert (row["value_status"], row["phrase"]) == ("supplied", "400项以上")
    assert row["note_en"] == "By 陕政办〔2024〕9号 the value was changed from 400 items to 450 items."
    assert row["note_zh"] == "据陕政办〔2024〕9号，目标值由400项调整为450项。"
    after = document(desk, "en")
    assert after["Where the number comes from"].startswith("not in the document's text; the remark says")
    assert "Words of the document" not in after
    assert after["Words of the document (not where the number comes from)"] == "“400项以上”"
    assert DOCUMENT in after["Note on the target"]
    assert DOCUMENT in document(desk, "zh")["目标说明"]


def test_notes_on_a_target_and_on_its_changes_stand_together(desk: Desk) -> None:
    combined = "shaanxi-2022-all-standards"
    row = published(desk, propose(desk, "500", combined, deadline="2025-Q2"), combined)
    assert row["value_status"] == "stated", "its number is what the document says"
    assert (row["note_zh"], row["note_en"]) == (
        "据陕政办〔2024〕9号，截止期由2025年调整为2025年第2季度。合计",
        "By 陕政办〔2024〕9号 the deadline was changed from 2025 to Q2 2025. Both",
    )
    row = published(desk, propose(desk, "600", combined, deadline="2025", source="二号文"), combined)
    assert row["value_status"] == "supplied"
    assert row["note_en"] == (
        "By 二号文 the value was changed from 500 items to 600 items. "
        "By 二号文 the deadline was changed from Q2 2025 to 2025. "
        "By 陕政办〔2024〕9号 the deadline was changed from 2025 to Q2 2025. Both"
    )


@pytest.mark.begins(after=put_world)
def test_a_note_without_room_for_the_source_keeps_the_target_from_being_changed(store: Store) -> None:
    frames = world()
    long = target("local-standards", target_id="long", note_zh="字" * 1990, note_en="w" * 1990)
    frames["target"] = pl.concat([frames["target"], rows("target", long)])
    put(store, frames)
    with pytest.raises(returns.UnfitAmendmentError, match="Note: it has no room left"):
        propose(desk_of(store), "450", "long")
