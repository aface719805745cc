"""What publishing brings in, keeps, withdraws, counts and records."""

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dabiao import publications, versions
from dabiao.publications import Counts
from dabiao.store import Store, StoreError, Transaction
from dabiao.store.tables import TABLES, TASK
from tests.store.sample import content, figure, load_of, put, put_content, rejected, rows, target

# Worked out once: a library that starts to write numbers or quotes differently must not go unnoticed.
SAMPLE_DIGEST = "d8d2bd75d670c33de383d1676ee32a4845eb7b41c4daf0cc018bad203ac108c9"


def counted(new: int = 0, changed: int = 0, unchanged: int = 0, withdrawn: int = 0) -> Counts:
    return Counts(new, changed, unchanged, withdrawn)


def test_before_the_first_publication_there_is_none(store: Store) -> None:
    assert publications.latest(store) is None
    assert publications.publications(store).is_empty()
    assert publications.current(store, "observation").is_empty()
    with pytest.raises(publications.UnknownPublicationError, match="no publication 1"):
        publications.changes(store, 1)


def test_first_publication_brings_every_row_as_new_and_current(store: Store) -> None:
    frames = content()
    outcome = put(store, frames)
    assert outcome.publication == 1 == publications.latest(store)
    assert outcome.counts == {name: counted(new=frame.height) for name, frame in frames.items()}
    for name, frame in frames.items():
        current = publications.current(store, name)
        assert_frame_equal(current, frame.sort(*TABLES[name].key), check_exact=True)


@pytest.mark.begins(after=put_content)
def test_same_content_again_makes_no_publication(store: Store) -> None:
    frames = content()
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=3) for name, frame in frames.items()}
    outcome = put(store, shuffled)
    assert outcome.publication is None
    assert outcome.counts == {name: counted(unchanged=frame.height) for name, frame in frames.items()}
    assert outcome.changes.is_empty()
    assert publications.latest(store) == 1


@pytest.mark.begins(after=put_content)
def test_changed_figure_says_from_what_to_what(store: Store) -> None:
    frames = content()
    corrected = frames["observation"].with_columns(
        value=pl.when(pl.col("value") == 2155).then(2160.5).otherwise("value"),
        value_reported=pl.when(pl.col("value") == 2155).then(pl.lit("2160.5")).otherwise("value_reported"),
        note_en=pl.when(pl.col("value") == 2155).then(None).otherwise("note_en"),
    )
    outcome = put(store, {"observation": corrected})
    assert outcome.publication == 2
    assert outcome.counts == {"observation": counted(changed=1, unchanged=5)}
    key = "610000 / local-standards / press / 2024-Q2"
    assert outcome.changes.rows() == [
        ("observation", key, "value_reported", "2155", "2160.5"),
        ("observation", key, "value", "2155", "2160.5"),
        ("observation", key, "note_en", "", None),
    ]
    assert_frame_equal(publications.changes(store, 2), outcome.changes)


@pytest.mark.begins(after=put_content)
def test_figure_that_appears_changes_from_nothing(store: Store) -> None:
    frames = content()
    more = pl.concat([frames["observation"], rows("observation", figure("2025-Q1", 2400))])
    outcome = put(store, {"observation": more})
    assert outcome.counts == {"observation": counted(new=1, unchanged=6)}
    changes = outcome.changes
    assert changes["before"].null_count() == changes.height
    assert {"value", "unit", "publisher"} <= set(changes["field"])
    assert not {"area_code", "note_zh"} & set(changes["field"])
    assert changes.filter(pl.col("field") == "end_month")["after"].item() == str(2025 * 12 + 3)


