"""What is told of a publication that other rules judged than those of the program that runs."""

from collections.abc import Iterator

import pytest

from dabiao import contents
from dabiao.briefing.content import Content
from dabiao.contents import ContentError
from dabiao.progress import RULES_VERSION, rejudge
from dabiao.rights import VISITOR
from dabiao.store import Store, open_store
from dabiao.views import SavedView
from tests.store.sample import content, put

TARGET = {"area": "610000", "target": "shaanxi-2022-local-standards"}


@pytest.fixture(scope="module", params=[RULES_VERSION, RULES_VERSION + 1])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample, judged by the present rules or by others."""
    store = open_store(tmp_path_factory.mktemp("rules") / "dabiao.duckdb")
    put(store, content(), judge=rejudge, rules=request.param)
    yield store
    store.close()


def told(store: Store, page: str, **choices: str) -> Content:
    view = SavedView.of(page, {"as_of": "2024-Q2", "vintage": "latest"} | choices, 1)
    return contents.of_view(store, VISITOR, view, "en")


def are_present(store: Store) -> bool:
    version: int = contents.asked.of_view(store, SavedView.of("overview", {}, 1), "en").rules
    return version == RULES_VERSION


def test_what_was_known_by_a_date_is_told_by_the_rules_of_its_publication_or_not(world: Store) -> None:
    for choices in ({"vintage": "2024-12-31"}, {"since": "2023-12-31"}):
        if are_present(world):
            said = f"judged by rules version {RULES_VERSION}"
            assert told(world, "overview", **choices).provenance.endswith(said)
        elif "since" in choices:
            assert any(
                "it is not told" in section.heading for section in told(world, "overview", **choices).sections
            )
        else:
            with pytest.raises(ContentError, match="it is not told"):
                told(world, "overview", **choices)


def test_rule_and_arithmetic_are_told_where_they_gave_the_status(world: Store) -> None:
    target = told(world, "target", **TARGET)
    why = next(section for section in target.sections if section.heading == "Why this status")
    if are_present(world):
        assert why.table is not None
        assert why.sentences[0].startswith("Rule ")
        assert "rules version" not in target.provenance
    else:
        assert why.table is None
        assert f"rules version {RULES_VERSION + 1}" in why.sentences[0]
        assert target.provenance.endswith(f"judged by rules version {RULES_VERSION + 1}")
    assert ("At least 95% of the progress" in " ".join(target.texts())) == are_present(world)
