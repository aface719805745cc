"""A meeting says the same when areas leave the catalog or move, and those who held it keep it."""

import datetime as dt
from collections.abc import Iterator

import polars as pl
import pytest

from dabiao import meetings, publications
from dabiao.meetings import Cause, MeetingError
from dabiao.progress import rejudge
from dabiao.rights import DeniedError
from dabiao.store import Store, open_store
from dabiao.wording import changes as sentences
from dabiao.wording import meetings as words
from tests.store.met import CITY_LEADER, FIRST_DAY, LEADER, OTHER_LEADER, SECOND_DAY, make
from tests.store.returned import ADMINISTRATOR, BEILIN, SHAANXI, XIAN, put_world, world
from tests.store.sample import figure, put, rows


def put_amended(store: Store) -> None:
    """Publish the world, and a figure of the county with the second publication."""
    put_world(store)
    more = rows("observation", figure("2025-Q2", 120, area_code=BEILIN))
    put(store, {"observation": pl.concat([world()["observation"], more])}, judge=rejudge)


pytestmark = pytest.mark.begins(after=put_amended)


@pytest.fixture
def amended(duckdb_database: str) -> Iterator[Store]:
    """A store whose second publication brings a figure of the county."""
    store = open_store(duckdb_database)
    yield store
    store.close()


def told(store: Store, meeting_id: str) -> list[tuple[str, str, int]]:
    compared = meetings.since_last(store, LEADER, meeting_id)
    assert compared is not None
    return [(one.row["area_code"], one.row["target_id"], len(one.steps)) for one in compared.differences]


def pair(store: Store, area_code: str) -> str:
    """Hold two meetings, at the first and the second publication; return the second."""
    make(store, area_code=area_code, publication=1, as_of="2025-Q3")
    return make(store, SECOND_DAY, area_code=area_code, publication=2, as_of="2025-Q3")


def test_a_county_that_moves_is_below_each_city_at_its_own_publication(amended: Store) -> None:
    second = pair(amended, XIAN)
    before = told(amended, second)
    assert before == [(BEILIN, "beilin", 1)]
    moved = pl.when(pl.col("code") == BEILIN).then(None).otherwise("city_code").alias("city_code")
    put(amended, {"area": world()["area"].with_columns(moved)}, judge=rejudge)
    assert told(amended, second) == before
    assert meetings.places(amended, 2)[BEILIN].city_code == XIAN
    third = make(amended, SECOND_DAY, area_code=XIAN, as_of="2025-Q3")
    compared = meetings.since_last(amended, LEADER, third)
    assert compared is not None
    (gone,) = compared.differences
    assert (gone.change, gone.row["area_code"], gone.cause) == ("withdrawn", BEILIN, "left")


def test_what_changed_without_a_new_figure_is_told_by_what_made_it(amended: Store) -> None:
    shaanxi = pl.col("framework_id") == "shaanxi-2022"
    later = pl.when(shaanxi).then(pl.lit("2022")).otherwise("plan_start").alias("plan_start")
    more = rows("observation", figure("2025-Q3", 2330))
    amended_too = {"observation": pl.concat([publications.current(amended, "observation"), more])}
    put(amended, {"framework": world()["framework"].with_columns(later)} | amended_too, judge=rejudge)

    def causes(day: dt.date, publication: int, as_of: str) -> set[str | None]:
        meeting_id = make(amended, day, publication=publication, as_of=as_of)
        compared = meetings.since_last(amended, LEADER, meeting_id)
        assert compared is not None
        for one in compared.differences:
            if publication == 3 and one.change == "target_changed":
                assert one.cause == "catalog", "new figures do not change a target"
                explained.append(len(one.steps))
                assert "plan begins: 2021 → 2022" in sentences.change(one.row, "en")
                assert "计划起始：2021年 → 2022年" in sentences.change(one.row, "zh")
        return {one.cause for one in compared.differences}

    explained: list[int] = []
    make(amended, FIRST_DAY, publication=2, as_of="2025-Q3")
    assert causes(FIRST_DAY, 3, "2025-Q3") == {"catalog"}
    assert max(explained) > 0
    assert causes(FIRST_DAY, 3, "2024-Q4") == {"earlier"}
    assert causes(FIRST_DAY, 3, "2025-Q3") == {"later"}
    assert causes(FIRST_DAY, 1, "2025-Q3") == {"older_publication"}
    assert all(words.cause(cause, "zh") != words.cause(cause, "en") for cause in Cause)


def test_what_a_target_says_of_how_it_counts_is_told_when_it_changes(amended: Store) -> None:
    target = pl.col("area_code") == BEILIN
    level = pl.when(target).then(pl.lit("in_period")).otherwise("basis").alias("basis")
    put(amended, {"target": world()["target"].with_columns(level)}, judge=rejudge)
    make(amended, area_code=BEILIN, publication=2, as_of="2025-Q3")
    second = make(amended, SECOND_DAY, area_code=BEILIN, publication=3, as_of="2025-Q3")
    compared = meetings.since_last(amended, LEADER, second)
    assert compared is not None
    (one,) = compared.differences
    told = "counts: total at the deadline → increment within the plan period"
    assert told in sentences.change(one.row, "en")
    (step,) = words.steps(one.steps, one.row, "en")
    assert told in step
    assert "→ ≥" not in step


def test_a_county_that_leaves_stays_in_what_was_met_about_it(amended: Store) -> None:
    pairs = [pair(amended, SHAANXI), pair(amended, XIAN)]
    before = [told(amended, each) for each in pairs]
    assert all((BEILIN, "beilin", 1) in each for each in before)
    meeting_id = make(amended, area_code=BEILIN)
    asked = {"kind": "action", "what": "补齐台账", "department": "区局", "due_on": SECOND_DAY}
    meetings.record(amended, LEADER, meeting_id, about=(BEILIN, "beilin"), **asked)  # type: ignore[arg-type]
    put(amended, {"area": world()["area"].filter(pl.col("code") != BEILIN)}, judge=rejudge)
    assert BEILIN not in publications.current(amended, "area")["code"].to_list()
    assert [told(amended, each) for each in pairs] == before
    for actor in (LEADER, CITY_LEADER, ADMINISTRATOR):
        assert meetings.meeting(amended, actor, meeting_id).area_code == BEILIN
        assert meeting_id in {one.meeting_id for one in meetings.meetings(amended, actor)}
        assert [one.number for one in meetings.followed(amended, actor)] == [1]
        assert meetings.settles(amended, actor, *meetings.followed(amended, actor))
        meetings.agenda(amended, actor, meeting_id)
        meetings.carried_over(amended, actor, meeting_id)
    # A figure is quoted as the meeting's own publication has it, wherever its area is now.
    assert meetings.record(amended, CITY_LEADER, meeting_id, about=(BEILIN, "beilin"), **asked) == 2  # type: ignore[arg-type]
    meetings.follow_up(amended, CITY_LEADER, meeting_id, 1, note="已补", state="done", expected_version=1)
    assert meetings.history(amended, CITY_LEADER, meeting_id, 1).height == 2
    with pytest.raises(DeniedError):
        meetings.meeting(amended, OTHER_LEADER, meeting_id)
    assert meetings.followed(amended, OTHER_LEADER) == []
    with pytest.raises(MeetingError):
        make(amended, FIRST_DAY, area_code=BEILIN)