@pytest.mark.begins(after=put_content)
def test_row_that_disappears_is_withdrawn_and_may_return(store: Store) -> None:
    frames = content()
    fewer = frames["target"].filter(pl.col("indicator_code") != "group-standards")
    gone = put(store, {"target": fewer})
    assert gone.counts == {"target": counted(unchanged=2, withdrawn=1)}
    assert gone.changes["after"].null_count() == gone.changes.height > 0
    assert gone.changes.filter(pl.col("field") == "value")["before"].item() == "100"
    assert_frame_equal(publications.current(store, "target"), fewer.sort("area_code", "target_id"))
    assert put(store, {"target": fewer}).publication is None

    back = put(store, {"target": frames["target"]})
    assert back.counts == {"target": counted(new=1, unchanged=2)}
    assert back.changes["before"].null_count() == back.changes.height
    at = [publications.current(store, "target", number).height for number in (1, 2, 3)]
    assert at == [3, 2, 3]


@pytest.mark.begins(after=put_content)
def test_row_that_is_nothing_but_a_key_shows_in_the_changes(store: Store) -> None:
    frames = content()
    only = frames["indicator_component"].head(1)
    changes = put(store, {"indicator_component": only}).changes
    assert changes.rows() == [
        ("indicator_component", "all-standards / group-standards", "indicator_code", "all-standards", None),
        ("indicator_component", "all-standards / group-standards", "component_code", "group-standards", None),
    ]


def test_older_publication_gives_the_older_figure(store: Store) -> None:
    for value in (1, 2, 3):
        put(store, {"observation": rows("observation", figure("2024", value))})
    seen = [publications.current(store, "observation", number)["value"].item() for number in (1, 2, 3)]
    assert seen == [1, 2, 3]
    assert publications.current(store, "observation")["value"].item() == 3
    assert publications.current(store, "observation", 99)["value"].item() == 3
    assert publications.current(store, "observation", 0).is_empty()


@pytest.mark.begins(after=put_content)
def test_tables_that_are_not_named_stay_untouched(store: Store) -> None:
    put(store, {"unit": content()["unit"].head(1)})
    assert publications.current(store, "observation").height == 6
    assert publications.current(store, "unit").height == 1


@pytest.mark.begins(after=put_content)
def test_held_back_table_withdraws_nothing(store: Store) -> None:
    frames = content()
    accepted = frames["observation"].filter(pl.col("period") != "2024-Q2")
    reasons = rejected(("reported.csv", 3, "value", "二千"), ("reported.csv", 5, "value", None))
    outcome = put(
        store,
        {"observation": accepted},
        hold_back={"observation"},
        load=load_of({"observation": accepted}, reasons),
    )
    assert outcome.publication is None
    assert outcome.counts == {"observation": counted(unchanged=4)}
    assert_frame_equal(
        publications.current(store, "observation"), frames["observation"].sort(*TABLES["observation"].key)
    )
    recorded = publications.rejected_rows(store, 1)
    assert_frame_equal(recorded.drop("load_id", "position"), reasons)
    assert recorded["position"].to_list() == [0, 1]


def test_load_is_recorded_with_and_without_a_publication(store: Store) -> None:
    frames = content()
    total = sum(frame.height for frame in frames.values())
    for _ in range(2):
        put(store, frames, load=load_of(frames))
    second, first = publications.loads(store).rows(named=True)
    assert (first["publication"], second["publication"]) == (1, None)
    assert (first["load_id"], first["rows_read"], first["rows_new"], first["rows_unchanged"]) == (
        1,
        total,
        total,
        0,
    )
    assert (second["load_id"], second["rows_new"], second["rows_unchanged"]) == (2, 0, total)
    assert first["started_at"] == dt.datetime(2026, 1, 5, 1, 30, tzinfo=dt.UTC)
    assert str(first["started_at"].tzinfo) == "UTC"
    assert second["finished_at"] >= first["finished_at"]


def test_rows_read_must_be_those_published_and_those_rejected(store: Store) -> None:
    frames = content()
    record = load_of(frames)
    wrong = publications.LoadRecord(
        record.started_at, record.input_digest, record.rows_read + 1, record.rows_rejected, record.rejected
    )
    with pytest.raises(ValueError, match="rows read"):
        put(store, frames, load=wrong)
    assert publications.latest(store) is None


@pytest.mark.parametrize(
    ("frames", "said"),
    [
        ({"observations": pl.DataFrame()}, "no such table: observations"),
        ({"unit": content()["unit"].drop("factor")}, "unit has columns"),
        ({"unit": content()["unit"].with_columns(more=1)}, "unit has columns"),
        ({"unit": pl.concat([content()["unit"]] * 2)}, "unit: 万项 occurs twice"),
        ({"target": rows("target", target("a", area_code=None))}, "target: a key is null"),
    ],
)
def test_content_that_is_no_content_is_refused(
    store: Store, frames: dict[str, pl.DataFrame], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        put(store, frames)


def test_unknown_table_is_not_held_back(store: Store) -> None:
    with pytest.raises(ValueError, match="no such table: areas"):
        put(store, content(), hold_back={"areas"})


def test_failing_judgement_publishes_nothing(store: Store) -> None:
    def fail(tx: Transaction, number: int, *, everything: bool) -> None:
        assert publications.current(tx, "target").height == 3
        raise ArithmeticError("no rule applies")

    with pytest.raises(ArithmeticError):
        put(store, content(), judge=fail, load=load_of(content()))
    assert publications.latest(store) is None
    assert publications.current(store, "target").is_empty()
    assert publications.loads(store).is_empty()


def test_judgement_is_called_with_the_number_when_the_versions_are_in(store: Store) -> None:
    seen: list[tuple[int, int]] = []

    def judge(tx: Transaction, number: int, *, everything: bool) -> None:
        seen.append((number, publications.current(tx, "observation", number).height))

    put(store, content(), judge=judge)
    put(store, content(), judge=judge)
    put(store, {"observation": content()["observation"].head(2)}, judge=judge)
    assert seen == [(1, 6), (2, 2)]


def test_new_rules_judge_every_line_in_a_publication_of_their_own(store: Store) -> None:
    seen: list[tuple[int, bool]] = []

    def judge(tx: Transaction, number: int, *, everything: bool) -> None:
        seen.append((number, everything))

    put(store, content(), judge=judge, rules=1)
    again = put(store, content(), judge=judge, rules=2)
    assert again.publication == 2
    assert again.changes.is_empty()
    assert publications.publication(store, 2).kind == "rules"
    assert publications.publication(store, 1).rules == 1
    put(store, content(), judge=judge, rules=2)
    assert seen == [(1, False), (2, True)]


def test_publications_are_listed_with_their_counts(store: Store) -> None:
    put(store, content(), by="etl")
    fewer = content()["observation"].filter(pl.col("period") != "2020").with_columns(confidence=pl.lit("low"))
    put(store, {"observation": fewer, "unit": content()["unit"]}, kind="amendment", by="wang")
    listed = publications.publications(store)
    assert listed.drop("published_at", "digest", "rules").rows() == [
        (2, "wang", "amendment", 0, 5, 1),
        (1, "etl", "load", sum(frame.height for frame in content().values()), 0, 0),
    ]
    assert listed.schema["published_at"] == pl.Datetime("us", "UTC")
    second = publications.publication(store, 2)
    assert second.counts == {"observation": counted(changed=5, withdrawn=1)}
    assert abs(second.published_at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)


def test_digest_is_that_of_the_stored_versions_on_either_engine_in_any_order(store: Store) -> None:
    put(store, {name: frame.reverse() for name, frame in reversed(content().items())})
    assert publications.publication(store, 1).digest == publications.digest(store, 1) == SAMPLE_DIGEST
    put(store, {"observation": content()["observation"].head(3)})
    assert publications.publication(store, 2).digest == publications.digest(store, 2)
    assert publications.digest(store, 2) != SAMPLE_DIGEST
    assert publications.digest(store, 1) == SAMPLE_DIGEST


def test_a_column_added_later_leaves_earlier_digests_as_they_were() -> None:
    told = content()["task"].with_columns(version=1, withdrawn=False)
    before = replace(
        TASK, columns={name: kind for name, kind in TASK.columns.items() if name not in TASK.added}
    )
    assert TASK.added
    assert versions.digest([(TASK, told)]) == versions.digest([(before, told)])
    filled = told.with_columns(pl.lit("2. Main tasks").alias(TASK.added[0]))
    assert versions.digest([(TASK, filled)]) != versions.digest([(TASK, told)])


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=8)
FIGURES = st.fixed_dictionaries(
    {
        "period": st.sampled_from(["2023", "2024", "2024-Q2"]),
        "series": st.sampled_from(["press", "returns", "主导"]),
        "value": st.none() | st.floats(allow_nan=False),
        "value_reported": st.none() | TEXTS,
        "source_date": st.none() | st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
        "note_zh": st.none() | TEXTS,
    }
)
OBSERVATIONS = st.lists(FIGURES, max_size=6, unique_by=lambda row: (row["period"], row["series"])).map(
    lambda drawn: rows("observation", *(figure(row["period"], 0) | row for row in drawn))
)
COMPONENTS = st.sets(st.tuples(TEXTS, TEXTS), max_size=4).map(
    lambda pairs: rows(
        "indicator_component", *({"indicator_code": one, "component_code": two} for one, two in pairs)
    )
)
CONTENTS = st.fixed_dictionaries(
    {}, optional={"observation": OBSERVATIONS, "indicator_component": COMPONENTS}
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=st.lists(CONTENTS, min_size=1, max_size=4))
def test_every_content_can_be_read_back_at_its_publication(
    store: Store, contents: list[dict[str, pl.DataFrame]]
) -> None:
    # Contents are complete, so what earlier examples left in the database is withdrawn and must not matter.
    expected: list[tuple[int, dict[str, pl.DataFrame]]] = []
    held = {name: publications.current(store, name) for name in ("observation", "indicator_component")}
    for frames in contents:
        outcome = put(store, frames, load=load_of(frames))
        held = held | {name: frame.sort(*TABLES[name].key) for name, frame in frames.items()}
        expected.append((publications.latest(store) or 0, held))
        for name, counts in outcome.counts.items():
            assert counts.new + counts.changed + counts.unchanged == frames[name].height
    for number, then in expected:
        for name, frame in then.items():
            assert_frame_equal(publications.current(store, name, number), frame, check_exact=True)
        if number:
            assert publications.digest(store, number) == publications.publication(store, number).digest


def test_a_target_tells_its_history(store: Store) -> None:
    name = "shaanxi-2022-local-standards"
    others = content()["target"].filter(pl.col("target_id") != name)
    put(store, content(), by="etl")
    for number, value in enumerate((300.0, None, 350.0)):
        again = [] if value is None else [rows("target", target("local-standards", value=value))]
        put(store, {"target": pl.concat([others, *again])}, by=f"editor {number}", kind="target_change")
    told = publications.history_of(store, "target", ("610000", name))
    assert told.select("version", "publication", "published_by", "kind", "value", "withdrawn").rows() == [
        (4, 4, "editor 2", "target_change", 350.0, False),
        (3, 3, "editor 1", "target_change", 300.0, True),
        (2, 2, "editor 0", "target_change", 300.0, False),
        (1, 1, "etl", "load", 400.0, False),
    ]
    assert set(TABLES["target"].columns) < set(told.columns)
    assert told["published_at"].to_list() == publications.publications(store)["published_at"].to_list()
    assert publications.history_of(store, "target", ("610000", name), 2)["version"].to_list() == [2, 1]
    assert publications.history_of(store, "target", ("610100", name)).is_empty()
    with pytest.raises(StoreError):
        publications.history_of(store, "area", ("610000",))
